"""What the auditor finds in releases of twelve months over seeded registers: each alone, and the last beside all earlier."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest

from registry.audit.auditing import audit_beside
from registry.audit.finding import Finding
from tests.disclosure.series import SHAPES, series

EXHAUSTIVE = os.environ.get("REGISTRY_EXHAUSTIVE") == "1"
# The seed that an exhaustive run begins with; it goes on to the last, and then from the first.
FIRST = int(os.environ.get("REGISTRY_FIRST", "0"))
SIZES = (30, 45, 60, 100, 200, 400, 800, 1500, 3000)
# Processor seconds in which another series is begun, where not all are run.
_SECONDS = 12


@dataclass
class Tally:
    """What the audits of some series came to, with the processor seconds they took."""

    series: int = 0
    alone: int = 0
    beside: int = 0
    cells: int = 0
    seconds: float = 0.0
    longest: float = 0.0
    fatal: list[tuple[int, Finding]] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return (
            f"{self.series} series {self.alone} alone {self.beside} beside {self.cells} cells {len(self.fatal)} fatal"
            f" {self.notes} {self.seconds:.0f} s, the longest {self.longest:.1f} s"
        )

    def audit(self, seed: int, written: bytes, earlier: list[bytes]) -> None:
        """Audit one release beside earlier ones, none for itself alone."""
        start = time.process_time()
        found = audit_beside(written, earlier)
        taken = time.process_time() - start
        self.seconds += taken
        self.longest = max(self.longest, taken)
        self.cells += found.cells
        for finding in found.findings:
            if finding.fatal:
                self.fatal.append((seed, finding))
            else:
                self.notes[finding.kind] = self.notes.get(finding.kind, 0) + 1


def _audit(seed: int, tally: Tally) -> None:
    """Audit each release of one series alone, and the last as the gate would, beside all that went out before."""
    made = [one.summary for one in series(seed, SIZES[seed % len(SIZES)], list(SHAPES)[seed % len(SHAPES)])]
    for written in made:
        tally.audit(seed, written, [])
    if len(made) > 1:
        tally.audit(seed, made[-1], made[:-1])
        tally.beside += 1
    tally.alone += len(made)
    tally.series += 1
    if progress := os.environ.get("REGISTRY_PROGRESS"):
        with Path(progress).open("a", encoding="utf-8") as file:
            file.write(f"{seed} {tally}\n")


@pytest.mark.slow
@pytest.mark.timeout(0 if EXHAUSTIVE else 600)
def test_nothing_fatal_is_found_in_twelve_months_of_releases() -> None:
    """A hundred series with REGISTRY_EXHAUSTIVE=1, else as many as are begun in twelve seconds of the processor."""
    tally = Tally()
    for seed in (*range(FIRST, 100), *range(FIRST)):
        if not EXHAUSTIVE and tally.seconds > _SECONDS:
            break
        _audit(seed, tally)
    assert tally.series == 100 if EXHAUSTIVE else tally.series >= 2, str(tally)
    assert tally.beside >= tally.series * 9 // 10
    assert [(seed, finding.words) for seed, finding in tally.fatal] == [], str(tally)


@pytest.mark.slow
def test_releases_that_know_nothing_of_each_other_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same driver, rounded afresh each month: the auditor is not blind to a series."""
    monkeypatch.setattr("registry.disclosure.plan.earlier", lambda *_: None)
    *earlier, last = [one.summary for one in islice(series(2, 100, "sparse"), 6)]
    assert {one.kind for one in audit_beside(last, earlier).findings if one.fatal} >= {"collusion"}
