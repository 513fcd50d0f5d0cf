"""The known copies: noted, compared, asked who they hold, and the reminder of the next one."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from registry.desk import copies as known
from registry.desk import opening
from registry.desk.copies import (
    BUNDLE,
    DUE_ACTS,
    TRAVEL,
    acts_since,
    back_up,
    backup_due,
    copies,
    copies_holding,
    record_copy,
    reminder,
    standing,
)
from registry.desk.desk import CASES, Desk, no_progress
from registry.desk.opening import open_desk, restore_vault
from registry.errors import InputRefused, Locked, NotSaved, RuleNotMet
from registry.words.identity import number_of
from tests.desk.conftest import PASSPHRASE
from tests.desk.making import a_case, a_source

BEGUN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def backed_up(desk: Desk, dest: Path, label: str = "") -> Path:
    assert back_up(desk, dest, no_progress, begun=BEGUN, label=label).not_noted is None
    return dest


def reopened(path: Path) -> Desk:
    return open_desk(path, PASSPHRASE, device="test", read_only=True)


def later(desk: Desk, **time: int) -> Desk:
    """Return the desk some time later."""
    clock = desk.pen.clock
    return replace(desk, pen=replace(desk.pen, clock=lambda: clock() + timedelta(**time)))


# Notes


def test_a_verified_copy_is_noted_with_what_it_holds_and_never_its_path(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    head = desk.vault.head
    done = back_up(desk, tmp_path / "secret-place", no_progress, begun=BEGUN, label="  red\nstick ")
    (copy,) = copies(desk)
    assert (copy.sequence, bytes.fromhex(copy.head)) == head == (done.copied.sequence, done.copied.head)
    assert (copy.kind, copy.label, copy.at, done.cases) == (
        "backup",
        "red stick",
        "2026-11-22T08:00:00.000000Z",
        1,
    )
    assert "secret-place" not in str(desk.vault.table(known.COPIES).all())
    (entry,) = (signed.entry for signed in desk.vault.journal() if signed.entry.sequence == head[0] + 1)
    assert entry.operation == "vault backup"
    assert desk.vault.check().ok
    assert copies_holding(desk, case) == [copy]


def test_a_copy_that_cannot_be_noted_is_still_a_copy(desk: Desk, tmp_path: Path) -> None:
    a_case(desk)
    reading = reopened(desk.vault.container.path)
    with reading.vault:
        done = back_up(reading, tmp_path / "copy", no_progress, begun=BEGUN, label="")
    assert done.not_noted is not None and "reading only" in done.not_noted.message
    with reopened(tmp_path / "copy").vault as copy:
        assert copy.check().ok
    assert copies(desk) == []


def test_a_copy_that_failed_is_not_noted(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise NotSaved("no room", "find some")

    monkeypatch.setattr("registry.vault.copying.backup", fail)
    with pytest.raises(NotSaved):
        back_up(desk, tmp_path / "copy", no_progress, begun=BEGUN, label="")
    assert copies(desk) == []
    with pytest.raises(InputRefused, match="longer than"):
        record_copy(desk, TRAVEL, 1, bytes(32), label="x" * 61)


# Who they hold


def test_the_copies_that_hold_a_case_are_those_made_while_it_was_there(desk: Desk, tmp_path: Path) -> None:
    backed_up(desk, tmp_path / "before")
    case, other = a_case(desk), a_case(desk)
    backed_up(desk, tmp_path / "one", "one")
    part = record_copy(desk, BUNDLE, *desk.vault.head, cases=[other])
    mine = record_copy(desk, TRAVEL, *desk.vault.head, cases=[case], label="journey")
    backed_up(desk, tmp_path / "two", "two")
    with desk.vault.act("erase") as act:
        act.remove(CASES, number_of(case))
    backed_up(desk, tmp_path / "after", "after")
    assert {copy.label for copy in copies_holding(desk, case)} == {"one", "two", "journey"}
    assert mine in copies_holding(desk, case)
    held = copies_holding(desk, other)
    assert {copy.label for copy in held} >= {"one", "two", "after"} and part in held
    assert copies_holding(desk, "0" * 12) == []


def test_a_journal_that_cannot_be_read_makes_no_copy_forgotten(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    made_by = desk.vault.head[0]
    backed_up(desk, tmp_path / "one")
    desk.vault.container.begin()
    desk.vault.container.put(desk.vault.rows.entry_row(made_by), b"nonsense")
    desk.vault.container.commit()
    assert len(copies_holding(desk, case)) == 1


# Copy and vault


def test_how_a_copy_stands_to_the_vault(desk: Desk, tmp_path: Path) -> None:
    a_source(desk)
    first, second = backed_up(desk, tmp_path / "1"), backed_up(desk, tmp_path / "2")
    with reopened(first).vault, reopened(second).vault:
        pass
    for path in (first, second):  # a note of a copy is nothing that a copy could lack
        with reopened(path).vault as vault:
            found = standing(desk, replace(desk, vault=vault))
            assert (found.relation, found.acts) == ("level", 0)
            assert found.known is not None
    for _ in range(3):
        a_case(desk)
    with reopened(first).vault as vault:
        copy = replace(desk, vault=vault)
        assert (standing(desk, copy).relation, standing(desk, copy).acts) == ("behind", 3)
        assert standing(copy, desk).relation == "ahead"
    assert [acts_since(desk, one.sequence, copies(desk)) for one in copies(desk)] == [3, 3]


def test_a_vault_that_was_put_back_and_went_on_has_parted_from_its_copies(desk: Desk, tmp_path: Path) -> None:
    old = shutil.copy(desk.vault.container.path, tmp_path / "old")
    a_case(desk)
    backed_up(desk, tmp_path / "copy")
    put_back = open_desk(old, PASSPHRASE, device="test")
    with put_back.vault, reopened(tmp_path / "copy").vault as vault:
        copy = replace(desk, vault=vault)
        assert standing(put_back, copy).relation == "ahead"
        for _ in range(3):
            a_case(put_back)
        assert standing(put_back, copy).relation == "parted"


def test_a_restored_vault_knows_where_it_came_from(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk)
    copy = backed_up(desk, tmp_path / "copy")
    assert restore_vault(copy, tmp_path / "new", PASSPHRASE, "test", no_progress) == 1
    with reopened(tmp_path / "new").vault as vault:
        restored = replace(desk, vault=vault)
        assert vault.check().ok
        assert [one.sequence for one in copies_holding(restored, case)] == [desk.vault.head[0] - 1]
        assert next(iter(vault.journal(newest_first=True))).entry.operation == "vault restore"


def test_a_vault_that_takes_no_notes_is_restored_all_the_same(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_case(desk)
    copy = backed_up(desk, tmp_path / "copy")

    def of_an_earlier_format(*_: object) -> None:
        raise RuleNotMet("the vault has an earlier format", "upgrade it first")

    monkeypatch.setattr(opening, "note_restored", of_an_earlier_format)
    assert restore_vault(copy, tmp_path / "new", PASSPHRASE, "test", no_progress) == 1
    assert (tmp_path / "new").exists()


def test_new_keys_given_meanwhile_are_said_and_no_copy_is_kept(desk: Desk, tmp_path: Path) -> None:
    a_case(desk)
    other = open_desk(desk.vault.container.path, PASSPHRASE, device="test")
    with other.vault:
        other.vault.rekey()
    with pytest.raises(Locked, match="new keys"):
        back_up(desk, tmp_path / "copy", no_progress, begun=BEGUN, label="")
    assert not (tmp_path / "copy").exists()


# The reminder


def test_a_vault_with_little_in_it_reminds_nobody(desk: Desk) -> None:
    for _ in range(4):
        a_case(desk)
    assert reminder(desk) == ""
    a_case(desk)
    assert reminder(desk).startswith("there is no backup yet")


def test_many_acts_without_a_backup_remind(desk: Desk) -> None:
    while desk.vault.head[0] < DUE_ACTS - 1:
        with desk.vault.act("source new"):
            a_source(desk)
    assert reminder(desk) == ""
    a_source(desk)
    assert reminder(desk) != ""


def test_an_old_backup_reminds_where_something_changed_since(desk: Desk, tmp_path: Path) -> None:
    a_case(desk)
    backed_up(desk, tmp_path / "copy")
    assert reminder(later(desk, days=400)) == ""
    a_case(desk)
    assert reminder(later(desk, days=6)) == ""
    assert reminder(later(desk, days=8)).startswith("the last backup is 8 days old")
    assert reminder(later(desk, days=-400)) == "", (
        "a clock that stands before the backup says nothing of its age"
    )
    record_copy(desk, TRAVEL, *desk.vault.head)
    assert reminder(later(desk, days=8)) != "", "a part of the vault for a journey is no backup"
    assert backup_due(later(desk, days=8)).days == 8


def test_the_reminder_reads_a_row_or_two_however_many_cases_there_are(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(70):
        record_copy(desk, BUNDLE, n + 1, bytes(32))
    backed_up(desk, tmp_path / "copy")
    read: list[int] = []
    get = desk.vault.container.get
    monkeypatch.setattr(desk.vault.container, "get", lambda name: read.append(name) or get(name))
    with reopened(desk.vault.container.path).vault as vault:
        opened = vault.container.get
        monkeypatch.setattr(vault.container, "get", lambda name: read.append(name) or opened(name))
        reminder(replace(desk, vault=vault))
    assert 1 <= len(read) <= 2
