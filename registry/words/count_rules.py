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

    ``low`` and ``high`` are people, and with ``share`` percent of the number that stands beside the word: "about
    30,000" at 90 to 110 is 27,000 to 33,000. A high of ``None`` says that there is no upper bound.
    """

    code: str
    low: int
    high: int | None
    words: tuple[str, ...]
    share: bool = False

    def around(self, number: int) -> tuple[int, int]:
        """Return the fewest and the most people that a number stands for beside a word of this rule."""
        return max(min(number, 1), number * self.low // 100), -(-number * (self.high or 100) // 100)

    def show(self) -> str:
        """Return the bounds of a share in words."""
        return f"{self.low} to {self.high} % of it"


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
    # A word that makes a number a rough one. A tenth either way is the house's own rule of thumb, taken from nobody.
    Rule(ABOUT, 90, 110,
         ("about", "some", "around", "approximately", "approx", "roughly", "estimated", "circa", "ca", "nearly", "almost",
          "or so", "environ", "quelque", "à peu près", "autour de", "près de", "presque", "حوالي", "نحو", "قرابة", "زهاء",
          "تقريبا", "ما يقارب", "ما يقرب من", "يقارب"), share=True),
)  # fmt: skip
