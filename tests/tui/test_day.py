"""A caseworker's day at a real terminal: by keys alone, by commands alone, and by keys within tmux."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from pathlib import Path

import pytest

from registry.display.cells import Way
from registry.display.terminals import full_screen
from tests.tui.day import (
    ARABIC,
    FOLDER,
    HELD,
    LATIN,
    NEW,
    TRANSCRIPTS,
    TYPED,
    AtTmux,
    Day,
    again,
    begin,
    found,
    given_out,
    kept,
    morning,
    written,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no terminal of this kind"),
]


def test_the_same_day_by_keys_alone_and_by_commands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both leave the same acts, facts, status, link and figures; both are told as they are kept beside this test."""
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    start = begin(tmp_path)
    before = kept(start)
    sat = {name: again(start, tmp_path / name) for name in TRANSCRIPTS}
    said = {name: work(sat[name]) for name, work in TRANSCRIPTS.items()}
    keys, commands = (kept(program) for program in sat.values())
    for part, value in keys.items():
        assert value == commands[part], part
    assert keys["acts"][len(before["acts"]) :] == [
        "case new", "claim add", "status set", "match scan", "match link", "disclose make", "disclose make",
    ]  # fmt: skip
    assert keys["states"][f"the case of {HELD}"] == ("held_reported", "open")
    assert keys["people"] == [sorted(f"the case of {one['name']}" for one in (ARABIC, LATIN))]
    assert ("family", "mother of two", "B") in keys["sources"]
    assert [one["fact"] for one in keys["cases"][f"the case of {NEW}"]] == ["name", "sex", "born"]
    assert [one for one in keys["gone out"] if one not in before["gone out"]]
    assert given_out(sat["keys"].folder / "out") == given_out(sat["commands"].folder / "out")
    for name, lines in said.items():
        text = (FOLDER / f"{name}.txt").read_text("utf-8")
        assert written(lines) == text, f"{name}: look at it, then `python -m tests.tui.day`"


def logical(line: str, way: Way) -> str:
    """Return a line of tmux in logical letters: as it is where text was left so, else turned back and unjoined."""
    bare = "".join(one for one in line if unicodedata.category(one) != "Cf")
    return bare if way is Way.UNSURE else unicodedata.normalize("NFKC", bare[::-1])


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize(("outer", "way"), [({}, Way.UNSURE), ({"VTE_VERSION": "7006"}, Way.REORDERS)])
def test_the_same_keys_within_tmux_and_the_name_in_the_letters_that_its_way_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outer: dict[str, str], way: Way
) -> None:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    seat = AtTmux(begin(tmp_path), f"registry-{tmp_path.name}", outer)
    day = Day(seat)
    try:
        assert full_screen(seat.knows()).way is way
        morning(day)
        day.do("/", sees=["a name in any script"])
        lines = day.do("كواكبي", sees=["best first", "1 of 2"])
        if way is Way.UNSURE:
            assert any(ARABIC["name"] in line for line in lines), "\n".join(lines)
        day.do("Enter", sees=["Open"])
        lines = day.do("Enter", sees=["Facts", "Ramouseh"])
        assert any(ARABIC["name"] in logical(line, way) for line in lines), "\n".join(lines)
        assert any(ARABIC["mother"] in logical(line, way) for line in lines), "\n".join(lines)
        day.do("Esc", sees=["best first"])
        day.do("Esc", sees=["of 83"])
        if way is Way.UNSURE:
            found(day, HELD, HELD)
            day.do("s", sees=["Which status do the claims support?"])
            day.do("held", sees=["held (reported)"])
            day.do("Enter", sees=["not allowed yet", "✗"])
            day.do("Enter", sees=["Facts"])
        day.do("L", sees=["registry is locked", "Enter opens it"])
        assert not any(ARABIC["name"] in logical(line, way) for line in seat.lines())
        day.do(TYPED, "Enter", sees=["1 Cases"])
    finally:
        seat.end()
