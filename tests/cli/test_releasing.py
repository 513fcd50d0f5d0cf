"""A summary's files and its ledger entry: both or neither, whatever is full, missing, damaged or killed in between."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli.test_disclose import copy_of, people
from tests.cli.warm import Server, WarmProgram, warm
from tests.faults import mounts

MAKE = ["disclose", "make", "--by", "sex", "--confirm", "yes", "--no-input"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, program_server: Server | None) -> WarmProgram:
    program = warm(tmp_path_factory.mktemp("releasing"), program_server)
    assert program.init().code == 0
    program.ask("case", "new", "--from", "-", given=people(80))
    return program


def nothing_left(folder: Path) -> bool:
    return not [path for path in folder.iterdir() if path.name.startswith(("out", ".registry-"))]


def breaking(program: WarmProgram, change: str) -> int:
    """Make a summary in a process of its own, in which something was changed, and return how it ended."""
    said = program.changed(f"import os\n{change}", *MAKE, "--out", "out")
    assert "Traceback" not in said.err, said
    return said.code


NO_CHECK = "import registry.disclosure.gate as g; g.PROSE = (lambda w: 1 / 0,)"
NO_TIME = """
import registry.disclosure.plan as p
from itertools import product
from tests.disclosure.test_rounding import table, tie
hard = table({at: (7 * sum(at) + 3) % 40 for at in product(range(8), range(8), range(8))})
old = p.round_counts
p.round_counts = lambda problem, tie, seconds: old(hard, tie, 0.001)
"""
NO_LEDGER = """
import registry.desk.disclosing as d
d.ledger = lambda desk: [d.LedgerEntry.parse({"entry": 1})]
"""
NO_RECORD = """
import registry.desk.disclosing as d
from registry.errors import Damaged
def broken(*given):
    raise Damaged("a record is damaged", "see")
d.identifiers = broken
"""
NO_ROOM = """
import errno, registry.vault.new_files as w
def full(*given):
    raise OSError(errno.ENOSPC, "full")
w.{name} = full
"""
NOT_SAVED = """
import registry.desk.disclosing as d
from registry.errors import NotSaved
def full(*given):
    raise NotSaved("full", "see")
