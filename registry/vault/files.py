"""Files and their names: made for the owner alone, put on the disk, and given their name only when whole."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from registry.errors import InputRefused, NotFound, NotSaved

_UNFINISHED = re.compile(r"\.registry-(\d+)-[0-9a-f]{16}\.part(?:-journal)?")
# Some file systems, mostly of networks, cannot put a folder on the disk by itself, and say so in these ways.
_CANNOT = frozenset(
    {
        errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF, errno.EACCES, errno.EPERM,
        errno.EISDIR,
    }
)  # fmt: skip
_HERE = -100 if sys.platform == "linux" else -2  # AT_FDCWD
_NEVER_OVER = 1 if sys.platform == "linux" else 4  # RENAME_NOREPLACE, RENAME_EXCL


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
    """Put a file on the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        flush(handle)
    finally:
        os.close(handle)


def flush(handle: int) -> None:
    """Put what was written to an open file on the disk; on macOS also out of the drive's own cache (fsync(2))."""
    os.fsync(handle)
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # a file system of another kind, or of a network
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk, where the system and the file system can."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as failed:
        if failed.errno not in _CANNOT:
            raise


@contextmanager
def made_whole(dest: Path) -> Iterator[Path]:
    """Give a temporary path beside ``dest``; on success it becomes ``dest`` at once, else it is removed.

    Never over a file that is there. What a killed process left of earlier tries is removed as well.
    """
    if os.path.lexists(dest):
        raise _taken()
    temporary = temporary_beside(dest)
    try:
        yield temporary
        try:
            sync(temporary)
            publish(temporary, dest)
        except OSError:
            raise NotSaved("the file could not be put in its place", "check the disk and try again") from None
    finally:
        for leftover in (temporary, temporary.with_name(temporary.name + "-journal")):
            with suppress(OSError):
                leftover.unlink()


def temporary_beside(dest: Path) -> Path:
    """Return a name for what is to become ``dest``, after removing what killed processes left in the folder."""
    _sweep(dest.parent)
    return dest.with_name(f".registry-{os.getpid()}-{secrets.token_hex(8)}.part")


def is_unfinished(name: str) -> bool:
    """Whether a file is called as what is not whole yet."""
    return _UNFINISHED.fullmatch(name) is not None


def unfinished_in(folder: Path) -> bool:
    """Whether something that could not be finished, nor removed, is left in a folder."""
    with os.scandir(folder) as found:
        return any(is_unfinished(entry.name) for entry in found)


def _sweep(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.iterdir():
            found = _UNFINISHED.fullmatch(path.name)
            if found and not runs(int(found[1])):
                with suppress(OSError):
                    path.unlink()


def runs(process: int) -> bool:
    """Whether a process is there. On Windows nobody can remove what it still has open, so none needs to be."""
    if os.name == "nt":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def publish(temporary: Path, dest: Path) -> None:
    """Give a whole file its name, durably and in one step. Raises ``InputRefused`` where the name is taken.

    Raises ``OSError`` where the disk does not take it; then nothing has that name.
    """
    give_name(temporary, dest)
    try:
        sync_folder(dest.parent)
    except OSError:
        dest.unlink()
        raise


def give_name(temporary: Path, dest: Path) -> None:
    """Rename a file, never over another one, in the safest way that the file system has."""
    for way in (_rename, _link, _replace):
        try:
            way(temporary, dest)
        except FileExistsError:
            raise _taken() from None
        except (OSError, NotImplementedError, AttributeError) as cannot:
            if way is _replace or getattr(cannot, "errno", 0) in {errno.ENOENT, errno.ENOSPC, errno.EIO}:
                raise
        else:
            return


def _rename(temporary: Path, dest: Path) -> None:
    """Rename in one step that refuses a name which is taken."""
    if os.name == "nt":
        os.rename(temporary, dest)
        return
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    call = library.renameat2 if sys.platform == "linux" else library.renameatx_np
    if call(_HERE, os.fsencode(temporary), _HERE, os.fsencode(dest), _NEVER_OVER):
        raise OSError(ctypes.get_errno(), "cannot be renamed")


def _link(temporary: Path, dest: Path) -> None:
    """Give a second name in one step, and take the first away."""
    os.link(temporary, dest)
    with suppress(OSError):
        temporary.unlink()


def _replace(temporary: Path, dest: Path) -> None:
    """Reserve the name and replace the own reservation: killed in between, an empty file has the name."""
    os.close(os.open(dest, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        os.replace(temporary, dest)
    except BaseException:
        dest.unlink(missing_ok=True)
        raise


def read_small(path: Path, largest: int) -> bytes | None:
    """Return a small file's bytes, ``None`` where there is none; empty for what is no file or cannot be read.

    A pipe or a device that stands in its place is not opened, because it could be waited for without end.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return b""
        with path.open("rb") as stream:
            return stream.read(largest + 1)
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def put_in_place(path: Path, content: bytes) -> None:
    """Make a small file hold ``content``, whole or as it was before, for the owner alone. Raises ``NotSaved``."""
    temporary = temporary_beside(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        how = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(temporary, how, 0o600), "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError:
        raise NotSaved(
            "a small file could not be put in its place", "check the disk and its permissions"
        ) from None
