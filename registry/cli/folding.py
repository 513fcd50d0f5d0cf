"""Folding what the desk returns into the shapes that commands answer with."""

from __future__ import annotations

from datetime import date

from registry.cases.consents import expired, standing
from registry.cases.duties import task_words
from registry.cases.items import Claim, Consent, Exhibit, Link
from registry.cases.line import CaseLine
from registry.cases.planning import plan_of
from registry.cases.reviewing import is_signed
from registry.cases.saying import grade_of, shown_value
from registry.cases.status import STATUSES
from registry.cases.views import CaseView
from registry.cli import shapes
from registry.cli.fact_folding import episode_item, fact_item
from registry.cli.review_parts import closing_of, proposals_of
from registry.desk.forming import went_out
from registry.desk.vault_words import record_in_words
from registry.evidence.media import mismatch
from registry.provenance.entry import Signed
from registry.sources.source import Source
from registry.words.identity import short


def day(ordinal: int) -> str | None:
    """Return the ISO date of an ordinal, or None for 0."""
    return date.fromordinal(ordinal).isoformat() if ordinal else None


def case_item(line: CaseLine, reasons: tuple[str, ...] = ()) -> shapes.CaseItem:
    """Fold a line of the index."""
    return shapes.CaseItem(
        id=line.id,
        short=short(line.id),
        kind=line.kind,
        names=line.names,
        status=line.status,
        flags=line.flags,
        seen_from=day(line.seen_from),
        seen_to=day(line.seen_to),
        last_seen_at=line.at,
        sex=line.sex,
        age=line.age,
        stage=line.stage,
        claims=line.claims,
        reasons=reasons,
        priority=line.priority,
        review_on=line.review_on or None,
    )


def claim_item(view: CaseView, claim: Claim, lang: str = "en") -> shapes.ClaimItem:
    """Fold one claim."""
    case = view.case
    no_longer = (
        "retracted" if claim.id in case.retractions else "superseded" if claim.id in case.superseded else ""
    )
    source = view.sources.get(claim.source)
    return shapes.ClaimItem(
        id=claim.id,
        short=short(claim.id),
        fact=claim.fact,
        value=claim.value,
        shown=shown_value(case, claim, lang),
        state=claim.state,
        stance=claim.stance,
        source=claim.source,
        source_label=source.label if source else "",
        grade=grade_of(claim, dict(view.sources)),
        basis=claim.basis,
        when=claim.on,
        locator=claim.locator,
        verbatim=claim.verbatim,
        stands=not no_longer,
        no_longer=no_longer,
        exhibit=claim.exhibit,
        about=claim.about,
    )


def status_item(view: CaseView, lang: str) -> shapes.StatusItem:
    """Fold the headline status and its reasons."""
    status, made = STATUSES[view.case.status], view.case.assessment
    return shapes.StatusItem(
        code=status.term.code,
        label=status.term.show(lang),
        fate=status.fate,
        liberty=status.liberty,
        acknowledgement=status.acknowledgement,
        flags=view.flags,
        reason=made.reason if made else "",
        author=made.author if made else "",
        reviewer=made.reviewer if made else "",
        since=made.at if made else "",
        supporting=tuple(claim.id for claim in view.supporting),
        opposing=tuple(claim.id for claim in view.opposing),
        signed=bool(made and is_signed(view.case, made)),
        override=made.override if made else "",
    )


def exhibit_item(exhibit: Exhibit) -> shapes.ExhibitItem:
    """Fold one exhibit."""
    return shapes.ExhibitItem(
        id=exhibit.id,
        short=short(exhibit.id),
        name=exhibit.name,
        size=exhibit.size,
        sha256=exhibit.sha256,
        source=exhibit.source,
        claims=exhibit.claims,
        type=exhibit.media_type,
        mismatch=mismatch(exhibit.name, exhibit.media_type),
    )


def case_shown(view: CaseView, lang: str = "en", erased: frozenset[str] = frozenset()) -> shapes.CaseShown:
    """Fold a whole case; ``erased`` are those of the cases it is linked to that were erased."""
    case = view.case
    return shapes.CaseShown(
        id=case.id,
        short=short(case.id),
        kind=case.kind,
        stage=case.stage_code,
        names=tuple({"text": n.text, "kind": n.kind, "script": n.script.value} for n in view.names),
        status=status_item(view, lang),
        facts={key: fact_item(fact, lang) for key, fact in view.facts.items()},
        claims=tuple(claim_item(view, claim, lang) for claim in case.claim_by_id.values()),
        timeline=tuple(shapes.EventItem(on=e.on.text, what=e.what, source=e.source) for e in view.timeline),
        questions=tuple(question.asks for question in view.questions),
        consent=tuple(
            shapes.ConsentItem(purpose=what, recipient=to, stands=_stands(view, c), on=c.on)
            for (what, to), c in case.consents().items()
        ),
        tasks=tuple(task_words(task) for task in case.open_tasks),
        exhibits=tuple(exhibit_item(exhibit) for exhibit in case.exhibits),
        links=tuple(_link(link, erased) for link in case.links),
        notes=tuple(note.text for note in case.notes),
        made_at=case.document["made"]["at"],
        closing=closing_of(view),
        proposals=proposals_of(view),
        went_out=tuple(
            {"form": one.form, "recipient": one.recipient, "at": one.at, "sha256": one.sha256}
            for one in went_out(case)
        ),
        episodes=tuple(episode_item(view, episode, lang) for episode in view.episodes),
        planned=plan_of(case).shown,
    )


def _link(link: Link, erased: frozenset[str]) -> dict[str, str]:
    found = {"kind": link.kind, "other": link.other, "certainty": link.certainty}
    return {**found, "erased": "yes"} if link.other in erased else found


def _stands(view: CaseView, consent: Consent) -> bool:
    """Tell whether a consent holds today: neither withdrawn since, nor at its end."""
    given = standing(view.case.every(Consent), consent.purpose, consent.recipient)
    return consent in given and not expired(consent, view.today)


def source_item(source: Source, contact: str | None = None) -> shapes.SourceItem:
    """Fold one source."""
    return shapes.SourceItem(
        **{key: getattr(source, key) for key in Source.__struct_fields__},
        short=short(source.id),
        contact=contact,
    )


def entry_item(signed: Signed, names: dict[str, str], signature: str = "") -> shapes.EntryItem:
    """Fold a journal entry, with how its signature stands."""
    entry = signed.entry
    return shapes.EntryItem(
        sequence=entry.sequence,
        at=entry.at,
        operation=entry.operation,
        caseworker=names.get(entry.by.hex(), "someone unknown"),
        device=entry.device,
        records=tuple(map(record_in_words, entry.changes)),
        hash=signed.digest().hex(),
        signature=signature,
    )
