"""What `held`, `crossing` and the registers draw for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from registry.cases.episode_words import side_said
from registry.cli.drawing import grid, safe, table, wrapped
from registry.cli.episode_shapes import SideItem
from registry.cli.fact_shapes import FactItem, LeadItem, StretchItem, TroubleItem
from registry.cli.presence_shapes import (
    ControlShown,
    Corridor,
    EpisodeList,
    PassageItem,
    RecordList,
    RecordShown,
)
from registry.cli.screens import counted
from registry.cli.settings import Settings
from registry.cli.shapes import ClaimItem
from registry.words.identity import short

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from registry.cli.episode_shapes import EpisodeItem

_INCOMMUNICADO = "incommunicado: no outside contact is claimed, nor that the holder disclosed the place"


def chain(shape: EpisodeList) -> Iterator[RenderableType]:
    """Draw the episodes of a case one below the other, each claim with its id, and the gaps where they stand."""
    by_id = {claim.id: claim for claim in shape.claims}
    for item in shape.items:
        yield wrapped(f"{item.short}  {item.shown}", "bold")
        if item.clashes:
            yield wrapped(item.clashes)
        card = grid()
        for key, fact in item.facts.items():
            _fact_rows(card, key, fact, item, by_id)
        for side in item.sides:
            card.add_row("computed", wrapped(f"{side.label}: {side.computed.says}"))
        for lead in (one for one in item.leads if one.title != one.text or one.register != "place"):
            card.add_row("register", wrapped(f"{lead.text}: {lead.register} {_led(lead)}"))
        if item.incommunicado:
            card.add_row("derived", wrapped(_INCOMMUNICADO))
        yield card
        for gap in shape.gaps:
            if gap.after == item.id:
                yield wrapped(f"… {gap.says}", "blue")
    if not shape.items:
        words = "times held" if shape.kind == "held" else "crossings"
        yield wrapped(f"no {words}; add one with `registry {shape.kind} add {short(shape.case)}`", "dim")


def _fact_rows(
    card: Table, key: str, fact: FactItem, item: EpisodeItem, by_id: Mapping[str, ClaimItem]
) -> None:
    mark = "≠ " if fact.conflicting else ""
    for value in fact.values:
        said = ", ".join(
            f"{c.grade} {c.source_label} {c.short}" for one in value.claims if (c := by_id.get(one))
        )
        card.add_row("", wrapped(f"{mark}{fact.label}: {value.shown} ({said})", "bold" if mark else ""))
    # What is denied or not known has no value, and is said all the same.
    held = {one for value in fact.values for one in value.claims}
    for claim in (by_id[one] for one in item.claims if by_id[one].fact == key and one not in held):
        stance = f" ({claim.stance.replace('_', ' ')})" if claim.stance != "asserts" else ""
        card.add_row(
            "",
            wrapped(
                f"{fact.label}: {claim.shown}{stance} ({claim.grade} {claim.source_label} {claim.short})"
            ),
        )


def corridor(shape: Corridor) -> Iterator[RenderableType]:
    """Draw everyone of one corridor and day, and then those whom nobody speaks of since."""
    yield wrapped(f"{shape.name or shape.place}, {shape.day}: {_many(shape.total, 'case')}", "bold")
    card = grid()
    for item in shape.items:
        card.add_row(item.short, wrapped(f"{item.on}  {item.title}", "bold"))
        sides = [f"{side.label} {_said(side) or 'not known'}" for side in item.sides]
        if not any(map(_said, item.sides)):
            sides = ["whose areas it lay between is not known"]
        heard = f"next heard of {item.since}" if item.since else "never heard of since"
        card.add_row("", wrapped("; ".join([*sides, _aside(item), heard])))
    if shape.items:
        yield card
    if shape.gaps:
        named = ", ".join(short(one) for one in shape.gaps)
        yield wrapped(f"no claim speaks of any day after it: {named}", "blue")


def _said(side: SideItem) -> str:
    """Return who held one side of a line, as far as it is known or claimed."""
    claimed = [value.shown for value in side.claimed]
    return side_said(side.computed.state, side.computed.says, claimed, side.against)


def _led(lead: LeadItem) -> str:
    """Say where a name leads: to a record, by its id and what it is called there, or to several."""
    if not lead.id:
        return f"{len(lead.several)} that bear this name: choose one by its id"
    return short(lead.id) if lead.title == lead.text else f"{short(lead.id)} {lead.title}"


def _aside(item: PassageItem) -> str:
    by = " | ".join(value.shown for value in item.separated_by)
    to = " | ".join(value.shown for value in item.separated_to)
    parts = [" | ".join(item.separation), f"by {by}" if by else "", f"towards {to}" if to else ""]
    said = " ".join(part for part in parts if part)
    return f"taken aside: {said}" if said else "taken aside: nobody says"


# Registers


def records(shape: RecordList, settings: Settings, offset: int, what: str) -> Iterator[RenderableType]:
    """Draw a page of a register."""
    if shape.items:
        drawn = table(settings, "id", "type", "lies in" if what != "actors" else "side", "name")
        for item in shape.items:
            between = item.side.replace("_", " ") if what == "actors" else item.parent
            review = "  [needs review]" if item.needs_review else ""
            name = " · ".join(item.names[:3]) + review
            drawn.add_row(safe(item.code or item.short), safe(item.type), safe(between), safe(name))
        yield drawn
    yield counted(len(shape.items), shape.total, offset, what)


def record(shape: RecordShown, settings: Settings) -> Iterator[RenderableType]:
    """Draw one record of a register, who controlled it, and everyone claimed there by date."""
    yield _card(shape)
    yield from _control(shape.control, shape.troubles, settings)
    if shape.people:
        yield _people(shape, settings)
    if shape.kind == "facility":
        cases, claims = len({one.case for one in shape.people}), len(shape.people)
        yield wrapped(f"{_many(cases, 'case')} claimed there, {_many(claims, 'claim')}", "dim")
    rests = grid()
    for claim in shape.claims:
        gone = f"  [{claim.no_longer}]" if claim.no_longer else ""
        said = f"{claim.grade} {claim.short}  {claim.fact}: {claim.shown} ({claim.source_label}){gone}"
        rests.add_row("rests on" if claim is shape.claims[0] else "", wrapped(said))
    if shape.claims:
        yield rests


def _card(shape: RecordShown) -> Table:
    """Return what is known of a record itself."""
    card = grid()
    card.add_row(shape.code or shape.short, wrapped(" · ".join(shape.names), "bold"))
    if shape.needs_review:
        words = "a private individual is named: a second person has to look at it"
        card.add_row("review", wrapped(words, "bold"))
    elif shape.reviewed:
        card.add_row("review", wrapped(f"looked at by a second person: {shape.reviewed}"))
    if len(shape.chain) > 1:
        card.add_row("part of" if shape.kind == "actor" else "lies in", wrapped(", ".join(shape.chain[1:])))
    for key, fact in shape.facts.items():
        if key not in {"name", "alias", "control"} and fact.values:
            mark = "≠ " if fact.conflicting else ""
            card.add_row("", wrapped(f"{mark}{fact.label}: {' | '.join(v.shown for v in fact.values)}"))
    return card


def _people(shape: RecordShown, settings: Settings) -> Table:
    """Return everyone claimed at a facility, one claim a row."""
    drawn = table(settings, "id", "day", "grade", "what is claimed", "source", "name")
    for one in shape.people:
        denied = " (denies)" if one.stance == "denies" else ""
        drawn.add_row(
            safe(one.short),
            safe(one.on or "not known"),
            safe(one.grade),
            safe(one.says + denied),
            safe(one.source_label),
            safe(one.title),
        )
    return drawn


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def control(shape: ControlShown, settings: Settings) -> Iterator[RenderableType]:
    """Draw who controlled a place or ran a facility over time, and the day that was asked for."""
    yield wrapped(f"{shape.code or shape.short}  {shape.title}", "bold")
    yield from _control(shape.control, shape.troubles, settings)
    if not shape.control:
        yield wrapped(
            f"nobody states who was in control; add it with `registry {shape.kind} control --from -`", "dim"
        )
    if shape.asked:
        yield wrapped(f"{shape.asked.on}: {shape.asked.says}", "bold")


def _control(
    stretches: Iterable[StretchItem], troubles: Iterable[TroubleItem], settings: Settings
) -> Iterator[RenderableType]:
    drawn = table(settings, "from", "until", "in control", "side")
    for one in stretches:
        since, until = one.since or "not stated", one.until or "not stated"
        drawn.add_row(safe(since), safe(until), safe(one.by), safe(one.side.replace("_", " ")))
    if drawn.row_count:
        yield drawn
    for trouble in troubles:
        days = f"{trouble.first} to {trouble.last}"
        words = "two sides are claimed" if trouble.kind == "overlap" else "nobody is claimed"
        yield wrapped(f"{days}: {words}", "blue")
