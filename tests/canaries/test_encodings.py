"""The search finds a planted text in every encoding it knows, and nothing where there is nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.canaries.encodings import ENCODINGS, WRAPPINGS, Search

LATIN, ARABIC, ACCENTED = "Zebediah Quillfeather", "زبرجد المثالي", "Théodosia Brûlée-Önder"
TEXTS = {"latin": LATIN, "arabic": ARABIC, "accented": ACCENTED}


@pytest.fixture(scope="module")
def search() -> Search:
    return Search(TEXTS)


def coded(encoding: str, text: str) -> list[bytes]:
    try:
        found = ENCODINGS[encoding](text)
    except UnicodeError:
        return []
    return found if isinstance(found, list) else [found]


def test_there_are_thirty_encodings_and_more() -> None:
    assert len(ENCODINGS) >= 50
    assert len(WRAPPINGS) >= 10


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_planted_text_is_found_in_each_encoding(search: Search, encoding: str) -> None:
    planted = [(kind, raw) for kind, text in TEXTS.items() for raw in coded(encoding, text)]
    assert planted
    for kind, raw in planted:
        assert kind in {found for found, _ in search.found(os.urandom(500) + raw + os.urandom(500))}, raw


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_planted_text_is_found_in_each_wrapping(search: Search, wrapping: str) -> None:
    packed = WRAPPINGS[wrapping]((f"so said {LATIN} of " * 3).encode("utf-16-le"))
    assert LATIN.encode("utf-16-le") not in packed
    front = b"" if "deflate" in wrapping else os.urandom(300)
    assert ("latin", "UTF-16 LE, packed") in search.found(front + packed + b"more") or (
        "latin", "UTF-16 LE, packed twice",
    ) in search.found(front + packed + b"more")  # fmt: skip


def test_every_way_to_fall_on_groups_is_found(search: Search) -> None:
    for encoding, group in (("base64", 3), ("base32", 5), ("base85", 4)):
        assert len(coded(encoding, LATIN)) == group
    import base64

    for shift in range(15):
        raw = b"q" * shift + ARABIC.encode() + b"q" * 15
        for encode in (base64.b64encode, base64.urlsafe_b64encode, base64.b32encode, base64.b85encode):
            assert "arabic" in {kind for kind, _ in search.found(b"((" + encode(raw) + b"))")}, (
                shift,
                encode,
            )


def test_a_text_split_between_pages_of_sqlite_is_found(search: Search, tmp_path: Path) -> None:
    """A long value goes on in overflow pages; a name on the seam stands nowhere in one piece."""
    path, split, joined = tmp_path / "base", 0, 0
    raw = LATIN.encode()
    for before in range(1780, 1850):  # a value of 10,000 bytes leaves some 1,820 of them on its first page
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as base:
            base.execute("CREATE TABLE t (v BLOB)")
            base.execute("INSERT INTO t VALUES (?)", ((bytes(before) + raw).ljust(10_000, b"\0"),))
            base.commit()
        blob = path.read_bytes()
        if raw not in blob:
            split += 1
            assert ("latin", "UTF-8, packed") in search.found(blob)
            with closing(sqlite3.connect(path)) as base:  # deleted, and its pages still there
                base.execute("PRAGMA secure_delete = OFF")
                base.execute("DELETE FROM t")
                base.commit()
            joined += "latin" in {kind for kind, _ in search.found(path.read_bytes())}
    # What deletion itself overwrites is gone; most of the pages still point to one another.
    assert joined > split // 2
    assert split >= len(raw) - 2


def test_nothing_is_found_in_random_bytes(search: Search) -> None:
    assert len(search) > 500
    for _ in range(20):
        assert search.found(os.urandom(100_000)) == set()
