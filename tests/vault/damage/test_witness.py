"""What a machine remembers: an older or another history is noticed, a deliberate one stands, damage to it harms nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from registry.vault.files import put_in_place
from registry.vault.witness import Standing, Verdict, Witness
from tests.vault.build import case, create, fill, reopen
from tests.vault.damage.oddities import ODDITIES, put_oddity
from tests.vault.damage.world import world


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def kept(path: Path) -> Path:
    path.write_bytes(world().raw)
    return path


@contextmanager
def session(path: Path, state: Path) -> Iterator[tuple[Witness, Verdict]]:
    """Open a vault as the faces do: weigh it, use it, and remember it unless it was refused."""
    with reopen(path) as vault:
        witness = Witness(vault, state)
        verdict = witness.weigh()
        yield witness, verdict
        if not verdict.rolled_back:
            witness.remember()


def standing(path: Path, state: Path) -> Standing:
    with session(path, state) as (_, verdict):
        return verdict.standing


def work(path: Path, number: int, state: Path | None = None) -> None:
    """Take in one case, and on a machine with a memory remember it."""
    with reopen(path) as vault:
        vault.table("cases").insert(case(number))
        if state is not None:
            Witness(vault, state).remember()


def test_an_older_copy_put_back_is_noticed_until_the_newer_is_there_again(kept: Path, state: Path) -> None:
    older = kept.read_bytes()
    assert standing(kept, state) is Standing.FIRST
    work(kept, 50, state)
    newer = kept.read_bytes()
    kept.write_bytes(older)
    for _ in range(2):
        with session(kept, state) as (_, verdict):
            assert verdict.standing is Standing.OLDER
            assert verdict.seen == verdict.has + 1
    kept.write_bytes(newer)
    assert standing(kept, state) is Standing.CONTAINED


def test_a_history_that_went_another_way_is_noticed(kept: Path, state: Path) -> None:
    older = kept.read_bytes()
    work(kept, 50, state)
    kept.write_bytes(older)
    work(kept, 51)
    work(kept, 52)
    with session(kept, state) as (_, verdict):
        assert verdict.standing is Standing.OTHER
        assert "its act" in verdict.refusal().message


def test_two_machines_that_share_a_vault_agree(kept: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for number in range(50, 60):
        machine = (one, other)[number % 2]
        assert standing(kept, machine) in {Standing.FIRST, Standing.CONTAINED}
        work(kept, number, machine)
    assert standing(kept, one) is standing(kept, other) is Standing.CONTAINED


def test_an_older_copy_that_was_put_elsewhere_on_purpose_stands_there_only(
    kept: Path, state: Path, tmp_path: Path
) -> None:
    older = kept.read_bytes()
    work(kept, 50, state)
    newer, restored = kept.read_bytes(), tmp_path / "restored.vault"
    restored.write_bytes(older)
    with reopen(restored) as vault:
        assert Witness(vault, state).set_aside().standing is Standing.OLDER
    for number in (60, 61):
        assert standing(restored, state) is Standing.ASIDE
        work(restored, number, state)
    assert standing(kept, state) is Standing.CONTAINED
    kept.write_bytes(restored.read_bytes())
    assert standing(kept, state) is Standing.OTHER
    restored.write_bytes(older)  # what stands aside is watched as well
    assert standing(restored, state) is Standing.OLDER
    kept.write_bytes(newer)
    assert standing(kept, state) is Standing.CONTAINED


def test_what_was_accepted_is_the_newest_from_then_on(kept: Path, state: Path) -> None:
    older = kept.read_bytes()
    work(kept, 50, state)
    newer = kept.read_bytes()
    kept.write_bytes(older)
    work(kept, 51)
    with reopen(kept) as vault:
        assert Witness(vault, state).accept()
    assert standing(kept, state) is Standing.CONTAINED
    kept.write_bytes(newer)
    assert standing(kept, state) is Standing.OTHER


def test_it_outlives_new_keys(kept: Path, state: Path) -> None:
    older = kept.read_bytes()
    assert standing(kept, state) is Standing.FIRST
    with reopen(kept) as vault:
        vault.rekey(deep=True)
        Witness(vault, state).remember()
    assert standing(kept, state) is Standing.CONTAINED
    kept.write_bytes(older)
    assert standing(kept, state) is Standing.OLDER


def test_name_and_content_tell_nothing_and_the_size_is_always_the_same(kept: Path, state: Path) -> None:
    work(kept, 50, state)
    (one,) = state.iterdir()
    first = one.read_bytes()
    work(kept, 51, state)
    assert list(state.iterdir()) == [one]
    second = one.read_bytes()
    assert len(first) == len(second)
    assert first[:24] != second[:24]
    with reopen(kept) as vault:
        for telling in (vault.header.vault_id, vault.head[1], b"registry", os.fsencode(kept.name)):
            assert telling not in second
            assert telling.hex() not in one.name
    if os.name != "nt":
        assert one.stat().st_mode & 0o777 == 0o600


def test_another_vault_has_a_memory_of_its_own(kept: Path, state: Path) -> None:
    other = kept.with_name("other.vault")
    with create(other) as vault:
        fill(vault, 2)
    assert standing(kept, state) is Standing.FIRST
    assert standing(other, state) is Standing.FIRST
    one, two = (path.read_bytes() for path in state.iterdir())
    for path, raw in zip(list(state.iterdir()), (two, one), strict=True):
        path.write_bytes(raw)
    assert standing(kept, state) is standing(other, state) is Standing.UNREADABLE


# Damage to what is remembered


def test_a_changed_byte_or_a_cut_is_said_and_harms_nothing(kept: Path, state: Path) -> None:
    work(kept, 50, state)
    (file,) = state.iterdir()
    whole = file.read_bytes()
    with reopen(kept) as vault:
        for at in range(0, len(whole), 1 if os.environ.get("REGISTRY_EXHAUSTIVE") else 23):
            for broken in (whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole[:at], whole + b"x"):
                file.write_bytes(broken)
                assert Witness(vault, state).weigh().standing is Standing.UNREADABLE
        file.write_bytes(whole)
        assert Witness(vault, state).weigh().standing is Standing.CONTAINED
        file.write_bytes(b"")
        assert Witness(vault, state).remember()
        assert Witness(vault, state).weigh().standing is Standing.CONTAINED


@pytest.mark.parametrize("what", ODDITIES)
def test_what_is_no_file_in_its_place_is_not_waited_for(kept: Path, state: Path, what: str) -> None:
    work(kept, 50, state)
    (file,) = state.iterdir()
    file.unlink()
    put_oddity(file, what)
    with session(kept, state) as (_, verdict):
        assert verdict.standing in {Standing.UNREADABLE, Standing.FIRST}
    after = standing(kept, state)
    assert after is (Standing.UNREADABLE if what == "folder" else Standing.CONTAINED)
    assert not [path for path in state.iterdir() if path != file]


def test_a_place_that_cannot_be_written_is_no_failure(kept: Path, state: Path) -> None:
    state.write_text("a file where the folder should be")
    assert standing(kept, state) in {Standing.FIRST, Standing.UNREADABLE}
    with reopen(kept) as vault:
        assert Witness(vault, state).remember() is False


def test_an_interrupted_writing_leaves_what_was_there(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = state / "witness"
    put_in_place(file, b"old")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        put_in_place(file, b"new")
    assert [path.read_bytes() for path in state.iterdir()] == [b"old"]


def test_damaged_entries_are_not_taken_for_an_older_vault(kept: Path, state: Path) -> None:
    from tests.vault.build import tamper

    work(kept, 50, state)
    with reopen(kept) as vault:
        last = vault.head[0]
        for number in (60, 61):
            vault.table("cases").insert(case(number))
        tamper(vault, {vault.rows.entry_row(last): None})
    assert standing(kept, state) is Standing.CONTAINED  # the next entry names the hash
    with reopen(kept) as vault:
        witness = Witness(vault, state)
        witness._write(type(witness._seen_or_nothing())(last, witness.last_seen()[1]))  # type: ignore[index]
        tamper(vault, {vault.rows.entry_row(last + 1): b"nothing that opens"})
        assert Witness(vault, state).weigh().standing is Standing.UNCLEAR
