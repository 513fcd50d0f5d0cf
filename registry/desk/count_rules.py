"""How this vault reads words for unnamed numbers: the house's rules, and what the office set instead, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from registry.desk.desk import COUNT_RULES, Desk, in_one_act
from registry.desk.reading import text
from registry.errors import InputRefused, RuleNotMet
from registry.words.count_rules import LARGEST, RULES, Rule
from registry.words.identity import number_of
from registry.words.undone import UNDO, undone
from registry.words.written import in_written_order

if TYPE_CHECKING:
    from registry.vault.act import Act

CHANGE = "group rules"
_MOST_PERCENT = 1000


class RuleChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One setting of a rule: never edited, the latest of a rule is in force.

    ``low`` and ``high`` are people, or percent of the number for a rule that is a share; a ``high`` of None has no
    upper bound; ``house`` goes back to the house's rule. ``undoes`` is the id of an earlier setting, or of an earlier
    undoing, that no longer counts. ``before`` is the setting of the same rule that was in force until then.
    """

    id: str
    by: str
    device: str
    at: str
    code: str
    reason: str
    low: int = 0
    high: int | None = None
    house: bool = False
    undoes: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One rule as it is read in this vault, the house's own, and the change that set it, if one did."""

    rule: Rule
    house: Rule
    change: RuleChange | None


def readings(desk: Desk) -> tuple[Reading, ...]:
    """Return every rule as it is read now, in the order in which they are looked for."""
    every = changes(desk)
    gone = _gone(every)
    written = in_written_order(every, lambda change: (change.before,))
    last = {change.code: change for change in written if not change.undoes and change.id not in gone}
    return tuple(_reading(rule, last.get(rule.code)) for rule in RULES)


def _reading(house: Rule, change: RuleChange | None) -> Reading:
    if change is None or change.house:
        return Reading(house, house, change)
    return Reading(replace(house, low=change.low, high=change.high), house, change)


def rules_of(desk: Desk) -> tuple[Rule, ...]:
    """Return the rules by which a new figure is read; where nothing can be read, as in the field, the house's."""
    return tuple(reading.rule for reading in readings(desk))


def changes(desk: Desk) -> list[RuleChange]:
    """Return every setting there was, oldest first."""
    found = [msgspec.convert(dict(document), RuleChange) for document in desk.vault.table(COUNT_RULES)]
    return sorted(found, key=lambda change: (change.at, change.id))


def _gone(every: Iterable[RuleChange]) -> frozenset[str]:
    """Return the ids of the settings that an undoing took back, and of the undoings that one took back in turn."""
    return undone(
        {"id": one.id, "at": one.at, "t": UNDO if one.undoes else CHANGE, "items": [one.undoes]}
        for one in every
    )


def is_undone(desk: Desk, change: str) -> bool:
    """Whether a setting of a rule, or an undoing of one, was taken back."""
    return change in _gone(changes(desk))


def undo_change(desk: Desk, change: str) -> None:
    """Take a setting back, or an undoing, inside the act under way; both stay readable."""
    for one in changes(desk):
        if one.id == change:
            stamp: dict[str, Any] = desk.pen.stamp()
            made = RuleChange(**stamp, code=one.code, reason=one.reason, undoes=one.id)
            with desk.vault.act(CHANGE) as act:
                act.write(COUNT_RULES, number_of(made.id), msgspec.to_builtins(made))


def copy_rules(desk: Desk, act: Act) -> None:
    """Let another vault read words for numbers as this one does, inside the act under way in it."""
    for document in desk.vault.table(COUNT_RULES):
        act.write(COUNT_RULES, number_of(document["id"]), dict(document))


@in_one_act(CHANGE)
def set_rule(desk: Desk, code: str, low: int, high: int | None, reason: str) -> RuleChange:
    """Let a word for a number be read otherwise from now on; figures that were read keep the rule they were read by.

    Raises ``InputRefused`` for an unknown rule or bounds that are none, ``RuleNotMet`` without a reason.
    """
    if _known(code).share and not (1 <= low <= 100 <= (high or 0) <= _MOST_PERCENT):
        raise InputRefused(
            "the bounds are not a percentage up to 100 and one from 100 on",
            "give --low and --high in percent of the number, such as --low 80 --high 120",
        )
    if not 1 <= low <= LARGEST or (high is not None and not low <= high <= LARGEST):
        raise InputRefused(
            "the bounds are not two whole numbers of people, the smaller one first",
            "give --low and --high, or --low alone where there is no upper bound",
        )
    written: dict[str, Any] = desk.pen.stamp()
    return _keep(desk, RuleChange(**written, code=code, low=low, high=high, reason=_why(reason)))


@in_one_act(CHANGE)
def reset_rule(desk: Desk, code: str, reason: str) -> RuleChange:
    """Read a word by the house's rule again."""
    _known(code)
    written: dict[str, Any] = desk.pen.stamp()
    return _keep(desk, RuleChange(**written, code=code, house=True, reason=_why(reason)))


def _keep(desk: Desk, change: RuleChange) -> RuleChange:
    in_force = next(reading.change for reading in readings(desk) if reading.rule.code == change.code)
    change = msgspec.structs.replace(change, before=in_force.id if in_force else "")
    with desk.vault.act(CHANGE) as act:
        act.write(COUNT_RULES, number_of(change.id), msgspec.to_builtins(change))
    return change


def _known(code: str) -> Rule:
    for rule in RULES:
        if rule.code == code:
            return rule
    known = ", ".join(f"`{rule.code}`" for rule in RULES)
    raise InputRefused("there is no rule of that name", f"the rules are {known}")


def _why(reason: str) -> str:
    reason = text(reason, "the reason")
    if not reason:
        raise RuleNotMet("a rule is changed for a reason", "write the reason to --reason-from -")
    return reason
