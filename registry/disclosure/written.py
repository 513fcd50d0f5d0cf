"""A release as it stands finished, in bytes, and what it is checked against."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from registry.disclosure.contents import shown_text
from registry.disclosure.policy import Policy
from registry.disclosure.scan import ways_of
from registry.disclosure.sought import Identifier, Sought, Spellings
from registry.disclosure.summary import Summary
from registry.words.folding import is_arabic, skeletons
from registry.words.terms import Term

NOTE = "method"


@dataclass(frozen=True)
class Written:
    """A release as it stands, and what it is checked against.

    ``files`` are the finished bytes by name. ``identifiers`` are what the vault knows people, sources and cases by;
    ``known`` the folded words of the reports' standing texts and of their mark-up, ``texts`` those texts, and
    ``standing`` what is always there to the letter (a style sheet). ``spellings`` gives the keys under which two
    spellings of a word meet.
    """

    files: Mapping[str, bytes]
    summary: Summary
    policy: Policy
    identifiers: Iterable[Identifier] = ()
    known: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    spellings: Callable[[str], Iterable[str]] = skeletons

    @cached_property
    def read(self) -> dict[str, Any]:
        """What ``summary.json`` says, read from its bytes."""
        found: dict[str, Any] = json.loads(self.files["summary.json"])
        return found

    @property
    def audited(self) -> tuple[bytes, ...]:
        """What auditors get: ``summary.json``, and under a floor band also the prints that its figures follow from.

        Who knows the method works most prints out from the figures, and the rest from what adds up. With all prints a
        reader knows at least as much as the files tell.
        """
        content = self.files["summary.json"]
        if not self.summary.one_way:
            return (content,)
        return content, json.dumps(self.summary.with_prints.plain()).encode()

    @property
    def notes(self) -> dict[str, bytes]:
        """The method notes, one for each language."""
        return {name: kept for name, kept in self.files.items() if name.partition(".")[0] == NOTE}

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of every file but the notes, in which they stand."""
        return {name: sha256(kept).hexdigest() for name, kept in self.files.items() if name not in self.notes}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word that belongs in this release: standing texts, mark-up, labels, codes and wordings."""
        said = (*self._labels(), *_strings(self.summary.plain()), *self.files)
        own = {word for text in said for words in ways_of(text) for word in words}
        return (
            self.known | own | {f"\u0648{word}" for word in own if is_arabic(word)}
        )  # "and", written onto the word

    def _labels(self) -> Iterator[str]:
        for term in self.terms():
            yield from (term.en, term.fr, term.ar)
        yield from (group.wording for group in self.summary.groups if group.wording)

    def sought(self) -> Sought:
        """Return what must not stand in it; what the reports say themselves, in labels too, is no name."""
        spellings: Spellings = self.spellings
        return Sought(self.identifiers, self.words, spellings, (*self.texts, *self._labels()))

    def passed(self) -> tuple[str, ...]:
        """Return the texts that stand in it by right and look like an identifier: its own id, days and hashes."""
        days = (self.summary.made_on, self.summary.cutoff)
        return (self.summary.release_id, *days, *self.digests.values(), *self.standing)

    def terms(self) -> Iterator[Term]:
        """Yield the words of every class and of every group report's cells."""
        for dimension in self.summary.dimensions:
            yield dimension.name
            yield from (found.term for found in dimension.classes)
        for group in self.summary.groups:
            yield from (term for term in (group.period, group.place, group.holder, group.source) if term)
            yield group.situation

    def prose(self) -> Iterator[tuple[str, str]]:
        """Yield each file that people read, as text without mark-up."""
        for name, kept in self.files.items():
            if name.endswith(".html"):
                yield name, shown_text(kept.decode())
            elif name.endswith((".md", ".csv", ".txt")):
                yield name, kept.decode()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, held in value.items():
            yield key
            yield from _strings(held)
    elif isinstance(value, (list, tuple)):
        for held in value:
            yield from _strings(held)
    elif isinstance(value, str):
        yield value
