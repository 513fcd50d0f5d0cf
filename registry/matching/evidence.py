"""What beside the name speaks for or against one person: sex and date of birth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.cases.terms import SEXES
from registry.words.dates import PartialDate

SEX, BORN = "sex", "born"
_UNKNOWN = frozenset({"", "unknown", "not_stated", "other"})

# What a fact that matches adds of what is missing to certainty, and the factor of one that differs.
_SPEAKS_FOR = {"mother": 0.4, BORN: 0.5, SEX: 0.0}
_SPEAKS_AGAINST = {"mother": 0.5, BORN: 0.3, SEX: 0.2}
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sex as its code, and date of birth, where they were said."""

    sex: str = ""
    born: PartialDate | None = None

    def beside(self, other: Evidence) -> Iterator[tuple[str, str, str, bool | None]]:
        """Yield each fact that either side said: what it is, both values, and whether they agree; None where blank."""
        if self.sex or other.sex:
            both = bool(self.sex and other.sex)
            yield SEX, self.sex, other.sex, self.sex == other.sex if both else None
        if self.born or other.born:
            agree = same_birth(self.born, other.born) if self.born and other.born else None
            yield BORN, self.born.text if self.born else "", other.born.text if other.born else "", agree


def evidence_of(given: Mapping[str, Any]) -> Evidence:
    """Read ``sex`` and ``born`` of an object of facts. Raises ``InputRefused`` for what is neither."""
    sex = SEXES.read(str(given["sex"])).code if given.get("sex") else ""
    return Evidence(
        "" if sex in _UNKNOWN else sex, PartialDate.parse(str(given["born"])) if given.get("born") else None
    )


def same_birth(left: PartialDate, right: PartialDate) -> bool:
    """Tell whether two dates of birth may be one: they overlap, or day and month stand exchanged.

    In real lists 4 of 100 dates of birth have day and month exchanged between two releases.
    """
    if left.overlaps(right):
        return True
    one, other = _day(left), _day(right)
    return bool(one and other and (one.year, one.month, one.day) == (other.year, other.day, other.month))


def _day(born: PartialDate) -> date | None:
    return born.earliest if born.earliest == born.latest else None


def weighed(score: float, facts: Iterable[tuple[str, bool]]) -> float:
    """Return the score of the names with each fact that was compared; none makes other names one person's."""
    for label, agrees in facts:
        if not agrees:
            score = min(score, _ENOUGH * 0.98) * _SPEAKS_AGAINST.get(label, 1.0)
        elif score >= _ENOUGH:
            score += (1 - score) * _SPEAKS_FOR.get(label, 0.0)
    return score
