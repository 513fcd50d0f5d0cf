"""What a text says beside the tables: shares, means, days and figures of people."""

from __future__ import annotations

import pytest

from registry.audit.prose import in_columns, in_text
from registry.audit.reading import read_release
from tests.audit.written import CONTROLLED, audited, children, kinds, summary

PLACE = children(place=("Aleppo", "Idlib"))
CELLS = [({"place": "Aleppo"}, 60), ({"place": "Idlib"}, 140), ({}, 200)]
RELEASE = read_release(summary(PLACE, CELLS, rounding=CONTROLLED))


def said(text: str) -> set[str]:
    return {finding.kind for finding in in_text(text, [RELEASE], "text")}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("30.4 % of them are from Aleppo", "percentage"),
        ("33% were minors", "percentage"),
        ("٣٣٪ قاصرون", "percentage"),
        ("the average age is 34", "mean"),
        ("l'âge médian: la médiane est 34", "mean"),
        ("last seen on 2016-12-09", "day"),
        ("seen on 9.12.2016", "day"),
        ("among them three boys", "prose"),
        ("37 people were taken", "prose"),
        ("trois jeunes hommes", "prose"),
        ("1,204 detained people", "prose"),
        ("<p>only <b>4</b> women</p>", "prose"),
    ],
)
def test_what_no_table_says_is_found(text: str, kind: str) -> None:
    assert said(text) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "about 60 people in Aleppo, made on 2026-01-01",
        "30 % of about 200 people",
        "no one is named; two tables, three columns",
        "<style>p { width: 33.3% }</style> 140 people",
        "under 20 people",
    ],
)
def test_what_the_tables_say_may_be_repeated(text: str) -> None:
    assert said(text) == set()


def test_a_column_with_another_figure_is_found() -> None:
    assert list(in_columns("place,people\nAleppo,60\n", [RELEASE], "summary.csv")) == []
    (finding,) = in_columns("place,people\nAleppo,61\n", [RELEASE], "summary.csv")
    assert finding.fatal and "61" in finding.words


def test_a_text_inside_the_summary_is_read_too() -> None:
    assert "prose" in kinds(
        audited(summary(PLACE, CELLS, rounding=CONTROLLED, notes=["among them three boys"]))
    )
