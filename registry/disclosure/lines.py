"""The plan of a line list: into which classes people are recoded, what that loses, and whether it may go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from registry.disclosure.classifications import REGISTERED
from registry.disclosure.countable import Countable, universe
from registry.disclosure.dimensions import Dimension
from registry.disclosure.earlier import (
    LIST,
    TABLE,
    Earlier,
    before,
    overlapping,
    refuse_apart,
    refuse_departed,
    refuse_too_soon,
)
from registry.disclosure.line_list import LineList, ListedColumn
from registry.disclosure.line_rules import (
    RULES,
    TOLD,
    LineRules,
    Listed,
    any_class,
    classes_of,
    hierarchy_of,
    holding,
    told_status,
    told_terms,
)
from registry.disclosure.periods import Quarter, Window, quarter_in, time_dimension, window_over
from registry.disclosure.policy import FLOOR
from registry.disclosure.recoding import ANY, At, Hierarchy, Recoded, loss, recode
from registry.errors import DisclosureRefused, UsageRefused

# The rung of time that is the finest in a list.
_QUARTERS = 1
# Puts lines into an order: a number for a spelling, keyed by a secret of the vault.
Key = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Coarsened:
    """How many of the people are told of in a column by each class, for the caseworker's own screen."""

    column: str
    people: Mapping[str, int]


@dataclass(frozen=True)
class ListPlan:
    """A line list before it is made. It holds case ids and true counts: for the vault's own screen only.

    ``people`` are the cases listed, ``listed`` their order in ``classes``. ``loss`` is Iyengar's, 0 to 1. ``left_out`` are
    people with a value that no registered class takes. ``refusal`` says why the list may not go out.
    """

    made_on: date
    cutoff: date
    rules: LineRules
    columns: tuple[str, ...]
    ladders: Mapping[str, Dimension]
    listed: tuple[Listed, ...] = ()
    classes: tuple[Recoded, ...] = ()
    loss: float = 0.0
    left_out: int = 0
    refusal: DisclosureRefused | None = None

    @property
    def people(self) -> frozenset[str]:
        """The ids of the cases listed, for the ledger."""
        return frozenset(one.case for one in self.listed)

    @property
    def passes(self) -> bool:
        """Whether ``list_of`` would give a list."""
        return self.refusal is None

    @property
    def coarsened(self) -> tuple[Coarsened, ...]:
        """What each column tells of how many people."""
        found = []
        for place, column in enumerate(self.columns):
            people: dict[str, int] = {}
            for one in self.classes:
                people[one.at[place]] = people.get(one.at[place], 0) + len(one.rows)
            found.append(Coarsened(column, people))
        return tuple(found)

    def told_of(self) -> dict[str, str]:
        """Return the class in which each case is told of, as the sealed ledger keeps it for the next list."""
        keys = self.columns
        return {
            self.listed[row].case: "|".join(f"{key}={code}" for key, code in zip(keys, one.at, strict=True))
            for one in self.classes
            for row in one.rows
        }


def plan_list(
    people: Iterable[Countable],
    columns: Sequence[str],
    *,
    made_on: date,
    cutoff: date | None = None,
    past: Iterable[Earlier] = (),
    rules: LineRules = RULES,
) -> ListPlan:
    """Work out a line list without making it; ``people`` are all of the vault, ``past`` every release to anyone.

    Raises ``UsageRefused`` for a cut-off too near; any other ground for refusal is in the plan.
    """
    latest = made_on - timedelta(days=rules.lag)
    if cutoff is not None and cutoff > latest:
        raise UsageRefused(
            f"the cut-off is less than {rules.lag} days before the list",
            f"use {latest.isoformat()} or earlier",
        )
    everyone = list(people)
    draft = ListPlan(made_on, cutoff or latest, rules, tuple(columns), {})
    try:
        return _planned(draft, everyone, list(past))
    except DisclosureRefused as refusal:
        return replace(draft, refusal=refusal)


def _planned(draft: ListPlan, everyone: Sequence[Countable], past: Sequence[Earlier]) -> ListPlan:
    rules = draft.rules
    asked = universe(everyone, draft.cutoff)
    counted = [person for person in asked if _fits(person)]
    if len(counted) < rules.people:
        raise DisclosureRefused(
            f"a line list needs {rules.people} people, and fewer may be listed",
            "make tables with `registry disclose make` instead",
        )
    ids = frozenset(person.case for person in counted)
    met = overlapping(past, ids)
    lists = [one for one in met if one.kind == LIST]
    refuse_too_soon(lists, ids, draft.made_on, rules)
    refuse_departed(lists, ids, {person.case: person.kin for person in everyone}, rules)
    refuse_apart((one for one in met if one.kind == TABLE), counted, FLOOR.base)
    return _recoded(replace(draft, left_out=len(asked) - len(counted)), counted, lists)


