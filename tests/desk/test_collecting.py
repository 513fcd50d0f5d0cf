"""Taking in without being able to read, and collecting: nothing is lost, nothing is taken twice or from strangers."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.desk.collecting import BoxReport, collect, set_aside
from registry.desk.desk import Desk
from registry.desk.intake_only import FieldDesk, away_files, make_intake_only, open_desk_or_box
from registry.desk.opening import open_desk
from registry.desk.peopling import members, remove
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, Locked, NotFound, NotSaved, RuleNotMet
from registry.vault.intake_box import digest_of, open_sealed, read_signed
from registry.words.identity import number_of
from tests.desk.conftest import PASSPHRASE
from tests.desk.making import FAMILY, a_case

FIELD = "orbit walnut ribbon canyon pencil summit velvet"
NAME = "Synthetic Qwertzia Asdf"


def entry(name: str = NAME, **more: Any) -> dict[str, Any]:
    return {"source": FAMILY, "facts": {"name": name}, "consent": ["anonymous_statistics"], **more}


@pytest.fixture
def field(desk: Desk, tmp_path: Path) -> Path:
    make_intake_only(desk, tmp_path / "field.vault", "Nour", FIELD)
    return tmp_path / "field.vault"


@contextmanager
def at_field(file: Path, passphrase: str = FIELD) -> Iterator[FieldDesk]:
    opened = open_desk_or_box(file, passphrase, device="field laptop")
    assert isinstance(opened, FieldDesk)
    with closing(opened.vault):
        yield opened


def sealed(file: Path, *entries: dict[str, Any]) -> list[str]:
    """Seal each entry as an intake of its own, and return the check codes."""
    with at_field(file) as desk:
        return [receipt.code for one in entries for receipt, _ in desk.take_in([one]) if receipt]


def states(reports: Iterator[BoxReport]) -> list[str]:
    return [report.state for report in reports]


def change(file: Path, sql: str, *values: Any) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute(sql, values)
        db.commit()


def boxes(file: Path) -> list[bytes]:
    with closing(sqlite3.connect(file)) as db:
        return [row[0] for row in db.execute("SELECT v FROM i ORDER BY k")]


def test_what_the_field_takes_in_stands_at_headquarters_under_the_workers_name(
    desk: Desk, field: Path
) -> None:
    group = {"kind": "group", "source": FAMILY, "facts": {"wording": "about 30 men"}}
    codes = sealed(field, entry(), group)
    first, second = list(collect(desk, field))
    assert [first.state, second.state] == ["taken", "taken"]
    assert [first.code, second.code] == codes
    assert (first.worker, first.number, second.number) == ("Nour", 1, 2)
    case = desk.case(first.cases[0])
    view = desk.view(case)
    assert view.names[0].text == NAME
    made = case.document["made"]
    assert desk.names()[made["by"]] == "Nour" and made["device"] == "field laptop"
    assert {item.by for item in case.items} == {made["by"]}
    assert case.consented("anonymous_statistics")
    assert desk.case(second.cases[0]).kind == "group"
    last = next(desk.vault.journal(newest_first=True)).entry
    assert last.operation == "vault collect" and last.by.hex() == desk.pen.by
    assert desk.vault.check().problems == () and desk.vault.verify_journal()


def test_nothing_in_the_field_can_be_read_back(desk: Desk, field: Path) -> None:
    sealed(field, entry())
    assert NAME.encode() not in field.read_bytes()
    with pytest.raises(RuleNotMet, match="cannot read them back"):
        open_desk(field, FIELD, device="x")
    for passphrase in (PASSPHRASE, "orbit walnut ribbon canyon pencil summit copper"):
        with pytest.raises(Locked):
            open_desk_or_box(field, passphrase, device="x")
    with at_field(field) as opened:
        box = opened.vault
        assert [receipt.number for receipt in box.receipts()] == [1]
        signed = read_signed(boxes(field)[0])
        assert signed is not None
        # Not with anything the worker's slot holds: own seeds, or the key that it seals to.
        seeds = [box.who.exchange_seed, box.who.signing_seed, box._recipient]
        assert open_sealed(signed, seeds) is None


def test_the_field_checks_by_the_rules_of_every_intake(field: Path) -> None:
    with at_field(field) as opened:
        for wrong, match in (
            ({"facts": {"name": "A"}}, "no source"),
            (entry(facts={}), "no fact"),
            (entry(facts={"name": "A", "born": "the 41st"}), "born"),
            (entry(source="0123456789AB"), "named by an id"),
            (entry(claims=[{"fact": "sex", "value": "male", "source": "0123456789AB"}]), "named by an id"),
            (entry(surprise=1), "not known"),
        ):
            with pytest.raises(InputRefused, match=match):
                list(opened.take_in([wrong]))
        assert list(opened.take_in([entry()], keep=False)) == [(None, 1)]
        assert list(opened.vault.receipts()) == []


@settings(max_examples=12)
@given(st.lists(st.sampled_from(["collect", "seal", "copy back"]), max_size=6))
def test_collecting_again_changes_nothing(actions: list[str]) -> None:
    """Whatever order files come back in, every intake is taken in exactly once."""
    import tempfile

    from registry.desk.opening import make_desk
    from registry.vault.recovery import RecoveryKey

    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        desk = make_desk(
            place / "v", PASSPHRASE, RecoveryKey.generate(), caseworker="R", device="t", test_kdf=True
        )
        with desk.vault:
            file, copy, count = place / "field", place / "copy", 0
            make_intake_only(desk, file, "Nour", FIELD)
            shutil.copy(file, copy)
            for action in [*actions, "collect"]:
                if action == "seal":
                    sealed(file, entry(f"person {count}"))
                    count += 1
                elif action == "copy back":
                    shutil.copy(file, copy)
                else:
                    list(collect(desk, copy))
                    list(collect(desk, file))
                    acts = desk.vault.head[0]
                    assert set(states(collect(desk, file))) <= {"already taken"}
                    assert set(states(collect(desk, copy))) <= {"already taken"}
                    assert desk.vault.head[0] == acts
                    assert desk.count() == count
            assert sorted(line.names[0] for line in desk.lines()) == sorted(
                f"person {n}" for n in range(count)
            )
    del os.environ["REGISTRY_ALLOW_TEST_KDF"]


def test_a_changed_box_is_named_and_the_others_are_taken(desk: Desk, field: Path) -> None:
    sealed(field, *(entry(f"person {n}") for n in range(4)))
    raw = boxes(field)[1]
    for at in (0, 5, len(raw) // 2, len(raw) - 1):
        broken = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        change(field, "UPDATE i SET v = ? WHERE k = 2", broken)
        reports = list(collect(desk, field))
        assert reports[1].state in {"damaged", "not for this vault"}
        assert {r.state for r in reports if r.number != 2} <= {"taken", "already taken"}
    for broken in (b"", b"\x00", raw[:-1], raw + b"\x00", raw[: len(raw) // 2]):
        change(field, "UPDATE i SET v = ? WHERE k = 2", broken)
        assert next(r.state for r in collect(desk, field) if r.number == 2) == "damaged"
    change(field, "UPDATE i SET v = ? WHERE k = 2", raw)
    assert next(r.state for r in collect(desk, field) if r.number == 2) == "taken"
    assert desk.count() == 4


def test_every_bit_of_a_box_counts(desk: Desk, field: Path) -> None:
    sealed(field, entry())
    raw = boxes(field)[0]
    for at in range(0, len(raw), 7):
        assert read_signed(raw[:at] + bytes([raw[at] ^ 0x10]) + raw[at + 1 :]) is None


def test_boxes_that_were_exchanged_or_taken_out_are_noticed(desk: Desk, field: Path) -> None:
    sealed(field, *(entry(f"person {n}") for n in range(4)))
    second, third = boxes(field)[1:3]
    change(field, "UPDATE i SET v = ? WHERE k = 2", third)
    change(field, "DELETE FROM i WHERE k = 3")
    reports = {report.number: report for report in collect(desk, field)}
    assert reports[2].state == "damaged" and reports[3].state == "missing"
    assert reports[1].state == reports[4].state == "taken"
    change(field, "UPDATE i SET v = ? WHERE k = 2", second)
    change(field, "INSERT INTO i VALUES (3, ?)", third)
    assert states(collect(desk, field)) == ["already taken", "taken", "taken", "already taken"]


def test_a_file_used_in_two_copies_loses_nobody_and_says_so(desk: Desk, field: Path, tmp_path: Path) -> None:
    sealed(field, entry("person 0"))
    copy = tmp_path / "copy"
    shutil.copy(field, copy)
    sealed(field, entry("person 1"), entry("person 2"))
    sealed(copy, entry("person 3"), entry("person 4"))
    assert states(collect(desk, field)) == ["taken", "taken", "taken"]
    change(copy, "UPDATE i SET v = ? WHERE k = 2", boxes(field)[1])
    reports = list(collect(desk, copy))
    assert [report.state for report in reports] == ["already taken", "already taken", "taken"]
    assert "two copies" in reports[2].notes[0]
    assert desk.count() == 4


def test_strangers_and_the_files_of_others_are_not_taken(desk: Desk, field: Path, tmp_path: Path) -> None:
    make_intake_only(desk, tmp_path / "other", "Sami", FIELD)
    sealed(field, entry())
    change(tmp_path / "other", "INSERT INTO i VALUES (1, ?)", boxes(field)[0])
    assert states(collect(desk, tmp_path / "other")) == ["taken"]  # signed for the file it was made in
    forged = tmp_path / "forged"
    from registry.vault.away import intake_key
    from registry.vault.intake_box import create
    from registry.vault.slots import INTAKE, new_identity

    create(
        forged, new_identity(INTAKE, "Nour"), FIELD, intake_key(desk.vault), desk.vault.info().cost, test=True
    )
    sealed(forged, entry("forged"))
    assert states(collect(desk, forged)) == ["not for this vault"]
    assert desk.count() == 1


def test_intakes_from_before_new_keys_still_open(desk: Desk, field: Path) -> None:
    sealed(field, entry("before"))
    desk.vault.rekey()
    desk.vault.rekey(deep=True)
    sealed(field, entry("after, with the old key"))
    assert states(collect(desk, field)) == ["taken", "taken"]


def hostile(desk: FieldDesk, message: bytes) -> None:
    desk.vault.put(message)


def test_hostile_contents_are_set_aside_with_the_reason_and_kept(desk: Desk, field: Path) -> None:
    said = {"v": 1, "at": "2026-11-22T09:00:00.000000Z", "device": "d", "entries": [entry()]}
    messages = [
        b"\xff\xfe not JSON",
        b"[" * 100_000,
        b"{}",
        json.dumps({**said, "v": 2}).encode(),
        json.dumps({**said, "at": "yesterday"}).encode(),
        json.dumps({**said, "at": "9" * 400}).encode(),
        json.dumps({**said, "entries": []}).encode(),
        json.dumps({**said, "entries": [7]}).encode(),
        json.dumps({**said, "device": "x" * 1000}).encode(),
        json.dumps({**said, "entries": [entry(), {"facts": {"name": "B"}}]}).encode(),
        json.dumps({**said, "entries": [entry(source="0123456789AB")]}).encode(),
        json.dumps({**said, "extra": 1}).encode(),
        json.dumps(
            {**said, "entries": [], "exhibit": {"box": "zz", "place": 1, "name": "n", "data": ""}}
        ).encode(),
        json.dumps(
            {**said, "entries": [], "exhibit": {"box": "", "place": "x", "name": 1, "data": "?"}}
        ).encode(),
    ]
    with at_field(field) as opened:
        for message in messages:
            hostile(opened, message)
        list(opened.take_in([entry("the good one")]))
    reports = list(collect(desk, field))
    assert [report.state for report in reports] == ["refused"] * len(messages) + ["taken"]
    assert all(report.why for report in reports[:-1])
    assert desk.count() == 1
    acts = desk.vault.head[0]
    assert [one.content for one in set_aside(desk)] == [
        m.decode("utf-8", "backslashreplace") for m in messages
    ]
    assert states(collect(desk, field))[-1] == "already taken"
    assert desk.vault.head[0] == acts and len(set_aside(desk)) == len(messages)
    assert desk.vault.check().ok


def test_a_clock_that_is_ahead_counts_as_now(desk: Desk, field: Path) -> None:
    said = {"v": 1, "at": "2099-01-01T00:00:00.000000Z", "device": "d", "entries": [entry()]}
    with at_field(field) as opened:
        hostile(opened, json.dumps(said).encode())
    (report,) = collect(desk, field)
    assert "clock was ahead" in report.notes[0]
    assert desk.case(report.cases[0]).document["made"]["at"] < "2026-11-23"


def test_a_collection_can_be_undone_and_brought_back(desk: Desk, field: Path) -> None:
    sealed(field, entry())
    list(collect(desk, field))
    undo_last(desk)
    assert desk.count() == 0
    assert states(collect(desk, field)) == ["already taken"]
    redo_last(desk)
    assert desk.count() == 1


def test_a_seat_in_the_vault_itself_takes_in_and_is_collected(desk: Desk, tmp_path: Path) -> None:
    """Somebody at headquarters who only takes in puts boxes into the vault's own file."""
    desk.vault.add_person("Nour", "intake-only", FIELD)
    a_case(desk)
    codes = sealed(tmp_path / "v", entry("one"), entry("two"))
    with at_field(tmp_path / "v") as opened:
        assert [receipt.code for receipt in opened.vault.receipts()] == codes
    assert desk.vault.check().problems == ()
    assert states(collect(desk)) == ["taken", "taken"]
    assert desk.count() == 3
    assert [number for number, _ in desk.vault.container.boxes()] == [2]  # the next one names it
    codes = sealed(tmp_path / "v", entry("three"))
    assert states(collect(desk)) == ["already taken", "taken"]
    assert states(collect(desk)) == ["already taken"]
    assert desk.vault.check().problems == ()


