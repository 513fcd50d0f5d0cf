"""The rows of the list of cases: which columns there are, what a case says in each, and facets in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from registry.cases.line import CaseLine
from registry.cases.planning import PRIORITIES
from registry.cases.terms import SEXES, STAGES
from registry.desk.browsing import Asked
from registry.tui.case_duties import label_of
from registry.tui.case_words import status_look, status_words
from registry.tui.columns import Column
from registry.words.identity import short
from registry.words.places import gazetteer

# Behind the words of the columns stands the code of the status, for its colour alone.
_CODE = 6
_ROLES = {"bad": "urgent", "good": "good", "warn": "warning", "accent": "warning"}
_SIGNS = {"urgent": "!!", "high": "!", "low": "↓"}


def _role(words: Sequence[str]) -> str:
    """Return the role of a status, which repeats in colour what its sign and its word say."""
    return _ROLES.get(status_look(words[_CODE]), "") if len(words) > _CODE else ""


COLUMNS = (
    Column("id", 8),
    # "death reported" is never seen without its "(not verified)".
    Column("status", weight=1, least=31, style_for=_role),
    Column("names", weight=3, least=18),
    Column("last seen", 10, drops_at=72),  # a day that is cut would be another day
    Column("place", weight=1, least=10, drops_at=84),
    Column("stage, flags", weight=1, least=12, drops_at=90),
)


def words_of(line: CaseLine, lang: str) -> tuple[str, ...]:
    """Return what the row of a case says, one word for each column, and the code of its status."""
    pressing = f"{_SIGNS[line.priority]} " if line.priority in _SIGNS else ""
    stage = "" if line.stage == "open" else label_of(STAGES, line.stage, lang)
    return (
        short(line.id),
        status_words(line.status, lang),
        " · ".join(line.names) or "(no name known)",
        seen_words(line.seen_from, line.seen_to),
        line.at,
        pressing + ", ".join(filter(None, (stage, *line.flags))),
        line.status,
    )


def seen_words(since: int, until: int) -> str:
    """Return a date as far as it is known in ten characters: a day, a month, months or years."""
    first, last = (date.fromordinal(one).isoformat() if one else "" for one in (since, until))
    if first == last or not first or not last:
        return first or last or "-"
    if first[:4] != last[:4]:
        return f"{first[:4]}/{last[:4]}"
    return first[:7] if first[:7] == last[:7] else f"{first[:7]}/{last[5:7]}"


# What lists are narrowed by, in words; codes are shown by their labels.
FACETS = {
    "status": "status", "place": "place", "sex": "sex", "age": "age when last seen", "stage": "stage of work",
    "priority": "priority", "kind": "person or group",
}  # fmt: skip
SORTS = {
    "newest": "taken in last first", "touched": "touched last first", "seen": "by the day last seen", "name": "by name",
    "priority": "the most pressing first", "review": "by the day to look again",
}  # fmt: skip


def code_words(facet: str, code: str, lang: str) -> str:
    """Return one code of a facet in words."""
    if code in ("", "not_stated"):
        return "not stated"
    if facet == "status":
        return status_words(code, lang)
    if facet == "place":
        return gazetteer().label(code, lang)
    terms = {"sex": SEXES, "stage": STAGES, "priority": PRIORITIES}.get(facet)
    return label_of(terms, code, lang) if terms else code


def asked_words(asked: Asked, lang: str) -> str:
    """Return what a list is narrowed to and how it is sorted, in one line; nothing where it is neither."""
    said = [f"{FACETS[facet]}: {code_words(facet, code, lang)}" for facet, code in asked.chosen.items()]
    wanted = asked.wanted
    said += ["untouched for half a year"] if wanted.stale else []
    said += [f"seen from {wanted.since}"] if wanted.since else []
    said += [f"seen until {wanted.until}"] if wanted.until else []
    said += [SORTS[asked.order]] if asked.order != "newest" and not asked.query else []
    return " · ".join(said)
