"""Folding claims into facts: each value with the claims that stand for it, best supported first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.items import Claim
from registry.cases.packs import AsWritten, as_written, of_a_pack
from registry.errors import InputRefused
from registry.sources.grading import UNJUDGED, UNJUDGED_SOURCE
from registry.sources.source import Source
from registry.words.fact import Declared, Value
from registry.words.states import KNOWN

# Tells whether two values can both be true.
Agree = Callable[[Any, Any], bool]


def by_themselves(left: Value, right: Value) -> bool:
    """Two values agree as their kind says, with nothing else known."""
    return left.agrees(right)


@dataclass(frozen=True, slots=True)
class Held:
    """One value of a fact and the claims that stand for it."""

    value: Value
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """All that is claimed of one fact: its values, best supported first, and whether they contradict.

    ``missing`` are the claims that give no value; ``denied`` those that deny one.
    """

    declared: Declared
    held: tuple[Held, ...]
    missing: tuple[Claim, ...]
    denied: tuple[Claim, ...] = ()
    agree: Agree = field(default=by_themselves, compare=False)

    @property
    def conflicting(self) -> bool:
        """Whether two standing values cannot both be true."""
        if self.declared.fact.several:
            return False
        values = [held.value for held in self.held]
        # What is kept as written stands beside values of a kind, and says nothing against them.
        return any(
            type(a) is type(b) and not self.agree(a, b)
            for place, a in enumerate(values)
            for b in values[place + 1 :]
        )

    @property
    def best(self) -> Value | None:
        """The best supported value; where support is equal, the one claimed first."""
        return self.held[0].value if self.held else None


def _strength(claims: Iterable[Claim], sources: Mapping[str, Source]) -> tuple[int, str, int]:
    """Order claims: credibility, then reliability, then number of claims. Smaller is stronger."""
    claims = tuple(claims)
    credibility = min((c.credibility or UNJUDGED) for c in claims)
    reliability = min(
        (sources[c.source].reliability if c.source in sources else UNJUDGED_SOURCE) for c in claims
    )
    return credibility, reliability, -len(claims)


def read_value(declared: Declared, plain: Any) -> Value | None:
    """Return the value a claim holds, or None where this version cannot read it: it is kept all the same."""
    try:
        return declared.kind.parse(plain)
    except InputRefused:
        return AsWritten(plain) if of_a_pack(declared.key) else None


def fact_views(case: CaseFile, sources: Mapping[str, Source]) -> dict[str, FactView]:
    """Fold what is claimed of the subject itself, not of its episodes, in the order in which facts are declared."""
    return folded((claim for claim in case.claims if not claim.about), case.facts, sources)


def folded(
    claims: Iterable[Claim],
    facts: Mapping[str, Declared],
    sources: Mapping[str, Source],
    agree: Agree = by_themselves,
) -> dict[str, FactView]:
    """Fold standing claims into one view a fact, in the order in which the facts are declared."""
    by_fact: dict[str, list[Claim]] = {}
    for claim in claims:
        by_fact.setdefault(claim.fact, []).append(claim)
    unknown = {key: as_written(key) for key in sorted(by_fact) if of_a_pack(key) and key not in facts}
    return {
        key: _fact_view(declared, by_fact[key], sources, agree)
        for key, declared in {**facts, **unknown}.items()
        if key in by_fact
    }


def _fact_view(
    declared: Declared, claims: list[Claim], sources: Mapping[str, Source], agree: Agree
) -> FactView:
    by_value: dict[str, tuple[Value, list[Claim]]] = {}
    missing, denied = [], []
    for claim in claims:
        value = (
            read_value(declared, claim.value) if claim.state == KNOWN and claim.value is not None else None
        )
        if value is None or claim.stance == "no_knowledge":
            missing.append(claim)
        elif claim.stance != "denies" or declared.key == "status":
            by_value.setdefault(repr(value.plain()), (value, []))[1].append(claim)
        else:
            denied.append(claim)
    held = [Held(value, tuple(these)) for value, these in by_value.values()]
    held.sort(key=lambda one: _strength(one.claims, sources))
    return FactView(declared, tuple(held), tuple(missing), tuple(denied), agree)
