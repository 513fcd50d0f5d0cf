"""Invented people as matching reads them, made without a vault."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from registry.matching.comparing import Person
from registry.matching.dossier import Dossier, Spot, births_of, written_out
from registry.words.dates import PartialDate
from registry.words.folding import fold
from registry.words.plain import Age


def somebody(identity: str, name: str | list[str] = "", **facts: Any) -> Dossier:
    """Return what is compared of somebody.

    ``born`` is a date, ``age`` years as said in December 2016, ``home`` and ``site`` places, ``number`` an identity
    number; ``sex_sure`` and all else go into the dossier as they are.
    """
    names = [name] if isinstance(name, str) else name
    person = written_out(Person.of({"name": [one for one in names if one], **facts.pop("parts", {})}))
    born, age = facts.pop("born", ""), facts.pop("age", None)
    given: dict[str, Any] = {
        "births": births_of(
            [PartialDate.parse(born)] if born else [],
            [Age(age, PartialDate.parse("2016-12"))] if age is not None else [],
        ),
        "homes": _spots(facts.pop("home", "")),
        "sites": _spots(facts.pop("site", "")),
        "numbers": frozenset(filter(None, (facts.pop("number", ""),))),
        "mothers": tuple(filter(None, (fold(facts.pop("mother", "")),))),
    }
    return replace(Dossier(identity, person), **given, **facts)


def _spots(text: str) -> tuple[Spot, ...]:
    return (Spot("", tuple(fold(text).split())),) if text else ()
