"""Looking through all cases for those that may be of one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from registry.matching.beside import slipped, turned
from registry.matching.blocking import Blocks, sketch_of
from registry.matching.clusters import Suggested, clusters
from registry.matching.comparing import THRESHOLD
from registry.matching.compounds import likeness
from registry.matching.dossier import Dossier
from registry.matching.parts import Name
from registry.matching.weighing import Rarity, Verdict, weigh

Progress = Callable[[int, int], None]

# From this weight on, two cases are shown to a person; from 0 on they are likelier of one person than of two.
WORTH_A_LOOK = -3.0
SUGGESTED = 0.0


def _silent(done: int, of: int) -> None:
    del done, of


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two cases that may be of one person, by id, the lower first, with what speaks for it."""

    left: str
    right: str
    verdict: Verdict

    @property
    def weight(self) -> float:
        """The sum of what speaks for one person and against, in bits."""
        return self.verdict.weight


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan found: how many pairs were compared, the candidates with the heaviest first, and the clusters."""

    cases: int
    compared: int
    candidates: tuple[Candidate, ...]
    clusters: tuple[tuple[str, ...], ...]


def scan(dossiers: Sequence[Dossier], progress: Progress = _silent) -> Scan:
    """Compare every two cases that share a key, and join those that may be of one person into clusters."""
    rarity = Rarity(dossiers)
    found: list[Candidate] = []
    compared = 0
    for left, right in _compared(dossiers, progress):
        compared += 1
        verdict = weigh(left, right, rarity)
        if not verdict.veto and verdict.weight >= WORTH_A_LOOK:
            one, other = sorted((left.id, right.id))
            found.append(Candidate(one, other, verdict))
    found.sort(key=lambda one: (-one.weight, one.left, one.right))
    return Scan(len(dossiers), compared, tuple(found), tuple(grouped(dossiers, found, rarity)))


def _compared(dossiers: Sequence[Dossier], progress: Progress) -> Iterator[tuple[Dossier, Dossier]]:
    blocks = Blocks(dossiers)
    sketches = [sketch_of(one) for one in dossiers]
    for place, one in enumerate(dossiers):
        mine = sketches[place]
        for other in blocks.beside(place):
            if place < other and mine.worth_weighing(sketches[other]) and may_be_one(one, dossiers[other]):
                yield one, dossiers[other]
        progress(place + 1, len(dossiers))


def may_be_one(left: Dossier, right: Dossier) -> bool:
    """Tell, faster than weighing, whether two cases could be of one person: by their given names and numbers."""
    if left.numbers & right.numbers:
        return True
    (mine, mine_turned), (theirs, theirs_turned) = _given(left), _given(right)
    return any(
        not one or not other or one == other or likeness(one, other) >= THRESHOLD or slipped(one, other)
        for some, others in ((mine, theirs), (mine_turned, theirs), (mine, theirs_turned))
        for one in some
        for other in others
    )


def _given(one: Dossier) -> tuple[set[str], set[str]]:
    """The given names, and what they would be where the family name was put first; of two names one is turned at most."""
    names = one.person.names or (Name(),)
    return {name.given for name in names}, {other.given for name in names if (other := turned(name))}


def grouped(dossiers: Sequence[Dossier], found: Sequence[Candidate], rarity: Rarity) -> list[tuple[str, ...]]:
    """Return the clusters of the candidates that are likelier of one person than of two, and of what is linked."""
    by_id = {one.id: one for one in dossiers}
    known: dict[tuple[str, str], float | None] = {(one.left, one.right): one.weight for one in found}

    def between(left: str, right: str) -> float | None:
        pair = (left, right) if left < right else (right, left)
        if pair not in known:
            verdict = weigh(by_id[left], by_id[right], rarity)
            known[pair] = None if verdict.veto else verdict.weight
        return known[pair]

    suggested = [Suggested(one.left, one.right, one.weight) for one in found if one.weight >= SUGGESTED]
    linked = [(one.id, other) for one in dossiers for other in one.same if other in by_id]
    return clusters(suggested, between, linked)
