"""The rules that a change of status must meet, as a table of guards for every pair of states.

Sources of the rules: CED guiding principle 1 (presumption of life), the practice of the UN Working Group
on Enforced or Involuntary Disappearances on clarification, and forensic guidance that remains are never
identified by sight alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from registry.cases.items import Claim
from registry.cases.status import STATUSES, contradict
from registry.sources.grading import CREDIBLE
from registry.sources.source import Source, origins

PROOF = frozenset({"document", "laboratory"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of status as proposed, with everything a guard may ask for.

    ``claims`` are those cited that still stand; ``fresh`` tells that one of them was not cited by the
    assessment in force. ``sources`` maps source ids to sources. ``author`` and ``reviewer`` are names, the latter of
    whoever accepts it under a key of her own; ``reviewers`` are those of whom one must be the reviewer, ``None``
    where nobody else can read the vault. Only there an ``override`` stands in place of the review. ``family_told``
    tells that the family was told of the evidence (see ``registry.cases.telling``).
    """

    before: str
    after: str
    claims: tuple[Claim, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)
    fresh: bool = True
    reason: str = ""
    author: str = ""
    reviewer: str = ""
    reviewers: frozenset[str] | None = None
    override: str = ""
    family_told: bool = False
    family_waiver: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """One rule: what it is called, whether a proposal meets it, what it says, and what would satisfy it."""

    code: str
    says: str
    satisfied_by: str
    met: Callable[[Proposal], bool]


# Facts that bear on a status beside what a source says of the status itself, by the liberty it states.
_BEARING = {
    "missing": frozenset({"last_seen_on", "last_seen_at", "whereabouts"}),
    "held": frozenset({"alleged_holder", "held_at", "whereabouts"}),
    "at_large": frozenset({"whereabouts"}),
    "unknown": frozenset({"whereabouts"}),
}


def bears(claim: Claim, after: str) -> bool:
    """Tell whether a claim can carry a status: it asserts the status or what goes with it, or a fact that bears on it.

    A denial or "no knowledge" carries nothing, but for the one status that says that the holder denies.
    Nothing carries a status that it contradicts, and the colour of someone's eyes carries none.
    """
    if claim.value is None:
        return False
    states = claim.fact == "status" and claim.value in STATUSES and not contradict(claim.value, after)
    if claim.stance == "denies":
        return states and STATUSES[after].acknowledgement == "denied"
    return claim.stance == "asserts" and (states or claim.fact in _BEARING[STATUSES[after].liberty])


def supporting(proposal: Proposal) -> tuple[Claim, ...]:
    """Return the cited claims that can carry the status proposed."""
    return tuple(claim for claim in proposal.claims if bears(claim, proposal.after))


def corroborated(proposal: Proposal, credibility: int = CREDIBLE, groups: int = 2) -> bool:
    """Tell whether enough independent origins say so with the given credibility or better.

    Corroboration counts independence groups, not articles: ten newspapers that repeat one agency are one.
    """
    strong = {
        c.source for c in supporting(proposal) if c.credibility is not None and c.credibility <= credibility
    }
    return len(origins(proposal.sources, strong)) >= groups


def _rests_on(bases: frozenset[str]) -> Callable[[Proposal], bool]:
    return lambda proposal: any(claim.basis in bases for claim in supporting(proposal))


def _identified_by_science(proposal: Proposal) -> bool:
    forensic = {s.id for s in proposal.sources.values() if s.kind == "forensic"}
    return any(
        c.basis == "laboratory" or (c.basis == "document" and c.source in forensic)
        for c in supporting(proposal)
    )


def _same(one: str) -> str:
    """Return a name as two spellings of it compare: composed, without capitals and blanks around it."""
    return unicodedata.normalize("NFC", one).casefold().strip()


def is_second_person(reviewer: str, author: str) -> bool:
    """Tell whether a reviewer is named who is not the author."""
    return bool(_same(reviewer)) and _same(reviewer) != _same(author)


def is_known_reviewer(reviewer: str, reviewers: frozenset[str] | None) -> bool:
    """Tell whether a reviewer that is named is one of those who may review; where nobody else is, any is."""
    return reviewers is None or not _same(reviewer) or _same(reviewer) in {_same(one) for one in reviewers}


SOURCED = Guard(
    "sourced",
    "every status needs at least one claim that still stands",
    "add a claim with `registry claim add CASE status --source SOURCE --from -`, or name one with --claim",
    lambda proposal: bool(supporting(proposal)),
)
PROOF_OF_LIFE = Guard(
    "proof-of-life",
    "this status needs direct contact, or two independent sources of credibility 2 or better",
    "cite a claim with --basis direct_contact, or claims of two sources that do not repeat one another",
    lambda proposal: _rests_on(frozenset({"direct_contact"}))(proposal) or corroborated(proposal),
)
PROVEN = Guard(
    "document-or-laboratory",
    "a death is established by a document or a laboratory, never by report",
    "cite a claim with --basis document or --basis laboratory; until then use death_reported",
    _rests_on(PROOF),
)
NOT_BY_SIGHT = Guard(
    "not-by-sight",
    "remains are identified by a laboratory or a forensic document, never by sight alone",
    "cite a claim with --basis laboratory, or a document of a forensic source",
    _identified_by_science,
)


