"""`registry doctor bidi`: what it shows, what it asks, and what this machine remembers of the answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from registry.cli.bidi import samples
from registry.cli.terminal_memory import NAME, remember, remembered
from registry.display.cells import Way
from tests.cli.program import Program, keeps_shape
from tests.cli.test_terminal import Terminal
from tests.display.reordering import on_screen, without_marks


def test_each_way_is_right_on_its_own_kind_of_terminal() -> None:
    shown = dict(samples())
    assert list(shown) == [way.value for way in Way]
    right = without_marks(shown["reorders"][1])
    assert on_screen(shown["reorders"][1]) == right
    assert on_screen(shown["logical"][1]) != shown["logical"][1]
    assert shown["logical"][1].split() == right.split()
    assert [line[:8].strip() for line in shown["unsure"]] == ["name", "age", "place", "number"]


def test_what_was_said_is_kept_by_terminal_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert remembered(folder) == {}
    remember("VTE", Way.REORDERS, folder)
    remember("kitty", Way.UNSURE, folder)
    remember("VTE", Way.LOGICAL, folder)
    assert remembered(folder) == {"VTE": Way.LOGICAL, "kitty": Way.UNSURE}
    remember("kitty", None, folder)
    assert [one.name for one in folder.iterdir()] == [NAME]
    assert (folder / NAME).read_bytes() == b'{"VTE":"logical"}'
    if os.name == "posix":
        assert (folder / NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"VTE": "sideways"}', b'{"VTE": 1}', b"\xff", b"{" * 20_000]
)
def test_a_memory_that_cannot_be_read_counts_for_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    assert remembered(tmp_path) == {}


def test_without_a_person_it_says_what_it_chose_and_why(tmp_path: Path) -> None:
    program = Program(tmp_path)
    said = program.bare("doctor", "bidi", "--json", "--no-input", TERM="xterm", VTE_VERSION="7006")
    keeps_shape(("doctor", "bidi"), said.json)
    assert (said.json["terminal"], said.json["way"], said.json["by"]) == ("VTE", "reorders", "terminal")
    said = program.bare("doctor", "bidi", "--no-input", TERM="dumb", REGISTRY_BIDI="logical")
    assert "REGISTRY_BIDI says so" in said.out
    assert "\n1." not in said.out


def test_a_person_says_which_one_reads_correctly_and_it_is_remembered(tmp_path: Path) -> None:
    here = Terminal(tmp_path, "doctor", "bidi")
    here.until("Which one reads correctly?")
    assert all(f"{number}." in here.seen for number in (1, 2, 3))
    assert "34 under age" in " ".join(here.seen.split())
    here.type("7")
    here.until("none of the numbers")
    here.type("2")
    here.until("remembered on this machine")
    assert "you said so here" in here.until("letters")
    again = Terminal(tmp_path, "doctor", "bidi")
    again.until("Which one reads correctly?")
    again.seen = ""
    again.type("")
    again.until("you said so here")
    assert "remembered on this machine for" not in again.seen
