"""What `registry form` draws for a person: readiness first, then the sheet or where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from registry.cli import form_shapes as shapes
from registry.cli.drawing import grid, safe, table, wrapped
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

_MARKS = {
    "conflicting": "≠",
    "uncertain": "?",
    "missing": "✗",
    "imprecise": "✗",
    "withheld": "✗",
    "not_met": "✗",
}
_SAID = {
    "conflicting": "sources contradict each other: both are printed",
    "uncertain": "cannot be told from the dates known",
    "missing": "missing",
    "imprecise": "not exact enough",
    "withheld": "withheld, as consent asks",
    "not_met": "the recipient would refuse it",
}
_CONSENT = {
    "stands": "consent stands",
    "none": "no consent for this purpose towards this recipient is on record",
    "withdrawn": "consent for this purpose was withdrawn",
    "expired": "consent for this purpose has expired",
}


def shown(shape: shapes.FormShown) -> Iterator[RenderableType]:
    """Draw readiness, and the draft or the file where there is one."""
    yield wrapped(f"{shape.short}  {shape.title}", "bold")
    yield wrapped(
        f"for {shape.recipient}: {_CONSENT[shape.consent]}", "" if shape.consent == "stands" else "bold"
    )
    for due in shape.deadlines:
        yield wrapped(_due(due), "bold" if due.state in {"open", "perhaps"} else "dim")
    yield from _needs(shape)
    for advice in shape.advice:
        yield wrapped(advice, "dim")
    if shape.withheld:
        yield wrapped(f"withheld: {', '.join(shape.withheld)}")
    for wish in shape.unread:
        yield wrapped(
            f"the consent asks to withhold: {wish}; say with --withhold FIELD what that is here", "bold"
        )
    if shape.draft is not None:
        yield from _draft(shape.draft)
        yield wrapped("a draft: nothing was written, and nothing left the vault", "bold")
    elif shape.file is not None:
        file = shape.file
        yield wrapped(f"written to {file.path}: {file.size:,} bytes", "bold")
        yield wrapped(f"SHA-256 {file.sha256}")
        yield wrapped(f"on record: see `registry form sent {shape.short}`", "dim")
    elif shape.ready:
        yield wrapped(
            f"ready: `registry form {shape.form} {shape.short} --out FILE.html` writes the sheet", "bold"
        )
    else:
        yield wrapped("not ready; --draft shows the sheet as it would read, --ask asks what is open", "bold")


def _needs(shape: shapes.FormShown) -> Iterator[RenderableType]:
    """What is missing comes first, each with its reason and its remedy; what is there takes one line."""
    for need in shape.needs:
        if need.standing != "met":
            states = (
                f" ({', '.join(state.replace('_', ' ') for state in need.states)})" if need.states else ""
            )
            yield wrapped(
                f"{_MARKS[need.standing]} {need.section}: {need.label}: {_SAID[need.standing]}{states}",
                "bold",
            )
        if need.blocks:
            yield wrapped(f"    why: {need.why} [{need.source}]")
            yield wrapped(f"    it takes {need.supply}")
    there = [need.label for need in shape.needs if need.standing == "met"]
    if there:
        yield wrapped(f"✓ {'; '.join(there)}", "dim")


def _due(due: shapes.DueItem) -> str:
    if due.state == "unknown":
        return f"deadline not known: {due.label} (the date is not known)"
    if due.state == "past":
        return f"over, the last day was {due.possible}: {due.label}"
    left = f", {due.days_left} days left" if due.state == "open" else ""
    if due.sure == due.possible:
        return f"until {due.sure}{left}: {due.label}"
    later = due.possible or "no known day"
    if due.state == "open":
        return f"until {due.sure}{left}, perhaps until {later}: {due.label}"
    return f"perhaps still until {later}: {due.label}"


def _draft(parts: tuple[shapes.SheetPart, ...]) -> Iterator[RenderableType]:
    for part in parts:
        yield wrapped(part.label, "bold underline")
        card = grid()
        for entry in part.entries:
            for place, line in enumerate((*entry.lines, *entry.gaps)):
                joint = f"{line.joint} " if line.joint else ""
                basis = f"  ({line.basis})" if line.basis else ""
                card.add_row(wrapped(entry.label if not place else ""), wrapped(f"{joint}{line.text}{basis}"))
            if not entry.lines and not entry.gaps:
                card.add_row(wrapped(entry.label), wrapped("-", "dim"))
        card.columns[0].no_wrap, card.columns[0].max_width = False, 30
        yield card


def forms(shape: shapes.FormList) -> Iterator[RenderableType]:
    """Draw the forms there are, with the places where their rules were read."""
    for item in shape.items:
        yield wrapped(f"{item.form}  {item.title}", "bold")
        yield wrapped(f"  purpose of consent: {item.purpose}; required: {', '.join(item.required)}")
        for origin in item.origins:
            yield wrapped(f"  [{origin.id}] {origin.title}, {origin.dated}; seen: {origin.seen}", "dim")


def sent(shape: shapes.SentList, settings: Settings) -> Iterator[RenderableType]:
    """Draw what left the vault."""
    if not shape.items:
        yield wrapped("no sheet of this case left the vault", "dim")
        return
    drawn = table(settings, "when (UTC)", "form", "for", "by", "format", "SHA-256")
    for item in shape.items:
        drawn.add_row(
            item.at[:16].replace("T", " "),
            safe(item.form),
            safe(item.recipient),
            safe(item.by),
            item.format,
            f"{item.sha256[:16]}…",
        )
    yield drawn
    yield wrapped("what left cannot be called back: on a withdrawal write to whom it went", "dim")
