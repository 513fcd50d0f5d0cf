"""A row of a list turned into what a case is taken in from, with everything in it that could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.cases.person import KIND_OF_NAME
from registry.errors import InputRefused
from registry.exchange.mapping import BESIDE, IGNORE, KEEP, NOTHING, Column, ColumnMap
from registry.exchange.rows import Row
from registry.provenance.consent import PURPOSES
from registry.sources.kinds import SOURCE_KINDS
from registry.words.counts import Count
from registry.words.dates import PartialDate
from registry.words.fact import Declared, Value
from registry.words.names import Name
from registry.words.terms import Coded, Vocabulary
from registry.words.text import clean

# What is done with a word that no vocabulary has: the row waits, or the word is made a term of the vault's own pack.
REJECT, MAP, CREATE = "reject", "map", "create"
UNKNOWN_TERMS = (REJECT, MAP, CREATE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read in one cell, or in the row where ``heading`` is empty, and what to do about it.

    With ``waits`` the row is not taken in; otherwise the cell is kept in the case's note as it was written.
    """

    heading: str
    problem: str
    help: str
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that stands under a heading and that its vocabulary does not have."""

    heading: str
    fact: str
    word: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row comes to: the document a case is taken in from, what was not read, and unknown words.

    One that ``joins`` speaks of a person who came in another row, and is no case by itself.
    """

    document: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    joins: bool = False

    @property
    def waits(self) -> bool:
        """Whether the row cannot be taken in as it is."""
        return bool(self.unknown) or any(one.waits for one in self.problems)


# Words of lists for consent that was never given, and for consent that was taken back.
_NO_CONSENT = frozenset({"none", "none recorded", "no", "not recorded", "aucun", "non", "لا", "لا يوجد"})
_WITHDRAWN = frozenset({"withdrawn", "revoked", "retiré", "سحبت", "مسحوبة"})
_TERMS: Mapping[str, Vocabulary] = {"consent": PURPOSES, "source.kind": SOURCE_KINDS}


class Reader:
    """Reads the rows of one list by its mapping.

    ``orders`` are the orders of day and month found in its columns; ``instead`` leads a fact to the one that holds
    words which the fact's own vocabulary does not have.
    """

    def __init__(
        self,
        mapping: ColumnMap,
        facts: Mapping[str, Declared],
        orders: Mapping[str, str] | None = None,
        instead: Mapping[str, str] | None = None,
    ) -> None:
        self.mapping, self.facts, self.orders = mapping, facts, orders or {}
        self.instead = instead or {}

    def entry(self, row: Row) -> Entry:
        """Return what a row comes to. It never raises for what a cell holds."""
        if row.flaw:
            return Entry({}, (Problem("", row.flaw, row.help, waits=True),))
        filled = _Filled(self)
        for heading, cells in row.cells.items():
            column = self.mapping.columns.get(heading, Column(KEEP))
            for cell in cells:
                filled.take(heading, column, cell)
        return filled.entry()


