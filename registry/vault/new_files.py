"""Files written for a person outside the vault: whole or not at all, for her eyes only, never over another."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from registry.errors import InputRefused, NotSaved, UsageRefused
from registry.vault.files import flush, publish, runs, sync_folder, temporary_beside

# Where files wait for their folder's name; the number is the process that will give it.
_HIDDEN = re.compile(r"\.registry-(\d+)-\w+\.parts")
_NO_FILE = "the file could not be made there"
_NO_FOLDER = "the folder could not be made there"


def refuse_stream(path: Path) -> None:
    """Raise ``UsageRefused`` for ``-``: what leaves the vault goes to a file, never to a screen or a pipe."""
    if str(path) == "-":
        raise UsageRefused("- does not stand for standard output here", "name a file or folder to be made")


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that must not exist yet, mode 0600; it has its name only once the whole of it is on the disk.

    On any failure nothing of it is left. Raises ``UsageRefused``, ``InputRefused``, ``NotSaved``.
    """
    refuse_stream(path)
    if os.path.lexists(path):
        raise _taken()
    temporary = temporary_beside(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with _refusing(_NO_FILE):
            descriptor = os.open(temporary, flags, 0o600)
        with _refusing("the file could not be written"):
            with os.fdopen(descriptor, "wb") as stream:
                yield stream
                stream.flush()
                flush(stream.fileno())
            publish(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _taken() -> InputRefused:
    return InputRefused("a file of that name exists already", "choose another name; nothing is overwritten")


@contextmanager
def new_folder(directory: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Make room for files beside ``directory``, run the body, fill them, and give the folder its name in one step.

    So either all files stand under that name or none does, and not a byte of them is on disk before what
    the body keeps (a ledger entry) is kept: until then the files hold zeros, which proves the room.
    What would keep the folder from being made is refused before
    the body runs: ``UsageRefused`` for ``-``, ``InputRefused`` where something stands there already,
    ``NotSaved`` where nothing can be written.
    """
    refuse_stream(directory)
    refuse_taken(directory)
    with _hidden_beside(directory) as hidden:
        waiting, emptied = Path(hidden) / "files", Path(hidden) / "emptied"
        with _refusing(_NO_FOLDER):
            waiting.mkdir(mode=0o700)
            for name, content in files.items():
                with new_file(waiting / name) as stream:
                    stream.write(bytes(len(content)))
            if directory.exists():
                directory.rename(emptied)  # before the body runs: a folder that cannot be moved is found out
        try:
            yield
            with _refusing(_NO_FOLDER):
                for name, content in files.items():
                    _fill(waiting / name, content)
                waiting.rename(directory)
        except BaseException:
            if emptied.exists():
                with contextlib.suppress(OSError):
                    emptied.rename(directory)
            raise
    with contextlib.suppress(OSError):
        sync_folder(directory.parent)


def _fill(path: Path, content: bytes) -> None:
    with path.open("r+b") as stream:
        stream.write(content)
        stream.flush()
        flush(stream.fileno())


def _hidden_beside(directory: Path) -> TemporaryDirectory[str]:
    with _refusing(_NO_FOLDER):
        directory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            sweep_folders(directory.parent)
        return TemporaryDirectory(
            prefix=f".registry-{os.getpid()}-",
            suffix=".parts",
            dir=directory.parent,
            ignore_cleanup_errors=True,
        )


def sweep_folders(folder: Path) -> None:
    """Remove what killed processes left of folders they were making, if they were the caseworker's own."""
    for path in folder.iterdir():
        found = _HIDDEN.fullmatch(path.name)
        if found and not runs(int(found[1])) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _refusing(message: str) -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        raise NotSaved(
            message, "check the place, its permissions and free space, or name another"
        ) from failed


def refuse_taken(directory: Path) -> None:
    """Raise ``InputRefused`` unless a folder can be made there: nothing, or an empty folder, stands there."""
    taken = InputRefused(
        "there is something at that place already", "name a new folder; nothing is overwritten"
    )
    if directory.is_symlink() or not directory.name or directory.name == "..":
        raise taken
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir()) or _is_here(directory)):
        raise taken


def _is_here(directory: Path) -> bool:
    return directory.samefile(Path.cwd())
