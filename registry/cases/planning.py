"""What the office plans for a case: how pressing it is, and the day on which to look at it again."""

from __future__ import annotations

from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.items import Corrected, Planned
from registry.errors import InputRefused
from registry.words.dates import PartialDate
from registry.words.identity import short
from registry.words.terms import Term, Vocabulary

PRIORITIES = Vocabulary(
    "priority",
    Term("urgent", "urgent", "urgente", "عاجلة"),
    Term("high", "high", "élevée", "مرتفعة"),
    Term("normal", "normal", "normale", "عادية"),
    Term("low", "low", "faible", "منخفضة"),
)
NORMAL = "normal"
# What sorts after every day there is.
NEVER = "9999-12-31~"


def pressing(priority: str) -> int:
    """Return the place of a priority, the most pressing first; what nobody set is normal."""
    codes = list(PRIORITIES.terms)
    return codes.index(priority or NORMAL) if (priority or NORMAL) in codes else len(codes)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned for a case: its priority, the partial date of the next review, and the item that set that date.

    Each is empty where nobody set it.
    """

    priority: str = ""
    review_on: str = ""
    id: str = ""

    @property
    def day(self) -> str:
        """The first day that the date of the review may mean, as an ISO date; empty without one."""
        try:
            first = PartialDate.parse(self.review_on).earliest if self.review_on else None
        except InputRefused:
            first = None
        return first.isoformat() if first else ""

    @property
    def shown(self) -> dict[str, str]:
        """What is planned, in words by field; only what was set."""
        found = {"priority": self.priority and f"priority {self.priority}"}
        found["review_on"] = self.review_on and f"look again {self.review_on}"
        return {key: said for key, said in found.items() if said}

    @property
    def words(self) -> tuple[str, ...]:
        """What is planned, in words."""
        return tuple(self.shown.values())


def plan_of(case: CaseFile) -> Plan:
    """Fold what was planned for a case; the latest word on each counts."""
    priority, review_on, last = "", "", ""
    for item in case.every(Planned):
        priority = priority if item.priority is None else item.priority
        if item.review_on is not None:
            review_on, last = item.review_on, item.id
    return Plan(priority, review_on, last)


def review_words(case: CaseFile, lang: str = "en") -> str:
    """Say what a planned review asks: to look at the case again, how pressing it is, and why where that was said."""
    plan = plan_of(case)
    why = next((item.reason for item in case.every(Planned) if item.id == plan.id), "")
    how = f" ({PRIORITIES[plan.priority].show(lang)})" if plan.priority in PRIORITIES else ""
    return f"look at the case again{how}{why and f': {why}'}"


def planned_words(item: Planned) -> str:
    """Return a planning as a line of history."""
    parts = [f"priority {item.priority}"] if item.priority is not None else []
    if item.review_on is not None:
        parts.append(
            f"to be looked at again {item.review_on}" if item.review_on else "no day planned any more"
        )
    return f"planned: {', '.join(parts)}{item.reason and f': {item.reason}'}"


def corrected_words(item: Corrected) -> str:
    """Return a correction as a line of history: how much of it was new, and which claims it replaced."""
    count, gone = len(item.claims), ", ".join(short(one) for one in item.superseded)
    said = f"facts corrected or completed: {count} claim{'' if count == 1 else 's'}"
    return said + (f", in place of {gone}" if gone else "") + (f" ({item.reason})" if item.reason else "")
