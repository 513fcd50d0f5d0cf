"""The one thread in which the vault is open: the screen asks, and answers keys while the desk is at work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


class DeskThread:
    """Runs what is asked of it one after another, always in the same thread, as an SQLite connection needs it.

    ``waiting`` counts what is asked and not answered yet.
    """

    def __init__(self) -> None:
        self._one = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self.waiting = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    def listen(self) -> None:
        """Remember the loop that draws, and let it say nothing of what goes wrong: that would show what the vault holds."""
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(lambda *_: None)

    async def ask(self, work: Callable[[], T]) -> T:
        """Run ``work`` in the thread and return what it returns; raise what it raises."""
        self.waiting += 1
        try:
            return await asyncio.wrap_future(self._one.submit(work))
        finally:
            self.waiting -= 1

    def tell(self, what: Callable[[], None]) -> None:
        """Have ``what`` done by the loop that draws, without waiting for it; after its end nothing is done."""
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(what)

    def now(self, work: Callable[[], T], patience: float | None = None) -> T:
        """Run ``work`` in the thread and wait for it; for what must be done before the program goes on.

        Raises ``TimeoutError`` where it was not done within ``patience`` seconds.
        """
        return self._one.submit(work).result(patience)

    def stop(self) -> None:
        """Take nothing more; what runs is let go."""
        self._one.shutdown(wait=False, cancel_futures=True)
