"""Folding facts, episodes and control over time into the shapes that commands answer with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from registry.cases.chain import Gap
from registry.cases.episode_words import SIDES, clashes_of, in_a_line, says_of
from registry.cases.folds import FactView
from registry.cases.ground import Stretch, Trouble
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


def ground_item(ground: Ground, registers: Registers, lang: str) -> GroundItem:
    """Fold who held a place on a day, in words that say how sure it is and what it rests on."""
    standing = ground.standing
    by = tuple(dict.fromkeys(holder.show(lang) for holder in standing.by))
    name = registers.place_label(ground.rests_on, lang)
    return GroundItem(
        state=standing.state,
        by=by,
        says=says_of(ground, registers, lang),
        on=ground.on.text if ground.on else None,
        place=ground.asked,
        rests_on=ground.rests_on,
        rests_on_name=name,
        stretches=tuple(stretch_item(one, registers, lang) for one in standing.stretches),
    )


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
    labels = SIDES.get(lang, SIDES["en"])
    return tuple(side_item(side, episode.registers, labels[side.fact], lang) for side in episode.sides)


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