d.enter = full
"""
# How it is broken, and with what it ends.
BREAKS = {
    "a check of the gate that cannot run": (NO_CHECK, 9),
    "a solver without time": (NO_TIME, 9),
    "a ledger that cannot be read": (NO_LEDGER, 9),
    "a record that does not open": (NO_RECORD, 9),
    "no room for a file": (NO_ROOM.format(name="flush"), 6),
    "no room when the files are filled": (NO_ROOM.format(name="_fill"), 6),
    "a ledger that cannot be saved": (NOT_SAVED, 6),
}


# The others are as quick, but each needs a process of its own.
QUICK = ("a check of the gate that cannot run", "no room when the files are filled")


@pytest.mark.parametrize(
    "broken", [pytest.param(one, marks=() if one in QUICK else pytest.mark.slow) for one in BREAKS]
)
def test_whatever_breaks_neither_a_file_nor_an_entry_is_left(
    filled: WarmProgram, tmp_path: Path, broken: str
) -> None:
    program = copy_of(filled, tmp_path)
    change, code = BREAKS[broken]
    assert breaking(program, change) == code
    assert nothing_left(tmp_path)
    assert program.ask("disclose", "ledger")["total"] == 0


def test_a_full_disk_leaves_nothing(filled: WarmProgram, tmp_path: Path) -> None:
    if mounts.unusable():
        pytest.skip(mounts.unusable())
    program = copy_of(filled, tmp_path)
    with mounts.memory(tmp_path, 24) as place:
        error = program.refused(6, *MAKE, "--out", str(place / "out"))
        assert "free space" in error["hint"]
        assert list(place.iterdir()) == []
    assert program.ask("disclose", "ledger")["total"] == 0


def test_a_program_killed_after_the_ledger_is_told_of_and_put_right(
    filled: WarmProgram, tmp_path: Path
) -> None:
    program = copy_of(filled, tmp_path)
    killed = "import registry.vault.new_files as w; w._fill = lambda *a: os._exit(9)"
    assert breaking(program, killed) == 9
    left = [path for path in tmp_path.rglob("*") if path.is_file() and ".registry-" in str(path)]
    assert left
    assert all(not any(path.read_bytes()) for path in left)
    (item,) = program.ask("disclose", "ledger")["items"]
    assert item["unfinished"]
    # The next one is refused, because its people were counted; but first what was left is put right.
    said = program.run(*MAKE, "--out", "two")
    assert said.code == 9
    assert "interrupted earlier" in said.err
    assert {path.name for path in tmp_path.iterdir()} >= {"out"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".registry-")]
    (item,) = program.ask("disclose", "ledger")["items"]
    assert not item["unfinished"]
    program.ask("disclose", "again", item["release"], "--out", "again")
    for path in (tmp_path / "out").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


@pytest.mark.slow
def test_killed_after_the_folder_has_its_name_only_the_note_is_missing(
    filled: WarmProgram, tmp_path: Path
) -> None:
    program = copy_of(filled, tmp_path)
    killed = "import registry.desk.letting_out as r; r.arrived = lambda *a: os._exit(9)"
    assert breaking(program, killed) == 9
    assert (tmp_path / "out" / "summary.json").exists()
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert program.run(*MAKE, "--out", "two").code == 9
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    (item,) = program.ask("disclose", "ledger")["items"]
    assert not item["unfinished"]


@pytest.mark.slow
def test_what_stands_at_the_place_by_then_is_not_written_over(filled: WarmProgram, tmp_path: Path) -> None:
    program = copy_of(filled, tmp_path)
    assert breaking(program, "import registry.vault.new_files as w; w._fill = lambda *a: os._exit(9)") == 9
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    said = program.run(*MAKE, "--out", "two")
    assert said.code == 9
    assert "disclose again" in said.err
    assert not (tmp_path / "elsewhere").exists()
    assert program.ask("disclose", "ledger")["items"][0]["unfinished"]


@pytest.mark.skipif(os.name == "nt", reason="modes are not kept there")
def test_files_are_the_owners_alone_whatever_the_mask(filled: WarmProgram, tmp_path: Path) -> None:
    program = copy_of(filled, tmp_path)
    before = os.umask(0)
    try:
        assert breaking(program, "os.umask(0)") == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}
    assert not program.ask("disclose", "ledger")["items"][0]["unfinished"]


@pytest.mark.parametrize("there", ["file", "link to a folder", "link to nothing", "folder with something"])
def test_nothing_that_stands_there_is_written_over_or_through(
    filled: WarmProgram, tmp_path: Path, there: str
) -> None:
    program = copy_of(filled, tmp_path)
    target = tmp_path / "target"
    if there == "file":
        (tmp_path / "out").write_bytes(b"mine")
    elif there == "folder with something":
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "mine").write_bytes(b"mine")
    else:
        if there == "link to a folder":
            target.mkdir()
        (tmp_path / "out").symlink_to(target)
    program.refused(7, *MAKE, "--out", "out")
    assert not target.exists() or not list(target.iterdir())
    assert program.ask("disclose", "ledger")["total"] == 0


def test_one_release_in_three_languages(filled: WarmProgram, tmp_path: Path) -> None:
    program = copy_of(filled, tmp_path)
    program.refused(2, *MAKE, "--in", "de", "--out", "never")
    made = program.ask(*MAKE, "--in", "en", "--in", "ar", "--in", "fr", "--out", "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert set(made["files"]) == names
    assert {"summary.json", "summary.en.html", "summary.fr.html", "summary.ar.html", "method.ar.md"} <= names
    page = (tmp_path / "out" / "summary.ar.html").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in page
