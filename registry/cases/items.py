"""The immutable items of a case file: each has an identity, a hand that wrote it, and never changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from registry.words.states import KNOWN


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="t"):
    """What every item carries: its id, the caseworker's key, the device, and the moment in UTC."""

    id: str
    by: str = ""
    device: str = ""
    at: str = ""


class Claim(Item, tag="claim", frozen=True, kw_only=True, omit_defaults=True):
    """One statement by one source about one fact; superseded or retracted, never edited.

    ``value`` is the plain form of the fact's kind, or None where ``state`` says why there is none.
    ``on`` says when it was so, ``where`` in the source it stands (page, timecode, address), ``verbatim``
    its own words. ``distance`` runs from 0 (eyewitness) to 3 (published); ``credibility`` from 1 to 6.
    ``reliability`` is set only where this statement's grade differs from the source's own. ``about`` is the
    episode that it speaks of, empty for the subject itself.
    """

    source: str
    fact: str
    value: Any = None
    state: str = KNOWN
    on: str = ""
    locator: str = ""
    verbatim: str = ""
    language: str = ""
    translation: str = ""
    distance: int | None = None
    stance: str = "asserts"
    basis: str = ""
    credibility: int | None = None
    reliability: str = ""
    supersedes: str = ""
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

    ``previous`` is the status it replaces, so that each step can be checked against the guards later.
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


class Consent(Item, tag="consent", frozen=True, kw_only=True, omit_defaults=True):
    """Consent for one purpose (and recipient), who gave it, when and how, what to withhold, and until when."""

    purpose: str
    given_by: str = ""
    on: str = ""
    how: str = ""
    recipient: str = ""
    withhold: tuple[str, ...] = ()
    basis: str = ""
    until: str = ""
    withdrawn: bool = False


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
    """An exhibit was read out to a file: a line of its custody log."""

    exhibit: str


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


class TaskDone(Item, tag="task_done", frozen=True, kw_only=True, omit_defaults=True):
    """A task is finished, with its outcome."""

    task: str
    outcome: str = ""


class Stage(Item, tag="stage", frozen=True, kw_only=True, omit_defaults=True):
    """Where the office's own work stands, and why it moved."""

    stage: str
    why: str = ""
    reason: str = ""
    author: str = ""
    reviewer: str = ""
    override: str = ""
    claims: tuple[str, ...] = ()


class Note(Item, tag="note", frozen=True, kw_only=True, omit_defaults=True):
    """A note of the caseworker's own; it never leaves."""

    text: str


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
    | Link
    | Relation
    | Task
    | TaskDone
    | Stage
    | Note
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


def plain_item(item: Item) -> dict[str, Any]:
    """Return an item as it is stored, in JSON's own types."""
    plain: dict[str, Any] = msgspec.to_builtins(item)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items()}
