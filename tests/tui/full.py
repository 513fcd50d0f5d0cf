"""The program on a full screen, at a real terminal: what it writes is read byte for byte, keys are sent."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from pathlib import Path

from tests.cli.program import PASSPHRASE, Program
from tests.floors import ROOT

# Everything a terminal would obey: a sequence with its end, or a control by itself.
OBEYED = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\-~]|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f]",
    re.DOTALL,
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# What is planted before the program begins stands in a file of the tests: the product reads no switch for it.
_START = """
import sys
sys.path.insert(0, {root!r})
{planted}
from registry.cli.run import main
sys.exit(main(sys.argv[1:]))
"""


class Full:
    """The terminal UI of a program's vault, with the passphrase typed unless told otherwise."""

    def __init__(
        self, program: Program, *words: str, planted: str = "", unlock: bool = True, size: tuple[int, int] = (80, 24),
        given: int | None = None,
    ) -> None:  # fmt: skip
        code = _START.format(root=str(ROOT), planted=planted)
        start = ["-c", code] if planted else ["-m", "registry"]
        argv = [sys.executable, *start, "--vault", program.vault, "tui", *words]
        around = program.around() | {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self.raw = b""
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            if given is not None:
                os.set_inheritable(given, True)
            os.chdir(program.folder)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execve(sys.executable, argv, around)
        self.found = termios.tcgetattr(self.descriptor)
        if unlock:
            self.unlock()

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase at the locked screen, and wait for the cases."""
        self.until("Enter opens it")
        self.press(passphrase + "\r")
        self.until("Cases")

    def press(self, keys: str) -> None:
        """Send keys."""
        os.write(self.descriptor, keys.encode())

    @property
    def seen(self) -> str:
        """What was written since it was last forgotten, without its colours."""
        return _COLOURS.sub("", self.raw.decode("utf-8", "replace"))

    def forget(self) -> None:
        """Begin to read anew."""
        self._read(0.05)
        self.raw = b""

    def _read(self, seconds: float) -> bool:
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return True
        try:
            part = os.read(self.descriptor, 65536)
        except OSError:
            return False
        self.raw += part
        return bool(part)

    def until(self, words: str, seconds: float = 60) -> str:
        """Read until the words were written."""
        limit = time.monotonic() + seconds
        while words not in self.seen:
            assert time.monotonic() < limit, self.seen[-3000:]
            assert self._read(0.2) or words in self.seen, self.seen[-3000:]
        return self.seen

    def rest(self, seconds: float = 0.3) -> None:
        """Read until nothing more is written for a while; a cursor that blinks is not waited for."""
        before, limit = -1, time.monotonic() + 3
        while len(self.raw) != before and time.monotonic() < limit:
            before = len(self.raw)
            if not self._read(seconds):
                return

    def locked(self) -> None:
        """Wait for the locked screen of the process that follows."""
        self.until("registry is locked")

    def end(self, seconds: float = 30) -> int:
        """Read to the end, and return the exit code."""
        limit = time.monotonic() + seconds
        while self._read(0.2):
            assert time.monotonic() < limit, self.seen[-3000:]
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                while select.select([self.descriptor], [], [], 0.1)[0] and self._read(0.1):
                    pass
                break
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def restored(self) -> bool:
        """Tell whether the terminal is as it was found: its modes, its cursor, the screen that scrolls."""
        now = termios.tcgetattr(self.descriptor)
        quiet = self.raw.rfind(b"\x1b[?1049l") > self.raw.rfind(b"\x1b[?1049h")
        cursor = self.raw.rfind(b"\x1b[?25h") > self.raw.rfind(b"\x1b[?25l")
        mouse = self.raw.rfind(b"\x1b[?1003l") >= self.raw.rfind(b"\x1b[?1003h")
        return now[:4] == self.found[:4] and quiet and cursor and mouse

    def open_files(self) -> list[str]:
        """Return what the process holds open."""
        return [str(one.readlink()) for one in Path(f"/proc/{self.pid}/fd").iterdir()]

    def kill(self) -> None:
        """End the process, whatever it does."""
        try:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


def obeyed(raw: bytes) -> set[bytes]:
    """Return what of written bytes a terminal would obey; colours and cursor places by their kind alone."""
    found = set()
    for one in OBEYED.findall(raw):
        if re.fullmatch(rb"\x1b\[[0-9;]*[mH]", one):
            one = b"\x1b[" + one[-1:]
        found.add(one)
    return found
