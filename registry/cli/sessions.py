"""Open sessions of this user: each leaves word while it is open, so that another terminal can lock it."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import stat
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What is left is the process and when it began, in a folder of this user alone: no vault, no path, no name.
_LONGEST = 64
# In the place of a descriptor: none is held.
_NONE = -1
# The kind of system, as a name that a test can change.
SYSTEM: str = sys.platform
_PATIENCE = 5.0
_LOOK = 0.05


def _folder() -> Path:
    """Return the folder that sessions leave word in; raise ``OSError`` where it is not this user's alone."""
    import platformdirs

    with warnings.catch_warnings():
        # Where the system has no such folder, one among the temporary files will do.
        warnings.simplefilter("ignore")
        folder = Path(platformdirs.user_runtime_dir("registry", appauthor=False))
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.name != "nt":
        for place in (folder, folder.parent):
            found = place.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
                raise PermissionError("not this user's own folder")
        folder.chmod(0o700)
    return folder


def started(pid: int) -> int | None:
    """Return when a process began, in the system's own measure; None where there is none, or nobody tells."""
    if SYSTEM == "linux":
        try:
            told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
            return int(told.rpartition(")")[2].split()[19])
        except (OSError, ValueError, IndexError):
            return None
    return _windows_started(pid) if SYSTEM == "win32" else None


def _windows_started(pid: int) -> int | None:
    import ctypes

    loader: Any = getattr(ctypes, "windll", None)
    if loader is None:
        return None
    kernel = loader.kernel32
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return None
    try:
        times = [ctypes.c_ulonglong() for _ in range(4)]
        given = kernel.GetProcessTimes(ctypes.c_void_p(handle), *(ctypes.byref(one) for one in times))
        return times[0].value if given and not times[1].value else None
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))


def _hold(descriptor: int) -> bool:
    """Take the file for this process until it ends; whether nobody else holds it."""
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _let_go(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        os.close(descriptor)


@dataclass(slots=True)
class Word:
    """The word that this session left."""

    path: Path
    descriptor: int

    def gone(self) -> bool:
        """Tell whether someone took it away, which asks this session to lock."""
        return not self.path.exists()

    def take_back(self) -> None:
        """Take the word away: the vault is closed."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        _let_go(self.descriptor)
        self.descriptor = _NONE


def leave_word() -> Word | None:
    """Leave word of this process; None where there is no folder of this user's own to leave it in."""
    try:
        path = _folder() / secrets.token_hex(8)
        word = Word(path, os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return None
    pid = os.getpid()
    try:
        if os.name != "nt":
            _hold(word.descriptor)
        os.write(word.descriptor, f"{pid} {started(pid) or 0}\n".encode())
    except OSError:  # no room, for instance
        word.take_back()
        return None
    if os.name == "nt":  # a file that is open there cannot be taken away
        _let_go(word.descriptor)
        word.descriptor = _NONE
    return word


@dataclass(frozen=True, slots=True)
class Other:
    """A session of this user in another process, as the word it left tells."""

    path: Path
    descriptor: int
    pid: int
    start: int

    def open(self) -> bool:
        """Tell whether it still has its vault open."""
        if os.name == "nt":
            return started(self.pid) == self.start
        return not _hold(self.descriptor)

    def ask(self) -> None:
        """Ask it to lock: take its word away, which it looks for, and wake it."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        if os.name != "nt":
            self.send(signal.SIGUSR1)

    def send(self, number: int) -> None:
        """Send a signal to that very process, never to another that was given its number since."""
        with contextlib.suppress(OSError):
            if SYSTEM == "linux":
                held = os.pidfd_open(self.pid)
                try:
                    if started(self.pid) == self.start:
                        signal.pidfd_send_signal(held, number)
                finally:
                    os.close(held)
            elif self.open():
                os.kill(self.pid, number)

    def end(self) -> None:
        """End it where it does not answer; what it had not saved is taken back when the vault is next opened."""
        self.send(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


def others() -> Iterator[Other]:
    """Yield the open sessions of this user in other processes, and clean up after those that ended without a word."""
    try:
        found = sorted(_folder().iterdir())
    except OSError:
        return
    for path in found:
        try:
            other = _read(path)
        except (OSError, ValueError):
            continue
        if other.pid != os.getpid() and other.open():
            yield other
            continue
        _let_go(other.descriptor)
        if other.pid != os.getpid():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _read(path: Path) -> Other:
    """Return what a word says; raise ``OSError`` or ``ValueError`` for a file that is none."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        pid, start = (int(part) for part in os.read(descriptor, _LONGEST).split())
        if pid <= 1:
            raise ValueError
    except (OSError, ValueError):
        _let_go(descriptor)
        raise
    if os.name == "nt":
        _let_go(descriptor)
        descriptor = _NONE
    return Other(path, descriptor, pid, start)


def count_others() -> int:
    """Return how many sessions of this user are open in other processes."""
    found = list(others())
    for other in found:
        _let_go(other.descriptor)
    return len(found)


def lock_others(patience: float = _PATIENCE) -> tuple[int, int]:
    """Lock every open session of this user; return how many there were, and how many had to be ended for it."""
    waiting = asked = list(others())
    for other in asked:
        other.ask()
    until = time.monotonic() + patience
    while waiting := [other for other in waiting if other.open()]:
        if time.monotonic() > until:
            break
        time.sleep(_LOOK)
    for other in waiting:
        other.end()
    for other in asked:
        _let_go(other.descriptor)
    return len(asked), len(waiting)
