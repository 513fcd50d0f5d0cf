"""Packs in a vault: adding one, bringing it up to date, taking it away, and what is known of its use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from registry.cases.casefile import SUBJECTS
from registry.cases.packs import Pack, PackFact, read_pack
from registry.desk.carried import PACKS, Carried, as_carried, carried
from registry.desk.claiming import normal
from registry.desk.desk import CASES, Desk, Progress, no_progress
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.words.fact import facts_of
from registry.words.identity import id_of

ADD, REMOVE = "pack add", "pack remove"


def shipped() -> dict[str, str]:
    """Return the packs that come with the program, as the text they are written in, by key."""
    found = {}
    for file in sorted(files("registry").joinpath("packs").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            found[file.name.removesuffix(".toml")] = file.read_text(encoding="utf-8")
    return found


def checked(text: str) -> Pack:
    """Return the pack in a text that a vault could carry; raise ``InputRefused`` that names what is wrong.

    A fact must not have a name that the program's own facts have: what is known once is declared once.
    """
    pack = read_pack(text)
    own = {
        normal(word): declared.key
        for declared in facts_of(SUBJECTS[pack.subject]).values()
        for word in (declared.key, declared.fact.label, *declared.fact.aliases)
    }
    for place, one in enumerate(pack.facts, 1):
        words = (one.declared.fact.label, *one.declared.fact.aliases)
        for word in words:
            if normal(word) in own:
                raise InputRefused(
                    f"fact {place} of the pack is called as a fact of the program itself",
                    f"use that one, `{own[normal(word)]}`, or call the pack's fact otherwise",
                )
    return pack


def add_pack(desk: Desk, text: str, progress: Progress = no_progress) -> Pack:
    """Have the vault carry a pack, or a newer version of it; raise ``InputRefused`` or ``RuleNotMet``.

    A newer version may add, and word things otherwise. What cases use stays: a fact of theirs keeps its key and
    its kind, and a coded one the terms that were chosen.
    """
    pack = checked(text)
    with desk.vault.act(ADD) as act:
        document = _document(desk, pack.key)
        before = as_carried(document) if document else None
        if before is not None:
            _refuse_older(before, pack, text)
            _refuse_lost(desk, before.pack, pack, progress)
        stamp = desk.pen.stamp()
        item = {"t": "pack", **stamp, "version": pack.version, "text": text}
        made = document or {"id": id_of(_number(desk, pack.key)), "key": pack.key, "items": []}
        act.write(PACKS, _number(desk, pack.key), {**made, "items": [*made["items"], item]})
        desk.vault.touched(PACKS)
    return pack


def _refuse_older(before: Carried, pack: Pack, text: str) -> None:
    if before.removed and before.text == text:
        return
    if pack.version <= before.pack.version:
        raise RuleNotMet(
            f"the vault carries version {before.pack.version} of that pack, and this is version {pack.version}",
            "raise `version` in the file when anything in it changes",
        )


def _refuse_lost(desk: Desk, before: Pack, after: Pack, progress: Progress) -> None:
    """Refuse a version in which something is gone that a case of the vault uses."""
    kept = {one.declared.key: one for one in after.facts}
    gone: dict[str, PackFact] = {}
    for one in before.facts:
        now = kept.get(one.declared.key)
        if now is None or now.kind != one.kind or after.subject != before.subject or one.terms - now.terms:
            gone[one.declared.key] = one
    for key, value in _used(desk, gone, progress) if gone else ():
        now = kept.get(key)
        if now is None or now.kind != gone[key].kind:
            raise RuleNotMet(
                f"in the new version a fact is gone, or of another kind, that cases of this vault use: {key}",
                "keep it in the pack as it was; `registry pack export` prints the version the vault carries",
            )
        if value in gone[key].terms - now.terms:
            raise RuleNotMet(
                f"in the new version a term is gone that cases of this vault use: {value} of {key}",
                "keep the term; add others beside it",
            )


def _used(desk: Desk, keys: Mapping[str, Any], progress: Progress) -> Iterator[tuple[str, Any]]:
    """Yield what the cases of the vault hold under these facts, in claims that stand and others."""
    total = desk.vault.count(CASES)
    for done, (_, document) in enumerate(desk.vault.documents(CASES), 1):
        progress(done, total)
        for item in document["items"]:
            if item.get("t") == "claim" and item.get("fact") in keys:
                yield item["fact"], item.get("value")


def remove_pack(desk: Desk, key: str) -> Carried:
    """Ask a pack's questions no more; what was answered stays readable. Raises ``NotFound``, ``RuleNotMet``."""
    with desk.vault.act(REMOVE) as act:
        found = pack_named(desk, key)
        if found.removed:
            raise RuleNotMet("that pack was taken away before", "bring it back with `registry pack add`")
        number = _number(desk, found.pack.key)
        document = desk.vault.document(PACKS, number) or {}
        item = {"t": "pack_removed", **desk.pen.stamp()}
        act.write(PACKS, number, {**document, "items": [*document["items"], item]})
        desk.vault.touched(PACKS)
    return found


def pack_named(desk: Desk, key: str) -> Carried:
    """Return a pack that the vault carries; raise ``NotFound``."""
    for one in carried(desk.vault):
        if one.pack.key == key:
            return one
    raise NotFound("the vault carries no pack of that name", "see `registry pack list`")


def _document(desk: Desk, key: str) -> dict[str, Any] | None:
    found = desk.vault.document(PACKS, _number(desk, key))
    return dict(found) if found else None


def _number(desk: Desk, key: str) -> int:
    """Return where a pack is kept: by its name, so that two sessions that add it write one record."""
    keyed = hashlib.blake2b(key.encode(), key=desk.vault.secret("pack names"), digest_size=8)
    return int.from_bytes(keyed.digest()) >> 4


def copy_packs(desk: Desk, vault_act: Any, into: Desk) -> int:
    """Let another vault carry the packs of this one, inside the act under way in it; return how many."""
    copied = 0
    for one in carried(desk.vault):
        document = _document(desk, one.pack.key)
        if document is not None:
            number = _number(into, one.pack.key)
            vault_act.write(PACKS, number, {**document, "id": id_of(number)})
            copied += 1
    return copied
