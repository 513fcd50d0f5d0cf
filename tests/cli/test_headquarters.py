"""Columns for headquarters at the command line: one key, new files for their owner alone, no name."""

from __future__ import annotations

import json
from importlib.util import find_spec

from tests.cli.program import Program

ENTRY = {
    "source": {"kind": "family", "label": "mother"},
    "facts": {"name": "Samir Mithal", "mother": "Salma"},
}


def test_columns_are_written_under_one_key(program: Program) -> None:
    program.ask("case", "new", "--from", "-", given=ENTRY)
    made = program.ask("hq", "columns", "one", "--new-key", "key")
    again = program.ask("hq", "columns", "two", "--key-from", "key")
    assert (made["cases"], made["key_made"], again["key_made"]) == (1, "key", "")
    assert made["key_mark"] == again["key_mark"]
    one, two, key = (program.folder / name for name in ("one", "two", "key"))
    assert one.read_bytes() == two.read_bytes()
    for file in (one, key):
        assert file.stat().st_mode & 0o077 == 0
    assert "amir" not in one.read_text() and key.read_text().strip() not in one.read_text()
    assert json.loads(one.read_text().splitlines()[0])["key"] == made["key_mark"]
    program.refused(7, "hq", "columns", "one", "--key-from", "key")
    program.refused(2, "hq", "columns", "three")
    program.refused(2, "hq", "columns", "three", "--key-from", "key", "--new-key", "other")
    program.refused(7, "hq", "columns", "three", "--key-from", "one")
    assert not (program.folder / "three").exists()


def test_pairs_want_columns_and_the_extra(program: Program) -> None:
    program.ask("case", "new", "--from", "-", given=ENTRY)
    program.ask("hq", "columns", "one", "--new-key", "key")
    program.refused(2, "hq", "pairs", "one", "--out", "pairs", "--engine", "abacus")
    wanted = 7 if find_spec("splink") else 2  # one case alone, or no engine
    program.refused(wanted, "hq", "pairs", "one", "--out", "pairs")
    program.refused(10, "hq", "pairs", "nothing", "--out", "pairs") if find_spec("pyarrow") else None
    assert not (program.folder / "pairs").exists()
