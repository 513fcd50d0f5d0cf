"""`registry match compare`: lines in, lines out, hostile ones answered in their place. Made-up names only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from registry.cli.matching import _LONGEST
from tests.cli.program import Program, keeps_shape
from tests.cli.warm import WarmProgram

WORDS = ("match", "compare")


@pytest.fixture
def program(tmp_path: Path, program_server: object) -> Program:
    """The program without any vault."""
    return WarmProgram(tmp_path, server=program_server)  # type: ignore[arg-type]


def pair(left: Any, right: Any) -> str:
    return json.dumps({"left": left, "right": right}, ensure_ascii=False)


def test_pairs_are_answered_line_by_line_without_a_vault(program: Program) -> None:
    lines = [
        pair("محمد أحمد الخطيب", "Mohamad Ahmad Khateeb"),
        pair("محمد أحمد الخطيب", {"name": "محمد", "father": "علي", "family_name": "الخطيب"}),
        "",
        pair({"name": "Hassan Darwish", "sex": "male"}, {"name": "حسن درويش", "sex": "female"}),
    ]
    said = program.bare(*WORDS, "--from", "-", given="\ufeff" + "\n".join(lines) + "\n")
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert (said.code, [one["same"] for one in answers]) == (0, [True, False, False])
    assert [part["state"] for part in answers[1]["parts"]] == ["match", "differs", "match"]
    assert answers[2]["parts"][-1] == {
        "part": "sex", "state": "differs", "left": "male", "right": "female", "likeness": 0.0,
    }  # fmt: skip
    for answer in answers:
        keeps_shape(WORDS, answer)
    assert not list(program.folder.glob("*.vault"))


HOSTILE = [
    "not json",
    "[1, 2]",
    '{"left": "a"}',
    '{"left": "a", "right": "b", "third": "c"}',
    '{"left": 1, "right": null}',
    '{"left": {"name": "Ali", "born": "sometime"}, "right": "Ali"}',
    '{"left": "' + "a" * _LONGEST + '", "right": "b"}',
    "[" * 10_000,
    '{"left": "\\ud800", "right": "b"}',
    "\x00\x1b[2J",
]


def test_hostile_lines_are_answered_in_their_place_and_the_rest_goes_on(program: Program) -> None:
    good = pair("Ali Hassan", "علي حسن")
    given = "\n".join([good, *HOSTILE, good]).encode() + b"\n\xff\xfe\n" + good.encode()
    said = program.bare(*WORDS, "--from", "-", given=given)
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert len(answers) == len(HOSTILE) + 4
    assert [n for n, one in enumerate(answers) if "score" in one] == [0, len(HOSTILE) + 1, len(HOSTILE) + 3]
    refused = [one for one in answers if "error" in one]
    assert [one["line"] for one in refused] == [*range(2, len(HOSTILE) + 2), len(HOSTILE) + 3]
    for one in refused:
        assert one["error"]["exit"] == 7
        keeps_shape(WORDS, one)
    assert "\x1b" not in said.out and "\x00" not in said.out
    assert said.code == 0


def test_names_are_never_given_on_the_command_line(program: Program) -> None:
    assert program.bare(*WORDS).code == 2
    assert program.bare(*WORDS, "Ali", "Omar").code == 2
    assert program.bare(*WORDS, "--from", "-", given="").code == 7
