"""The terminal UI from outside: what it needs is handed to it, and when it is locked another process follows."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.cli import locking, session, sessions, terminal_memory
from registry.cli.hygiene import hide_memory, refuse_leaky_environment, say_nothing
from registry.cli.locking import Follower, Screen, State
from registry.cli.settings import Settings
from registry.cli.watching import LockNow, Watch
from registry.cli.witnessing import state_folder, witness_of
from registry.display.cells import Way
from registry.display.terminals import full_screen
from registry.errors import Interrupted, NotFound, RegistryError, UsageRefused

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.tui.doors import Doors, Left

_MOST_IDLE = 60
_DELAYS = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)
# The choices of this machine: colours, and whether the tour was shown. Nothing of any vault.
REMEMBERED = "full-screen.json"
_LONGEST = 65536
# How often in a second a slow machine draws, at most.
_SPARING = "8"


def begin(settings: Settings, *, idle: float, resume: int | None) -> int:
    """Open the terminal UI, or go on with one that was locked; return its exit code."""
    if session.in_session():
        raise UsageRefused("a session is open already", "type the command alone")
    if settings.json or settings.plain:
        raise UsageRefused("a full screen has no plain answer", "leave --json and --plain out here")
    if not is_here():
        raise NotFound(
            "the terminal UI is not installed",
            "install it with `pip install 'registry[tui]'`, or use `registry shell`",
        )
    refuse_leaky_environment()
    if resume is not None:
        state = locking.resumed(resume)
    else:
        state = _first_state(settings, idle)
        if sys.platform == "win32":
            return locking.in_turns(state)
    return _Sitting(state).hold()


def is_here() -> bool:
    """Tell whether the library that draws the terminal UI is installed."""
    return find_spec("textual") is not None


def can_show(settings: Settings) -> bool:
    """Tell whether there is a terminal to draw on and somebody to answer it."""
    drawn = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM", "") not in ("", "dumb")
    return (
        session.can_ask(settings)
        and (drawn or sys.platform == "win32")
        and not settings.json
        and not settings.plain
    )


def _first_state(settings: Settings, idle: float) -> State:
    if not 0 <= idle <= _MOST_IDLE:
        raise UsageRefused(
            "that is no time to lock after", f"give --idle minutes, at most {_MOST_IDLE}, or 0"
        )
    if not can_show(settings):
        raise UsageRefused(
            "a full screen needs a terminal to draw on",
            "run it on a terminal; every act has a command as well, see `registry --help`",
        )
    path = session.vault_path(settings).absolute()
    from registry.desk.opening import refuse_missing

    refuse_missing(path)
    return State(
        str(path), idle * 60, settings.read_only, lang=settings.lang, passphrase_fd=settings.passphrase_fd,
        passphrase_file=settings.passphrase_file, face="tui",
    )  # fmt: skip


class _Sitting:
    """One stretch at the terminal UI, from opening the vault to locking it or leaving."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._screen = Screen()
        self._follower = Follower(state)
        self._settings = Settings(
            Path(state.vault), state.passphrase_fd, state.passphrase_file, read_only=state.read_only, lang=state.lang
        )  # fmt: skip

    def hold(self) -> int:
        """Show the terminal UI until it is left; return the exit code."""
        say_nothing()
        if remembered().get("slow"):
            os.environ.setdefault("TEXTUAL_FPS", _SPARING)  # read once, when the library is loaded
        from registry.tui.app import run
        from registry.tui.doors import Left

        word = sessions.leave_word()
        watch = Watch(
            self._state.idle, self._screen.wipe, self._force, word.gone if word is not None else lambda: False,
            calls=False,
        )  # fmt: skip
        watch.start()
        drawn = full_screen(os.environ, terminal_memory.remembered())
        try:
            _tell(drawn.opens)
            left = run(self._doors(watch, drawn.way))
        finally:
            _tell(drawn.closes)
            watch.stop()
            if word is not None:
                word.take_back()
            self._screen.wipe()
        if watch.wanted is not None:
            left = Left.ENDED if watch.wanted.ends else Left.LOCKED
        return self._after(left)

    def _after(self, left: Left) -> int:
        from registry.tui.doors import Left

        if left is Left.ENDED:
            raise Interrupted("the session was ended", "what was saved before stays saved")
        if left is Left.LOCKED:
            self._follower.replace()
        if left is Left.WRONG:
            self._follower.replace(self._state.tries + 1)
        return 0

    def _force(self, ends: bool) -> None:
        """Lock from outside the work, which did not let go in time."""
        self._screen.wipe()
        if ends:
            self._follower.end()
        self._follower.replace()

    def _doors(self, watch: Watch, way: Way) -> Doors:
        from registry.tui.doors import Doors

        state = self._state
        given = state.passphrase_fd is not None or state.passphrase_file is not None
        return Doors(
            open=self._opened, close=_close, read_only=state.read_only, lang=state.lang, tries=state.tries,
            wait=_DELAYS[min(state.tries, len(_DELAYS) - 1)], given=given, called=_called(watch),
            started=watch.take_signals, touched=watch.touch, remembered=remembered(), remember=remember,
            environment=dict(os.environ), way=way, machine=session.names_of_machine(),
            weigh=lambda desk: witness_of(desk).weigh(), others=sessions.count_others,
        )  # fmt: skip

    def _opened(self, passphrase: str, read_only: bool) -> Desk:
        """Open the vault and compare it with what this machine saw of it. Runs in the desk's thread."""
        hide_memory()
        from registry.desk.opening import open_desk, refuse_missing

        path = Path(self._state.vault)
        refuse_missing(path)
        given = session.given_passphrase(self._settings)
        desk = open_desk(
            path,
            given if given is not None else passphrase,
            device=session.device_name(),
            read_only=read_only,
        )
        try:
            verdict = witness_of(desk).weigh()
            if verdict.rolled_back and not read_only:
                raise verdict.refusal()
        except BaseException:
            desk.vault.close()
            raise
        return desk


def _tell(words: str) -> None:
    """Send the terminal what has it leave characters where they are put, or what ends that."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(words)
        sys.stdout.flush()


def _called(watch: Watch) -> Callable[[], Left | None]:
    def called() -> Left | None:
        from registry.tui.doors import Left

        wanted: LockNow | None = watch.wanted
        if wanted is None:
            return None
        return Left.ENDED if wanted.ends else Left.LOCKED

    return called


def _close(desk: Desk) -> None:
    """Remember where the vault stands, and close it, whatever happens."""
    with contextlib.suppress(RegistryError, OSError):
        witness = witness_of(desk)
        if not witness.weigh().rolled_back:
            witness.remember()
    # The file may be gone, which must keep nothing from being locked.
    with contextlib.suppress(Exception):
        desk.vault.close()


# The choices of this machine


def remembered() -> Mapping[str, Any]:
    """Return the choices of this machine; none where nothing can be read."""
    from registry.vault.files import read_small

    try:
        found = json.loads(read_small(state_folder() / REMEMBERED, _LONGEST) or b"{}")
    except (OSError, ValueError, RegistryError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(name: str, value: Any) -> None:
    """Keep one choice of this machine; where that cannot be, it is asked again another time."""
    from registry.vault.files import put_in_place

    with contextlib.suppress(OSError, RegistryError):
        folder = state_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        put_in_place(folder / REMEMBERED, json.dumps({**remembered(), name: value}).encode())
