"""Words of an imported list that no vocabulary has, made terms of a pack of the vault's own, so that none is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.cases.casefile import PERSON
from registry.cases.packs import MOST_TERMS, Pack
from registry.desk.carried import carried
from registry.desk.desk import Desk, Progress, no_progress
from registry.desk.packing import add_pack, checked
from registry.errors import InputRefused
from registry.exchange.entries import Unknown
from registry.words.fact import Declared
from registry.words.terms import Coded

# The packs that hold such words, one for each kind of subject.
PACKS = {PERSON: "listed", "group": "listed_groups"}


@dataclass(frozen=True)
class Supposing(Desk):
    """A desk at which one pack counts as if the vault carried it: what a dry run sits at."""

    supposed: Pack

    def facts(self, kind: str) -> Mapping[str, Declared]:
        """Return the facts of a kind of subject, those of the supposed pack among them."""
        found = super().facts(kind)
        return {**found, **self.supposed.declared} if self.supposed.subject == kind else found


def coin(
    desk: Desk, kind: str, unknown: Iterable[Unknown], progress: Progress = no_progress
) -> Mapping[str, str]:
    """Make each word a term of the pack for listed words; return the pack's fact for each fact of ours.

    A word says nothing of the fact it stood under: whoever works on the case reads it, and states that fact. Raises
    ``InputRefused`` for words of consent or source, which nobody can make up, and for more words than a list has terms.
    """
    text, instead = _coined(desk, kind, unknown)
    if text:
        add_pack(desk, text, progress)
    return instead


def suppose(desk: Desk, kind: str, unknown: Iterable[Unknown]) -> tuple[Desk, Mapping[str, str]]:
    """Return a desk at which the words are terms, without keeping any, and what ``coin`` would return; raise as it would."""
    text, instead = _coined(desk, kind, unknown)
    return (Supposing(desk.vault, desk.pen, desk.name, checked(text)) if text else desk), instead


def _coined(desk: Desk, kind: str, unknown: Iterable[Unknown]) -> tuple[str, Mapping[str, str]]:
    """Return the pack that the words call for, empty where the vault has it already, and its fact for each of ours."""
    words: dict[str, dict[str, str]] = {}
    facts = desk.facts(kind)
    for one in unknown:
        if one.fact not in facts:
            raise InputRefused(
                f"a word for the {one.fact.replace('.', ' ')} is not known, and none can be made up",
                "lead it to a term in the mapping, or to `ignore`",
            )
        words.setdefault(one.fact, {}).setdefault(_plain(one.word), one.word)
    if not words:
        return "", {}
    before = next((one.pack for one in carried(desk.vault) if one.pack.key == PACKS[kind]), None)
    all_words = _kept(before)
    for fact, said in words.items():
        known = all_words.setdefault(_key(fact), {})
        for plain, word in said.items():
            known.setdefault(plain, word)
        if len(known) > MOST_TERMS:
            raise InputRefused(
                f"the list has more than {MOST_TERMS} words of its own for {fact}",
                "keep that column with `keep` in the mapping",
            )
    text = ""
    if before is None or all_words != _kept(before):
        labels = {_key(fact): facts[fact].fact.label for fact in words} | _labels(before)
        text = _toml(kind, (before.version if before else 0) + 1, all_words, labels)
    return text, {fact: f"{PACKS[kind]}.{_key(fact)}" for fact in words}


def _key(fact: str) -> str:
    return re.sub(r"[^a-z0-9_]", "_", fact.casefold())[:40]


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())


def _kept(pack: Pack | None) -> dict[str, dict[str, str]]:
    """Return the words that the pack has already, by fact."""
    found: dict[str, dict[str, str]] = {}
    for one in pack.facts if pack else ():
        kind = one.declared.kind
        terms = kind.vocabulary if issubclass(kind, Coded) else ()
        found[one.declared.key.partition(".")[2]] = {_plain(term.en): term.en for term in terms}
    return found


def _labels(pack: Pack | None) -> dict[str, str]:
    return {
        one.declared.key.partition(".")[2]: one.declared.fact.label.removesuffix(_SUFFIX) for one in pack.facts
    } if pack else {}  # fmt: skip


_SUFFIX = ", as a list words it"


def _toml(kind: str, version: int, words: Mapping[str, Mapping[str, str]], labels: Mapping[str, str]) -> str:
    lines = [
        f'pack = "{PACKS[kind]}"', f"version = {version}", 'en = "Words of imported lists"',
        'fr = "Mots de listes importées"', 'ar = "كلمات القوائم المستوردة"', f'subject = "{kind}"', 'asked = "offered"',
    ]  # fmt: skip
    for key, terms in words.items():
        lines += ["", "[[facts]]", f'key = "{key}"', 'kind = "coded"', "several = true"]
        lines += [f"en = {_text((labels[key] + _SUFFIX)[:100])}"]
        for place, word in enumerate(terms.values(), 1):
            lines += ["", "[[facts.terms]]", f'code = "word_{place}"', f"en = {_text(word[:100])}"]
    return "\n".join(lines) + "\n"


def _text(word: str) -> str:
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007f")
