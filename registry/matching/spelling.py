"""How else a name is spelled: in the other script, and by other romanisers."""

from __future__ import annotations

import heapq
import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from registry.matching.compounds import ABD, ABU, ARTICLE, NOTHING, readings
from registry.matching.sounds import placed, tables, unplaced
from registry.words.folding import fold, is_arabic, tokens

_BEAM = 150  # spellings of a beginning that are followed
_OF_A_WORD = 120  # spellings of one word
_OF_A_NAME = 400  # and of a whole name
_LONGEST = 24  # letters of a word that are spelled anew; a longer one is no name
_UNLIKELY = 9.0  # nats behind the likeliest at which a spelling is given up


# Latin script that nobody pronounces: three consonants in a row, two at the beginning or the end, two vowels that are
# no long one. What each takes from the likelihood of a spelling, in nats.
_LETTER = re.compile("kh|gh|sh|th|dh|[^aeiou]")
_AWKWARD = (
    (re.compile("^CC"), 2.5),
    (re.compile("CCC"), 3.0),
    (re.compile("CC$"), 1.0),
    (re.compile("VVV"), 3.0),
)
_DIPHTHONG = re.compile("ou|oo|ee|ai|ei|aa|ia|iy|ay|aw|uw")


def _awkward(text: str) -> float:
    """What a Latin spelling loses for being hard to pronounce; a doubled consonant is one."""
    shape = _LETTER.sub("C", _DIPHTHONG.sub("a", re.sub(r"([^aeiou])\1", r"\1", text)))
    shape = re.sub("[aeiou]", "V", shape)
    return sum(cost * len(pattern.findall(shape)) for pattern, cost in _AWKWARD) + shape.count("VV")


@lru_cache(maxsize=8192)
def _to_latin(word: str) -> tuple[tuple[float, str], ...]:
    """The likeliest Latin spellings of a folded Arabic word with their logarithms, the best first."""
    shares = tables().shares
    begun = [(0.0, "")]
    for letter in placed(word):
        pieces = shares.get(letter, {"": 1.0})
        nexts: dict[str, float] = {}
        for likely, text in begun:
            for piece, share in pieces.items():
                if share:
                    spelled = text + piece
                    nexts[spelled] = max(nexts.get(spelled, -math.inf), likely + math.log(share))
        begun = heapq.nlargest(_BEAM, ((likely, text) for text, likely in nexts.items()), key=_sayable)
    sayable = {text: likely - _awkward(text) for likely, text in begun}
    for text, likely in list(sayable.items()):
        for doubled in _doubled(text):
            sayable[doubled] = max(sayable.get(doubled, -math.inf), likely - _DOUBLED)
    return _least(_best(sayable))


_DOUBLED = 1.5  # nats that a spelling loses for a doubled consonant, which stands for shadda
_BETWEEN_VOWELS = re.compile("(?<=[aeiou])[bdfjklmnqrstyz](?=[aeiou])")


def _doubled(text: str) -> Iterator[str]:
    """Each spelling with one consonant between vowels doubled."""
    for found in _BETWEEN_VOWELS.finditer(text):
        yield text[: found.end()] + text[found.start() :]


def _sayable(begun: tuple[float, str]) -> float:
    """How likely a beginning is, of which the last consonants may yet be followed by a vowel."""
    likely, text = begun
    return likely - _awkward(text + "a")


@cache
def _letters_of() -> dict[str, list[tuple[str, float]]]:
    """The Arabic letters that each Latin piece may stand for, with the logarithm of how likely."""
    found: dict[str, list[tuple[str, float]]] = {}
    made = tables()
    for letter, pieces in made.shares.items():
        for piece, share in pieces.items():
            if share:
                likely = math.log(share * made.common[letter])
                found.setdefault(piece, []).append((unplaced(letter), likely))
    return found


