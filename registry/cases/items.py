"""The immutable items of a case file: each has an identity, a hand that wrote it, and never changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from registry.words.states import KNOWN


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="t"):
    """What every item carries, wherever it is kept: its id, the caseworker's key, the device, and the moment in UTC."""

    id: str
    by: str = ""
    device: str = ""
    at: str = ""


class Item(Kept, frozen=True, kw_only=True, omit_defaults=True, tag_field="t"):
    """An item of a case file."""


class Claim(Item, tag="claim", frozen=True, kw_only=True, omit_defaults=True):
    """One statement by one source about one fact; superseded or retracted, never edited.

    ``value`` is the plain form of the fact's kind, or None where ``state`` says why there is none.
    ``on`` says when it was so, ``locator`` where in the source it stands (page, time code, address, passage),
    ``verbatim`` its own words; ``exhibit`` is the id of the sealed file in which it can be read. ``distance``
    runs from 0 (eyewitness) to 3 (published); ``credibility`` from 1 to 6.
    ``reliability`` is set only where this statement's grade differs from the source's own. ``about`` is the
    episode that it speaks of, empty for the subject itself.
    """

    source: str
    fact: str
    value: Any = None
    state: str = KNOWN
    on: str = ""
    locator: str = ""
    exhibit: str = ""
    verbatim: str = ""
    language: str = ""
    translation: str = ""
    distance: int | None = None
    stance: str = "asserts"
    basis: str = ""
    credibility: int | None = None
    reliability: str = ""
    supersedes: str = ""
    really: bool = False  # a name that reads as several people, and was said to be one person's
    about: str = ""


class Episode(Item, tag="episode", frozen=True, kw_only=True, omit_defaults=True):
    """Something that happened to the subject: a ``crossing``, or a time ``held``; what is known of it are claims."""

    kind: str


class Checked(Item, tag="checked", frozen=True, kw_only=True, omit_defaults=True):
    """A record of a register that has to be looked at twice was: by whom, and why it may stand."""

    author: str
    reviewer: str = ""
    reason: str = ""
    override: str = ""


class Retraction(Item, tag="retraction", frozen=True, kw_only=True, omit_defaults=True):
    """A claim is taken back, with the reason; it stays readable."""

    claim: str
    reason: str


class Assessment(Item, tag="assessment", frozen=True, kw_only=True, omit_defaults=True):
    """The organisation's reasoned view of the status, citing the claims for and against it.

    ``previous`` is the status it replaces, so that each step can be checked against the guards later; ``before`` the
    assessment in force when it was made, so that no clock decides which of the two came later.
    ``proposal`` is what the reviewer accepted, whose key then stands in ``by``; without one, a reviewer is only
    named. ``override`` is what someone typed who works alone, in place of a review.
    """

    status: str
    previous: str
    claims: tuple[str, ...]
    against: tuple[str, ...] = ()
    reason: str = ""
    author: str = ""
    reviewer: str = ""
    family_told: str = ""
    family_waiver: str = ""
    override: str = ""
    proposal: str = ""
    before: str = ""


class Consent(Item, tag="consent", frozen=True, kw_only=True, omit_defaults=True):
    """Consent for one purpose (and recipient), who gave it, when and how, what to withhold, and until when.

    ``after`` are the words on consent for this purpose that counted when it was written, so that no clock decides
    which came later; None where a version wrote it that did not say so.
    """

    purpose: str
    given_by: str = ""
    relation: str = ""
    on: str = ""
    how: str = ""
    recipient: str = ""
    withhold: tuple[str, ...] = ()
    basis: str = ""
    until: str = ""
    withdrawn: bool = False
    after: tuple[str, ...] | None = None


class Exhibit(Item, tag="exhibit", frozen=True, kw_only=True, omit_defaults=True):
    """A held file: the SHA-256 and size of its original bytes."""

    sha256: str
    size: int
    name: str
    media_type: str = ""
    source: str = ""
    claims: tuple[str, ...] = ()
    note: str = ""


