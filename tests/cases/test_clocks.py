"""A clock that was set back decides nothing: who knew of what decides, and a "no" stands until a "yes" answers it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.cases.consents import standing, words_before
from registry.cases.items import Assessment, Consent, Proposed, Stage
from registry.provenance.consent import STATISTICS
from tests.cases.build import Maker
from tests.cases.test_consents import SAID

LONG_AGO = "1999-01-01T00:00:00.000000Z"
NO: dict[str, Any] = {"withdrawn": True}


def written(said: list[dict[str, Any]], clocks: list[str] | None = None) -> list[Consent]:
    """Words on consent as one laptop writes them one after the other, by whatever its clock shows."""
    make, words = Maker(), list[Consent]()
    for place, one in enumerate(said):
        stamp = make.stamp() | ({"at": clocks[place]} if clocks else {})
        given_ = {"purpose": "wgeid", **one}
        words.append(Consent(**stamp, **given_, after=words_before(words, given_["purpose"])))
    return words


def by_time(words: list[Consent]) -> list[Consent]:
    return sorted(words, key=lambda one: (one.at, one.id))


def test_a_withdrawal_written_with_the_clock_set_back_ends_consent() -> None:
    words = written([{}, NO], ["2026-11-22T09:00:00.000000Z", LONG_AGO])
    assert standing(by_time(words), "wgeid") == ()


def test_a_grant_that_answers_a_withdrawal_stands_whatever_its_clock_said() -> None:
    words = written([{}, NO, {}], ["2026-11-22T09:00:00.000000Z", "2026-11-22T10:00:00.000000Z", LONG_AGO])
    assert standing(by_time(words), "wgeid") == (words[2],)


def test_a_grant_that_did_not_know_of_the_withdrawal_never_beats_it() -> None:
    make = Maker()
    no = Consent(**make.stamp(), purpose="wgeid", withdrawn=True, after=())
    later = Consent(**make.stamp(), purpose="wgeid", after=())
    assert standing([no, later], "wgeid") == ()
    assert standing([no, later], "media") == ()


def test_words_of_an_older_version_go_by_their_time_unless_a_newer_word_names_them() -> None:
    make = Maker()
    old_no = Consent(**make.stamp(), purpose="wgeid", withdrawn=True)
    old_yes = Consent(**make.stamp(), purpose="wgeid")
    assert standing([old_no, old_yes], "wgeid") == (old_yes,)
    unknowing = Consent(**make.stamp(), purpose="wgeid", given_by="mother", after=())
    assert standing([old_no, unknowing], "wgeid") == ()
    knew = Consent(**{**make.stamp(), "at": LONG_AGO}, purpose="wgeid", withdrawn=True, after=(old_yes.id,))
    assert standing(by_time([old_no, old_yes, knew]), "wgeid") == ()


def test_the_narrower_consent_given_last_replaces_the_wider_one_against_the_clock() -> None:
    said = [{"given_by": "mother"}, {"given_by": "mother", "withhold": ("name",)}]
    words = written(said, ["2026-11-22T09:00:00.000000Z", LONG_AGO])
    assert standing(by_time(words), "wgeid") == (words[1],)
    # On two laptops apart neither knew of the other: both stand, and what either keeps back stays back.
    apart = [
        Consent(**Maker().stamp() | {"id": f"{n}"}, purpose="wgeid", **one, after=())
        for n, one in enumerate(said)
    ]
    assert set(standing(apart, "wgeid")) == set(apart)


def test_words_that_name_each_other_end_consent() -> None:
    make = Maker()
    first, then = make.stamp(), make.stamp()
    yes = Consent(**then, purpose="wgeid", after=(first["id"],))
    no = Consent(**first, purpose="wgeid", withdrawn=True, after=(then["id"],))
    assert standing([no, yes], "wgeid") == ()


@given(SAID, st.data(), st.sampled_from(["", "A", "B"]))
def test_one_record_reads_the_same_by_every_clock(
    said: list[dict[str, Any]], data: st.DataObject, to: str
) -> None:
    clocks = [f"20{data.draw(st.integers(10, 14))}" for _ in said]
    right, wrong = written(said), written(said, clocks)
    told = [one.id for one in standing(right, "wgeid", to)]
    assert sorted(one.id for one in standing(by_time(wrong), "wgeid", to)) == sorted(told)
    # Words that say what they followed, by clocks that are right, read as those of an older version do.
    plain = [
        Consent(
            **{
                key: getattr(one, key)
                for key in ("id", "at", "purpose", "given_by", "recipient", "withdrawn")
            }
        )
        for one in right
    ]
    assert [one.id for one in standing(plain, "wgeid", to)] == told


def test_the_case_shows_the_last_word_and_is_not_counted_against_a_no() -> None:
    yes, no = written(
        [{"purpose": STATISTICS}, {"purpose": STATISTICS, **NO}], ["2026-11-22T09:00:00.000000Z", LONG_AGO]
    )
    case = Maker().case(no, yes)
    assert not case.consented(STATISTICS)
    assert case.consents()[STATISTICS, ""] == no


def test_the_assessment_in_force_is_the_one_that_followed() -> None:
    make = Maker()
    dead = Assessment(**make.stamp(), status="died_confirmed", previous="missing", claims=())
    alive = Assessment(
        **{**make.stamp(), "at": LONG_AGO},
        status="located_alive",
        previous="died_confirmed",
        claims=(),
        before=dead.id,
    )
    assert make.case(alive, dead).status == "located_alive"
    proposed = Proposed(**make.stamp(), proposes="status", status="located_alive", before=dead.id)
    accepted = Assessment(
        **{**make.stamp(), "at": LONG_AGO},
        status="located_alive",
        previous="died_confirmed",
        claims=(),
        proposal=proposed.id,
    )
    assert make.case(accepted, dead, proposed).status == "located_alive"
    assert (
        make.case(
            dead, Assessment(**{**make.stamp(), "at": LONG_AGO}, status="missing", previous="", claims=())
        ).status
        == "died_confirmed"
    )


def test_a_case_opened_again_is_open() -> None:
    make = Maker()
    closed = Stage(**make.stamp(), stage="closed")
    again = Stage(**{**make.stamp(), "at": LONG_AGO}, stage="open", before=closed.id)
    assert make.case(again, closed).stage_code == "open"
