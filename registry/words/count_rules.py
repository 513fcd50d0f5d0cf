"""The rules by which a word for an unnamed number is read, in one place to be seen and changed."""

from __future__ import annotations

from dataclasses import dataclass

from registry.errors import InputRefused

HOW_TO_WRITE = 'give {"low": 200, "high": 999, "wording": "hundreds of men"}, or the wording alone'
LARGEST = 1_000_000_000

NO_NUMBER = "no number"
EXACT, ABOUT, AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN, RANGE, STATED = (
    "exact", "about", "at least", "more than", "at most", "less than", "range", "stated",
)  # fmt: skip


def refuse(message: str = "no count can be read from that without guessing", hint: str = "") -> InputRefused:
    """Return the refusal of a count, with how to write one."""
    return InputRefused(message, hint or HOW_TO_WRITE)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a word for an unnamed number is taken to mean, and the words that say it.

    ``low`` and ``high`` are people. A high of ``None`` says that there is no upper bound.
    """

    code: str
    low: int
    high: int | None
    words: tuple[str, ...]


SEVERAL = "several"

# The house's reading of number words, in one place to be seen and, by configuration, changed. A plural
# begins at two of its unit (several dozen at two dozen) and ends below the next unit.
RULES: tuple[Rule, ...] = (
    Rule("hundreds of thousands", 200_000, 999_999,
         ("hundreds of thousands", "centaines de milliers", "مئات الآلاف", "مئات الالاف")),
    Rule("tens of thousands", 20_000, 99_999, ("tens of thousands", "dizaines de milliers", "عشرات الآلاف")),
    Rule("thousands", 2_000, 9_999,
         ("thousands", "several thousand", "a few thousand", "milliers", "آلاف", "الآلاف", "ألوف")),
    Rule("hundreds", 200, 999,
         ("hundreds", "several hundred", "a few hundred", "centaines", "مئات", "المئات", "مئآت")),
    Rule("dozens", 24, 99, ("dozens", "several dozen", "a few dozen", "scores", "douzaines")),
    Rule("tens", 20, 99, ("tens", "dizaines", "عشرات", "العشرات")),
    Rule(SEVERAL, 3, 9, ("several", "a few", "plusieurs", "quelques", "عدة", "بضعة", "بضع")),
)  # fmt: skip
