"""Files and their names: made for the owner alone, put on the disk, and given their name only when whole."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
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
            leftover.unlink(missing_ok=True)


def _publish(temporary: Path, dest: Path) -> None:
    try:
        sync(temporary)
        reserve(dest)
        try:
            os.replace(temporary, dest)
        except BaseException:
            dest.unlink(missing_ok=True)
            raise
        sync(dest.parent)
    except OSError:
        raise NotSaved("the file could not be put in its place", "check the disk and try again") from None


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
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(temporary, path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError:
        raise NotSaved(
            "a small file could not be put in its place", "check the disk and its permissions"
        ) from None
