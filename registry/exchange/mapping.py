"""How the columns of somebody's list are read: which fact each one states, kept as a file that can be used again."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.cases.casefile import PERSON, SUBJECTS
from registry.errors import InputRefused
from registry.words.fact import Declared
from registry.words.text import clean

# What a column may be beside a fact: what belongs to a fact, to the statement, to its source, or to the case.
BESIDE = ("age_on", "wording", "count_low", "count_high", "when", "grade", "status_on", "note", "consent")
SOURCE = (
    "source.kind", "source.label", "source.reliability", "source.why", "source.material", "source.independence",
    "source.risk", "source.publisher", "source.url", "source.dated", "source.note", "source.contact",
)  # fmt: skip
# A column that says nothing of the person; and one that is kept as a line of the note.
IGNORE, KEEP = "ignore", "keep"
# What stands for a cell's word where it says nothing, or says that something is not known.
NOTHING = "ignore"
ORDERS = ("dmy", "mdy")
LARGEST = 1 << 18
VERSION = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it states, what divides several values in a cell, the order of its dates, its words.

    ``terms`` lead words of the list to codes of ours, or to ``ignore``.
    """

    states: str
    split: str = ""
    order: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)

    def term(self, word: str) -> str | None:
        """Return what a word of the list stands for, where the mapping says it."""
        wanted = _plain(word)
        return next((code for said, code in self.terms.items() if _plain(said) == wanted), None)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The columns of a list by heading, and what holds for each of its rows.

    ``key`` is the heading under which each row has a number of its own, ``collection`` what the list is called: by
    both a row is known again. ``source`` holds the fields of the source that all rows share.
    """

    columns: Mapping[str, Column]
    kind: str = PERSON
    key: str = ""
    collection: str = ""
    source: Mapping[str, Any] = field(default_factory=dict)

    @property
    def states_source(self) -> bool:
        """Whether the rows say themselves what kind of source they come from."""
        return "kind" in self.source or any(one.states == "source.kind" for one in self.columns.values())

    def write(self) -> str:
        """Return the mapping as the TOML file that ``read_map`` reads."""
        lines = [f"map = {VERSION}", f"kind = {json.dumps(self.kind)}"]
        lines += [
            f"{key} = {_toml(value)}" for key, value in (("key", self.key), ("collection", self.collection))
        ]
        lines += ["", "[columns]"]
        lines += [f"{_toml(heading)} = {_column_toml(one)}" for heading, one in self.columns.items()]
        if self.source:
            lines += ["", "[source]"]
            lines += [f"{key} = {_toml(value)}" for key, value in self.source.items()]
        return "\n".join(lines) + "\n"


def read_map(text: str, facts: Mapping[str, Mapping[str, Declared]]) -> ColumnMap:
    """Read a mapping; ``facts`` are the declared facts by kind of subject. Raises ``InputRefused`` with the column."""
    if len(text) > LARGEST:
        raise InputRefused("the mapping is larger than 256 KiB", "keep the columns of one list in it")
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as broken:
        raise InputRefused("the mapping is not TOML", f"mend it: {str(broken)[:120]}") from broken
    unknown = sorted(set(raw) - {"map", "kind", "key", "collection", "columns", "source"})
    if raw.get("map") != VERSION or unknown:
        raise InputRefused(
            "the mapping is of another kind or version"
            if not unknown
            else f"`{unknown[0][:40]}` is nothing that a mapping has",
            "write one with `registry import FILE --dry-run --save-map OUT.toml`",
        )
    kind = raw.get("kind", PERSON)
    if kind not in SUBJECTS:
        raise InputRefused("the mapping's kind is neither person nor group", 'use kind = "person" or "group"')
    columns = {
        clean(heading): _column(heading, one, facts[kind]) for heading, one in _table(raw, "columns").items()
    }
    source = _table(raw, "source")
    for name in source:
        if f"source.{name}" not in SOURCE and name != "published":
            raise InputRefused(
                "the mapping's source has a field that is not known", f"use one of: {_fields()}"
            )
    return ColumnMap(columns, kind, _line(raw, "key"), _line(raw, "collection"), source)


def _fields() -> str:
    return ", ".join(name.removeprefix("source.") for name in SOURCE)


def _table(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = raw.get(name, {})
    if not isinstance(found, dict):
        raise InputRefused(f"`{name}` of the mapping is not a table", f"write it as [{name}]")
    return found


def _line(raw: Mapping[str, Any], name: str) -> str:
    found = raw.get(name, "")
    if not isinstance(found, str) or len(found) > 200:
        raise InputRefused(f"`{name}` of the mapping is not a line of text", f'write {name} = "…"')
    return clean(found)


def _column(heading: str, raw: Any, facts: Mapping[str, Declared]) -> Column:
    given = {"as": raw} if isinstance(raw, str) else raw
    if (
        not isinstance(given, dict)
        or set(given) - {"as", "split", "order", "terms"}
        or not isinstance(given.get("as"), str)
    ):
        raise _refused(
            heading, 'write "heading" = "fact", or { as = "fact", order = "dmy", split = ";", terms = {…} }'
        )
    states = given["as"]
    if states not in facts and states not in (*BESIDE, *SOURCE, IGNORE, KEEP):
        raise _refused(
            heading, f"use a fact ({', '.join(facts)}), or {', '.join((*BESIDE, *SOURCE, IGNORE, KEEP))}"
        )
    split, order, terms = given.get("split", ""), given.get("order", ""), given.get("terms", {})
    if order not in ("", *ORDERS) or not isinstance(split, str) or len(split) > 5:
        raise _refused(heading, 'order is "dmy" or "mdy"; split is a sign or two')
    if not isinstance(terms, dict) or not all(isinstance(code, str) for code in terms.values()):
        raise _refused(heading, 'write terms = { "their word" = "our_code" }')
    return Column(states, split, order, terms)


def _refused(heading: str, hint: str) -> InputRefused:
    return InputRefused(f"the column {clean(heading)[:60]!r} of the mapping cannot be read", hint)


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())


def _toml(value: Any) -> str:
    """Return a value as TOML writes it; a text of JSON is one of TOML but for the delete sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _column_toml(one: Column) -> str:
    more = [f"{key} = {_toml(value)}" for key, value in (("split", one.split), ("order", one.order)) if value]
    if one.terms:
        more.append(
            f"terms = {{ {', '.join(f'{_toml(word)} = {_toml(code)}' for word, code in one.terms.items())} }}"
        )
    return f"{{ {', '.join([f'as = {_toml(one.states)}', *more])} }}" if more else _toml(one.states)
