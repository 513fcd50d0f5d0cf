"""Panic: what opens a vault is overwritten where it stands, without a passphrase, and then everything else.

Nothing here asks SQLite, which would first copy what it changes into a journal, and would wait for others.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from registry.errors import NotFound, NotSaved
from registry.vault.container import Progress
from registry.vault.files import flush, is_unfinished
from registry.vault.header import MAGIC, SIZES
from registry.vault.pages import MAGIC as SQLITE_MAGIC
from registry.vault.pages import page_size, write_at

_PART = 1 << 20
_FORM = slice(16, 18)  # where a header says its format
_PAGE = 4096  # where the file does not say how large its pages are
_CHAIN = 8  # pages that one header can stand on, and more
_PATIENCE = 3.0  # seconds in which another session may end its save
_LOOK = 0.1
_LOCKS = 0x40000000  # where SQLite locks its files: a waiting byte, a saving byte and 510 reading bytes
_LOCKED = 512


@dataclass
class Destroyed:
    """What was destroyed: headers with their slots, bytes overwritten, files beside the vault that went.

    ``whole`` says that every byte of the file was overwritten, ``contended`` that another session was in the
    middle of a save all the while and may write something of its own once more.
    """

    slots: int = 0
    overwritten: int = 0
    beside: int = 0
    whole: bool = False
    contended: bool = False
    failed: list[int] = field(default_factory=list)


def destroy(path: Path, progress: Progress, *, quick: bool = False, patience: float = _PATIENCE) -> Destroyed:
    """Overwrite the slots of a vault and, unless ``quick``, the rest of it, with random bytes in place.

    Slots go first and are on the disk before anything else is touched. Where they cannot be told for certain,
    everything is overwritten, quick or not. Raises ``NotFound`` where there is no vault, and ``NotSaved`` where
    the slots could not be overwritten.
    """
    places = {path.absolute(), path.resolve()}
    descriptor = _opened(path)
    try:
        work = _Work(descriptor, Destroyed())
        if not work.looks_like_a_vault():
            raise NotFound(
                "what stands at that path does not look like a vault: nothing was destroyed",
                "give the vault's own file with --vault; any other file is deleted like any other",
            )
        certain = work.destroy_slots()
        work.done.beside += sum(_destroy_beside(place) for place in places)
        if not quick or not certain:
            work.overwrite_rest(progress)
        work.outlast(patience)
        work.done.beside += sum(_destroy_beside(place) for place in places)
        if work.done.failed:
            work.judge_failures()
        return work.done
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    """Return a descriptor that may write, also where the file's own mode forbids it and the file is ours."""
    try:
        found = path.stat()
    except OSError:
        raise NotFound(
            "there is no vault at that path: nothing was destroyed", "give it with --vault"
        ) from None
    if not stat.S_ISREG(found.st_mode):
        raise NotFound(
            "what stands at that path is no file: nothing was destroyed", "give the vault's own file"
        )
    flags = os.O_RDWR | getattr(os, "O_BINARY", 0)
    with suppress(OSError):
        return os.open(path, flags)
    try:
        path.chmod(0o600)
        return os.open(path, flags)
    except OSError:
        raise NotSaved(
            "the file may not be written here: nothing was destroyed",
            "a medium that is only read must be broken or burnt; otherwise take the write protection off",
        ) from None


