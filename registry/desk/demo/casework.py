"""The casework of the demonstration: registers, times held, a crossing with a separation, and what waits to be done.

``casework.toml`` says what there is; everything in it is invented and says so.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from registry.cases.closing import against
from registry.cases.items import Proposed
from registry.cases.person import Person
from registry.cases.reviewing import STATUS
from registry.desk.claiming import claim_of, fact_named
from registry.desk.demo import people
from registry.desk.desk import CASES, Desk
from registry.desk.drafting import SOURCE, Draft, Said, new_draft, save_draft
from registry.desk.episodes import add_episode
from registry.desk.interviewing import read_answer
from registry.desk.questions import NOTE
from registry.desk.registering import add_record
from registry.desk.tasking import NewTask, add_task
from registry.desk.tracing import new_request
from registry.words.fact import facts_of

_GRADE = "3"  # what a line of the file says otherwise
# Answered already when the interview was interrupted.
_ANSWERED = ("name", "sex", "last_seen_on")


@dataclass(frozen=True, slots=True)
class Worked:
    """What a newcomer can look at: the ids of the facility and the corridor, and the day of the crossing."""

    facility: str
    corridor: str
    day: str


@cache
def casework() -> dict[str, Any]:
    """Return what the file holds."""
    return tomllib.loads((files("registry.desk.demo") / "data" / "casework.toml").read_text(encoding="utf-8"))


def work(desk: Desk, cases: Mapping[str, str], source: Callable[[str], str]) -> Worked:
    """Do the casework; ``cases`` gives ids by reference, ``source`` the id of a source by its key."""
    told = casework()
    records = _registers(desk, told, source)
    _episodes(desk, told, cases, source)
    _tasks(desk, told, cases)
    _proposal(desk, told["proposal"], cases, source)
    _request(desk, told["request"])
    _draft(desk, told["draft"])
    day = next(one["facts"]["on"] for one in told["episode"] if one["kind"] == "crossing")
    return Worked(records["warehouse"], records["corridor"], day)


def _said(one: Mapping[str, Any], source: Callable[[str], str]) -> dict[str, Any]:
    return {"source": source(one["source"]), "facts": one["facts"], "grade": one.get("grade", _GRADE)}


def _registers(desk: Desk, told: Mapping[str, Any], source: Callable[[str], str]) -> dict[str, str]:
    made: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for one in told["record"]:
        said = _said(one, source)
        kinds[one["key"]] = one["kind"]
        made[one["key"]] = add_record(desk, one["kind"], said).id
    for one in told["more"]:
        said = _said(one, source)
        add_record(desk, kinds[one["key"]], said, made[one["key"]])
    return made


def _episodes(
    desk: Desk, told: Mapping[str, Any], cases: Mapping[str, str], source: Callable[[str], str]
) -> None:
    known: dict[str, str] = {}
    for one in told["episode"]:
        key = one.get("key", "")
        said = _said(one, source)
        added = add_episode(desk, one["kind"], cases[one["case"]], said, known.get(key, ""))
        known |= {key: added.id} if key else {}


def _tasks(desk: Desk, told: Mapping[str, Any], cases: Mapping[str, str]) -> None:
    for one in told["task"]:
        due = date.fromisoformat(desk.today) + timedelta(days=one["days"])
        add_task(desk, cases[one["case"]], NewTask(one["kind"], due.isoformat(), desk.name, one["why"]))


def _proposal(
    desk: Desk, told: Mapping[str, Any], cases: Mapping[str, str], source: Callable[[str], str]
) -> None:
    """Let a colleague who does not exist propose a status, so that whoever opens the vault may decide on it."""
    case = desk.case(cases[told["case"]])
    said = {"value": told["status"], "when": told["on"], "basis": "direct_contact", "credibility": 2}
    with desk.vault.act("status set"):
        claim = claim_of(fact_named(case.facts, "status"), said, source(told["source"]), desk.pen)
        seen = tuple(one.id for one in against(case.claims, told["status"]))
        stamp: dict[str, Any] = {
            **desk.pen.stamp(),
            "by": hashlib.sha256(told["author"].encode()).hexdigest(),
        }
        proposed = Proposed(
            **stamp, proposes=STATUS, status=told["status"], previous=case.status, claims=(claim.id,),
            before=case.assessment.id if case.assessment else "", seen=seen, reason=told["reason"], author=told["author"],
        )  # fmt: skip
        desk.adding(CASES, case.id, [claim, proposed])


def _request(desk: Desk, told: Mapping[str, Any]) -> None:
    sought = next(one for one in people.people() if one.key == told["case"]).intake["facts"]
    new_request(
        desk,
        {
            **{key: value for key, value in told.items() if key != "case"},
            "looking_for": {key: sought[key] for key in ("name", "father", "sex") if key in sought},
        },
    )


def _draft(desk: Desk, told: Mapping[str, Any]) -> Draft:
    facts = facts_of(Person)
    answers: dict[str, Said] = {SOURCE: [{"value": told["source"]}], NOTE: [{"value": told["note"]}]}
    answers |= {key: read_answer(facts[key], told[key]) for key in _ANSWERED}
    draft = new_draft(desk.pen, answers=answers)
    save_draft(desk, draft)
    return draft
