"""Themes: dark, light, high contrast, and two that no kind of colour-blindness confuses; the words that styles have."""

from __future__ import annotations

from textual.theme import Theme

# The eight hues of Okabe and Ito (2008), chosen so that nobody confuses two of them.
_ORANGE, _SKY, _GREEN, _YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
_BLUE, _VERMILION, _PURPLE = "#0072B2", "#D55E00", "#CC79A7"

THEMES: tuple[Theme, ...] = (
    Theme(
        name="night", dark=True, primary="#6CA0DC", secondary="#8AADD6", accent="#E8B04B", success="#7BC47F",
        warning="#E8B04B", error="#E57373", foreground="#DDE3EA", background="#14181D", surface="#1B2027",
        panel="#232A33",
    ),
    Theme(
        name="day", dark=False, primary="#1F5C99", secondary="#3D6E9E", accent="#8A5A00", success="#1E6B2E",
        warning="#8A5A00", error="#A61B1B", foreground="#1A1D21", background="#FAFAF7", surface="#F1F1EC",
        panel="#E4E4DC",
    ),
    Theme(
        name="high contrast", dark=True, primary="#FFFFFF", secondary="#FFFFFF", accent="#FFFF00",
        success="#00FF00", warning="#FFFF00", error="#FF8080", foreground="#FFFFFF", background="#000000",
        surface="#000000", panel="#000000",
    ),
    Theme(
        name="colour-blind dark", dark=True, primary=_SKY, secondary=_SKY, accent=_YELLOW, success=_GREEN,
        warning=_ORANGE, error=_VERMILION, foreground="#E6E6E6", background="#101418", surface="#181D22",
        panel="#20262C",
    ),
    Theme(
        name="colour-blind light", dark=False, primary=_BLUE, secondary=_BLUE, accent=_PURPLE, success="#00704F",
        warning="#8A5600", error="#9C3D00", foreground="#161616", background="#FCFCFA", surface="#F2F2EE",
        panel="#E6E6E0",
    ),
)  # fmt: skip
NAMES = tuple(theme.name for theme in THEMES)

# The words by which screens ask for a look, and what each is made of: a colour of the theme and an attribute, so that
# it is still seen where there is no colour. State is always told by a glyph and a word as well.
LOOKS: dict[str, tuple[str, str]] = {
    "": ("", ""),
    "label": ("secondary", ""),
    "dim": ("", "dim"),
    "strong": ("", "bold"),
    "title": ("primary", "bold"),
    "good": ("success", ""),
    "warn": ("warning", "bold"),
    "bad": ("error", "bold"),
    "accent": ("accent", ""),
    "chip": ("secondary", "italic"),
    "chosen": ("", "reverse"),
}
