"""How this vault reads words for unnamed numbers: the house's rules, and what the office set instead, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from registry.desk.desk import COUNT_RULES, Desk, in_one_act
from registry.desk.reading import text
from registry.errors import InputRefused, RuleNotMet
from registry.words.count_rules import LARGEST, RULES, Rule
from registry.words.identity import number_of

CHANGE = "group rules"


class RuleChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One setting of a rule: never edited, the latest of a rule is in force.

    ``low`` and ``high`` are people, a ``high`` of None has no upper bound; ``house`` goes back to the house's rule.
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


@dataclass(frozen=True, slots=True)
class Reading:
    """One rule as it is read in this vault, the house's own, and the change that set it, if one did."""

    rule: Rule
    house: Rule
    change: RuleChange | None


def readings(desk: Desk) -> tuple[Reading, ...]:
    """Return every rule as it is read now, in the order in which they are looked for."""
    last = {change.code: change for change in changes(desk)}
    return tuple(_reading(rule, last.get(rule.code)) for rule in RULES)


def _reading(house: Rule, change: RuleChange | None) -> Reading:
    if change is None or change.house:
        return Reading(house, house, change)
    return Reading(Rule(house.code, change.low, change.high, house.words), house, change)


def rules_of(desk: Desk) -> tuple[Rule, ...]:
    """Return the rules by which a new figure is read; where nothing can be read, as in the field, the house's."""
    return tuple(reading.rule for reading in readings(desk))


def changes(desk: Desk) -> list[RuleChange]:
    """Return every setting there was, oldest first."""
    found = [msgspec.convert(dict(document), RuleChange) for document in desk.vault.table(COUNT_RULES)]
    return sorted(found, key=lambda change: (change.at, change.id))


@in_one_act(CHANGE)
def set_rule(desk: Desk, code: str, low: int, high: int | None, reason: str) -> RuleChange:
    """Let a word for a number be read otherwise from now on; figures that were read keep the rule they were read by.

    Raises ``InputRefused`` for an unknown rule or bounds that are none, ``RuleNotMet`` without a reason.
    """
    _known(code)
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
    with desk.vault.act(CHANGE) as act:
        act.write(COUNT_RULES, number_of(change.id), msgspec.to_builtins(change))
    return change


def _known(code: str) -> None:
    if code not in {rule.code for rule in RULES}:
        known = ", ".join(f"`{rule.code}`" for rule in RULES)
        raise InputRefused("there is no rule of that name", f"the rules are {known}")


def _why(reason: str) -> str:
    reason = text(reason, "the reason")
    if not reason:
        raise RuleNotMet("a rule is changed for a reason", "write the reason to --reason-from -")
    return reason
