"""What a question of an interview is, and a section of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the fact (or ``consent.PURPOSE``, or ``note``) it fills, its words, and what helps to answer.

    It is passed over where one of the facts in ``unless`` is known already; ``under`` is a heading within a pack.
    """

    key: str
    en: str
    fr: str
    ar: str
    help: str = ""
    unless: tuple[str, ...] = ()
    under: str = ""

    def show(self, lang: str) -> str:
        """Return the question in a language, in English where there is none."""
        return {"fr": self.fr, "ar": self.ar}.get(lang) or self.en


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together; those ``offered`` are asked only where the caseworker wants them."""

    key: str
    en: str
    fr: str
    ar: str
    questions: tuple[Question, ...]
    offered: bool = False

    def show(self, lang: str) -> str:
        """Return the heading in a language, in English where there is none."""
        return {"fr": self.fr, "ar": self.ar}.get(lang) or self.en


# How a date may be given, and whose ground it was: what helps with several questions.
DATES = "2016-12-09, 9 December 2016, December 2016, 2016, 2016-12-01/2016-12-09; about: 2016-12~; Arabic months and digits too"
