"""Random identities and the short form of them that can be read aloud over a bad line."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from registry.errors import InputRefused

# Crockford's base 32: no I, L, O or U, so that nothing is misread or spells a word.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {c: i for i, c in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}

BODY = 12  # 60 random bits: counters would collide between laptops and tell how many records there are.
SPOKEN = 6

# A source of random numbers below its argument, passed in so that tests repeat.
Chance = Callable[[int], int]


def _times_alpha(value: int) -> int:
    """Multiply by x in GF(32) with the polynomial x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def check_character(body: str) -> str:
    """Return the check character of ``body``.

    A weighted sum over GF(32): it changes for every single wrong character and every swap of
    neighbours, which are the errors people make when they read aloud.
    """
    total = 0
    for character in body:
        total = _times_alpha(total) ^ _VALUE[character]
    return ALPHABET[_times_alpha(total)]


def new_id(chance: Chance = secrets.randbelow) -> str:
    """Return a new identity: 12 characters, 60 random bits."""
    number = chance(32**BODY)
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(BODY)))


def number_of(identity: str) -> int:
    """Return the identity as the whole number under which a store keeps it."""
    number = 0
    for character in identity:
        number = number * 32 + _VALUE[character]
    return number


def id_of(number: int) -> str:
    """Return the identity that ``number_of`` turned into ``number``."""
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(BODY)))


def short(identity: str) -> str:
    """Return the spoken form: the first six characters and a check character, as ``K7Q-2M9X``."""
    body = identity[:SPOKEN]
    whole = body + check_character(body)
    return f"{whole[:3]}-{whole[3:]}"


def read_id(text: str) -> str:
    """Return the whole identity or the six spoken characters that ``text`` stands for.

    Small letters, blanks and hyphens do not matter, and O, I and L are read as the digits they look
    like. Raises ``InputRefused`` when the check character does not fit, or the length does not.
    """
    folded = "".join(c for c in text.upper() if c not in " -\u2010\u2011\u2013")
    if not folded or any(c not in _VALUE for c in folded):
        raise InputRefused("that is not an id", "ids look like K7Q-2M9X; see `registry case list`")
    folded = "".join(ALPHABET[_VALUE[c]] for c in folded)
    if len(folded) == BODY:
        return folded
    if len(folded) == SPOKEN + 1:
        if check_character(folded[:SPOKEN]) != folded[SPOKEN]:
            raise InputRefused(
                "the id was misread: its check character does not fit",
                "read it again from the screen or paper; see `registry case list`",
            )
        return folded[:SPOKEN]
    raise InputRefused("that is not a whole id", "ids look like K7Q-2M9X; see `registry case list`")
