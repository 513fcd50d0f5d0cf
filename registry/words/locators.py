"""Where in its source a statement stands: a page, a time code, an address, or a passage in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self

from registry.errors import InputRefused
from registry.words.text import clean, plain_digits

LONGEST = 500
PAGE, TIMECODE, ADDRESS, PASSAGE = "page", "timecode", "url", "passage"

# What stands before the number of a page, in the languages of the program.
_PAGES = re.compile(
    r"(?:pp?\.?|pages?|صفحة|صفحات|ص\.?) ?(\d{1,6})(?: ?[-\u2010-\u2013] ?(\d{1,6}))?", re.IGNORECASE
)
_SPAN = re.compile(r" ?[-\u2010-\u2013] ?")
_LOOKS_TIMED = re.compile(r"[\d:.,]*\d:\d[\d:.,]*(?: ?[-\u2010-\u2013] ?[\d:.,]*\d:\d[\d:.,]*)?")
_TIME = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)(?:[.,](\d{1,3}))?")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://(.*)", re.IGNORECASE)
# A host by its name or in brackets by its number, and what may follow it.
_HOST = re.compile(r"(?:[^\s/?#@:\[\]]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "ftp"})


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a source, kept as it was written; ``kind`` is page, timecode, url or passage.

    ``first`` and ``last`` are the bounds in pages, or in milliseconds from the start; None where the kind has none.
    """

    text: str
    kind: str
    first: int | None = None
    last: int | None = None

    @classmethod
    def parse(cls, raw: Any) -> Self:
        """Read a place; what is neither page, time code nor address is a passage in words.

        Raises ``InputRefused`` for what looks like one of the three and is none, rather than guess.
        """
        if isinstance(raw, bool) or not isinstance(raw, str | int):
            raise InputRefused("the locator must be text", 'write it like "p. 12" or "00:03:15"')
        text = clean(str(raw))
        if not text:
            raise InputRefused("the locator is empty", "leave it out when the place is not known")
        if len(text) > LONGEST:
            raise InputRefused(
                f"the locator is longer than {LONGEST:,} characters",
                "give the words themselves as `verbatim`",
            )
        plain = plain_digits(text)
        if found := _PAGES.fullmatch(plain):
            return cls(text, PAGE, *_in_order(int(found[1]), int(found[2] or found[1]), "page"))
        if _LOOKS_TIMED.fullmatch(plain):
            times = [_milliseconds(part) for part in _SPAN.split(plain)]
            return cls(text, TIMECODE, *_in_order(times[0], times[-1], "moment"))
        if found := _SCHEME.match(text):
            return cls(_address(text, found[1], found[2]), ADDRESS)
        return cls(text, PASSAGE)

    def plain(self) -> str:
        """Return the place as it was written."""
        return self.text

    def show(self, lang: str = "en") -> str:
        """Return the place as it was written, whatever the reader's language."""
        del lang
        return self.text

    def agrees(self, other: Locator) -> bool:
        """Two places agree when they overlap, or where no bounds are known, when they are written alike."""
        bounds = (self.first, self.last, other.first, other.last)
        if self.kind != other.kind or None in bounds:
            return self.kind == other.kind and self.text.casefold() == other.text.casefold()
        first, last, since, until = (bound or 0 for bound in bounds)
        return first <= until and since <= last


def _in_order(first: int, last: int, what: str) -> tuple[int, int]:
    if last < first or (what == "page" and not first):
        raise InputRefused(
            f"the last {what} of the locator is before the first",
            'write the earlier one first, as in "p. 12-14" or "00:03:15-00:04:02"; pages begin at 1',
        )
    return first, last


def _milliseconds(text: str) -> int:
    found = _TIME.fullmatch(text)
    if found is None:
        raise InputRefused(
            "the time code is not hours, minutes and seconds",
            'write it whole, as in "00:03:15" or "00:03:15-00:04:02"',
        )
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "0").ljust(3, "0"))


def _address(text: str, scheme: str, rest: str) -> str:
    if scheme.casefold() not in _SCHEMES or not _HOST.fullmatch(rest):
        raise InputRefused(
            "the address in the locator cannot be read", "write it whole, as in https://example.org/page"
        )
    return text
