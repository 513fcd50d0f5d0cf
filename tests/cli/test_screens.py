"""What is drawn fits the screen it is drawn on: nothing that matters is squeezed out, and nothing vanishes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from registry.cli import checking, folding, screens, shapes
from registry.cli.output import console_for
from registry.cli.settings import Settings
from registry.desk.closing import close_case
from registry.desk.desk import Desk
from registry.desk.intake import take_in
from registry.desk.tying import link_cases
from registry.words.identity import short
from tests.desk.conftest import desk

__all__ = ["desk"]


class Screen(io.TextIOWrapper):
    """A terminal that keeps what is written on it; its width comes from COLUMNS."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return what draws on a terminal of so many columns and gives its lines."""

    def lines(columns: int | str, draw: Callable[[Settings], Iterable[Any]], **settings: Any) -> list[str]:
        terminal, asked = Screen(), Settings(**settings)
        for name, value in {
            "COLUMNS": str(columns),
            "LINES": "24",
            "NO_COLOR": "1",
            "TERM": "xterm",
            "XTERM_VERSION": "1",
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdout", terminal)
        console = console_for(asked)
        for part in draw(asked):
            console.print(part)
        terminal.flush()
        return plain(terminal.buffer.getvalue().decode())  # type: ignore[attr-defined]

    return lines


def plain(text: str) -> list[str]:
    import re

    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\u200e", "").splitlines()


NAME = "Mahmoud Abd al-Rahman Saleh"


def a_list(count: int = 3) -> shapes.CaseList:
    items = tuple(
        shapes.CaseItem(
            id=f"7K3MQ2XW9AB{n}", short="7K3M-Q2XW"[:8], kind="person", names=(NAME, "محمود عبد الرحمن صالح"),
            status="held_undisclosed", flags=("disputed",), seen_from="2016-12-09", seen_to="2016-12-09",
            last_seen_at="Ramouseh checkpoint on the road to the western countryside", sex="male", age="18-59",
            stage="open", claims=4,
        )
        for n in range(count)
    )  # fmt: skip
    return shapes.CaseList(items=items, total=count)


@pytest.mark.parametrize("plain_look", [False, True])
def test_a_list_at_80_columns_leaves_a_name_its_room(
    screen: Callable[..., list[str]], plain_look: bool
) -> None:
    lines = screen(80, lambda s: screens.cases(a_list(), s, 0), plain=plain_look)
    rows = [line for line in lines if "7K3M" in line]
    assert len(rows) == 3
    for row in rows:
        assert len(row.rstrip()) <= 80
        assert NAME[:24] in row
        assert "2016-12-09" in row
        assert 12 <= row.index("2016-12-09") - row.index("■") <= 22


@pytest.mark.parametrize("columns", [20, 28, 40])
def test_a_narrow_list_has_one_case_a_line(screen: Callable[..., list[str]], columns: int) -> None:
    lines = screen(columns, lambda s: screens.cases(a_list(), s, 0))
    rows = [line for line in lines if "7K3M" in line]
    assert len(rows) == 3
    for row in rows:
        assert row.startswith("7K3M-Q2X ■ ")
        assert row[11:18] == NAME[:7]
        assert len(row) <= columns
    assert len(lines) == len(rows) + 1


def test_between_narrow_and_wide_a_list_keeps_status_and_name(screen: Callable[..., list[str]]) -> None:
    for columns in (41, 60, 72):
        rows = [r for r in screen(columns, lambda s: screens.cases(a_list(), s, 0)) if "7K3M" in r]
        assert len(rows) == 3
        assert all(NAME[:7] in row and "■" in row and len(row) <= columns for row in rows)


@pytest.mark.parametrize(("columns", "width"), [(0, 80), (1, 20), (19, 20), (20, 20), (132, 132)])
def test_a_terminal_without_a_width_still_gets_the_answer(
    screen: Callable[..., list[str]], columns: int, width: int
) -> None:
    said: list[int] = []

    def draw(settings: Settings) -> Iterable[Any]:
        said.append(console_for(settings).width)
        return screens.cases(a_list(), settings, 0)

    lines = screen(columns, draw)
    assert said == [width]
    assert len([line for line in lines if "7K3M" in line]) == 3


LONG = " ".join(
    ["the commander of the checkpoint at the crossing said that he was taken to another place"] * 6
)


def heavy_case(desk: Desk, variant: int) -> str:
    """Take in a case of which much is known and much contradicts: ``variant`` shifts what is long."""
    facts = {
        "name": [{"text": f"Mahmoud Abd al-Rahman Saleh {n} {'al-Halabi ' * variant}"} for n in range(4)],
        "sex": "male", "age": {"years": 31, "on": "2016-12-09"}, "origin": "Hanano " * (5 + 20 * variant),
        "last_seen_on": "2016-12-09", "last_seen_at": "Ramouseh checkpoint " * 6, "occupation": LONG[:200],
        "crossing_from": "opposition", "crossing_to": "government", "alleged_holder": "military security",
    }  # fmt: skip
    claims = [
        {"fact": key, "value": value, "grade": "C3", "source": {"kind": "ngo", "label": f"{key} {n} {LONG[:150]}"}}
        for n in range(5)
        for key, value in (
            ("last_seen_on", f"2016-12-{10 + n}"), ("sex", "female"), ("last_seen_at", f"{LONG[:90]} {n}"),
            ("born", f"19{60 + 7 * n}"), ("status", "released_reported" if n % 2 else "held_undisclosed"),
            ("origin", f"{n} {LONG[:120]}"), ("alleged_holder", f"branch {n}"), ("crossing_from", f"area {n}"),
        )
    ]  # fmt: skip
    entry = {
        "source": {"kind": "family", "label": LONG[:180], "reliability": "B"}, "facts": facts, "claims": claims,
        "consent": ["anonymous_statistics", "case_work", "lawyer", "wgeid", "media"][: 5 * variant],
        "status": "missing", "note": LONG,
    }  # fmt: skip
    (kept,) = take_in(desk, [entry])
    return kept.id


@pytest.mark.parametrize("variant", [0, 1])
@pytest.mark.parametrize("plain_look", [False, True])
def test_a_heavy_case_fits_a_screen_and_says_where_the_rest_is(
    desk: Desk, screen: Callable[..., list[str]], variant: int, plain_look: bool
) -> None:
    case = desk.case(heavy_case(desk, variant))
    view = desk.view(case)
    shape = folding.case_shown(view)
    few = screen(80, lambda s: screens.case(shape, view, s), plain=plain_look)
    assert len(few) <= 23, "\n".join(few)
    assert all(len(line) <= 80 for line in few)
    labels = {line[:12].strip() for line in few}
    assert sum("C3 " in line and "…" in line for line in few) >= 2
    assert any(": branch 0" in line or ": released" in line or ": held" in line for line in few)
    assert {"status", "why", "timeline", "against", "open", "consent", "notes"} <= labels
    assert sum("see --all" in line for line in few) >= 4
    whole = screen(80, lambda s: screens.case(shape, view, s, whole=True), plain=plain_look)
    assert len(whole) > 40
    assert not any("see --all" in line for line in whole)
    assert " ".join(LONG.split()) in " ".join(" ".join(line[13:] for line in whole).split())


def test_a_heavy_case_that_is_closed_and_tied_to_others_fits_a_screen_too(
    desk: Desk, screen: Callable[..., list[str]]
) -> None:
    case, others = heavy_case(desk, 1), [heavy_case(desk, 0) for _ in range(4)]
    for other in others:
        link_cases(desk, case, other, "seen_in_custody_by", "maybe", LONG)
    close_case(desk, case, "family_request", reason=LONG, override=LONG)
    view = desk.view(desk.case(case))
    shape = folding.case_shown(view)
    few = screen(80, lambda s: screens.case(shape, view, s))
    assert len(few) <= 23, "\n".join(few)
    assert all(len(line) <= 80 for line in few)
    labels = {line[:12].strip() for line in few}
    assert {"status", "closed", "links", "for", "against", "open", "consent", "notes"} <= labels
    assert any(line.startswith("closed") and "by Rim; alone: the commander" in line for line in few)
    whole = " ".join(
        " ".join(line[13:] for line in screen(80, lambda s: screens.case(shape, view, s, whole=True))).split()
    )
    assert all(f"seen in custody by {short(other)}" in whole for other in others)


def test_a_light_case_is_shown_whole(desk: Desk, screen: Callable[..., list[str]]) -> None:
    entry = {"source": {"kind": "family", "label": "aunt"}, "facts": {"name": "Ali", "last_seen_on": "2016"}}
    (kept,) = take_in(desk, [{**entry, "note": "called twice"}])
    view = desk.view(desk.case(kept.id))
    shape = folding.case_shown(view)
    lines = screen(80, lambda s: screens.case(shape, view, s))
    assert not any("…" in line for line in lines if "not known" not in line)
    assert any("called twice" in line for line in lines)


def test_damage_is_told_without_a_cut(screen: Callable[..., list[str]]) -> None:
    problem = shapes.CheckItem(
        what="the row does not open with the key of its table", table="cases", id="7K3MQ2XW9ABT",
        next="restore this record from the last sealed copy with `registry vault restore` and check again",
    )  # fmt: skip
    shape = shapes.CheckResult(
        sound=False, rows=3, cases=1, entries=2, problems=(problem,), affected=("7K3-MQ2X",)
    )
    for plain_look in (False, True):
        lines = screen(80, lambda s: checking.drawn(shape), plain=plain_look)
        assert not any("…" in line for line in lines)
        assert "1 case is affected: 7K3-MQ2X" in lines
        shown = set(" ".join(lines).replace("`", " ").split())
        assert {"restore", "sealed", "key", "again"} <= shown
