"""What must not stand in a release: the identifiers of a vault, and the forms in which each is looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise

from registry.words.folding import fold, skeletons, tokens

# Words that may be one name in two spellings or scripts share a key.
Spellings = Callable[[str], Iterable[str]]


class Kind(Enum):
    """What kind of thing an identifier is; the word is what a refusal calls it."""

    NAME = "a name"
    NUMBER = "a number by which someone is reached or known"
    DAY = "a date of birth"
    ID = "a case"
    SIGNS = "a reference or an address"
    DIGEST = "the hash of a held file"
    DETAIL = "a detail that a record tells"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifying text of a vault as it is kept, and what it is.

    ``DAY`` is an ISO date to the day. Of a ``DETAIL`` (a facility, a town, a cell nobody read) each word is looked for
    that no report uses: one that is made of such words, as "Rural Damascus", tells nothing.
    """

    kind: Kind
    text: str


# A word of one or two letters cannot be told from a syllable, and fewer digits than six are anybody's.
SHORTEST_WORD = 3
SHORTEST_NUMBER = 6
# A longer number is looked for by its end, which stays when the code of a country is left out.
NUMBER_END = 8
# So many signs of a hash point back to what was hashed: one in four thousand million.
SHORTEST_HASH = 8


class Sought:
    """The identifiers of a vault in every form they are looked for, each form made once and when it is needed.

    ``known`` are folded words that the report says of itself: a name that is only such a word is no leak. Nor is one
    of several such words that stands so in one of the report's own texts, ``said``: a source called "UN body".
    """

    def __init__(
        self,
        identifiers: Iterable[Identifier],
        known: frozenset[str],
        spellings: Spellings = skeletons,
        said: Iterable[str] = (),
    ) -> None:
        self.identifiers = frozenset(identifiers)
        self.known = known
        self._said = "\n".join(f" {fold(text)} " for text in said)
        self._spellings = spellings

    def of(self, *kinds: Kind) -> Iterator[str]:
        """Yield the texts of some kinds of identifier."""
        return (one.text for one in self.identifiers if one.kind in kinds)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name of several words as its folded words, and with compounds joined."""
        found = set()
        for name in self.of(Kind.NAME):
            found |= {fold(name), " ".join(tokens(name))}
        return frozenset(name for name in found if " " in name and f" {name} " not in self._said)

    @cached_property
    def longest(self) -> int:
        """How many words the longest name has."""
        return max((name.count(" ") + 1 for name in self.names), default=0)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word of a name that the report does not use itself, whole names run together too."""
        found = set()
        for name in self.of(Kind.NAME):
            parts = fold(name).split()
            found |= {*parts, *tokens(name), "".join(parts), "".join(tokens(name))}
            found |= {left + right for left, right in pairwise(parts)}
        found |= {word for text in self.of(Kind.DETAIL) for word in fold(text).split() if not word.isdigit()}
        return frozenset(word for word in found if len(word) >= SHORTEST_WORD) - self.known

    @cached_property
    def keys(self) -> frozenset[str]:
        """The spelling keys of every word of a name."""
        return frozenset(key for word in self.words for key in self.spelled(word))

    def spelled(self, word: str) -> Iterator[str]:
        """Yield the keys that tell a word's other spellings; one consonant is too few to tell anything."""
        return (key for key in self._spellings(word) if len(key.strip("^")) > 1)

    @cached_property
    def numbers(self) -> Mapping[int, frozenset[str]]:
        """The ends of phone and identity numbers, by their length in digits."""
        found: dict[int, set[str]] = {}
        for text in self.of(Kind.NUMBER):
            digits = "".join(re.findall(r"\d", fold(text)))
            if len(digits) >= SHORTEST_NUMBER:
                end = digits[-NUMBER_END:] if len(digits) > NUMBER_END else digits
                found.setdefault(len(end), set()).add(end)
        return {length: frozenset(ends) for length, ends in found.items()}

    @cached_property
    def days(self) -> frozenset[str]:
        """Dates of birth as ISO dates."""
        return frozenset(self.of(Kind.DAY))

    @cached_property
    def signs(self) -> frozenset[str]:
        """Ids, references, numbers and addresses as folded signs run together."""
        found = {fold(text).replace(" ", "") for text in self.of(Kind.ID, Kind.SIGNS, Kind.NUMBER)}
        return frozenset(one for one in found if len(one) > SHORTEST_WORD) - self.known

    def spoken(self) -> Iterator[bytes]:
        """Yield each identifier in the forms somebody would hash: as kept, small, folded, and run together."""
        for text in self.of(Kind.NAME, Kind.NUMBER, Kind.DAY, Kind.ID, Kind.SIGNS):
            folded = fold(text)
            forms = (text, text.strip().casefold(), text.upper(), folded, folded.replace(" ", ""))
            yield from (form.encode() for form in dict.fromkeys(forms) if form)
