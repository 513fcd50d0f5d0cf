"""Crossings and times held in words: one line each, and what contradicts in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.cases.casefile import CROSSING
from registry.cases.ground import CERTAIN, CONTESTED, NOT_KNOWN, POSSIBLE, UNSETTLED
from registry.cases.register import Ground, Registers

if TYPE_CHECKING:
    from registry.cases.episodes import EpisodeView, LineSide

# What is said of control on a day; each names everyone who may have had it.
_SAYS = {
    CERTAIN: "{by}",
    POSSIBLE: "possibly {by}: the dates do not make it sure",
    UNSETTLED: "{by}: the dates do not tell which",
    CONTESTED: "contested: {by}",
}
SIDES: Mapping[str, Mapping[str, str]] = {
    "en": {"from_control": "from the area of", "to_control": "to the area of"},
    "fr": {"from_control": "depuis la zone de", "to_control": "vers la zone de"},
    "ar": {"from_control": "من منطقة", "to_control": "إلى منطقة"},
}
_FROM_TO = {"from_control": "from", "to_control": "to"}


def says_of(ground: Ground, registers: Registers, lang: str) -> str:
    """Say who held a place on a day, how sure it is, and what it rests on."""
    standing = ground.standing
    by = dict.fromkeys(holder.show(lang) for holder in standing.by)
    says = _SAYS[standing.state].format(by=" or ".join(by)) if standing.state in _SAYS else _why_not(ground)
    if ground.rests_on and ground.rests_on != ground.asked:
        says = f"{says} (by the control of {registers.place_label(ground.rests_on, lang)})"
    return says


def _why_not(ground: Ground) -> str:
    if not ground.asked:
        return "not known: no place is claimed that is in the register"
    if ground.on is None:
        return "not known: no day is claimed"
    return "not known: nobody states who held that place then"


@dataclass(frozen=True, slots=True)
class SideWords:
    """One side of a line that was crossed: what place and day say of who held it, and what is claimed beside that."""

    fact: str
    label: str
    state: str
    says: str
    claimed: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def said(self) -> str:
        """Who held the side: by place and day, with what is claimed beside it where that is not sure."""
        return side_said(self.state, self.says, self.claimed, self.against)


def side_said(state: str, says: str, claimed: Sequence[str], against: Sequence[str]) -> str:
    """Return who held one side of a line: by place and day, with what is claimed beside it where that is not sure."""
    words = " | ".join(claimed)
    if state == NOT_KNOWN:
        return f"{words}, as claimed" if words else ""
    if against:
        return f"{says} ≠ {' | '.join(against)}, as claimed"
    return says if state == CERTAIN or not words else f"{says} ({words}, as claimed)"


def sides_of(episode: EpisodeView, lang: str) -> tuple[SideWords, ...]:
    """Return both sides of a crossing in words."""
    labels = SIDES.get(lang, SIDES["en"])
    return tuple(_side(side, episode.registers, labels[side.fact], lang) for side in episode.sides)


def _side(side: LineSide, registers: Registers, label: str, lang: str) -> SideWords:
    held = side.claimed.held if side.claimed else ()
    return SideWords(
        side.fact,
        label,
        side.ground.standing.state,
        says_of(side.ground, registers, lang),
        tuple(one.value.show(lang) for one in held),
        tuple(holder.show(lang) for holder in side.against),
    )


def in_a_line(episode: EpisodeView, lang: str = "en") -> str:
    """Return an episode in one line: when, where, by whom, and how it ended."""
    when = episode.began.text if episode.began else "day not known"
    return f"{when}  {what_of(episode, lang)}"


def what_of(episode: EpisodeView, lang: str = "en") -> str:
    """Return what an episode was, without its day: where, by whom, and how it ended."""
    if not episode.asserted:
        return f"{'crossing' if episode.kind == CROSSING else 'time held'} of which nothing is claimed but denials"
    return ", ".join(_crossed(episode, lang) if episode.kind == CROSSING else _held(episode, lang))


def clashes_of(episode: EpisodeView, lang: str = "en") -> str:
    """Return in one line what contradicts in an episode: sources one another, or a claim what place and day say."""
    found = [
        f"{fact.declared.fact.label_in(lang)}: {' | '.join(h.value.show(lang) for h in fact.held)}"
        for fact in episode.conflicts
    ]
    found += [
        f"{side.label}: {' | '.join(side.against)} claimed, {side.says} by place and day"
        for side in sides_of(episode, lang)
        if side.against
    ]
    return f"≠ {'; '.join(found)}" if found else ""


def _crossed(episode: EpisodeView, lang: str) -> list[str]:
    point = episode.best("point")
    parts = [f"crossed at {point.show(lang)}" if point else "crossed"]
    if sides := [words for side in sides_of(episode, lang) if (words := _side_in_words(side))]:
        parts.append(" ".join(sides))
    by = " | ".join(value.show(lang) for value in episode.values("separated_by"))
    separated = " | ".join(value.show(lang) for value in episode.values("separation"))
    if separated or by:
        parts.append("taken aside" + (f": {separated}" if separated else "") + (f" by {by}" if by else ""))
    return parts


def _side_in_words(side: SideWords) -> str:
    said = side.says if side.against else side.said  # what contradicts has a line of its own
    return f"{_FROM_TO[side.fact]} {said}" if said else ""


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
