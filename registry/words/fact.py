"""How a fact is declared: once, on a typed domain class, for every part of the program to read."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Protocol, Self


class Leaves(Enum):
    """How far a fact may travel in an anonymised summary. Silence means withheld."""

    NEVER = "withheld"
    COARSE = "counted in broad classes"
    WORDING = "as the source worded it, for groups only"


class Value(Protocol):
    """A kind of value: it knows how to be read, kept and shown."""

    @classmethod
    def parse(cls, raw: Any) -> Self:
        """Read what a person or file gave; raise ``InputRefused`` rather than guess."""

    def plain(self) -> Any:
        """Return the stored form, made of JSON's own types; ``parse(plain())`` gives the value back."""

    def show(self, lang: str = "en") -> str:
        """Return the value as words for a reader of ``lang``."""

    def agrees(self, other: Self) -> bool:
        """Tell whether both values can be true of one fact at once."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one declared fact is called and how far it may travel.

    ``dimension`` names the disclosure dimension a ``COARSE`` fact is counted under. ``identifying`` is
    true unless said otherwise: such a fact never becomes a command-line option. ``several`` marks facts
    of which a person may truly have more than one (names), so that two claims do not contradict. What is
    ``sensitive`` is shown only where everything of a case is asked for.
    """

    label: str
    leaves: Leaves = Leaves.NEVER
    dimension: str | None = None
    identifying: bool = True
    aliases: tuple[str, ...] = ()
    match: bool = False
    several: bool = False
    note: str = ""
    labels: Mapping[str, str] | None = None
    sensitive: bool = False

    def label_in(self, lang: str) -> str:
        """Return the label in ``lang``, or in English where none is declared."""
        return (self.labels or {}).get(lang, self.label)


def in_three(fr: str, ar: str) -> Mapping[str, str]:
    """Return a fact's label in French and in Arabic, to stand beside the English one."""
    return types.MappingProxyType({"fr": fr, "ar": ar})


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact as declared on a class: its key, its ``Fact`` and the kind of value it takes."""

    key: str
    fact: Fact
    kind: type[Value]


def _kind_in(annotation: Any) -> type[Value]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        (annotation,) = (part for part in typing.get_args(annotation) if part is not type(None))
    return typing.cast("type[Value]", annotation)


@cache
def facts_of(domain_class: type) -> Mapping[str, Declared]:
    """Return the declared facts of a domain class by key, in the order of their lines."""
    found = {}
    for key, annotation in typing.get_type_hints(domain_class, include_extras=True).items():
        for extra in getattr(annotation, "__metadata__", ()):
            if isinstance(extra, Fact):
                found[key] = Declared(key, extra, _kind_in(annotation.__origin__))
    return types.MappingProxyType(found)
