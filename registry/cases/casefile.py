"""A case file: a set of immutable items about one person or one group, folded in the order of their making."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from registry.cases import consents
from registry.cases.crossing import Crossing
from registry.cases.group import Group
from registry.cases.held import HeldEpisode
from registry.cases.items import (
    AnyItem,
    Assessment,
    Claim,
    Consent,
    Episode,
    Exhibit,
    Item,
    Link,
    Note,
    Proposed,
    Relation,
    Retraction,
    Stage,
    Task,
    TaskDone,
    Verdict,
    read_item,
)
from registry.cases.person import Person
from registry.cases.status import UNASSESSED
from registry.words.fact import Declared, facts_of
from registry.words.undone import in_order, undone
from registry.words.written import in_written_order

PERSON, GROUP = "person", "group"
SUBJECTS: Mapping[str, type] = {PERSON: Person, GROUP: Group}
CROSSING, HELD = "crossing", "held"
EPISODES: Mapping[str, type] = {CROSSING: Crossing, HELD: HeldEpisode}

_I = TypeVar("_I", bound=Item)


def merged(left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
    """Return the union of two copies of one case file.

    Associative, commutative and idempotent: items are matched by identity and ordered by time and
    identity, and other fields are equal in both copies because they never change.
    """
    items = {item["id"]: item for item in (*right["items"], *left["items"])}
    return {**right, **left, "items": in_order(items.values())}


class CaseFile:
    """One case document, read.

    The document itself is never rewritten, only added to, so that fields and kinds of item which a
    newer version wrote stay as they are.
    """

    def __init__(self, document: Mapping[str, Any], facts: Mapping[str, Declared] | None = None) -> None:
        """Read a document; ``facts`` are those that may be known of its subject, where packs add to them."""
        self.document = document
        self._facts = facts
        self.id: str = document["id"]
        self.kind: str = document["kind"]

    @cached_property
    def items(self) -> tuple[AnyItem, ...]:
        """All items this version understands, oldest first, those undone among them."""
        return tuple(item for item in map(read_item, in_order(self.document["items"])) if item is not None)

    @cached_property
    def undone(self) -> frozenset[str]:
        """The ids of items that no longer count; an undo that was itself undone does not count either."""
        return undone(self.document["items"])

    def every(self, kind: type[_I]) -> tuple[_I, ...]:
        """Return the items of one kind that count, oldest first."""
        return tuple(i for i in self.items if isinstance(i, kind) and i.id not in self.undone)

    @property
    def facts(self) -> Mapping[str, Declared]:
        """The facts declared for this kind of subject."""
        return self._facts if self._facts is not None else facts_of(SUBJECTS[self.kind])

    def declared(self, claim: Claim) -> Declared | None:
        """Return the fact that a claim speaks of, of the subject or of an episode; None for an unknown one."""
        if not claim.about:
            return self.facts.get(claim.fact)
        kind = self._episode_kinds.get(claim.about, "")
        return facts_of(EPISODES[kind]).get(claim.fact) if kind in EPISODES else None

    @cached_property
    def _episode_kinds(self) -> Mapping[str, str]:
        return {item.id: item.kind for item in self.items if isinstance(item, Episode)}

    @property
    def episodes(self) -> tuple[Episode, ...]:
        """The crossings and the times held that count, in the order in which they were written down."""
        return tuple(item for item in self.every(Episode) if item.kind in EPISODES)

    @property
    def withdrawn(self) -> bool:
        """Whether taking the case in was undone: nothing of it counts any more."""
        claims = [item for item in self.items if isinstance(item, Claim)]
        return bool(claims) and all(claim.id in self.undone for claim in claims)

    @cached_property
    def retractions(self) -> Mapping[str, Retraction]:
        """Retractions by the claim they take back."""
        return {item.claim: item for item in self.every(Retraction)}

    @cached_property
    def superseded(self) -> frozenset[str]:
        """The ids of claims that a later claim of the same source replaces."""
        return frozenset(
            c.supersedes for c in self.every(Claim) if c.supersedes and c.id not in self.retractions
        )

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that stand: neither undone, retracted nor superseded."""
        return tuple(
            c for c in self.every(Claim) if c.id not in self.retractions and c.id not in self.superseded
        )

    @cached_property
    def claim_by_id(self) -> Mapping[str, Claim]:
        """Every claim ever made that was not undone, by id."""
        return {claim.id: claim for claim in self.every(Claim)}

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        """The assessments that count, oldest first: each after the one it followed, whatever the clocks said."""
        before = {one.id: one.before for one in self.items if isinstance(one, Proposed)}
        made = [item for item in self.items if isinstance(item, Assessment)]
        written = in_written_order(made, lambda one: (one.before, before.get(one.proposal, "")))
        return tuple(one for one in written if one.id not in self.undone)

    @property
    def assessment(self) -> Assessment | None:
        """The assessment in force."""
        assessments = self.assessments
        return assessments[-1] if assessments else None

    @property
    def status(self) -> str:
        """The headline status: the assessed one, or ``missing`` while nobody has assessed the case."""
        return self.assessment.status if self.assessment else UNASSESSED

    @property
    def stage(self) -> Stage | None:
        """The latest move of the office's own work: each comes after the one it followed."""
        moves = [item for item in self.items if isinstance(item, Stage)]
        stages = [
            one for one in in_written_order(moves, lambda one: (one.before,)) if one.id not in self.undone
        ]
        return stages[-1] if stages else None

    @property
    def stage_code(self) -> str:
        """The code of the present stage: open from the day it is taken in, in review while a proposal waits."""
        stage = self.stage.stage if self.stage else "open"
        return "in_review" if stage == "open" and self.waiting else stage

    @cached_property
    def waiting(self) -> tuple[Proposed, ...]:
        """The proposals about which nobody has decided yet, oldest first."""
        decided = {verdict.proposal for verdict in self.every(Verdict)}
        return tuple(one for one in self.every(Proposed) if one.id not in decided)

    def consents(self) -> Mapping[tuple[str, str], Consent]:
        """The latest word on consent for each purpose and recipient, withdrawals among them."""
        words = in_written_order(self.every(Consent), lambda one: one.after or ())
        return {(c.purpose, c.recipient): c for c in words}

    def consented(self, purpose: str, today: str = "", recipient: str = "") -> bool:
        """Tell whether consent for ``purpose`` stands on the ISO date ``today`` (no date: expiry is not asked).

        A consent given for one recipient holds for that recipient alone; a withdrawal that names none ends
        all consent given before it. With something to withhold, it is no consent to be counted as one is.
        """
        return any(not consents.expired(one, today) for one in self.standing(purpose, recipient))

    def standing(self, purpose: str, recipient: str = "", *, partly: bool = False) -> tuple[Consent, ...]:
        """The consents for a purpose that stand towards a recipient, those that have expired among them.

        ``partly`` takes in those that ask for something to be withheld.
        """
        standing = consents.standing(self.every(Consent), purpose, recipient)
        return tuple(one for one in standing if partly or not one.withhold)

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """Tasks that are not done yet."""
        done = {item.task for item in self.every(TaskDone)}
        return tuple(task for task in self.every(Task) if task.id not in done)

    @property
    def done_tasks(self) -> tuple[Task, ...]:
        """Tasks that are done."""
        done = {item.task for item in self.every(TaskDone)}
        return tuple(task for task in self.every(Task) if task.id in done)

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """The exhibits attached to this case."""
        return self.every(Exhibit)

    @property
    def links(self) -> tuple[Link, ...]:
        """The ties to other case files that stand."""
        return self.every(Link)

    @property
    def relations(self) -> Mapping[str, Relation]:
        """The latest relation stated to each other group."""
        return {relation.other: relation for relation in self.every(Relation)}

    @property
    def notes(self) -> tuple[Note, ...]:
        """The caseworker's own notes."""
        return self.every(Note)

    def sources(self) -> frozenset[str]:
        """The ids of the sources whose claims were ever made here."""
        return frozenset(claim.source for claim in self.every(Claim))


def with_items(document: Mapping[str, Any], items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the document with more items; the document itself stays as it was."""
    return {**document, "items": [*document["items"], *items]}
