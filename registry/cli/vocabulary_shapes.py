"""The shapes of what `registry vocabulary` answers."""

from __future__ import annotations

from registry.cli.shapes import Shape


class TermItem(Shape):
    """One term: its code, its labels, the words it is read by, and its code in schemes of other systems."""

    code: str
    en: str
    fr: str
    ar: str
    aliases: tuple[str, ...]
    note: str
    codes: dict[str, str]


class VocabularyShown(Shape):
    """One vocabulary with its terms."""

    name: str
    title: str
    terms: tuple[TermItem, ...]


class VocabularyItem(Shape):
    """One vocabulary in a list, and the schemes that its terms have codes of."""

    name: str
    title: str
    terms: int
    schemes: tuple[str, ...]


class SchemeItem(Shape):
    """A list of another system: its codes, why some stand for no term of ours, and as what each is read.

    ``whole`` says that these are all its codes. ``reads`` names terms of ``vocabulary``.
    """

    scheme: str
    title: str
    source: str
    whole: bool
    codes: dict[str, str]
    unused: dict[str, str]
    reads: dict[str, str]
    vocabulary: str


class VocabularyList(Shape):
    """Every vocabulary, and every scheme that was compared."""

    items: tuple[VocabularyItem, ...]
    total: int
    schemes: tuple[SchemeItem, ...]
