"""What may be chosen as an answer is narrowed by what is typed."""

from __future__ import annotations

from registry.cases.terms import SEXES
from registry.tui.offering import narrowed, term_offers


def test_what_is_typed_narrows_what_may_be_chosen_and_marks_what_is_meant() -> None:
    offers = term_offers(SEXES, "en")
    read = lambda said: [{"value": SEXES.read(said).code}]  # noqa: E731 - as an interview reads it
    assert narrowed(offers, "", read) == (offers, None)
    left, at = narrowed(offers, "fem", read)
    assert [one.said for one in left] == [[{"value": "female"}]]
    assert at == 0
    left, at = narrowed(offers, "ذكر", read)
    assert at is not None
    assert left[at].said == [{"value": "male"}]
    assert narrowed(offers, "xyz", read) == (offers, None)
