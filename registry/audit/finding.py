"""What the auditor says: findings that a caseworker understands, and the cells that are nearest to being one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from registry.audit.reading import Cell

# Of one kind so many are listed one by one; a file with more has a fault that the first ones show.
MOST_OF_A_KIND = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reader can conclude.

    ``words`` say what, of which classes; ``advice`` what to do. ``low`` and ``high`` are the persons that a reader
    is left with (of the cells together where there are several), ``releases`` the summaries it takes.
    """

    kind: str
    fatal: bool
    words: str
    advice: str
    cells: tuple[Cell, ...] = ()
    low: int | None = None
    high: int | None = None
    releases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exposed:
    """A cell that is near to telling a small count: the persons its true count can be, to a reader of all prints."""

    release: str
    at: Cell
    said: str
    printed: str
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Audit:
    """The outcome for some summaries: findings, fatal ones first, and the five most exposed cells."""

    findings: tuple[Finding, ...]
    exposed: tuple[Exposed, ...]
    cells: int
    releases: tuple[str, ...]

    @property
    def safe(self) -> bool:
        """Whether nothing fatal was found."""
        return not any(finding.fatal for finding in self.findings)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings once each, fatal ones first, and of each kind no more than can be read."""
    kept: dict[tuple[object, ...], Finding] = {}
    counts: dict[tuple[str, bool], int] = {}
    for finding in findings:
        same = (
            finding.kind,
            finding.fatal,
            finding.cells,
            finding.releases,
            "" if finding.cells else finding.words,
        )
        if same in kept:
            continue
        of_kind = (finding.kind, finding.fatal)
        counts[of_kind] = counts.get(of_kind, 0) + 1
        if counts[of_kind] <= MOST_OF_A_KIND:
            kept[same] = finding
    more = [
        Finding(
            kind,
            fatal,
            f"{count - MOST_OF_A_KIND:,} more of the kind {kind} are not listed",
            "mend these first",
        )
        for (kind, fatal), count in counts.items()
        if count > MOST_OF_A_KIND
    ]
    return tuple(sorted([*kept.values(), *more], key=lambda finding: not finding.fatal))
