"""The registers: facilities, actors and places as records of claims, found by any of their names in either script."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.control import Control
from registry.cases.folds import FactView, folded
from registry.cases.ground import NOT_KNOWN, Standing, Stretch, on_day
from registry.cases.holder import Holder
from registry.cases.items import Checked
from registry.cases.named import Named, name_key
from registry.cases.register_terms import INDIVIDUAL
from registry.cases.registered import Actor, Facility, PlaceRecord
from registry.sources.source import Source
from registry.words.dates import PartialDate
from registry.words.fact import Declared, facts_of
from registry.words.identity import id_of
from registry.words.places import Place, gazetteer

FACILITY, ACTOR, PLACE = "facility", "actor", "place"
REGISTERS: Mapping[str, type] = {FACILITY: Facility, ACTOR: Actor, PLACE: PlaceRecord}
# Control claimed of so wide a place says nothing of who held a town in it.
_TOO_WIDE = frozenset({"governorate", "country"})
_DEEPEST = 20


def id_of_code(code: str) -> str:
    """Return the identity of what is known of a gazetteer's place: the same on every laptop, so that copies merge."""
    return id_of(int.from_bytes(hashlib.blake2b(code.encode(), digest_size=8).digest()) >> 4)


class RecordFile(CaseFile):
    """A record of a register, read as a case file is: items that never change, of which claims are folded."""

    @property
    def facts(self) -> Mapping[str, Declared]:
        """The facts declared for this register."""
        return facts_of(REGISTERS[self.kind])

    @property
    def code(self) -> str:
        """The gazetteer's code where the record is of one of its places; empty otherwise."""
        return str(self.document.get("code", ""))


class Record:
    """One record of a register, folded for reading; ``sources`` maps the ids of those it cites."""

    def __init__(self, file: RecordFile, sources: Mapping[str, Source] | None = None) -> None:
        self.file = file
        self.id = file.id
        self.kind = file.kind
        self.sources = sources or {}

    @cached_property
    def facts(self) -> dict[str, FactView]:
        """What is claimed, by fact."""
        return folded(self.file.claims, self.file.facts, self.sources)

    def best(self, key: str) -> Any:
        """Return the best supported value of a fact, or None."""
        view = self.facts.get(key)
        return view.best if view else None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name claimed of it, names before other names; the gazetteer's own come last."""
        claimed = [h.value.show() for key in ("name", "alias") for h in self._held(key)]
        known = gazetteer().entries.get(self.file.code)
        return tuple(dict.fromkeys([*claimed, *(known.names if known else ())]))

    @property
    def title(self) -> str:
        """The words by which lists call it."""
        known = gazetteer().entries.get(self.file.code)
        if known and not self._held("name"):
            return known.label()
        return self.names[0] if self.names else ""

    def _held(self, key: str) -> Sequence[Any]:
        return self.facts[key].held if key in self.facts else ()

    @cached_property
    def control(self) -> tuple[Stretch, ...]:
        """What is claimed of who was in control, earliest first."""
        made = [
            Stretch(held.value, held.claims)
            for held in self._held("control")
            if isinstance(held.value, Control)
        ]
        return tuple(sorted(made, key=lambda one: (one.control.first, one.control.last)))

    @property
    def needs_review(self) -> bool:
        """Whether a named private individual has not been looked at by a second person yet."""
        types = {held.value.plain() for held in self._held("type")}
        return INDIVIDUAL in types and not self.file.every(Checked)


@dataclass(frozen=True, slots=True)
class Found:
    """What a name leads to: one record, or the ids of several that bear it, or nothing."""

    record: Record | None = None
    several: tuple[str, ...] = ()


