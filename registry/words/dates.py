"""Partial dates: what a source said about when, with the bounds it allows and no day made up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from registry.errors import InputRefused
from registry.words import edtf
from registry.words.text import clean, plain_digits

_EDTF_SIGNS = re.compile(r"[\dXTZ:.~?%/\[\]+-]+|\d{4}-\d{2}-\d{2} [\d:.Z+-]+")
_LONGEST = 200


def _readable(raw: Any) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, date)):
        raise InputRefused("that is not a date", edtf.HOW_TO_WRITE)
    if isinstance(raw, datetime):
        raw = raw.date()
    text = clean(raw.isoformat() if isinstance(raw, date) else str(raw)) if len(str(raw)) <= _LONGEST else ""
    if not text:
        raise InputRefused("that is not a date", edtf.HOW_TO_WRITE)
    return text


def _span(text: str, order: str | None) -> edtf.Span:
    letters = "".join(c for c in plain_digits(text) if unicodedata.category(c) not in ("Mn", "Cf"))
    if _EDTF_SIGNS.fullmatch(letters) and edtf.looks_so(letters):
        return edtf.read(letters)
    if letters.upper().startswith("Y") and letters[1:].lstrip("-").isdigit():
        raise InputRefused(
            "years of more than four digits are not plausible in casework", "write the year with four digits"
        )
    from registry.words import date_words  # its tables are built only where words are read

    return edtf.read(date_words.to_edtf(letters.casefold(), order))


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known.

    ``text`` is its canonical form in EDTF (ISO 8601-2), ``given`` what was written where that differs.
    ``earliest`` and ``latest`` are the first and last day it may mean, ``None`` where it is open. An
    approximate date keeps the bounds of what was stated, with the word "about" beside them. In casework an
    interval bounds when something happened: "between".
    """

    text: str
    earliest: date | None
    latest: date | None
    approximate: bool = False
    uncertain: bool = False
    given: str | None = None

    @classmethod
    def parse(cls, raw: Any, order: str | None = None) -> Self:
        """Read EDTF, or a date in English, French or Arabic words or digits, or a stored form.

        ``order`` is ``dmy`` or ``mdy`` for columns known to keep to one order of day and month. Raises
        ``InputRefused`` with a hint where more than one reading is possible or none.
        """
        if isinstance(raw, dict):
            return cls._stored(raw)
        if order not in (None, "dmy", "mdy"):
            raise InputRefused("that is not an order of day and month", "use dmy or mdy")
        text = _readable(raw)
        span = _span(text, order)
        # A spreadsheet writes midnight after every date; nothing is lost with it.
        as_written = text.removesuffix(" 00:00:00").removesuffix("T00:00:00")
        return cls._of(span, None if as_written == span.text else text)

    @classmethod
    def _of(cls, span: edtf.Span, given: str | None) -> Self:
        return cls(span.text, span.earliest, span.latest, span.approximate, span.uncertain, given)

    @classmethod
    def _stored(cls, raw: dict[str, Any]) -> Self:
        text, given = raw.get("text"), raw.get("given")
        if not isinstance(text, str) or not isinstance(given, str | None) or set(raw) - {"text", "given"}:
            raise InputRefused("that is not a date", edtf.HOW_TO_WRITE)
        return cls._of(edtf.read(text), clean(given) if given else None)

    def plain(self) -> str | dict[str, str]:
        """Return the EDTF text, or with what was written as ``{"text": …, "given": …}``."""
        return self.text if self.given is None else {"text": self.text, "given": self.given}

    def show(self, lang: str = "en") -> str:
        """Return the date as a reader of English, French or Arabic would say it."""
        from registry.words import date_phrases

        return date_phrases.say(self.text, lang)

    @property
    def sort_key(self) -> tuple[int, int]:
        """A key that orders dates by where they begin, then by where they end."""
        start = self.earliest or self.latest or date.min
        return start.toordinal(), (self.latest or date.max).toordinal()

    def overlaps(self, other: PartialDate) -> bool:
        """Return whether the two may mean the same day, going by their stated bounds."""
        return (self.earliest or date.min) <= (other.latest or date.max) and (other.earliest or date.min) <= (
            self.latest or date.max
        )

    def agrees(self, other: PartialDate) -> bool:
        """Two dates agree when they may mean the same day."""
        return self.overlaps(other)
