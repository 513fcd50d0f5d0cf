"""A first mapping for a list nobody has mapped yet, from what its headings say in English, French or Arabic."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from registry.cases.casefile import PERSON
from registry.exchange.mapping import KEEP, Column, ColumnMap
from registry.words.fact import Declared
from registry.words.folding import fold

# Columns whose cells may hold several values, and what divides them in most lists.
_SPLIT = {"consent": "+"}
# What stands around a heading in exports of forms and databases, and is no part of what it asks.
_LANGUAGE = re.compile(r"(?:__|_|\s|\.)(?:ar|en|fr|la|lat|latin|arabic|english)$")


def suggest(headings: Iterable[str], facts: Mapping[str, Declared], kind: str = PERSON) -> ColumnMap:
    """Return a mapping in which every heading has a place; what no declared fact is called by is kept in the note."""
    known = _words(facts)
    columns: dict[str, Column] = {}
    for heading in headings:
        states = next((known[word] for word in _readings(heading) if word in known), KEEP)
        columns[heading] = Column(states, _SPLIT.get(states, ""))
    key = next((heading for heading, one in columns.items() if one.states == "reference"), "")
    return ColumnMap(columns, kind, key)


def _readings(heading: str) -> Iterable[str]:
    """Yield what a heading may be read as: whole, without its group, without the language it is written in."""
    whole = heading.strip()
    last = re.split(r"/|::|\.", whole)[-1]
    for one in dict.fromkeys(
        (whole, last, _LANGUAGE.sub("", whole.casefold()), _LANGUAGE.sub("", last.casefold()))
    ):
        yield _normal(one)


def _normal(word: str) -> str:
    """Return a heading as two writers would both mean it: folded, without signs and question marks."""
    return " ".join(fold(re.sub(r"[_\W]+", " ", word.casefold())).split())


def _words(facts: Mapping[str, Declared]) -> dict[str, str]:
    """Return what every word for a column leads to: the declarations' own words first."""
    found: dict[str, str] = {}
    for key, declared in facts.items():
        fact = declared.fact
        for word in (key, fact.label, *(fact.labels or {}).values(), *fact.aliases):
            found.setdefault(_normal(word), key)
    for states, words in _beside().items():
        for word in words:
            found.setdefault(_normal(word), states)
    return found


@cache
def _beside() -> Mapping[str, list[str]]:
    """Return the words for columns that are no facts: data beside this module."""
    text = resources.files("registry.exchange").joinpath("headings.toml").read_text(encoding="utf-8")
    found: Mapping[str, list[str]] = tomllib.loads(text)
    return found
