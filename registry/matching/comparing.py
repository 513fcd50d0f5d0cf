"""Comparing two people by their names: which part matches, differs or is blank, and how far that speaks for one person.

Parts are put side by side in their order, given name with given name and family with family, and the weakest part
decides: brothers share all names but the first, a father and his son all but where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from registry.matching.compounds import likeness
from registry.matching.evidence import Evidence, evidence_of, weighed
from registry.matching.parts import FAMILY, FATHER, GIVEN, GRANDFATHER, KUNYA, MOTHER, NICKNAME, Name, parse
from registry.words.folding import tokens

MATCH, DIFFERS, BLANK = "match", "differs", "blank"

SAME = 0.5  # a score from here on says that two names may be of one person
# From this likeness on, two spellings are taken for one name. Fixed on the development pairs (bench/names.py).
THRESHOLD = 0.35
_LEAST = -0.65  # a likeness from here down is worth nothing
# The most that a comparison of so many parts can say: given and family name alone are shared by 29 % of people in a
# real list of 55,196, given, father and family by 2 %.
_MOST = {0: 0.0, 1: 0.4, 2: 0.8, 3: 0.95}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of two people side by side; ``state`` is ``match``, ``differs`` or ``blank``.

    ``left`` and ``right`` are folded words, empty where nobody said; ``likeness`` is from 0 to 1, None where blank.
    """

    part: str
    state: str
    left: str
    right: str
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two people may be one, from 0 to 1, whether that is enough to be looked at, and the parts."""

    score: float
    same: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Person:
    """What is compared of one person: every name by which somebody called them, the mother's, and other facts."""

    names: tuple[Name, ...]
    mother: str = ""
    evidence: Evidence = field(default_factory=Evidence)

    @classmethod
    def of(cls, given: str | Mapping[str, Any]) -> Person:
        """Read a name, or an object of facts with the keys of an intake.

        Known keys: ``name`` (a text, an object with ``text`` and ``kind``, or a list of them), ``father``,
        ``grandfather``, ``mother``, ``family_name``, ``nickname``, ``kunya``, ``sex``, ``born``. Others are passed
        over. Raises ``InputRefused`` for a value that is not of its fact.
        """
        if isinstance(given, str):
            return cls((parse(given),))
        names = _told(given)
        full = [_completed(parse(text), given) for kind, text in names if kind in ("full", "")]
        if not full:
            full = [_completed(_of_parts(names), given)]
        beside = [parse(text) for kind, text in names if kind == "alias"]
        return cls((*full, *beside), _folded(given.get("mother")), evidence_of(given))


_MOST_NAMES = 20  # of one person that are compared: each is with each of the other's


