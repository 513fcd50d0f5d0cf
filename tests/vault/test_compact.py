"""Compacting gives room back, keeps everything, and stops for whatever would make it a risk."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.errors import Damaged, NotSaved, OpenElsewhere, RuleNotMet
from registry.vault import compact as compacting
from registry.vault import engine as containers
from registry.vault.vault import Vault
from tests.floors import ROOT
from tests.vault.build import case, fill, reopen, tamper

LARGE = b"synthetic evidence " * 20_000

COMPACTER = """
import sys
from pathlib import Path
from tests.vault.build import reopen
with reopen(Path(sys.argv[1])) as vault:
    print("open", flush=True)
    while True:
        vault.container.compact()
"""


def with_holes(vault: Vault) -> None:
    """Leave a vault of 60 cases from which as many were removed, and one large exhibit of two."""
    fill(vault, 120)
    for number in (1, 100):
        vault.put_exhibit(number, "EX", io.BytesIO(LARGE))
    vault.table("cases").remove(doc_ids=list(range(41, 101)))


def content(vault: Vault) -> dict[str, Any]:
    return {
        "cases": dict(vault.documents("cases")),
        "lines": list(vault.lines("cases")),
        "exhibit": b"".join(vault.read_exhibit(1, "EX")),
        "journal": [signed.digest() for signed in vault.journal()],
        "people": vault.people(),
    }


def test_it_shrinks_and_everything_reads_back(vault: Vault, path: Path) -> None:
    with_holes(vault)
    before, kept = path.stat().st_size, content(vault)
    told: list[tuple[int, int]] = []
    assert vault.compact(lambda done, total: told.append((done, total))) == (before, path.stat().st_size)
    assert path.stat().st_size < before - len(LARGE)
    assert len(told) > 60
    assert list(path.parent.iterdir()) == [path]
    assert content(vault) == kept
    vault.close()
    with reopen(path) as opened:
        assert content(opened) == kept
        assert opened.check().problems == ()
        fill(opened, 3, start=500)
        assert opened.check().problems == ()


def test_what_is_removed_afterwards_is_still_overwritten(vault: Vault, path: Path) -> None:
    with_holes(vault)
    vault.compact()
    sealed = vault.container.get(vault.rows.object_row("cases", 20))
    assert sealed is not None
    assert sealed[:64] in path.read_bytes()
    vault.table("cases").remove(doc_ids=[20])
    kept = path.read_bytes()
    assert not any(sealed[at : at + 16] in kept for at in range(4, len(sealed) - 16, 16))


def test_other_sessions_go_on(vault: Vault, again: Callable[..., Vault]) -> None:
    with_holes(vault)
    other, reader = again(), again(read_only=True)
    assert other.count("cases") == reader.count("cases") == 60
    vault.compact()
    assert other.table("cases").get(doc_id=7) == case(7)
    fill(other, 1, start=900)
    assert reader.count("cases") == vault.count("cases") == 61
    assert reader.check().ok


def test_a_session_that_saves_is_waited_for_and_named(
    vault: Vault, again: Callable[..., Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_holes(vault)
    monkeypatch.setattr(containers, "_BUSY", 0.1)
    hasty = again()
    before = vault.container.size()
    with vault.act("long"):
        vault.table("cases").insert(case(800))
        with pytest.raises(OpenElsewhere):
            hasty.compact()
        with pytest.raises(RuleNotMet, match="not finished"):
            vault.compact()
    assert vault.container.size() >= before
    assert hasty.check().ok


def test_a_vault_opened_for_reading_stays_as_it_is(
    vault: Vault, again: Callable[..., Vault], path: Path
) -> None:
    with_holes(vault)
    before = path.read_bytes()
    with pytest.raises(RuleNotMet, match="reading only"):
        again(read_only=True).compact()
    assert path.read_bytes() == before


def test_a_damaged_vault_is_left_for_those_who_look_into_it(vault: Vault, path: Path) -> None:
    with_holes(vault)
    tamper(vault, {vault.rows.entry_row(1): b"changed"})
    before = path.read_bytes()
    with pytest.raises(Damaged, match="not compacted: 1 of its parts"):
        vault.compact()
    assert path.read_bytes() == before


def test_too_little_memory_is_said_before_anything_is_done(
    vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_holes(vault)
    needed = vault.container.live_size()
    assert len(LARGE) < needed < path.stat().st_size
    monkeypatch.setattr(compacting, "physical_memory", lambda: 2 * needed // 1024 - 1)
    with pytest.raises(NotSaved, match="memory") as refused:
        vault.compact()
    assert f"at least {2 * needed // 2**20 + 1} MiB" in refused.value.hint
    monkeypatch.setattr(compacting, "physical_memory", lambda: 2 * needed // 1024 + 1)
    vault.compact()


def test_a_signal_ends_it_and_nothing_of_it_is_kept(
    vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_holes(vault)
    before = path.read_bytes()

    class Interrupting(containers.Patient):
        """Calls back as SQLite does while a signal is waiting."""

        def set_progress_handler(self, handler: Any, steps: int) -> None:
            def stop() -> int:
                raise KeyboardInterrupt

            super().set_progress_handler(handler and stop, steps)

    vault.close()
    with monkeypatch.context() as patched:
        patched.setattr(containers, "Patient", Interrupting)
        with reopen(path) as interrupted, pytest.raises(KeyboardInterrupt):
            interrupted.compact()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_kills_in_the_middle_leave_the_old_file_or_the_new(vault: Vault, path: Path, tmp_path: Path) -> None:
    with_holes(vault)
    head = vault.head
    vault.close()
    untouched = path.read_bytes()
    environment = {**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT)}
    left = 0
    for step in range(20):
        path.write_bytes(untouched)
        with subprocess.Popen(
            [sys.executable, "-c", COMPACTER, str(path)],
            stdout=subprocess.PIPE, env=environment, cwd=ROOT,
        ) as compacter:  # fmt: skip
            assert compacter.stdout is not None
            compacter.stdout.readline()
            time.sleep(step * 0.004)
            compacter.send_signal(signal.SIGKILL)
        left += path.with_name(path.name + "-journal").exists()
        with reopen(path) as opened:
            assert opened.head == head
            assert opened.check().problems == ()
        assert list(tmp_path.iterdir()) == [path]
    assert left >= 3, "no kill came in the middle"
