"""Steps towards authorities and bodies: what was sent to whom, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.duties import answers
from registry.cases.items import Action, ActionAnswer
from registry.cases.terms import ACTION_ANSWERS, ACTION_KINDS
from registry.desk.consenting import require
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.reading import at, known_keys, line, mapping, text
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.provenance.consent import PURPOSES
from registry.words.dates import PartialDate
from registry.words.identity import BODY, read_id, short

ACTION_FIELDS = ("kind", "to", "on", "purpose", "reference", "follow_up", "note")
ANSWER_FIELDS = ("kind", "on", "reference", "text")


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as recorded, and what the caseworker should know of it."""

    action: Action
    warnings: tuple[str, ...] = ()


@in_one_act("action add")
def add_action(desk: Desk, case_ref: str, raw: Any) -> Taken:
    """Record a step that was taken; raise ``InputRefused``.

    What happened is recorded whatever the rules say of it: a step under a purpose for which no consent stands is
    kept, and the caseworker is told.
    """
    case = desk.open_case(case_ref)
    given = mapping(raw, "the step")
    known_keys(given, ACTION_FIELDS, "the step")
    with at("step"):
        action = Action(
            **desk.pen.stamp(),
            kind=ACTION_KINDS.read(given.get("kind") or "other").code,
            to=_needed(given, "to"),
            on=_past(desk, given.get("on") or desk.today),
            purpose=PURPOSES.read(given["purpose"]).code if given.get("purpose") else "",
            reference=line(given.get("reference"), "the reference"),
            follow_up=_day(given.get("follow_up"), "follow_up"),
            note=text(given.get("note"), "the note"),
        )
    desk.adding(CASES, case.id, [action])
    return Taken(action, _warnings(desk, case, action))


def _needed(given: Mapping[str, Any], key: str) -> str:
    said = line(given.get(key), key)
    if not said:
        raise InputRefused(f"`{key}` is missing", "name the authority or body")
    return said


def _past(desk: Desk, raw: Any) -> str:
    on = PartialDate.parse(raw)
    if on.earliest is not None and on.earliest.isoformat() > desk.today:
        raise InputRefused(
            "the day is still to come", "record a step once it was taken; use `registry task add` before"
        )
    return on.text


def _day(raw: Any, what: str) -> str:
    if not raw:
        return ""
    with at(what):
        day = PartialDate.parse(raw)
        if day.earliest is None:
            raise InputRefused("the day has no beginning", "give a day, such as 2026-12-01")
        return day.text


def _warnings(desk: Desk, case: CaseFile, action: Action) -> tuple[str, ...]:
    if not action.purpose:
        return ()
    try:
        require(desk, case, action.purpose, action.to)
    except RuleNotMet as missing:
        return (f"{missing.message}; {missing.hint}",)
    return ()


def action_named(case: CaseFile, ref: str) -> Action:
    """Return the step of ``case`` that an id or its spoken form names; raise ``NotFound``."""
    asked = read_id(ref)
    found = [one for one in case.every(Action) if one.id.startswith(asked)]
    if not found or (len(found) > 1 and len(asked) < BODY):
        raise NotFound(
            "no single step of this case has that id", f"see `registry action list {short(case.id)}`"
        )
    return found[0]


@in_one_act("action answer")
def answer_action(desk: Desk, case_ref: str, action_ref: str, raw: Any) -> ActionAnswer:
    """Record what came back on a step; several answers may stand side by side."""
    case = desk.open_case(case_ref)
    action = action_named(case, action_ref)
    given = mapping(raw, "the answer")
    known_keys(given, ANSWER_FIELDS, "the answer")
    with at("answer"):
        answer = ActionAnswer(
            **desk.pen.stamp(),
            action=action.id,
            kind=ACTION_ANSWERS.read(given.get("kind") or "other").code,
            on=_past(desk, given.get("on") or desk.today),
            reference=line(given.get("reference"), "the reference"),
            text=text(given.get("text"), "the answer"),
        )
    desk.adding(CASES, case.id, [answer])
    return answer


def steps(case: CaseFile) -> tuple[tuple[Action, tuple[ActionAnswer, ...]], ...]:
    """Return every step with its answers, in the order in which they were recorded."""
    answered = answers(case)
    return tuple((action, answered.get(action.id, ())) for action in case.every(Action))