def is_reviewed(reviewer: str, author: str, reviewers: frozenset[str] | None, override: str) -> bool:
    """Tell whether a second person accepted it, or whoever works alone typed an override in her place.

    A name that is only given carries nothing where someone works alone: nobody of that name can sign.
    """
    if reviewers is None:
        return bool(override.strip())
    return is_second_person(reviewer, author)


REVIEWED = Guard(
    "second-reviewer",
    "this status needs a second reviewer who is not its author",
    "a colleague accepts it with `registry review accept`; who works alone writes why to --override-from -",
    lambda proposal: is_reviewed(proposal.reviewer, proposal.author, proposal.reviewers, proposal.override),
)
KNOWN_REVIEWER = Guard(
    "known-reviewer",
    "the reviewer must be a colleague with a slot in this vault, a reviewer where it has one",
    "see `registry vault slots list` for who may review",
    lambda proposal: is_known_reviewer(proposal.reviewer, proposal.reviewers),
)
FAMILY_FIRST = Guard(
    "family-told",
    "the family must be told of this evidence first, or the waiver reasoned",
    "what they were told before that evidence does not count: record it with `registry task add CASE notify_family` and "
    "`registry task done`, or give --family-told DATE, or --family-waived with the reason on standard input",
    lambda proposal: proposal.family_told or bool(proposal.family_waiver.strip()),
)
REASONED = Guard(
    "reasoned",
    "leaving a status that had settled the case needs a reason",
    "give the reason with --reason-from -",
    lambda proposal: bool(proposal.reason.strip()),
)
EXPLAINED = Guard(
    "reasoned",
    "this status needs a reason",
    "give the reason with --reason-from -",
    lambda proposal: bool(proposal.reason.strip()),
)
FRESH_CLAIM = Guard(
    "fresh-claim",
    "leaving a status that had settled the case needs a claim that was not weighed before",
    "add the claim that reopens the question, then cite it with --claim",
    lambda proposal: proposal.fresh,
)

_ENTERING: Mapping[str, tuple[Guard, ...]] = {
    "located_alive": (PROOF_OF_LIFE,),
    "escaped": (PROOF_OF_LIFE,),
    "death_notified": (PROVEN, REVIEWED, KNOWN_REVIEWER, FAMILY_FIRST),
    "remains_identified": (PROVEN, NOT_BY_SIGHT, REVIEWED, KNOWN_REVIEWER, FAMILY_FIRST),
    "not_missing": (EXPLAINED,),
}


def guards_for(before: str, after: str) -> tuple[Guard, ...]:
    """Return the guards between two states, in the order in which they are asked.

    Every status needs a claim. What settled a case is left only for a reason and a claim not weighed
    before; the way from one such status to another asks for both sets.
    """
    guards = [SOURCED, *_ENTERING.get(after, ())]
    if STATUSES[before].ends:
        asked = {guard.code for guard in guards}
        guards += [guard for guard in (REASONED, FRESH_CLAIM) if guard.code not in asked]
    return tuple(guards)


# Every pair of states and the guards between them: the one table that decides.
GUARDS: Mapping[tuple[str, str], tuple[Guard, ...]] = {
    (before, after): guards_for(before, after) for before in STATUSES for after in STATUSES
}

# What entering a status sets in motion: kind of task and why. Elapsed time sets nothing in motion.
OPENS: Mapping[str, tuple[str, str]] = {
    "released_reported": ("family_follow_up", "ask the family whether the person came home"),
    "death_reported": (
        "verify_death",
        "a reported death is not a death: look for a document or a laboratory",
    ),
}


def unmet(proposal: Proposal) -> tuple[Guard, ...]:
    """Return the guards that the proposal does not meet, in order; none means that it may be recorded."""
    return tuple(guard for guard in GUARDS[proposal.before, proposal.after] if not guard.met(proposal))


# What the evidence itself must show, whenever it is looked at again; the other guards ask about the act of deciding.
EVIDENCE = (SOURCED, PROOF_OF_LIFE, PROVEN, NOT_BY_SIGHT)


# What may still be open while a proposal waits: the review itself, and telling the family, which is best done
# after a second person has looked at the evidence and before the status changes.
POSTPONED = (REVIEWED, FAMILY_FIRST)


def may_wait(guards: Sequence[Guard]) -> bool:
    """Tell whether what is not met is the review, alone or with what may wait beside it."""
    return REVIEWED in guards and all(guard in POSTPONED for guard in guards)


def no_longer_met(proposal: Proposal) -> bool:
    """Tell whether what still stands would no longer carry the status."""
    return any(guard in EVIDENCE for guard in unmet(proposal))
