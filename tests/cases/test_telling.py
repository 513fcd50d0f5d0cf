"""Whether the family was told of the evidence a death rests on: a table of what was told, what came in, and when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from registry.cases.guards import Proposal, unmet
from registry.cases.items import Claim, FamilyTold
from registry.cases.telling import Telling, comes_after, tellings, told_of
from tests.cases.build import Maker, source

EARLY, LATE = "2026-11-20T09:00:00.000000Z", "2026-11-22T15:00:00.000000Z"


def paper(at: str = LATE, on: str = "", basis: str = "document", status: str = "death_notified") -> Claim:
    made: dict[str, Any] = {"id": f"C{at[8:10]}{on}{basis}", "at": at, "by": "aa", "device": "d"}
    return Claim(**made, source="S1", fact="status", value=status, basis=basis, credibility=1, on=on)


# What the family was told (day, and when the record of it was written, if one was), the claim, and whether
# the telling can have been of it. Written from the rule, not from the code.
CASES = [
    # The source says when it was so: the day decides, whenever either was written down.
    ("2017-01-20", "", paper(on="2017-01-10"), True),
    ("2017-01-10", "", paper(on="2017-01-10"), True),
    ("2017-01-09", "", paper(on="2017-01-10"), False),
    ("2017-01-20", EARLY, paper(on="2017-01-10"), True),
    ("2017-01-09", LATE, paper(on="2017-01-10"), False),
    # Known in part: only what is surely no earlier counts.
    ("2017", "", paper(on="2017-01-10"), False),
    ("2017-01-20", "", paper(on="2017"), False),
    ("2018", "", paper(on="2017"), True),
    ("", "", paper(on="2017"), False),
    # The source says no day: its words were written down at a moment, and a record of telling comes after that.
    ("2026-11-22", "", paper(LATE), True),
    ("2026-11-21", "", paper(LATE), False),
    ("2026-11-22", "2026-11-22T16:00:00.000000Z", paper(LATE), True),
    ("2026-11-22", "2026-11-22T10:00:00.000000Z", paper(LATE), False),
    ("2026-11-20", "2026-11-22T16:00:00.000000Z", paper(LATE), False),
    ("2026-11-23", "", paper(LATE, on="../2026-11-30"), False),
]


@pytest.mark.parametrize(("on", "at", "claim", "after"), CASES)
def test_a_telling_comes_after_a_claim_or_it_does_not(on: str, at: str, claim: Claim, after: bool) -> None:
    assert comes_after(Telling(on, at), claim) is after


def asked(
    after: str, claims: tuple[Claim, ...], known: tuple[Telling, ...], kind: str = "forensic"
) -> set[str]:
    proposal = Proposal(
        "missing", after, claims, {"S1": source("S1", kind)}, author="Rim", reviewer="Sami",
        reviewers=frozenset({"Sami"}),
    )  # fmt: skip
    return {guard.code for guard in unmet(replace(proposal, family_told=told_of(proposal, known)))}


RUMOUR = paper(EARLY, basis="heard", status="death_reported")
TOLD_EARLY, TOLD_LATE = (
    Telling("2026-11-20", EARLY[:11] + "10:00:00.000000Z"),
    Telling("2026-11-22", LATE[:11] + "16:00:00.000000Z"),
)
DOCUMENT, DNA = paper(LATE), paper(LATE, basis="laboratory", status="remains_identified")
BEFORE = paper(EARLY)


@pytest.mark.parametrize(
    ("after", "claims", "known", "refused"),
    [
        ("death_notified", (DOCUMENT,), (), {"family-told"}),
        ("death_notified", (DOCUMENT,), (TOLD_EARLY,), {"family-told"}),
        ("death_notified", (RUMOUR, DOCUMENT), (TOLD_EARLY,), {"family-told"}),
        ("death_notified", (RUMOUR, DOCUMENT), (TOLD_EARLY, TOLD_LATE), set()),
        ("death_notified", (DOCUMENT,), (TOLD_LATE,), set()),
        # They were told of a document that carries it; a second one asks for no second telling.
        ("death_notified", (BEFORE, DOCUMENT), (TOLD_EARLY,), set()),
        # A document of a death is not yet remains identified: the laboratory came later, and is told anew.
        ("remains_identified", (BEFORE, DNA), (TOLD_LATE,), set()),
        ("remains_identified", (paper(EARLY, basis="heard"), DNA), (TOLD_EARLY,), {"family-told"}),
        ("held_reported", (paper(EARLY, basis="heard", status="held_reported"),), (), set()),
    ],
)
def test_the_guard_asks_for_a_telling_of_what_the_status_rests_on(
    after: str, claims: tuple[Claim, ...], known: tuple[Telling, ...], refused: set[str]
) -> None:
    assert asked(after, claims, known) == refused


def test_a_typed_day_that_a_record_gives_is_that_record() -> None:
    make = Maker()
    record = FamilyTold(
        **make.stamp(), task="T", told_by="Rim", told="his mother", on="2026-11-22", how="in_person"
    )
    assert tellings([record], "2026-11-22") == (Telling("2026-11-22", record.at),)
    assert tellings([record], "2026-11-23") == (Telling("2026-11-22", record.at), Telling("2026-11-23"))
