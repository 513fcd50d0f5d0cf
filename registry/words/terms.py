"""Coded terms: closed vocabularies whose labels stand beside their codes, one line a term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Self

from registry.errors import InputRefused
from registry.words.folding import fold


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its code, its labels in English, French and Arabic, and other words that it is read by.

    ``codes`` say what the term is called in other schemes, by the scheme's key in ``data/crosswalk.toml``.
    """

    code: str
    en: str
    fr: str
    ar: str
    aliases: tuple[str, ...] = ()
    note: str = ""
    codes: Mapping[str, str] = field(default_factory=dict, hash=False)

    def show(self, lang: str = "en") -> str:
        """Return the label in ``lang``, or in English where the language is not known."""
        return {"fr": self.fr, "ar": self.ar}.get(lang, self.en)


def _key(text: str) -> str:
    """The word as two writers would both mean it; a text of signs only stays as it is."""
    return fold(text) or text.strip()


class Vocabulary:
    """A closed list of terms that can be read by code, label or alias in any of its languages."""

    def __init__(self, name: str, *terms: Term) -> None:
        self.name = name
        self.terms: dict[str, Term] = {term.code: term for term in terms}

    @cached_property
    def _by_word(self) -> dict[str, Term]:
        """The terms by folded word, made when a word is first read: most runs read none."""
        # Codes first: no label or alias of another term may stand in the way of a code.
        found = {_key(term.code): term for term in self}
        for term in self:
            for word in (term.en, term.fr, term.ar, *term.aliases):
                found.setdefault(_key(word), term)
        return found

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


class Coded:
    """A value that is one term of a closed vocabulary; each subclass names its vocabulary."""

    vocabulary: ClassVar[Vocabulary]
    __slots__ = ("code",)

    def __init__(self, code: str) -> None:
        self.code = code

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Read a code or a label in any language; raise ``InputRefused`` with the terms there are."""
        return cls(cls.vocabulary.read(raw).code)

    def plain(self) -> str:
        """Return the term's code."""
        return self.code

    def show(self, lang: str = "en") -> str:
        """Return the term's label."""
        return self.vocabulary[self.code].show(lang)

    def agrees(self, other: Coded) -> bool:
        """Two terms agree when they are the same term."""
        return self.code == other.code

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.code == self.code

    def __hash__(self) -> int:
        return hash(self.code)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r})"
