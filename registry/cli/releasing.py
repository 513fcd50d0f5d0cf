"""Making a summary at the command line: the plan is shown, a person confirms, and all files come at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.cli import plans, shapes
from registry.cli.output import answer, console_for, say
from registry.cli.progress import progress
from registry.cli.session import at_desk, can_ask, names_of_machine
from registry.cli.settings import Settings
from registry.cli.settling import settle
from registry.cli.writing import refuse_stream, refuse_taken
from registry.desk import disclosing
from registry.desk.desk import Desk
from registry.desk.letting_out import (
    YES,
    day_of,
    exposed_in_words,
    let_out,
    policy_in,
    refusing_what_is_damaged,
)
from registry.desk.settling import is_unfinished
from registry.disclosure.plan import Plan
from registry.errors import Interrupted, UsageRefused
from registry.reports.wording import require_language


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks of a summary: tables, a policy or the file of one, the last day, a re-base."""

    by: Sequence[str] | None
    policy: str
    policy_file: Path | None
    cutoff: str
    rebase: bool = False


def plan(desk: Desk, asked: Asked) -> Plan:
    """Return the plan for what the command line asks."""
    policy = policy_in(asked.policy_file) if asked.policy_file else asked.policy
    return disclosing.plan_release(
        desk, tuple(asked.by or ()), policy, day_of(asked.cutoff), rebase=asked.rebase
    )


def planned(plan: Plan) -> shapes.DisclosurePlanned:
    """Fold a plan: true counts stand in it, so it is for the vault's own screen."""
    return shapes.DisclosurePlanned(
        passes=plan.passes,
        counted=f"{len(plan.people):,}",
        cutoff=plan.cutoff.isoformat(),
        tables=tuple(
            shapes.TableItem(
                by=table,
                cells=sum(1 for cell in plan.cells if len(cell.at) <= len(table)),
                coarsened=tuple(f"{c.change}: {c.reason}" for c in plan.coarsened if c.table == table),
            )
            for table in plan.request.tables
        ),
        exposed=tuple(exposed_in_words(cell) for cell in plan.exposed),
        cells=tuple(
            shapes.CellItem(
                at=dict(cell.at), persons=cell.persons, families=cell.families, printed=cell.printed
            )
            for cell in plan.cells
        ),
        warnings=plan.warnings,
        refused=plan.refusal.message if plan.refusal else "",
        instead=plan.instead.words() if plan.instead else "",
    )


def make(
    settings: Settings,
    asked: Asked,
    recipient: str,
    out: Path,
    confirm: str,
    langs: Sequence[str] = (),
) -> None:
    """Plan, pass the gate, show, confirm, and write: the ledger first, then the folder under its own name in one step."""
    refuse_stream(out)
    refuse_taken(out)
    written_in = tuple(langs) or (settings.lang,)
    for lang in written_in:
        require_language(lang)
    with at_desk(settings) as desk:
        with refusing_what_is_damaged():
            settle(settings, desk)
            shown = plan(desk, asked)
        if shown.refusal is not None:
            raise shown.refusal
        say(settings, "the figures are attacked beside all that went out before; this can take minutes")
        with refusing_what_is_damaged(), progress(settings, "looking for identifiers") as told:
            release = disclosing.prepare(
                desk, shown, recipient=recipient, langs=written_in, progress=told, machine=names_of_machine()
            )
        _confirmed(settings, shown, release, confirm)
        let_out(desk, release, out.absolute())
    shape = shapes.DisclosureMade(
        release=release.entry.release_id,
        files=dict(release.entry.hashes),
        directory=str(out),
        coarsened=tuple(f"{' x '.join(c.table)}: {c.change}: {c.reason}" for c in shown.coarsened),
    )
    answer(settings, shape, lambda: plans.made(shape, settings))


def _confirmed(settings: Settings, shown: Plan, release: disclosing.Release, confirm: str) -> None:
    """Show the plan with the five most exposed cells, after the gate and before anything is on the disk, and ask."""
    if confirm == YES:
        return
    if not can_ask(settings):
        raise UsageRefused("a summary goes out only when a person confirms it", "give --confirm yes")
    console = console_for(settings, errors=True)
    for part in plans.planned(planned(shown), settings):
        console.print(part)
    for part in plans.audited(release.exposed):
        console.print(part)
    sys.stderr.write("A summary cannot be called back. Type yes to write it: ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() != YES:
        raise Interrupted("not confirmed", "nothing was written")


def ledger(desk: Desk) -> shapes.ReleaseList:
    """Fold the ledger."""
    waiting = is_unfinished(desk)
    items = tuple(
        shapes.ReleaseItem(
            release=entry.release_id,
            made_on=entry.made_on,
            policy=str(entry.policy.get("name", "")),
            recipient=entry.recipient,
            kind=entry.release_class,
            cells=len(entry.printed),
            approver=entry.approver,
            unfinished=entry.release_id in waiting,
        )
        for entry in disclosing.ledger(desk)
    )
    return shapes.ReleaseList(items=items, total=len(items))
