"""A case as it is shown: pure folds of its items into facts, conflicts, timeline, questions and flags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from registry.cases.casefile import GROUP, CaseFile
from registry.cases.closing import speaks_against
from registry.cases.duties import task_words
from registry.cases.episodes import EpisodeView, episodes_of
from registry.cases.folds import FactView, Held, fact_views, read_value
from registry.cases.group import MINIMUM as GROUP_MINIMUM
from registry.cases.guards import Proposal, bears, no_longer_met
from registry.cases.items import Claim
from registry.cases.person import MINIMUM
from registry.cases.register import Registers
from registry.cases.reviewing import (
    DISPUTED,
    REOPENING,
    UNSUPPORTED,
    asks,
    forked,
    is_stale,
    is_unreviewed,
    told_as,
)
from registry.provenance.consent import STATISTICS
from registry.sources.grading import PLAUSIBLE, UNJUDGED
from registry.sources.source import Source
from registry.words.dates import PartialDate
from registry.words.fact import Value
from registry.words.names import Name, NameSet

__all__ = ["CaseView", "Event", "FactView", "Held", "Question", "fact_views", "read_value"]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline: when, as a partial date, in which words, and from whom."""

    on: PartialDate
    what: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something the file leaves open, and the next step."""

    code: str
    asks: str


class CaseView:
    """One case folded for reading, with the sources its claims cite.

    ``sources`` maps ids to sources; those it lacks count as ungraded. ``today`` is an ISO date and
    decides only whether a consent has expired and what is stale: never a status. ``registers`` is asked for
    facilities, actors and places where the case has episodes that may name them; without it names stay names.
    """

    def __init__(
        self,
        case: CaseFile,
        sources: Mapping[str, Source] | None = None,
        today: str = "",
        registers: Callable[[], Registers] = Registers,
    ) -> None:
        self.case = case
        self.sources = sources or {}
        self.today = today
        self._registers = registers

    @cached_property
    def facts(self) -> dict[str, FactView]:
        """What is claimed, by fact."""
        return fact_views(self.case, self.sources)

    @cached_property
    def registers(self) -> Registers:
        """The registers that the names in this case's claims lead to."""
        return self._registers()

    @cached_property
    def episodes(self) -> tuple[EpisodeView, ...]:
        """The crossings and the times held, in the order of their days; those without a day come last."""
        return episodes_of(self.case, self.sources, self.registers) if self.case.episodes else ()

    def best(self, key: str) -> Any:
        """Return the best supported value of a fact, or None."""
        view = self.facts.get(key)
        return view.best if view else None

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The person's own full names first, then nicknames, without repeats."""
        found = [
            held.value
            for key in ("name", "nickname")
            for held in (self.facts[key].held if key in self.facts else ())
            if isinstance(held.value, Name)
        ]
        if not found:
            parts = [self.best(key) for key in ("given", "father", "family_name")]
            joined = " ".join(part.text for part in parts if part is not None)
            found = [Name.parse(joined)] if joined else []
        return NameSet.of(found).names

    @property
    def title(self) -> str:
        """The words by which lists call the case: a name, or a group's topic and wording."""
        if self.case.kind == GROUP:
            parts = [part.show() for part in (self.best("topic"), self.best("count")) if part is not None]
            return ": ".join(parts)
        return self.names[0].text if self.names else ""

    @cached_property
    def supporting(self) -> tuple[Claim, ...]:
        """The claims the assessment in force cites, that still stand and can carry its status."""
        assessment = self.case.assessment
        cited = set(assessment.claims) if assessment else set()
        return tuple(c for c in self.case.claims if c.id in cited and bears(c, self.case.status))

    @cached_property
    def opposing(self) -> tuple[Claim, ...]:
        """Standing claims against the headline: weighed against it, contradicting it, or denying it."""
        assessment = self.case.assessment
        against = set(assessment.against) if assessment else set()
        return tuple(c for c in self.case.claims if c.id in against or speaks_against(c, self.case.status))

    @property
    def _carried(self) -> bool:
        """Whether what still stands would still carry the assessment in force."""
        made = self.case.assessment
        if made is None or not self.supporting:
            return False
        # Without the sources nobody can say who repeats whom: lists leave that question to the case itself.
        if not self.sources:
            return True
        return not no_longer_met(Proposal(made.previous, made.status, self.supporting, self.sources))

    @cached_property
    def asks(self) -> tuple[str, ...]:
        """What the file asks a reviewer for; see ``registry.cases.reviewing``."""
        return asks(self.case, carried=self._carried)

    @cached_property
    def flags(self) -> tuple[str, ...]:
        """``withdrawn``, ``unassessed``, ``unsupported``, ``hypothesis``, ``disputed``, ``unreviewed``, and so on.

        ``stale`` and ``reopening`` come last; each stands only where it applies.
        """
        found = ["withdrawn"] if self.case.withdrawn else []
        if self.case.assessment is None:
            found.append("unassessed")
        elif not self._carried:
            found.append(UNSUPPORTED)
        elif all((claim.credibility or UNJUDGED) > PLAUSIBLE for claim in self.supporting):
            found.append("hypothesis")
        if self.opposing or DISPUTED in self.asks:
            found.append(DISPUTED)
        if is_unreviewed(self.case):
            found.append("unreviewed")
        if is_stale(self.case, self.today):
            found.append("stale")
        if REOPENING in self.asks:
            found.append(REOPENING)
        return tuple(found)

    @cached_property
    def conflicts(self) -> tuple[FactView, ...]:
        """The facts of which two standing values cannot both be true; the status is weighed by itself.

        Sensitive facts are left out, here and in the timeline: they are shown only with everything.
        """
        return tuple(
            view
            for key, view in self.facts.items()
            if key != "status" and not view.declared.fact.sensitive and view.conflicting
        )

    @cached_property
    def timeline(self) -> tuple[Event, ...]:
        """What is dated, earliest first: claims with a date of their own, and dates that are facts."""
        events = []
        for key, view in self.facts.items():
            for held in () if view.declared.fact.sensitive else view.held:
                if isinstance(held.value, PartialDate) and key != "born":
                    events.append(Event(held.value, view.declared.fact.label, held.claims[0].source))
                else:
                    events += [e for claim in held.claims if (e := self._dated(claim, held.value, view))]
        return tuple(sorted(events, key=lambda event: event.on.sort_key))

    def _dated(self, claim: Claim, value: Value, view: FactView) -> Event | None:
        if not claim.on:
            return None
        what = value.show() if claim.fact == "status" else f"{view.declared.fact.label}: {value.show()}"
        return Event(PartialDate.parse(claim.on), what, claim.source)

    def _for_review(self) -> Iterator[Question]:
        """What waits for a second look, and what elapsed time proposes; nothing of it changes a status."""
        for one in self.case.waiting:
            yield Question("review", f"waits for review: {told_as(one)}; see `registry review list`")
        if REOPENING in self.flags:
            yield Question(REOPENING, "what came in since contradicts the closing: `registry case reopen`")
        if forked(self.case):
            yield Question("forked", "two statuses set apart contradict each other: set the status again")
        if "stale" in self.flags:
            yield Question("stale", "nobody touched this file for half a year: `registry review recontact`")

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What the file leaves open, most pressing first."""
        found = list(self._for_review())
        found += [
            Question("conflict", f"{v.declared.fact.label}: sources contradict each other")
            for v in self.conflicts
        ]
        if UNSUPPORTED in self.flags:
            found.append(
                Question("unsupported", "the status rests on claims that no longer stand: assess it again")
            )
        if "unassessed" in self.flags and self.case.kind != GROUP:
            found.append(
                Question("unassessed", "nobody has assessed the status yet: use `registry status set`")
            )
        found += [Question("task", f"to do: {task_words(task)}") for task in self.case.open_tasks]
        minimum = GROUP_MINIMUM if self.case.kind == GROUP else MINIMUM
        for key in minimum:
            if key not in self.facts or not self.facts[key].held:
                found.append(Question("unknown", f"not known: {self.case.facts[key].fact.label.lower()}"))
        if self.case.kind != GROUP and not self.case.consented(STATISTICS, self.today):
            found.append(Question("consent", "no consent for anonymous statistics: this case is not counted"))
        return tuple(found)
