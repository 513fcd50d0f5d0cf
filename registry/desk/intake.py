"""Taking cases in: a source, what it states, a status where the rules allow it, and consent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from msgspec import structs

from registry.cases.casefile import CROSSING, EPISODES, GROUP, HELD, PERSON, SUBJECTS, CaseFile, with_items
from registry.cases.consents import words_before
from registry.cases.figures import too_large
from registry.cases.items import Claim, Consent, Episode, Item, Note, plain_item
from registry.cases.views import CaseView
from registry.desk.assessing import first_assessment
from registry.desk.claiming import claim_of, fact_named
from registry.desk.desk import CASES, Desk, Progress, no_progress
from registry.desk.reading import at, items, known_keys, line, mapping, text
from registry.desk.sourcing import keep_source
from registry.desk.stating import FIELDS as STATED_FIELDS
from registry.desk.stating import claims_stated, stated_by
from registry.desk.voices import Sources
from registry.errors import InputRefused, NotFound
from registry.provenance.consent import PURPOSES
from registry.provenance.stamp import Pen
from registry.words.dates import PartialDate
from registry.words.fact import Declared, facts_of
from registry.words.identity import number_of, short

FIELDS = ("kind", "source", "facts", "status", "consent", "note", "grade", "when", "claims", CROSSING, HELD)
CONSENT_FIELDS = (
    "purpose", "given_by", "relation", "on", "how", "recipient", "withhold", "basis", "until", "withdrawn",
)  # fmt: skip
# Cases that go in as one durable act when many come at once.
BATCH = 200


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A case as taken in: its identity, its claims in order, and what the caseworker should know."""

    id: str
    claims: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The spoken form of the id."""
        return short(self.id)


def take_in(
    desk: Desk, entries: Iterable[Any], progress: Progress = no_progress, *, alone: bool = False
) -> Iterator[TakenIn]:
    """Take in entries in batches, each durable and atomic; yield them in order once they are on disk.

    An entry that is refused stops the intake: the error says which one, and how many before it are kept.
    ``alone`` says that there is one entry only, so that errors need not count.
    """
    sources = Sources(desk)
    taken, stream = 0, iter(entries)
    run = desk.pen.stamp()["id"]
    while True:
        try:
            batch = list(islice(stream, BATCH))
            kept = _take_batch(desk, batch, taken, sources, run=run, single=alone)
        except (InputRefused, NotFound) as refused:
            if not taken:
                raise
            raise type(refused)(
                refused.message, f"{taken} before it are kept, go on after them; {refused.hint}"
            ) from refused
        if not kept:
            return
        taken += len(kept)
        progress(taken, 0)
        yield from kept


def _take_batch(
    desk: Desk, batch: Sequence[Any], before: int, sources: Sources, *, run: str, single: bool
) -> list[TakenIn]:
    documents, kept = [], []
    for place, entry in enumerate(batch, before + 1):
        with at("case" if single else f"case {place}"):
            document, warnings = case_document(entry, sources)
        document["made"]["run"] = run  # what came in together is undone together
        documents.append(document)
        claims = tuple(item["id"] for item in document["items"] if item["t"] == "claim")
        kept.append(TakenIn(document["id"], claims, tuple(warnings)))
    if not documents:
        return []
    fresh, sources.fresh = sources.fresh, []
    with desk.vault.act("case new") as act:
        for source, contact in fresh:
            keep_source(desk, act, source, contact)
        for document in documents:
            act.write(CASES, number_of(document["id"]), document)
    return kept


def case_document(entry: Any, sources: Sources) -> tuple[dict[str, Any], list[str]]:
    """Return a new case's document and warnings; raise ``InputRefused``."""
    given = mapping(entry, "the case")
    known_keys(given, FIELDS, "the case")
    kind = given.get("kind") or PERSON
    if kind not in SUBJECTS:
        raise InputRefused("the kind is neither person nor group", 'use "kind": "person" or "kind": "group"')
    if not given.get("source"):
        raise InputRefused(
            "the case has no source",
            'every statement has one: "source": {"kind": "family", "label": "…", "reliability": "C"}',
        )
    pen = sources.desk.pen
    claims, warnings = _claims(kind, given, sources)
    if not claims:
        raise InputRefused("the case states no fact", 'give at least one under "facts"')
    made = {"by": pen.by, "device": pen.device, "at": claims[0].at}
    document: dict[str, Any] = {"id": pen.stamp()["id"], "kind": kind, "made": made, "items": []}
    rest: list[Item] = [*_consents(given.get("consent"), pen), *_notes(given.get("note"), pen)]
    episodes = _episodes(given, claims[0].source, sources)
    document = with_items(document, [plain_item(item) for item in (*claims, *rest, *episodes)])
    assessment, why_not = first_assessment(
        CaseFile(document, sources.desk.facts(kind)), given.get("status"), sources.known, sources.desk
    )
    document = with_items(document, [plain_item(item) for item in assessment])
    return document, warnings + why_not