def _told(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every name with its kind."""
    stated = given.get("name", ())
    found = []
    for one in stated[:_MOST_NAMES] if isinstance(stated, list | tuple) else (stated,):
        if isinstance(one, str):
            found.append(("", one))
        elif isinstance(one, Mapping):
            found.append((str(one.get("kind") or ""), str(one.get("text") or "")))
    return [(kind, text) for kind, text in found if text.strip()]


_SHIFTED = {"laqab": NICKNAME}


def _of_parts(names: Iterable[tuple[str, str]]) -> Name:
    """One name of those that were given part by part."""
    said = {_SHIFTED.get(kind, kind): _folded(text) for kind, text in reversed(list(names))}
    ancestors = tuple(said[kind] for kind in (FATHER, GRANDFATHER) if said.get(kind))
    return Name(
        said.get(GIVEN, ""), ancestors, said.get(FAMILY, ""), said.get(KUNYA, ""), said.get(NICKNAME, "")
    )


def _completed(name: Name, given: Mapping[str, Any]) -> Name:
    """A name with the parts that stand in facts of their own, where the name itself has none."""
    said = {key: _folded(given.get(key)) for key in (FATHER, GRANDFATHER, "family_name", KUNYA, NICKNAME)}
    family, ancestors = name.family, name.ancestors
    if (stated := said["family_name"]) and likeness(family, stated) < THRESHOLD:
        # The last word of the name is no family name then, but one more ancestor.
        ancestors, family = (*ancestors, family) if family else ancestors, stated
    if said[FATHER] and (not ancestors or likeness(ancestors[0], said[FATHER]) < THRESHOLD):
        ancestors = (said[FATHER], *ancestors)
    if said[GRANDFATHER] and said[FATHER] and len(ancestors) < 2:
        ancestors = (*ancestors, said[GRANDFATHER])
    return replace(
        name,
        ancestors=ancestors,
        family=family,
        kunya=name.kunya or said[KUNYA],
        nickname=name.nickname or said[NICKNAME],
    )


def _folded(value: Any) -> str:
    """The first words of a fact of one name, in one word; a mother's or father's full name counts by its first."""
    if isinstance(value, Mapping):
        value = value.get("text")
    words = tokens(value[:200]) if isinstance(value, str) else ()
    return words[0].replace(" ", "") if words else ""


# ---- the alignment -------------------------------------------------------------------------------------

_Pairs = tuple[tuple[int, int], ...]


@lru_cache(maxsize=16384)
def _between(left: tuple[str, ...], right: tuple[str, ...], damaged: bool) -> tuple[float, float, _Pairs]:
    """The best way to put all of the shorter line beside the longer in order: its weakest fit, sum and places."""
    if not left:
        return 1.0, 0.0, ()
    if len(right) < len(left):
        return -1.0, -1.0, ()
    here = likeness(left[0], right[0], damaged)
    weakest, total, pairs = _between(left[1:], right[1:], damaged)
    best = (min(here, weakest), here + total, ((0, 0), *((i + 1, j + 1) for i, j in pairs)))
    if len(right) > len(left):
        weakest, total, pairs = _between(left, right[1:], damaged)
        best = max(best, (weakest, total, tuple((i, j + 1) for i, j in pairs)))
    return best


def _beside(left: Name, right: Name) -> Iterator[tuple[str, str, str]]:
    """The parts of two names side by side, with what each is; the shorter line leaves blanks."""
    damaged = left.damaged or right.damaged
    yield GIVEN, left.given, right.given
    one, other = left.ancestors, right.ancestors
    turned = len(one) > len(other)
    if turned:
        one, other = other, one
    pairs = {j: i for i, j in _between(one, other, damaged)[2]}
    labels = Name("", other, "").labels
    for place, word in enumerate(other):
        beside = one[pairs[place]] if place in pairs else ""
        yield (labels[place], word, beside) if turned else (labels[place], beside, word)
    yield FAMILY, left.family, right.family


def _part(label: str, left: str, right: str, damaged: bool) -> Part:
    if not left or not right:
        return Part(label, BLANK, left, right)
    fit = likeness(left, right, damaged)
    return Part(label, MATCH if fit >= THRESHOLD else DIFFERS, left, right, round(max(0.0, fit), 3))


def _scored(fits: list[float], parts: int) -> float:
    """The score of the weakest of some likenesses, as far as so many parts can speak."""
    if not fits:
        return 0.0
    weakest, mean = min(fits), sum(fits) / len(fits)
    if weakest < THRESHOLD:
        near = max(0.0, weakest - _LEAST) / (THRESHOLD - _LEAST)
        return SAME * 0.98 * near * _MOST.get(parts, 1.0)
    sure = (weakest - THRESHOLD) / (1 - THRESHOLD)
    return min(SAME + (1 - SAME) * (0.8 * sure + 0.2 * max(0.0, mean)), _MOST.get(parts, 1.0))


@lru_cache(maxsize=65536)
def compare_names(left: Name, right: Name) -> Comparison:
    """Compare two names part by part; the same whichever comes first, and 1 for a name and itself."""
    damaged = left.damaged or right.damaged
    parts = [_part(*one, damaged) for one in _beside(left, right) if one[1] or one[2]]
    beside = ((KUNYA, left.kunya, right.kunya), (NICKNAME, left.nickname, right.nickname))
    asides = [_part(*one, damaged) for one in beside if one[1] or one[2]]
    if left == right and (left.line or asides):
        return Comparison(1.0, True, (*parts, *asides))
    fits = [likeness(one.left, one.right, damaged) for one in parts if one.state != BLANK]
    if not fits:
        fits = [likeness(one.left, one.right, damaged) for one in asides if one.state != BLANK]
    elif "".join(left.line) == "".join(right.line):  # the blanks between the words stand elsewhere
        fits = [1.0]
        parts = [Part("name", MATCH, " ".join(left.line), " ".join(right.line), 1.0)]
        return Comparison(0.95, True, (*parts, *asides))
    score = round(_scored(fits, len(fits)), 4)
    return Comparison(score, score >= SAME, (*parts, *asides))


def compare(left: Person, right: Person) -> Comparison:
    """Compare two people by every name of each, the best pair counting, then by mother, birth and sex.

    A mother who differs, births that cannot be one and another sex each take the score below what may be one
    person; agreeing facts raise it where the names already fit. The parts say what was compared.
    """
    if left == right and left.names:
        return replace(compare_names(left.names[0], left.names[0]), parts=_all_parts(left, right))
    best = max(
        (compare_names(one, other) for one in left.names for other in right.names),
        key=lambda one: one.score,
        default=Comparison(0.0, False, ()),
    )
    facts = _facts(left, right)
    score = round(
        weighed(best.score, [(one.part, one.state == MATCH) for one in facts if one.state != BLANK]), 4
    )
    return Comparison(score, score >= SAME, (*best.parts, *facts))


def _all_parts(left: Person, right: Person) -> tuple[Part, ...]:
    return (*compare_names(left.names[0], right.names[0]).parts, *_facts(left, right))


def _facts(left: Person, right: Person) -> list[Part]:
    found = []
    if left.mother or right.mother:
        found.append(_part(MOTHER, left.mother, right.mother, False))
    for label, one, other, agrees in left.evidence.beside(right.evidence):
        state = BLANK if agrees is None else MATCH if agrees else DIFFERS
        found.append(Part(label, state, one, other, None if agrees is None else float(agrees)))
    return found
