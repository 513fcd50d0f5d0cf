"""Keys under which two spellings of one name meet, so that only those who share one need be compared."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from registry.matching.compounds import readings, undamaged
from registry.matching.parts import Name, parse
from registry.matching.sounds import respelled
from registry.words.folding import is_arabic, skeletons

_VAGUE = str.maketrans({"^": "", "w": "", "y": "", "x": "h", "g": "j", "z": "d", "t": "d"})
_MOST_PARTS = 5


@lru_cache(maxsize=65536)
def sounds(word: str) -> frozenset[str]:
    """Return the vague consonant keys of one folded word in every reading; names that are told apart may share one."""
    found: set[str] = set()
    for reading in readings(word):
        for whole in undamaged(reading.core):
            for spelled in _otherwise(whole):
                found.update(map(_vague, skeletons(spelled)))
    return frozenset(key for key in found if key) or frozenset({word})


def _otherwise(word: str) -> set[str]:
    """A word as keys are made of it: in Latin letters, and with what Turkish and Armenian writers mean by theirs."""
    if is_arabic(word):
        return {word}
    word = respelled(word)
    return {word, word.replace("c", "j"), word.replace("g", "k")}


def _vague(key: str) -> str:
    """A key without its weak signs, and with letters joined that romanisers write alike."""
    return key[:1] + key[1:].translate(_VAGUE) if key[:1] == "^" else key.translate(_VAGUE)


def keys(name: str | Name) -> frozenset[str]:
    """Return the blocking keys of a name: two names of one person share one, whatever their scripts.

    A key joins the sounds of two of its parts, each with where it stands from the front or the end, so that a name
    with a part missing still meets the whole one. A name of one word has the key of that word. Nothing is promised of
    names that share no two parts.
    """
    parsed = parse(name) if isinstance(name, str) else name
    places = _placed(parsed)
    found = {
        f"{left}{one}|{right}{other}"
        for (left, first), (right, second) in combinations(places, 2)
        for one in sounds(first)
        for other in sounds(second)
    }
    if len(places) == 1:
        found = {f"{places[0][0]}{one}" for one in sounds(places[0][1])}
    return frozenset(found | {f"k{one}" for one in sounds(parsed.kunya)} if parsed.kunya else found)


def _placed(name: Name) -> list[tuple[str, str]]:
    """Each part with a sign of its place: g for the given name, a for any ancestor, f for the family's."""
    parts = [("g", name.given), *(("a", one) for one in name.ancestors[:_MOST_PARTS]), ("f", name.family)]
    return [(place, word) for place, word in parts if word]
