"""The one way of untrusted text to the screen: every character that is left can be shown, and has a width of its own."""

from __future__ import annotations

import re

from registry.display.classes import class_of
from registry.words.text import visible

_ASCII = re.compile("[ -~]*")
# A mark without a letter would be drawn on what stands before it; this is what Unicode draws such marks on.
_CARRIER = "\u25cc"
_JOINERS = {"\u200c": "\u27e6ZWNJ\u27e7", "\u200d": "\u27e6ZWJ\u27e7"}


def shown(text: str, *, paragraphs: bool = False) -> str:
    """Return ``text`` with a mark for whatever acts on a terminal, reorders, hides or has no certain width.

    That is ``visible``, the house's one rule, and more: a joiner stays only where it joins or parts letters of a
    cursive right-to-left script, since in a row of cells no two programs agree how wide the others are; a tab is
    a blank.
    """
    if _ASCII.fullmatch(text):
        return text
    made = visible(text, paragraphs=paragraphs)
    if paragraphs:
        made = made.replace("\t", " ")
    if class_of(made[0]) == "NSM":
        made = _CARRIER + made
    return made if made.isascii() or not _JOINERS.keys() & set(made) else _without_stray_joiners(made)


def _without_stray_joiners(text: str) -> str:
    parts = []
    letter = ""
    for one in text:
        if one in _JOINERS:
            parts.append(one if letter and class_of(letter) == "AL" else _JOINERS[one])
            # Only the first of several joiners does anything.
            letter = ""
            continue
        parts.append(one)
        if class_of(one) != "NSM":
            letter = one
    return "".join(parts)
