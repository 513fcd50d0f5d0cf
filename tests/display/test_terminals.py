"""Each terminal known by what it leaves in the environment, and what goes before that."""

from __future__ import annotations

import pytest

from registry.display.cells import Way
from registry.display.terminals import TERMINALS, chosen, full_screen, way_for

XTERM = {"TERM": "xterm-256color"}
VTE = XTERM | {"VTE_VERSION": "7006", "COLORTERM": "truecolor"}

SEEN = [
    ({"TERM": "dumb"}, "a terminal that can do nothing", Way.UNSURE),
    ({}, "a terminal that can do nothing", Way.UNSURE),
    (
        VTE | {"TMUX": "/tmp/tmux-0/default,1,0", "TERM": "tmux-256color"},
        "tmux or screen, started in a known terminal",
        Way.REORDERS,
    ),
    (
        {"TERM": "screen", "STY": "1.pts-0", "XTERM_VERSION": "XTerm(379)"},
        "tmux or screen, started in a known terminal",
        Way.REORDERS,
    ),
    (
        {"TERM": "tmux-256color", "TMUX": "x", "MLTERM": "3.9.0", "VTE_VERSION": "7006"},
        "tmux or screen",
        Way.UNSURE,
    ),
    ({"TERM": "tmux-256color"}, "tmux or screen", Way.UNSURE),
    ({"TERM": "linux"}, "the Linux console", Way.LOGICAL),
    (VTE | {"KONSOLE_VERSION": "221203"}, "Konsole", Way.UNSURE),
    ({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, "kitty", Way.UNSURE),
    (VTE | {"MLTERM": "3.9.0", "TERM": "xterm"}, "mlterm", Way.REORDERS),
    (XTERM | {"TERM_PROGRAM": "Apple_Terminal"}, "Apple Terminal", Way.UNSURE),
    (VTE, "VTE", Way.REORDERS),
    (VTE | {"XTERM_VERSION": "XTerm(379)"}, "VTE", Way.REORDERS),
    (XTERM | {"VTE_VERSION": "5603"}, "VTE before 0.58", Way.LOGICAL),
    (XTERM | {"VTE_VERSION": "٧٠٠٦"}, "VTE before 0.58", Way.LOGICAL),
    ({"WT_SESSION": "c0ffee"}, "Windows Terminal", Way.LOGICAL),
    ({"TERM": "alacritty"}, "Alacritty", Way.LOGICAL),
    ({"TERM": "rxvt-unicode-256color"}, "rxvt", Way.LOGICAL),
    (XTERM | {"XTERM_VERSION": "XTerm(379)"}, "xterm", Way.LOGICAL),
    (XTERM, "a terminal that is not known", Way.UNSURE),
]


@pytest.mark.parametrize(("environment", "name", "way"), SEEN)
def test_a_terminal_is_known_by_what_it_leaves(environment: dict[str, str], name: str, way: Way) -> None:
    choice = chosen(environment)
    assert (choice.terminal, choice.way, choice.by) == (name, way, "terminal")
    assert way_for(environment) is way


def test_every_terminal_of_the_table_is_tried() -> None:
    assert {one.name for one in TERMINALS} < {name for _, name, _ in SEEN}


def test_the_environment_goes_before_what_was_remembered_and_that_before_the_table() -> None:
    said = {"VTE": Way.UNSURE}
    assert (chosen(VTE, said).way, chosen(VTE, said).by) == (Way.UNSURE, "remembered")
    named = VTE | {"REGISTRY_BIDI": "Logical"}
    assert (chosen(named, said).way, chosen(named, said).by) == (Way.LOGICAL, "environment")
    assert chosen(VTE | {"REGISTRY_BIDI": "sideways"}).by == "terminal"
    assert chosen(XTERM, said).by == "terminal"


def test_letters_that_a_terminal_would_join_wrongly_are_not_put_in_its_order() -> None:
    mlterm = {"TERM": "mlterm"}
    assert chosen(mlterm, joined=True).way is Way.REORDERS
    assert chosen(mlterm, joined=False).way is Way.UNSURE
    assert chosen(VTE, joined=False).way is Way.REORDERS


def test_whole_screens_are_written_without_marks_where_a_terminal_can_be_told() -> None:
    vte = full_screen(VTE)
    assert (vte.way, vte.opens, vte.closes) == (Way.LOGICAL, "\x1b[8l", "\x1b[8h")
    assert full_screen({"TERM": "mlterm"}).opens.endswith("use_ctl=false\x07")
    inside = full_screen(VTE | {"TMUX": "x"})
    assert (inside.way, inside.opens) == (Way.REORDERS, "")
    assert full_screen(VTE, {"VTE": Way.UNSURE}).way is Way.UNSURE
    assert full_screen(XTERM | {"XTERM_VERSION": "x"}).opens == ""