class _Filled:
    """One document as it is filled, cell by cell."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._facts: dict[str, list[Any]] = {}
        self._beside: dict[str, str] = {}
        self._source: dict[str, Any] = dict(reader.mapping.source)
        self._consent: list[Any] = []
        self._notes: list[str] = []
        self._problems: list[Problem] = []
        self._unknown: list[Unknown] = []

    def take(self, heading: str, column: Column, cell: str) -> None:
        """Read one cell into its place."""
        if column.states == IGNORE:
            return
        for said in _parts(column, cell):
            word = column.term(said)
            if word == NOTHING:
                continue
            try:
                self._put(heading, column, said if word is None else word)
            except InputRefused as refused:
                self._problems.append(Problem(heading, refused.message, refused.hint))
                self._keep(heading, said)

    def _put(self, heading: str, column: Column, said: str) -> None:
        states, declared = column.states, self._reader.facts.get(column.states)
        if declared is not None:
            self._put_fact(heading, column, declared, said)
        elif states in _TERMS:
            self._put_term(heading, states, said)
        elif states.startswith("source."):
            self._source[states.removeprefix("source.")] = _plain_line(said)
        elif states == KEEP:
            self._keep(heading, said)
        elif states == "note":
            self._notes.append(clean(said, paragraphs=True))
        elif states in ("when", "status_on", "age_on"):
            self._beside[states] = PartialDate.parse(said, self._order(heading, column)).text
        elif states in BESIDE:
            self._beside[states] = said

    def _put_fact(self, heading: str, column: Column, declared: Declared, said: str) -> None:
        if issubclass(declared.kind, Coded):
            try:
                value: Value = declared.kind.parse(said)
            except InputRefused:
                self._put_word(heading, declared, said)
                return
        elif issubclass(declared.kind, PartialDate):
            value = declared.kind.parse(said, self._order(heading, column))
        elif issubclass(declared.kind, Count):
            self._facts.setdefault(declared.key, []).append(
                said
            )  # read by the office's own rules for counting words
            return
        elif declared.key in KIND_OF_NAME:
            value = Name.parse({"text": said, "kind": KIND_OF_NAME[declared.key]})
        else:
            value = declared.kind.parse(said)
        self._facts.setdefault(declared.key, []).append(value)

    def _put_word(self, heading: str, declared: Declared, said: str) -> None:
        """Take a word that its vocabulary does not have: as a term of the vault's own pack, or as unknown."""
        instead = self._reader.facts.get(self._reader.instead.get(declared.key, ""))
        if instead is None:
            self._unknown.append(Unknown(heading, declared.key, clean(said)[:200]))
        else:
            self._facts.setdefault(instead.key, []).append(instead.kind.parse(clean(said)[:100]))

    def _put_term(self, heading: str, states: str, said: str) -> None:
        if states == "consent" and (plain := " ".join(said.casefold().split())) in _NO_CONSENT | _WITHDRAWN:
            if plain in _WITHDRAWN:
                # Which purpose it was given for is not said: it stands for none of them.
                self._consent += [{"purpose": purpose.code, "withdrawn": True} for purpose in PURPOSES]
            return
        try:
            code = _TERMS[states].read(said).code
        except InputRefused:
            self._unknown.append(Unknown(heading, states, clean(said)[:200]))
            return
        if states == "consent":
            self._consent.append(code)
        else:
            self._source["kind"] = code

    def _order(self, heading: str, column: Column) -> str | None:
        return column.order or self._reader.orders.get(heading)

    def _keep(self, heading: str, said: str) -> None:
        self._notes.append(f"{heading}: {clean(said, paragraphs=True)}")

    def entry(self) -> Entry:
        """Return the document that the cells come to."""
        facts, claims = self._stated()
        document: dict[str, Any] = {
            "kind": self._reader.mapping.kind,
            "source": self._source,
            "facts": facts,
            "claims": claims,
            "consent": self._consent,
            "note": "\n".join(self._notes),
        }
        for key in ("when", "grade"):
            if key in self._beside:
                document[key] = self._beside[key]
        status = facts.get("status")
        if status is not None:
            document["status"] = status
            if "status_on" in self._beside:
                facts["status"] = {"value": status, "when": self._beside["status_on"]}
                del document["status"]
        return Entry({k: v for k, v in document.items() if v}, tuple(self._problems), tuple(self._unknown))

    def _stated(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return one value a fact, and claims of their own for values that do not agree with it."""
        facts: dict[str, Any] = {key: self._beside[key] for key in _COUNTED if key in self._beside}
        claims: list[dict[str, Any]] = []
        for key, values in self._facts.items():
            declared = self._reader.facts[key]
            if declared.fact.several:
                facts[key] = list(_distinct(values))
                continue
            first, *others = _by_precision(values)
            facts[key] = _given(first)
            if key == "age" and (on := self._beside.get("age_on") or self._beside.get("when")):
                facts["age_on"] = on  # an age is that of the day on which it was stated
            claims += [{"fact": key, "value": _given(one)} for one in others if not _agree(first, one)]
        return facts, claims


_COUNTED = ("wording", "count_low", "count_high")


def _parts(column: Column, cell: str) -> Iterator[str]:
    for part in cell.split(column.split) if column.split else (cell,):
        if part.strip():
            yield part.strip()


def _plain_line(said: str) -> str:
    return " ".join(clean(said, paragraphs=True).split())


def _given(value: Any) -> Any:
    """Return a value as an intake takes it; an age alone goes as its years, which the intake dates."""
    if isinstance(value, str):
        return value
    plain = value.plain()
    return (
        plain["years"]
        if isinstance(plain, dict) and set(plain) == {"years", "on"} and plain["on"] is None
        else plain
    )


def _distinct(values: Sequence[Any]) -> Iterator[Any]:
    seen: list[Any] = []
    for value in values:
        plain = _given(value)
        if plain not in seen:
            seen.append(plain)
            yield plain


def _by_precision(values: Sequence[Any]) -> list[Any]:
    """Return dates with the most precise first; a year beside a whole date says nothing more."""
    if not all(isinstance(value, PartialDate) for value in values):
        return list(values)
    return sorted(
        values, key=lambda one: (one.latest - one.earliest).days if one.latest and one.earliest else 1 << 30
    )


def _agree(first: Any, other: Any) -> bool:
    return first == other if isinstance(first, str) or isinstance(other, str) else bool(first.agrees(other))


def vocabulary_of(states: str, facts: Mapping[str, Declared]) -> Vocabulary:
    """Return the vocabulary of a column that has one; raise ``KeyError`` for another."""
    if states in _TERMS:
        return _TERMS[states]
    kind = facts[states].kind
    if not issubclass(kind, Coded):
        raise KeyError(states)
    return kind.vocabulary