class ReadOut(Item, tag="read_out", frozen=True, kw_only=True, omit_defaults=True):
    """An exhibit was read out to a file, why and for whom: a line of its custody log.

    Without a ``purpose`` that consent was given for, it was for the office's own eyes. Where the copy was made without
    metadata, it has a hash and a size of its own, and ``removed`` says what is not in it.
    """

    exhibit: str
    purpose: str = ""
    reason: str = ""
    recipient: str = ""
    copy_sha256: str = ""
    copy_size: int = 0
    removed: tuple[str, ...] = ()


class Verified(Item, tag="verified", frozen=True, kw_only=True, omit_defaults=True):
    """Every sealed byte of an exhibit was read again: a line of its custody log.

    ``found`` is ``holds``, or says how it does not: ``altered``, ``damaged`` or ``absent``.
    """

    exhibit: str
    found: str


class Link(Item, tag="link", frozen=True, kw_only=True, omit_defaults=True):
    """A tie to another case file, with its certainty, the reasons and who decided; reversible."""

    kind: str
    other: str
    certainty: str = "likely"
    reason: str = ""


class Relation(Item, tag="relation", frozen=True, kw_only=True, omit_defaults=True):
    """How this group relates to another group report."""

    other: str
    relation: str
    reason: str = ""


class Task(Item, tag="task", frozen=True, kw_only=True, omit_defaults=True):
    """Something the office has to do, and by when."""

    kind: str
    due: str = ""
    why: str = ""
    assignee: str = ""
    about: str = ""


class TaskMoved(Item, tag="task_moved", frozen=True, kw_only=True, omit_defaults=True):
    """A task goes to another caseworker, or is due on another day; what is empty stays as it was."""

    task: str
    assignee: str = ""
    due: str = ""


class TaskDone(Item, tag="task_done", frozen=True, kw_only=True, omit_defaults=True):
    """A task is finished, with its outcome; ``dropped`` where it was given up rather than done."""

    task: str
    outcome: str = ""
    dropped: bool = False


class FamilyTold(Item, tag="family_told", frozen=True, kw_only=True, omit_defaults=True):
    """Who told whom of the family, when and how; lists and the history say only that it was done."""

    task: str
    told_by: str
    told: str
    on: str
    how: str
    relation: str = ""
    where: str = ""
    beside: str = ""
    note: str = ""


class Action(Item, tag="action", frozen=True, kw_only=True, omit_defaults=True):
    """A step taken towards an authority or body: when, for which purpose, under which reference.

    ``purpose`` is that of the consent it went out under, empty where nothing of the case was passed on.
    ``follow_up`` is the day by which the office asks again.
    """

    kind: str
    to: str
    on: str = ""
    purpose: str = ""
    reference: str = ""
    follow_up: str = ""
    note: str = ""


class ActionAnswer(Item, tag="action_answer", frozen=True, kw_only=True, omit_defaults=True):
    """What came back on a step taken."""

    action: str
    kind: str
    on: str = ""
    reference: str = ""
    text: str = ""


class ToldEnquirer(Item, tag="told_enquirer", frozen=True, kw_only=True, omit_defaults=True):
    """Something of this case was told to whoever made a tracing request: what, when, how and by whom."""

    request: str
    told: str
    on: str
    by_name: str
    how: str = ""


class Stage(Item, tag="stage", frozen=True, kw_only=True, omit_defaults=True):
    """Where the office's own work stands, and why it moved.

    Of a closed case ``claims`` are all that it held on that day and ``status`` what it was closed with; of one that
    was reopened ``claims`` are those that reopened it. ``proposal`` and ``override`` are as in an assessment, and
    ``before`` is the move that it followed.
    """

    stage: str
    why: str = ""
    reason: str = ""
    author: str = ""
    reviewer: str = ""
    override: str = ""
    claims: tuple[str, ...] = ()
    status: str = ""
    proposal: str = ""
    before: str = ""


