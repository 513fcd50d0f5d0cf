"""Long work at the desk: how far it has come is said in the bar, without holding up what draws or what works."""

from __future__ import annotations

from collections.abc import Callable

from registry.tui.host import Host

Progress = Callable[[int, int], None]


def progress_of(host: Host, words: str) -> Progress:
    """Return what is told, in the desk's thread, how much is done of how much.

    The work never waits for the screen: a lock in the middle of it must not be held up by a bar.
    """
    said = [-1]

    def told(done: int, of: int) -> None:
        percent = 100 * done // of if of else 0
        if percent != said[0]:
            said[0] = percent
            host.call_later(say, f"{words} {percent} %")

    def say(what: str) -> None:
        if host.busy:  # what was sent last may come after the work has ended
            host.busy = what

    return told
