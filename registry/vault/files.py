"""Files and their names: made for the owner alone, put on the disk, and given their name only when whole."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.errors import InputRefused, NotFound, NotSaved


def _taken() -> InputRefused:
    return InputRefused("there is already a file at that path", "choose another path; nothing is overwritten")


def reserve(path: Path) -> None:
    """Make an empty file for the owner alone. Raises ``InputRefused`` where there is one already."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise _taken() from None
    except FileNotFoundError:
        raise NotFound("the folder does not exist", "make the folder first") from None
    except OSError:
        raise NotSaved(
            "the file cannot be made there", "check the folder's permissions and the disk"
        ) from None


def sync(path: Path) -> None:
    """Put a file, or the names in a folder, on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no way to sync a folder
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def made_whole(dest: Path) -> Iterator[Path]:
    """Give a temporary path beside ``dest``; on success it becomes ``dest`` at once, else it is removed.

    Never over a file that is there: the name is reserved first, and only the own reservation is replaced.
    """
    if dest.exists() or dest.is_symlink():
        raise _taken()
    temporary = dest.with_name(f".{dest.name}.{secrets.token_hex(4)}.part")
    try:
        yield temporary
        _publish(temporary, dest)
    finally:
        for leftover in (temporary, temporary.with_name(temporary.name + "-journal")):
            # On a stick that was pulled out nothing can be removed, and why it failed is what must be said.
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def _publish(temporary: Path, dest: Path) -> None:
    try:
        sync(temporary)
        reserve(dest)
        try:
            os.replace(temporary, dest)
            _sync_names(dest.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                dest.unlink(missing_ok=True)
            raise
    except OSError:
        raise NotSaved("the file could not be put in its place", "check the disk and try again") from None


# How file systems without a way to sync a folder answer, FAT through FUSE and some network shares among them.
_NO_WAY = frozenset(
    {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EPERM, errno.EACCES, errno.EBADF, errno.EISDIR}
)


def _sync_names(folder: Path) -> None:
    """Put a folder's names on the disk where the file system can; a disk that fails still raises ``OSError``."""
    try:
        sync(folder)
    except OSError as failed:
        if failed.errno not in _NO_WAY:
            raise


def unfinished_beside(dest: Path) -> bool:
    """Whether something that ``made_whole`` could not finish, nor remove, is left beside ``dest``."""
    front = f".{dest.name}."
    with os.scandir(dest.parent) as found:
        return any(is_unfinished(entry.name) and entry.name.startswith(front) for entry in found)


def is_unfinished(name: str) -> bool:
    """Whether a file is called as ``made_whole`` calls what is not whole yet."""
    return name.startswith(".") and name.endswith((".part", ".part-journal"))
