"""Sources at the desk: graded as given, never guessed, with contact details apart."""

from __future__ import annotations

from typing import Any

import pytest

from registry.desk.desk import CONTACTS, Desk
from registry.desk.sourcing import contact_of, grade_source, grades_of, kept_alike, new_source
from registry.desk.undoing import undo_last
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.words.identity import number_of, short
from tests.desk.making import a_source


def test_a_source_is_kept_as_it_was_described(desk: Desk) -> None:
    given = {"kind": "UN", "label": "the office", "reliability": "b", "why": "known for years", "dated": "9 December 2016",
             "independence": "OHCHR", "material": "briefing"}  # fmt: skip
    made = new_source(desk, given)
    assert desk.source(short(made.id)) == made
    assert (made.kind, made.label, made.reliability, made.dated) == (
        "un_body",
        "the office",
        "B",
        "2016-12-09",
    )
    assert (made.why, made.independence, made.material) == ("known for years", "OHCHR", "briefing")


def test_a_source_nobody_judged_is_f_and_one_without_a_label_has_its_kind(desk: Desk) -> None:
    made = new_source(desk, {"kind": "eyewitness"})
    assert (made.reliability, made.label, made.published) == ("F", "eyewitness", False)


def test_only_a_body_that_publishes_at_an_address_counts_as_published_unless_said(desk: Desk) -> None:
    address = "https://example.org/statement"
    assert new_source(desk, {"kind": "media", "url": address}).published
    assert not new_source(desk, {"kind": "family", "url": address}).published
    assert not new_source(desk, {"kind": "media"}).published
    assert not new_source(desk, {"kind": "media", "url": address, "published": False}).published


def test_contact_details_lie_in_a_compartment_of_their_own(desk: Desk) -> None:
    silent, reachable = (
        new_source(desk, {"kind": "family"}),
        new_source(desk, {"kind": "family", "contact": "+963 1"}),
    )
    assert (contact_of(desk, silent), contact_of(desk, reachable)) == ("", "+963 1")
    assert "+963" not in repr(desk.document("sources", reachable.id))
    assert desk.vault.has(CONTACTS, number_of(reachable.id))
    assert not desk.vault.has(CONTACTS, number_of(silent.id))


def test_what_a_source_repeats_is_named_by_its_id_in_either_form(desk: Desk) -> None:
    first = new_source(desk, {"kind": "media", "label": "agency"})
    repeating = new_source(desk, {"kind": "media", "label": "paper", "derived_from": short(first.id)})
    assert repeating.derived_from == first.id


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("a neighbour", "source"),
        ({}, "no kind"),
        ({"kind": "oracle"}, "kind of source"),
        ({"kind": "family", "name": "Khaled"}, "field 2 of the source is not known"),
        ({"kind": "family", "reliability": "G"}, "letter from A to F"),
        ({"kind": "family", "reliability": "3"}, "letter from A to F"),
        ({"kind": "family", "dated": "09/12/2016"}, "ambiguous"),
        ({"kind": "family", "label": ["Khaled"]}, "must be text"),
        ({"kind": "media", "derived_from": "000-0000"}, "no source here"),
    ],
)
def test_what_is_refused_says_what_and_keeps_nothing(desk: Desk, given: Any, says: str) -> None:
    with pytest.raises((InputRefused, NotFound), match=says) as refused:
        new_source(desk, given)
    assert "Khaled" not in refused.value.message + refused.value.hint
    assert desk.vault.count("sources") == 0


def test_a_source_is_graded_anew_with_the_reason_and_undone(desk: Desk) -> None:
    made = new_source(desk, {"kind": "ngo", "label": "monitor", "reliability": "C", "why": "new to us"})
    graded = grade_source(desk, short(made.id), "b", "its lists held against three others")
    assert (graded.reliability, graded.why) == ("B", "its lists held against three others")
    again = new_source(desk, {"kind": "ngo", "label": "another", "reliability": "B"})
    assert again.id != made.id
    known = kept_alike(desk, graded)
    assert known is not None and known.id == made.id  # the same voice is found under its new grade
    undo_last(desk)  # the other source
    undo_last(desk)
    assert (desk.source(made.id).reliability, desk.source(made.id).why) == ("C", "new to us")
    for letter, why, refusal in (("G", "x", InputRefused), ("B", "  ", RuleNotMet)):
        with pytest.raises(refusal):
            grade_source(desk, made.id, letter, why)
    with pytest.raises(NotFound):
        grade_source(desk, "000-0000", "B", "x")
    assert desk.vault.check().ok


def test_grades_are_told_in_their_order_with_what_was_taken_back(desk: Desk) -> None:
    source = a_source(desk)
    grade_source(desk, source, "A", "borne out twice")
    undo_last(desk)
    given = grades_of(desk, source)
    assert [(one.reliability, one.why, one.undone) for one in given] == [
        ("C", "", False),
        ("A", "borne out twice", True),
    ]
