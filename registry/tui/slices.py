"""Long reading done in slices between keys, so that whoever types never waits for it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer

# Seconds: how long a key may have to wait, how long keys are looked at in between, and how often the screen is told.
SLICE, PAUSE, TELL = 0.02, 0.005, 0.25


class Slices:
    """Work that goes on in slices on the event loop of a screen or widget, in the one thread that holds the desk.

    ``advance`` is given seconds and tells whether all is done, as ``Browse.advance`` does; ``told`` is called with
    that after the first slice, then a few times a second, and once all is done: painting costs more than reading.
    What was read stays, so the collector of garbage is told to pass over it until ``stop``: looking through all of
    a large register takes a tenth of a second, and would come between two keys.
    """

    def __init__(
        self, owner: MessagePump, advance: Callable[[float], bool], told: Callable[[bool], None]
    ) -> None:
        self._owner = owner
        self._advance = advance
        self._told = told
        self._timer: Timer | None = None
        self._last = 0.0

    def start(self) -> None:
        """Do a first slice now, and go on from there; what was under way before ends."""
        self.stop()
        self._last = float("-inf")
        # A timer that repeats: one that goes off once is lost where the machine is too busy to start it in time.
        self._timer = self._owner.set_interval(SLICE + PAUSE, self._go_on)
        self._go_on()

    def stop(self) -> None:
        """Do no more, as before the desk is locked."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        gc.unfreeze()

    def _go_on(self) -> None:
        done, now = self._advance(SLICE), time.monotonic()
        if done:
            self.stop()
            gc.freeze()
        if done or now - self._last >= TELL:
            self._last = now
            self._told(done)
