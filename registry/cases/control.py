"""Control over time: who is said to have held a place or run a facility, from when until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from registry.cases.holder import Holder
from registry.errors import InputRefused
from registry.words.dates import PartialDate

_HOW = 'give {"by": …, "since": "2012-07", "until": "2016-12-13"}; leave out an end that nobody stated'


@dataclass(frozen=True, slots=True)
class Control:
    """Who was in control, and between which partial dates; an end that is None was not stated."""

    by: Holder
    since: PartialDate | None = None
    until: PartialDate | None = None

    @classmethod
    def parse(cls, raw: Any) -> Self:
        """Read ``{"by": …, "since": …, "until": …}``; raise ``InputRefused`` for an end before the beginning."""
        if not isinstance(raw, Mapping) or set(raw) - {"by", "since", "until"} or not raw.get("by"):
            raise InputRefused("that does not say who was in control", _HOW)
        since, until = (PartialDate.parse(raw[key]) if raw.get(key) else None for key in ("since", "until"))
        made = cls(Holder.parse(raw["by"]), since, until)
        if made.first > made.last:
            raise InputRefused("that control ends before it begins", _HOW)
        return made

    @property
    def first(self) -> date:
        """The first day on which it may have held."""
        return (self.since.earliest if self.since else None) or date.min

    @property
    def last(self) -> date:
        """The last day on which it may have held."""
        return (self.until.latest if self.until else None) or date.max

    def plain(self) -> dict[str, Any]:
        """Return ``{"by": …, "since": …, "until": …}`` without what was not stated."""
        dates = {"since": self.since, "until": self.until}
        return {"by": self.by.plain(), **{key: on.plain() for key, on in dates.items() if on}}

    def show(self, lang: str = "en") -> str:
        """Return who and when in words."""
        return f"{self.by.show(lang)}, {self.when(lang)}"

    def when(self, lang: str = "en") -> str:
        """Return from when until when, in words."""
        words = _WHEN.get(lang, _WHEN["en"])
        since = words[0].format(self.since.show(lang)) if self.since else words[1]
        until = words[2].format(self.until.show(lang)) if self.until else words[3]
        return f"{since} {until}"

    def agrees(self, other: Control) -> bool:
        """Two statements agree when they name one side, or cannot mean the same day."""
        return self.by.agrees(other.by) or self.last < other.first or other.last < self.first


_WHEN: Mapping[str, tuple[str, str, str, str]] = {
    "en": ("from {}", "from a day not stated", "to {}", "on, no end stated"),
    "fr": ("de {}", "d'une date non précisée", "à {}", "sans fin précisée"),
    "ar": ("من {}", "من تاريخ غير محدد", "إلى {}", "دون نهاية محددة"),
}
