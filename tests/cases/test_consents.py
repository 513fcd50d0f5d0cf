"""Consent as it stands: each giver's latest word, recipients, withdrawals and ends, in any order of merging."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.cases.casefile import CaseFile
from registry.cases.consents import ends_on, expired, refused_recipients, standing
from registry.cases.items import Consent
from registry.cases.line import line_of
from registry.provenance.consent import STATISTICS
from tests.cases.build import Maker


def words(*said: dict[str, Any]) -> tuple[Consent, ...]:
    make = Maker()
    return tuple(Consent(**make.stamp(), **{"purpose": "wgeid", **one}) for one in said)


NO: dict[str, Any] = {"withdrawn": True}


def stands(*said: dict[str, Any], recipient: str = "") -> list[str]:
    return [one.given_by for one in standing(words(*said), "wgeid", recipient)]


def test_consent_for_one_recipient_holds_for_that_one_alone() -> None:
    assert stands({"recipient": "The Body"}) == []
    assert stands({"recipient": "The Body"}, recipient=" the  BODY ") == [""]
    assert stands({"recipient": "The Body"}, recipient="another") == []
    assert stands({}, recipient="another") == [""]


def test_a_withdrawal_that_names_nobody_ends_all_consent_whoever_gave_it() -> None:
    given_ = [{"given_by": "mother"}, {"given_by": "brother", "recipient": "The Body"}]
    assert stands(*given_, NO) == []
    assert stands(*given_, NO, recipient="The Body") == []
    assert stands(*given_, NO, {"given_by": "mother"}) == ["mother"]


def test_a_withdrawal_towards_one_recipient_ends_what_may_go_there() -> None:
    said = [{"given_by": "mother"}, {**NO, "recipient": "The Body"}]
    assert stands(*said, recipient="The Body") == []
    assert stands(*said, recipient="another") == ["mother"]
    assert refused_recipients(words(*said), "wgeid") == {"The Body"}


def test_a_no_does_not_miss_its_mark_by_its_spelling() -> None:
    said = [{"given_by": "mother", "recipient": "Société Amal"}, {**NO, "recipient": "societe  amal"}]
    assert stands(*said, recipient="Société Amal") == []
    # A yes is taken by its letters: it must not come to hold for somebody else.
    assert stands({"recipient": "Société Amal"}, recipient="societe amal") == []


def test_each_givers_latest_word_counts() -> None:
    first, then = (
        {"given_by": "mother", "until": "2030-01-01"},
        {"given_by": "Mother", "withhold": ("mother",)},
    )
    (kept,) = standing(words(first, then), "wgeid")
    assert kept.withhold == ("mother",)
    assert stands(first, {"given_by": "brother"}) == ["mother", "brother"]
    assert stands({}, {"given_by": "mother"}) == ["mother"]  # what nobody was named for is replaced


def test_an_end_that_is_known_in_part_is_certain_only_until_it_begins() -> None:
    (whole, month, open_, none, odd) = words(
        {"until": "2026-12-05"}, {"until": "2026-12"}, {"until": "../2026-12"}, {}, {"until": "some day"}
    )
    assert [str(ends_on(one)) for one in (whole, month, none)] == ["2026-12-05", "2026-12-01", "None"]
    assert not expired(whole, "2026-12-05")
    assert expired(whole, "2026-12-06")
    assert expired(month, "2026-12-02")
    assert expired(open_, "1990-01-01")
    assert expired(odd, "1990-01-01")
    assert not expired(none, "9999-12-31")
    assert not expired(whole, "")


def test_an_end_within_a_decade_ends() -> None:
    make = Maker()
    claim = make.claim("name", {"text": "Khaled", "kind": "full"})
    case = make.case(claim, Consent(**make.stamp(), purpose=STATISTICS, until="202X"))
    assert line_of(case.document).statistics_until == "2020-01-01"
    assert not case.consented(STATISTICS, "2026-11-22")


def test_a_case_refused_to_one_recipient_is_counted_for_none() -> None:
    def counted(*said: dict[str, Any]) -> bool:
        make = Maker()
        items = [Consent(**make.stamp(), **{"purpose": STATISTICS, **one}) for one in said]
        claim = make.claim("name", {"text": "Khaled", "kind": "full"})
        return line_of(make.case(claim, *items).document).statistics

    assert counted({})
    assert not counted({}, {**NO, "recipient": "press"})
    assert counted({}, {**NO, "recipient": "press"}, {})
    assert not counted({"recipient": "press"})


SAID = st.lists(
    st.fixed_dictionaries(
        {
            "purpose": st.sampled_from(["wgeid", "media"]),
            "given_by": st.sampled_from(["", "mother", "brother"]),
            "recipient": st.sampled_from(["", "A", "B"]),
            "withdrawn": st.booleans(),
        }
    ),
    max_size=7,
)


@given(SAID, st.randoms(), st.sampled_from(["", "A", "B"]))
def test_any_order_of_merging_gives_the_same_consent(
    said: list[dict[str, Any]], chance: Any, to: str
) -> None:
    make = Maker()
    items = [Consent(**make.stamp(), **one) for one in said]
    case = make.case(*items)
    mixed = list(case.document["items"])
    chance.shuffle(mixed)
    other = CaseFile({**case.document, "items": mixed})
    asked = [standing(one.every(Consent), "wgeid", to) for one in (case, other)]
    assert asked[0] == asked[1]
    # What stands is a yes for this purpose that no later, wider no follows.
    for one in asked[0]:
        assert (one.purpose, one.withdrawn) == ("wgeid", False)
        later = items[items.index(one) + 1 :]
        assert not any(o.withdrawn and o.purpose == "wgeid" and o.recipient in ("", to) for o in later)
