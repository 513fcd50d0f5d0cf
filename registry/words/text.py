"""Text from outside made safe: once when it is kept, and again when it is shown.

A terminal obeys control characters and reorders what stands between bidirectional marks, so a name
could clear the screen, write to the clipboard or make one row read as another.
"""

from __future__ import annotations

import unicodedata

from registry.errors import InputRefused

# Unicode's own pictures for C0 controls start here (U+2400 SYMBOL FOR NULL).
_PICTURES = 0x2400
_KEPT_IN_PARAGRAPHS = "\n\t"

# Marks that can reorder or hide neighbouring text: UAX #9 embeddings, overrides and isolates, the
# line and paragraph separators, the word joiner family, annotations and the byte order mark; tag
# characters are shown by their numbers.
REORDERING = {
    0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
    0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
    0x2028: "LSEP", 0x2029: "PSEP", 0xFEFF: "BOM",
    0x2060: "WJ", 0x2061: "FA", 0x2062: "IT", 0x2063: "IS", 0x2064: "IP",
    0x206A: "ISS", 0x206B: "ASS", 0x206C: "IAFS", 0x206D: "AAFS", 0x206E: "NADS", 0x206F: "NODS",
    0xFFF9: "IAA", 0xFFFA: "IAS", 0xFFFB: "IAT",
}  # fmt: skip
# Tag characters, which nothing shows.
TAGS = range(0xE0000, 0xE0080)


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


def clean(text: str, *, paragraphs: bool = False) -> str:
    """Return ``text`` as it may be kept: NFC, outer blanks gone, control characters as visible pictures.

    With ``paragraphs`` line ends and tabs stay. Raises ``InputRefused`` for text that no encoding can
    carry (lone surrogates), since keeping it would lose it.
    """
    if text.isprintable():  # no control, no format character, no surrogate: the common case, and quick
        return unicodedata.normalize("NFC", text if paragraphs else " ".join(text.split())).strip()
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as broken:
        raise InputRefused(
            "the text holds characters that cannot be stored",
            "save the input as UTF-8 and try again",
        ) from broken
    if paragraphs:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = _KEPT_IN_PARAGRAPHS if paragraphs else ""
    if not paragraphs:
        text = " ".join(text.split())
    shown = "".join(_control_picture(c) if _is_control(c) and c not in kept else c for c in text)
    return unicodedata.normalize("NFC", shown).strip()


def visible(text: str, *, paragraphs: bool = False) -> str:
    """Return ``text`` as it may be shown: nothing in it can act on a terminal or reorder its neighbours."""
    if text.isprintable():
        return text
    kept = _KEPT_IN_PARAGRAPHS if paragraphs else ""
    parts = []
    for character in text:
        point = ord(character)
        if _is_control(character) and character not in kept:
            parts.append(_control_picture(character))
        elif point in REORDERING:
            parts.append(f"\u27e6{REORDERING[point]}\u27e7")
        elif point in TAGS or 0xD800 <= point <= 0xDFFF:
            parts.append(f"\u27e6{point:X}\u27e7")
        else:
            parts.append(character)
    return "".join(parts)


def plain_digits(text: str) -> str:
    """Return ``text`` with the digits of every script as 0-9."""
    return "".join(str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in text)
