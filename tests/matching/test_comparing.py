"""Names of one person match across scripts and habits; those of brothers, fathers and near names do not.

Every name here is made up from common parts; none is taken from a list of people.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.matching.comparing import BLANK, DIFFERS, MATCH, SAME, Comparison, Person, compare
from registry.matching.parts import Name


def compared(left: object, right: object) -> Comparison:
    return compare(Person.of(left), Person.of(right))  # type: ignore[arg-type]


SAME_PERSON = [
    ("محمد أحمد الخطيب", "Mohamad Ahmad Al-Khateeb"),
    ("محمد أحمد الخطيب", "Mohammed al-Khatib"),
    ("عبد الرحمن يوسف النجار", "Abdulrahman Youssef Najjar"),
    ("عبدالرحمن يوسف النجار", "Abd al-Rahman Yusuf al-Najjar"),
    ("نور الدين حسن درويش", "Noureddine Hassan Darwich"),
    ("عيسى سعيد عوض الله", "Issa Saeed Awadallah"),
    ("خالد حسان ابو شحادة", "Khaled Hassan Abu Shehadeh"),
    # The family name first, by a comma or by its article; titles, and words between names.
    ("Khatib, Mohammed Ahmed", "محمد أحمد الخطيب"),
    ("Al-Khatib Mohammed", "Mohammed Al-Khatib"),
    ("Dr. Samir Haddad", "سمير حداد"),
    ("محمد بن أحمد الخطيب", "محمد أحمد الخطيب"),
    # A kunya or a nickname beside the name.
    ("أبو خالد محمد أحمد الخطيب", "محمد أحمد الخطيب"),
    ('محمد "أبو خالد" الخطيب', "محمد الخطيب"),
    ("Mohammed al-Khatib aka Abu Khaled", "محمد الخطيب"),
    # Blanks between the words stand elsewhere.
    ("محمدعلي حسن", "محمد علي حسن"),
    # What printing to PDF did to lam-alef.
    ("فاطمه عبدهللا االسطل", "فاطمة عبد الله الأسطل"),
    ("عالء محمد سالمه عيد", "علاء محمد سلامة عيد"),
    ("الرا بالل عيد", "لارا بلال عيد"),
    # French, Turkish, Kurdish, Armenian, Russian habits.
    ("Chaabane Kassem Oualid", "شعبان قاسم وليد"),
    ("Djamel Bouazza Cherif", "جمال بوعزة شريف"),
    ("Mehmet Yılmaz Demir", "Muhammed Yilmaz Demir"),
    ("Recep Ramazan Davut", "رجب رمضان داود"),
    ("Xalid Hesen Şêxo", "خالد حسن شيخو"),
    ("ڕۆژین ئەحمەد حەسەن", "Rojin Ahmed Hasan"),
    ("Շահէ Սարգսեան", "Shahe Sarkisian"),
    ("Мухаммед Халид Хамид", "Mohammed Khaled Hamid"),
    # An alphabet that no table knows is compared letter by letter.
    ("李 小龍", "李 小龍"),
]


@pytest.mark.parametrize(("left", "right"), SAME_PERSON)
def test_one_person_in_two_spellings(left: str, right: str) -> None:
    assert compared(left, right).same


NOT_ONE = [
    # Brothers, and names that brothers bear side by side.
    ("محمد أحمد الخطيب", "محمود أحمد الخطيب"),
    ("Mohammed Ahmed Khatib", "Mahmoud Ahmed Khatib"),
    ("محمد أحمد الخطيب", "Mahmoud Ahmad Khatib"),
    ("Mohamed Ahmed Khatib", "محمود أحمد الخطيب"),
    ("أحمد محمد الخطيب", "محمد محمد الخطيب"),
    ("حسن علي درويش", "حسين علي درويش"),
    ("Hassan Ali Darwish", "Hussein Ali Darwish"),
    ("حسن علي درويش", "Hussein Ali Darwish"),
    ("سمير خالد حداد", "سامر خالد حداد"),
    ("Samir Khaled Haddad", "Samer Khaled Haddad"),
    ("خالد عمر بكري", "خليل عمر بكري"),
    ("Omar Ali Saleh", "Amr Ali Saleh"),
    ("كريم حسن عيد", "كرم حسن عيد"),
    ("عبد الكريم حسن عيد", "Abdel Rahim Hassan Eid"),
    ("صالح محمد الخطيب", "صلاح محمد الخطيب"),
    ("صالح أحمد النجار", "Salah Ahmed Najjar"),
    # Father and son: the same names, one place further.
    ("محمد أحمد علي الخطيب", "أحمد علي حسن الخطيب"),
    ("محمد أحمد علي الخطيب", "أحمد علي الخطيب"),
    # Cousins, and people who share all names but one.
    ("محمد أحمد علي الخطيب", "محمد حسن علي الخطيب"),
    ("محمد أحمد الخطيب", "محمد أحمد النجار"),
    ("محمد أحمد علي الخطيب", "محمد أحمد حسن الخطيب"),
    # Too little is said.
    ("Ahmad", "Ahmad Khatib"),
    ("Abu Khaled", "محمد أحمد الخطيب"),
    ("Abu Khaled", "Abu Walid"),
    ("", ""),
    ("محمد الخطيب", ""),
    ("李 小龍", "李 連杰"),
]


@pytest.mark.parametrize(("left", "right"), NOT_ONE)
def test_two_people_are_not_taken_for_one(left: str, right: str) -> None:
    assert not compared(left, right).same


def test_saleh_and_salah_are_one_only_where_the_text_shows_that_a_pdf_damaged_it() -> None:
    assert not compared("صالح محمد الخطيب", "صلاح محمد الخطيب").same
    assert compared("صالح عالء االسطل", "صلاح علاء الأسطل").same


def test_each_part_says_whether_it_matched_differed_or_was_blank() -> None:
    found = compared("محمد أحمد علي الخطيب", "Mohamad Ali Najjar")
    assert {part.part: part.state for part in found.parts} == {
        "given": MATCH, "father": BLANK, "grandfather": MATCH, "family": DIFFERS,
    }  # fmt: skip
    blank = next(part for part in found.parts if part.part == "father")
    assert (blank.left, blank.right, blank.likeness) == ("احمد", "", None)


def test_the_weakest_part_decides() -> None:
    whole, weak = (
        compared("محمد أحمد الخطيب", "محمد احمد الخطيب"),
        compared("محمد أحمد الخطيب", "محمد احمد بكري"),
    )
    assert whole.score == pytest.approx(1.0)
    assert weak.score < SAME / 2


def test_few_parts_say_less_than_many() -> None:
    two, three = (
        compared("محمد الخطيب", "Mohammed Khatib"),
        compared("محمد أحمد الخطيب", "Mohammed Ahmed Khatib"),
    )
    assert SAME <= two.score <= 0.8 < three.score


def test_facts_of_their_own_complete_a_name() -> None:
    parts = {"name": "محمد", "father": "أحمد", "family_name": "الخطيب"}
    assert compared(parts, "Mohammad Ahmad al-Khatib").same
    assert not compared(parts, "Mohammad Ali al-Khatib").same
    kinds = [
        {"text": "محمد", "kind": "given"},
        {"text": "أحمد", "kind": "father"},
        {"text": "الخطيب", "kind": "family"},
    ]
    assert compared({"name": kinds}, "Mohamad Ahmad Khatib").same


def test_any_name_of_a_person_may_match() -> None:
    several = {"name": ["Mohammed Khatib", {"text": "أبو خالد الحلبي", "kind": "alias"}]}
    assert compared(several, "محمد الخطيب").same
    assert (
        compared(several, "Abu Khaled al-Halabi").score
        > compared("Mohammed Khatib", "Abu Khaled al-Halabi").score
    )


def test_a_list_of_names_without_end_is_compared_as_far_as_a_person_may_have_names() -> None:
    many = Person.of({"name": [f"Ali Hassan{n}" for n in range(5000)]})
    assert len(many.names) == 20


NAME = "محمد أحمد الخطيب"


@pytest.mark.parametrize(
    ("left", "right", "part"),
    [
        ({"sex": "male"}, {"sex": "female"}, "sex"),
        ({"born": "1980"}, {"born": "1990-01"}, "born"),
        ({"mother": "فاطمة"}, {"mother": "Zeinab"}, "mother"),
    ],
)
def test_a_fact_that_contradicts_is_a_veto(left: dict[str, str], right: dict[str, str], part: str) -> None:
    found = compared({"name": NAME, **left}, {"name": NAME, **right})
    assert not found.same
    assert {one.part: one.state for one in found.parts}[part] == DIFFERS


@pytest.mark.parametrize(
    ("left", "right"),
    [({"born": "1980-03-04"}, {"born": "1980-04-03"}), ({"mother": "فاطمة"}, {"mother": "Fatmeh"})],
)
def test_a_fact_that_agrees_raises_names_that_fit_and_no_others(
    left: dict[str, str], right: dict[str, str]
) -> None:
    bare = compared("محمد الخطيب", "Mohammed Khatib")
    assert compared({"name": "محمد الخطيب", **left}, {"name": "Mohammed Khatib", **right}).score > bare.score
    assert not compared({"name": "محمد الخطيب", **left}, {"name": "Khaled Najjar", **right}).same


def test_a_fact_that_only_one_side_has_changes_nothing() -> None:
    assert (
        compared({"name": NAME, "sex": "male", "born": "1980"}, "Mohamad Ahmad Khatib").score
        == compared(NAME, "Mohamad Ahmad Khatib").score
    )


@pytest.mark.parametrize("facts", [{"name": NAME, "born": "soon"}, {"name": NAME, "sex": "blue"}])
def test_a_fact_that_is_none_is_refused(facts: dict[str, str]) -> None:
    with pytest.raises(InputRefused):
        Person.of(facts)


NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            'محمد محمود أحمد عبد الرحمن Abdul Abu Khaled al-Khatib النجار عالء صالح Saleh Şêxo Շահէ bin " ( , 7'.split()
        ),
        max_size=6,
    ).map(" ".join),
)


@given(NAMES, NAMES)
def test_the_same_whichever_comes_first(left: str, right: str) -> None:
    one, other = compared(left, right), compared(right, left)
    assert one.score == other.score
    assert [(p.part, p.state, p.right, p.left) for p in one.parts] == [
        (p.part, p.state, p.left, p.right) for p in other.parts
    ]
    assert 0 <= one.score <= 1
    assert one.same is (one.score >= SAME)


@given(NAMES)
def test_a_name_is_itself(name: str) -> None:
    one = Person.of(name)
    says_something = one.names[0] not in (Name(), Name(damaged=True))
    assert compare(one, one).score == (1.0 if says_something else 0.0)
    assert all(part.state == MATCH for part in compare(one, one).parts)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=10),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
)
def test_whatever_stands_where_a_name_should_is_read_or_refused(value: object) -> None:
    facts = dict.fromkeys(
        ("name", "father", "grandfather", "mother", "family_name", "nickname", "kunya"), value
    )
    assert 0 <= compared(facts, facts).score <= 1
    for fact in ("sex", "born"):
        try:
            Person.of({"name": NAME, fact: value})
        except InputRefused:
            continue
