"""How alike two words of a name are, letter by letter, in one script or across two.

Each way to spell an Arabic letter in Latin script has a share, learnt from pairs of spellings
(``registry.matching.weights``). What speaks for two words being one name is how much oftener their letters stand
for one another there than by chance (pointwise mutual information), summed along the best alignment. Two Latin
words are compared by what Arabic letters both may stand for.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from registry.matching.alphabets import romanised
from registry.matching.weights import SPELLINGS
from registry.words.folding import is_arabic

Table = Mapping[str, Mapping[str, float]]
Lone = Callable[[str], float]

_UNLIKE = -4.0  # two letters that never stand for one another
_SAME_LATIN = 2.0  # one Latin letter on both sides that the table does not know, as of another language
_LONGEST = 40  # letters of a word that are compared: no name has more, and hostile input may

# ---- one spelling for what many write ------------------------------------------------------------------

_FINAL = {"ي": "ى", "ه": "ة", "ا": "أ"}
_INITIAL = {"ا": "ٱ", "ع": "ﻋ"}
# Pieces that one language writes for a sound that all others write otherwise: French and Turkish habits.
_HABITS = (("tch", "sh"), ("sch", "sh"), ("ch", "sh"), ("dj", "j"), ("ph", "f"), ("ck", "k"))
# What spells an Arabic letter elsewhere than where the table was learnt: in French, Turkish, Kurdish (Latin and
# Arabic letters), Armenian and Persian mouths. Each is taken to be rare.
_ELSEWHERE = {
    "ب": "p", "ت": "d", "ث": "s t", "ج": "c g zh sh", "ح": "kh x", "خ": "h k x", "د": "t", "ذ": "z d", "ز": "j", "س": "c",
    "ش": "s c ch", "ض": "z", "ط": "d", "ظ": "d dh th", "غ": "g", "ف": "v", "ق": "g c kh", "ك": "c g q", "و": "v",
    "ي": "e ey", "ى": "e y", "ص": "c", "ٱ": "e", "ا": "e", "ﻋ": "e", "ع": "e", "ة": "e",
}  # fmt: skip
_RARE = 0.01


def placed(word: str) -> str:
    """Return a folded Arabic word with signs of their own for weak letters at its beginning and its end."""
    if len(word) < 3:
        return word
    return _INITIAL.get(word[0], word[0]) + word[1:-1] + _FINAL.get(word[-1], word[-1])


_UNPLACED = {"ى": "ي", "ة": "ه", "أ": "ا", "ٱ": "ا", "ﻋ": "ع"}


def unplaced(letter: str) -> str:
    """Return the plain letter that a sign of ``placed`` stands for."""
    return _UNPLACED.get(letter, letter)


def respelled(word: str) -> str:
    """Return a folded word in Latin letters, with the pieces that one language writes otherwise in the usual way."""
    word = romanised(word)
    for habit, usual in _HABITS:
        word = word.replace(habit, usual)
    return word


# ---- the tables ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tables:
    """What speaks for one piece standing for another, in nats: across the scripts, and within each."""

    across: Table
    latin: Table
    arabic: Table
    silent: Mapping[str, float]
    shares: Mapping[str, Mapping[str, float]]
    spelled: Table
    common: Mapping[str, float]


def _read() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    shares, common = {}, {}
    for line in SPELLINGS.splitlines():
        letter, often, *pieces = line.split()
        common[letter] = int(often) / 1000
        shares[letter] = {
            piece.strip("-"): int(share) / 1000
            for piece, share in zip(pieces[::2], pieces[1::2], strict=True)
        }
    for letter, rare in _ELSEWHERE.items():
        for piece in rare.split():
            known = shares[letter]
            known[piece] = max(known.get(piece, 0.0), _RARE)
    return shares, common


@cache
def tables() -> _Tables:
    """Return the tables of scores, made once from the shares."""
    shares, common = _read()
    chance: defaultdict[str, float] = defaultdict(float)
    together: defaultdict[tuple[str, str], float] = defaultdict(float)
    for letter, pieces in shares.items():
        for left, one in pieces.items():
            chance[left] += common[letter] * one
            for right, other in pieces.items():
                if left and right:
                    together[left, right] += common[letter] * one * other
    across = {
        letter: {
            piece: max(_UNLIKE, math.log(share / chance[piece])) for piece, share in pieces.items() if piece
        }
        for letter, pieces in shares.items()
    }
    latin: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (left, right), share in together.items():
        latin[left][right] = max(_UNLIKE, math.log(share / (chance[left] * chance[right])))
    silent = {letter: math.log(pieces[""]) for letter, pieces in shares.items() if pieces.get("")}
    spelled = {
        letter: {piece: math.log(share) for piece, share in pieces.items() if piece}
        for letter, pieces in shares.items()
    }
    return _Tables(across, latin, _arabic(common), silent, shares, spelled, common)


# Arabic letters that writers, mouths and keyboards exchange, and what speaks for each exchange.
_EXCHANGED = (
    ("ذزظض", 0.5), ("ضظد", 0.5), ("طت", 0.5), ("صس", 0.5), ("قك", 0.3), ("تث", 0.3), ("ثس", 0.2), ("دذ", 0.6),
    ("جغ", 0.2), ("حه", 0.5), ("قغ", 0.2), ("بف", 0.0), ("ةأ", 1.5), ("ىأ", 1.0), ("ٱﻋ", 0.2), ("يو", -0.3),
)  # fmt: skip


def _arabic(common: Mapping[str, float]) -> Table:
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    whole: defaultdict[str, float] = defaultdict(float)
    for letter, share in common.items():
        whole[_UNPLACED.get(letter, letter)] += share
    forms = {letter: {letter} for letter in whole}
    for placed_, plain in _UNPLACED.items():
        forms.setdefault(plain, {plain}).add(placed_)
    for letter, same in forms.items():
        for left in same:
            for right in same:
                found[left][right] = -math.log(max(whole[letter], 0.001))
    for group, speaks in _EXCHANGED:
        for left in group:
            for right in group:
                found[left].setdefault(right, speaks)
    return dict(found)


_LONE_LATIN = {**dict.fromkeys("aeiou", -1.0), **dict.fromkeys("hyw", -1.6)}
_LONE_ARABIC = {"ا": -2.0, "أ": -1.6, "ٱ": -2.0, "ع": -2.0, "ﻋ": -2.0, "و": -2.5, "ي": -1.8, "ى": -1.6,
                "ه": -1.8, "ة": -1.0}  # fmt: skip
_LONE = -3.5


def _lone_latin(letter: str) -> float:
    return _LONE_LATIN.get(letter, _LONE)


def _lone_arabic(letter: str) -> float:
    return _LONE_ARABIC.get(letter, _LONE)


def _unspelled(letter: str) -> float:
    return max(_LONE, tables().silent.get(letter, _LONE))


# ---- the alignment ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    """How two kinds of words are aligned: the scores of pieces, of letters that stand alone, and of equal ones."""

    table: Table
    lone_left: Lone
    lone_right: Lone
    longest_left: int
    same: float
    unlike: float = _UNLIKE


def _best(left: str, right: str, way: _Way) -> float:
    """The sum along the best alignment of the two words, in pieces of one or two letters."""
    n, m = len(left), len(right)
    right_lone = [way.lone_right(letter) for letter in right]
    first = [0.0] * (m + 1)
    for j in range(m):
        first[j + 1] = first[j] + right_lone[j]
    rows = [first]
    for i in range(1, n + 1):
        lone = way.lone_left(left[i - 1])
        above, row = rows[-1], [0.0] * (m + 1)
        row[0] = above[0] + lone
        spelled = way.table.get(left[i - 1], {})
        longer = way.table.get(left[i - 2 : i]) if i > 1 and way.longest_left > 1 else None
        for j in range(1, m + 1):
            letter = right[j - 1]
            unlike = way.same if left[i - 1] == letter else way.unlike
            best = max(
                above[j] + lone, row[j - 1] + right_lone[j - 1], above[j - 1] + spelled.get(letter, unlike)
            )
            pair = right[j - 2 : j] if j > 1 else ""
            if pair and (score := spelled.get(pair)) is not None and above[j - 2] + score > best:
                best = above[j - 2] + score
            if longer:
                before = rows[-2]
                if (score := longer.get(letter)) is not None and before[j - 1] + score > best:
                    best = before[j - 1] + score
                if pair and (score := longer.get(pair)) is not None and before[j - 2] + score > best:
                    best = before[j - 2] + score
            row[j] = best
        rows.append(row)
    return rows[n][m]


@cache
def _ways() -> tuple[_Way, _Way, _Way]:
    made = tables()
    return (
        _Way(made.across, _unspelled, _lone_latin, 1, _UNLIKE),
        _Way(made.latin, _lone_latin, _lone_latin, 2, _SAME_LATIN),
        _Way(made.arabic, _lone_arabic, _lone_arabic, 1, _SAME_LATIN),
    )


_NEVER = -8.0  # the logarithm of the share of a spelling that was never seen


def _never(letter: str) -> float:
    del letter
    return _NEVER


@cache
def _spelling() -> _Way:
    made = tables()
    return _Way(made.spelled, lambda letter: made.silent.get(letter, _NEVER), _never, 1, _NEVER, _NEVER)


def spelled_so(arabic: str, latin: str) -> float:
    """Return the logarithm of the share of writers who spell a folded Arabic word so in Latin script."""
    return _best(placed(arabic[:_LONGEST]), respelled(latin[:_LONGEST]), _spelling())


def _speaks(left: str, right: str) -> float:
    across, latin, arabic = _ways()
    if is_arabic(left):
        if is_arabic(right):
            return _best(placed(left), placed(right), arabic)
        return _best(placed(left), respelled(right), across)
    if is_arabic(right):
        return _best(placed(right), respelled(left), across)
    return _best(respelled(left), respelled(right), latin)


@lru_cache(maxsize=65536)
def _own(word: str) -> float:
    return max(0.1, _speaks(word, word))


# ---- what tells two names that share their consonants -------------------------------------------------

_LAST_VOWEL = re.compile("([aeiou]+)[^aeiouyw]{1,2}$")
_OTHER_VOWEL = 0.4
_BACK, _FRONT = "back", "front"


def _participle(word: str) -> str:
    """Whether a word with m ends as the passive participle does (محمود, Mahmoud) or not (محمد, Muhammad)."""
    if word[0] not in "مm" or len(word) < 4:
        return ""
    if word[0] == "م":
        return _BACK if word[-2] == "و" else "" if word[-2] in "اي" else _FRONT
    vowel = _LAST_VOWEL.search(word) if len(word) > 4 else None
    if vowel is None:
        return ""
    return _BACK if vowel[1][-1] in "ou" else _FRONT if vowel[1] in ("a", "e") else ""


@lru_cache(maxsize=131072)
def alike(left: str, right: str) -> float:
    """Return how alike two folded words are: 1 for the same letters, below 0 for words with nothing in common.

    The same whichever comes first. The words may be of different scripts; letters that no table knows are
    only alike where they are the same.
    """
    if left == right:
        return 1.0
    left, right = sorted((left[:_LONGEST], right[:_LONGEST]))
    if not left:
        return -1.0
    found = _speaks(left, right) / math.sqrt(_own(left) * _own(right))
    ends = {_participle(left), _participle(right)}
    return min(1.0, found - (_OTHER_VOWEL if ends == {_BACK, _FRONT} else 0.0))
