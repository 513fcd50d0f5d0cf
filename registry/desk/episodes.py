"""Crossings and times held at the desk: taking in what a source states of one, and how a time held ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import CROSSING, EPISODES, HELD, CaseFile
from registry.cases.held import ENDING
from registry.cases.items import Claim, Episode, Item
from registry.desk.desk import CASES, Desk
from registry.desk.stating import claims_stated, read_stated
from registry.errors import InputRefused, NotFound
from registry.words.fact import facts_of
from registry.words.identity import BODY, read_id


@dataclass(frozen=True, slots=True)
class EpisodeAdded:
    """What was stated of an episode: its id, the case, the new claims, and whether the episode is new."""

    id: str
    case: str
    claims: tuple[Claim, ...]
    new: bool


def episode_named(case: CaseFile, kind: str, ref: str) -> Episode:
    """Return the crossing or the time held of a case that an id names; raise ``NotFound``."""
    asked = read_id(ref)
    found = [one for one in case.episodes if one.kind == kind and one.id.startswith(asked)]
    if not found or (len(found) > 1 and len(asked) < BODY):
        raise NotFound(
            f"no single {_WORDS[kind]} of this case has that id", f"see `registry {kind} show CASE`"
        )
    return found[0]


_WORDS = {CROSSING: "crossing", HELD: "time held"}


def add_episode(desk: Desk, kind: str, case_ref: str, said: Any, ref: str = "") -> EpisodeAdded:
    """Take in what a source states of a crossing or a time held; with ``ref``, of one that the case has already.

    ``said`` is ``{"source": …, "facts": {…}, "grade": …, "when": …, "basis": …}``. Another source's words about the
    same episode stand beside the first. Raises ``InputRefused``, ``NotFound`` or ``RuleNotMet``.
    """
    return _state(desk, f"{kind} add", kind, case_ref, said, ref)


def end_held(desk: Desk, case_ref: str, ref: str, said: Any) -> EpisodeAdded:
    """Take in how a source says a time held ended; the status of the case stays what it is."""
    return _state(desk, "held end", HELD, case_ref, said, ref, only=ENDING)


def _state(
    desk: Desk, operation: str, kind: str, case_ref: str, said: Any, ref: str, only: tuple[str, ...] = ()
) -> EpisodeAdded:
    declared = facts_of(EPISODES[kind])
    if only:
        declared = {key: declared[key] for key in only}
    with desk.vault.act(operation) as act:
        case = desk.open_case(case_ref)
        known = episode_named(case, kind, ref) if ref else None
        stated = read_stated(desk, act, said)
        stamp = desk.pen.stamp()
        episode = known or Episode(**stamp, kind=kind)
        claims = tuple(claims_stated(desk, stated, declared, episode.id, case if known else None))
        if only and not any(claim.fact in {"end", "ended_on", "moved_to"} for claim in claims):
            raise InputRefused(
                "that does not say how or when it ended", "give `end`, `ended_on` or `moved_to`"
            )
        fresh: list[Item] = [] if known else [episode]
        desk.adding(CASES, case.id, [*fresh, *claims])
    return EpisodeAdded(episode.id, case.id, claims, known is None)
