"""`registry vault check`: everything is read and verified, and what is damaged is said in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from registry.cli.shapes import CheckItem, CheckResult
    from registry.desk.checking import Finding
    from registry.desk.desk import Desk
    from registry.vault.check import CheckReport
    from registry.vault.witness import Verdict

EPILOG = "Example: `registry vault check`. What is not damaged stays readable meanwhile."
_WITNESS = "witness"


def check(context: typer.Context) -> None:
    """Read every byte, verify every seal, the journal and its signatures; exit 3 where something is wrong."""
    from registry.cli import output, session
    from registry.cli.progress import progress
    from registry.cli.witnessing import witness_of

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True, older=True) as desk:
        with progress(settings, "reading the vault") as told:
            report = desk.vault.check(told)
        shape = _shape(desk, report, witness_of(desk).weigh())
        desk.vault.noticed = False  # the answer itself says it all
        output.answer(settings, shape, lambda: drawn(shape))
    if not shape.sound:
        raise typer.Exit(3)


def _shape(desk: Desk, report: CheckReport, verdict: Verdict) -> CheckResult:
    from registry.cli import shapes
    from registry.desk.checking import findings
    from registry.words.identity import short

    found = findings(desk, report)
    problems = [item_of(one) for one in found]
    if verdict.rolled_back:
        problems.insert(0, _rolled_back(verdict))
    affected = dict.fromkeys(short(case) for one in found for case in one.cases)
    return shapes.CheckResult(
        sound=not problems,
        rows=report.rows,
        cases=desk.count(),
        entries=report.entries,
        problems=tuple(problems),
        affected=tuple(affected),
        lost=sum(1 for problem in problems if problem.loss != "spare"),
        gone=report.gone,
        witness=verdict.standing.value,
    )


def item_of(one: Finding) -> CheckItem:
    """Return what was found as the answer holds it, its record by the spoken id."""
    from registry.cli import shapes
    from registry.words.identity import short

    return shapes.CheckItem(
        what=one.what,
        table=one.table,
        id=_spoken(one.table, one.identity),
        next=one.next,
        loss=one.loss,
        cases=tuple(short(case) for case in one.cases),
        detail=one.detail,
    )


def _spoken(table: str, identity: str) -> str:
    """Return the spoken id of a record; an entry of the journal keeps its number."""
    from registry.words.identity import short

    return identity if table == "journal" or not identity else short(identity)


def _rolled_back(verdict: Verdict) -> CheckItem:
    from registry.cli import shapes

    refusal = verdict.refusal()
    return shapes.CheckItem(
        what=refusal.message,
        table=_WITNESS,
        id="",
        next=refusal.hint,
        loss="lost",
        detail=verdict.standing.value,
    )


# So many of one kind are named one by one on a screen; all of them stand in the answer in JSON.
_SHOWN = 12


def drawn(shape: CheckResult) -> Iterator[RenderableType]:
    """Draw what a whole reading of the vault found: what is damaged, whom it concerns, what to do."""
    from registry.cli.drawing import wrapped
    from registry.desk.vault_words import REMARKS

    counted = f"{shape.rows:,} rows, {shape.cases:,} cases, {shape.entries:,} journal entries read"
    if shape.sound:
        yield wrapped(f"sound: {counted}")
    else:
        many = len(shape.problems)
        yield wrapped(
            f"damaged: {many:,} thing{'' if many == 1 else 's'}, of which {shape.lost:,} with something lost; {counted}",
            "bold",
        )
        yield from problems_drawn(shape.problems)
        if shape.affected:
            yield wrapped(_affected(shape.affected))
    if shape.gone:
        many = len(shape.gone)
        yield wrapped(
            f"{many:,} journal {'entry is' if many == 1 else 'entries are'} gone since a salvage, which named "
            f"{'it' if many == 1 else 'them'}: {numbers(shape.gone)}",
            "dim",
        )
    if shape.witness in {"first", "unreadable", "unclear"}:
        yield wrapped(REMARKS[shape.witness], "dim")


def problems_drawn(problems: Sequence[CheckItem]) -> Iterator[RenderableType]:
    """Yield each problem under its next step, which several have in common."""
    from registry.cli.drawing import wrapped

    steps = dict.fromkeys(problem.next for problem in problems)
    for step in steps:
        same = [problem for problem in problems if problem.next == step]
        for problem in same[:_SHOWN]:
            mark = "spare" if problem.loss == "spare" else "LOST "
            yield indented(f"{mark}  {problem.what}", 2)
        if len(same) > _SHOWN:
            yield wrapped(f"  … and {len(same) - _SHOWN:,} more; all of them with --json", "dim")
        yield indented(f"→ {step}", 4, "blue")


def indented(words: str, by: int, style: str = "") -> RenderableType:
    """Return words that keep their indent where they take several lines."""
    from rich.padding import Padding

    from registry.cli.drawing import wrapped

    return Padding(wrapped(words, style), (0, 0, 0, by))


def _affected(cases: tuple[str, ...]) -> str:
    named = ", ".join(cases[:_SHOWN]) + (f" and {len(cases) - _SHOWN:,} more" if len(cases) > _SHOWN else "")
    return f"{len(cases):,} case{' is' if len(cases) == 1 else 's are'} affected: {named}"


def numbers(found: tuple[int, ...]) -> str:
    """Return numbers as spans: 3, 7-9."""
    from registry.desk.vault_words import spans

    said = spans(found)
    return ", ".join(said[:_SHOWN]) + (" …" if len(said) > _SHOWN else "")
