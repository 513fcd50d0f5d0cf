"""Text from outside: kept as it was given, and made safe wherever it is shown.

A terminal obeys control characters and reorders what stands between bidirectional marks, so a name
could clear the screen, write to the clipboard or make one row read as another. What is kept is evidence,
so none of these characters is taken out of it; each is shown as a mark instead.
"""

from __future__ import annotations

import re
import unicodedata

from registry.errors import InputRefused

# Unicode's own pictures for C0 controls start here (U+2400 SYMBOL FOR NULL).
_PICTURES = 0x2400
_KEPT_IN_PARAGRAPHS = "\n\t"

# Marks that can reorder or hide neighbouring text: UAX #9 embeddings, overrides and isolates, the
# line and paragraph separators, the marks and joiners that nobody sees, annotations and the byte order
# mark, and letters and selectors that are nothing to see; tags and further selectors are shown by their
# numbers. The two joiners U+200C and U+200D stay as they are, since Persian and Kurdish spelling needs them.
REORDERING = {
    0x200E: "LRM", 0x200F: "RLM", 0x061C: "ALM", 0x200B: "ZWSP", 0x00AD: "SHY", 0x180E: "MVS",
    0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
    0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
    0x2028: "LSEP", 0x2029: "PSEP", 0xFEFF: "BOM",
    0x2060: "WJ", 0x2061: "FA", 0x2062: "IT", 0x2063: "IS", 0x2064: "IP",
    0x206A: "ISS", 0x206B: "ASS", 0x206C: "IAFS", 0x206D: "AAFS", 0x206E: "NADS", 0x206F: "NODS",
    0xFFF9: "IAA", 0xFFFA: "IAS", 0xFFFB: "IAT",
    0x034F: "CGJ", 0x115F: "HCF", 0x1160: "HJF", 0x3164: "HF", 0xFFA0: "HWHF", 0x17B4: "KIVAQ", 0x17B5: "KIVAA",
    0x180B: "FVS1", 0x180C: "FVS2", 0x180D: "FVS3", 0x180F: "FVS4",
    **{0xFE00 + number: f"VS{number + 1}" for number in range(16)},
}  # fmt: skip
# Tag characters and variation selectors, which nothing shows.
TAGS = range(0xE0000, 0xE0200)
# Those that Python calls printable all the same.
_HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# So many marks may stand on one letter: Arabic with every vowel sign and Quranic mark needs fewer. More are
# drawn over the lines above and below.
_MOST_MARKS = 8


def _control_picture(character: str) -> str:
    point = ord(character)
    if point < 0x20:
        return chr(_PICTURES + point)
    if point == 0x7F:
        return chr(0x2421)
    return f"\u27e6{point:02X}\u27e7"


def _is_control(character: str) -> bool:
    point = ord(character)
    return point < 0x20 or 0x7F <= point < 0xA0


def _is_no_character(point: int) -> bool:
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def clean(text: str, *, paragraphs: bool = False) -> str:
    """Return ``text`` as it is kept: NFC, outer blanks gone, every run of blanks one blank, else as given.

    With ``paragraphs`` line ends and blanks stay. Control characters stay too: they are part of what was
    given, and ``visible`` shows them. Raises ``InputRefused`` for text that no encoding can
    carry (lone surrogates), since keeping it would lose it.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as broken:
        raise InputRefused(
            "the text holds characters that cannot be stored",
            "save the input as UTF-8 and try again",
        ) from broken
    kept = text.replace("\r\n", "\n").replace("\r", "\n") if paragraphs else " ".join(text.split())
    return unicodedata.normalize("NFC", kept).strip()


def visible(text: str, *, paragraphs: bool = False) -> str:
    """Return ``text`` as it may be shown: nothing in it can act on a terminal, reorder its neighbours or hide.

    Marks heaped on one letter beyond ``_MOST_MARKS`` are counted instead of drawn.
    """
    if not text.isprintable() or _HIDDEN.search(text):
        kept = _KEPT_IN_PARAGRAPHS if paragraphs else ""
        text = "".join(character if character in kept else _shown(character) for character in text)
    return text if text.isascii() else _without_heaps(text)


def _shown(character: str) -> str:
    point = ord(character)
    if _is_control(character):
        return _control_picture(character)
    if point in REORDERING:
        return f"\u27e6{REORDERING[point]}\u27e7"
    if point in TAGS or 0xD800 <= point <= 0xDFFF or _is_no_character(point):
        return f"\u27e6{point:X}\u27e7"
    return character


def _without_heaps(text: str) -> str:
    parts, start, heap = [], 0, 0
    for place, character in enumerate(text):
        if unicodedata.category(character) in ("Mn", "Me"):
            heap += 1
            continue
        if heap > _MOST_MARKS:
            parts += [text[start : place - heap + _MOST_MARKS], _heap(heap)]
            start = place
        heap = 0
    if heap > _MOST_MARKS:
        parts += [text[start : len(text) - heap + _MOST_MARKS], _heap(heap)]
        start = len(text)
    return "".join([*parts, text[start:]])


def _heap(marks: int) -> str:
    return f"\u27e6+{marks - _MOST_MARKS:,} marks\u27e7"


def plain_digits(text: str) -> str:
    """Return ``text`` with the digits of every script as 0-9."""
    return "".join(str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in text)
