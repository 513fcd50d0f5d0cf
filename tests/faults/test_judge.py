"""What the fault runs look for, shown on states that are wrong in each way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.forks import Ran
from tests.faults.judge import DISK, Allowed, judge
from tests.faults.operations import (
    BY_NAME,
    COPY,
    FIELD,
    STATE,
    VAULT,
    Operation,
    open_at,
    prepare,
)

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
    assert "nothing was saved, and it is there" in wrong(
        places, BY_NAME["add"], 6, '{"error": {"hint": "still stands"}}'
    )


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


def test_a_machine_that_remembers_more_than_there_is_is_found(places: tuple[Path, Path]) -> None:
    assert BY_NAME["add"].run(places[1]) == 0
    shutil.copyfile(places[0] / VAULT, places[1] / VAULT)
    assert "the machine remembers more than there is" in wrong(places, BY_NAME["add"])


def test_what_a_memory_leaves_behind_is_found(places: tuple[Path, Path]) -> None:
    (places[1] / STATE / ".registry-1-0123456789abcdef.part").write_bytes(b"")
    assert "left behind: ['.registry-1-" in wrong(places, BY_NAME["add"])


def test_a_backup_that_is_not_noted_must_say_so(places: tuple[Path, Path]) -> None:
    assert BY_NAME["backup"].run(places[1]) == 0
    for file in (VAULT, *(f"{STATE}/{one.name}" for one in (places[0] / STATE).iterdir())):
        shutil.copyfile(places[0] / file, places[1] / file)
    kept = (places[1] / VAULT).read_bytes()
    assert "it said that it was done" in wrong(places, BY_NAME["backup"], 0, '"noted": true')
    (places[1] / VAULT).write_bytes(kept)
    assert wrong(places, BY_NAME["backup"], 0, '"noted": false') == ""


def test_a_recovery_key_that_nobody_has_and_one_that_opens_nothing_are_found(
    places: tuple[Path, Path],
) -> None:
    assert BY_NAME["recovery renew"].run(places[1]) == 0
    made = (places[1] / "recovery").read_text(encoding="utf-8")
    (places[1] / "recovery").unlink()
    assert "and nobody has it" in wrong(places, BY_NAME["recovery renew"], 0)
    shutil.copyfile(places[0] / VAULT, places[1] / VAULT)
    shutil.copytree(places[0] / STATE, places[1] / STATE, dirs_exist_ok=True)
    (places[1] / "recovery").write_text(made, encoding="utf-8")
    assert "a recovery key is left that opens nothing" in wrong(
        places, BY_NAME["recovery renew"], said='"error"'
    )


def test_a_destruction_that_destroyed_nothing_or_too_much_is_found(places: tuple[Path, Path]) -> None:
    assert "the passphrase opens it" in wrong(places, BY_NAME["panic"], 0)
    assert BY_NAME["panic"].run(places[1]) == 0
    assert wrong(places, BY_NAME["panic"], 0) == ""
    (places[1] / COPY).write_bytes(b"")
    assert f"{COPY} was touched" in wrong(places, BY_NAME["panic"], 0)


def test_an_intake_that_was_told_and_is_not_there_is_found(places: tuple[Path, Path]) -> None:
    kept = (places[1] / FIELD).read_bytes()
    assert "it said that it was done" in wrong(places, BY_NAME["field"], 0)
    (places[1] / FIELD).write_bytes(kept)
    assert BY_NAME["field"].run(places[1]) == 0
    shutil.copyfile(places[0] / VAULT, places[1] / VAULT)
    shutil.copytree(places[0] / STATE, places[1] / STATE, dirs_exist_ok=True)
    assert wrong(places, BY_NAME["field"], 0) == ""
