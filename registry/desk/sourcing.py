"""Taking in sources and grading them, their contact details in a compartment of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.desk.desk import CONTACTS, LABELS, SOURCES, Desk, in_one_act
from registry.desk.reading import at, known_keys, line, mapping, text
from registry.errors import InputRefused, RuleNotMet
from registry.sources.grading import RELIABILITY, UNJUDGED_SOURCE
from registry.sources.kinds import PUBLISHING, SOURCE_KINDS
from registry.sources.source import Source, source_of
from registry.words.dates import PartialDate
from registry.words.identity import number_of
from registry.words.undone import in_order, undone

if TYPE_CHECKING:
    from registry.vault.act import Act

FIELDS = (
    "kind", "label", "reliability", "why", "material", "independence", "derived_from", "risk", "published",
    "publisher", "url", "dated", "note", "contact",
)  # fmt: skip


def source_document(desk: Desk, raw: Any) -> tuple[dict[str, Any], str]:
    """Return a new source's document, and its contact details apart.

    The source it repeats must be in the vault already. Raises ``InputRefused`` or ``NotFound``.
    """
    pen = desk.pen
    given = mapping(raw, "the source")
    known_keys(given, FIELDS, "the source")
    if not given.get("kind"):
        raise InputRefused("the source has no kind", f"use one of: {', '.join(SOURCE_KINDS.terms)}")
    kind = SOURCE_KINDS.read(given["kind"])
    stamp = pen.stamp()
    item: dict[str, Any] = {
        "t": "source",
        **stamp,
        "kind": kind.code,
        "reliability": _reliability(given),
        **_words(given),
    }
    item["label"] = item.get("label") or kind.en
    if item.get("derived_from"):
        with at("derived_from"):
            item["derived_from"] = desk.source(item["derived_from"]).id
    if given.get("dated"):
        item["dated"] = PartialDate.parse(given["dated"]).text
    item["published"] = bool(given.get("published", bool(item.get("url")) and kind.code in PUBLISHING))
    identity = pen.stamp()["id"]
    made = {"by": pen.by, "device": pen.device, "at": stamp["at"]}
    return {"id": identity, "made": made, "items": [item]}, text(given.get("contact"), "the contact")


def _words(given: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for key in ("label", "why", "material", "independence", "derived_from", "risk", "publisher", "url"):
        if value := line(given.get(key), f"the source's {key}"):
            found[key] = value
    if note := text(given.get("note"), "the source's note"):
        found["note"] = note
    return found


def _reliability(given: Mapping[str, Any]) -> str:
    raw = given.get("reliability")
    if raw is None:
        return UNJUDGED_SOURCE
    letter = str(raw).strip().upper()
    if letter not in RELIABILITY:
        raise InputRefused("the reliability is not a letter from A to F", "F means that it cannot be judged")
    return letter


def keep_source(desk: Desk, act: Act, document: dict[str, Any], contact: str) -> None:
    """Store a new source in an act, its contact details sealed apart from it, and the way to find it by its label."""
    number = number_of(document["id"])
    act.write(SOURCES, number, document)
    place = label_number(desk, source_of(document))
    if not desk.vault.has(LABELS, place):
        act.write(LABELS, place, {"id": document["id"]})
    if contact:
        act.write(CONTACTS, number, {"id": document["id"], "contact": contact})


def kept_alike(desk: Desk, source: Source) -> Source | None:
    """Return the source of the vault with the same label, kind and grade: one voice must not count as two."""
    found = desk.vault.table(LABELS).get(doc_id=label_number(desk, source))
    kept = desk.source(found["id"]) if found else None
    return kept if kept is not None and not kept.withdrawn and voice_of(kept) == voice_of(source) else None


def voice_of(source: Source) -> str:
    """Return by what one voice is known from another: kind, label and grade."""
    return "\n".join((source.kind, " ".join(source.label.casefold().split()), source.reliability))


def label_number(desk: Desk, source: Source) -> int:
    """Return where a source of this label is to be found: a keyed number of 60 bits that tells nothing."""
    keyed = hashlib.blake2b(voice_of(source).encode(), key=desk.vault.secret("source labels"), digest_size=8)
    return int.from_bytes(keyed.digest()) >> 4


def new_source(desk: Desk, raw: Any) -> Source:
    """Take in one source; raise ``InputRefused``."""
    with at("source"):
        document, contact = source_document(desk, raw)
    with desk.vault.act("source new") as act:
        keep_source(desk, act, document, contact)
    return desk.source(document["id"])


@in_one_act("source grade")
def grade_source(desk: Desk, ref: str, reliability: str, why: str) -> Source:
    """Grade a source anew, with the reason; the earlier grade stays in its history, and claims keep their own.

    ``reliability`` is a letter from A to F of the Admiralty scale. Raises ``InputRefused``, ``NotFound``, and
    ``RuleNotMet`` where nobody says why.
    """
    source = desk.source(ref)
    letter, why = _reliability({"reliability": reliability}), text(why, "the reason")
    if not why:
        raise RuleNotMet("a grade needs the reason for it", "write the reason to --why-from -")
    item = {"t": "grade", **desk.pen.stamp(), "reliability": letter, "why": line(why, "the reason")}

    def add(document: Any) -> None:
        document["items"] = [*document["items"], item]

    desk.vault.table(SOURCES).update(add, doc_ids=[number_of(source.id)])
    graded = desk.source(source.id)
    with desk.vault.act("source grade") as act:
        place = label_number(desk, graded)  # so that the same voice is found under its new grade
        if not desk.vault.has(LABELS, place):
            act.write(LABELS, place, {"id": source.id})
    return graded


@dataclass(frozen=True, slots=True)
class Graded:
    """One grade that a source was given: when, by whom (a key), the letter, why, and whether it was taken back."""

    at: str
    by: str
    reliability: str
    why: str
    undone: bool = False


def grades_of(desk: Desk, ref: str) -> tuple[Graded, ...]:
    """Return every grade that a source was given, the first one, with which it was taken in, first."""
    items = in_order(desk.document(SOURCES, ref)["items"])
    gone = undone(items)
    return tuple(
        Graded(
            item.get("at", ""), item.get("by", ""), item["reliability"], item.get("why", ""),
            item["t"] == "grade" and item["id"] in gone,
        )
        for item in items
        if item["t"] in {"source", "grade"} and item.get("reliability")
    )  # fmt: skip


def contact_of(desk: Desk, source: Source) -> str:
    """Return a source's contact details, or nothing where none were given."""
    found = desk.vault.table(CONTACTS).get(doc_id=number_of(source.id))
    return str(found["contact"]) if found else ""
