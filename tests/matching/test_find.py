"""Finding cases by names in either script, whole, unfinished or misspelled."""

from __future__ import annotations

import random
from dataclasses import dataclass
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.matching.find import find
from registry.words.folding import search_text


@dataclass(frozen=True)
class Case:
    """A made-up case line."""

    id: str
    names: tuple[str, ...]
    folded: str
    seen_from: int = 0
    seen_to: int = 0


def case(identity: str, *names: str, **fields: list[str]) -> Case:
    return Case(identity, names, search_text(names, **fields))


CASES = [
    case("A", "محمد أحمد الخطيب", mother=["فاطمة العلي"], place=["الشعار"]),
    case("B", "Mohamad Mahmoud Khateeb", mother=["Amina"], place=["Bustan al-Qasr"]),
    case("C", "محمود محمد الخطيب"),
    case("D", "Abdel Rahman Yousef Al-Najjar", "عبد الرحمن يوسف النجار"),
    case("E", "حسن صالح درويش"),
    case("F", "حسين صلاح درويش"),
    case("G", "Hossam Saleh Darwish"),
    case("H", "Khalil Ibrahim"),
]


def ids(query: str, limit: int = 20) -> list[str]:
    return [hit.line.id for hit in find(query, CASES, limit)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("محمد الخطيب", "A"),
        ("Muhammad Ahmad Khatib", "A"),
        ("Mohammed Mahmoud Khatib", "B"),
        ("mahmud khatib", "C"),
        ("Abdulrahman al Najar", "D"),
        ("عبدالرحمن النجار", "D"),
        ("Hassan Darwich", "E"),
        ("حسن صالح", "E"),
        ("Husain Darwish", "F"),
        ("حسام درويش", "G"),
        ("خليل ابراهيم", "H"),
    ],
)
def test_a_name_is_found_from_either_script(query: str, first: str) -> None:
    assert ids(query)[0] == first


def test_all_words_are_of_one_person() -> None:
    assert ids("Khatib Ahmad")[0] == "A"
    assert set(ids("Darwish Saleh")) == {"E", "F", "G"}
    assert ids("Khalil Darwish") == []


def test_a_word_is_found_while_it_is_typed() -> None:
    assert ids("Abdel Rahman Yous") == ["D"]
    assert ids("درو")[0] in ("E", "F")
    assert ids("na") == ["D"]
    assert "H" in ids("hali")


def test_an_opening_comes_before_a_short_sound_while_a_word_is_typed() -> None:
    lines = [case("X", "هناء سعيد"), case("Y", "حنين سعيد")]
    assert [hit.line.id for hit in find("حن", lines)] == ["Y", "X"]
    assert find("Hana ", lines)[0].line.id == "X"


def test_given_names_that_sound_alike_come_in_the_order_of_their_letters() -> None:
    assert ids("حسين درويش")[:2] == ["F", "E"]
    assert ids("Hassan Darwish")[0] == "E"


def test_other_fields_are_searched_after_the_names() -> None:
    assert ids("fatima") == ["A"]
    assert ids("mother:fatima") == ["A"]
    assert ids("mother:amina محمد") == ["B"]
    assert ids("father:fatima") == []
    assert ids("الشعار محمد") == ["A"]
    assert find("mother:Fatmeh", CASES)[0].reasons == ("mother: sounds the same",)
    assert find("shaar", CASES)[0].reasons == ("place: sounds the same",)


def test_a_word_that_is_only_spelled_alike_follows_where_few_fit() -> None:
    hits = find("Abdelrahman Yousef Najdar", CASES)
    assert [hit.line.id for hit in hits] == ["D"]
    assert "name: spelled alike" in hits[0].reasons
    assert ids("ibrahmi khalil") == ["H"]


def test_one_word_with_a_consonant_too_many_or_too_few_is_found_where_nothing_else_is() -> None:
    assert ids("Ibaahim ") == ["H"]
    assert set(ids("Darwisht ")) == {"E", "F", "G"}


def test_reasons_tell_how_a_case_was_found_and_never_what_it_says() -> None:
    hit = find("Mohammed Khateeb", CASES)[0]
    assert set(hit.reasons) <= {"name: same word", "name: sounds the same", "name: opens a word"}
    assert hit.score > 0


@pytest.mark.parametrize("query", ["", "   ", "!?", "mother:", "~", ";", "\n"])
def test_a_query_without_words_finds_nothing(query: str) -> None:
    assert find(query, CASES) == []


def test_the_limit_is_kept() -> None:
    assert len(find("درويش", CASES, 2)) == 2
    assert find("درويش", CASES, 0) == []
    assert [hit.line.id for hit in find("Khalil", iter(CASES))] == ["H"]


@given(st.text(max_size=30))
def test_no_query_makes_the_search_fail(query: str) -> None:
    hits = find(query, CASES)
    assert len({hit.line.id for hit in hits}) == len(hits)


@given(st.sampled_from(CASES), st.data())
def test_every_case_is_found_by_words_of_its_own_name(one: Case, data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(one.names)).split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert one.id in ids(" ".join(words[start:end]))


GIVEN = ("محمد", "أحمد", "علي", "حسن", "حسين", "خالد", "عمر", "يوسف", "محمود", "سمير", "وليد", "طارق", "هاني")
FAMILY = ("الخطيب", "النجار", "درويش", "الحلبي", "حمدان", "شاهين", "قاسم", "عثمان", "بكري", "صباغ", "حداد")


@pytest.mark.slow
def test_a_search_among_a_hundred_thousand_is_quick_enough_to_type_by() -> None:
    chance = random.Random(1)
    lines = []
    for number in range(100_000):
        name = " ".join([*chance.choices(GIVEN, k=3), chance.choice(FAMILY)])
        lines.append(case(str(number), name))
    for query in ("محمد", "Mohamad Khatib", "Walid Hani Samir Bakri", "zzzz"):
        start = perf_counter()
        find(query, lines)
        # A wide bound for slow machines: it catches a scan that has become an order slower.
        assert perf_counter() - start < 1.0


@pytest.mark.parametrize("sought", [("Sara Haddad",), ("سارة حداد",)])
@pytest.mark.parametrize("query", ["sara", "sara haddad"])
def test_who_fits_well_is_not_lost_among_thousands_who_fit_badly(query: str, sought: tuple[str, ...]) -> None:
    many = [case(f"M{n}", f"Qassarany Ahaddade{n}") for n in range(3000)]
    assert find(query, [*many, case("X", *sought)], 3)[0].line.id == "X"


def test_of_thousands_with_the_very_word_enough_are_scored() -> None:
    many = [case(f"M{n}", f"Sara Person{n}") for n in range(3000)]
    assert len(find("sara", many, 500)) == 500
