"""Folding registers, and who is claimed to have been where, into the shapes that commands answer with."""

from __future__ import annotations

from collections.abc import Iterable

from registry.cases.ground import troubles
from registry.cases.items import Checked
from registry.cases.register import ACTOR, PLACE, Ground, Record, Registers
from registry.cases.saying import grade_of
from registry.cases.views import CaseView
from registry.cli.fact_folding import (
    fact_item,
    ground_item,
    lead_items,
    side_items,
    stretch_item,
    trouble_items,
    value_items,
)
from registry.cli.folding import claim_item
from registry.cli.presence_shapes import (
    ControlShown,
    Corridor,
    PassageItem,
    PresenceItem,
    RecordItem,
    RecordMade,
    RecordShown,
)
from registry.desk.presence import Passage, Presence
from registry.desk.registering import Registered
from registry.words.dates import PartialDate
from registry.words.identity import short


def corridor(
    node: str, day: PartialDate, passages: Iterable[Passage], registers: Registers, lang: str
) -> Corridor:
    """Fold everyone of a corridor and day; the gaps are those whom no claim speaks of afterwards."""
    items = tuple(_passage_item(one, lang) for one in passages)
    gaps = tuple(dict.fromkeys(item.case for item in items if item.since is None))
    name = registers.place_label(node, lang)
    return Corridor(place=node, name=name, day=day.text, items=items, total=len(items), gaps=gaps)


def _passage_item(one: Passage, lang: str) -> PassageItem:
    facts = one.episode.facts if one.episode else {}
    return PassageItem(
        case=one.view.case.id,
        short=short(one.view.case.id),
        kind=one.view.case.kind,
        title=one.view.title,
        on=one.on.text,
        episode=one.episode.id if one.episode else "",
        sides=side_items(one.episode, lang) if one.episode else (),
        separation=tuple(value.show(lang) for value in one.values("separation")),
        separated_by=value_items(facts.get("separated_by"), lang),
        separated_to=value_items(facts.get("separated_to"), lang),
        since=one.since.text if one.since else None,
        since_fact=one.since_claim.fact if one.since_claim else "",
    )


def presence_item(one: Presence, lang: str) -> PresenceItem:
    """Fold one claim that someone was at a facility."""
    view, claim = one.view, one.claim
    source = view.sources.get(claim.source)
    declared = view.case.declared(claim)
    label = declared.fact.label_in(lang) if declared else claim.fact
    return PresenceItem(
        case=view.case.id,
        short=short(view.case.id),
        kind=view.case.kind,
        title=view.title,
        on=one.on.text if one.on else None,
        says=f"{label}: {one.value.show(lang)}",
        stance=claim.stance,
        source=claim.source,
        source_label=source.label if source else "",
        grade=grade_of(claim, dict(view.sources)),
        claim=claim.id,
        episode=one.episode,
    )


def record_made(made: Registered, record: Record) -> RecordMade:
    """Fold what was stated of a record."""
    return RecordMade(
        id=made.id,
        short=short(made.id),
        kind=made.kind,
        name=record.title,
        code=record.file.code,
        claims=tuple(claim.id for claim in made.claims),
        new=made.new,
        warnings=made.warnings,
    )


def record_item(record: Record, registers: Registers, lang: str) -> RecordItem:
    """Fold one record for a list."""
    shown = {key: record.best(key) for key in ("type", "kind", "parent", "sensitivity")}
    sort = shown["type"] or shown["kind"]
    return RecordItem(
        id=record.id,
        short=short(record.id),
        kind=record.kind,
        code=record.file.code,
        names=record.names,
        type=sort.show(lang) if sort else "",
        parent=shown["parent"].show(lang) if shown["parent"] else "",
        side=_side(record, registers),
        sensitivity=shown["sensitivity"].show(lang) if shown["sensitivity"] else "",
        needs_review=record.needs_review,
        claims=len(record.file.claims),
    )


def _side(record: Record, registers: Registers) -> str:
    from registry.cases.holder import Holder

    return registers.side(Holder(record.title, record.id)) if record.kind == ACTOR else ""


def _chain(record: Record, registers: Registers, lang: str) -> tuple[str, ...]:
    """Return the places a record lies in, or the actors it is part of, itself first."""
    from registry.cases.holder import Holder

    if record.kind == ACTOR:
        found = registers.part_of(Holder(record.title, record.id))
        return tuple(registers.actors.records[one].title for one in found)
    node = record.file.code or record.id if record.kind == PLACE else registers.node(record.best("parent"))
    own = (record.title,) if record.kind != PLACE else ()
    names = [*own, *(registers.place_label(one, lang) for one in registers.chain(node))]
    # A district and its town often bear one name, which is said once.
    return tuple(name for place, name in enumerate(names) if place == 0 or name != names[place - 1])


def record_shown(
    record: Record, registers: Registers, lang: str, people: Iterable[Presence] = ()
) -> RecordShown:
    """Fold one record of a register."""
    looked = record.file.every(Checked)
    view = CaseView(record.file, record.sources)
    return RecordShown(
        id=record.id,
        short=short(record.id),
        kind=record.kind,
        code=record.file.code,
        names=record.names,
        title=record.title,
        facts={key: fact_item(fact, lang) for key, fact in record.facts.items()},
        claims=tuple(claim_item(view, claim, lang) for claim in record.file.claim_by_id.values()),
        chain=_chain(record, registers, lang),
        leads=lead_items(record.facts, registers),
        control=tuple(stretch_item(one, registers, lang) for one in record.control),
        troubles=trouble_items(troubles(record.control, registers.same_side)),
        needs_review=record.needs_review,
        reviewed=(looked[-1].reviewer or f"alone: {looked[-1].override}") if looked else "",
        people=tuple(presence_item(one, lang) for one in people),
    )


def control_shown(
    record: Record, registers: Registers, lang: str, asked: Ground | None = None
) -> ControlShown:
    """Fold who controlled a place or ran a facility over time, and on the day that was asked for."""
    return ControlShown(
        id=record.id,
        short=short(record.id),
        kind=record.kind,
        code=record.file.code,
        title=record.title,
        control=tuple(stretch_item(one, registers, lang) for one in record.control),
        troubles=trouble_items(troubles(record.control, registers.same_side)),
        asked=ground_item(asked, registers, lang) if asked else None,
    )
