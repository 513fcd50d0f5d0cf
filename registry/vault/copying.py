"""Copying: a vault's sealed copy, read back from its medium and checked whole before it has a name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from registry.errors import Damaged, NewerFormat, NotFound, NotSaved, RuleNotMet
from registry.vault import header as headers
from registry.vault.check import check
from registry.vault.container import Container, Progress
from registry.vault.files import flush, made_whole, reserve, unfinished_in
from registry.vault.header import Header
from registry.vault.rows import damaged
from registry.vault.session import Session, silent

_AT_ONCE = 1 << 20
_LARGEST_ON_FAT32 = (1 << 32) - 1  # bytes in one file

_UNCHANGED = "the vault itself is as it was"
_LEFT = "what is left there and ends in .part is no copy: delete it"


@dataclass(frozen=True)
class Copied:
    """A copy that was read back and found whole: the last act it holds, that entry's SHA-256, and its bytes.

    ``counts`` says how many documents each table of the copy holds.
    """

    sequence: int
    head: bytes
    size: int
    counts: dict[str, int]


def backup(vault: Session, dest: Path, progress: Progress) -> Copied:
    """Copy a vault under a temporary name, check the copy whole, then give it its name. See ``Vault.backup``."""
    if vault.open_act is not None:
        raise RuleNotMet("a change is not finished", "finish it first")
    try:
        with made_whole(dest) as temporary:
            reserve(temporary)
            with _explaining(vault, temporary):
                vault.container.copy_to(temporary, _stretch(progress, 0))
                drop_from_memory(temporary)
                copied, problems = _looked_over(vault, temporary, _stretch(progress, 1))
            if problems:
                raise _not_kept(vault, temporary, problems)
            return copied
    except NotSaved as failed:
        raise _with_what_is_left(failed, dest) from None


def _stretch(progress: Progress, part: int) -> Progress:
    """Return progress for one of two parts of the work, so that the whole runs once from nothing to done."""
    return lambda done, total: progress(part * total + done, 2 * total)


def drop_from_memory(path: Path) -> None:
    """Put a file on its medium and ask the system to forget its bytes, so that they are read from there.

    A system may ignore it, and a medium may answer from a memory of its own. Without ``posix_fadvise``
    (Windows, macOS) only the first half is done.
    """
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        flush(handle)
        _forget(handle)
    finally:
        os.close(handle)


def _forget(handle: int) -> None:
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _looked_over(vault: Session, temporary: Path, progress: Progress) -> tuple[Copied, int]:
    """Check a copy as it stands on its medium; return what it holds, and how many parts are damaged."""
    container = Container.open(temporary, read_only=True)
    try:
        copy = vault.over(container)
        report = check(copy, progress)
        root, size = copy.index.root, container.size()
    finally:
        container.close()
    counts = {table.name: table.count for table in root.tables}
    return Copied(root.sequence, root.head, size, counts), len(report.problems)


def _not_kept(vault: Session, temporary: Path, problems: int) -> Damaged | NotSaved:
    """Return what a copy that is not sound stands for: a damaged vault, or a medium that cannot be trusted."""
    if not _answers(temporary):
        return _why(vault.container.size(), temporary)
    if not check(vault, silent).ok:
        return Damaged(
            f"the copy was not kept: parts of the vault are damaged ({problems} were noticed)",
            "run `registry vault check` on the vault itself",
        )
    return NotSaved(
        "the medium did not give back what was written to it, so the copy was not kept",
        f"use another stick or disk: this one is failing, or holds less than it says; {_UNCHANGED}",
    )


# What went wrong, said before what was begun is taken away


@contextmanager
def _explaining(vault: Session, temporary: Path) -> Iterator[None]:
    """Say of a copy that could not be made whether the medium is full, gone, or refuses."""
    try:
        yield
    except (OSError, NotSaved, Damaged) as failed:
        if isinstance(failed, Damaged):
            raise _not_kept(vault, temporary, 1) from None
        raise _why(vault.container.size(), temporary) from None


def _answers(path: Path) -> bool:
    """Whether a file can still be read to its end."""
    try:
        read_through(path, silent)
    except (OSError, Damaged):
        return False
    return True


def _why(needed: int, temporary: Path) -> NotSaved:
    try:
        written, room = temporary.stat().st_size, free_room(temporary.parent)
        readable = _answers(temporary)
    except OSError:
        readable = False
    if not readable:
        return NotSaved(
            "the medium was taken out or stopped answering before the copy was whole",
            f"put it back, or take another, and make a new copy; {_UNCHANGED}",
        )
    if room is not None and room < needed - written:
        return NotSaved(
            "there is not enough room for the copy, so there is none",
            f"it needs {_mib(needed)} MiB: free some room there, or take another stick; {_UNCHANGED}",
        )
    if needed > _LARGEST_ON_FAT32 >= written:
        return NotSaved(
            "the copy is larger than the medium takes in one file, so there is none",
            f"FAT32 takes no file of 4 GiB: format the stick as exFAT, or take another; {_UNCHANGED}",
        )
    return NotSaved(
        "the medium did not take the copy, so there is none",
        f"check that it may be written and is sound, or take another; {_UNCHANGED}",
    )


def _with_what_is_left(failed: NotSaved, dest: Path) -> NotSaved:
    """Add what could not be removed: nobody can, where the stick is gone."""
    try:
        left = unfinished_in(dest.parent)
    except OSError:
        left = True
    return NotSaved(failed.message, f"{failed.hint}; {_LEFT}") if left else failed


def _mib(size: int) -> str:
    return f"{-(-size // 2**20):,}"


def free_room(folder: Path) -> int | None:
    """Return how many bytes this user may still write there, or ``None`` where the system does not say so.

    Some FAT drivers answer that the whole disk has no block, which means that they do not know.
    """
    if not hasattr(os, "statvfs"):
        return None
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize if found.f_blocks else None


def refuse_no_room(vault: Session, folder: Path) -> None:
    """Raise ``NotSaved`` where a copy of a vault would not fit, before anything is written."""
    try:
        room = free_room(folder)
    except OSError:
        return  # making the file will say what is wrong
    needed = vault.container.size()
    if room is not None and room < needed:
        raise NotSaved(
            "there is not enough room for the copy, so none was begun",
            f"it needs {_mib(needed)} MiB and {_mib(room)} are free: free some there, or take another stick",
        )


# Looking at a copy


def read_through(path: Path, progress: Progress) -> int:
    """Read every byte of a file from its medium and return how many there are.

    Raises ``Damaged`` where a part cannot be read. No session may have the file open: its locks would be lost.
    """
    done = 0
    with path.open("rb", buffering=0) as stream:
        total = path.stat().st_size
        _forget(stream.fileno())
        try:
            while part := stream.read(_AT_ONCE):
                done += len(part)
                progress(done, total)
        except OSError:
            raise Damaged(
                f"the medium cannot be read beyond {_mib(done)} MiB of the file",
                "copy what you can to another disk, and make a new backup soon",
            ) from None
    return done


def peek(path: Path) -> Header:
    """Return the newest header of a vault's file, which needs no key and is not yet authenticated.

    Raises ``NotFound``, ``Damaged`` for what is no vault, ``NewerFormat``.
    """
    container = Container.open(path, read_only=True)
    try:
        copies = container.headers()
    finally:
        container.close()
    found = [head for head in map(headers.read, copies) if head]
    if found:
        return max(found, key=lambda head: head.sequence)
    if any(headers.is_newer(copy) for copy in copies):
        raise NewerFormat("the file was made by a newer version of registry", "update registry, then open it")
    raise damaged("the file's header, in both of its copies,")


def place_of(text: str) -> Path:
    """Return where a copy goes: a stick that is not there must not become a file on the laptop's own disk."""
    place = Path(text)
    if text.endswith(("/", os.sep)) and not place.is_dir():
        raise NotFound("the folder does not exist", "put the stick in, or make the folder first")
    return place
