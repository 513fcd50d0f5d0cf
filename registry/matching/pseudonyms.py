"""What headquarters compares of a case: keyed hashes of its names, dates and places, and never the words themselves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from registry.words.folding import fold, skeleton, tokens

# So many bytes a key has; whoever holds it can try out names, so that it is kept like a passphrase.
KEY_BYTES = 32
# Eight bytes: among ten million cases two different names share a hash with a chance below one in 300,000.
_DIGEST = 8

# The columns, in the order in which they are written. A ``_sound`` column holds the hash of a consonant key, which
# spellings of one name in either script share; its neighbour the hash of the folded word.
NAMES = ("given", "father", "grandfather", "family", "mother")
COLUMNS = (
    "id", *(column for name in NAMES for column in (name, f"{name}_sound")), "born", "born_swapped", "born_year",
    "born_next", "sex", "place", "seen", "number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """What one case says of a person, in words: names by part, and the others empty where nothing certain is known.

    ``born`` is an ISO day or a year, ``seen`` the ISO month last seen, ``place`` the code of a governorate, ``number``
    an identity number. ``id`` is the case's own, which is drawn by chance and says nothing of the person.
    """

    id: str
    given: str = ""
    father: str = ""
    grandfather: str = ""
    family: str = ""
    mother: str = ""
    born: str = ""
    sex: str = ""
    place: str = ""
    seen: str = ""
    number: str = ""


def parts_of(name: str) -> dict[str, str]:
    """Return a full name's words by the part that they most likely are, as names are given in Syria.

    Of two words the second is the family's, of three the middle one the father's, of four and more the second
    and the third the father's and the grandfather's; compounds such as Abd al-Rahman are one word.
    """
    words = tokens(name)
    named = dict(zip(("given", "father", "grandfather"), words[:-1], strict=False)) if len(words) > 1 else {}
    return {**named, "family": words[-1]} if named else dict.fromkeys(["given"], "".join(words[:1]))


def pseudonyms(one: Compared, key: bytes) -> dict[str, str | None]:
    """Return the comparison columns of a case, None where nothing is known; only its id is not hashed.

    Raises ``ValueError`` for a key of another length than ``KEY_BYTES``.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the key for comparison columns has the wrong length")
    said = {**dict.fromkeys(COLUMNS, ""), **_names(one), **_birth(one.born)}
    said |= {"sex": one.sex, "place": one.place, "seen": one.seen, "number": fold(one.number)}
    return {
        column: one.id if column == "id" else _hash(column, word, key) if word else None
        for column, word in said.items()
    }


def _names(one: Compared) -> dict[str, str]:
    found = {}
    for name in NAMES:
        word = " ".join(tokens(getattr(one, name)))
        found[name], found[f"{name}_sound"] = word, skeleton(word) if word else ""
    return found


def _birth(born: str) -> dict[str, str]:
    """Return the day, the day with day and month in either order, and the year beside the one that follows it.

    Two years that follow each other share ``born_year`` of one with ``born_next`` of the other: near is told
    without telling the year.
    """
    year, _, rest = born.partition("-")
    if not year.isdigit():
        return {}
    found = {"born_year": year, "born_next": str(int(year) + 1)}
    if rest:
        found |= {"born": born, "born_swapped": "-".join([year, *sorted(rest.split("-"))])}
    return found


def _hash(column: str, word: str, key: bytes) -> str:
    # One space of hashes a kind of value: a father's name says nothing of a given name, the years excepted.
    kind = "born_year" if column == "born_next" else column
    return hashlib.blake2b(f"{kind}\n{word}".encode(), key=key, digest_size=_DIGEST).hexdigest()


def key_mark(key: bytes) -> str:
    """Return what tells that two files were made with one key, without telling the key."""
    return hashlib.blake2b(b"which key", key=key, digest_size=_DIGEST).hexdigest()
