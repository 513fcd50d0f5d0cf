"""Guarding one command at the terminal: like a session it is locked when nobody answers it, and ends with that."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator

from registry.cli import sessions
from registry.cli.locking import Screen
from registry.cli.watching import LockNow, Watch
from registry.errors import Interrupted, Locked

# Seconds without typing, as in a session where nothing else was asked for.
IDLE = 300.0


@contextlib.contextmanager
def guarded(close: Callable[[], None]) -> Iterator[None]:
    """Watch over the body; where it must be locked, ``close`` the vault, wipe the screen and raise ``Locked``."""
    screen, word = Screen(), sessions.leave_word()
    watch = Watch(IDLE, screen.wipe, _force(screen), word.gone if word is not None else lambda: False)
    try:
        watch.start()
        with watch.working():
            yield
    except BaseException as left:
        called = left if isinstance(left, LockNow) else watch.wanted
        if called is None:
            raise
        screen.wipe()
        with contextlib.suppress(Exception):
            close()
        if called.ends:
            raise Interrupted("the command was ended", "what was saved before stays saved") from None
        raise Locked(
            "the vault was locked", "what was saved before stays saved; run the command again"
        ) from None
    finally:
        watch.stop()
        if word is not None:
            word.take_back()


def _force(screen: Screen) -> Callable[[bool], None]:
    def force(ends: bool) -> None:
        screen.wipe()
        os._exit(Interrupted.exit_code if ends else Locked.exit_code)

    return force