def test_what_someone_sealed_who_has_left_is_set_aside_until_its_code_was_compared(
    desk: Desk, tmp_path: Path
) -> None:
    """Whoever has the passphrase of a departed colleague can still seal to the vault, and sign as they did."""
    desk.vault.add_person("Nour", "intake-only", FIELD)
    code, _ = sealed(tmp_path / "v", entry("one"), entry("two"))
    desk.vault.remove_person("Nour")
    reports = list(collect(desk))
    assert [(one.state, one.worker) for one in reports] == [("refused", "Nour")] * 2
    assert "has left" in reports[0].why and "--accept" in reports[0].why
    assert (desk.count(), len(set_aside(desk))) == (0, 2)
    with pytest.raises(InputRefused, match="not a check code"):
        list(collect(desk, accepted=[code[:-1] + ("2" if code[-1] == "1" else "1")]))
    assert states(collect(desk, accepted=[code.lower()])) == ["taken", "refused"]
    assert (desk.count(), [one.number for one in set_aside(desk)]) == (1, [2])
    assert desk.vault.check().problems == ()


def test_a_field_file_can_be_revoked_by_the_name_it_was_made_for(desk: Desk, field: Path) -> None:
    before, lost = sealed(field, entry("collected"), entry("not collected"))
    assert remove(desk, "nour")[0] == "Nour"
    assert [bool(one.revoked) for one in away_files(desk)] == [True]
    with pytest.raises(NotFound):
        remove(desk, "Nour")
    assert states(collect(desk, field)) == ["refused", "refused"]
    assert states(collect(desk, field, [before])) == ["taken", "refused"]
    assert states(collect(desk, field, [lost])) == ["already taken", "taken"]
    assert desk.vault.check().problems == ()


