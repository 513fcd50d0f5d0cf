"""Salvaging: a new vault of what can be saved, and what was lost in the caseworker's words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from registry.desk.desk import CASES, Desk, Progress
from registry.desk.opening import SPECS, RecoveryKey, as_it_is, open_desk, refuse_existing
from registry.provenance.stamp import utc_now
from registry.vault.salvage import SalvageReport, salvage


def salvage_vault(
    source: Path,
    destination: Path,
    passphrase: str | None,
    device: str,
    progress: Progress,
    *,
    recovery: RecoveryKey | None = None,
    header_from: Path | None = None,
    settle: Callable[[Desk], object] = as_it_is,
) -> SalvageReport:
    """Write a new vault of what can be saved, and let ``settle`` see it open; raises as ``salvage``."""
    refuse_existing(destination)
    report = salvage(
        source,
        destination,
        specs=SPECS,
        clock=utc_now,
        device=device,
        passphrase=passphrase,
        recovery=recovery,
        header_from=header_from,
        progress=progress,
    )
    desk = open_desk(destination, passphrase, recovery=recovery, device=device, read_only=True)
    with desk.vault:
        settle(desk)
    return report


def saved_cases(report: SalvageReport) -> int:
    """Return how many case files are in the new vault."""
    return report.saved.get(CASES, 0)