class _Work:
    """One destruction under way."""

    def __init__(self, descriptor: int, done: Destroyed) -> None:
        self.descriptor = descriptor
        self.done = done
        self.size = os.fstat(descriptor).st_size
        self.front = self.read(0, 100)
        self.page = page_size(self.front) or _PAGE
        self.slots_failed = False

    def read(self, at: int, length: int) -> bytes:
        """Return what can be read there; a failing disk gives nothing."""
        with suppress(OSError):
            os.lseek(self.descriptor, at, os.SEEK_SET)
            return os.read(self.descriptor, length)
        return b""

    def looks_like_a_vault(self) -> bool:
        """Whether the file begins as SQLite's do, or has the magic of a header anywhere."""
        return self.front.startswith(SQLITE_MAGIC) or next(self.headers(), None) is not None

    def headers(self) -> Iterator[int]:
        """Yield where the magic of a header stands, from the front of the file."""
        overlap = len(MAGIC) - 1
        for at in range(0, self.size, _PART):
            part = self.read(at, _PART + overlap)
            found = part.find(MAGIC)
            while found >= 0:
                yield at + found
                found = part.find(MAGIC, found + 1)

    def destroy_slots(self) -> bool:
        """Overwrite every header's pages; whether all of them could be followed to their end."""
        certain, count = True, 0
        for at in list(self.headers()):
            pages, whole = self.pages_of(at)
            certain &= whole
            count += 1
            for page in pages:
                self.slots_failed |= not self.overwrite(page, min(self.page, self.size - page))
        self.sync()
        self.done.slots += count
        return certain and count > 1

    def pages_of(self, at: int) -> tuple[list[int], bool]:
        """Return where the pages stand that a header lies on, and whether its last page was found.

        What has no room in its page goes on in others, each of which begins with the number of the next: see
        sqlite.org/fileformat2.html, section 1.6.
        """
        first = at - at % self.page
        head = self.read(at, 18)
        total = SIZES.get(int.from_bytes(head[_FORM], "big"), 0)
        usable = self.page - (
            self.front[20] if len(self.front) > 20 and self.front.startswith(SQLITE_MAGIC) else 0
        )
        local = _local(total, usable)
        pages, left = [first], total - local
        pointer = at + local
        while left > 0 and len(pages) < _CHAIN:
            following = (int.from_bytes(self.read(pointer, 4), "big") - 1) * self.page
            if not 0 < following < self.size:
                return pages, False
            pages.append(following)
            pointer, left = following, left - (usable - 4)
        return pages, total > 0 and left <= 0

    def overwrite(self, at: int, length: int) -> bool:
        """Overwrite a stretch with random bytes; whether that worked."""
        try:
            write_at(self.descriptor, at, os.urandom(length))
        except OSError:
            self.done.failed.append(at)
            return False
        self.done.overwritten += length
        return True

    def sync(self) -> None:
        try:
            flush(self.descriptor)
        except OSError:
            self.slots_failed = True

    def overwrite_rest(self, progress: Progress) -> None:
        """Overwrite everything from the end to the front, so that until the last the file is known for a vault."""
        self.done.overwritten = 0
        starts = range(0, self.size, _PART)
        for count, at in enumerate(reversed(starts), 1):
            self.overwrite(at, min(_PART, self.size - at))
            progress(count, len(starts))
        self.sync()
        self.done.whole = not self.done.failed

    def outlast(self, patience: float) -> None:
        """Look again until nobody is in the middle of a save: what another session wrote meanwhile goes too."""
        end = time.monotonic() + patience
        while True:
            free = self._nobody_saves()
            self.size = os.fstat(self.descriptor).st_size
            if next(self.headers(), None) is not None:
                self.destroy_slots()
            if free:
                return
            if time.monotonic() > end:
                self.done.contended = True
                return
            time.sleep(_LOOK)

    def _nobody_saves(self) -> bool:
        """Take SQLite's own locks where the system has them; whether nobody else holds one."""
        try:
            import fcntl
        except ImportError:
            return True
        try:
            fcntl.lockf(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKED, _LOCKS)
        except OSError:
            return False
        return True

    def judge_failures(self) -> None:
        """Raise ``NotSaved`` where it is the slots that could not be overwritten."""
        if self.slots_failed:
            raise NotSaved(
                "the disk refused, and the slots may still be there: the vault is not destroyed",
                "try once more; then break the medium itself",
            )


def _local(total: int, usable: int) -> int:
    """Return how much of a row's bytes SQLite keeps in the row's own page."""
    most = usable - 35
    if total <= most:
        return total
    least = (usable - 12) * 32 // 255 - 23
    local = least + (total - least) % (usable - 4)
    return local if local <= most else least


def _destroy_beside(path: Path) -> int:
    """Destroy SQLite's journal and every unfinished file beside a vault; return how many files went.

    An unfinished file does not say what it was to become, and it may hold the slots of this vault.
    """
    found = [path.with_name(path.name + "-journal")]
    with suppress(OSError):
        found += [one for one in path.parent.iterdir() if is_unfinished(one.name)]
    return sum(destroy_file(one) for one in found)


def destroy_file(path: Path) -> bool:
    """Overwrite a file and delete it; whether there was one. Goes as far as the disk lets it."""
    if path.is_symlink() or not path.is_file():
        return False
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            for at in range(0, os.fstat(descriptor).st_size, _PART):
                write_at(descriptor, at, os.urandom(min(_PART, os.fstat(descriptor).st_size - at)))
            flush(descriptor)
        finally:
            os.close(descriptor)
    with suppress(OSError):
        path.unlink()
    return True
