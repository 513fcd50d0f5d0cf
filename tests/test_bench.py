"""The cases that measurements are made on are the same each time and in the shape of an intake."""

from __future__ import annotations

import json

import pytest

from bench import cases
from bench.fitted import FACT, NOWHERE, TWICE, WORDS, Fitting, fitted
from bench.fitting import as_given
from bench.letters import learnt, pairs_of, written
from bench.names import at_threshold, recall_at


def test_the_first_cases_are_the_same_whatever_the_count() -> None:
    few, many = list(cases.cases(5)), list(cases.cases(50))
    assert few == many[:5]
    assert len({one["facts"]["reference"] for one in many}) == 50


def test_another_seed_gives_other_people() -> None:
    assert list(cases.cases(5)) != list(cases.cases(5, seed=1))


def test_lines_are_json_and_marked_synthetic() -> None:
    for line in cases.lines(20):
        one = json.loads(line)
        assert line.endswith("}\n")
        assert one["note"] == cases.NOTE
        assert set(one) == {"kind", "source", "grade", "facts", "status", "consent", "note"}


def _say(row: dict[str, str], to: Fitting) -> None:
    to.fact("place", "last_seen_at", row["place"])
    to.fact("mood", "mood", row["mood"])
    to.words("page")
    to.twice("year")


def test_a_cell_that_nothing_was_done_with_has_nowhere_to_go() -> None:
    rows = [
        {"place": "a bridge", "mood": "grim", "page": "3", "year": "1973", "colour": "blue"},
        {"place": "a road", "mood": " ", "page": "", "year": "1974", "colour": ""},
    ]
    found = fitted(iter(rows), frozenset({"last_seen_at"}), _say)  # type: ignore[arg-type]
    assert {column: dict(went) for column, went in found.went.items()} == {
        "place": {FACT: 2}, "mood": {NOWHERE: 1}, "page": {WORDS: 1}, "year": {TWICE: 2}, "colour": {NOWHERE: 1},
    }  # fmt: skip
    assert [claim["fact"] for entry in found.entries for claim in entry["claims"]] == ["last_seen_at"] * 2


def test_a_value_read_back_is_compared_as_it_was_given() -> None:
    assert as_given({"text": "2016-12-31", "given": "December  31, 2016"}) == "December 31, 2016"
    assert as_given({"low": 3, "high": None, "wording": "at least 3", "rule": "at least"}) == "at least 3"
    assert as_given({"latitude": "33.2", "longitude": "11.1"}) == "33.2, 11.1"
    assert as_given("  two   words ") == "two words"


def test_spellings_are_learnt_from_pairs_and_written_as_the_program_reads_them() -> None:
    rows = [
        {"arabic_2025": arabic, "arabic_2024": arabic, "latin_ibc": latin, "latin_dict": latin, "count": "4"}
        for arabic, latin in (
            ("باب", "bab"),
            ("ساب", "sab"),
            ("باس", "bas"),
            ("شاب", "shab"),
            ("شاس", "shas"),
        )
    ]
    shares, common = learnt(pairs_of(rows))
    assert shares["ش", "sh"] > 0.9 and shares["ب", "b"] > 0.9
    assert sum(common.values()) == pytest.approx(1)
    line = next(one for one in written(shares, common).splitlines() if one[0] == "ش")
    assert line.split()[2:4] == ["sh", str(round(1000 * shares["ش", "sh"]))]


def test_recall_at_a_precision_takes_equal_scores_together() -> None:
    pairs = [(0.9, {"same_person": "1"}), (0.9, {"same_person": "0"}), (0.8, {"same_person": "1"})]
    assert recall_at(pairs, 0.95) == 0
    assert recall_at(pairs, 0.6) == 1
    assert at_threshold(pairs, 0.85) == (0.5, 0.5, 0.5)
