"""What happens to a demonstration case after intake: claims, a status, a link, a consent withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# The claim of a status that taking the case in makes, as steps cite it.
INTAKE = "intake"


@dataclass(frozen=True, slots=True)
class ClaimStep:
    """One more claim on the case.

    ``key`` is what a later ``StatusStep`` cites it by. ``source`` is a key of ``people.sources()``,
    ``value`` the plain form of the fact, ``on`` a partial date; ``basis``, ``credibility`` and ``stance``
    are those of a claim.
    """

    key: str
    source: str
    fact: str
    value: Any
    on: str = ""
    basis: str = ""
    credibility: int | None = None
    stance: str = "asserts"


@dataclass(frozen=True, slots=True)
class StatusStep:
    """A status that the office sets, with all that its guards ask for.

    ``claims`` and ``against`` hold keys of earlier ``ClaimStep`` of the same case, or ``INTAKE``.
    ``reviewer`` is the name of a second person; ``family_told`` an ISO date.
    """

    status: str
    claims: tuple[str, ...]
    against: tuple[str, ...] = ()
    reason: str = ""
    reviewer: str = ""
    family_told: str = ""


@dataclass(frozen=True, slots=True)
class LinkStep:
    """The person is, with some certainty, one of those a group report speaks of; ``group`` is its key."""

    group: str
    certainty: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawStep:
    """Consent for one purpose is taken back on a day (ISO date)."""

    purpose: str
    on: str


Step = ClaimStep | StatusStep | LinkStep | WithdrawStep
