"""Letting out an anonymised summary: who may be counted, the plan, the gate, the files and the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from registry.cases.casefile import GROUP, PERSON
from registry.cases.line import CaseLine
from registry.desk.desk import RELEASES, Desk
from registry.disclosure.countable import Countable


def countable(line: CaseLine, today: str) -> Countable:
    """Return a person as disclosure sees them: broad classes, a family label, consent, and no name."""
    expired = bool(line.statistics_until) and line.statistics_until < today
    return Countable(
        case=line.id,
        family=line.family or None,
        values={
            "sex": line.sex, "age": line.age, "place": line.place, "holder": line.holder, "status": line.status,
        } | _period(line),
        consented=line.statistics and not expired,
        seen=date.fromordinal(line.seen_to) if line.seen_to else None,
    )  # fmt: skip


def _period(line: CaseLine) -> dict[str, str]:
    return {}


def people(desk: Desk) -> Iterator[Countable]:
    """Every person case that counts, as disclosure sees it."""
    return (countable(line, desk.today) for line in desk.lines() if line.kind == PERSON)


_ = (GROUP, RELEASES)
