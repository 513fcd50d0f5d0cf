"""Searching what packs hold: every case is read, since none of it is in the index."""

from __future__ import annotations

from collections.abc import Iterable

from registry.cases.casefile import CaseFile
from registry.cases.line import CaseLine, line_of
from registry.cases.packs import of_a_pack
from registry.cases.views import CaseView, FactView
from registry.desk.desk import CASES, Desk, Progress, no_progress
from registry.errors import InputRefused
from registry.matching.find import Hit
from registry.words.folding import tokens


def search_packs(desk: Desk, query: str, limit: int, progress: Progress = no_progress) -> list[Hit[CaseLine]]:
    """Return the cases in which facts of packs hold every word of a query, with the facts that do.

    The reasons name the facts and not what they say. Raises ``InputRefused`` for an empty query.
    """
    words = tokens(query)
    if not words:
        raise InputRefused(
            "the query is empty", "give a word of what was answered, such as a tattoo or a scar"
        )
    facts = {kind: desk.facts(kind) for kind in ("person", "group")}
    total = desk.vault.count(CASES)
    found: list[Hit[CaseLine]] = []
    for done, (_, document) in enumerate(desk.vault.documents(CASES), 1):
        progress(done, total)
        if len(found) < limit and any(of_a_pack(item.get("fact", "")) for item in document["items"]):
            case = CaseFile(document, facts[document["kind"]])
            labels = _holding(CaseView(case), words)
            if labels and not case.withdrawn:
                found.append(Hit(line_of(document), 1.0, tuple(labels)))
    return found


def _holding(view: CaseView, words: Iterable[str]) -> list[str]:
    """Return the labels of the facts that hold the words, or nothing where one of the words is in none."""
    said = {
        fact.declared.fact.label: " ".join(_words(fact)) for key, fact in view.facts.items() if of_a_pack(key)
    }
    by_word = [[label for label, text in said.items() if word in text] for word in words]
    return list(dict.fromkeys(label for labels in by_word for label in labels)) if all(by_word) else []


def _words(fact: FactView) -> list[str]:
    return [token for held in fact.held for lang in ("en", "ar") for token in tokens(held.value.show(lang))]
