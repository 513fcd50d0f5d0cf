"""Files that mean harm: each is refused in a sentence or read row by row, and no row of it is lost in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from registry.desk.desk import WAITING_ROWS, Desk
from registry.desk.importing import OUTCOMES
from registry.errors import InputRefused
from tests.cli.calm import faults
from tests.exchange.hostile import FILES, LARGE
from tests.exchange.reading import brought, coming

SLOW = {"workbook that is a bomb"}
# Files of which nothing can be read, and nothing is taken in.
REFUSED = {
    "empty", "blanks", "one byte", "nulls", "no headings", "null in headings", "ten thousand columns",
    "a heading of a million signs", "noise", "pdf", "jpeg", "html", "elf", "two separators", "a lone surrogate",
    "overlong UTF-8", "two encodings in one file",
    "workbook cut short", "workbook of nothing", "workbook with one far cell", "zip of nothing",
    "zip of something else", "zip that names a path", "workbook with an entity", "sheet that repeats for ever",
    "sheet with an entity", "old workbook of noise", "feed with an entity", "feed nested deep", "feed of another version",
    "deep JSON",
}  # fmt: skip


def test_there_are_sixty_of_them() -> None:
    assert len(FILES) + len(LARGE) >= 60


@pytest.mark.parametrize("name", sorted(FILES.keys() - SLOW))
def test_a_file_that_means_harm_is_refused_or_read_row_by_row(desk: Desk, name: str) -> None:
    raw = FILES[name]()
    try:
        rows = list(coming(desk, raw))
        came = brought(desk, raw)
    except InputRefused as refused:
        assert refused.message
        assert refused.hint
        assert not faults(refused.message) + faults(refused.hint or "")
        assert desk.count() == 0
        assert name in REFUSED
        return
    assert name not in REFUSED
    assert [one.line for one in came] == [row.line for row in rows]
    assert {one.outcome for one in came} <= set(OUTCOMES)
    waiting = {document["line"] for _, document in desk.vault.documents(WAITING_ROWS)}
    assert waiting == {one.line for one in came if one.outcome == "waits"}
    assert all(one.problems for one in came if one.outcome == "waits")
    words = [word for one in came for problem in one.problems for word in (problem.problem, problem.help)]
    assert not [found for word in words for found in faults(word)]


_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
import io
from registry.errors import InputRefused
from registry.exchange.lists import Wishes, open_list
from registry.exchange.entries import Reader
from registry.cases.casefile import SUBJECTS
from registry.words.fact import facts_of
from tests.exchange.hostile import FILES, LARGE
path = sys.argv[1]
facts = facts_of(SUBJECTS["person"])
try:
    listing = open_list(lambda: open(path, "rb"), Wishes())
    mapping = listing.suggested(facts, "person")
    look = listing.looked_through(mapping, facts)
    print("rows", sum(1 for _ in listing.rows(Reader(mapping, facts, look.orders))))
except InputRefused as refused:
    print("refused", refused.message)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of memory to set")
@pytest.mark.parametrize("name", sorted([*LARGE, *SLOW]))
def test_a_file_that_would_fill_memory_is_read_within_a_gigabyte(tmp_path: Path, name: str) -> None:
    (tmp_path / "list").write_bytes({**FILES, **LARGE}[name]())
    said = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(tmp_path / "list")],
        capture_output=True, text=True, check=False, timeout=120, cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(("rows", "refused"))
