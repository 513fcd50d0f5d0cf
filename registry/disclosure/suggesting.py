"""What to ask for instead: the requests next coarser to a refused one, finest first, each to be tried for real."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import replace
from math import prod

from registry.disclosure.policy import Policy
from registry.disclosure.request import BY, Request
from registry.disclosure.tables import Ladders

# How many requests are tried at most, the finest of them first; then come wider leaps.
TRIES = 24

Table = tuple[str, ...]
Tables = tuple[Table, ...]

_NAMED = {place: key for key, place in BY.items()}


def coarser_requests(request: Request, policy: Policy, ladders: Ladders) -> Iterator[Request]:
    """Yield coarser requests, the one with the most cells first: a rung higher, a dimension or a table less.

    After ``TRIES`` of these come leaps that surely end: fewer tables, each dimension by itself, the total.
    """
    seen = {request.tables}
    for tables in _search(request.tables, policy, ladders):
        if tables not in seen:
            seen.add(tables)
            yield replace(request, tables=tables)
    for tables in _leaps(request.tables, policy.dimensions):
        distinct = tuple(dict.fromkeys(tables))
        if distinct not in seen:
            seen.add(distinct)
            yield replace(request, tables=distinct)


def _search(tables: Tables, policy: Policy, ladders: Ladders) -> Iterator[Tables]:
    """Walk from a request to ever coarser ones, always from the finest not yet left behind."""
    waiting = [(-_cells(tables, ladders), tables)]
    known, tried = {tables}, 0
    while waiting and tried < TRIES:
        _, here = heapq.heappop(waiting)
        if here != tables and all(len(table) <= policy.dimensions for table in here):
            tried += 1
            yield here
        for there in _next(here, ladders):
            if there not in known:
                known.add(there)
                heapq.heappush(waiting, (-_cells(there, ladders), there))


def _cells(tables: Tables, ladders: Ladders) -> int:
    return sum(prod(1 + _classes(key, ladders) for key in table) for table in tables)


def _classes(key: str, ladders: Ladders) -> int:
    dimension, rung = BY[key]
    return len(ladders[dimension].levels[rung].nodes) if dimension in ladders else 0


def _next(tables: Tables, ladders: Ladders) -> Iterator[Tables]:
    """Yield each request one step coarser: one key a rung higher, one key less, one table less."""
    for at, table in enumerate(tables):
        rest = (tables[:at], tables[at + 1 :])
        for place, key in enumerate(table):
            higher = _higher(key, ladders)
            changed = [
                (*table[:place], *([step] if step else []), *table[place + 1 :]) for step in (higher, None)
            ]
            for one in changed:
                if one and one != table:
                    yield tuple(dict.fromkeys((*rest[0], one, *rest[1])))
        if len(tables) > 1:
            yield (*rest[0], *rest[1])


def _higher(key: str, ladders: Ladders) -> str | None:
    dimension, rung = BY[key]
    if dimension not in ladders or rung + 1 >= len(ladders[dimension].levels):
        return None
    return _NAMED.get((dimension, rung + 1))


def _leaps(tables: Tables, most: int) -> Iterator[Tables]:
    fitting = tuple(table[:most] for table in tables)
    yield fitting
    yield tuple(part for table in fitting for part in _split(table, 2))
    for kept in range(len(fitting) - 1, 0, -1):
        yield fitting[:kept]
    yield tuple((key,) for table in fitting for key in table)
    for table in fitting:
        for key in table:
            yield ((key,),)
    yield ()


def _split(table: Table, size: int) -> Iterator[Table]:
    for start in range(0, len(table), size):
        yield table[start : start + size]
