"""Building the demonstration vault: what was publicly said of eastern Aleppo, and two hundred invented people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from registry.cases.casefile import GROUP
from registry.cases.items import Consent
from registry.cases.terms import MISSING_OR_HELD
from registry.desk.assessing import Wish, set_status
from registry.desk.claiming import claim_of, fact_named
from registry.desk.demo import casework, people, statements
from registry.desk.demo.casework import Worked
from registry.desk.demo.people import DemoCase
from registry.desk.demo.statements import DemoGroup, Figure, GroupStatement
from registry.desk.demo.steps import INTAKE, ClaimStep, LinkStep, StatusStep, Step, WithdrawStep
from registry.desk.desk import Desk, Progress
from registry.desk.grouping import link_member, relate
from registry.desk.intake import take_in
from registry.desk.sourcing import keep_source, source_document

# The kind of body that each public speaker is; whoever is not listed is quoted by the media.
_SPEAKERS = {
    "UN OCHA": ("un_body", "B"),
    "OHCHR": ("un_body", "B"),
    "United Nations": ("un_body", "B"),
    "ICRC": ("red_cross", "A"),
    "Russian Ministry of Defence": ("official", "D"),
    "Russia": ("official", "D"),
    "Syrian government": ("official", "D"),
    "Syrian Observatory": ("ngo", "C"),
    "Syrian Network": ("ngo", "B"),
    "Amnesty International": ("ngo", "B"),
}
# What each topic of figures concerns; what is not listed is an event.
_CONCERNS = {
    "people who left eastern Aleppo": "movement",
    "people who left, by the day": "movement",
    "people evacuated": "movement",
    "people registered from eastern Aleppo": "movement",
    "people in collective shelters": "movement",
    "civilians reported killed": "casualties",
    "medical cases": "risk",
    "country-wide": MISSING_OR_HELD,
}
_WHERE = "Eastern Aleppo"
# What stands on the record of a demonstration in place of a review: it has one caseworker.
_ALONE = "The demonstration has one caseworker; the second person named is synthetic and signed nothing."
_COUNTRYWIDE = "country-wide"
_AT_ONCE = 25


@dataclass
class _Build:
    """The demonstration as it grows: what was made under which key."""

    desk: Desk
    tell: Progress
    of: int
    done: int = 0
    sources: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def record(self) -> Iterator[None]:
        """Keep one record with all that happens to it as one act, and tell that it stands."""
        with self.desk.vault.act("case new"):
            yield
        self.done += 1
        self.tell(self.done, self.of)

    def source(self, key: str, raw: dict[str, Any]) -> str:
        """Return the id of the source under ``key``, taking it in the first time."""
        if key not in self.sources:
            document, contact = source_document(self.desk, raw)
            with self.desk.vault.act("source new") as act:
                keep_source(self.desk, act, document, contact)
            self.sources[key] = document["id"]
        return self.sources[key]


def build(desk: Desk, tell: Progress) -> Worked:
    """Fill an empty vault with the demonstration, telling how far it has come; return what there is to look at."""
    topics = _topics()
    everyone = people.people()
    work = _Build(desk, tell, len(topics) + len(statements.groups()) + len(everyone))
    for group in statements.groups():
        with work.record():
            _group(work, group)
    for topic, figures in topics.items():
        with work.record():
            _topic(work, topic, figures)
    for relation in statements.relations():
        relate(desk, work.cases[relation.left], work.cases[relation.right], relation.relation, relation.why)
    for some in _batched(everyone, _AT_ONCE):
        with desk.vault.act("case new"):
            for person in some:
                with work.record():
                    _person(work, person)
    raw = people.sources()
    return casework.work(desk, work.cases, lambda key: work.source(key, raw[key]))


def _batched(everyone: Sequence[DemoCase], size: int) -> Iterator[Sequence[DemoCase]]:
    """Yield the people in groups: each act waits for the disk, and a newcomer waits for two hundred of them."""
    for first in range(0, len(everyone), size):
        yield everyone[first : first + size]


def _topics() -> dict[str, list[Figure]]:
    """Return the figures that belong to no group report, by what they are about."""
    found: dict[str, list[Figure]] = {}
    for figure in statements.figures():
        if not figure.group:
            found.setdefault(figure.topic, []).append(figure)
    return found


def _speaker(work: _Build, figure: Figure) -> str:
    kind, reliability = next(
        (known for name, known in _SPEAKERS.items() if figure.speaker.startswith(name)), ("media", "C")
    )
    label = f"{figure.speaker}, {figure.statement_date}"
    if figure.reported_by:
        label += f", reported by {figure.reported_by}"
    raw = {
        "kind": kind, "label": label, "reliability": reliability, "published": True, "dated": figure.statement_date,
        "publisher": figure.publication, "independence": figure.speaker.split(" (")[0],
    } | ({"url": figure.source_url} if figure.source_url.startswith("http") else {})  # fmt: skip
    return work.source(f"{label} {figure.source_url}", raw)


def _said(figure: Figure) -> tuple[str, dict[str, Any]]:
    """Return the fact that a figure states, and the claim: a count of people where it gives one, else its words."""
    about = {
        "when": figure.window or figure.as_of,
        "locator": figure.source_url,
        "verbatim": figure.wording,
        "language": "en",
        "basis": "published",
        "distance": 3,
        "credibility": 3,
    }
    if figure.unit == "people" and (figure.low is not None or figure.high is not None):
        bounds = {"low": figure.low, "high": figure.high}
        count = {"wording": figure.wording} | {key: n for key, n in bounds.items() if n is not None}
        return "count", {"value": count, **about}
    return "what", {"value": f"{figure.measure}: {figure.wording}", **about}


def _figure_claim(work: _Build, figure: Figure) -> dict[str, Any]:
    fact, said = _said(figure)
    return {"fact": fact, "source": _speaker(work, figure), **said}


def _topic(work: _Build, topic: str, figures: list[Figure]) -> None:
    """Take in one topic as a group report whose figures stand side by side, each with its own window."""
    claims = [_figure_claim(work, figure) for figure in figures]
    first = figures[0]
    entry = {
        "kind": GROUP,
        "source": _speaker(work, first),
        "facts": {
            "topic": topic,
            "concern": _CONCERNS.get(topic, "event"),
            "last_seen_on": first.window or first.as_of,
            "last_seen_at": "Syria" if topic == _COUNTRYWIDE else _WHERE,
        },
        "claims": claims,
    }
    work.cases[topic] = _taken(work, entry)


def _statement_claim(work: _Build, said: GroupStatement, raw: dict[str, Any]) -> dict[str, Any]:
    return {
        "fact": said.fact, "value": said.value, "source": work.source(said.source, raw[said.source]),
        "credibility": said.credibility, "stance": said.stance, "when": said.on or None, "basis": "published",
    }  # fmt: skip


def _group(work: _Build, group: DemoGroup) -> None:
    """Take in a group report, what others say of it, and the figures that belong to it."""
    raw = statements.sources()
    claims = [_statement_claim(work, said, raw) for said in group.statements]
    claims += [
        _figure_claim(work, figure)
        for figure in statements.figures()
        if figure.group == group.key and figure.wording != group.facts["wording"]
    ]
    entry = {
        "kind": GROUP,
        "source": work.source(group.source, raw[group.source]),
        "facts": {k: v for k, v in group.facts.items() if k != "status"},
        "status": group.facts.get("status"),
        "grade": str(group.credibility),
        "note": group.why,
        "claims": claims,
    }
    work.cases[group.key] = _taken(work, entry)


def _taken(work: _Build, entry: dict[str, Any]) -> str:
    (kept,) = take_in(work.desk, [entry], alone=True)
    return kept.id


def _person(work: _Build, person: DemoCase) -> None:
    """Take in an invented person, then let happen to the case what its steps say, in order."""
    raw = people.sources()
    entry = {**person.intake, "source": work.source(person.source, raw[person.source])}
    case_id = work.cases[person.key] = _taken(work, entry)
    made = {INTAKE: _intake_claim(work.desk, case_id)}
    for step in person.steps:
        _walk(work, case_id, step, made)


def _intake_claim(desk: Desk, case_id: str) -> str:
    return next((claim.id for claim in desk.case(case_id).claims if claim.fact == "status"), "")


def _walk(work: _Build, case_id: str, step: Step, made: dict[str, str]) -> None:
    desk = work.desk
    match step:
        case ClaimStep():
            made[step.key] = _claim(work, case_id, step)
        case StatusStep():
            wish = Wish(
                step.status, [made[key] for key in step.claims], [made[key] for key in step.against],
                step.reason, step.reviewer, step.family_told,
                override=_ALONE if step.reviewer else "",
            )  # fmt: skip
            set_status(desk, case_id, wish)
        case LinkStep():
            link_member(desk, work.cases[step.group], case_id, step.certainty, step.reason)
        case WithdrawStep():
            written: dict[str, Any] = desk.pen.stamp()
            withdrawal = Consent(purpose=step.purpose, on=step.on, withdrawn=True, **written)
            desk.add(case_id, [withdrawal], "consent withdraw")


def _claim(work: _Build, case_id: str, step: ClaimStep) -> str:
    source = work.source(step.source, people.sources()[step.source])
    said = {
        "value": step.value, "when": step.on or None, "basis": step.basis or None,
        "credibility": step.credibility, "stance": step.stance,
    }  # fmt: skip
    claim = claim_of(fact_named(work.desk.case(case_id).facts, step.fact), said, source, work.desk.pen)
    work.desk.add(case_id, [claim], "claim add")
    return claim.id
