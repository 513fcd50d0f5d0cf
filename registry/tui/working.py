"""Long work at the desk: how far it has come is said in the bar, without holding up what draws or what works."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from registry.tui.host import Host

Progress = Callable[[int, int], None]


def progress_of(host: Host, words: str) -> Progress:
    """Return what is told how much is done of how much; made beside the drawing, called in the desk's thread.

    The work never waits for the screen: a lock in the middle of it must not be held up by a bar.
    """
    loop, said = asyncio.get_running_loop(), [-1]

    def told(done: int, of: int) -> None:
        percent = 100 * done // of if of else 0
        if percent != said[0]:
            said[0] = percent
            with suppress(RuntimeError):  # the screen has ended meanwhile
                loop.call_soon_threadsafe(setattr, host, "busy", f"{words} {percent} %")

    return told
