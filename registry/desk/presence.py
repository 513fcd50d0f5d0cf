"""Who is claimed to have been where: everyone of one facility by date, and everyone of one corridor and day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import CROSSING, CaseFile
from registry.cases.crossing import Crossing
from registry.cases.episodes import EpisodeView, LineSide, days_heard_of, spoken_of
from registry.cases.folds import read_value
from registry.cases.items import Claim
from registry.cases.named import Named, name_key
from registry.cases.register import Record, Registers
from registry.cases.views import CaseView
from registry.desk.desk import CASES, Desk, Progress, no_progress
from registry.desk.registers import TABLE_OF
from registry.errors import Damaged
from registry.words.dates import PartialDate
from registry.words.fact import facts_of
from registry.words.places import Place

# What of a case's own facts says that someone was at a facility or crossed somewhere, beside its episodes.
_AT_FACILITY, _AT_POINT = frozenset({"held_at"}), frozenset({"crossing_point", "point"})
_HELD_THERE = ("facility", "moved_to")


@dataclass(frozen=True, slots=True)
class Presence:
    """One claim that someone was at a facility: the case, the claim, the day it speaks of, and the episode if any."""

    view: CaseView
    claim: Claim
    on: PartialDate | None
    value: Named | Place
    episode: str = ""


def at_facility(desk: Desk, record: Record, progress: Progress = no_progress) -> tuple[Presence, ...]:
    """Return every standing claim that names a facility as where someone is held or was moved, by date.

    Claims that deny it stand among them. A claim whose name leads to several facilities is left out.
    """
    registers = desk.registers()
    keys = {name_key(name) for name in record.names}

    def named(item: Mapping[str, Any]) -> bool:
        value = item.get("value")
        text, chosen = (value.get("text"), value.get("id")) if isinstance(value, dict) else (value, None)
        there = item.get("fact") in _AT_FACILITY or item.get("fact") in _HELD_THERE
        return there and (chosen == record.id or (isinstance(text, str) and name_key(text) in keys))

    found: list[Presence] = []
    for view in _views(desk, registers, named, progress):
        found += _named_there(view, registers, record.id)
    return tuple(sorted(found, key=lambda one: (one.on.sort_key if one.on else _LAST, one.claim.at)))


def _named_there(view: CaseView, registers: Registers, facility: str) -> Iterator[Presence]:
    began = {episode.id: episode for episode in view.episodes}
    for claim in view.case.claims:
        if claim.fact not in _AT_FACILITY and not (claim.about in began and claim.fact in _HELD_THERE):
            continue
        value = _value_of(view.case, claim)
        if not isinstance(value, Named | Place):
            continue
        # What a case says of itself is a place in words; a facility's name is looked for in them.
        named = value if isinstance(value, Named) else Named(value.text)
        found = registers.found(named).record
        if found is not None and found.id == facility:
            yield Presence(view, claim, _day_of(claim, began.get(claim.about)), value, claim.about)


def _day_of(claim: Claim, episode: EpisodeView | None) -> PartialDate | None:
    """Return the day a claim speaks of; where it names none, when its episode ended or began."""
    if (on := spoken_of(claim)) is not None or episode is None:
        return on
    return (episode.ended if claim.fact == "moved_to" else None) or episode.began


_LAST = (10**9, 0)


@dataclass(frozen=True, slots=True)
class Passage:
    """One person or group of a corridor and day; ``since`` is the first day after it that a claim speaks of.

    ``episode`` is None for a crossing that was only stated with the case itself.
    """

    view: CaseView
    on: PartialDate
    episode: EpisodeView | None
    since: PartialDate | None
    since_claim: Claim | None

    @property
    def sides(self) -> tuple[LineSide, ...]:
        """Both sides of the line, claimed and computed."""
        return self.episode.sides if self.episode else ()

    def values(self, key: str) -> tuple[Any, ...]:
        """Return what stands of one fact of the crossing."""
        return self.episode.values(key) if self.episode else ()


def of_corridor(
    desk: Desk, node: str, day: PartialDate, registers: Registers, progress: Progress = no_progress
) -> tuple[Passage, ...]:
    """Return everyone whose crossing at a point, or within it, may have been on ``day``; by date."""
    within: dict[str, bool] = {}

    def there(item: Mapping[str, Any]) -> bool:
        if item.get("fact") not in _AT_POINT or not item.get("value"):
            return False
        written = repr(item["value"])
        if written not in within:
            point = read_value(facts_of(Crossing)["point"], item["value"])
            within[written] = point is not None and _there((point,), node, registers)
        return within[written]

    found = [
        passage
        for view in _views(desk, registers, there, progress)
        for passage in _passages(view, node, day, registers)
    ]
    return tuple(sorted(found, key=lambda one: (one.on.sort_key, one.view.case.id)))


def _passages(view: CaseView, node: str, day: PartialDate, registers: Registers) -> Iterator[Passage]:
    crossings = [episode for episode in view.episodes if episode.kind == CROSSING]
    for episode in crossings:
        days = [on for on in episode.values("on") or (episode.began,) if on is not None and on.overlaps(day)]
        if days and _there(episode.values("point"), node, registers):
            yield _passage(view, days[0], episode, day)
    seen = view.best("last_seen_on")
    stated = (
        tuple(h.value for h in view.facts["crossing_point"].held) if "crossing_point" in view.facts else ()
    )
    if not crossings and seen is not None and seen.overlaps(day) and _there(stated, node, registers):
        yield _passage(view, seen, None, day)


def _there(points: tuple[Any, ...], node: str, registers: Registers) -> bool:
    return any(node in registers.chain(registers.node(point)) for point in points)


def _passage(view: CaseView, on: PartialDate, episode: EpisodeView | None, day: PartialDate) -> Passage:
    after = [
        (when, claim)
        for when, claim in days_heard_of(view.case)
        if day.latest and when.earliest and when.earliest > day.latest
    ]
    since, claim = min(after, key=lambda one: one[0].sort_key, default=(None, None))
    return Passage(view, on, episode, since, claim)


def _views(
    desk: Desk, registers: Registers, wanted: Callable[[Mapping[str, Any]], bool], progress: Progress
) -> Iterator[CaseView]:
    """Yield the cases of which one stored item is wanted; the others are not folded."""
    total = desk.count()
    for done, document in enumerate(_documents(desk), 1):
        progress(done, total)
        if any(map(wanted, document["items"])):
            case = CaseFile(document)
            if not case.withdrawn:
                yield desk.view(case, registers)


def _documents(desk: Desk) -> Iterator[dict[str, Any]]:
    """Yield every case document that opens; once one does not, the rest is read one by one."""
    read = 0
    try:
        for _, document in desk.vault.documents(CASES):
            yield document
            read += 1
        return
    except Damaged:
        desk.vault.noticed = True
    for place, number in enumerate(desk.vault.numbers(CASES)):
        if place >= read:
            try:
                found = desk.vault.document(CASES, number)
            except Damaged:
                continue
            if found is not None:
                yield found


def named_in(desk: Desk, cases: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the records of the registers that chosen cases name, and those they lie in or are part of, each once."""
    registers = desk.registers()
    found: dict[str, Record] = {}
    for identity in cases:
        case = desk.case(identity)
        values = (_value_of(case, claim) for claim in case.claims)
        waiting = [value for value in values if isinstance(value, Named | Place)]
        while waiting:
            record = registers.found(waiting.pop()).record
            if record is not None and record.id not in found:
                found[record.id] = record
                waiting += [stretch.control.by for stretch in record.control]
                waiting += [parent for parent in (record.best("parent"),) if parent is not None]
    for record in found.values():
        yield TABLE_OF[record.kind], record.file.document


def _value_of(case: CaseFile, claim: Claim) -> Any:
    declared = case.declared(claim)
    return read_value(declared, claim.value) if declared and claim.value is not None else None