def _claims(kind: str, given: Mapping[str, Any], sources: Sources) -> tuple[list[Claim], list[str]]:
    facts = sources.desk.facts(kind)
    with at("source"):
        source = sources.resolve(given["source"])
    stated, warnings = gathered(kind, mapping(given.get("facts") or {}, "facts"))
    if given.get("status") and _bare(stated.setdefault("status", given["status"])) != given["status"]:
        raise InputRefused("the status is given twice, and not alike", "give it once, beside the facts")
    about = {key: given[key] for key in ("grade", "when") if given.get(key)}
    claims = []
    with at("facts"):
        for key, raw in stated.items():
            declared = fact_named(facts, key)
            said = [one for one in (items(raw) if declared.fact.several else [raw]) if one not in (None, "")]
            claims += [
                claim_of(declared, with_about(one, about), source, sources.desk.pen, sources.rules)
                for one in said
            ]
    for place, extra in enumerate(items(given.get("claims")), 1):
        with at(f"claim {place}"):
            claims.append(_extra_claim(facts, extra, source, sources))
    warnings += [w for claim in claims for w in _place_warnings(facts[claim.fact], claim)]
    warnings += parts_warnings(kind, claims)
    return claims, warnings


def with_about(said: Any, about: Mapping[str, Any]) -> Any:
    """Return what is said of a fact with what was said of the whole statement, such as its grade."""
    if isinstance(said, Mapping) and ("value" in said or "state" in said):
        return {**about, **said}
    return {**about, "value": said}


def _extra_claim(facts: Mapping[str, Declared], extra: Any, source: str, sources: Sources) -> Claim:
    given = dict(mapping(extra, "the claim"))
    key = str(given.pop("fact", ""))
    own_source = given.pop("source", None)
    if given.get("supersedes"):
        raise InputRefused("a new case has no claim to supersede", "leave `supersedes` out")
    declared = fact_named(facts, key)
    said_by = sources.resolve(own_source) if own_source else source
    return claim_of(declared, given, said_by, sources.desk.pen, sources.rules)


def _episodes(given: Mapping[str, Any], source: str, sources: Sources) -> Iterator[Item]:
    """Yield the crossings and the times held that come with a case, in the shapes that `crossing add` and `held add` read.

    What names no source of its own is said by that of the case.
    """
    for kind in (CROSSING, HELD):
        for place, raw in enumerate(items(given.get(kind)), 1):
            with at(f"{kind} {place}"):
                said = dict(mapping(raw, "the statement"))
                known_keys(said, STATED_FIELDS, "the statement")
                with at("source"):
                    by = sources.resolve(said["source"]) if said.get("source") else source
                stated = stated_by(by, said)
                episode = Episode(**sources.desk.pen.stamp(), kind=kind)
                yield episode
                yield from claims_stated(sources.desk, stated, facts_of(EPISODES[kind]), episode.id)


