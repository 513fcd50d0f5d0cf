"""Plain kinds of value: a line of text, a paragraph, an age with the date on which it was stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from registry.errors import InputRefused
from registry.words.dates import PartialDate
from registry.words.text import clean

LONGEST_LINE = 500
LONGEST_PARAGRAPH = 100_000
OLDEST = 120


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, as written."""

    text: str
    paragraphs: ClassVar[bool] = False
    longest: ClassVar[int] = LONGEST_LINE

    @classmethod
    def parse(cls, raw: Any) -> Self:
        """Read a string or a number; raise ``InputRefused`` when it is empty, too long or neither."""
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            raise InputRefused("text was expected", "give it in quotation marks")
        text = clean(str(raw), paragraphs=cls.paragraphs)
        if not text:
            raise InputRefused("the text is empty", "leave the fact out when it is not known")
        if len(text) > cls.longest:
            raise InputRefused(
                f"the text is longer than {cls.longest:,} characters",
                "attach a long text as an exhibit with `registry exhibit attach`",
            )
        return cls(text)

    def plain(self) -> str:
        """Return the text."""
        return self.text

    def show(self, lang: str = "en") -> str:
        """Return the text as written, whatever the reader's language."""
        del lang
        return self.text

    def agrees(self, other: Text) -> bool:
        """Two texts agree when they differ in capitals and blanks at most."""
        return " ".join(self.text.casefold().split()) == " ".join(other.text.casefold().split())


@dataclass(frozen=True, slots=True)
class Paragraph(Text):
    """Text of several lines, as written."""

    paragraphs: ClassVar[bool] = True
    longest: ClassVar[int] = LONGEST_PARAGRAPH


@dataclass(frozen=True, slots=True)
class Age:
    """An age in whole years and the date on which it was stated, without which it says nothing."""

    years: int
    on: PartialDate | None

    @classmethod
    def parse(cls, raw: Any) -> Self:
        """Read ``{"years": 34, "on": "2016-12"}`` or a number; raise ``InputRefused`` otherwise."""
        fields = raw if isinstance(raw, Mapping) else {"years": raw}
        if set(fields) - {"years", "on"}:
            raise InputRefused("an age has a field that is not known", 'give {"years": 17, "on": "2016-12"}')
        on = fields.get("on")
        return cls(_whole_years(fields.get("years")), PartialDate.parse(on) if on else None)

    def plain(self) -> dict[str, Any]:
        """Return ``{"years": …, "on": …}``."""
        return {"years": self.years, "on": self.on.plain() if self.on else None}

    def show(self, lang: str = "en") -> str:
        """Return the age in words, with its date."""
        years = {"fr": f"{self.years} ans", "ar": f"{self.years} سنة"}.get(lang, f"{self.years} years")
        return f"{years} ({self.on.show(lang)})" if self.on else years

    def born(self) -> tuple[int, int] | None:
        """Return the earliest and latest year of birth the age allows, or None without a date."""
        if self.on is None or self.on.earliest is None or self.on.latest is None:
            return None
        return self.on.earliest.year - self.years - 1, self.on.latest.year - self.years

    def agrees(self, other: Age) -> bool:
        """Two ages agree when one year of birth fits both."""
        mine, theirs = self.born(), other.born()
        if mine is None or theirs is None:
            return self.years == other.years
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]


def _whole_years(raw: object) -> int:
    if isinstance(raw, str) and raw.strip().isdecimal() and len(raw.strip()) <= 3:
        raw = int(raw.strip())  # int() reads Arabic-Indic digits too.
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= OLDEST:
        raise InputRefused(
            f"an age is a whole number of years from 0 to {OLDEST}",
            "give a birth year as `born` when only that is known",
        )
    return raw
