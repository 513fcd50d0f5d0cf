"""Asking a caseworker at the terminal: one question at a time, each answer checked before the next."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from registry.cases.person import KIND_OF_NAME
from registry.cli.lines import read_line
from registry.cli.settings import Settings
from registry.desk.claiming import plain_value, refuse_group
from registry.desk.interviewing import as_typed
from registry.desk.replies import reliability, yes
from registry.errors import InputRefused
from registry.sources.grading import UNJUDGED_SOURCE, read_grade
from registry.sources.kinds import SOURCE_KINDS
from registry.words.dates import PartialDate
from registry.words.fact import Declared
from registry.words.locators import Locator
from registry.words.terms import Vocabulary
from registry.words.text import visible

T = TypeVar("T")


def ask(settings: Settings, question: str, check: Callable[[str], T], *, needed: bool = False) -> T | None:
    """Ask until ``check`` takes the answer, and return what it makes of it; None where it was left empty.

    A refusal is said with its hint and the question comes again. Raises ``EOFError`` at the end of input.
    """
    while True:
        said = read_line(settings, f"{question}: ").strip()
        if not said and not needed:
            return None
        try:
            if not said:
                raise InputRefused("this cannot be left empty", "press Ctrl-C to stop; nothing is kept")
            return check(said)
        except InputRefused as refused:
            tell(f"  {refused.message}" + (f"; {refused.hint}" if refused.hint else ""))


def tell(words: str) -> None:
    """Say something between two questions, on standard error."""
    sys.stderr.write(visible(words, paragraphs=True) + "\n")
    sys.stderr.flush()


def choose(settings: Settings, question: str, terms: Vocabulary) -> str:
    """Offer the terms of a vocabulary by number, and return the code of the one that is named or numbered."""
    codes = list(terms.terms)
    tell("  ".join(f"{number} {terms[code].show(settings.lang)}" for number, code in enumerate(codes, 1)))

    def read(said: str) -> str:
        if said.isdecimal() and 1 <= int(said) <= len(codes):
            return codes[int(said) - 1]
        return terms.read(said).code

    return ask(settings, question, read, needed=True) or codes[-1]


def value_of(declared: Declared) -> Callable[[str], Any]:
    """Return what checks an answer as a value of a fact and keeps it as typed; braces are read as JSON."""
    return lambda said: as_typed(declared, said)


def fact(settings: Settings, question: str, declared: Declared, *, needed: bool = False) -> Any:
    """Ask for a value of a fact; a name that reads as several people is kept only after a typed yes.

    Returns what was typed, or for such a name ``{"text": …, "really": true}``; None where it was left empty.
    """

    def read(said: str) -> Any:
        if declared.key not in KIND_OF_NAME or said.startswith("{"):
            return value_of(declared)(said)
        try:
            refuse_group(declared, plain_value(declared, said))
        except InputRefused as several:
            tell(f"  {several.message}; {several.hint}")
            if not ask(settings, "Is it really the name of one person? (yes/no)", yes):
                raise InputRefused(
                    "the name was not kept", "give the name of one person, or leave it empty"
                ) from several
            return {"text": said, "really": True}
        return said

    return ask(settings, question, read, needed=needed)


def grade(said: str) -> str:
    """Return a grade as it was typed where it can be read; raise ``InputRefused``."""
    read_grade(said)
    return said


def when(said: str) -> str:
    """Return a partial date; raise ``InputRefused``."""
    return PartialDate.parse(said).text


def place(said: str) -> str:
    """Return a place in a source as it was typed where it can be read; raise ``InputRefused``."""
    return Locator.parse(said).plain()


def source(settings: Settings) -> dict[str, Any]:
    """Ask who says so."""
    return {
        "kind": choose(settings, "Who says so? (number or name)", SOURCE_KINDS),
        "label": ask(settings, "A pseudonym for this source", str),
        "reliability": ask(settings, "How reliable, A to F (F: cannot be judged)", reliability)
        or UNJUDGED_SOURCE,
    }


def control(settings: Settings, label: str) -> dict[str, Any] | None:
    """Ask who was in control, and from when until when; None where nobody is named."""
    by = ask(settings, f"{label} (empty: not said)", str)
    if by is None:
        return None
    said = {"by": by, "since": ask(settings, "  from when (empty: not said)", when)}
    return {**said, "until": ask(settings, "  until when (empty: not said)", when)}
