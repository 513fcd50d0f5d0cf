"""What may be chosen as the answer to a question: known sources and terms, narrowed by what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from registry.desk.desk import SourceLine
from registry.desk.drafting import SOURCE, Said
from registry.desk.interview_steps import Step
from registry.errors import RegistryError
from registry.sources.kinds import SOURCE_KINDS
from registry.tui.paint import Label
from registry.words.folding import fold
from registry.words.identity import short
from registry.words.terms import Term, Vocabulary

MOST = 30  # so many are shown at once: who sees more types another letter


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that may be chosen: its name, its words on the screen, what it says, and the folded words it is found by."""

    name: str
    label: Label
    said: Said
    words: str


def source_offers(lines: Iterable[SourceLine], lang: str) -> list[Offer]:
    """Offer the sources that are known, the last one first, and then a new one of each kind."""
    known = [
        Offer(
            one.label, source_label(one, lang),
            [{"value": one.id}], f"{fold(one.label)} {short(one.id).casefold()} {one.id.casefold()}",
        )
        for one in reversed(list(lines))
    ]  # fmt: skip
    fresh = [
        Offer(
            f"new source: {term.show(lang)}",
            (f"{place:>2}", "new source:", term.show(lang)),
            [{"value": {"kind": term.code}}],
            _words(term),
        )
        for place, term in enumerate(SOURCE_KINDS.terms.values(), 1)
    ]
    return [*known, *fresh]


def source_label(one: SourceLine, lang: str) -> Label:
    """Return what a known source is called where it can be chosen."""
    return one.label, _kind(one.kind, lang), one.reliability, short(one.id)


def _kind(code: str, lang: str) -> str:
    return SOURCE_KINDS[code].show(lang) if code in SOURCE_KINDS else code


def offers_of(step: Step, sources: Sequence[Offer], lang: str) -> list[Offer]:
    """Return what may be chosen for a question; nothing for one that is answered in words of its own."""
    if step.key == SOURCE:
        return list(sources)
    return term_offers(step.terms, lang) if step.terms is not None else []


def term_offers(terms: Vocabulary, lang: str) -> list[Offer]:
    """Offer the terms of a vocabulary by number."""
    return [
        Offer(term.show(lang), (f"{place:>2}", term.show(lang)), [{"value": term.code}], _words(term))
        for place, term in enumerate(terms.terms.values(), 1)
    ]


def _words(term: Term) -> str:
    return " ".join(map(fold, (term.code, term.en, term.fr, term.ar, *term.aliases)))


def narrowed(
    offers: Sequence[Offer], typed: str, read: Callable[[str], Said]
) -> tuple[list[Offer], int | None]:
    """Return the offers that what is typed leaves, and which of them Enter takes; none before anything is typed.

    Where what is typed is the whole name or number of one, that one is marked; otherwise the first that is left.
    """
    words = fold(typed).split()
    if not words:
        return list(offers[:MOST]), None
    found = [one for one in offers if all(word in one.words for word in words)][:MOST]
    try:
        said = read(typed)
    except RegistryError:
        return (found, 0) if found else (list(offers[:MOST]), None)
    exact = next((one for one in offers if one.said == said), None)
    if exact is None:
        return found, None  # several answers at once: what is typed is what is taken
    if exact not in found:
        found = [exact, *found][:MOST]
    return found, found.index(exact)
