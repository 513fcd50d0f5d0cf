"""Verifying exhibits: each sealed byte is read again, what does not hold is named, and the custody log has it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from registry.cases.items import Verified
from registry.desk.desk import CASES, Desk
from registry.desk.exhibiting import attach
from registry.desk.opening import open_desk
from registry.desk.travelling import make_travel
from registry.desk.undoing import undo_last
from registry.desk.verifying import verify
from registry.errors import NotFound
from registry.vault.rows import PIECE
from registry.words.identity import number_of
from tests.desk.conftest import PASSPHRASE
from tests.desk.making import a_case
from tests.desk.test_exhibiting_cleared import break_piece, forge_hash

FILM = bytes(range(256)) * (2 * PIECE // 256 + 100)


def found(desk: Desk, case: str = "") -> dict[str, str]:
    return {one.exhibit.name: one.found for one in verify(desk, case).checked}


def test_what_holds_is_said_with_progress_and_logged_in_one_act(desk: Desk) -> None:
    first, second, _ = (a_case(desk) for _ in range(3))
    for case, name in ((first, "a"), (first, "b"), (second, "c")):
        attach(desk, case, BytesIO(FILM), name)
    acts, told = desk.vault.head[0], list[tuple[int, int]]()
    done = verify(desk, "", progress=lambda at, of: told.append((at, of)))
    assert done.sound
    assert [(one.case, one.exhibit.name, one.found, one.logged) for one in done.checked] == [
        (first, "a", "holds", True), (first, "b", "holds", True), (second, "c", "holds", True)
    ]  # fmt: skip
    assert desk.vault.head[0] == acts + 1
    assert len(desk.case(first).every(Verified)) == 2
    assert told == sorted(told)
    assert told[-1] == (3 * len(FILM) + 3,) * 2
    assert len(verify(desk, first).checked) == 2


def test_a_byte_changed_anywhere_is_named_and_logged_and_the_others_hold(desk: Desk) -> None:
    case = a_case(desk)
    attach(desk, case, BytesIO(FILM), "whole")
    for index in range(3):
        broken = attach(desk, case, BytesIO(FILM), f"broken {index}")
        break_piece(desk, case, broken.id, index)
    done = verify(desk, case)
    assert not done.sound
    assert {one.exhibit.name: one.found for one in done.checked} == {
        "whole": "holds", **{f"broken {index}": "damaged" for index in range(3)}
    }  # fmt: skip
    assert [item.found for item in desk.case(case).every(Verified)] == ["holds", *["damaged"] * 3]


def test_bytes_that_are_not_those_of_the_signed_hash_are_altered(desk: Desk) -> None:
    # Someone with the keys seals other bytes: the vault's own seal holds, the hash in the signed item does not.
    case = a_case(desk)
    kept = attach(desk, case, BytesIO(b"as it was"), "scan")
    forge_hash(desk, case, kept.id)
    assert found(desk, case) == {"scan": "altered"}


def test_sealed_bytes_that_are_gone_are_absent(desk: Desk) -> None:
    case = a_case(desk)
    kept = attach(desk, case, BytesIO(b"scan"), "scan")
    other = msgspec.structs.replace(kept, id="0123456789AB", name="never sealed")
    desk.add(case, [other], "forge")
    assert found(desk, case) == {"scan": "holds", "never sealed": "absent"}


def test_what_was_taken_back_is_verified_all_the_same(desk: Desk) -> None:
    case = a_case(desk)
    attach(desk, case, BytesIO(b"scan"), "scan")
    undo_last(desk)
    (one,) = verify(desk, case).checked
    assert (one.found, one.counts) == ("holds", False)


def test_without_a_log_nothing_is_written(desk: Desk) -> None:
    case = a_case(desk)
    attach(desk, case, BytesIO(b"scan"), "scan")
    acts = desk.vault.head[0]
    done = verify(desk, case, log=False)
    assert done.sound
    assert [one.logged for one in done.checked] == [False]
    assert desk.vault.head[0] == acts
    with pytest.raises(NotFound):
        verify(desk, "000-0000")


def test_a_case_that_does_not_open_is_named_and_the_others_are_read(desk: Desk) -> None:
    bad, good = a_case(desk), a_case(desk)
    for case in (bad, good):
        attach(desk, case, BytesIO(b"scan"), case)
    rows = desk.vault.rows
    name = rows.object_row(CASES, number_of(bad))
    rows.container.begin()
    rows.container.put(name, (rows.container.get(name) or b"")[:-1] + b"\x00")
    rows.container.commit()
    done = verify(desk, "")
    assert not done.sound
    assert (done.unreadable, [one.found for one in done.checked]) == ((bad,), ["holds"])


def test_a_journey_left_them_at_home_and_that_is_no_damage(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    attach(desk, case, BytesIO(b"scan"), "scan")
    make_travel(desk, tmp_path / "road", [case], PASSPHRASE, "Road")
    road = open_desk(tmp_path / "road", PASSPHRASE, device="test")
    with road.vault:
        done = verify(road, "")
        assert done.sound
        assert [(one.found, one.logged) for one in done.checked] == [("at_home", False)]
