"""Locking: the screen is wiped, and the process that held the keys is replaced by one that never had them."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from registry.errors import UsageRefused

# How a process that held the keys says, where it cannot be replaced, that a locked one should follow it.
LOCKED, ANOTHER_TRY = 75, 76
_ENDED = 130
_LONGEST = 65536

# Back to the screen that scrolls, a soft reset (modes, margins, colours, cursor), no mouse, no pasting marks, and
# right-to-left text as the terminal has it by itself;
# then the cursor to the corner, the screen wiped and what was scrolled away with it. In this order, because some
# terminals push what a wiped screen held to where it can be scrolled back to. The title is never touched.
_MODES = (
    "\x1b[?1049l\x1b[!p\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[8h\x1b[0m"
)
WIPED = (_MODES + "\x1b[H\x1b[2J\x1b[3J\x1b[H").encode()


@dataclass(frozen=True)
class State:
    """What a session goes on with after it was locked: where the vault is and how to speak, nothing of what it holds.

    ``tries`` counts wrong passphrases since; ``follows`` says that another process waits to start the next one.
    """

    vault: str
    idle: float
    read_only: bool = False
    keep_screen: bool = False
    plain: bool = False
    quiet: bool = False
    lang: str = "en"
    locked: bool = False
    tries: int = 0
    follows: bool = False
    passphrase_fd: int | None = None
    passphrase_file: str | None = None
    face: str = "shell"  # the command that holds the session

    def after_lock(self, tries: int = 0) -> State:
        """Return what the locked process is told: it asks for the passphrase, whatever gave it before."""
        return dataclasses.replace(self, locked=True, tries=tries, passphrase_fd=None, passphrase_file=None)


class Screen:
    """The terminal of this session, as it was found."""

    def __init__(self) -> None:
        self._found: Any = None
        self._shown = [number for number in (1, 2) if os.isatty(number)][:1]
        with contextlib.suppress(Exception):  # not a terminal, or a system that has other means
            import termios

            self._found = termios.tcgetattr(0)

    def wipe(self) -> None:
        """Wipe screen, scrollback and whatever was half typed; never waits for a terminal that has stopped."""
        self._let_flow()
        for number in self._shown:
            with contextlib.suppress(OSError, ValueError):
                if os.name == "nt" or select.select([], [number], [], 0.5)[1]:
                    os.write(number, WIPED)

    def _let_flow(self) -> None:
        if self._found is None:
            return
        import termios

        # From the background the terminal may refuse, which must not keep the rest from being done.
        with contextlib.suppress(Exception):
            termios.tcflush(0, termios.TCIOFLUSH)
            # What Ctrl-S has stopped starts again only after a stop of our own (Linux, n_tty).
            termios.tcflow(0, termios.TCOOFF)
            termios.tcflow(0, termios.TCOON)
        with contextlib.suppress(Exception):
            termios.tcsetattr(0, termios.TCSANOW, self._found)


class Follower:
    """How this session goes on in another process: everything is made ready before it is needed."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._words = _words(state.face)

    def replace(self, tries: int = 0) -> NoReturn:
        """End this process and let a locked one take its place; where that cannot be, end it all the same."""
        if self._state.follows:
            os._exit(ANOTHER_TRY if tries else LOCKED)
        with contextlib.suppress(OSError, ValueError):
            _quiet_signals()
            words = [*self._words, str(told(self._state.after_lock(tries)))]
            os.execv(words[0], words)  # noqa: S606 - this very program, and no word of it comes from outside
        os._exit(LOCKED)

    def end(self) -> NoReturn:
        """End this process at once."""
        os._exit(_ENDED)


def _quiet_signals() -> None:
    """Let nothing stop the new process in the moment before it has its own handlers."""
    for name in ("SIGUSR1", "SIGTSTP", "SIGQUIT"):
        if hasattr(signal, name):
            # Only the main thread may; in another the old handlers hold until the end.
            with contextlib.suppress(ValueError):
                signal.signal(getattr(signal, name), signal.SIG_IGN)


def _words(face: str) -> list[str]:
    """Return how this program is started again, up to the number of the descriptor that tells it the rest."""
    import registry

    home = Path(registry.__file__).resolve().parent.parent
    # Without -P Python would take the present folder for a place of programs, and a stranger's for this one.
    flags = ["-I"] if sys.flags.isolated else ["-P"]
    with contextlib.suppress(OSError):
        if home == Path.cwd() and not sys.flags.isolated:
            flags = []
    return [sys.executable, *flags, "-m", "registry", "tui" if face == "tui" else "shell", "--resume"]


def told(state: State) -> int:
    """Write a state into a pipe and return the end to read, which the next process will find open."""
    reading, writing = os.pipe()
    os.write(writing, json.dumps(dataclasses.asdict(state)).encode())
    os.close(writing)
    os.set_inheritable(reading, True)
    return reading


def resumed(descriptor: int) -> State:
    """Return the state in a pipe, and close it; raise ``UsageRefused`` where there is none."""
    try:
        with os.fdopen(descriptor, "rb") as stream:
            given = json.loads(stream.read(_LONGEST))
        return State(**given)
    except (OSError, ValueError, TypeError) as broken:
        raise UsageRefused("there is no session to go on with", "start one with `registry shell`") from broken


def in_turns(state: State, spawn: Callable[[list[str]], int] | None = None) -> int:
    """Hold a session in processes that follow one another, where a process cannot be replaced in its place.

    This one never has a key: it starts a process for each stretch between two locks, waits for its end, and
    starts the next. Returns the exit code of the last.
    """
    start = spawn or _wait_for
    state = dataclasses.replace(state, follows=True)
    # The process that has the terminal answers Ctrl-C; this one only waits for it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        while True:
            if state.passphrase_fd is not None:
                os.set_inheritable(state.passphrase_fd, True)
            reading = told(state)
            try:
                code = start([*_words(state.face), str(reading)])
            finally:
                os.close(reading)
            if code not in {LOCKED, ANOTHER_TRY}:
                return code
            state = state.after_lock(state.tries + 1 if code == ANOTHER_TRY else 0)
    finally:
        signal.signal(signal.SIGINT, before)


def _wait_for(words: list[str]) -> int:
    # Windows joins the words with blanks and leaves the quoting to the caller.
    quoted = [f'"{word}"' for word in words] if os.name == "nt" else words
    return os.spawnv(os.P_WAIT, words[0], quoted)  # noqa: S606 - as above
