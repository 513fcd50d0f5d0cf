"""The field packs that a vault carries: what they declare, by the kind of subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.cases.casefile import SUBJECTS
from registry.cases.packs import Pack, kept_pack
from registry.errors import Damaged
from registry.words.fact import Declared, facts_of
from registry.words.undone import in_order

if TYPE_CHECKING:
    from registry.vault.vault import Vault

PACKS = "packs"


@dataclass(frozen=True, slots=True)
class Carried:
    """A pack in a vault: its latest version, the text it was written as, and whether it is still asked."""

    pack: Pack
    text: str
    removed: bool
    by: str
    at: str


def carried(vault: Vault) -> Iterator[Carried]:
    """Yield the packs of a vault by key; one that is damaged or unreadable is passed over and noticed."""
    if not vault.count(PACKS):
        return
    found = []
    for number in list(vault.numbers(PACKS)):
        try:
            document = vault.document(PACKS, number)
        except Damaged:
            vault.noticed = True
            continue
        if document and (one := as_carried(document)):
            found.append(one)
    yield from sorted(found, key=lambda one: one.pack.key)


def as_carried(document: Mapping[str, Any]) -> Carried | None:
    """Fold a pack's document: the highest version counts, and the last word on whether it is asked."""
    versions, removed = [], False
    for item in in_order(document["items"]):
        if item.get("t") == "pack":
            versions.append(item)
        removed = item.get("t") == "pack_removed" if item.get("t") in {"pack", "pack_removed"} else removed
    readable = [(pack, item) for item in versions if (pack := kept_pack(str(item.get("text", ""))))]
    if not readable:
        return None
    pack, item = max(readable, key=lambda one: (one[0].version, one[1]["at"]))
    return Carried(pack, item["text"], removed, item.get("by", ""), item["at"])


def facts_with_packs(vault: Vault, kind: str) -> Mapping[str, Declared]:
    """Return the facts of a kind of subject: the program's own, then those of the packs, removed ones too."""
    own = facts_of(SUBJECTS[kind])
    more = {
        key: d for one in carried(vault) if one.pack.subject == kind for key, d in one.pack.declared.items()
    }
    return {**own, **more} if more else own
