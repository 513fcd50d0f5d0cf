"""The gate of a line list: its rules counted again on the finished bytes, and what must not stand in them looked for."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from registry.disclosure.classifications import MINORS
from registry.disclosure.line_list import LineList
from registry.disclosure.line_rules import COLUMNS, TOLD, LineRules
from registry.disclosure.recoding import ANY
from registry.disclosure.seeking import Seeker
from registry.errors import DisclosureRefused

METHOD, JSON, CSV = "method.md", "list.json", "list.csv"


@dataclass(frozen=True, slots=True)
class WrittenList:
    """A line list as its bytes have it, and what it is checked against."""

    files: Mapping[str, bytes]
    line_list: LineList
    rules: LineRules
    lang: str
    identifiers: Iterable[str] = ()
    fold: Callable[[str], str] = str.casefold
    known: frozenset[str] = frozenset()

    @property
    def read(self) -> dict[str, Any]:
        """What ``list.json`` says, read from its bytes."""
        found: dict[str, Any] = json.loads(self.files[JSON])
        return found


Check = Callable[[WrittenList], Iterator[str]]


def pass_list_gate(written: WrittenList) -> None:
    """Run every check; raise ``DisclosureRefused`` at the first fault. A check that breaks is a check that failed."""
    for check in CHECKS:
        try:
            faults = list(check(written))
        except Exception:  # noqa: BLE001 - whatever goes wrong in a check means that nothing is known to be safe.
            faults = ["a check of the written files could not be run"]
        if faults:
            raise DisclosureRefused(faults[0], "no file was left; report the fault before you try again")


def _same(written: WrittenList) -> Iterator[str]:
    if written.read != json.loads(json.dumps(written.line_list.plain())):
        yield "list.json does not say what the list says"
    if set(written.files) != {METHOD, JSON, CSV}:
        yield "the files are not those of a line list"


def _columns(written: WrittenList) -> Iterator[str]:
    """Check that nothing is told but registered columns, and in each only the classes that the file itself names."""
    read = written.read
    names = [column["key"] for column in read["columns"]]
    apart = [column["key"] for column in read["columns"] if column["coarsened"]]
    if len(apart) > written.rules.columns or names != [*(key for key in COLUMNS if key in apart), *TOLD]:
        yield "the list tells of a column that no rule allows"
    labels = {column["key"]: column["labels"] for column in read["columns"]}
    for row in read["rows"]:
        if list(row) != names or any(row[key] not in labels[key] for key in row):
            yield "a line holds a value that is no registered class"
            return


def _counted(written: WrittenList) -> Iterator[str]:
    """Count the classes of the file again: people, and how mixed what is told of them is."""
    read, rules = written.read, written.rules
    if len(read["rows"]) < rules.people:
        yield "the list holds too few people"
    apart = [column["key"] for column in read["columns"] if column["coarsened"]]
    classes: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
    for row in read["rows"]:
        classes.setdefault(tuple(row[key] for key in apart), []).append(row)
    for at, rows in classes.items():
        named = dict(zip(apart, at, strict=True))
        if len(rows) < rules.persons:
            yield "a class of the list holds too few people"
        if named.get("age") == MINORS and (len(rows) < rules.minors or named.get("place", ANY) != ANY):
            yield "a class of the list names minors with a place, or too few of them"
        for key in TOLD:
            told = [row[key] for row in rows]
            most = max(told.count(value) for value in set(told))
            if len(set(told)) < rules.distinct or most * 100 > rules.share * len(told):
                yield "what is told of the people in a class is too much alike"


def _spreadsheet(written: WrittenList) -> Iterator[str]:
    """Check that the spreadsheet says in words what ``list.json`` says in codes, line by line, and no more."""
    read = written.read
    lines = list(csv.reader(io.StringIO(written.files[CSV].decode(), newline="")))
    labels = {column["key"]: column["labels"] for column in read["columns"]}
    expected = [[labels[key][code][written.lang] for key, code in row.items()] for row in read["rows"]]
    if lines[2:] != expected:
        yield "the spreadsheet does not say what list.json says"
    if not all(tag.startswith("#") for tag in lines[1]) or len(lines[0]) != len(lines[1]):
        yield "the second row of the spreadsheet holds no tags"


def _no_identifier(written: WrittenList) -> Iterator[str]:
    labels = {
        words for column in written.line_list.columns
        for term in (column.name, *column.classes) for words in (term.code, term.en, term.fr, term.ar)
    }  # fmt: skip
    seeker = Seeker(written.identifiers, written.fold, {*written.known, *labels})
    for name, kept in written.files.items():
        said = _HEX.sub(" ", kept.decode()).replace(written.line_list.release_id, " ")
        if next(seeker.found(_FIELD.sub(" ", _TAG.sub(" ", said))), None):
            yield f"something that identifies a person stands in {name}"
            return


_HEX = re.compile(r"\b[0-9a-f]{64}\b")
_TAG = re.compile(r"#[a-z]+\d?(?:\+[a-z_]+\d?)*")
# The names of fields in the JSON, which are the program's own.
_FIELD = re.compile(r'"\w+":')
_TRACES = re.compile(
    r"https?:|file:|/home/|/tmp/|/Users/|\\Users\\|\d\d:\d\d|\x00|%|[\u202a-\u202e\u2066-\u2069]",
    re.IGNORECASE,
)


def _no_traces(written: WrittenList) -> Iterator[str]:
    for name, kept in written.files.items():
        if _TRACES.search(kept.decode()):
            yield f"{name} holds an address, a path, a time or a percentage"


def _hashes(written: WrittenList) -> Iterator[str]:
    """Check that the method note names each file's SHA-256, and that no other digest stands anywhere."""
    digests = {name: sha256(kept).hexdigest() for name, kept in written.files.items() if name != METHOD}
    note = written.files[METHOD].decode()
    if any(f"`{name}` {digest}" not in note for name, digest in digests.items()):
        yield "the method note does not name each file's SHA-256"
    for name, kept in written.files.items():
        allowed = set(digests.values()) if name == METHOD else set()
        if set(re.findall(r"\b[0-9a-fA-F]{32,}\b", kept.decode())) - allowed:
            yield f"a digest stands in {name} that is no file's"


def _numbers(written: WrittenList) -> Iterator[str]:
    """Check that the method note names no number but those of the rules, of labels and of its two days."""
    one = written.line_list
    words = [t for c in one.columns for term in (c.name, *c.classes) for t in (term.en, term.fr, term.ar)]
    allowed = {int(n) for said in (*words, one.made_on, one.cutoff) for n in re.findall(r"\d+", said)}
    allowed |= {*written.rules.plain().values(), one.loss, 100, 256}
    note = _HEX.sub("", written.files[METHOD].decode()).replace(one.release_id, "")
    if any(int(number) not in allowed for number in re.findall(r"\d+", note)):
        yield "a number stands in the method note that is no rule's"


CHECKS: tuple[Check, ...] = (
    _same,
    _columns,
    _counted,
    _spreadsheet,
    _no_identifier,
    _no_traces,
    _hashes,
    _numbers,
)
