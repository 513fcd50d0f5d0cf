"""Shares: a recovery key in three parts on paper, of which any two give it back (SLIP-39, two of three).

One share alone tells nothing about the key. The arithmetic is that of ``shamir-mnemonic``, the reference
implementation of the standard; what is added here is that a slip of the pen is named by its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from registry.errors import InputRefused
from registry.vault.recovery import RecoveryKey

SHARES, NEEDED = 3, 2
WORDS = 33  # 256 bits in words of 10 bits, with what SLIP-39 adds: identity, place and checksum
_PREFIX = 4  # no two words of the list begin with the same four letters
_CUSTOMIZATION = {1: b"shamir_extendable", 0: b"shamir"}
_MOST_STRETCHED = 4  # each step doubles the work, and a made-up share could ask for hours of it
# The generator of RS1024, from SLIP-39, "Checksum".
_GENERATOR = (
    0xE0E040, 0x1C1C080, 0x3838100, 0x7070200, 0xE0E0009,
    0x1C0C2412, 0x38086C24, 0x3090FC48, 0x21B1F890, 0x3F3F120,
)  # fmt: skip


@cache
def _places() -> dict[str, int]:
    """Return the number of every word of SLIP-39's list, by its first four letters."""
    from shamir_mnemonic.wordlist import WORDLIST

    return {word[:_PREFIX]: number for number, word in enumerate(WORDLIST)}


def _step(state: int, value: int) -> int:
    top = state >> 20
    state = (state & 0xFFFFF) << 10 ^ value
    for bit, generator in enumerate(_GENERATOR):
        state ^= generator if top >> bit & 1 else 0
    return state


def _flag(numbers: Sequence[int]) -> int:
    """Return the bit that says which of two names the sum begins with; it stands in the second word."""
    return numbers[1] >> 4 & 1


def _left(numbers: Sequence[int], flag: int) -> int:
    """Return 0 for words that add up, otherwise what is left of the sum."""
    state = 1
    for value in (*_CUSTOMIZATION[flag], *numbers):
        state = _step(state, value)
    return state ^ 1


def _misread(numbers: Sequence[int], flag: int) -> int | None:
    """Return the place, from 1, of the only word that can be wrong, or ``None`` where several are.

    The code's distance is four: a single wrong word has one place only, and two are never taken for one.
    The right word is not looked for: whoever holds the paper can read it, and nobody else should learn it.
    """
    left = _left(numbers, flag)
    # What the slip of each single bit in this place would leave; slips add up, as all of this is linear.
    slips = [1 << bit for bit in range(10)]
    for place in range(len(numbers), 0, -1):
        if _adds_up_to(left, slips):
            # In the second word the flag itself may be what was misread, anywhere else it is right.
            return place if flag == _flag(numbers) or place == 2 else None
        slips = [_step(slip, 0) for slip in slips]
    return None


def _adds_up_to(wanted: int, vectors: Sequence[int]) -> bool:
    """Whether some of the vectors, added bit by bit, give ``wanted``."""
    reduced: list[int] = []
    for vector in (*vectors, wanted):
        for known in reduced:
            vector = min(vector, vector ^ known)
        if not vector:
            return True  # a slip never leaves nothing, so it is ``wanted`` that was reached
        reduced.append(vector)
    return False


def looks_like_share(text: str) -> bool:
    """Whether text is words of a share rather than the groups of a key."""
    return bool(text.split()) and all(word.isalpha() for word in text.split())


