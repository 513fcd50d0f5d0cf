"""The audit of written summaries: each by itself, then every two and all together, within a time that is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from registry.audit import words
from registry.audit.finding import Audit, Exposed, Finding, ordered
from registry.audit.frame import TooLarge
from registry.audit.prose import in_summary
from registry.audit.reading import Release, read_release
from registry.audit.series import compare
from registry.audit.single import Result, exposed, look
from registry.audit.solver import Budget, Contradiction, OutOfTime, load_solver

# Of the solver, for each of the summaries that are looked at together; the largest tables of the policy take a
# fraction of it, and a machine that does much else takes several times what it takes alone.
SECONDS = 120.0
EXPOSED = 5


def audit(releases: Sequence[Release], *, seconds: float = SECONDS, only_last: bool = False) -> Audit:
    """Return what readers of these summaries can work out. It needs no vault, and nothing else is asked.

    With ``only_last`` the earlier ones are taken as read: only what the last one adds is looked for. Whatever is not
    settled within ``seconds`` of solving for each of them is a fatal finding. Raises ``DisclosureRefused`` where there is no solver.
    """
    load_solver()
    budget = Budget(seconds * max(len(releases), 1))
    results: list[Result] = []
    findings: list[Finding] = []
    for at, release in enumerate(releases):
        earlier = only_last and at < len(releases) - 1
        found = list(_guarded((release.name,), _one(release, budget, results, wholly=not earlier)))
        # What was found in an earlier one went out with it; only that it could not be read to the end still matters.
        findings += [one for one in found if not earlier or one.kind == words.NOT_SETTLED]
    if len(results) == len(releases) > 1:
        names = tuple(release.name for release in releases)
        findings += _guarded(names, compare(results, budget, only_last=only_last))
    return Audit(
        ordered(findings),
        tuple(_most_exposed(results[-1:] if only_last else results)),
        sum(len(release.cells) for release in releases),
        tuple(release.name for release in releases),
    )


def _one(release: Release, budget: Budget, results: list[Result], *, wholly: bool) -> Iterator[Finding]:
    result = look(release, budget, wholly=wholly)
    results.append(result)
    yield from result.findings
    yield from in_summary(release)


def _guarded(names: tuple[str, ...], found: Iterable[Finding]) -> Iterator[Finding]:
    """Turn every way of not coming to an end into a fatal finding."""
    try:
        yield from found
    except OutOfTime:
        yield words.not_settled(names, "the check did not end within its time")
    except TooLarge:
        yield words.not_settled(names, "the tables are too large to be checked within bounds")
    except Contradiction:
        yield words.not_settled(names, "the solver contradicted itself")


def _most_exposed(results: Sequence[Result]) -> list[Exposed]:
    found = [one for result in results for one in exposed(result, EXPOSED)]
    found.sort(key=lambda one: (float("inf") if one.high is None else one.high - one.low, -one.low))
    return found[:EXPOSED]


def audited(written: bytes, earlier: Sequence[bytes]) -> tuple[Finding, ...]:
    """Audit one written summary beside those that went out before, as the gate asks for it."""
    return audit_beside(written, earlier).findings


def audit_beside(written: bytes, earlier: Sequence[bytes], *, seconds: float = SECONDS) -> Audit:
    """Return the whole audit of one written summary beside those that went out before.

    Raises ``InputRefused`` where one of them cannot be read, ``DisclosureRefused`` where there is no solver.
    """
    releases = [read_release(one) for one in (*earlier, written)]
    return audit(releases, seconds=seconds, only_last=True)
