"""What people may be counted by: each dimension with its ladder, from the finest classes to the coarsest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from registry.errors import DisclosureRefused, InputRefused
from registry.words.terms import Term, Vocabulary

# Every dimension has this leaf: what is not known is a class of its own, never guessed and never left out.
NOT_STATED = "not stated"
TOTAL = "Total"

not_stated = Term(NOT_STATED, "not stated", "non précisé", "غير مذكور", aliases=("unknown", "not known", ""))


@dataclass(frozen=True, slots=True)
class Node:
    """One class of a dimension: its term, and the leaves it gathers."""

    term: Term
    leaves: frozenset[str]

    @property
    def code(self) -> str:
        """The word by which cells name the class."""
        return self.term.code


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of a ladder: classes that part all people between them."""

    key: str
    nodes: tuple[Node, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The words of the classes, in their printed order."""
        return tuple(node.code for node in self.nodes)


@dataclass(frozen=True)
class Dimension:
    """A registered classification: its key, its name in three languages and its ladder, finest rung first.

    ``elsewhere`` names the leaf that takes values outside the classification; without one such a value
    is refused, so that nothing unregistered is ever counted. ``versions`` gives the version in which a class was
    last drawn anew, 1 where left out. A ``sensitive`` one (sexual violence, a facility or holding unit, ethnicity,
    religion, health, profession) is given at national level only, and from larger counts.
    """

    key: str
    name: Term
    levels: tuple[Level, ...]
    elsewhere: str | None = None
    versions: Mapping[str, int] = field(default_factory=dict)
    sensitive: bool = False
    _readable: Vocabulary = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        leaves = (node.term for node in self.levels[0].nodes)
        object.__setattr__(self, "_readable", Vocabulary(self.key, *leaves))
        for level in self.levels:
            gathered = sorted(leaf for node in level.nodes for leaf in node.leaves)
            if gathered != sorted(self.levels[0].codes):
                raise ValueError(f"the rung {level.key} of {self.key} does not part its leaves")

    def leaf(self, raw: str | None) -> str:
        """Return the leaf that ``raw`` names; raise ``DisclosureRefused`` for an unregistered value."""
        try:
            return self._readable.read(raw or "").code
        except InputRefused:
            if self.elsewhere is not None:
                return self.elsewhere
            raise DisclosureRefused(
                f"a value of {self.key} is outside its registered classification",
                "correct the case's value, or add the term to the classification",
            ) from None

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every class of every rung by its word; one that stands on two rungs is the same class."""
        return {node.code: node for level in reversed(self.levels) for node in level.nodes}

    @cached_property
    def climbs(self) -> tuple[Mapping[str, str], ...]:
        """For each rung, the class of every leaf."""
        return tuple(
            {leaf: node.code for node in level.nodes for leaf in node.leaves} for level in self.levels
        )

    def rung(self, key: str) -> int:
        """Return the place of the rung called ``key`` on the ladder."""
        return next(i for i, level in enumerate(self.levels) if level.key == key)

    def splits(self, rungs: Iterable[int]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Return for each class, ``Total`` included, the ways in which other used rungs part it.

        A rung parts a class where some of its classes make it up exactly; rungs need not lie on one ladder.
        """
        used = sorted(set(rungs), reverse=True)
        found: dict[str, list[tuple[str, ...]]] = {
            TOTAL: list(dict.fromkeys(self.levels[r].codes for r in used))
        }
        for node in {node.code: node for rung in used for node in self.levels[rung].nodes}.values():
            for rung in used:
                parts = [part for part in self.levels[rung].nodes if part.leaves <= node.leaves]
                codes = tuple(part.code for part in parts)
                known = found.setdefault(node.code, [])
                if codes not in {(node.code,), *known} and _cover(parts, node):
                    known.append(codes)
        return {code: tuple(ways) for code, ways in found.items() if ways}

    def refines(self, fine: int, coarse: int) -> bool:
        """Return whether each class of the rung ``coarse`` is made up of classes of the rung ``fine``."""
        gathered = {leaf: node.leaves for node in self.levels[coarse].nodes for leaf in node.leaves}
        return all(
            node.leaves <= gathered[leaf] for node in self.levels[fine].nodes for leaf in [min(node.leaves)]
        )

    def meet(self, one: int, other: int) -> int | None:
        """Return the finest rung that both rungs refine, or ``None`` where the ladder has none."""
        return next((r for r in self._by_size if self.refines(one, r) and self.refines(other, r)), None)

    @cached_property
    def _by_size(self) -> tuple[int, ...]:
        return tuple(sorted(range(len(self.levels)), key=lambda rung: -len(self.levels[rung].nodes)))


def _cover(parts: Iterable[Node], whole: Node) -> bool:
    return sum(len(part.leaves) for part in parts) == len(whole.leaves)


# A coarser rung: its key, and for each of its classes what it gathers of the rung below.
Rung = tuple[str, tuple[tuple[Term, tuple[str, ...]], ...]]


def ladder(
    key: str, name: Term, finest: tuple[str, tuple[Term, ...]], *coarser: Rung, elsewhere: str | None = None
) -> Dimension:
    """Build a dimension from its finest rung and, for each coarser rung, what each class gathers.

    A class of the rung below that no coarser class gathers stays as it is.
    """
    levels = [Level(finest[0], tuple(Node(term, frozenset([term.code])) for term in finest[1]))]
    order = {term.code: place for place, term in enumerate(finest[1])}
    for rung_key, gathers in coarser:
        below = {node.code: node for node in levels[-1].nodes}
        nodes = [
            Node(term, frozenset().union(*(below[code].leaves for code in codes))) for term, codes in gathers
        ]
        taken = {code for _, codes in gathers for code in codes}
        nodes += [node for code, node in below.items() if code not in taken]
        levels.append(
            Level(rung_key, tuple(sorted(nodes, key=lambda node: min(order[leaf] for leaf in node.leaves))))
        )
    return Dimension(key, name, tuple(levels), elsewhere)