class Share:
    """One share as it stands on paper: 33 words."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def __repr__(self) -> str:
        return "Share((hidden))"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Share) and self.words == other.words

    def __hash__(self) -> int:
        return hash(self.words)

    @property
    def place(self) -> int:
        """Return which of the three it is, from 1."""
        from shamir_mnemonic.share import Share as Standard

        return int(Standard.from_mnemonic(" ".join(self.words)).index) + 1

    @classmethod
    def parse(cls, text: str) -> Share:
        """Return the share that was typed; the first four letters of each word are enough.

        Raises ``InputRefused`` that names the words which are not of the list, or the one that was misread.
        """
        from shamir_mnemonic.wordlist import WORDLIST

        typed = text.casefold().split()
        if len(typed) != WORDS:
            raise InputRefused(
                f"that is not a whole share: {len(typed)} words instead of {WORDS}",
                "type the words as they stand on the paper, in their order",
            )
        found = [_places().get(word[:_PREFIX]) for word in typed]
        numbers = [0 if number is None else number for number in found]
        unknown = [
            place
            for place, (word, number) in enumerate(zip(typed, found, strict=True), 1)
            if number is None or not WORDLIST[number].startswith(word)
        ]
        if unknown:
            raise _wrong(unknown)
        if _left(numbers, _flag(numbers)):
            places = {_misread(numbers, flag) for flag in _CUSTOMIZATION} - {None}
            if len(places) != 1:
                raise InputRefused(
                    "the words of the share do not add up", "compare every word with the paper"
                )
            raise _wrong([place for place in places if place is not None])
        return cls([WORDLIST[number] for number in numbers])


def _wrong(places: Sequence[int]) -> InputRefused:
    named = " and ".join(filter(None, (", ".join(map(str, places[:-1])), str(places[-1]))))
    said = f"word {named} of the share was misread" if len(places) == 1 else f"words {named} were misread"
    return InputRefused(said, "compare with the paper at that place")


def split(recovery: RecoveryKey) -> tuple[Share, ...]:
    """Return three new shares of a key; shares of two splittings do not go together."""
    from shamir_mnemonic import generate_mnemonics

    # The key is 256 random bits, so that nothing is gained by stretching it; no passphrase is added.
    (group,) = generate_mnemonics(1, [(NEEDED, SHARES)], bytes(recovery.key), iteration_exponent=0)
    return tuple(Share(mnemonic.split()) for mnemonic in group)


def join(shares: Iterable[Share]) -> RecoveryKey:
    """Return the key that two shares hold. Raises ``InputRefused`` for too few, or for ones of two splittings."""
    from shamir_mnemonic import MnemonicError, combine_mnemonics

    given = list(dict.fromkeys(shares))
    if len(given) < NEEDED:
        raise InputRefused(
            f"{NEEDED} different shares are needed, and {len(given)} was given", "type another share"
        )
    try:
        return RecoveryKey(combine_mnemonics(" ".join(share.words) for share in _needed(given)))
    except (MnemonicError, ValueError):
        raise InputRefused(
            "those shares do not belong together", "use shares that were made on the same day, for this vault"
        ) from None


def _needed(shares: Sequence[Share]) -> Iterator[Share]:
    """Yield as many shares as are needed, having looked at all of them: a third must not be of another key."""
    from shamir_mnemonic import MnemonicError
    from shamir_mnemonic.share import Share as Standard

    read = [Standard.from_mnemonic(" ".join(share.words)) for share in shares]
    alike = len({one.group_parameters() for one in read}) == 1
    if not alike or read[0].member_threshold != NEEDED or read[0].iteration_exponent > _MOST_STRETCHED:
        raise MnemonicError("shares of different sets")
    yield from shares[:NEEDED]


def recovery_from(texts: Iterable[str]) -> RecoveryKey:
    """Return the recovery key that texts hold: the key itself, or two shares in one text or in several.

    Several shares in one text stand on lines of their own. Raises ``InputRefused`` naming what was misread.
    """
    whole = [text for text in texts if text.strip()]
    if not whole or not all(looks_like_share(text) for text in whole):
        return RecoveryKey.parse(" ".join(whole))
    shares = [share for text in whole for share in _in_text(text.split())]
    return join([_numbered(place, text, len(shares)) for place, text in enumerate(shares, 1)])


def _in_text(words: Sequence[str]) -> list[str]:
    """Return the shares in one text; one that is not whole stays in one piece, so that it is told as it is."""
    length = WORDS if len(words) % WORDS == 0 else len(words)
    return [" ".join(words[start : start + length]) for start in range(0, len(words), length)]


def _numbered(place: int, text: str, of: int) -> Share:
    try:
        return Share.parse(text)
    except InputRefused as refused:
        if of == 1:
            raise
        raise InputRefused(f"share {place} of those given: {refused.message}", refused.hint) from None
