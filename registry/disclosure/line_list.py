"""A line list: a frozen value of classes, one line a person, that cannot lead back to a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.words.terms import Term


@dataclass(frozen=True, slots=True)
class ListedColumn:
    """A column: its key and words, whether it is coarsened (else it is told as it is), and its classes."""

    key: str
    name: Term
    coarsened: bool
    classes: tuple[Term, ...]

    def term(self, code: str) -> Term:
        """Return the words of a class."""
        return next(found for found in self.classes if found.code == code)


@dataclass(frozen=True, slots=True)
class LineList:
    """What a line list says: everything printed in any of its files is here, and nothing else.

    ``made_on`` and ``cutoff`` are days as ISO 8601, ``rules`` whole numbers. ``rows`` hold a class for each column, in an
    order that no register has. ``loss`` is the information loss in hundredths; ``left_out`` tells that somebody was.
    """

    release_id: str
    made_on: str
    cutoff: str
    rules: Mapping[str, int]
    columns: tuple[ListedColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    loss: int
    left_out: bool

    def plain(self) -> dict[str, Any]:
        """Return the shape of ``list.json`` (``docs/reference/schemas/line-list.json``)."""
        return {
            "release_id": self.release_id,
            "made_on": self.made_on,
            "cutoff": self.cutoff,
            "rules": dict(self.rules),
            "columns": [
                {
                    "key": column.key,
                    "coarsened": column.coarsened,
                    "labels": {
                        term.code: {"en": term.en, "fr": term.fr, "ar": term.ar} for term in column.classes
                    },
                }
                for column in self.columns
            ],
            "rows": [
                dict(zip((column.key for column in self.columns), row, strict=True)) for row in self.rows
            ],
            "information_loss_in_hundredths": self.loss,
            "left_out": self.left_out,
        }
