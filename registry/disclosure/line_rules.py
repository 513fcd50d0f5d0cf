"""What a line list is held to: how many people and families each class needs, and how mixed what it tells must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from registry.disclosure.classifications import HOLDER, MINORS, REGISTERED, STATUS
from registry.disclosure.dimensions import Dimension
from registry.disclosure.recoding import ANY, At, Hierarchy, Holds, spread
from registry.errors import UsageRefused
from registry.words.terms import Term

any_class = Term(ANY, "not given", "non donné", "لم يُذكر في هذه القائمة")

# By what people may be told apart, and what is told of them. Time is the quarter, place the governorate.
COLUMNS = ("quarter", "place", "sex", "age")
TOLD = ("status", "holder")
# Deaths are not told by place or by alleged holder, and a line tells of both: a death is told as a fate clarified.
_STATUS_RUNGS = ("missing", "held")


@dataclass(frozen=True, slots=True)
class LineRules:
    """The numbers of class L of ``docs/design/disclosure.md``; nothing loosens them.

    ``people`` in all; ``persons`` and ``families`` in each class; at least ``distinct`` values of each thing told, none
    above ``share`` per hundred of a class; at most ``columns`` by which people are told apart; ``minors`` in a class that
    names them, and then no place. ``lag`` days before a list nobody counts, ``apart`` days and ``fresh`` new people lie
    between lists of the same people.
    """

    people: int = 200
    persons: int = 11
    families: int = 5
    distinct: int = 3
    share: int = 80
    columns: int = 5
    minors: int = 20
    lag: int = 30
    apart: int = 30
    fresh: int = 10

    def plain(self) -> dict[str, int]:
        """Return the numbers for ``list.json`` and the ledger."""
        return asdict(self)


RULES = LineRules()


def told_status(leaf: str) -> str:
    """Return the class under which a situation is told: deaths are in fate clarified."""
    return leaf if leaf in _STATUS_RUNGS else STATUS.climbs[1][leaf]


def told_terms(key: str) -> tuple[Term, ...]:
    """Return the classes of a thing that is told of each person, in one order."""
    if key == HOLDER.key:
        return tuple(node.term for node in HOLDER.levels[0].nodes)
    codes = dict.fromkeys(told_status(code) for code in STATUS.levels[0].codes)
    return tuple(STATUS.nodes[code].term for code in codes)


def read_columns(asked: Sequence[str], rules: LineRules = RULES) -> tuple[str, ...]:
    """Read which columns people are told apart by, in one order; raise ``UsageRefused`` for another or none."""
    named = {word.strip().casefold() for words in asked for word in words.split(",") if word.strip()}
    if not named:
        return COLUMNS
    if named - set(COLUMNS) or len(named) > rules.columns:
        raise UsageRefused(
            "a line list tells people apart by nothing else, and tells of situation and alleged holder always",
            f"use: {', '.join(COLUMNS)}",
        )
    return tuple(key for key in COLUMNS if key in named)


def hierarchy_of(ladder: Dimension, finest: int = 0) -> Hierarchy:
    """Return a ladder as a hierarchy, from the rung ``finest`` up to where nothing is given."""
    rungs = ladder.climbs[finest:]
    ways = {
        rungs[0][leaf]: (*dict.fromkeys(rung[leaf] for rung in rungs), ANY) for leaf in ladder.levels[0].codes
    }
    return Hierarchy(ladder.key, ways)


def classes_of(ladder: Dimension, finest: int = 0) -> tuple[Term, ...]:
    """Return every class by which a ladder may be told, finest first, and the one for what is not given."""
    nodes = {node.code: node.term for level in ladder.levels[finest:] for node in level.nodes}
    return (*nodes.values(), any_class)


@dataclass(frozen=True, slots=True)
class Listed:
    """One person as the rules see them: family or incident, and what is told; ``before`` as earlier lists told of them."""

    case: str
    kin: str
    told: tuple[str, ...]
    before: tuple[str, ...] = ()


def mixed(listed: Sequence[Listed], rules: LineRules) -> bool:
    """Whether enough people of enough families are told of, and what is told of them is mixed enough."""
    if len(listed) < rules.persons or len({one.kin for one in listed}) < rules.families:
        return False
    for values in zip(*(one.told for one in listed), strict=True):
        distinct, share = spread(values)
        if distinct < rules.distinct or share * 100 > rules.share:
            return False
    return True


def holding(listed: Sequence[Listed], keys: Sequence[str], rules: LineRules) -> Holds:
    """Return the rule for one class: as a whole, and in each part that an earlier list told of otherwise."""
    age, place = (keys.index(key) if key in keys else -1 for key in ("age", "place"))

    def holds(at: At, rows: Sequence[int]) -> bool:
        if (
            age >= 0
            and at[age] == MINORS
            and not (len(rows) >= rules.minors and (place < 0 or at[place] == ANY))
        ):
            return False
        found = [listed[row] for row in rows]
        if not mixed(found, rules):
            return False
        parts: dict[tuple[str, ...], list[Listed]] = {}
        for one in found:
            parts.setdefault(one.before, []).append(one)
        return len(parts) == 1 or all(mixed(part, rules) for part in parts.values())

    return holds


def ladder_of(key: str) -> Dimension:
    """Return the registered ladder of a column other than time."""
    return REGISTERED[key]
