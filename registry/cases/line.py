"""The line of a case: what lists, filters, search and summaries need of it, folded from its items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from registry.cases.casefile import GROUP, CaseFile
from registry.cases.closing import NOT_SAME, SAME_PERSON
from registry.cases.consents import ends_on, refused_recipients
from registry.cases.duties import Duty, duties_of
from registry.cases.items import Consent
from registry.cases.person import OWN_NAMES
from registry.cases.planning import plan_of
from registry.cases.reviewing import touched_at
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
    ``asks`` is what the file asks a reviewer for, as far as it tells without its sources, and ``same`` are the cases
    it is linked to as the same person, ``apart`` those it was told apart from. ``statistics`` tells that consent for
    anonymous statistics stands and
    ``statistics_until`` the ISO date on which it ends, if any. ``folded`` is the text that search reads.
    ``duties`` are what the case asks of the office, without the reasons. ``priority`` is empty where nobody set one,
    and ``review_on`` the ISO day on which to look at the case again, if any.
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
    duties: tuple[Duty, ...] = ()
    asks: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    priority: str = ""
    review_on: str = ""


def line_of(document: Mapping[str, Any]) -> CaseLine:
    """Fold a case document into its line."""
    view = CaseView(CaseFile(document))
    case = view.case
    seen: PartialDate | None = view.best("last_seen_on")
    plan = plan_of(case)
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
        statistics=_counted(case),
        statistics_until=_statistics_until(case),
        stage=case.stage_code,
        made_at=document["made"]["at"],
        touched_at=touched_at(case),
        groups=tuple(link.other for link in case.links if link.kind == "member_of"),
        claims=len(case.claims),
        withdrawn=case.withdrawn,
        duties=duties_of(case, _all_seen(view)),
        asks=view.asks,
        same=tuple(link.other for link in case.links if link.kind == SAME_PERSON),
        apart=tuple(link.other for link in case.links if link.kind == NOT_SAME),
        priority=plan.priority,
        review_on=plan.day,
    )


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _all_seen(view: CaseView) -> list[PartialDate]:
    """Return every date last seen that a source states: the one best supported need not be the true one."""
    held = view.facts["last_seen_on"].held if "last_seen_on" in view.facts else ()
    return [one.value for one in held if isinstance(one.value, PartialDate)]


def _counted(case: CaseFile) -> bool:
    """Tell whether the case may be counted: a summary can be passed on, so one recipient refused refuses them all."""
    refused = refused_recipients(case.every(Consent), STATISTICS)
    return all(case.consented(STATISTICS, recipient=recipient) for recipient in ("", *refused))


def _statistics_until(case: CaseFile) -> str:
    ends = [ends_on(one) for one in case.standing(STATISTICS)]
    return max((end.isoformat() for end in ends if end), default="") if None not in ends else ""


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
