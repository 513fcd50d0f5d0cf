"""Files a command writes for a person: whole or not at all, for her eyes only, never over another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from registry.errors import InputRefused, NotSaved


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that must not exist yet, mode 0600; on any failure nothing of it is left."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError as there:
        raise InputRefused("a file of that name exists already", "choose another name; nothing is overwritten") from there
    except OSError as failed:
        raise NotSaved("the file could not be made there", "check the folder, its permissions and free space") from failed
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


def write_files(directory: Path, files: dict[str, bytes]) -> None:
    """Write several files into a new or empty place, all or none."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        for name, content in files.items():
            with new_file(directory / name) as stream:
                stream.write(content)
            written.append(directory / name)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
