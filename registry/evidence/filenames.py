"""The name under which an exhibit may lie in a folder: what the file was called, without what could act."""

from __future__ import annotations

import unicodedata

from registry.words.text import REORDERING, TAGS

LONGEST = 120  # characters; and no more bytes than every file system takes
_MOST_BYTES = 200
NAMELESS = "exhibit"

# What Windows, macOS and Linux between them refuse in a name, or read as more than a letter of it.
_FORBIDDEN = frozenset('/\\:*?"<>|\u2044\u2215\u29f8\uff0f\uff3c\ufe68\uff1a')
# Names that Windows takes for a device, whatever ending stands behind them.
_DEVICES = frozenset(
    ("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
     *(f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789\u00b9\u00b2\u00b3"))
)  # fmt: skip
# Endings that a double click runs somewhere; a copy of evidence must not be run by one.
_RUNS = frozenset(
    "apk app appimage bat cmd com command cpl desktop dll dmg docm exe hta inf ins iso jar js jse lnk msi msp pif pkg ps1 pptm "
    "py pyw reg rb scf scr sh so sys url vb vbe vbs webloc workflow ws wsf wsh xlsm".split()
)
_INERT = ".held"


def safe_name(name: str) -> str:
    """Return a name for a new file: one part, no sign that acts or hides, at most ``LONGEST`` characters.

    Never empty, never a device, never begins with a dash or a dot, and never ends in what a double click runs.
    """
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = " ".join("".join(map(_fit, plain)).split())
    plain = plain.lstrip(" .-~").rstrip(" .")
    stem, ending = _parted(plain)
    if ending.casefold() in _RUNS:
        stem, ending = _cut(plain, len(_INERT)), _INERT[1:]
    if stem.partition(".")[0].strip().upper() in _DEVICES:
        stem = f"_{stem}"
    ending = f".{ending}" if ending else ""
    return (_cut(stem, len(ending.encode())) or NAMELESS) + ending


def _parted(name: str) -> tuple[str, str]:
    """Part a name at its last dot where a short ending follows that can be kept when the rest is cut."""
    stem, dot, ending = name.rpartition(".")
    return (stem.rstrip(" ."), ending) if dot and stem.strip(" .") and len(ending) <= 10 else (name, "")


def _cut(stem: str, left_for_ending: int) -> str:
    stem = stem[: LONGEST - left_for_ending]
    while len(stem.encode()) > _MOST_BYTES - left_for_ending:
        stem = stem[:-1]
    # A cut may leave a mark without its letter, or a blank at the end.
    return stem.rstrip(" .")


def _fit(character: str) -> str:
    point = ord(character)
    if character in _FORBIDDEN:
        return "_"
    if (
        point in REORDERING
        or point in TAGS
        or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
    ):
        return " " if character in "\t\n\r" else ""
    return " " if character.isspace() else character
