"""Asking a caseworker at the terminal: one question at a time, each answer checked before the next."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from registry.cli.lines import read_line
from registry.cli.settings import Settings
from registry.desk.claiming import plain_value
from registry.errors import InputRefused
from registry.sources.grading import RELIABILITY, UNJUDGED_SOURCE, read_grade
from registry.sources.kinds import SOURCE_KINDS
from registry.words.dates import PartialDate
from registry.words.fact import Declared
from registry.words.terms import Vocabulary
from registry.words.text import visible

T = TypeVar("T")

_YES, _NO = {"y", "yes", "oui", "نعم"}, {"", "n", "no", "non", "لا"}


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


def reliability(said: str) -> str:
    """Return the letter of a source's reliability; raise ``InputRefused``."""
    letter = said.upper()
    if letter not in RELIABILITY:
        raise InputRefused("the reliability is not a letter from A to F", "F means that it cannot be judged")
    return letter


def yes(said: str) -> bool:
    """Read an agreement; raise ``InputRefused`` rather than take doubt for one."""
    if said.casefold() in _YES:
        return True
    if said.casefold() in _NO:
        return False
    raise InputRefused("that is neither yes nor no", "answer yes or no")


def value_of(declared: Declared) -> Callable[[str], Any]:
    """Return what checks an answer as a value of a fact and keeps it as typed; braces are read as JSON."""

    def read(said: str) -> Any:
        raw: Any = said
        if said.startswith("{"):
            try:
                raw = msgspec.json.decode(said)
            except (msgspec.DecodeError, RecursionError) as broken:
                raise InputRefused("that is not JSON", "type the value in plain words") from broken
        plain_value(declared, raw)
        return raw

    return read


def grade(said: str) -> str:
    """Return a grade as it was typed where it can be read; raise ``InputRefused``."""
    read_grade(said)
    return said


def when(said: str) -> str:
    """Return a partial date; raise ``InputRefused``."""
    return PartialDate.parse(said).text


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
