"""`disclose check` without a vault: the outcome, the exit code, the shape and the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit.written import CONTROLLED, children, summary
from tests.cli.program import keeps_shape
from tests.cli.test_disclose import NO_SOLVER
from tests.cli.warm import Server, WarmProgram, warm

PLACE = children(place=("Aleppo", "Idlib"))
GOOD = summary(PLACE, [({"place": "Aleppo"}, 40), ({"place": "Idlib"}, 10), ({}, 50)], rounding=CONTROLLED)
BAD = summary(PLACE, [({"place": "Aleppo"}, 47), ({"place": "Idlib"}, None, "primary"), ({}, 50)])


@pytest.fixture
def bare(tmp_path: Path, program_server: Server | None) -> WarmProgram:
    """A folder with summaries and no vault at all."""
    (tmp_path / "good.json").write_bytes(GOOD)
    (tmp_path / "bad.json").write_bytes(BAD)
    return warm(tmp_path, program_server)


def test_a_safe_file_passes_and_an_unsafe_one_ends_with_nine(bare: WarmProgram) -> None:
    good = bare.bare("disclose", "check", "good.json", "--json")
    assert good.code == 0 and good.json["safe"] and good.json["fatal"] == 0
    assert good.json["exposed"][0] == {
        "release": "first", "at": {"place": "Idlib"}, "printed": "10", "low": 1, "high": 19,
    }  # fmt: skip
    bad = bare.bare("disclose", "check", "bad.json", "--json")
    assert bad.code == 9 and not bad.json["safe"]
    (exact,) = [one for one in bad.json["findings"] if one["kind"] == "exact"]
    assert (exact["low"], exact["high"], exact["cells"]) == (3, 3, [{"place": "Idlib"}])
    for said in (good, bad):
        keeps_shape(("disclose", "check"), said.json)


def test_the_screen_says_in_words_what_a_reader_can_work_out(bare: WarmProgram) -> None:
    said = bare.bare("disclose", "check", "bad.json", "--plain")
    assert said.code == 9
    assert "place Idlib" in said.out and "3 people" in said.out and "what to do" in said.out


def test_a_folder_of_a_release_is_read_with_its_texts(bare: WarmProgram) -> None:
    folder = bare.folder / "given"
    folder.mkdir()
    (folder / "summary.json").write_bytes(GOOD)
    (folder / "summary.md").write_text("About 40 people in Aleppo.", encoding="utf-8")
    (folder / "cover.txt").write_text("Among them are three boys.", encoding="utf-8")
    said = bare.bare("disclose", "check", "given", "--json")
    assert said.code == 9 and [one["kind"] for one in said.json["findings"]] == ["prose"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["missing.json"], 7),
        (["cover.txt"], 2),
        (["empty"], 7),
        (["broken.json"], 7),
        (["good.json", "--seconds", "0"], 2),
    ],
)
def test_what_cannot_be_checked_is_refused(bare: WarmProgram, words: list[str], code: int) -> None:
    (bare.folder / "cover.txt").write_text("hello", encoding="utf-8")
    (bare.folder / "broken.json").write_bytes(b'{"cells": [' * 10)
    (bare.folder / "empty").mkdir()
    said = bare.bare("disclose", "check", *words, "--json")
    assert said.code == code
    assert said.json["error"]["message"] and "Traceback" not in said.err


def test_a_millisecond_is_not_enough_and_counts_as_unsafe(bare: WarmProgram) -> None:
    dims = children(place=[f"p{n}" for n in range(30)], sex=[f"s{n}" for n in range(30)])
    cells = [
        ({"place": p, "sex": s}, None)
        for p in dims["place"]["children"]["Total"]
        for s in dims["sex"]["children"]["Total"]
    ]
    cells += [({"place": f"p{n}"}, 40) for n in range(30)]
    (bare.folder / "large.json").write_bytes(summary(dims, cells))
    said = bare.bare("disclose", "check", "large.json", "--seconds", "0.001", "--json")
    assert said.code == 9 and said.json["findings"][0]["kind"] == "not-settled"


def test_without_a_solver_nothing_passes(bare: WarmProgram) -> None:
    said = bare.changed(NO_SOLVER, "disclose", "check", "good.json", "--json")
    assert said.code == 9
    assert "solver" in said.json["error"]["message"] and "pip install" in said.json["error"]["hint"]
