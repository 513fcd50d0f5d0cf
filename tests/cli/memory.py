"""Reading the memory of another process, as whoever took the laptop would."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

_PIECE = 1 << 24


def regions(pid: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of everything in a process's memory that can be read."""
    for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        span, rights, *_, name = line.split(maxsplit=5) if len(line.split()) > 5 else [*line.split(), ""]
        if "r" in rights and not name.startswith(("[vvar", "[vsyscall")):
            start, _, end = span.partition("-")
            yield int(start, 16), int(end, 16)


def memory(pid: int) -> Iterator[bytes]:
    """Yield all that can be read, in pieces that overlap where one is cut."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as stream:
        for start, end in regions(pid):
            for at in range(start, end, _PIECE):
                try:
                    stream.seek(at)
                    yield stream.read(min(end - at, _PIECE + 4096))
                except (OSError, OverflowError):
                    continue  # a device's memory, or gone since


def forms(text: str) -> set[bytes]:
    """Return a text as a process may hold it: encoded, or as CPython keeps it, one, two or four bytes a character."""
    found = set()
    for form in {
        text,
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFKC", text),
        text.casefold(),
    }:
        for encoding in ("latin-1", "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            try:
                found.add(form.encode(encoding))
            except UnicodeEncodeError:
                continue
    return found


def found_in(pid: int, secrets: dict[str, set[bytes]]) -> set[str]:
    """Return the names of those secrets of which one form or another stands in a process's memory."""
    left = dict(secrets)
    found: set[str] = set()
    for piece in memory(pid):
        here = {name for name, forms in left.items() if any(form in piece for form in forms)}
        found |= here
        for name in here:
            del left[name]
    return found
