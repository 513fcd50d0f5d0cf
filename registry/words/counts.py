"""Counts of people as a source gave them: a low, a high, its own words, and the rule between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

from registry.words.count_rules import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    EXACT,
    LARGEST,
    LESS_THAN,
    MORE_THAN,
    NO_NUMBER,
    RANGE,
    RULES,
    STATED,
    Rule,
    refuse,
)
from registry.words.text import clean


@dataclass(frozen=True, slots=True)
class Count:
    """How many people, as a source said it.

    ``low`` and ``high`` bound the number; ``None`` is a bound nobody stated. ``wording`` is the source's own
    text, ``rule`` what turned it into bounds: ``exact``, ``about``, ``at least``, ``more than``, ``at most``,
    ``less than``, ``range``, ``stated`` (bounds given apart), ``no number``, or the code of a ``Rule``.
    "More than 8,000" has the low bound 8,000, since 8,001 would claim a precision nobody gave; "about
    30,000" is ``approximate`` and has the bounds that the rule for such words makes of it, 27,000 and 33,000.
    """

    low: int | None
    high: int | None
    wording: str = ""
    rule: str = STATED
    approximate: bool = False

    @classmethod
    def parse(cls, raw: Any, rules: Iterable[Rule] = RULES) -> Self:
        """Read a number, a wording, or ``{"low": …, "high": …, "wording": …}`` with either bound or ``None``.

        Bounds that are given stand as given, whatever the wording says. Raises ``InputRefused`` for
        negative, reversed or unreadable bounds, and for words that hold more than one count.
        """
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = str(raw)
        if isinstance(raw, str):
            wording = clean(raw)
            if not wording or len(wording) > 500:
                raise refuse("that is not a count")
            from registry.words.count_words import (
                read_wording,  # its tables are built only where words are read
            )

            low, high, rule, approximate = read_wording(wording, rules)
            return cls(low, high, wording, rule, approximate)
        if isinstance(raw, dict):
            return cls._stated(raw, rules)
        raise refuse("that is not a count")

    @classmethod
    def _stated(cls, raw: dict[str, Any], rules: Iterable[Rule]) -> Self:
        wording = raw.get("wording", "")
        if not isinstance(wording, str) or set(raw) - {"low", "high", "wording", "rule", "approximate"}:
            raise refuse("that is not a count")
        if "low" not in raw and "high" not in raw:
            return cls.parse(wording, rules)
        low, high = _bound(raw.get("low")), _bound(raw.get("high"))
        if low is not None and high is not None and low > high:
            raise refuse("the low count is above the high count", "give the smaller number as low")
        rule = raw.get("rule", STATED)
        return cls(low, high, clean(wording), clean(str(rule)), raw.get("approximate") is True)

    def plain(self) -> dict[str, Any]:
        """Return ``{"low", "high", "wording", "rule"}``, and ``"approximate": true`` where it is so."""
        stored = {"low": self.low, "high": self.high, "wording": self.wording, "rule": self.rule}
        return stored | ({"approximate": True} if self.approximate else {})

    def show(self, lang: str = "en") -> str:
        """Return the source's wording with the bounds read from it, or the bounds alone."""
        said = _say(self, _SAYINGS.get(lang, _SAYINGS["en"]))
        if self.rule == ABOUT and self.low != self.high:
            return f"{self.wording} ({said})"
        if not self.wording or self.rule in (
            EXACT,
            ABOUT,
            NO_NUMBER,
            RANGE,
            AT_LEAST,
            AT_MOST,
            MORE_THAN,
            LESS_THAN,
        ):
            return self.wording or said
        return f"{self.wording} ({said})"

    def agrees(self, other: Count) -> bool:
        """Two counts agree when one number fits both."""
        return (self.low or 0) <= (other.high if other.high is not None else math.inf) and (
            other.low or 0
        ) <= (self.high if self.high is not None else math.inf)


def _bound(raw: Any) -> int | None:
    if raw is None:
        return None
    if isinstance(raw, str):
        from registry.words.count_words import read_number

        return read_number(clean(raw))
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= LARGEST:
        raise refuse("a bound of a count is a whole number, 0 or more")
    return raw


_SAYINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"none": "no number stated", "between": "between {} and {}", "at least": "at least {}",
               "at most": "at most {}", "about": "about {}", "mark": ","},
        "fr": {"none": "sans nombre", "between": "entre {} et {}", "at least": "au moins {}",
               "at most": "au plus {}", "about": "environ {}", "mark": "\u202f"},
        "ar": {"none": "دون عدد", "between": "بين {} و{}", "at least": "{} على الأقل",
               "at most": "{} على الأكثر", "about": "نحو {}", "mark": ","},
    }
)  # fmt: skip


def _say(count: Count, sayings: Mapping[str, str]) -> str:
    def number(value: int) -> str:
        return f"{value:,}".replace(",", sayings["mark"])

    if count.low is None and count.high is None:
        return sayings["none"]
    if count.high is None:
        said = sayings["at least"].format(number(count.low or 0))
    elif count.low is None or (count.low == 0 and count.high > 0):
        said = sayings["at most"].format(number(count.high))
    elif count.low == count.high:
        said = number(count.high)
    else:
        said = sayings["between"].format(number(count.low), number(count.high))
    return sayings["about"].format(said) if count.approximate and count.low == count.high else said
