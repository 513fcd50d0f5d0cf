"""A name that a source gives to something a register holds: kept as written, with the entry where one was chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from registry.errors import InputRefused
from registry.words.folding import fold
from registry.words.identity import ALPHABET, BODY
from registry.words.plain import Text

_ID = re.compile(f"[{ALPHABET}]{{{BODY}}}")
_ARTICLES = frozenset({"al", "el", "the", "as", "ash", "ad", "an", "ar", "at", "az"})


def name_key(text: str) -> str:
    """Return by what two spellings of one name are taken for the same: letters folded, articles and blanks gone.

    No sounds are compared here: Branch 215 and Branch 235 sound alike and are two places.
    """
    words = [word for word in fold(text).split() if word not in _ARTICLES] or fold(text).split()
    return "".join(word[2:] if word.startswith("ال") and len(word) > 3 else word for word in words)


@dataclass(frozen=True, slots=True)
class Named(Text):
    """Something named as the source names it; ``id`` is the whole id of its entry where a person chose one."""

    id: str = ""

    @classmethod
    def parse(cls, raw: Any) -> Self:
        """Read a name, or ``{"text": …, "id": …}``; raise ``InputRefused`` otherwise."""
        if not isinstance(raw, Mapping):
            return cls(Text.parse(raw).text)
        identity = raw.get("id", "")
        if (
            set(raw) - {"text", "id"}
            or not isinstance(identity, str)
            or not _ID.fullmatch(identity or "0" * BODY)
        ):
            raise InputRefused("that is not a name", 'give the name, or {"text": …, "id": …}')
        return cls(Text.parse(raw.get("text")).text, identity)

    def plain(self) -> Any:
        """Return the text, or ``{"text": …, "id": …}`` where an entry was chosen."""
        return {"text": self.text, "id": self.id} if self.id else self.text

    def agrees(self, other: Text) -> bool:
        """Two names agree when they are of one entry, or read alike but for articles and blanks."""
        mine, theirs = self.id, getattr(other, "id", "")
        return mine == theirs if mine and theirs else name_key(self.text) == name_key(other.text)