def test_damage_in_the_own_box_is_found_by_a_check(desk: Desk, tmp_path: Path) -> None:
    desk.vault.add_person("Nour", "intake-only", FIELD)
    sealed(tmp_path / "v", entry("one"))
    raw = boxes(tmp_path / "v")[0]
    change(tmp_path / "v", "UPDATE i SET v = ? WHERE k = 1", raw[:100] + bytes([raw[100] ^ 1]) + raw[101:])
    (problem,) = desk.vault.check().problems
    assert "intake 1" in problem.what
    assert states(collect(desk)) == ["damaged"]


def test_a_save_that_fails_gives_no_receipt(field: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with at_field(field) as opened:

        def refuse() -> None:
            raise NotSaved("the disk is full", "")

        with monkeypatch.context() as patch:
            patch.setattr(opened.vault.container, "commit", refuse)
            with pytest.raises(NotSaved):
                list(opened.take_in([entry()]))
        assert list(opened.vault.receipts()) == []
        assert [r.number for r, _ in opened.take_in([entry()]) if r] == [1]


def test_a_name_that_is_taken_makes_no_file(desk: Desk, field: Path, tmp_path: Path) -> None:
    for name in ("nour", "Rim", "", "recovery key"):
        with pytest.raises(InputRefused):
            make_intake_only(desk, tmp_path / "second", name, FIELD)
    with pytest.raises(InputRefused):
        make_intake_only(desk, tmp_path / "second", "Sami", "weak")
    with pytest.raises(InputRefused):
        make_intake_only(desk, field, "Sami", FIELD)
    assert not (tmp_path / "second").exists()
    assert "Sami" not in desk.names().values()
    assert [one.name for one in members(desk)] == ["Rim"]  # who is away never had a slot here


def test_a_vault_without_a_box_and_a_file_without_one(desk: Desk, tmp_path: Path) -> None:
    assert list(collect(desk)) == []
    with pytest.raises(NotFound):
        list(collect(desk, tmp_path / "nothing"))


def test_the_chain_names_the_box_before(field: Path) -> None:
    sealed(field, entry(), entry(), entry())
    found = boxes(field)
    links = [read_signed(raw).previous for raw in found]  # type: ignore[union-attr]
    assert links == [bytes(32), digest_of(found[0]), digest_of(found[1])]


def test_a_file_is_sealed_for_a_receipt_and_lands_in_its_case(desk: Desk, field: Path) -> None:
    content = os.urandom(400_000)
    with at_field(field) as opened:
        list(opened.take_in([entry("first"), entry("second")]))
        receipt = opened.attach(1, content, "letter.jpg", 2)
        assert receipt.number == 2
        with pytest.raises(NotFound):
            opened.attach(3, content, "x")
        with pytest.raises(InputRefused, match="too much"):
            opened.attach(1, bytes(40 << 20), "x")
    assert content[:64] not in field.read_bytes()
    first, second = collect(desk, field)
    assert second.state == "taken" and second.cases == (first.cases[1],)
    (exhibit,) = desk.case(second.cases[0]).exhibits
    assert (exhibit.name, desk.names()[exhibit.by]) == ("letter.jpg", "Nour")
    assert b"".join(desk.vault.read_exhibit(number_of(second.cases[0]), exhibit.id)) == content
    assert states(collect(desk, field)) == ["already taken", "already taken"]
    assert desk.vault.check().problems == ()


def test_a_file_waits_aside_until_the_case_it_is_for_is_taken_in(desk: Desk, field: Path) -> None:
    with at_field(field) as opened:
        list(opened.take_in([entry()]))
        opened.attach(1, b"letter", "letter.jpg")
        opened.attach(1, b"letter", "letter.jpg", 7)
    raw = boxes(field)[0]
    change(field, "UPDATE i SET v = ? WHERE k = 1", raw[:-1])
    assert states(collect(desk, field)) == ["damaged", "refused", "refused"]
    change(field, "UPDATE i SET v = ? WHERE k = 1", raw)
    assert states(collect(desk, field)) == ["taken", "taken", "refused"]
    assert len(set_aside(desk)) == 1
    (line,) = desk.lines()
    assert len(desk.case(line.id).exhibits) == 1
