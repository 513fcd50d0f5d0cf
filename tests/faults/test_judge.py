"""What the fault runs look for, shown on states that are wrong in each way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.forks import Ran
from tests.faults.judge import DISK, Allowed, judge
from tests.faults.operations import BY_NAME, COPY, VAULT, Operation, open_at, prepare

ANY = Allowed(DISK)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    base, now = tmp_path / "base", tmp_path / "now"
    base.mkdir()
    prepare(base)
    shutil.copytree(base, now)
    return base, now


def wrong(places: tuple[Path, Path], operation: Operation, code: int = 6, said: str = "") -> str:
    return "; ".join(judge(places[1], places[0], operation, Ran(code, said), ANY))


def test_an_untouched_vault_is_right_and_a_vault_after_the_act_too(places: tuple[Path, Path]) -> None:
    assert wrong(places, BY_NAME["add"]) == ""
    shutil.copy(places[0] / VAULT, places[1] / VAULT)
    assert BY_NAME["add"].run(places[1]) == 0
    assert wrong(places, BY_NAME["add"], 0) == ""


def test_what_was_told_and_is_not_there_is_found(places: tuple[Path, Path]) -> None:
    assert "it said that it was done" in wrong(places, BY_NAME["add"], 0)
    assert "it said that it was done" in wrong(places, BY_NAME["backup"], 0)


def test_what_was_denied_and_is_there_is_found(places: tuple[Path, Path]) -> None:
    BY_NAME["add"].run(places[1])
    assert "nothing was saved, and it is there" in wrong(places, BY_NAME["add"], 6, "still stands")


def test_a_state_further_than_the_operation_goes_is_found(places: tuple[Path, Path]) -> None:
    BY_NAME["add"].run(places[1])
    BY_NAME["change"].run(places[1])
    assert "which is neither" in wrong(places, BY_NAME["add"], 1)


def test_a_vault_that_is_cut_short_or_changed_is_found(places: tuple[Path, Path]) -> None:
    whole = (places[1] / VAULT).read_bytes()
    (places[1] / VAULT).write_bytes(whole[:4096])
    assert "does not open" in wrong(places, BY_NAME["add"])
    (places[1] / VAULT).write_bytes(whole)
    with open_at(places[1] / VAULT).vault as vault:
        vault.container.begin()
        vault.container.put(vault.rows.entry_row(1), b"changed")
        vault.container.commit()
    assert "check finds" in wrong(places, BY_NAME["add"])


def test_the_wrong_passphrase_for_the_state_is_found(places: tuple[Path, Path]) -> None:
    assert BY_NAME["passphrase"].run(places[1]) == 0
    kept = (places[1] / VAULT).read_bytes()
    assert wrong(places, BY_NAME["passphrase"], 0) == ""
    (places[1] / VAULT).write_bytes(kept)  # the judge saves a case to see that it can be done
    assert "the new passphrase does not open it" in wrong(places, BY_NAME["add"], 0)


def test_a_copy_that_is_not_whole_is_found(places: tuple[Path, Path]) -> None:
    (places[1] / "backup.vault").write_bytes(b"")
    assert "does not open (0 bytes)" in wrong(places, BY_NAME["backup"])
    (places[1] / "backup.vault").write_bytes((places[1] / COPY).read_bytes()[:-4096])
    assert "what was made" in wrong(places, BY_NAME["backup"])


def test_leftovers_exit_codes_and_tracebacks_are_found(places: tuple[Path, Path]) -> None:
    (places[1] / ".registry-1-0123456789abcdef.part").write_bytes(b"")
    assert "left behind: ['.registry-1-" in wrong(places, BY_NAME["add"])
    (places[1] / ".registry-1-0123456789abcdef.part").unlink()
    assert "exit code 3" in wrong(places, BY_NAME["add"], 3)
    assert "a traceback" in wrong(places, BY_NAME["add"], 6, "Traceback (most recent call last)")
