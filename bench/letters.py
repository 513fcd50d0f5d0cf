"""How Arabic letters are spelled in Latin script, learnt from pairs of spellings: the table of ``registry.matching.weights``.

Expectation maximisation over all ways in which a Latin word may be cut into pieces of none, one or two
letters, one piece for each Arabic letter (Ristad and Yianilos, *Learning String-Edit Distance*, 1998, with
pieces in place of single letters). ``python -m bench.names FOLDER --learn`` writes the module.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from registry.matching.sounds import placed
from registry.words.folding import fold

Pairs = Mapping[tuple[str, str], float]
Spelled = dict[tuple[str, str], float]

_ROUNDS = 8
_LEAST = 0.004  # what is rarer than this is left out of the table
_LONGEST = 2

# What both scripts write before a name, and what is learnt from the rest of it.
_BEFORE = tuple(
    (re.compile(arabic), re.compile(latin))
    for arabic, latin in (
        ("^ابوال(?=..)", "^ab(?:u|o|w|ou|ua)+a?l(?=..)"),
        ("^ابو(?=..)", "^ab[ouw]+(?=..)"),
        ("^عبدال(?=..)", "^ab+d[aeiou]*l?a?(?=..)"),
        ("^عبد(?=..)", "^abd[aeu]?(?=..)"),
        ("^ال(?=..)", "^a+l(?=..)"),
    )
)


def _bare(arabic: str, latin: str) -> tuple[str, str]:
    for before, same in _BEFORE:
        if before.search(arabic) and same.search(latin):
            return before.sub("", arabic), same.sub("", latin)
    return arabic, latin


def pairs_of(rows: Iterable[Mapping[str, str]]) -> Counter[tuple[str, str]]:
    """Return Arabic and Latin spellings of one name with a weight, the root of how often they were seen."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for arabic in {_joined(row["arabic_2025"]), _joined(row["arabic_2024"])}:
            for latin in (_joined(row["latin_ibc"]), _joined(row["latin_dict"])):
                if arabic and latin and len(latin) <= 3 * len(arabic) + 2:
                    bare, spelled = _bare(arabic, latin)
                    found[placed(bare), spelled] += math.sqrt(float(row["count"]))  # type: ignore[assignment]
    return found


def _joined(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalpha())


def learnt(pairs: Pairs) -> tuple[Spelled, dict[str, float]]:
    """Return how likely each Arabic letter is spelled by each piece, and how common each letter is."""
    spelled: Spelled = {}
    for _ in range(_ROUNDS):
        seen: defaultdict[tuple[str, str], float] = defaultdict(float)
        for (arabic, latin), weight in pairs.items():
            _count(arabic, latin, weight, spelled, seen)
        spelled = _shares(seen)
    letters: Counter[str] = Counter()
    for (arabic, _), weight in pairs.items():
        for letter in arabic:
            letters[letter] += weight  # type: ignore[assignment]
    total = sum(letters.values())
    return spelled, {letter: count / total for letter, count in letters.items()}


_FIRST = {0: 0.05, 1: 0.3, 2: 0.02}
_STRAY = 0.02


def _likely(spelled: Spelled, letter: str, piece: str) -> float:
    if spelled:
        return spelled.get((letter, piece), 0.0)
    return _FIRST[len(piece)] if letter else _STRAY


def _count(
    arabic: str, latin: str, weight: float, spelled: Spelled, seen: defaultdict[tuple[str, str], float]
) -> None:
    """Add to ``seen`` how often each piece stands for each letter, over all ways to cut this pair."""
    n, m = len(arabic), len(latin)
    steps = [
        (i, j, i + bool(letter), j + len(piece), letter, piece, likely)
        for i in range(n + 1)
        for j in range(m + 1)
        for letter, piece in _next(arabic[i : i + 1], latin[j : j + _LONGEST])
        if (likely := _likely(spelled, letter, piece))
    ]
    ahead = defaultdict(float, {(0, 0): 1.0})
    for i, j, to_i, to_j, _, _, likely in steps:
        ahead[to_i, to_j] += ahead[i, j] * likely
    if not (whole := ahead[n, m]):
        return
    back = defaultdict(float, {(n, m): 1.0})
    for i, j, to_i, to_j, letter, piece, likely in reversed(steps):
        share = likely * back[to_i, to_j]
        back[i, j] += share
        seen[letter, piece] += weight * ahead[i, j] * share / whole


def _next(letter: str, latin: str) -> list[tuple[str, str]]:
    stray = [("", latin[:1])] if latin else []
    return stray + [(letter, latin[:k]) for k in range(len(latin) + 1)] if letter else stray


def _shares(seen: Mapping[tuple[str, str], float]) -> Spelled:
    totals: Counter[str] = Counter()
    for (letter, _), count in seen.items():
        totals[letter] += count  # type: ignore[assignment]
    stray = totals[""] / sum(totals.values())
    return {
        (letter, piece): count / totals[letter] * ((1 - stray) if letter else stray)
        for (letter, piece), count in seen.items()
    }


def written(spelled: Spelled, letters: Mapping[str, float]) -> str:
    """Return the table as lines: the letter, how common it is, its pieces and their shares, per mille."""
    lines = []
    for letter in sorted(letters):
        pieces = sorted(
            ((round(1000 * share), piece or "-") for (one, piece), share in spelled.items() if one == letter),
            key=lambda one: (-one[0], one[1]),
        )
        shares = " ".join(f"{piece} {share}" for share, piece in pieces if share >= 1000 * _LEAST)
        lines.append(f"{letter} {max(1, round(1000 * letters[letter]))} {shares}")
    return "\n".join(lines) + "\n"
