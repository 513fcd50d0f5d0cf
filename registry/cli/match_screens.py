"""What `registry match` draws for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from registry.cli import match_shapes as shapes
from registry.cli.drawing import safe, table, text_of, wrapped
from registry.cli.settings import Settings
from registry.desk.pairing import DECIDED, STATES, Figure, percent

if TYPE_CHECKING:
    from rich.console import RenderableType

# Each state is told by a sign and a word; the colour only repeats it.
_STYLES = {"match": "green", "near": "yellow", "differs": "bold red", "blank": "dim"}
# Facts that a screen of 24 lines has room for beside the figures and the keys.
MOST = 13


def scanned(shape: shapes.MatchScanned) -> Iterator[RenderableType]:
    """Say what a scan found and what comes next; it has linked nothing."""
    yield wrapped(f"cases read: {shape.cases:,}; pairs compared: {shape.compared:,}")
    yield wrapped(
        f"pairs that wait for a person: {shape.candidates:,}; likely one person: {shape.suggested:,}"
    )
    if shape.clusters:
        yield wrapped(
            f"if all of these were linked, the cases would be of {shape.people:,} people; nothing is linked yet",
            "bold",
        )
    yield wrapped("decide with `registry match review`", "dim")


def candidates(shape: shapes.MatchList, offset: int, settings: Settings) -> Iterator[RenderableType]:
    """Draw the open pairs, one line each."""
    if shape.total == 0:
        yield wrapped("no pair waits; look again with `registry match scan`", "dim")
        return
    rows = table(settings, "id", "the other", "chance", "one", "the other's name")
    for one in shape.items:
        rows.add_row(
            one.left_short, one.right_short, percent(one.chance) + (" later" if one.later else ""),
            safe(one.left_title), safe(one.right_title),
        )  # fmt: skip
    yield rows
    last = offset + len(shape.items)
    more = "; see more with --offset" if last < shape.total else ""
    yield wrapped(f"{offset + 1:,} to {last:,} of {shape.total:,}{more}", "dim")


def beside(shape: shapes.MatchShown, settings: Settings, *, most: int = MOST) -> Iterator[RenderableType]:
    """Draw two cases side by side in 80 columns, one line a fact; ``most`` 0 draws every fact."""
    from registry.cli.placing import Columns

    rows = Columns(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", width=80)
    for heading, width in (("", 15), ("", 9), (shape.left_short, 26), (shape.right_short, 26)):
        rows.add_column(heading, width=width, no_wrap=True, overflow="ellipsis")
    facts = shape.facts[: most - 1] + shape.facts[-1:] if most and len(shape.facts) > most else shape.facts
    for one in facts:
        word, style = STATES[one.state], _STYLES[one.state]
        sign = text_of(word, "" if settings.plain else style)
        if one.fact == "sources":
            sign = text_of("")
        rows.add_row(text_of(one.label, "dim"), sign, safe("; ".join(one.left)), safe("; ".join(one.right)))
    yield rows
    if left := len(shape.facts) - len(facts):
        yield wrapped(f"{left} more facts, see --all", "dim")
    if shape.veto:
        yield wrapped(f"kept apart: {shape.veto}", "bold")
    else:
        said = f"{percent(shape.chance)} of pairs like this are one person ({shape.weight:+.1f} bits)"
        yield wrapped(said, "bold")
    for rule in shape.wanting:
        yield wrapped(f"not yet to be linked: {rule}")
    yield figures_line(shape.figures)
    if shape.decided:
        yield wrapped(f"decided: {DECIDED[shape.decided]}", "bold")


def figures_line(figures: tuple[shapes.Figure, ...]) -> RenderableType:
    """Say in a line or two what a link changes, and what stays."""
    said = [Figure(one.what, one.before, one.after).says for one in figures]
    return wrapped("linked: " + "; ".join(said))


def decided(shape: shapes.MatchDecided) -> Iterator[RenderableType]:
    """Say what was decided and how it is taken back."""
    yield wrapped(DECIDED[shape.decided], "bold")
    if shape.decided == "same_person":
        said = [f"{one.what} {one.after}" for one in shape.figures]
        yield wrapped("now: " + "; ".join(said))
        yield wrapped("take it back with `registry undo` or `registry match unlink`", "dim")


def clusters(shape: shapes.ClusterList, offset: int) -> Iterator[RenderableType]:
    """Draw the people of whom there are several cases."""
    if shape.total == 0:
        yield wrapped("nobody has several cases, as far as is known", "dim")
        return
    for one in shape.items:
        yield wrapped("linked" if one.linked else "suggested, not linked", "bold")
        for spoken, title in zip(one.shorts, one.titles, strict=True):
            line = text_of(f"  {spoken}  ")
            line.append_text(safe(title))
            yield line
    yield wrapped(f"{offset + 1:,} to {offset + len(shape.items):,} of {shape.total:,}", "dim")
