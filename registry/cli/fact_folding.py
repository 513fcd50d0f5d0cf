"""Folding facts, episodes and control over time into the shapes that commands answer with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from registry.cases.casefile import CROSSING
from registry.cases.chain import Gap
from registry.cases.folds import FactView
from registry.cases.ground import CERTAIN, CONTESTED, NOT_KNOWN, POSSIBLE, UNSETTLED, Stretch, Trouble
from registry.cases.holder import Holder
from registry.cases.named import Named
from registry.cases.register import ACTOR, FACILITY, PLACE, Ground, Registers
from registry.cli.episode_shapes import EpisodeItem, GapItem, SideItem
from registry.cli.fact_shapes import FactItem, GroundItem, LeadItem, StretchItem, TroubleItem, ValueItem
from registry.words.identity import short
from registry.words.places import Place

if TYPE_CHECKING:
    from registry.cases.episodes import EpisodeView, LineSide
    from registry.cases.views import CaseView


def value_items(view: FactView | None, lang: str) -> tuple[ValueItem, ...]:
    """Fold the values of one fact, best supported first."""
    return tuple(
        ValueItem(value=h.value.plain(), shown=h.value.show(lang), claims=tuple(c.id for c in h.claims))
        for h in (view.held if view else ())
    )


def fact_item(view: FactView, lang: str) -> FactItem:
    """Fold one fact."""
    return FactItem(
        label=view.declared.fact.label_in(lang), conflicting=view.conflicting, values=value_items(view, lang)
    )


def stretch_item(stretch: Stretch, registers: Registers, lang: str) -> StretchItem:
    """Fold one statement of control."""
    control = stretch.control
    return StretchItem(
        by=control.by.show(lang),
        side=registers.side(control.by),
        since=control.since.text if control.since else None,
        until=control.until.text if control.until else None,
        claims=tuple(claim.id for claim in stretch.claims),
    )


def trouble_items(troubles: Iterable[Trouble]) -> tuple[TroubleItem, ...]:
    """Fold the days for which control does not fit."""
    return tuple(TroubleItem(one.kind, one.first.isoformat(), one.last.isoformat()) for one in troubles)


# What is said of control on a day; each names everyone who may have had it.
_SAYS = {
    CERTAIN: "{by}",
    POSSIBLE: "possibly {by}: the dates do not make it sure",
    UNSETTLED: "{by}: the dates do not tell which",
    CONTESTED: "contested: {by}",
}


def ground_item(ground: Ground, registers: Registers, lang: str) -> GroundItem:
    """Fold who held a place on a day, in words that say how sure it is and what it rests on."""
    standing = ground.standing
    by = tuple(dict.fromkeys(holder.show(lang) for holder in standing.by))
    name = registers.place_label(ground.rests_on, lang)
    says = _SAYS[standing.state].format(by=" or ".join(by)) if standing.state in _SAYS else _why_not(ground)
    if ground.rests_on and ground.rests_on != ground.asked:
        says = f"{says} (by the control of {name})"
    return GroundItem(
        state=standing.state,
        by=by,
        says=says,
        on=ground.on.text if ground.on else None,
        place=ground.asked,
        rests_on=ground.rests_on,
        rests_on_name=name,
        stretches=tuple(stretch_item(one, registers, lang) for one in standing.stretches),
    )


def _why_not(ground: Ground) -> str:
    if not ground.asked:
        return "not known: no place is claimed that is in the register"
    if ground.on is None:
        return "not known: no day is claimed"
    return "not known: nobody states who held that place then"


def side_item(side: LineSide, registers: Registers, label: str, lang: str) -> SideItem:
    """Fold one side of a line that was crossed."""
    return SideItem(
        fact=side.fact,
        label=label,
        claimed=value_items(side.claimed, lang),
        place=side.place.show(lang) if side.place else "",
        computed=ground_item(side.ground, registers, lang),
        against=tuple(holder.show(lang) for holder in side.against),
    )


def side_items(episode: EpisodeView, lang: str) -> tuple[SideItem, ...]:
    """Fold both sides of a crossing."""
    labels = _SIDES.get(lang, _SIDES["en"])
    return tuple(side_item(side, episode.registers, labels[side.fact], lang) for side in episode.sides)


_SIDES: Mapping[str, Mapping[str, str]] = {
    "en": {"from_control": "from the area of", "to_control": "to the area of"},
    "fr": {"from_control": "depuis la zone de", "to_control": "vers la zone de"},
    "ar": {"from_control": "من منطقة", "to_control": "إلى منطقة"},
}


def lead_items(facts: Mapping[str, FactView], registers: Registers) -> tuple[LeadItem, ...]:
    """Return where each name in the facts of an episode or record leads; names that no register has are left out."""
    found: list[LeadItem] = []
    for key, view in facts.items():
        for value in (held.value for held in view.held):
            if not isinstance(value, Named | Place):
                continue
            kind = ACTOR if isinstance(value, Holder) else PLACE if isinstance(value, Place) else FACILITY
            led = registers.found(value)
            if led.record or led.several:
                identity = led.record.id if led.record else ""
                title = led.record.title if led.record else ""
                found.append(LeadItem(key, value.text, kind, identity, title, led.several))
    return tuple(found)


def episode_item(view: CaseView, episode: EpisodeView, lang: str) -> EpisodeItem:
    """Fold one episode of a case."""
    return EpisodeItem(
        id=episode.id,
        short=short(episode.id),
        kind=episode.kind,
        began=episode.began.text if episode.began else None,
        ended=episode.ended.text if episode.ended else None,
        facts={key: fact_item(fact, lang) for key, fact in episode.facts.items()},
        conflicts=tuple(fact.declared.key for fact in episode.conflicts),
        sides=side_items(episode, lang),
        incommunicado=episode.incommunicado,
        leads=lead_items(episode.facts, view.registers),
        claims=tuple(claim.id for claim in episode.claims),
        shown=in_a_line(episode, lang),
        clashes=clashes_of(episode, lang),
    )


def in_a_line(episode: EpisodeView, lang: str = "en") -> str:
    """Return an episode in one line: when, where, by whom, and how it ended."""
    if not episode.asserted:
        parts = [
            f"{'crossing' if episode.kind == CROSSING else 'time held'} of which nothing is claimed but denials"
        ]
    else:
        parts = _crossed(episode, lang) if episode.kind == CROSSING else _held(episode, lang)
    when = episode.began.text if episode.began else "day not known"
    return f"{when}  {', '.join(parts)}"


def clashes_of(episode: EpisodeView, lang: str = "en") -> str:
    """Return in one line what contradicts in an episode: sources one another, or a claim what place and day say."""
    found = [
        f"{fact.declared.fact.label_in(lang)}: {' | '.join(h.value.show(lang) for h in fact.held)}"
        for fact in episode.conflicts
    ]
    found += [
        f"{side.label}: {' | '.join(side.against)} claimed, {side.computed.says} by place and day"
        for side in side_items(episode, lang)
        if side.against
    ]
    return f"≠ {'; '.join(found)}" if found else ""


def _crossed(episode: EpisodeView, lang: str) -> list[str]:
    point = episode.best("point")
    parts = [f"crossed at {point.show(lang)}" if point else "crossed"]
    if sides := [words for side in side_items(episode, lang) if (words := _side_in_words(side))]:
        parts.append(" ".join(sides))
    by = " | ".join(value.show(lang) for value in episode.values("separated_by"))
    separated = " | ".join(value.show(lang) for value in episode.values("separation"))
    if separated or by:
        parts.append("taken aside" + (f": {separated}" if separated else "") + (f" by {by}" if by else ""))
    return parts


def _side_in_words(side: SideItem) -> str:
    said = side.computed.says if side.against else side_said(side)  # what contradicts has a line of its own
    return f"{_FROM_TO[side.fact]} {said}" if said else ""


def side_said(side: SideItem) -> str:
    """Return who held one side of a line: by place and day, with what is claimed beside it where that is not sure."""
    claimed = " | ".join(value.shown for value in side.claimed)
    if side.computed.state == NOT_KNOWN:
        return f"{claimed}, as claimed" if claimed else ""
    if side.against:
        return f"{side.computed.says} ≠ {' | '.join(side.against)}, as claimed"
    sure = side.computed.state == CERTAIN or not claimed
    return side.computed.says if sure else f"{side.computed.says} ({claimed}, as claimed)"


_FROM_TO = {"from_control": "from", "to_control": "to"}


def _held(episode: EpisodeView, lang: str) -> list[str]:
    facility, holder = episode.best("facility"), episode.best("holder") or episode.best("taken_by")
    parts = [f"held at {facility.show(lang)}" if facility else "held"]
    if holder:
        parts[0] += f" by {holder.show(lang)}"
    if ended := episode.best("end"):
        parts.append(f"{ended.show(lang)}{f' {episode.ended.text}' if episode.ended else ''}")
    elif episode.ended:
        parts.append(f"ended {episode.ended.text}")
    if moved := episode.best("moved_to"):
        parts.append(f"moved to {moved.show(lang)}")
    if episode.incommunicado:
        parts.append("incommunicado")
    return parts


def gap_item(gap: Gap) -> GapItem:
    """Fold a gap in a chain of times held."""
    return GapItem(
        kind=gap.kind,
        after=gap.after,
        before=gap.before,
        since=gap.since.isoformat() if gap.since else None,
        until=gap.until.isoformat() if gap.until else None,
        says=gap.says,
    )
