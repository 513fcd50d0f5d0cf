"""At a real terminal: the vault is made in conversation, and nothing secret is echoed."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals are POSIX")

WORDS = "granite willow saffron tunnel mosaic feather"


class Terminal:
    """A program at a terminal of 80 columns: what it writes is read, what is typed is sent."""

    def __init__(
        self,
        folder: Path,
        *words: str,
        start: tuple[str, ...] = ("-m", "registry"),
        program: list[str] | None = None,
    ) -> None:
        program = program or [sys.executable, *start, *words]
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            environment = {
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "TERM": "xterm-256color",
                "COLUMNS": "80",
            }
            environment["XDG_RUNTIME_DIR"] = str(folder / "run")
            environment |= {"LINES": "24", "LANG": "C.UTF-8", "REGISTRY_ALLOW_TEST_KDF": "1"}
            os.execve(program[0], program, environment)
        self.seen = ""

    def until(self, words: str) -> str:
        """Read until the screen shows ``words``; return all that was seen."""
        limit = time.monotonic() + 60
        while words not in self.seen:
            assert time.monotonic() < limit, self.seen
            if not select.select([self.descriptor], [], [], 1)[0]:
                continue
            try:
                self.seen += os.read(self.descriptor, 65536).decode("utf-8", "replace")
            except OSError:
                assert words in self.seen, self.seen
        return self.seen

    def type(self, line: str) -> None:
        os.write(self.descriptor, (line + "\n").encode())

    def interrupt(self) -> None:
        """Press Ctrl-C, and again where it came in the instant before the line editor listens for it."""
        for _ in range(20):
            os.write(self.descriptor, b"\x03")
            limit = time.monotonic() + 2
            while time.monotonic() < limit:
                if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                    return
                time.sleep(0.05)

    def end(self) -> int:
        """Read to the end and return the exit code."""
        try:
            while select.select([self.descriptor], [], [], 60)[0]:
                part = os.read(self.descriptor, 65536)
                self.seen += part.decode("utf-8", "replace")
                if not part:
                    break
            else:
                raise AssertionError(self.seen)
        except OSError:
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def recovery_key(screen: str) -> str:
    return " ".join(re.findall(r"\b[0-9A-HJKMNP-TV-Z]{8}\b", screen)[:8])


def begun(folder: Path) -> Terminal:
    """Begin to make a vault, and give the name."""
    terminal = Terminal(folder, "--vault", "v", "init", "--test-kdf")
    terminal.until("How you sign")
    terminal.type("Rim")
    return terminal


def test_init_asks_shows_and_has_the_recovery_key_typed_back(tmp_path: Path) -> None:
    terminal = begun(tmp_path)
    terminal.until("Type it back")
    terminal.type(WORDS)
    terminal.until("The same again")
    terminal.type(WORDS)
    terminal.until("Which of them?")
    terminal.type("")
    key = recovery_key(terminal.until("Type the recovery key back"))
    assert not (tmp_path / "v").exists()
    terminal.type(key[:5] + ("A" if key[5] != "A" else "B") + key[6:])
    terminal.until("2 more tries")
    terminal.type(key.lower())
    assert terminal.end() == 0
    assert WORDS not in terminal.seen
    assert (tmp_path / "v").exists()

    opened = Terminal(tmp_path, "--vault", "v", "case", "list")
    opened.until("Passphrase")
    opened.type(WORDS)
    assert opened.end() == 0
    assert WORDS not in opened.seen
    assert "no cases" in opened.seen


def test_a_generated_passphrase_is_offered_and_taken_when_typed_back(tmp_path: Path) -> None:
    terminal = begun(tmp_path)
    screen = terminal.until("Type it back")
    offered = next(
        line.strip() for line in screen.splitlines() if len(line.split()) >= 6 and line.startswith("    ")
    )
    terminal.type(offered)
    terminal.until("Which of them?")
    terminal.type("1")
    terminal.type(recovery_key(terminal.until("Type the recovery key back")))
    assert terminal.end() == 0
    opened = Terminal(tmp_path, "--vault", "v", "vault", "info")
    opened.until("Passphrase")
    opened.type(offered)
    assert opened.end() == 0


def test_a_recovery_key_nobody_wrote_down_makes_no_vault(tmp_path: Path) -> None:
    terminal = begun(tmp_path)
    terminal.until("Type it back")
    terminal.type(WORDS)
    terminal.until("The same again")
    terminal.type(WORDS)
    terminal.until("Which of them?")
    terminal.type("")
    for left in ("2 more", "1 more", "0 more"):
        terminal.until("Type the recovery key back")
        terminal.type("I did not write it down")
        terminal.until(left)
    assert terminal.end() == 7
    assert list(tmp_path.iterdir()) == []


def test_an_interview_takes_in_a_case_and_ctrl_c_leaves_nothing_half(tmp_path: Path) -> None:
    (tmp_path / "p").write_text(WORDS, encoding="utf-8")
    made = Terminal(tmp_path, "--vault", "v", "--passphrase-file", "p", "--no-input", "init", "--test-kdf",
                    "--recovery-file", "r")  # fmt: skip
    assert made.end() == 0
    common = ["--vault", "v", "--passphrase-file", "p"]
    terminal = Terminal(tmp_path, *common, "case", "new")
    # Typed ahead, as someone does who knows the questions.
    for said in ("family", "mother of two", "B", "", "محمود صالح", "", "male", "1984", *[""] * 5, "9 December 2016",
                 "Ramouseh checkpoint", *[""] * 5, "missing", "", "", "", "yes", "", "", ""):  # fmt: skip
        terminal.type(said)
    assert terminal.end() == 0, terminal.seen
    assert "taken in" in terminal.seen
    stopped = Terminal(tmp_path, *common, "case", "new")
    stopped.until("Who says so?")
    stopped.interrupt()
    assert stopped.end() == 130
    assert "Traceback" not in stopped.seen
    assert "━" not in stopped.seen, "a progress bar was drawn over the questions"
    listed = Terminal(tmp_path, *common, "case", "list")
    assert listed.end() == 0
    assert "1 to 1 of 1 cases" in listed.seen
    assert "9 December 2016" in listed.seen or "2016-12-09" in listed.seen
