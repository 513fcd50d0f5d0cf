"""What statuses, review, closing and ties draw for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from registry.cases.reviewing import KIND_WORDS
from registry.cli import review_shapes as shapes
from registry.cli.drawing import grid, safe, status_text, wrapped
from registry.words.identity import short

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from registry.cli.shapes import CaseList, CaseShown, ClaimItem


def status_set(shape: shapes.StatusSet) -> Iterator[RenderableType]:
    """Say which status stands now, and which task it opened."""
    yield status_text(shape.status)
    for task in shape.opened:
        yield wrapped(f"task opened: {task}", "bold")


def proposal_made(shape: shapes.ProposalMade) -> Iterator[RenderableType]:
    """Say that nothing has changed yet, what it waits on and who may decide."""
    yield wrapped(f"proposed, not set: it waits for a second person as {shape.ref}", "bold")
    yield _unchanged(shape.standing)
    for rule in shape.waits_on:
        yield wrapped(f"  waits on: {rule}")
    who = ", ".join(shape.reviewers) or "a colleague at home"
    yield wrapped(f"who may decide: {who}; with `registry review show {shape.ref}`", "dim")


def _unchanged(standing: str) -> RenderableType:
    said = wrapped("until then the case stands as it is: ")
    said.append_text(status_text(standing))
    return said


def queue(shape: shapes.ReviewList, offset: int) -> Iterator[RenderableType]:
    """Draw the queue: for each line what it is, since when, and the next command."""
    for item in shape.items:
        head = wrapped(f"{KIND_WORDS.get(item.kind, item.kind)}  {item.short}  ", "bold")
        head.append_text(safe(item.title))
        head.append_text(safe(f"  since {item.since[:10]}" + (f", by {item.by}" if item.by else ""), "dim"))
        yield head
        yield wrapped(f"  {item.what}")
        for rule in item.changed:
            yield wrapped(f"  cannot be accepted: {rule}")
        if not item.changed:
            for rule in item.waits_on:
                yield wrapped(f"  waits on: {rule}")
        yield wrapped(f"  {item.next}", "dim")
    yield _counted(len(shape.items), shape.total, offset)


def _counted(shown: int, total: int, offset: int) -> RenderableType:
    if not total:
        return wrapped("nothing waits for a second look", "dim")
    more = "; see more with --offset" if offset + shown < total else ""
    return wrapped(f"{offset + 1:,} to {offset + shown:,} of {total:,}{more}", "dim")


def proposal(shape: shapes.ReviewShown) -> Iterator[RenderableType]:
    """Draw one proposal: what, on which claims, what speaks against it, and what is still to be met."""
    card = grid()
    card.add_row("proposal", safe(f"{shape.ref}  {shape.title}"))
    card.add_row("proposed", wrapped(shape.what, "bold"))
    card.add_row("now", status_text(shape.standing))
    card.add_row(
        "by", wrapped(f"{shape.by}, {shape.since[:10]}" + (f"; asks {shape.asked}" * bool(shape.asked)))
    )
    if shape.reason:
        card.add_row("reason", wrapped(shape.reason))
    if shape.proposes == "status":
        card.add_row("family", wrapped(_family(shape)))
    for label, claims in (("for", shape.supporting), ("against", shape.opposing)):
        for place, claim in enumerate(claims):
            card.add_row("" if place else label, _claim(claim, weighed=claim.id in shape.weighed))
    for place, rule in enumerate(shape.changed):
        card.add_row("" if place else "changed", wrapped(rule, "bold"))
    for place, rule in enumerate(shape.waits_on):
        card.add_row("" if place else "waits on", wrapped(rule))
    card.add_row("verdict", wrapped(shape.verdict or "none yet"))
    if not shape.verdict:
        card.add_row("may decide", wrapped(", ".join(shape.reviewers) or "nobody here"))
    yield card


def _family(shape: shapes.ReviewShown) -> str:
    if shape.family_told:
        return f"told {shape.family_told}"
    return f"waived: {shape.family_waiver}" if shape.family_waiver else "not told as far as this says"


def _claim(claim: ClaimItem, *, weighed: bool) -> RenderableType:
    line = wrapped(
        f"{claim.grade} {claim.short}  {claim.source_label}: {claim.fact.replace('_', ' ')}: {claim.shown}"
    )
    basis = claim.basis.replace("_", " ")
    marks = [basis, claim.stance.replace("asserts", ""), claim.no_longer, "weighed" if weighed else ""]
    if told := ", ".join(filter(None, marks)):
        line.append_text(safe(f"  [{told}]"))
    return line


def decided(shape: shapes.Decided) -> Iterator[RenderableType]:
    """Say what became of a proposal, and how the case stands now."""
    yield wrapped(f"proposal {shape.ref} {shape.verdict}", "bold")
    yield status_text(shape.status, (shape.stage.replace("_", " "),))
    for task in shape.opened:
        yield wrapped(f"task opened: {task}", "bold")


def stage_set(shape: shapes.StageSet) -> Iterator[RenderableType]:
    """Say that a case was closed or opened again, and what its status is."""
    done = "closed" if shape.stage == "closed" else "open again"
    yield wrapped(f"case {short(shape.case)} is {done}", "bold")
    yield status_text(shape.status)
    if shape.override:
        yield wrapped("nobody reviewed it; why stays on the record", "dim")


def recontact(shape: shapes.RecontactOpened) -> Iterator[RenderableType]:
    """Say that the task to contact again is open."""
    until = f", until {shape.due}" if shape.due else ""
    said = "task opened" if shape.new else "that task is open already"
    yield wrapped(f"{said}: contact the family again{until}; the status stays what it is")


# Lines of other screens


def closing_line(shape: CaseShown) -> Text:
    """Return how a case was closed, in one line: why, when, by whom, and who signed or what one alone typed."""
    made = shape.closing
    accepted = f", accepted by {made['reviewer']}" if made["signed"] else ""
    alone = made["override"] and f"alone: {made['override']}"
    head = f"{made['at'][:10]} by {made['author']}{accepted}"
    return wrapped("; ".join(filter(None, (head, alone, made["told"], made["reason"]))))


def proposing_reopening(shape: CaseList) -> Iterator[RenderableType]:
    """Say below a list which of its closed cases are contradicted by what came in since."""
    ids = [item.short for item in shape.items if "reopening" in item.flags]
    if ids:
        yield wrapped(f"closed, and contradicted since: {', '.join(ids)}; see `registry review list`", "bold")


def tied(shape: shapes.Tied) -> Iterator[RenderableType]:
    """Say how two cases are tied, as each of them reads."""
    kind, back = shape.kind.replace("_", " "), shape.reads.replace("_", " ")
    yield wrapped(f"{short(shape.case)} {kind} {short(shape.other)}, {shape.certainty}", "bold")
    if back != kind:
        yield wrapped(f"{short(shape.other)} {back} {short(shape.case)}")
    yield wrapped("take it back with `registry case unlink` or `registry undo`", "dim")


def links_line(shape: CaseShown) -> Text:
    """Return the ties of a case to others, in one line."""
    told = [
        f"{link['kind'].replace('_', ' ')} {short(link['other'])}"
        + (" (erased)" if link.get("erased") else "")
        + (f" ({link['certainty']})" if link["certainty"] != "certain" else "")
        for link in shape.links
    ]
    return wrapped(" · ".join(told))