def gathered(kind: str, facts: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the facts with those that belong together put together, and warnings.

    ``age`` takes the date of ``age_on``; a group's ``wording``, ``count_low`` and ``count_high`` are one
    count. An age without a date is taken as the age when last seen, and the caseworker is told so.
    """
    stated, warnings = dict(facts), []
    age_on = stated.pop("age_on", None)
    plain_age = isinstance(stated.get("age"), str | int | float) and stated["age"] != ""
    if age_on and not plain_age:
        raise InputRefused("age_on stands beside no plain age", 'give "age": 34 and "age_on": "2016-12"')
    if plain_age:
        on = age_on or _bare(stated.get("last_seen_on"))
        if not age_on:
            warnings.append(
                "the age has no date: it is read as the age when last seen; give `age_on`"
                if on
                else "the age has no date and is counted in no age class; give `age_on`"
            )
        stated["age"] = {"years": stated["age"], "on": on}
    if kind == GROUP and any(key in stated for key in ("wording", "count_low", "count_high")):
        if "count" in stated:
            raise InputRefused(
                "the count is given twice", "give either `count`, or `wording` with its bounds"
            )
        count = {
            "wording": stated.pop("wording", None),
            "low": stated.pop("count_low", None),
            "high": stated.pop("count_high", None),
        }
        stated["count"] = {key: value for key, value in count.items() if value is not None}
    return stated, warnings


def _bare(raw: Any) -> Any:
    return raw.get("value") if isinstance(raw, Mapping) else raw


def _place_warnings(declared: Declared, claim: Claim) -> list[str]:
    if declared.key != "last_seen_at" or claim.value is None:
        return []
    place: Any = declared.kind.parse(claim.value)
    if place.governorate() is not None:
        return []
    return ["the place last seen is not in the gazetteer: kept as written, counted as not stated"]


def parts_warnings(kind: str, claims: Sequence[Claim]) -> list[str]:
    """Say where a source counts more of a part of a group than of the whole; what it said is kept all the same."""
    if kind != GROUP:
        return []
    items_ = [plain_item(claim) for claim in claims]
    view = CaseView(CaseFile({"id": "", "kind": GROUP, "items": items_}))
    labels = {key: declared.fact.label.lower() for key, declared in view.case.facts.items()}
    return [
        f"{' and '.join(labels[part] for part in one.parts)}: {one.least:,} by this source, more than its "
        f"{one.most:,} in all"
        for one in too_large(view)
    ]


def _consents(raw: Any, pen: Pen) -> Iterator[Consent]:
    said: list[Consent] = []
    for place, one in enumerate(items(raw), 1):
        with at(f"consent {place}"):
            word = consent_of(one, pen)
            word = structs.replace(word, after=words_before(said, word.purpose))
        said.append(word)
        yield word


def consent_of(raw: Any, pen: Pen) -> Consent:
    """Return a consent from a purpose's name or an object; raise ``InputRefused``."""
    given = {"purpose": raw} if isinstance(raw, str) else mapping(raw, "the consent")
    known_keys(given, CONSENT_FIELDS, "the consent")
    dates = {key: PartialDate.parse(given[key]).text for key in ("on", "until") if given.get(key)}
    words = {key: line(given.get(key), key) for key in ("given_by", "relation", "how", "recipient", "basis")}
    said: dict[str, Any] = {**pen.stamp(), **words, **dates}
    return Consent(
        **said,
        purpose=PURPOSES.read(given.get("purpose")).code,
        withhold=tuple(line(one, "withhold") for one in items(given.get("withhold"))),
        withdrawn=bool(given.get("withdrawn", False)),
    )


def _notes(raw: Any, pen: Pen) -> Iterator[Note]:
    if note := text(raw, "the note"):
        yield Note(**pen.stamp(), text=note)


def check(desk: Desk, entries: Iterable[Any]) -> Iterator[TakenIn]:
    """Read entries as ``take_in`` would and keep nothing; raise ``InputRefused`` for the first refused."""
    sources = Sources(desk)
    for place, entry in enumerate(entries, 1):
        with at(f"case {place}"):
            document, warnings = case_document(entry, sources)
        claims = tuple(item["id"] for item in document["items"] if item["t"] == "claim")
        yield TakenIn(document["id"], claims, tuple(warnings))