@lru_cache(maxsize=8192)
def _to_arabic(word: str) -> tuple[tuple[float, str], ...]:
    """The likeliest Arabic spellings of a folded Latin word with their logarithms, the best first."""
    letters = _letters_of()
    begun: list[dict[str, float]] = [{} for _ in range(len(word) + 1)]
    begun[0][""] = 0.0
    for at in range(len(word)):
        for likely, text in _best(begun[at]):
            for piece in (word[at], word[at : at + 2]):
                for letter, share in letters.get(piece, ()) if piece else ():
                    further = begun[at + len(piece)]
                    further[text + letter] = max(further.get(text + letter, -math.inf), likely + share)
            if word[at] in "aeiou" and text:  # a short vowel that no letter writes
                further = begun[at + 1]
                further[text] = max(further.get(text, -math.inf), likely - 1.5)
    return _least(_best(begun[-1]))


def _best(begun: dict[str, float]) -> list[tuple[float, str]]:
    return heapq.nlargest(_BEAM, ((likely, text) for text, likely in begun.items()))


def _least(found: list[tuple[float, str]]) -> tuple[tuple[float, str], ...]:
    least = found[0][0] - _UNLIKELY if found else 0.0
    return tuple((likely, text) for likely, text in found[:_OF_A_WORD] if likely >= least and text)


# How each script joins to a name what stands before it, the usual way first.
_HEADS = {
    ABD: (("عبدال", "عبد"), ("abdul", "abdel", "abdal", "abd", "abdu")),
    ABU: (("ابو", "ابوال"), ("abu", "abou", "abo", "abul")),
    ARTICLE: (("ال", ""), ("al", "", "el")),
    NOTHING: (("",), ("",)),
}


@lru_cache(maxsize=8192)
def _of_word(word: str) -> tuple[tuple[float, str], ...]:
    """Every spelling of one folded word, itself first: of the other script, and of its own by way of the other."""
    if not word.isalpha() or len(word) > _LONGEST:
        return ((0.0, word),)
    found = {word: 0.0}
    reading = readings(word)[0]
    core = reading.core
    arabic = ((0.0, core),) if is_arabic(core) else _to_arabic(core)
    latin = _to_latin(core) if is_arabic(core) else _through(core, arabic[:3])
    for heads, cores in zip(_HEADS[reading.before], (arabic, latin), strict=True):
        for rank, head in enumerate(heads):
            for place, (_, text) in enumerate(cores):
                found.setdefault(head + text, -0.5 * rank - place / 16)
    return tuple(heapq.nlargest(2 * _OF_A_WORD, ((likely, text) for text, likely in found.items())))


def _through(latin: str, arabic: tuple[tuple[float, str], ...]) -> tuple[tuple[float, str], ...]:
    """Other Latin spellings of a Latin word, by way of the Arabic ones that it may stand for; itself first."""
    found = {latin: 1.0}
    for behind, one in arabic:
        for likely, text in _to_latin(one):
            found[text] = max(found.get(text, -math.inf), likely + behind - arabic[0][0])
    return tuple(_best(found))[:_OF_A_WORD]


def spellings(name: str) -> frozenset[str]:
    """Return folded spellings of a name: its own, those of the other script, and other romanisations.

    The likeliest, at most 400; each is the whole name with one blank between its words, as ``fold`` makes it,
    compounds (Abd al-, Abu) in one word. A name is written in more ways than any list holds: what is not in it
    may still be the name, which ``compare`` tells.
    """
    words = [word.replace(" ", "") for word in tokens(name)]
    if not words:
        return frozenset()
    begun: list[tuple[float, str]] = [(0.0, "")]
    for word in words:
        nexts = {f"{text} {spelled}": one + more for one, text in begun for more, spelled in _of_word(word)}
        begun = heapq.nlargest(_OF_A_NAME, ((likely, text) for text, likely in nexts.items()))
    return frozenset([fold(name), *_folded(text for _, text in begun)][: _OF_A_NAME + 1])


def _folded(texts: Iterator[str]) -> Iterator[str]:
    return (fold(text) for text in texts)
