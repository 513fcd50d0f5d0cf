"""Coarser before rounded: each table climbs its ladders until every class in it may be named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from registry.disclosure.classifications import DEATH_ESTABLISHED, MINORS
from registry.disclosure.kin import kin_sums
from registry.disclosure.periods import is_month
from registry.disclosure.policy import Policy
from registry.disclosure.tables import Cell, Counted, Ladders, Layout, Tally, inner_cells

Cells = Mapping[Cell, Tally]


@dataclass(frozen=True, slots=True)
class Step:
    """One coarsening of one table: from which layout to which, and why, in words for the caseworker."""

    before: Layout
    after: Layout
    reason: str


@dataclass(frozen=True, slots=True)
class Register:
    """What a table's rules are checked against: the counts, the ladders and the policy."""

    counted: Counted
    ladders: Ladders
    policy: Policy
    _known: dict[Layout, Cells] = field(default_factory=dict, repr=False, compare=False)

    def cells(self, layout: Layout) -> Cells:
        """Return the tallies of a table, counted once."""
        if layout not in self._known:
            self._known[layout] = self.counted.over(layout, self.ladders)
        return self._known[layout]

    def size(self, layout: Layout) -> int:
        """Return how many cells a table has with its margins."""
        size = 1
        for key, rung in layout:
            size *= 1 + len(self.ladders[key].levels[rung].nodes)
        return size


def coarsen(layout: Layout, register: Register) -> tuple[Layout, tuple[Step, ...]]:
    """Return the finest table reached by the rules, and every step with its reason.

    Rules that need no counts come first. Each step drops a dimension or climbs one rung, so it ends; the
    empty layout is the total alone.
    """
    steps: list[Step] = []
    while layout and (found := _next(layout, register)) is not None:
        steps.append(found)
        layout = found.after
    return layout, tuple(steps)


def _next(layout: Layout, register: Register) -> Step | None:
    return next((step for rule in RULES if (step := rule(layout, register)) is not None), None)


def _without(layout: Layout, key: str) -> Layout:
    return tuple((k, rung) for k, rung in layout if k != key)


def _climbed(layout: Layout, key: str) -> Layout:
    return tuple((k, rung + (k == key)) for k, rung in layout)


def _coarser(layout: Layout, ladders: Ladders) -> Iterator[Layout]:
    """Yield every table one rung coarser, then every table with one dimension less."""
    for key, rung in layout:
        if rung + 1 < len(ladders[key].levels):
            yield _climbed(layout, key)
    for key, _ in layout:
        yield _without(layout, key)


def _minors_by_place(layout: Layout, _: Register) -> Step | None:
    if not {"age", "place"} <= dict(layout).keys():
        return None
    return Step(layout, _without(layout, "age"), "figures on minors are given at national level only")


def _deaths_by_place_or_holder(layout: Layout, register: Register) -> Step | None:
    rungs = dict(layout)
    if "status" not in rungs or not {"place", "holder"} & rungs.keys():
        return None
    named = register.ladders["status"].levels[rungs["status"]].codes
    if DEATH_ESTABLISHED not in named:
        return None
    return Step(layout, _climbed(layout, "status"), "deaths are not given by place or by alleged holder")


def _sensitive_by_place(layout: Layout, register: Register) -> Step | None:
    keys = [key for key, _ in layout if register.ladders[key].sensitive]
    if not keys or "place" not in dict(layout):
        return None
    name = register.ladders[keys[0]].name.en.casefold()
    return Step(layout, _without(layout, keys[0]), f"figures on {name} are given at national level only")


def _few_sensitive(layout: Layout, register: Register) -> Step | None:
    keys = {key for key, _ in layout if register.ladders[key].sensitive}
    policy = register.policy
    for key in sorted(keys):
        filled = (t for cell, t in register.cells(layout).items() if key in dict(cell) and t.persons)
        if any(t.persons < policy.sensitive or len(t.families) < policy.families for t in filled):
            reason = f"each figure on it needs {policy.sensitive} people and {policy.families} families"
            rung = dict(layout)[key]
            higher = _climbed(layout, key) if _higher(key, rung, register.ladders) else _without(layout, key)
            return Step(layout, higher, reason)
    return None


