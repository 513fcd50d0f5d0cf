"""Coded terms: closed vocabularies whose labels stand beside their codes, one line a term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from registry.errors import InputRefused


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its code, its labels in English, French and Arabic, and other systems' codes for it."""

    code: str
    en: str
    fr: str
    ar: str
    crosswalk: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    note: str = ""

    def show(self, lang: str = "en") -> str:
        """Return the label in ``lang``, or in English where the language is not known."""
        return {"fr": self.fr, "ar": self.ar}.get(lang, self.en)


def _key(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


class Vocabulary:
    """A closed list of terms that can be read by code, label or alias in any of its languages."""

    def __init__(self, name: str, *terms: Term) -> None:
        self.name = name
        self.terms: dict[str, Term] = {term.code: term for term in terms}
        self._by_word: dict[str, Term] = {}
        for term in terms:
            for word in (term.code, term.en, term.fr, term.ar, *term.aliases):
                self._by_word.setdefault(_key(word), term)

    def __getitem__(self, code: str) -> Term:
        return self.terms[code]

    def __contains__(self, code: object) -> bool:
        return code in self.terms

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def read(self, raw: object) -> Term:
        """Return the term that ``raw`` names; raise ``InputRefused`` with the terms there are."""
        found = self._by_word.get(_key(raw)) if isinstance(raw, str) else None
        if found is None:
            raise InputRefused(
                f"that is not a known {self.name}",
                f"use one of: {', '.join(self.terms)}",
            )
        return found
