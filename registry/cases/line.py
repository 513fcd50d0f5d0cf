"""The line of a case: what lists, filters, search and summaries need of it, folded from its items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from registry.cases.casefile import GROUP, CaseFile
from registry.cases.items import Verified
from registry.cases.person import OWN_NAMES
from registry.cases.views import CaseView
from registry.provenance.consent import STATISTICS
from registry.words.dates import PartialDate
from registry.words.folding import search_text
from registry.words.plain import Age

NOT_STATED = "not_stated"
MINORS, ADULTS, ELDERS = "0-17", "18-59", "60+"
_ADULT, _ELDER = 18, 60


class CaseLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One case in a list.

    ``seen_from`` and ``seen_to`` are the proleptic ordinals of the bounds of the date last seen, 0 where
    open. ``age``, ``place``, ``holder`` and ``sex`` are the coarse classes of an anonymised table;
    ``status`` is empty for a group report of which nobody stated one; ``place`` is a governorate.
    ``statistics`` tells that consent for anonymous statistics stands and
    ``statistics_until`` the ISO date on which it ends, if any. ``folded`` is the text that search reads.
    """

    id: str
    kind: str
    status: str
    flags: tuple[str, ...]
    names: tuple[str, ...]
    folded: str
    seen_from: int
    seen_to: int
    sex: str
    age: str
    at: str
    place: str
    holder: str
    family: str
    statistics: bool
    statistics_until: str
    stage: str
    made_at: str
    touched_at: str
    groups: tuple[str, ...] = ()
    claims: int = 0
    withdrawn: bool = False


def line_of(document: Mapping[str, Any]) -> CaseLine:
    """Fold a case document into its line."""
    view = CaseView(CaseFile(document))
    case = view.case
    seen: PartialDate | None = view.best("last_seen_on")
    at, holder, sex, family = (view.best(key) for key in ("last_seen_at", "alleged_holder", "sex", "family"))
    return CaseLine(
        id=case.id,
        kind=case.kind,
        status=case.status if case.kind != GROUP or case.assessment else "",
        flags=view.flags,
        names=tuple(name.text for name in view.names) if case.kind != GROUP else (view.title,),
        folded=search_text(
            _said(view, *OWN_NAMES), **{key: _said(view, *facts) for key, facts in _TAGGED.items()}
        ),
        seen_from=_ordinal(seen.earliest) if seen else 0,
        seen_to=_ordinal(seen.latest) if seen else 0,
        sex=sex.code if sex else NOT_STATED,
        age=age_band(view),
        at=at.text if at else "",
        place=(at.governorate() if at else None) or NOT_STATED,
        holder=holder.side if holder else NOT_STATED,
        family=" ".join(family.text.casefold().split()) if family else "",
        statistics=case.consented(STATISTICS),
        statistics_until=_statistics_until(case),
        stage=case.stage_code,
        made_at=document["made"]["at"],
        touched_at=max(
            (item.at for item in case.items if not isinstance(item, Verified)), default=document["made"]["at"]
        ),
        groups=tuple(link.other for link in case.links if link.kind == "member_of"),
        claims=len(case.claims),
        withdrawn=case.withdrawn,
    )


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _statistics_until(case: CaseFile) -> str:
    standing = case.standing(STATISTICS)
    if any(not consent.until for consent in standing):
        return ""
    return max((consent.until for consent in standing), default="")


# What is searched beside the person's own names, each under a tag that a query can name.
_TAGGED = {
    "father": ("father", "grandfather"),
    "mother": ("mother",),
    "place": ("last_seen_at", "origin"),
    "reference": ("reference",),
    "about": ("topic", "count"),
}


def _said(view: CaseView, *facts: str) -> list[str]:
    """Every value claimed of these facts, in words."""
    return [held.value.show() for fact in facts if fact in view.facts for held in view.facts[fact].held]


def birth_years(view: CaseView) -> tuple[date | None, date | None]:
    """Return the bounds of the date of birth that the claims allow, None where open."""
    born: PartialDate | None = view.best("born")
    if born is not None:
        return born.earliest, born.latest
    age: Age | None = view.best("age")
    span = age.born() if age else None
    return (date(span[0], 1, 1), date(span[1], 12, 31)) if span else (None, None)


def age_band(view: CaseView) -> str:
    """Return the age class when last seen, or ``not_stated`` where the bounds leave more than one.

    An age stated on a date is taken as it was stated when that date is the date last seen.
    """
    seen: PartialDate | None = view.best("last_seen_on")
    age: Age | None = view.best("age")
    if age is not None and view.best("born") is None and _same_time(age, seen):
        return _band(age.years)
    earliest, latest = birth_years(view)
    if earliest is None or latest is None or seen is None or seen.earliest is None or seen.latest is None:
        return NOT_STATED
    youngest, oldest = _years(latest, seen.earliest), _years(earliest, seen.latest)
    return _band(youngest) if youngest >= 0 and _band(youngest) == _band(oldest) else NOT_STATED


def _same_time(age: Age, seen: PartialDate | None) -> bool:
    return age.on is not None and seen is not None and age.on.overlaps(seen)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _band(years: int) -> str:
    return MINORS if years < _ADULT else ADULTS if years < _ELDER else ELDERS
