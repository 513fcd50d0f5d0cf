"""Several sessions on one vault: all at once, one that is frozen in the middle, one that is killed there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.program import Program, Said
from tests.faults.operations import PASSPHRASE, entry, environment
from tests.vault.build import create, fill, reopen

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGSTOP and SIGKILL are of POSIX")

# Saves so many cases; one that finds the vault taken says so and tries again. Tells each save once it returned.
WRITER = """
import sys
from pathlib import Path
from registry.errors import OpenElsewhere
from tests.vault.build import case, reopen
path, start, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
with reopen(path) as vault:
    table, number = vault.table("cases"), start
    while number < start + count:
        try:
            table.insert(case(number))
            print(number, flush=True)
            if number % 3 == 0:
                table.update({"name": f"changed {number}"}, doc_ids=[number])
                print("changed", number, flush=True)
            number += 1
        except OpenElsewhere:
            print("busy", flush=True)
"""

# Stays in the middle of something until a line comes.
HOLDER = """
import io, sys
from pathlib import Path
from registry.desk.desk import CASES
from registry.desk.intake import take_in
from tests.faults.operations import entry, open_at
desk = open_at(Path(sys.argv[1]))
def wait():
    print("holding", flush=True)
    sys.stdin.readline()
with desk.vault as vault:
    if sys.argv[2] == "reads":
        with vault.container.reading():
            vault.container.headers()
            wait()
    else:
        with vault.act("held"):
            made = list(take_in(desk, [entry(500)]))
            if sys.argv[2] == "writes much":
                number = next(iter(vault.numbers(CASES)))
                vault.put_exhibit(number, "EX", io.BytesIO(bytes(10 << 20)))
            wait()
print("done", flush=True)
"""


@contextmanager
def holding(program: Program, manner: str) -> Iterator[subprocess.Popen[str]]:
    """Start a session that stays in the middle of reading, of a small save, or of one that fills the file."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(program.folder / program.vault), manner],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
    ) as holder:  # fmt: skip
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holding\n"
        try:
            yield holder
        finally:
            holder.kill()


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path)
    assert (tmp_path / "passphrase").read_text(encoding="utf-8").strip() == PASSPHRASE
    assert made.init().code == 0
    made.ask("case", "new", "--from", "-", given=entry(1))
    (tmp_path / "film").write_bytes(bytes(12 << 20))  # more than a session keeps in memory before it writes
    return made


def at_once(program: Program, commands: list[tuple[str, ...]]) -> list[tuple[Said, float]]:
    """Run commands beside each other; return what each said and how long it took."""

    def timed(words: tuple[str, ...]) -> tuple[Said, float]:
        start = time.monotonic()
        given = json.dumps(entry(7)) if "new" in words else b""
        return program.run(*words, "--json", given=given), time.monotonic() - start

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(timed, commands))


def commands(program: Program) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return commands that write and commands that read."""
    case = program.ask("case", "list")["items"][0]["short"]
    return (
        [("case", "new", "--from", "-"), ("exhibit", "attach", case, "film"), ("vault", "compact")],
        [("case", "list"), ("case", "show", case), ("vault", "check")],
    )


@pytest.mark.slow
@pytest.mark.parametrize(("manner", "read_meanwhile"), [("writes", 0), ("writes much", 5), ("reads", 0)])
def test_a_frozen_session_keeps_others_waiting_for_seconds_and_is_named(
    program: Program, manner: str, read_meanwhile: int
) -> None:
    writing, reading = commands(program)
    cases = program.ask("case", "list")["total"]
    with holding(program, manner) as holder:
        holder.send_signal(signal.SIGSTOP)
        # A backup reads, and then notes itself in the vault where it can; while it waits to, new readers wait too.
        copying = [("vault", "backup", "copy")]
        answers = [*at_once(program, writing), *at_once(program, reading), *at_once(program, copying)]
        for (said, seconds), words in zip(answers, [*writing, *reading, *copying], strict=True):
            wanted = 5 if words in writing else read_meanwhile
            assert said.code == wanted, (words, said)
            assert seconds < 10, words
            if wanted:
                assert "another session" in said.json["error"]["message"]
                assert "Traceback" not in said.err
        holder.send_signal(signal.SIGCONT)
        assert holder.communicate("go on\n", timeout=30)[0] == "done\n"
        assert holder.returncode == 0
    saved = 0 if manner == "reads" else 1
    assert program.ask("case", "list")["total"] == cases + saved
    assert program.ask("vault", "check")["sound"]


@pytest.mark.slow
@pytest.mark.parametrize("manner", ["writes", "writes much", "reads"])
@pytest.mark.parametrize("frozen", [False, True])
def test_after_a_killed_session_the_next_one_goes_on_at_once(
    program: Program, manner: str, *, frozen: bool
) -> None:
    start = time.monotonic()
    assert program.ask("case", "list")["total"] == 1
    alone = time.monotonic() - start
    with holding(program, manner) as holder:
        if frozen:
            holder.send_signal(signal.SIGSTOP)
        holder.kill()
    start = time.monotonic()
    program.ask("case", "new", "--from", "-", given=entry(8))
    assert time.monotonic() - start < 2 * alone + 2
    assert program.ask("case", "list")["total"] == 2
    assert program.ask("vault", "check")["sound"]
    assert [file.name for file in program.folder.glob("*journal*")] == []


@pytest.mark.slow
def test_what_eight_processes_save_at_once_is_all_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    path, each = tmp_path / "v", 25
    with create(path) as vault:
        fill(vault, 10)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(1000 * n), str(each)],
            stdout=subprocess.PIPE, text=True, env=environment(),
        )
        for n in range(1, 9)
    ]  # fmt: skip
    told = [writer.communicate(timeout=120)[0].splitlines() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 8
    with reopen(path) as vault:
        assert vault.check().problems == ()
        assert set(vault.numbers("cases")) == {
            *range(1, 11),
            *(1000 * n + k for n in range(1, 9) for k in range(each)),
        }
        for line in (line for lines in told for line in lines if line.startswith("changed")):
            document = vault.document("cases", int(line.split()[1]))
            assert document is not None
            assert document["name"] == line
        acts = sum(line != "busy" for lines in told for line in lines)
        assert vault.head[0] == 2 + acts


@pytest.mark.slow
def test_eight_commands_at_once_each_save_or_say_why_not(program: Program) -> None:
    said = [answer for answer, _ in at_once(program, [("case", "new", "--from", "-")] * 8)]
    assert {answer.code for answer in said} <= {0, 5}
    saved = [answer.json["id"] for answer in said if answer.code == 0]
    assert len(saved) >= 1
    kept = {item["id"] for item in program.ask("case", "list", "--limit", "50")["items"]}
    assert set(saved) <= kept
    assert len(kept) == 1 + len(saved)
    assert program.ask("vault", "check")["sound"]