def _recoded(draft: ListPlan, counted: Sequence[Countable], lists: Sequence[Earlier]) -> ListPlan:
    rules = draft.rules
    window = window_over(_safe_quarters(counted, rules), draft.cutoff)
    ladders = dict(REGISTERED) | ({"quarter": time_dimension(window)} if window else {})
    columns = tuple(key for key in draft.columns if key in ladders)
    hierarchies = [_hierarchy(key, ladders) for key in columns]
    # In an order of their own, so that not even the plan depends on the order in which people were taken in.
    ordered = sorted(counted, key=lambda person: person.case)
    rows = [tuple(_leaf(person, key, ladders, window) for key in columns) for person in ordered]
    listed = tuple(_listed(person, lists) for person in ordered)
    classes = recode(rows, hierarchies, holding(listed, columns, rules), rules.persons)
    if classes is None:
        raise DisclosureRefused(
            "even with nothing given but situation and alleged holder these people are too alike, or too few of them are "
            "new since an earlier list",
            "make tables with `registry disclose make` instead",
        )
    return replace(
        draft,
        columns=columns,
        ladders=ladders,
        listed=listed,
        classes=classes,
        loss=loss(classes, hierarchies),
    )


def _hierarchy(key: str, ladders: Mapping[str, Dimension]) -> Hierarchy:
    return hierarchy_of(ladders[key], _QUARTERS if key == "quarter" else 0)


def _fits(person: Countable) -> bool:
    """Whether every value of a person is in a registered class: a line with one that is not cannot be told."""
    try:
        for ladder in REGISTERED.values():
            ladder.leaf(person.values.get(ladder.key))
        quarter_in(person.values)
    except DisclosureRefused:
        return False
    return True


def _leaf(person: Countable, key: str, ladders: Mapping[str, Dimension], window: Window | None) -> str:
    if key != "quarter" or window is None:
        return ladders[key].leaf(person.values.get(key))
    return ladders[key].climbs[_QUARTERS][window.leaf(person.values)]


def _listed(person: Countable, lists: Sequence[Earlier]) -> Listed:
    situation, holder = (REGISTERED[key].leaf(person.values.get(key)) for key in TOLD)
    return Listed(person.case, person.kin, (told_status(situation), holder), before(person.case, lists))


def _safe_quarters(counted: Sequence[Countable], rules: LineRules) -> Iterable[Quarter]:
    """Return the quarters with enough people of enough families to be named at all: they set the ends of the time told."""
    kin: dict[Quarter, list[str]] = {}
    for person in counted:
        quarter = quarter_in(person.values)
        if quarter is not None:
            kin.setdefault(quarter, []).append(person.kin)
    return (
        quarter
        for quarter, found in kin.items()
        if len(found) >= rules.persons and len(set(found)) >= rules.families
    )


def list_of(plan: ListPlan, release_id: str, key: Key) -> LineList:
    """Return the list of a plan that passes, its lines in a keyed order; raise its refusal otherwise."""
    if plan.refusal is not None:
        raise plan.refusal
    rows = [(*one.at, *plan.listed[row].told) for one in plan.classes for row in one.rows]
    return LineList(
        release_id=release_id,
        made_on=plan.made_on.isoformat(),
        cutoff=plan.cutoff.isoformat(),
        rules=plan.rules.plain(),
        columns=(
            *(_column(name, plan.ladders[name]) for name in plan.columns),
            *(ListedColumn(name, REGISTERED[name].name, False, told_terms(name)) for name in TOLD),
        ),
        rows=shuffled(rows, release_id, key),
        loss=round(plan.loss * 100),
        left_out=plan.left_out > 0,
    )


def _column(key: str, ladder: Dimension) -> ListedColumn:
    return ListedColumn(key, ladder.name, True, classes_of(ladder, _QUARTERS if key == "quarter" else 0))


def shuffled(rows: Iterable[At], release_id: str, key: Key) -> tuple[At, ...]:
    """Return rows in an order that a secret and their own words decide: it tells nothing of who was taken in when.

    Rows that say the same are told apart only by their count among themselves, which is no order of anyone's.
    """
    seen: dict[At, int] = {}
    keyed = []
    for row in rows:
        seen[row] = seen.get(row, 0) + 1
        keyed.append((key(f"{release_id}|{'|'.join(row)}|{seen[row]}"), row))
    return tuple(row for _, row in sorted(keyed))


def class_words(plan: ListPlan, at: At) -> str:
    """Return a class in words, what is not given left out."""
    said = []
    for name, code in zip(plan.columns, at, strict=True):
        if code != ANY:
            terms = classes_of(plan.ladders[name], _QUARTERS if name == "quarter" else 0)
            said.append(f"{name} {next(term.en for term in terms if term.code == code)}")
    return ", ".join(said) or any_class.en
