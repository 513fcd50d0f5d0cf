"""The auditor at the gate: it gets the written bytes of a release and of all that went out before, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.audit.auditing import SECONDS, audit_beside
from registry.audit.finding import Audit
from registry.audit.finding import Finding as Audited
from registry.desk.desk import RELEASES, Desk
from registry.disclosure.gate import Finding
from registry.disclosure.tables import spell

_SUMMARY = "summary.json"

# What a refusal says of each kind: it is photographed, so it holds no count.
_SAID = {
    "small-print": "a small count stands in the files",
    "exact": "a small count can be worked out",
    "proved": "a small count can be worked out",
    "hidden-sum": "classes that together hold few people can be told by subtraction",
    "insider": "who is alone in a class can work out another",
    "group": "everyone of a class would be known to share one value",
    "contradiction": "the figures contradict one another",
    "unrounded": "a figure was not rounded",
    "change": "a change of few people shows beside an earlier release",
    "between": "few people stand between a class and one of an earlier release",
    "collusion": "a small count can be worked out with an earlier release",
    "growth": "a small count can be worked out with an earlier release",
    "not-settled": "the auditor came to no end in its time",
}


@dataclass(slots=True)
class GateAuditor:
    """Audits one release for the gate, and keeps the outcome for the caseworker's screen."""

    seconds: float = SECONDS
    outcome: Audit | None = None

    def __call__(self, written: bytes, earlier: Sequence[bytes]) -> list[Finding]:
        """Return the findings without any count; whatever is raised here shuts the gate."""
        self.outcome = audit_beside(written, earlier, seconds=self.seconds)
        return [Finding(finding.fatal, _said(finding)) for finding in self.outcome.findings]

    @property
    def exposed(self) -> tuple[str, ...]:
        """The most exposed cells in words, with what a reader of all releases is left with."""
        cells = self.outcome.exposed if self.outcome else ()
        return tuple(
            f"{cell.said}: printed {cell.printed}, a reader is left with {cell.low:,} "
            + (f"to {cell.high:,}" if cell.high is not None else "or more")
            for cell in cells
        )


def _said(finding: Audited) -> str:
    said = _SAID.get(finding.kind, "a text says what no cell prints")
    places = [", ".join(f"{key} {code}" for key, code in sorted(cell)) or "all" for cell in finding.cells[:2]]
    return f"{said} ({'; '.join(places)})" if places else said


def earlier_summaries(desk: Desk) -> list[bytes]:
    """Return the written summary of every release in the ledger, to anyone: recipients put them side by side.

    Where a release said its figures one way, its prints stand in for them: a reader may have worked them out.
    """
    kept = (
        (document.get("files", {}), document["entry"]["printed"]) for document in desk.vault.table(RELEASES)
    )
    return [with_prints(str(files[_SUMMARY]), printed) for files, printed in kept if _SUMMARY in files]


def with_prints(written: str, printed: Mapping[str, int | str]) -> bytes:
    """Return a written summary with the ledger's prints where it says its figures one way, and as it is elsewhere."""
    read = json.loads(written)
    if not read["rounding"] or "band" not in read["rounding"]:
        return written.encode()
    del read["rounding"]["band"]
    for cell in read["cells"]:
        cell["value"] = printed[spell(tuple(sorted(cell["at"].items())))]
    return json.dumps(read).encode()
