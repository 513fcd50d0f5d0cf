"""The index of the search says the same however it came to be, and a query names fields and dates."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.matching.find import find
from registry.matching.index import Index
from registry.matching.query import Window, parse
from tests.matching.test_find import Case, case

NAMES = ("محمد الخطيب", "Mohamad Khateeb", "سمير حداد", "Samir Haddad", "Khalil Ibrahim")
QUERIES = ("محمد", "khatib", "samir", "haddad s", "ibrahmi khalil", "mother:amina", "Khalid Ibrahim")


def line(identity: int, name: str, mother: str) -> Case:
    return case(str(identity), name, mother=[mother] if mother else [])


LINES = st.dictionaries(
    st.integers(0, 6), st.tuples(st.sampled_from(NAMES), st.sampled_from(("", "Amina", "فاطمة"))), max_size=7
).map(lambda chosen: [line(identity, *made) for identity, made in chosen.items()])


def answers(index: Index[Case]) -> list[list[tuple[str, float, tuple[str, ...]]]]:
    return [sorted((h.line.id, h.score, h.reasons) for h in find(query, index)) for query in QUERIES]


@settings(max_examples=30)
@given(st.lists(LINES, min_size=1, max_size=4))
def test_an_index_kept_in_step_answers_as_one_made_anew(states: list[list[Case]]) -> None:
    index: Index[Case] = Index(states[0])
    for state in states[1:]:
        answers(index)  # what it keeps between searches must not outlive a change
        index.keep(state)
        assert len(index) == len(state)
        assert answers(index) == answers(Index(state))


def test_one_line_is_put_and_dropped() -> None:
    index: Index[Case] = Index([line(1, "محمد الخطيب", "Amina")])
    index.put(line(1, "سمير حداد", ""))
    assert find("khatib", index) == []
    assert find("mother:amina", index) == []
    assert [hit.line.id for hit in find("Samir", index)] == ["1"]
    index.drop("1")
    index.drop("1")
    assert len(index) == 0 and "1" not in index
    assert find("Samir", index) == []
    index.put(line(2, "علي علي", "Ali"))
    index.drop("2")
    assert find("علي", index) == find("mother:ali", index) == []


def test_numbers_of_many_files_that_open_alike_are_found_by_their_opening() -> None:
    index: Index[Case] = Index(case(f"{n}", f"Name {n}", reference=[f"2016-{n:05d}"]) for n in range(700))
    assert len(find("2016-00", index, 999)) == 700
    assert {hit.line.id for hit in find("2016-0045", index, 999)} >= {str(n) for n in range(450, 460)}
    assert [hit.line.id for hit in find("reference:00123", index)] == ["123"]


SEEN = [
    Case(
        "A",
        ("محمد الخطيب",),
        case("A", "محمد الخطيب", place=["الشعار"], father=["أحمد"]).folded,
        736308,
        736308,
    ),
    Case("B", ("محمد الخطيب",), case("B", "محمد الخطيب", place=["Aleppo"]).folded, 735599, 735963),
    Case("C", ("محمد الخطيب",), case("C", "محمد الخطيب").folded),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("khatib", "ABC"),
        ("khatib seen:2016-12", "A"),
        ("khatib seen:2016-12-09", ""),
        ("khatib since:2016", "A"),
        ("khatib until:2016", "AB"),
        ("khatib seen:2015..2016", "AB"),
        ("الخطيب شوهد:2016-12", "A"),
        ("khatib place:aleppo", "B"),
        ("khatib lieu:alep", "B"),
        ("khatib père:Ahmad", "A"),
        ("الخطيب الأب:أحمد", "A"),
        ("Khatib Ahmad الشعار", "A"),
        ("name:khatib", "ABC"),
        ("khatib nosuchfield:x", ""),
        ("khatba seen:2016-12", "A"),
    ],
)
def test_a_query_names_fields_and_dates(query: str, found: str) -> None:
    assert "".join(sorted(hit.line.id for hit in find(query, SEEN))) == found


def test_the_window_is_among_the_reasons() -> None:
    assert find("khatib seen:2016-12", SEEN)[0].reasons == ("name: sounds the same", "seen: in that time")


def test_a_date_that_is_none_is_refused_without_repeating_it() -> None:
    with pytest.raises(InputRefused) as refused:
        find("khatib seen:zebulon", SEEN)
    assert "zebulon" not in refused.value.message + refused.value.hint


def test_an_open_window_holds_what_is_not_closed_on_its_side() -> None:
    assert Window(5, 0).holds(1, 7) and not Window(5, 0).holds(1, 4)
    assert Window(0, 5).holds(5, 0) and not Window(0, 5).holds(6, 0)
    assert parse("khatib").window is None
