"""The gate: checks on the finished bytes of a release, in the policy's order; one that fails, or cannot run, shuts it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from registry.disclosure.form import adds_up, complete, same_as_summary, within_policy
from registry.disclosure.prose import numbers_are_printed, words_are_standing
from registry.disclosure.traces import hashes, no_identifier, no_traces
from registry.disclosure.written import Written
from registry.errors import DisclosureRefused


@dataclass(frozen=True, slots=True)
class Finding:
    """What an auditor found: fatal findings shut the gate. ``words`` hold no count and no name."""

    fatal: bool
    words: str


class Auditor(Protocol):
    """An independent auditor: it gets the written ``summary.json`` and earlier ones, and nothing else.

    It shares no code with the rounding (another room, another solver model), so that a fault here is
    not repeated there. A release passes only when every auditor returns without a fatal finding;
    anything an auditor raises shuts the gate.
    """

    def __call__(self, written: bytes, earlier: Sequence[bytes]) -> Iterable[Finding]:
        """Return the findings on one written summary beside ``earlier`` written summaries."""


Check = Callable[[Written], Iterator[str]]

# What an auditor can rely on: the written summary is whole.
FORM: tuple[Check, ...] = (same_as_summary, within_policy, adds_up, complete)
# Then, in the policy's order: the auditors (each release, and its differences from earlier ones), the bytes, the prose.
BYTES: tuple[Check, ...] = (no_identifier, hashes, no_traces)
PROSE: tuple[Check, ...] = (numbers_are_printed, words_are_standing)


def pass_gate(written: Written, auditors: Sequence[Auditor] = (), earlier: Sequence[bytes] = ()) -> str:
    """Run every check and auditor over a written release; raise ``DisclosureRefused`` at the first fault.

    The files are on no disk yet, and never come there when it raises: a check that breaks is a check that failed.
    What the five most exposed cells show is judged after it, by the person who confirms. Returns how the release
    was audited, a key of the reports' standing texts and a word for the ledger.
    """
    for check in FORM:
        _shut(_run(check, written))
    for auditor in auditors:
        for content in written.audited:
            _shut(_run(_fatal, auditor, content, earlier))
    for check in (*BYTES, *PROSE):
        _shut(_run(check, written))
    return "audit_independent" if auditors else "audit_self"


def _fatal(auditor: Auditor, written: bytes, earlier: Sequence[bytes]) -> Iterator[str]:
    yield from (finding.words for finding in auditor(written, earlier) if finding.fatal)


def _run(step: Callable[..., Iterable[str]], *given: object) -> list[str]:
    """Return what a check found; whatever goes wrong inside it is a fault of the release too."""
    try:
        return list(step(*given))
    except Exception:  # noqa: BLE001 - an auditor is a stranger: whatever it raises means unsafe.
        return ["a check of the written files could not be run"]


def _shut(faults: list[str]) -> None:
    if faults:
        raise DisclosureRefused(faults[0], "no file was left; report the fault before you try again")
