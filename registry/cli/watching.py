"""Watching over an open vault: nobody typing, a laptop that slept, a clock that jumped, a signal from elsewhere."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

# How often the clocks are looked at, and how long a command may take to let go before the process is replaced
# under it. Seconds, like all times here.
TICK = 1.0
GRACE = 2.0
_AGAIN = 0.1
# A clock set by hand or a machine brought back from a snapshot; the small steps of a time service are no reason.
JUMP = 30.0
SLEPT = 2.0
# A command that uses less of a processor than this is waiting: for an answer, or for a screen that was stopped.
_AT_WORK = 0.005

# The kind of system, as a name that a test can change.
SYSTEM: str = sys.platform

# Signals by what they ask for: to lock, or to lock and end. The second row is what a closed window sends.
LOCKING = ("SIGUSR1", "SIGQUIT", "SIGTSTP")
ENDING = ("SIGHUP", "SIGTERM")


class LockNow(BaseException):
    """The vault must be locked at once; with ``ends`` the session is over as well.

    No ``Exception``, so that nothing on the way takes it for a failure of its own.
    """

    def __init__(self, *, ends: bool = False) -> None:
        super().__init__("locked")
        self.ends = ends


@dataclass(frozen=True, slots=True)
class Clocks:
    """Seconds by three clocks: one that stops while the machine sleeps, one that does not, and the one on the wall."""

    awake: float
    elapsed: float
    wall: float


def read_clocks() -> Clocks:
    """Read the clocks as far as the system has them; where two are one, a sleep shows as a jump of the third."""
    awake = elapsed = time.monotonic()
    if hasattr(time, "CLOCK_BOOTTIME"):
        elapsed = time.clock_gettime(time.CLOCK_BOOTTIME)
    elif SYSTEM == "darwin":
        # There the clock of this name goes on in sleep, and the one behind time.monotonic does not.
        elapsed = time.clock_gettime(time.CLOCK_MONOTONIC)
    elif SYSTEM == "win32":
        awake = _windows_awake(awake)
    return Clocks(awake, elapsed, time.time())


def _windows_awake(otherwise: float) -> float:
    import ctypes

    ticks = ctypes.c_ulonglong()
    loader: Any = getattr(ctypes, "windll", None)
    if loader is None or not loader.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks)):
        return otherwise
    return ticks.value / 10_000_000


def typed_at() -> float:
    """Return a number that changes when something was typed: to a few seconds, which is how the system keeps it."""
    if SYSTEM == "win32":
        return _windows_typed_at()
    try:
        return os.fstat(0).st_atime
    except OSError:
        return 0.0


def _windows_typed_at() -> float:
    import ctypes

    class Last(ctypes.Structure):
        _fields_ = [("size", ctypes.c_uint), ("ticks", ctypes.c_uint)]

    last = Last(size=ctypes.sizeof(Last))
    loader: Any = getattr(ctypes, "windll", None)
    if loader is None or not loader.user32.GetLastInputInfo(ctypes.byref(last)):
        return 0.0
    return float(last.ticks)


class Judge:
    """Decides from clocks and typing whether the vault has to be locked; knows no thread and no terminal."""

    def __init__(self, idle: float, clocks: Clocks, typed: float) -> None:
        """``idle`` is in seconds, 0 for never."""
        self._idle = idle
        self._before = self._first = clocks
        self._active = clocks.elapsed
        self._typed = typed

    def touch(self, clocks: Clocks) -> None:
        """Take note that someone is there."""
        self._active = clocks.elapsed

    def must_lock(self, clocks: Clocks, typed: float, *, at_work: bool) -> bool:
        """Tell whether the machine slept, its clock jumped, or nobody has typed for too long."""
        if typed != self._typed or at_work:
            self._active = clocks.elapsed
        before, self._before, self._typed = self._before, clocks, typed
        asleep = (clocks.elapsed - self._first.elapsed) - (clocks.awake - self._first.awake)
        jumped = abs((clocks.wall - before.wall) - (clocks.elapsed - before.elapsed))
        away = clocks.elapsed - self._active
        return asleep > SLEPT or jumped > JUMP or (self._idle > 0 and away >= self._idle)


class Watch:
    """A thread that looks at the clocks, and calls the main thread away from whatever it does when it is time.

    ``darken`` is called at once; ``force`` (told whether the session ends) only where the main thread has not
    let go of the vault after ``GRACE`` seconds, and does not return. ``gone`` tells whether someone has taken
    away the word this session left. Without ``calls`` nothing interrupts the main thread: it looks at ``wanted``.
    """

    def __init__(
        self, idle: float, darken: Callable[[], None], force: Callable[[bool], None], gone: Callable[[], bool],
        *, calls: bool = True,
    ) -> None:  # fmt: skip
        self._calls = calls
        self._judge = Judge(idle, read_clocks(), typed_at())
        self._darken, self._force, self._gone = darken, force, gone
        self._stopped = threading.Event()
        self.wanted: LockNow | None = None
        self._busy = False
        self._main = threading.get_ident()
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._woken, self._waker = os.pipe()
        self._kept: dict[int, Any] = {}

    def start(self) -> None:
        """Take over the signals, and begin to look."""
        os.set_blocking(self._waker, False)
        self.take_signals()
        if hasattr(signal, "SIGTTOU"):
            # From the background too the screen is to be wiped, and the process not stopped for trying.
            self._kept[signal.SIGTTOU] = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        if os.name != "nt":  # there a pipe cannot be waited for with a limit, and nothing but Ctrl-C is sent
            signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        self._thread.start()

    def take_signals(self) -> None:
        """Take over the signals, also again from a library that has taken one of them since."""
        for names, handler in ((LOCKING, self._lock), (ENDING, self._end)):
            for name in names:
                if hasattr(signal, name):
                    number = getattr(signal, name)
                    before = signal.signal(number, handler)
                    self._kept.setdefault(number, before)

    def stop(self) -> None:
        """Look no more, and give the signals back."""
        self._stopped.set()
        with contextlib.suppress(OSError):
            os.write(self._waker, b"\0")
        self._thread.join(TICK)
        if os.name != "nt":
            signal.set_wakeup_fd(-1)
        for end in (self._woken, self._waker):
            os.close(end)
        for number, handler in self._kept.items():
            signal.signal(number, handler)

    def touch(self) -> None:
        """Take note that someone is there."""
        self._judge.touch(read_clocks())

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """While the body runs a command, let the work it does count as someone being there."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
            self.touch()

    # In the main thread

    def _lock(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._call(ends=False)

    def _end(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._call(ends=True)

    def _call(self, *, ends: bool) -> None:
        """Call the work away, once: a second call would cut off its tidying up."""
        if self.wanted is None and not self._stopped.is_set():
            self.wanted = LockNow(ends=ends)
            if self._calls:
                raise self.wanted

    def heed(self) -> None:
        """Raise ``LockNow`` again where something on the way took it for a failure of its own."""
        if self.wanted is not None:
            raise self.wanted

    # In the thread

    def _look(self) -> None:
        worked = time.process_time()
        while not self._stopped.is_set():
            asked = self._wait()
            if self._stopped.is_set():
                return
            before, worked = worked, time.process_time()
            at_work = self._busy and worked - before > _AT_WORK * TICK
            if asked is None and self._is_due(at_work=at_work):
                asked = False
            if asked is not None:
                self._see_to_it(ends=asked)
                return

    def _is_due(self, *, at_work: bool) -> bool:
        try:
            return self._gone() or self._judge.must_lock(read_clocks(), typed_at(), at_work=at_work)
        except Exception:  # noqa: BLE001 - what cannot be judged is locked
            return True

    def _wait(self) -> bool | None:
        """Wait one tick; return whether the session should end where a signal came that asks for something."""
        if os.name == "nt":
            self._stopped.wait(TICK)
            return None
        ready, _, _ = select.select([self._woken], [], [], TICK)
        came = os.read(self._woken, 64) if ready else b""
        for names, ends in ((ENDING, True), (LOCKING, False)):
            if any(getattr(signal, name, 0) in came for name in names):
                return ends
        return None

    def _call_main(self, *, ends: bool) -> None:
        if os.name == "nt":
            import _thread

            self.wanted = LockNow(ends=ends)
            if self._calls:
                _thread.interrupt_main()
        else:
            signal.pthread_kill(self._main, signal.SIGTERM if ends else signal.SIGUSR1)

    def _see_to_it(self, *, ends: bool) -> None:
        """Darken the screen now, and replace the process where it stands if the work does not let go in time."""
        with contextlib.suppress(Exception):
            self._darken()
        until = time.monotonic() + (GRACE if self._busy or not self._calls or os.name != "nt" else 0)
        while True:
            # Again where need be: a line editor that is just beginning to wait overlooks a signal.
            if self.wanted is None:
                self._call_main(ends=ends)
            if self._stopped.wait(_AGAIN):
                return
            if time.monotonic() > until:
                break
        self._force(ends)
