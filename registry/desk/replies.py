"""Short replies of a caseworker: a yes or no, a number, the letter of a source, in the words of several languages."""

from __future__ import annotations

from registry.errors import InputRefused
from registry.sources.grading import RELIABILITY
from registry.words.text import plain_digits

_YES, _NO = {"y", "yes", "oui", "نعم"}, {"", "n", "no", "non", "لا"}


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


def number(said: str) -> int | None:
    """Return a number typed in the digits of any script, or None where it is none."""
    digits = plain_digits(said).strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else None
