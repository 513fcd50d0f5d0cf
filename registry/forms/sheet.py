"""A filled sheet about one person: words only, ready to be printed in one language, and no `Summary`.

A summary counts people and can lead back to none; a sheet names one person. The two never meet: `reports/` may know
nothing but `Summary`, and this room may know neither `disclosure/` nor `reports/`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One statement and what it rests on: its claims, their kinds of source and grades, never who the source is.

    ``joint`` is the word that ties it to the statement before: "or" where they cannot both be true.
    """

    text: str
    basis: str = ""
    joint: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field: its label and its statements. ``gaps`` say why something is not known: refused, not asked, withheld.

    Without lines and gaps nothing is known.
    """

    code: str
    label: str
    lines: tuple[Line, ...] = ()
    gaps: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The entries under one heading."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet. ``warning`` stands at its head where something required is missing."""

    lang: str
    title: str
    to: str
    reference: str
    made_on: str
    labels: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    warning: str
    parts: tuple[Part, ...]
    nothing: str

    @property
    def rtl(self) -> bool:
        """Whether the sheet runs from right to left."""
        return self.lang == "ar"
