"""Rows turned into cases: what a cell says is stated, kept in the note or waited for, and nothing of it is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cases.casefile import SUBJECTS
from registry.exchange.entries import Entry, Reader
from registry.exchange.mapping import Column, ColumnMap
from registry.exchange.orders import orders
from registry.exchange.rows import Row
from registry.words.fact import facts_of

FACTS = facts_of(SUBJECTS["person"])


def entry(cells: dict[str, str], columns: dict[str, Column | str], **more: Any) -> Entry:
    mapping = ColumnMap({h: c if isinstance(c, Column) else Column(c) for h, c in columns.items()}, **more)
    return Reader(mapping, FACTS).entry(Row(2, {h: (cell,) for h, cell in cells.items()}))


def test_a_year_beside_a_whole_date_says_nothing_more() -> None:
    made = entry({"year": "1984", "date": "1984-04-27"}, {"year": "born", "date": "born"})
    assert made.document["facts"] == {"born": "1984-04-27"}
    assert "claims" not in made.document


def test_a_date_that_does_not_agree_is_a_claim_of_its_own() -> None:
    made = entry({"a": "1984-04-27", "b": "1990"}, {"a": "born", "b": "born"})
    assert made.document["claims"] == [{"fact": "born", "value": "1990"}]


def test_a_cell_that_cannot_be_read_is_kept_and_said() -> None:
    made = entry({"name": "Samir Mithal", "born": "31/02/2016"}, {"name": "name", "born": "born"})
    assert made.document["note"] == "born: 31/02/2016"
    assert [(one.heading, one.waits) for one in made.problems] == [("born", False)]
    assert not made.waits


def test_a_word_no_vocabulary_has_waits() -> None:
    made = entry({"status": "confirmed detained"}, {"status": "status"})
    assert made.waits
    assert made.unknown[0].word == "confirmed detained"
    led = entry(
        {"status": "confirmed detained"},
        {"status": Column("status", terms={"confirmed detained": "held_reported"})},
    )
    assert led.document["status"] == "held_reported"


def test_a_status_has_the_date_that_stands_beside_it() -> None:
    made = entry({"status": "missing", "on": "2016-12-12"}, {"status": "status", "on": "status_on"})
    assert made.document["facts"]["status"] == {"value": "missing", "when": "2016-12-12"}


def test_an_age_is_of_the_day_of_the_statement() -> None:
    made = entry({"age": "٣٤", "told": "2016-12-12"}, {"age": "age", "told": "when"})
    assert made.document["facts"] == {"age": 34, "age_on": "2016-12-12"}


def test_consent_is_never_more_than_was_said() -> None:
    columns: dict[str, Column | str] = {"consent": Column("consent", split="+")}
    assert entry({"consent": "store+share_un"}, columns).document["consent"] == ["case_work", "wgeid"]
    assert "consent" not in entry({"consent": "none recorded"}, columns).document
    withdrawn = entry({"consent": "withdrawn"}, columns).document["consent"]
    assert {one["purpose"] for one in withdrawn} >= {"anonymous_statistics", "public_naming"}
    assert all(one["withdrawn"] for one in withdrawn)
    assert entry({"consent": "perhaps"}, columns).waits


def test_a_source_shared_by_all_rows_is_told_more_of_by_a_row() -> None:
    made = entry({"who": "mother"}, {"who": "source.note"}, source={"kind": "family", "label": "list"})
    assert made.document["source"] == {"kind": "family", "label": "list", "note": "mother"}


@pytest.mark.parametrize(
    ("cells", "order"),
    [(["13/05/2016", "02/03/2016"], "dmy"), (["05/13/2016", "02/03/2016"], "mdy"), (["02/03/2016"], None),
     (["13/05/2016", "05/13/2016"], None), (["٢٣.١٢.٢٠١٦"], "dmy"), (["2016-12-13"], None)],
)  # fmt: skip
def test_the_order_of_day_and_month_is_told_by_the_whole_column(cells: list[str], order: str | None) -> None:
    rows = [Row(n, {"d": (cell,)}) for n, cell in enumerate(cells)]
    assert orders(rows, ["d"]).get("d") == order


@given(
    st.dictionaries(st.sampled_from(["name", "born", "sex", "age", "place", "extra"]), st.text(max_size=30))
)
def test_every_sign_of_a_row_is_stated_kept_or_waited_for(cells: dict[str, str]) -> None:
    columns: dict[str, Column | str] = {
        "name": "name",
        "born": "born",
        "sex": "sex",
        "age": "age",
        "place": "last_seen_at",
    }
    made = entry(cells, columns)
    said = repr(made.document) + repr(made.unknown)
    for heading, cell in cells.items():
        stated = heading in {"name", "place", "extra"} and cell.split()
        if stated and all(word.isalnum() and word.isascii() for word in cell.split()):
            assert all(word in said for word in cell.split())
