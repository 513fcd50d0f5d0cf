"""What went out before, beside a new line list: what the two together would tell that neither tells alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from registry.disclosure.classifications import REGISTERED
from registry.disclosure.countable import Countable
from registry.disclosure.periods import quarter_in
from registry.errors import DisclosureRefused

if TYPE_CHECKING:
    from registry.disclosure.line_rules import LineRules

LIST, TABLE = "L", "T"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier release as the ledger keeps it: its class and day, and the cases it counted.

    ``classes`` give for a list the class in which each case was told of, ``printed`` for tables the value of each cell as
    the ledger spells it.
    """

    kind: str
    made_on: date
    people: frozenset[str]
    classes: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, int | str] = field(default_factory=dict)


def before(case: str, lists: Sequence[Earlier]) -> tuple[str, ...]:
    """Return how earlier lists told of a case, list by list; empty where one did not."""
    return tuple(one.classes.get(case, "") for one in lists)


def overlapping(past: Iterable[Earlier], people: frozenset[str]) -> list[Earlier]:
    """Return the earlier releases that counted any of these people, oldest first."""
    return sorted((one for one in past if not people.isdisjoint(one.people)), key=lambda one: one.made_on)


def refuse_too_soon(
    lists: Sequence[Earlier], people: frozenset[str], made_on: date, rules: LineRules
) -> None:
    """Raise ``DisclosureRefused`` for a list too soon after another of the same people, or with too few new ones."""
    for one in lists:
        if made_on < one.made_on + timedelta(days=rules.apart):
            raise DisclosureRefused(
                f"an earlier list of some of these people went out less than {rules.apart} days ago",
                "give its files again, see `registry disclose ledger`, or wait",
            )
        if len(people - one.people) < rules.fresh:
            raise DisclosureRefused(
                f"fewer than {rules.fresh} people are new since an earlier list of the same people",
                "give its files again, see `registry disclose ledger`",
            )


def refuse_departed(
    lists: Sequence[Earlier], people: frozenset[str], kin: Mapping[str, str], rules: LineRules
) -> None:
    """Raise ``DisclosureRefused`` where too few who stood in one class of an earlier list stand in this one no more.

    Whoever has both lists would subtract, and read the line of the one who is gone. Of a case that was erased no
    family is known: all of them count as one.
    """
    gone: dict[tuple[str, ...], list[str]] = {}
    for case in {case for one in lists for case in one.people} - people:
        gone.setdefault(before(case, lists), []).append(case)
    for cases in gone.values():
        if len(cases) < rules.persons or len({kin.get(case, "") for case in cases}) < rules.families:
            raise DisclosureRefused(
                "a few people stood in an earlier list and would stand in this one no more: both lists subtract to them",
                "give the earlier files again, see `registry disclose ledger`",
            )


def refuse_apart(tables: Iterable[Earlier], counted: Sequence[Countable], base: int) -> None:
    """Raise ``DisclosureRefused`` where an earlier table, read beside the list, proves that they count other people.

    A print lies less than ``base`` from its count. Where that also holds of the list's own people in every cell, both
    may count the same people for all that anyone can prove; where not, the difference speaks of somebody.
    """
    for table in tables:
        now = _tallied(table.printed, counted)
        for spelled, value in table.printed.items():
            if isinstance(value, int) and spelled in now and abs(now[spelled] - value) >= base:
                raise DisclosureRefused(
                    "an earlier table, read beside this list, would tell of people who are in only one of them",
                    "make a table anew first, or wait until its figures fit again",
                )


def _tallied(printed: Mapping[str, int | str], counted: Sequence[Countable]) -> Counter[str]:
    """Count the people in each printed cell that can be told from its spelling; the others follow from those."""
    cells = {spelled: _read(spelled) for spelled in printed}
    by_keys: dict[tuple[str, ...], dict[tuple[str, ...], str]] = {}
    for spelled, at in cells.items():
        by_keys.setdefault(tuple(key for key, _ in at), {})[tuple(code for _, code in at)] = spelled
    found = Counter({
        spelled: 0 for spelled, at in cells.items() if all(_is_told(key, code) for key, code in at)
    })  # fmt: skip
    for person in counted:
        for keys, codes in by_keys.items():
            for way in _ways([_classes_of(person, key) for key in keys]):
                if way in codes and codes[way] in found:
                    found[codes[way]] += 1
    return found


def _read(spelled: str) -> tuple[tuple[str, str], ...]:
    parts = (part.partition("=") for part in spelled.split("|") if part)
    return tuple((key, code) for key, _, code in parts)


_TIME = frozenset({"month", "quarter", "year"})


def _is_told(key: str, code: str) -> bool:
    """Whether a class can be told from its word: earlier, later and a part of a year depend on the others."""
    return key not in _TIME or (code[:4].isdigit() and len(code) in (4, 7))


def _classes_of(person: Countable, key: str) -> frozenset[str]:
    """Return every class, on any rung, in which a person stands."""
    if key in _TIME:
        quarter = quarter_in(person.values)
        if quarter is None:
            return frozenset({"not stated"})
        month = person.values.get("month")
        return frozenset({quarter.code, f"{quarter.year:04}", *([month] if month else [])})
    ladder = REGISTERED.get(key)
    if ladder is None:
        raise DisclosureRefused(
            "an earlier table counts by something that is not known here", "give its files again instead"
        )
    leaf = ladder.leaf(person.values.get(key))
    return frozenset(rung[leaf] for rung in ladder.climbs)


def _ways(classes: Sequence[frozenset[str]]) -> Iterator[tuple[str, ...]]:
    if not classes:
        yield ()
        return
    for code in classes[0]:
        for rest in _ways(classes[1:]):
            yield (code, *rest)
