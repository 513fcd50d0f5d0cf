"""What is said of a disk that fails: never that a save is lost which is there, nor damage where it only stumbled."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.errors import Damaged, NotSaved, OpenElsewhere, RegistryError
from registry.vault import engine as containers
from registry.vault.container import Container
from registry.vault.files import reserve
from registry.vault.vault import Vault
from tests.vault.build import case, fill, reopen


def failure(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as the system said")
    error.sqlite_errorcode = code
    return error


@pytest.fixture
def stumbling(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what makes statements fail which begin so: before or after they are done, a few times or always."""

    def make(
        begins: str, code: int = sqlite3.SQLITE_IOERR, *, times: int = 10**6, after: bool = False
    ) -> None:
        left = [times]
        execute = containers.Patient.execute

        def failing(self: Any, sql: str, *more: Any) -> Any:
            if not sql.startswith(begins) or not left[0]:
                return execute(self, sql, *more)
            left[0] -= 1
            if after:
                execute(self, sql, *more)
            raise failure(code)

        monkeypatch.setattr(containers.Patient, "execute", failing)

    return make


def test_a_save_that_the_disk_did_not_confirm_is_not_said_to_be_lost(
    vault: Vault, path: Path, stumbling: Callable[..., None]
) -> None:
    stumbling("COMMIT", times=1, after=True)
    with pytest.raises(NotSaved, match="did not confirm") as refused:
        vault.table("cases").insert(case(1))
    assert "may be there" in refused.value.hint
    vault.close()
    with reopen(path) as opened:
        assert opened.count("cases") == 1


def test_a_save_that_failed_is_said_to_be_lost(vault: Vault, stumbling: Callable[..., None]) -> None:
    stumbling("COMMIT", sqlite3.SQLITE_FULL, times=1)
    with pytest.raises(NotSaved, match="the disk is full") as refused:
        vault.table("cases").insert(case(1))
    assert "still stands" in refused.value.hint
    assert vault.count("cases") == 0
    assert vault.check().ok


def test_a_reading_that_fails_after_a_save_does_not_deny_it(
    vault: Vault, path: Path, stumbling: Callable[..., None]
) -> None:
    fill(vault, 1)
    stumbling("SELECT v FROM r")
    with pytest.raises(RegistryError, match="after the save") as refused:
        vault.document("cases", 1)
    assert refused.value.exit_code == 1
    assert "what was saved is saved" in refused.value.hint
    with pytest.raises(NotSaved), vault.act("another"):
        vault.table("cases").get(doc_id=1)


def test_a_header_that_the_disk_does_not_give_is_not_called_damaged(
    vault: Vault, path: Path, stumbling: Callable[..., None]
) -> None:
    vault.close()
    stumbling("SELECT v FROM a", times=1)
    reopen(path).close()  # from the other copy
    stumbling("SELECT v FROM ")
    with pytest.raises(NotSaved, match="could not be read"):
        reopen(path)


def test_a_disk_that_stumbles_once_in_a_check_is_no_damage(
    vault: Vault, stumbling: Callable[..., None]
) -> None:
    stumbling("PRAGMA integrity_check", times=1)
    assert vault.check().ok
    stumbling("PRAGMA integrity_check")
    assert [problem.what for problem in vault.check().problems] == [
        "the file's pages: the file's own structure cannot be read"
    ]


# Waiting for others


def test_all_waiting_together_has_an_end(
    vault: Vault, again: Callable[..., Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "_BUSY", 0.2)
    other = again()
    waited: list[float] = []
    sleep = containers.time.sleep
    monkeypatch.setattr(containers.time, "sleep", lambda seconds: (waited.append(seconds), sleep(seconds)))
    with vault.act("holding"):
        vault.table("cases").insert(case(1))
        for _ in range(3):
            with pytest.raises(OpenElsewhere, match="another session"):
                other.table("cases").insert(case(2))
    assert 0.1 < sum(waited) < 0.4, "each try has waited anew"
    other.table("cases").insert(case(2))
    assert vault.count("cases") == 2


def test_a_copy_does_not_wait_without_end(
    vault: Vault, again: Callable[..., Vault], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "_BUSY", 0.2)
    fill(vault, 5)
    source = again(read_only=True).container
    holder = containers.connect(vault.container.path, read_only=False)
    holder.execute("BEGIN EXCLUSIVE")
    reserve(tmp_path / "copy")
    with pytest.raises(OpenElsewhere):
        source.copy_to(tmp_path / "copy", lambda done, total: None)
    holder.close()


def test_ctrl_c_ends_the_waiting(
    vault: Vault, again: Callable[..., Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    other = again()
    monkeypatch.setattr(containers.time, "sleep", stop)
    with vault.act("holding"):
        vault.table("cases").insert(case(1))
        with pytest.raises(KeyboardInterrupt):
            other.container.begin()
    assert Container.open(vault.container.path).size() > 0


def test_what_no_session_can_cause_is_still_damage(path: Path) -> None:
    path.write_bytes(b"no vault")
    with pytest.raises(Damaged):
        reopen(path)