class Proposed(Item, tag="proposal", frozen=True, kw_only=True, omit_defaults=True):
    """A status or a closing that waits for a second person; it changes nothing until she accepts it.

    ``proposes`` is ``status`` or ``closing``, ``why`` the reason code of a closing. ``status`` is the status wished
    for, or the one to close with. ``before`` is the assessment in force when it was proposed, and ``seen`` are the
    standing claims that spoke against it then: what came in later has not been weighed.
    """

    proposes: str
    status: str
    previous: str = ""
    before: str = ""
    claims: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    why: str = ""
    reason: str = ""
    author: str = ""
    asked: str = ""
    family_told: str = ""
    family_waiver: str = ""


class Verdict(Item, tag="verdict", frozen=True, kw_only=True, omit_defaults=True):
    """What became of a proposal: accepted or refused by the second person, or withdrawn by its author."""

    proposal: str
    verdict: str
    reason: str = ""
    author: str = ""


class FormAnswers(Item, tag="form_answers", frozen=True, kw_only=True, omit_defaults=True):
    """What the caseworker answers on a recipient's form beside what sources state; a later answer replaces it."""

    form: str
    answers: dict[str, Any]


class SheetOut(Item, tag="sheet_out", frozen=True, kw_only=True, omit_defaults=True):
    """A file that names the person went out of the vault: which form, for whom, under which consents, which file.

    ``form`` is a recipient's form, or the system of a peer for which the case was exported; ``reason`` says why.
    ``claims`` are those it showed, ``withheld`` the facts and fields held back, ``missing`` the required fields that
    nothing filled. It has happened outside the vault and cannot be undone.
    """

    form: str
    purpose: str
    recipient: str
    format: str
    lang: str
    sha256: str
    size: int
    consents: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str = ""


class Note(Item, tag="note", frozen=True, kw_only=True, omit_defaults=True):
    """A note of the caseworker's own; it never leaves."""

    text: str


class Corrected(Item, tag="corrected", frozen=True, kw_only=True, omit_defaults=True):
    """Facts were corrected or completed in one go: the new claims, those they replaced, and why."""

    claims: tuple[str, ...]
    superseded: tuple[str, ...] = ()
    reason: str = ""


class Planned(Item, tag="planned", frozen=True, kw_only=True, omit_defaults=True):
    """How pressing the office holds a case to be, and when it looks at it again; ``None`` leaves what was planned.

    ``review_on`` is a partial date, empty where no day is planned any more.
    """

    priority: str | None = None
    review_on: str | None = None
    reason: str = ""


class Narrative(Item, tag="narrative", frozen=True, kw_only=True, omit_defaults=True):
    """A text about the person that was written to be published, in one language; the latest that counts is the one meant."""

    text: str
    language: str
    author: str = ""


class Undo(Item, tag="undo", frozen=True, kw_only=True, omit_defaults=True):
    """Earlier items no longer count; they stay readable, and an undo can itself be undone."""

    items: tuple[str, ...]
    reason: str = ""


AnyItem = (
    Claim
    | Retraction
    | Assessment
    | Consent
    | Exhibit
    | ReadOut
    | Verified
    | Link
    | Relation
    | Task
    | TaskMoved
    | TaskDone
    | FamilyTold
    | Action
    | ActionAnswer
    | ToldEnquirer
    | Stage
    | Proposed
    | Verdict
    | FormAnswers
    | SheetOut
    | Note
    | Corrected
    | Planned
    | Narrative
    | Undo
    | Episode
    | Checked
)
_KNOWN_TAGS = frozenset(str(kind.__struct_config__.tag) for kind in Item.__subclasses__())


def read_item(raw: Mapping[str, Any]) -> AnyItem | None:
    """Return the typed item, or None for a kind that a newer version wrote: it is kept, not understood."""
    if raw.get("t") not in _KNOWN_TAGS:
        return None
    return msgspec.convert(raw, AnyItem)  # type: ignore[no-any-return]


def plain_item(item: Kept) -> dict[str, Any]:
    """Return an item as it is stored, in JSON's own types."""
    plain: dict[str, Any] = msgspec.to_builtins(item)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}
