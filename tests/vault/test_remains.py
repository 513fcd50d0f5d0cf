"""What a removed case and a replaced header leave behind in the file and in SQLite's journal: nothing."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.errors import RegistryError
from registry.vault.container import Container
from registry.vault.pages import _walk
from registry.vault.vault import Vault
from tests.vault.build import case, fill, reopen

_PIECE = 32


def _pieces(row: bytes) -> list[bytes]:
    return [row[at : at + _PIECE] for at in range(0, len(row) - _PIECE, _PIECE // 2)]


def _left_in(raw: bytes, rows: list[bytes]) -> int:
    """Return of how many rows a piece stands in ``raw``."""
    return sum(1 for row in rows if any(piece in raw for piece in _pieces(row)))


def _row(vault: Vault, number: int) -> bytes:
    return vault.container.get(vault.rows.object_row("cases", number)) or b""


def _busy_vault(vault: Vault, seed: int) -> dict[int, list[bytes]]:
    """Fill and change a vault so that its pages are divided often; return every row that each case ever had."""
    chance = random.Random(seed)
    fill(vault, 300)
    had = {number: [_row(vault, number)] for number in range(1, 301)}
    for _ in range(10):
        with vault.act("change"):
            for _ in range(20):
                number = chance.randint(1, 300)
                size = chance.choice([10, 100, 500, 1500, 3000])
                vault.table("cases").update({"note": chance.randbytes(size).hex()}, doc_ids=[number])
                had[number].append(_row(vault, number))
    return had


def _plant(path: Path, row: bytes) -> None:
    """Put a copy of a row into the unused middle of a page, as SQLite does now and then when it divides one."""
    with path.open("r+b", buffering=0) as stream:
        for page, at in _walk(stream, 4096, 0, [4]):
            begin, end = page.gap or (0, 0)
            if end - begin > len(row):
                stream.seek(at + end - len(row))
                stream.write(row)
                return
    raise AssertionError("no page has room")


def test_no_row_that_a_removed_case_ever_had_is_left_in_the_file(vault: Vault, path: Path) -> None:
    had = _busy_vault(vault, 1)
    vault.table("cases").remove(doc_ids=list(range(1, 60)))
    _plant(path, had[17][0])
    gone = [row for number in range(1, 60) for row in had[number]]
    assert _left_in(path.read_bytes(), gone) > 0
    assert vault.container.overwrite_gaps() > 10  # the planted one, and those that SQLite left by itself
    assert _left_in(path.read_bytes(), gone) == 0
    assert vault.check().ok
    assert vault.container.problems() == []
    assert vault.container.overwrite_gaps() == 0


def test_a_session_that_remembers_pages_does_not_write_the_gaps_back(
    vault: Vault, path: Path, again: Callable[..., Vault]
) -> None:
    had = _busy_vault(vault, 1)
    vault.table("cases").remove(doc_ids=list(range(1, 301, 2)))
    _plant(path, had[17][0])
    other = again()
    assert sum(1 for _ in other.documents("cases")) == 150  # every page is in its cache now
    vault.container.overwrite_gaps()
    other.table("cases").update({"name": "changed elsewhere"}, doc_ids=list(range(2, 300, 10)))
    rows = [row for number in range(1, 301, 2) for row in had[number]]
    assert _left_in(path.read_bytes(), rows) == 0
    assert vault.check().ok


class _Spy:
    """Keeps a second name on SQLite's journal, so that what its freed blocks would hold can be read later."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept = path.with_name("kept")
        journal = path.with_name(path.name + "-journal")
        commit = Container.commit
        spy = self

        def watched(container: Container) -> None:
            if journal.exists():
                spy.kept.unlink(missing_ok=True)
                os.link(journal, spy.kept)
            commit(container)

        monkeypatch.setattr(Container, "commit", watched)

    def read(self) -> bytes:
        return self.kept.read_bytes()


@pytest.fixture
def spy(vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch) -> _Spy:
    fill(vault, 40)
    return _Spy(path, monkeypatch)


def test_the_journal_of_a_plain_removal_keeps_the_row(vault: Vault, spy: _Spy) -> None:
    """What the traceless act is for: without it a copy of the freed blocks holds the sealed row."""
    row = _row(vault, 7)
    vault.table("cases").remove(doc_ids=[7])
    assert _left_in(spy.read(), [row]) == 1


def test_the_journal_of_a_traceless_act_is_overwritten(vault: Vault, path: Path, spy: _Spy) -> None:
    row = _row(vault, 7)
    with vault.act("test", traceless=True) as act:
        act.remove("cases", 7)
    assert len(spy.read()) > 4096 and not any(spy.read())
    assert _left_in(path.read_bytes(), [row]) == 0
    assert not path.with_name(path.name + "-journal").exists()
    vault.table("cases").insert(case(60))  # and saves go on as ever
    assert any(spy.read())
    assert vault.check().ok


def test_a_traceless_act_that_fails_is_taken_back_and_leaves_no_journal(vault: Vault, path: Path) -> None:
    fill(vault, 40)
    before = path.read_bytes()
    with contextlib.suppress(RuntimeError), vault.act("test", traceless=True) as act:
        act.remove("cases", 7)
        raise RuntimeError
    assert vault.document("cases", 7) == case(7)
    assert not path.with_name(path.name + "-journal").exists()
    assert path.read_bytes() == before


def test_what_a_kill_left_of_a_traceless_act_is_overwritten_by_the_next_change(
    vault: Vault, path: Path, spy: _Spy, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, journal = _row(vault, 7), path.with_name(path.name + "-journal")
    monkeypatch.setattr(Container, "_end_traceless", lambda _: None)
    with vault.act("test", traceless=True) as act:
        act.remove("cases", 7)
    vault.close()
    assert _left_in(journal.read_bytes(), [row]) == 1
    kept = path.with_name("kept-by-the-test")
    os.link(journal, kept)
    monkeypatch.undo()
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    with reopen(path) as opened:
        assert opened.count("cases") == 39
        opened.table("cases").insert(case(61))
        assert opened.check().ok
    assert _left_in(kept.read_bytes(), [row]) == 0
    assert not journal.exists()


def test_no_old_slot_survives_a_change_of_slots(vault: Vault, path: Path, spy: _Spy) -> None:
    slots = [vault.header.slots[vault.slot_index]]
    vault.rekey()
    assert not any(spy.read())
    assert _left_in(path.read_bytes(), [slots[0][328:]]) == 0  # the grant of the epoch that ended


def test_a_disk_that_refuses_to_overwrite_is_not_told_as_a_failed_removal(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    had = _busy_vault(vault, 1)
    vault.table("cases").remove(doc_ids=[17])
    _plant(vault.container.path, had[17][0])

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("registry.vault.pages.write_at", refuse)
        with pytest.raises(RegistryError, match="what was removed is removed") as told:
            vault.container.overwrite_gaps()
    assert told.value.exit_code == 1 and "vault compact" in told.value.hint
    assert vault.container.overwrite_gaps() > 0
    assert vault.document("cases", 17) is None and vault.check().ok
