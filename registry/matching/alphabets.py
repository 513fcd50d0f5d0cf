"""Words in alphabets that are neither Arabic nor Latin, as Latin script would spell them, for comparing sounds."""

from __future__ import annotations

# Eastern Armenian values (BGN/PCGN 1981 without its marks); a western writer's b, g and d are near to p, k and t.
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        "a b g d e z e e t j i l kh ts k h dz gh j m y n sh o ch p j r s v t r ts v p k o f ev".split(),
        strict=True,
    )
)
# Russian has one letter for the two Arabic sounds h and kh.
_CYRILLIC = dict(
    zip(
        "абвгдежзиклмнопрстуфхцчшщыэюяіїєґ",
        "a b v g d e j z i k l m n o p r s t u f h ts ch sh sh y e yu ya i yi ye g".split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t i f kh ps o".split(),
        strict=True,
    )
)
# Two Armenian letters together are one vowel; the hard and soft signs of Russian are no sounds.
_TOGETHER = (("ու", "u"), ("ոյ", "uy"), ("ъ", ""), ("ь", ""))
_LETTERS = str.maketrans(_ARMENIAN | _CYRILLIC | _GREEK)


def romanised(word: str) -> str:
    """Return a folded word with Armenian, Cyrillic and Greek letters in Latin script, all others as they were."""
    if word.isascii():
        return word
    for letters, sound in _TOGETHER:
        word = word.replace(letters, sound)
    return word.translate(_LETTERS)
