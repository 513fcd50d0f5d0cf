"""Files a command writes for a person: whole or not at all, for her eyes only, never over another."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from registry.errors import InputRefused, NotSaved


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that must not exist yet, mode 0600; on any failure nothing of it is left."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError as there:
        raise InputRefused(
            "a file of that name exists already", "choose another name; nothing is overwritten"
        ) from there
    except OSError as failed:
        raise NotSaved(
            "the file could not be made there", "check the folder, its permissions and free space"
        ) from failed
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException as failed:
        path.unlink(missing_ok=True)
        if isinstance(failed, OSError):
            raise NotSaved("the file could not be written", "check the free space") from failed
        raise


@contextmanager
def new_folder(directory: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Write files beside ``directory``, run the body, then give the folder its name in one step.

    So either all files stand under that name or none does, and what the body keeps (a ledger entry) is
    kept before a reader can hold the files. Raises ``InputRefused`` where something stands there already.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise InputRefused(
            "there is something at that place already", "name a new folder; nothing is overwritten"
        )
    directory.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".registry-", dir=directory.parent, ignore_cleanup_errors=True) as hidden:
        waiting = Path(hidden) / "files"
        waiting.mkdir(mode=0o700)
        for name, content in files.items():
            with new_file(waiting / name) as stream:
                stream.write(content)
        yield
        if directory.exists():
            directory.rmdir()
        waiting.rename(directory)
