"""What SQLite keeps of a save that never ended: the pages as they were, in a file beside the vault's own.

See sqlite.org/fileformat2.html, "The Rollback Journal".
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import IO

from registry.errors import Damaged

PAGE = 4096  # every vault is made with pages of this size
_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEAD = 28
_FEWEST = 4  # pages; no vault that was ever whole is shorter


def beside(path: Path) -> Path:
    """Return where SQLite keeps the journal of a save to the file at ``path``."""
    return path.with_name(path.name + "-journal")


def refuse_false(path: Path) -> None:
    """Raise ``Damaged`` for what stands in the journal's place and was never written by a save to a vault.

    SQLite believes what lies there, also when the file is only read: a pipe is waited for without end, and a
    journal that says that there were no pages before leaves an empty file.
    """
    try:
        mode = beside(path).lstat().st_mode
        if stat.S_ISREG(mode):
            with beside(path).open("rb") as stream:
                told = pages_before(stream)
            if told is None or told >= _FEWEST or path.stat().st_size < _FEWEST * PAGE:
                return
    except OSError:
        return  # there is none, or SQLite says what is wrong with it
    raise Damaged(
        "what lies beside the vault as the file of an interrupted save does not belong to it",
        "move what has the vault's name and -journal at its end away, then run `registry vault check`",
    )


def pages_before(journal: IO[bytes]) -> int | None:
    """Return how many pages the file had before the save, ``None`` for what does not begin as a journal does."""
    journal.seek(0)
    head = journal.read(_HEAD)
    return int.from_bytes(head[16:20], "big") if head[:8] == _MAGIC and len(head) == _HEAD else None


def saved_pages(journal: IO[bytes]) -> dict[int, int]:
    """Return where a journal keeps the pages as they were before: page to offset; the first copy counts."""
    size, at = journal.seek(0, 2), 0
    found: dict[int, int] = {}
    while at + _HEAD <= size:
        journal.seek(at)
        head = journal.read(_HEAD)
        if head[:8] != _MAGIC:
            break
        count, sector = int.from_bytes(head[8:12], "big"), int.from_bytes(head[20:24], "big")
        if int.from_bytes(head[24:28], "big") != PAGE or not _HEAD <= sector <= 65536:
            break
        at += sector
        for _ in range(count):
            journal.seek(at)
            number = int.from_bytes(journal.read(4), "big")
            if not number or at + 8 + PAGE > size:
                return found
            found.setdefault(number, at + 4)
            at += 8 + PAGE
        at = -(-at // sector) * sector
    return found
