"""Passphrases: generated from plain words, or typed and refused when they are easy to guess."""

from __future__ import annotations

import math
import re
import secrets
from functools import cache
from importlib.resources import files

from registry.errors import InputRefused
from registry.words.identity import Chance

WORDS = 7
LEAST_BITS = 50
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "abcdefghijklmnopqrstuvwxyz", "01234567890")


@cache
def words() -> tuple[str, ...]:
    """Return the list of words that generated passphrases are drawn from."""
    text = files("registry.vault").joinpath("words.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def word_bits() -> float:
    """Return how many bits one drawn word holds."""
    return math.log2(len(words()))


def generate_passphrase(chance: Chance = secrets.randbelow, count: int = WORDS) -> str:
    """Return ``count`` words drawn independently: seven words of 2048 hold 77 bits."""
    return " ".join(words()[chance(len(words()))] for _ in range(count))


def _is_run(token: str) -> bool:
    folded = token.lower()
    return any(folded in row or folded in row[::-1] for row in _KEYBOARD)


def _token_bits(token: str) -> float:
    """Return what one stretch of letters, digits or signs adds, judged as its guesser would."""
    folded = token.lower()
    capital = 0.0 if token == folded else 1.0
    if len(set(folded)) <= 2 or (len(folded) >= 3 and _is_run(folded)):
        return 4.0 + capital
    if folded in words():
        return word_bits() + capital
    if token.isdigit():
        return 7.0 if re.fullmatch(r"(19|20)\d\d", token) else 3.3 * len(token)
    if token.isalpha():
        # Some word or name, in whatever language: a guesser's dictionary has 16,000 that people choose.
        return min(3.0 * len(folded), 14.0) + capital
    return 1.0 if not token.strip() else 4.0


def strength(passphrase: str) -> float:
    """Return a cautious estimate in bits: words count as words, not letters; repeats and runs hardly count.

    Not an exact measure: it can praise a quotation, which a guesser has in a list. Generated ones are better.
    """
    seen: set[str] = set()
    bits = 0.0
    for token in _TOKEN.findall(passphrase):
        bits += 0.5 if token.lower() in seen else _token_bits(token)
        seen.add(token.lower())
    return bits


def require_strong(passphrase: str) -> None:
    """Raise ``InputRefused`` for a typed passphrase that is estimated below 50 bits, saying what would help."""
    bits = strength(passphrase)
    if bits < LEAST_BITS:
        more = math.ceil((LEAST_BITS - bits) / word_bits())
        words_more = "one more unrelated word" if more == 1 else f"{more} more unrelated words"
        raise InputRefused(
            "the passphrase is too easy to guess",
            f"add {words_more}, and no saying or song, which guessers know too; or take a generated one",
        )
