"""When an open vault must be locked: judged by clocks that a test sets."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest

from registry.cli import watching
from registry.cli.watching import Clocks, Judge, LockNow, Watch, read_clocks

START = Clocks(awake=1000.0, elapsed=5000.0, wall=1_800_000_000.0)


def later(seconds: float, *, slept: float = 0.0, jumped: float = 0.0, after: Clocks = START) -> Clocks:
    return Clocks(after.awake + seconds - slept, after.elapsed + seconds, after.wall + seconds + jumped)


def locks(judge: Judge, clocks: Clocks, *, typed: float = 0.0, at_work: bool = False) -> bool:
    return judge.must_lock(clocks, typed, at_work=at_work)


def test_nobody_typing_for_the_time_given_locks() -> None:
    judge = Judge(300, START, 0.0)
    assert not locks(judge, later(299))
    assert locks(judge, later(300))


@pytest.mark.parametrize("how", ["typed", "touched", "at work"])
def test_someone_there_begins_the_time_anew(how: str) -> None:
    judge = Judge(300, START, 0.0)
    if how == "touched":
        judge.touch(later(200))
    assert not locks(judge, later(200), typed=float(how == "typed"), at_work=how == "at work")
    assert not locks(judge, later(499), typed=float(how == "typed"))
    assert locks(judge, later(500), typed=float(how == "typed"))


def test_a_time_of_nothing_never_locks_for_want_of_typing() -> None:
    assert not locks(Judge(0, START, 0.0), later(1_000_000))


@pytest.mark.parametrize("idle", [0, 300])
def test_a_laptop_that_slept_is_locked_however_briefly(idle: float) -> None:
    judge = Judge(idle, START, 0.0)
    assert not locks(judge, later(1))
    assert locks(judge, later(10, slept=4))


def test_many_short_sleeps_add_up() -> None:
    judge = Judge(300, START, 0.0)
    assert [locks(judge, later(10 * n, slept=0.9 * n)) for n in (1, 2, 3)] == [False, False, True]


@pytest.mark.parametrize("jumped", [3600.0, -3600.0, 31.0])
def test_a_clock_that_jumped_locks(jumped: float) -> None:
    judge = Judge(300, START, 0.0)
    assert not locks(judge, later(1))
    assert locks(judge, later(2, jumped=jumped))


def test_a_clock_that_a_time_service_corrects_does_not() -> None:
    judge = Judge(300, START, 0.0)
    assert not any(locks(judge, later(n, jumped=0.5 * n), typed=n) for n in range(1, 200))


def test_the_clocks_go_forward_together() -> None:
    before = read_clocks()
    time.sleep(0.05)
    after = read_clocks()
    for one in ("awake", "elapsed", "wall"):
        assert 0.04 < getattr(after, one) - getattr(before, one) < 5


@pytest.mark.skipif(sys.platform != "linux", reason="the clock that goes on in sleep has this name on Linux")
def test_on_linux_sleep_is_told_by_the_clock_that_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    real = time.clock_gettime
    monkeypatch.setattr(
        time, "clock_gettime", lambda which: real(which) + 60 * (which == time.CLOCK_BOOTTIME)
    )
    before = Clocks(time.monotonic(), real(time.CLOCK_BOOTTIME), time.time())
    assert locks(Judge(0, before, 0.0), read_clocks())


class Windows:
    """Stands for the two libraries that are asked on Windows."""

    def __init__(self) -> None:
        self.kernel32 = SimpleNamespace(QueryUnbiasedInterruptTime=self._awake)
        self.user32 = SimpleNamespace(GetLastInputInfo=self._last)
        self.awake, self.ticks = 0, 0

    def _awake(self, pointer: Any) -> int:
        pointer._obj.value = self.awake
        return 1

    def _last(self, pointer: Any) -> int:
        assert pointer._obj.size == 8
        pointer._obj.ticks = self.ticks
        return 1


def test_on_windows_the_clock_without_sleep_and_the_last_key_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    windows = Windows()
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    monkeypatch.setattr(watching, "SYSTEM", "win32")
    windows.awake, windows.ticks = 123_0000000, 4711
    assert read_clocks().awake == 123.0
    assert watching.typed_at() == 4711.0


def test_on_a_mac_the_clock_of_that_name_goes_on_in_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    monkeypatch.setattr(time, "CLOCK_MONOTONIC", 6, raising=False)
    monkeypatch.setattr(time, "clock_gettime", lambda which: {6: 777.0}[which], raising=False)
    monkeypatch.setattr(watching, "SYSTEM", "darwin")
    assert read_clocks().elapsed == 777.0


class Seen:
    """What a watch did."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.forced = threading.Event()
        self.gone = False

    def watch(self, idle: float = 0) -> Watch:
        return Watch(idle, lambda: self.told.append("dark"), self._force, lambda: self.gone)

    def _force(self, ends: bool) -> None:
        self.told.append("ended" if ends else "forced")
        self.forced.set()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Seen:
    monkeypatch.setattr(watching, "TICK", 0.05)
    monkeypatch.setattr(watching, "GRACE", 0.3)
    return Seen()


posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")


@posix
def test_the_work_is_called_away_and_the_screen_is_dark_at_once(quick: Seen) -> None:
    watch = quick.watch()
    watch.start()
    quick.gone = True
    with pytest.raises(LockNow) as called:
        time.sleep(5)
    assert not called.value.ends
    time.sleep(0.1)
    watch.stop()
    assert quick.told == ["dark"]
    assert not quick.forced.is_set()


@posix
def test_work_that_does_not_let_go_is_locked_over_its_head(quick: Seen) -> None:
    watch = quick.watch(idle=0.2)
    watch.start()
    try:
        time.sleep(5)
    except LockNow:
        assert quick.forced.wait(5)  # held up here, as a disk would hold it up
    watch.stop()
    assert quick.told == ["dark", "forced"]


@posix
@pytest.mark.parametrize(("name", "ends"), [("SIGUSR1", False), ("SIGTSTP", False), ("SIGQUIT", False),
                                            ("SIGHUP", True), ("SIGTERM", True)])  # fmt: skip
def test_signals_lock_or_lock_and_end(quick: Seen, name: str, ends: bool) -> None:
    import os
    import signal

    before = signal.getsignal(getattr(signal, name))
    watch = quick.watch()
    watch.start()
    threading.Timer(0.1, os.kill, (os.getpid(), getattr(signal, name))).start()
    with pytest.raises(LockNow) as called:
        time.sleep(5)
    assert called.value.ends == ends
    assert quick.forced.wait(5)
    watch.stop()
    assert quick.told == ["dark", "ended" if ends else "forced"]
    assert signal.getsignal(getattr(signal, name)) == before


@posix
def test_what_cannot_be_judged_is_locked(quick: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = quick.watch()

    def broken() -> Clocks:
        raise OSError("no clock")

    monkeypatch.setattr(watching, "read_clocks", broken)
    watch.start()
    with pytest.raises(LockNow):
        time.sleep(5)
    watch.stop()


@posix
def test_work_that_goes_on_is_not_idle_and_waiting_is(quick: Seen) -> None:
    watch = quick.watch(idle=0.4)
    watch.start()
    with watch.working():
        until = time.monotonic() + 1.2
        while time.monotonic() < until:
            sum(range(1000))
        with pytest.raises(LockNow):
            time.sleep(5)
    watch.stop()
