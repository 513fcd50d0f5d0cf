"""Who was in control on a day: open ends, overlaps, gaps and partial dates, row by row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cases.control import Control
from registry.cases.ground import Standing, Stretch, Trouble, on_day, troubles
from registry.cases.holder import Holder
from registry.cases.items import Claim
from registry.errors import InputRefused
from registry.words.dates import PartialDate

WRITTEN = "2020-06-01T09:00:00.000000Z"


def stretch(by: str, since: str = "", until: str = "", spoke: str = "") -> Stretch:
    control = Control.parse({"by": by, "since": since, "until": until})
    claim = Claim(id="0" * 12, at=WRITTEN, source="S1", fact="control", value=control.plain(), on=spoke)
    return Stretch(control, (claim,))


def same(left: Holder, right: Holder) -> bool:
    return left.agrees(right)


def answer(day: str, *stretches: Stretch) -> str:
    """Return the state of a day and the sides that it names, in one word each."""
    found = on_day(stretches, PartialDate.parse(day) if day else None, same)
    return " ".join([found.state, *(by.text for by in found.by)])


OPPOSITION = stretch("opposition", "2012-07", "2016-12-13")
GOVERNMENT = stretch("government", "2016-12-13")


@pytest.mark.parametrize(
    ("day", "stretches", "says"),
    [
        # Whole dates inside, at the edges, before and after.
        ("2016-12-09", [OPPOSITION], "certain opposition"),
        ("2012-08-01", [OPPOSITION], "certain opposition"),
        ("2016-12-13", [OPPOSITION], "certain opposition"),
        ("2016-12-14", [OPPOSITION], "not_known"),
        ("2012-06-30", [OPPOSITION], "not_known"),
        ("2012-07-15", [OPPOSITION], "possible opposition"),  # it began at some day of that July
        # Partial dates asked for.
        ("2014", [OPPOSITION], "certain opposition"),
        ("2016-12", [OPPOSITION], "possible opposition"),
        ("2016-12", [OPPOSITION, GOVERNMENT], "unsettled opposition government"),
        ("2016-12-01/2016-12-09", [OPPOSITION, GOVERNMENT], "certain opposition"),
        ("2016-12-09/..", [OPPOSITION, GOVERNMENT], "unsettled opposition government"),
        # The day of a change names both, and is no contest.
        ("2016-12-13", [OPPOSITION, GOVERNMENT], "unsettled opposition government"),
        ("2016-12-14", [OPPOSITION, GOVERNMENT], "certain government"),
        # Overlaps of two sides are contested; of one side they are not.
        ("2016-12-09", [OPPOSITION, stretch("government", "2016-11-28")], "contested opposition government"),
        ("2016-12-09", [OPPOSITION, stretch("Nusra", "2016-01", "2016-12-31")], "certain opposition Nusra"),
        ("2016-12-09", [OPPOSITION, stretch("government", "2016-12")], "unsettled opposition government"),
        # Gaps.
        ("2015-03-01", [stretch("opposition", "2012", "2014"), stretch("government", "2016", "2018")], "not_known"),
        # An end nobody stated holds to the day the source spoke of, or its words were written, and perhaps longer.
        ("2018-01-01", [GOVERNMENT], "certain government"),
        ("2020-06-01", [GOVERNMENT], "certain government"),
        ("2020-06-02", [GOVERNMENT], "possible government"),
        ("2018-01-01", [stretch("government", "2016-12-13", spoke="2017-01-15")], "possible government"),
        ("2017-01-15", [stretch("government", "2016-12-13", spoke="2017-01-15")], "certain government"),
        ("2018-01-01", [stretch("opposition", "2012-07"), GOVERNMENT], "contested opposition government"),
        # A beginning nobody stated is sure only from the day the source spoke of.
        ("2010-01-01", [stretch("government", until="2012-07")], "possible government"),
        ("2012-01-01", [stretch("government", until="2012-07", spoke="2011-05-01")], "certain government"),
        ("2016-12-09", [stretch("government", spoke="2016-12-09")], "certain government"),
        ("2016-12-10", [stretch("government", spoke="2016-12-09")], "possible government"),
        ("2016-12-09", [stretch("government")], "possible government"),
        # Nothing asked, nothing claimed.
        ("", [OPPOSITION], "not_known"),
        ("2016-12-09", [], "not_known"),
    ],
)  # fmt: skip
def test_who_was_in_control_on_a_day(day: str, stretches: list[Stretch], says: str) -> None:
    assert answer(day, *stretches) == says


def test_of_a_date_that_is_open_on_both_sides_nothing_is_said() -> None:
    nowhen = PartialDate("../..", None, None)
    assert on_day([OPPOSITION], nowhen, same) == Standing("not_known")


STRETCHES = st.lists(
    st.builds(
        lambda by, ends, spoke: stretch(by, *sorted(ends), spoke) if "" not in ends else stretch(by, *ends, spoke),
        st.sampled_from(["government", "opposition", "ISIL"]),
        st.sampled_from([("", ""), ("2012-07", ""), ("", "2016-12-13"), ("2012", "2014"), ("2014", "2016-12"),
                         ("2016-12-13", "2018"), ("2015-01-02", "2015-01-02")]),
        st.sampled_from(["", "2013", "2016-12-09"]),
    ),
    max_size=5,
)  # fmt: skip


@given(
    STRETCHES, st.sampled_from(["2012-07-15", "2013", "2015-01-02", "2016-12-13", "2016-12", "2017", "2021"])
)
def test_the_order_of_statements_does_not_matter_and_a_narrower_date_is_never_less_sure(
    stretches: list[Stretch], day: str
) -> None:
    on = PartialDate.parse(day)
    found = on_day(stretches, on, same)
    back = on_day(stretches[::-1], on, same)
    assert (found.state, set(found.by)) == (back.state, set(back.by))
    assert on.earliest is not None
    narrower = on_day(stretches, PartialDate.parse(on.earliest), same)
    if found.state == "certain":
        assert narrower.state == "certain"
    if found.state == "not_known":
        assert narrower.state == "not_known"


@pytest.mark.parametrize(
    ("stretches", "found"),
    [
        ([OPPOSITION, GOVERNMENT], []),  # one day in common is the day it changed hands
        ([stretch("opposition", "2012", "2014"), stretch("government", "2016")],
         [Trouble("gap", date(2015, 1, 1), date(2015, 12, 31))]),
        ([stretch("opposition", "2012-07", "2016-12-13"), stretch("government", "2016-11-28", "2017")],
         [Trouble("overlap", date(2016, 11, 28), date(2016, 12, 13))]),
        ([stretch("opposition", "2012-07", "2016-12-13"), stretch("Nusra", "2013", "2014")], []),
        ([stretch("opposition", "2012-07-01"), stretch("government", "2016-12-13")],
         [Trouble("overlap", date(2016, 12, 13), date(2020, 6, 1))]),
        # A long stretch covers what lies between two short ones.
        ([stretch("opposition", "2012", "2020"), stretch("opposition", "2013", "2014"), stretch("opposition", "2018")],
         []),
        ([], []),
    ],
)  # fmt: skip
def test_gaps_and_overlaps_are_named(stretches: list[Stretch], found: list[Trouble]) -> None:
    assert list(troubles(stretches, same)) == found
    assert list(troubles(stretches[::-1], same)) == found


@pytest.mark.parametrize(
    "raw",
    [
        {"since": "2012"},
        {"by": ""},
        {"by": "government", "from": "2012"},
        {"by": "government", "since": "2016", "until": "2012"},
        {"by": "government", "since": "the day after"},
        "government",
        ["government"],
    ],
)
def test_what_does_not_say_who_or_ends_before_it_begins_is_refused(raw: object) -> None:
    with pytest.raises(InputRefused):
        Control.parse(raw)


def test_control_is_kept_as_it_was_given_and_says_which_end_is_open() -> None:
    made = Control.parse({"by": "opposition", "since": "July 2012"})
    assert Control.parse(made.plain()) == made
    assert made.plain() == {"by": "opposition", "since": {"text": "2012-07", "given": "July 2012"}}
    assert made.show() == "opposition armed groups, from July 2012 on, no end stated"
    assert made.show("fr").startswith("groupes armés d'opposition, de ")
    closed = Control.parse({"by": "opposition", "until": "2016-12-13"})
    assert closed.show() == "opposition armed groups, from a day not stated to 13 December 2016"
    assert made.agrees(Control.parse({"by": "government", "until": "2011"}))
    assert not made.agrees(Control.parse({"by": "government", "since": "2014"}))