class Register:
    """One register: its records by id and by every name."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.records: dict[str, Record] = {r.id: r for r in records if not r.file.withdrawn}

    @cached_property
    def _by_name(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for record in self:
            for name in record.names:
                found.setdefault(name_key(name), set()).add(record.id)
        return {key: frozenset(ids) for key, ids in found.items()}

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records.values())

    def find(self, text: str, chosen: str = "") -> Found:
        """Return what a name leads to; ``chosen`` is the id that a person picked, which settles it."""
        if chosen:
            return Found(self.records.get(chosen))
        ids = self._by_name.get(name_key(text), frozenset())
        if len(ids) == 1:
            return Found(self.records[min(ids)])
        return Found(None, tuple(sorted(ids)))


@dataclass(frozen=True)
class Registers:
    """The three registers together, for those who ask where a name leads and who held a place."""

    facilities: Register = field(default_factory=Register)
    actors: Register = field(default_factory=Register)
    places: Register = field(default_factory=Register)

    def of(self, kind: str) -> Register:
        """Return the register of one kind."""
        return {FACILITY: self.facilities, ACTOR: self.actors, PLACE: self.places}[kind]

    def found(self, value: object) -> Found:
        """Return what the name of a facility, a holder or a place leads to."""
        if isinstance(value, Holder):
            return self.actors.find(value.text, value.id)
        if isinstance(value, Named):
            return self.facilities.find(value.text, value.id)
        if isinstance(value, Place):
            own = self.places.find(value.text, value.code if value.code in self.places.records else "")
            code = value.code or ""
            return own if own.record or own.several else Found(self.places.records.get(id_of_code(code)))
        return Found()

    def agree(self, left: Any, right: Any) -> bool:
        """Tell whether two values can both be true, going by what their names lead to."""
        if isinstance(left, Holder) and isinstance(right, Holder):
            return self.same_side(left, right)
        if isinstance(left, Place) and isinstance(right, Place):
            here, there = self.node(left), self.node(right)
            if here and there:
                return here in self.chain(there) or there in self.chain(here)
        elif isinstance(left, Named) and isinstance(right, Named):
            mine, theirs = self.found(left).record, self.found(right).record
            if mine and theirs:
                return mine.id == theirs.id
        return bool(left.agrees(right))

    # Actors

    def part_of(self, holder: Holder) -> tuple[str, ...]:
        """Return the ids of the actor that a holder's name leads to and of those it is part of, itself first."""
        found: list[str] = []
        record = self.found(holder).record
        while record is not None and record.id not in found and len(found) < _DEEPEST:
            found.append(record.id)
            parent = record.best("parent")
            record = self.found(parent).record if isinstance(parent, Holder) else None
        return tuple(found)

    def side(self, holder: Holder) -> str:
        """Return the side of a holder: as the register has it of the actor or what it is part of, else by its words."""
        for identity in self.part_of(holder):
            side = self.actors.records[identity].best("side")
            if side is not None:
                return str(side.code)
        return holder.side

    def same_side(self, left: Holder, right: Holder) -> bool:
        """Tell whether two holders are one, part of one another, or of one known side."""
        mine, theirs = self.part_of(left), self.part_of(right)
        if (mine and mine[0] in theirs) or (theirs and theirs[0] in mine):
            return True
        sides = (self.side(left), self.side(right))
        if "not_stated" not in sides:
            return sides[0] == sides[1]
        return name_key(left.text) == name_key(right.text)

    def other_side(self, left: Holder, right: Holder) -> bool:
        """Tell whether two holders are surely of two sides; of one whose side is not known nobody can say so."""
        known = "not_stated" not in (self.side(left), self.side(right))
        return known and not self.same_side(left, right)

    # Places

    def node(self, value: Place | None) -> str:
        """Return what stands for a place: its gazetteer code, or the id of the organisation's own; empty if neither."""
        if value is None:
            return ""
        found = self.found(value)
        if found.record:
            return found.record.file.code or found.record.id
        return "" if found.several else (value.code or "" if value.code in gazetteer() else "")

    def record_of(self, node: str) -> Record | None:
        """Return what is known of a place, by its gazetteer code or its own id."""
        return self.places.records.get(id_of_code(node)) or self.places.records.get(node)

    def chain(self, node: str) -> tuple[str, ...]:
        """Return a place and the places it lies in, itself first: as the organisation has it, then as the gazetteer."""
        found: list[str] = []
        while node and node not in found and len(found) < _DEEPEST:
            found.append(node)
            record = self.record_of(node)
            stated = record.best("parent") if record else None
            known = gazetteer().entries.get(node)
            node = (self.node(stated) if isinstance(stated, Place) else "") or (known.parent if known else "")
        return tuple(found)

    def place_label(self, node: str, lang: str = "en") -> str:
        """Return the name of a place; an unknown one has none."""
        record = self.record_of(node)
        if node in gazetteer():
            return gazetteer().label(node, lang)
        return record.title if record else ""

    def _width(self, node: str) -> str:
        record = self.record_of(node)
        kind = record.best("kind") if record else None
        known = gazetteer().entries.get(node)
        return known.kind if known else kind.code if kind else ""

    def in_control(self, place: Place | None, on: PartialDate | None) -> Ground:
        """Return who held a place on a day, by what is claimed of it or of the nearest place that it lies in.

        Control of a whole governorate or country is not taken to hold in every place there.
        """
        node = self.node(place)
        for asked in self.chain(node):
            if asked != node and self._width(asked) in _TOO_WIDE:
                break
            record = self.record_of(asked)
            standing = on_day(record.control if record else (), on, self.same_side)
            if standing.state != NOT_KNOWN:
                return Ground(standing, asked, on, node)
        return Ground(Standing(NOT_KNOWN), "", on, node)


@dataclass(frozen=True, slots=True)
class Ground:
    """Who held a place on a day: the answer, the place whose claims it rests on, and what was asked."""

    standing: Standing
    rests_on: str
    on: PartialDate | None
    asked: str