def _thin_months(layout: Layout, register: Register) -> Step | None:
    rungs = dict(layout)
    if "seen" not in rungs or register.ladders["seen"].levels[rungs["seen"]].key != "month":
        return None
    if any(map(is_month, register.ladders["seen"].levels[rungs["seen"]].codes)):
        return None
    reason = f"months are named only in quarters whose every month has {register.policy.month} people or more"
    return Step(layout, _climbed(layout, "seen"), reason)


def _too_many_cells(layout: Layout, register: Register) -> Step | None:
    if register.size(layout) <= register.policy.cells:
        return None
    after = max(_coarser(layout, register.ladders), key=register.size)
    return Step(layout, after, f"a release holds at most {register.policy.cells} linked cells")


def _few_minors(layout: Layout, register: Register) -> Step | None:
    if "age" not in dict(layout) or len(layout) == 1 or not _exposed_minors(layout, register):
        return None
    policy = register.policy
    reason = (
        f"minors are crossed with anything only where every such cell has {policy.minors} people"
        f" and {policy.families} families"
    )
    for after in _coarser(layout, register.ladders):
        if "age" in dict(after) and len(after) == len(layout) and not _exposed_minors(after, register):
            return Step(layout, after, reason)
    return Step(layout, _without(layout, "age"), reason)


def _exposed_minors(layout: Layout, register: Register) -> bool:
    policy = register.policy
    crossed = (t for cell, t in register.cells(layout).items() if len(cell) > 1 and ("age", MINORS) in cell)
    return any(t.persons < policy.minors or len(t.families) < policy.families for t in crossed)


def _few_families(layout: Layout, register: Register) -> Step | None:
    if not _kin_cells(layout, register):
        return None
    after = min(
        _coarser(layout, register.ladders), key=lambda t: (_kin_cells(t, register), -register.size(t))
    )
    policy = register.policy
    return Step(
        layout,
        after,
        f"a cell, or a difference of two, of {policy.persons} people or more came from fewer than"
        f" {policy.families} families",
    )


def _kin_cells(layout: Layout, register: Register) -> int:
    """Count cells, differences of two cells, and broader classes, that hold many people of few families."""
    tables = [
        layout,
        *(_climbed(layout, key) for key, rung in layout if _higher(key, rung, register.ladders)),
    ]
    return sum(kin_sums(register.cells(table), table, register.ladders, register.policy) for table in tables)


def _higher(key: str, rung: int, ladders: Ladders) -> bool:
    return rung + 1 < len(ladders[key].levels)


def _too_sparse(layout: Layout, register: Register) -> Step | None:
    if _dense(layout, register):
        return None
    ways = list(_coarser(layout, register.ladders))
    dense = [way for way in ways if _dense(way, register)]
    after = max(dense, key=register.size) if dense else max(ways, key=lambda way: _kept(way, register))
    return Step(
        layout, after, "fewer than half of the people stand in cells that differ from nought in print"
    )


def _dense(layout: Layout, register: Register) -> bool:
    return _kept(layout, register) * 2 >= _total(layout, register)


def _kept(layout: Layout, register: Register) -> int:
    """Return how many people are left when each inner cell is rounded down.

    Prints are multiples of the base, so they always pass this rule themselves: that a table passed it
    tells a reader nothing that the prints do not.
    """
    cells, step = register.cells(layout), register.policy.base
    return sum(cells[cell].persons // step * step for cell in inner_cells(layout, register.ladders))


def _total(layout: Layout, register: Register) -> int:
    step = register.policy.base
    return register.cells(layout)[()].persons // step * step


Rule = Callable[[Layout, Register], Step | None]

RULES: tuple[Rule, ...] = (
    _minors_by_place,
    _deaths_by_place_or_holder,
    _sensitive_by_place,
    _too_many_cells,
    _thin_months,
    _few_minors,
    _few_sensitive,
    _few_families,
    _too_sparse,
)
