"""Names as they were spoken or written, each with its script and the part it plays."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

from registry.errors import InputRefused
from registry.words.terms import Term, Vocabulary
from registry.words.text import clean

LONGEST = 200


class Script(Enum):
    """The script a name is written in."""

    ARABIC = "arabic"
    LATIN = "latin"
    OTHER = "other"
    MIXED = "mixed"


def script_of(text: str) -> Script:
    """Return the script of the letters in ``text``; text without letters is ``OTHER``."""
    found = set()
    for character in text:
        if unicodedata.category(character)[0] == "L":
            name = unicodedata.name(character, "").split(" ")[0]
            found.add({"ARABIC": Script.ARABIC, "LATIN": Script.LATIN}.get(name, Script.OTHER))
    if len(found) > 1:
        return Script.MIXED
    return found.pop() if found else Script.OTHER


NAME_KINDS = Vocabulary(
    "kind of name",
    Term("full", "full name", "nom complet", "الاسم الكامل", aliases=("name", "الاسم")),
    Term("given", "given name", "prénom", "الاسم الأول", aliases=("first", "first name")),
    Term("father", "father's name", "nom du père", "اسم الأب"),
    Term("grandfather", "grandfather's name", "nom du grand-père", "اسم الجد"),
    Term("mother", "mother's name", "nom de la mère", "اسم الأم"),
    Term(
        "family", "family name", "nom de famille", "اسم العائلة", aliases=("surname", "last name", "الكنية")
    ),
    Term("kunya", "kunya", "kunya", "كنية أبو أو أم", note="Abu or Umm with a child's name"),
    Term("laqab", "laqab or nisba", "laqab ou nisba", "لقب أو نسبة", aliases=("nisba", "laqab", "nisbah")),
    Term("nickname", "nickname", "surnom", "اسم الشهرة", aliases=("nick",)),
    Term("alias", "alias", "alias", "اسم حركي", aliases=("aka", "nom de guerre", "pseudonym")),
)

_HINT = 'give a name as text, or as {"text": …, "kind": …}'


@dataclass(frozen=True, slots=True)
class Name:
    """One name: the text as written, cleaned only of what could act on a terminal, and its kind."""

    text: str
    kind: str = "full"

    @classmethod
    def parse(cls, raw: Any, kind: str = "full") -> Self:
        """Read a text, or ``{"text": …, "kind": …}``; ``kind`` is what a bare text is taken for.

        A ``script`` beside them is passed over, since the letters tell it. Raises ``InputRefused`` for empty
        text, an unknown kind or field, or text too long to be a name.
        """
        if isinstance(raw, dict):
            if set(raw) - {"text", "kind", "script"}:
                raise InputRefused("a name has a field that is not known", _HINT)
            kind, raw = raw.get("kind", kind), raw.get("text")
        if not isinstance(raw, str):
            raise InputRefused("that is not a name", _HINT)
        text = clean(raw)
        if not any(unicodedata.category(c)[0] in "LN" for c in text):
            raise InputRefused("a name needs a letter or a number", _HINT)
        if len(text) > LONGEST:
            raise InputRefused(f"a name has at most {LONGEST} characters", "put the rest into a note")
        return cls(text, NAME_KINDS.read(kind).code)

    @property
    def script(self) -> Script:
        """The script the name is written in."""
        return script_of(self.text)

    def agrees(self, other: Name) -> bool:
        """Names never contradict one another: a person has as many as people call them by."""
        del other
        return True

    def plain(self) -> dict[str, str]:
        """Return ``{"text": …, "kind": …}``."""
        return {"text": self.text, "kind": self.kind}

    def show(self, lang: str = "en") -> str:
        """Return the name as written, whatever the reader's language."""
        del lang
        return self.text


@dataclass(frozen=True, slots=True)
class NameSet:
    """The names of one person, in the order they became known, none twice."""

    names: tuple[Name, ...] = ()

    @classmethod
    def of(cls, names: Iterable[Name]) -> Self:
        """Return the set of ``names``, the first of equal ones kept."""
        return cls(tuple(dict.fromkeys(names)))
