"""Field packs: an organisation's own facts as data, each declared once and read by every part of the program.

A pack is a TOML document. What it declares gets the treatment of a fact of the program itself, under the key
``pack.fact``, but for one thing: nothing in a pack can let a fact leave, so that each of them is withheld always.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import msgspec

from registry.cases.casefile import PERSON, SUBJECTS
from registry.cases.pack_lines import Places
from registry.errors import InputRefused
from registry.words.counts import Count
from registry.words.dates import PartialDate
from registry.words.fact import Declared, Fact, Value
from registry.words.names import Name
from registry.words.places import Place
from registry.words.plain import Age, Paragraph, Text
from registry.words.terms import Coded, Term, Vocabulary
from registry.words.text import clean, visible

KINDS: Mapping[str, type[Value]] = {
    "text": Text, "paragraph": Paragraph, "name": Name, "date": PartialDate, "place": Place, "age": Age,
    "count": Count,
}  # fmt: skip
CODED = "coded"
ALWAYS, OFFERED = "always", "offered"

# A pack is read by people too. What is larger was not written by hand, or is meant to hold the program up.
LARGEST, LONGEST_LINE, MOST_FACTS, MOST_TERMS, MOST_ALIASES = 131_072, 2000, 200, 200, 20
_LONGEST_LABEL, _LONGEST_HELP, _NEWEST = 100, 400, 999_999
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")

_OF_PACK = ("pack", "version", "en", "fr", "ar", "subject", "asked", "sensitive", "source", "facts")
_OF_FACT = (
    "key", "kind", "en", "fr", "ar", "help", "section", "several", "identifying", "sensitive", "aliases", "terms",
)  # fmt: skip
_OF_TERM = ("code", "en", "fr", "ar", "aliases", "note")


@dataclass(frozen=True, slots=True)
class PackFact:
    """One fact of a pack: how it is declared, what helps to answer it, and the heading it stands under."""

    declared: Declared
    kind: str
    help: str
    section: str

    @property
    def terms(self) -> frozenset[str]:
        """The codes of its terms, none where it is not coded."""
        kind = self.declared.kind
        return frozenset(kind.vocabulary.terms) if issubclass(kind, Coded) else frozenset()


@dataclass(frozen=True, slots=True)
class Pack:
    """One version of a pack: what it is called, where it comes from, and its facts in the order to ask them."""

    key: str
    version: int
    labels: Mapping[str, str]
    subject: str
    asked: str
    source: str
    facts: tuple[PackFact, ...]

    def label(self, lang: str = "en") -> str:
        """Return what the pack is called, in English where the language has no name for it."""
        return self.labels.get(lang) or self.labels["en"]

    @property
    def declared(self) -> dict[str, Declared]:
        """The facts by their whole keys."""
        return {one.declared.key: one.declared for one in self.facts}


@dataclass(frozen=True, slots=True)
class AsWritten:
    """A value of a fact that nobody here declares any more: kept and shown as it was written."""

    raw: Any

    @classmethod
    def parse(cls, raw: Any) -> Self:
        """Take what was kept, whatever it is."""
        return cls(raw)

    def plain(self) -> Any:
        """Return what was kept."""
        return self.raw

    def show(self, lang: str = "en") -> str:
        """Return the text in it, or what was kept as JSON."""
        del lang
        text = self.raw.get("text") if isinstance(self.raw, Mapping) else self.raw
        return text if isinstance(text, str) else msgspec.json.encode(self.raw).decode()

    def agrees(self, other: AsWritten) -> bool:
        """What cannot be understood cannot contradict."""
        del other
        return True


def of_a_pack(key: str) -> bool:
    """Tell whether a fact's key is one of a pack."""
    return "." in key


def as_written(key: str) -> Declared:
    """Return how a fact is declared whose pack is not here: as sensitive as a pack could have made it."""
    return Declared(key, Fact(key, several=True, sensitive=True), AsWritten)


def read_pack(text: str) -> Pack:
    """Return the pack in a TOML document; raise ``InputRefused`` that names the line and what stands there."""
    return _Reading(text).pack()


@lru_cache(maxsize=64)
def kept_pack(text: str) -> Pack | None:
    """Return a pack that a vault carries, without what this version of the program cannot read in it."""
    try:
        return _Reading(text, lenient=True).pack()
    except InputRefused:
        return None


class _Reading:
    """One reading of a pack; ``lenient`` passes over fields and facts that are not understood."""

    def __init__(self, text: str, *, lenient: bool = False) -> None:
        _refuse_large(text)
        self._places = Places(text)
        self._lenient = lenient
        self._raw = _decoded(text)

    # Refusing

    def _refused(self, path: tuple[int, ...], field: str, what: str, hint: str) -> InputRefused:
        words = [f"{name} {number + 1}" for name, number in zip(("fact", "term"), path, strict=False)]
        if field:
            words.append(f"`{field}`")
        line = self._places.line(path, field)
        return InputRefused(f"line {line}: {', '.join(words) or 'the pack'}: {what}", hint)

    def _known(self, raw: Mapping[str, Any], known: tuple[str, ...], path: tuple[int, ...]) -> None:
        for place, field in enumerate(raw, 1):
            if field not in known and not self._lenient:
                line = self._places.line(path, field)
                where = "the pack" if not path else "the fact" if len(path) == 1 else "the term"
                raise InputRefused(
                    f"line {line}: field {place} of {where} is not known", f"known fields: {', '.join(known)}"
                )

    # Reading

    def pack(self) -> Pack:
        raw = self._raw
        self._known(raw, _OF_PACK, ())
        key = self._key(raw, "pack", ())
        subject = self._one_of(raw, "subject", tuple(SUBJECTS), PERSON, ())
        asked = self._one_of(raw, "asked", (ALWAYS, OFFERED), OFFERED, ())
        sensitive = self._flag(raw, "sensitive", (), otherwise=False)
        facts = tuple(self._facts(key, raw.get("facts"), sensitive=sensitive))
        if not facts and not self._lenient:
            raise self._refused((), "facts", "a pack has at least one fact", "begin one with [[facts]]")
        return Pack(
            key=key, version=self._version(raw), labels=self._labels(raw, ()), subject=subject, asked=asked,
            source=self._words(raw, "source", (), _LONGEST_HELP), facts=facts,
        )  # fmt: skip

    def _facts(self, pack: str, raw: Any, *, sensitive: bool) -> Iterator[PackFact]:
        if raw is not None and not isinstance(raw, list):
            raise self._refused((), "facts", "facts are a list", "begin each with [[facts]]")
        if raw and len(raw) > MOST_FACTS:
            raise self._refused((), "facts", f"more than {MOST_FACTS} facts", "part it into several packs")
        seen: set[str] = set()
        for place, one in enumerate(raw or ()):
            try:
                fact = self._fact(pack, one, (place,), sensitive=sensitive)
                if fact.declared.key in seen:
                    raise self._refused(
                        (place,), "key", "two facts have this key", "each has a key of its own"
                    )
            except InputRefused:
                if not self._lenient:
                    raise
                continue
            seen.add(fact.declared.key)
            yield fact

    def _fact(self, pack: str, raw: Any, path: tuple[int, ...], *, sensitive: bool) -> PackFact:
        if not isinstance(raw, dict):
            raise self._refused(path, "", "a fact is a table of fields", "begin it with [[facts]]")
        self._known(raw, _OF_FACT, path)
        key = f"{pack}.{self._key(raw, 'key', path)}"
        kind = self._one_of(raw, "kind", (*KINDS, CODED), "", path)
        labels = self._labels(raw, path)
        fact = Fact(
            labels["en"], labels=labels, aliases=self._aliases(raw, path),
            several=self._flag(raw, "several", path, otherwise=False),
            identifying=self._flag(raw, "identifying", path, otherwise=True),
            sensitive=self._flag(raw, "sensitive", path, otherwise=sensitive),
        )  # fmt: skip
        value = self._coded(key, raw, path) if kind == CODED else KINDS[kind]
        if kind != CODED and "terms" in raw:
            raise self._refused(path, "terms", "only a coded fact has terms", 'give kind = "coded"')
        return PackFact(
            Declared(key, fact, value), kind, self._words(raw, "help", path, _LONGEST_HELP),
            self._words(raw, "section", path),
        )  # fmt: skip

    def _coded(self, key: str, raw: Mapping[str, Any], path: tuple[int, ...]) -> type[Coded]:
        given = raw.get("terms")
        if not isinstance(given, list) or not given:
            raise self._refused(path, "terms", "a coded fact has terms", "begin each with [[facts.terms]]")
        if len(given) > MOST_TERMS:
            raise self._refused(path, "terms", f"more than {MOST_TERMS} terms", 'use kind = "text"')
        terms: dict[str, Term] = {}
        for place, one in enumerate(given):
            term = self._term(one, (*path, place))
            if term.code in terms:
                raise self._refused((*path, place), "code", "two terms have this code", "each has its own")
            terms[term.code] = term
        vocabulary = Vocabulary("term of this fact", *terms.values())
        return type("PackTerm", (Coded,), {"vocabulary": vocabulary, "__slots__": (), "__doc__": key})

    def _term(self, raw: Any, path: tuple[int, ...]) -> Term:
        if not isinstance(raw, dict):
            raise self._refused(path, "", "a term is a table of fields", "begin it with [[facts.terms]]")
        self._known(raw, _OF_TERM, path)
        labels = self._labels(raw, path)
        return Term(
            self._key(raw, "code", path), labels["en"], labels.get("fr") or labels["en"],
            labels.get("ar") or labels["en"], aliases=self._aliases(raw, path),
        )  # fmt: skip

    # Fields

    def _key(self, raw: Mapping[str, Any], field: str, path: tuple[int, ...]) -> str:
        key = raw.get(field)
        if not isinstance(key, str) or not _KEY.match(key):
            raise self._refused(
                path, field, "that is not a key",
                "a key begins with a small letter, and has small letters, digits and _ after it, 40 at most",
            )  # fmt: skip
        return key

    def _version(self, raw: Mapping[str, Any]) -> int:
        version = raw.get("version")
        if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version <= _NEWEST:
            raise self._refused((), "version", "the version is not a whole number from 1", "version = 1")
        return version

    def _one_of(
        self,
        raw: Mapping[str, Any],
        field: str,
        known: tuple[str, ...],
        otherwise: str,
        path: tuple[int, ...],
    ) -> str:
        value = raw.get(field, otherwise)
        if not isinstance(value, str) or value not in known:
            raise self._refused(
                path, field, "that is not a word it can be", f"use one of: {', '.join(known)}"
            )
        return value

    def _flag(self, raw: Mapping[str, Any], field: str, path: tuple[int, ...], *, otherwise: bool) -> bool:
        value = raw.get(field, otherwise)
        if not isinstance(value, bool):
            raise self._refused(path, field, "that is neither true nor false", "write true or false")
        return value

    def _labels(self, raw: Mapping[str, Any], path: tuple[int, ...]) -> dict[str, str]:
        labels = {lang: self._words(raw, lang, path) for lang in ("en", "fr", "ar")}
        if not labels["en"]:
            raise self._refused(path, "en", "there is no English label", 'en = "…", and fr and ar beside it')
        return {lang: words for lang, words in labels.items() if words}

    def _aliases(self, raw: Mapping[str, Any], path: tuple[int, ...]) -> tuple[str, ...]:
        given = raw.get("aliases", [])
        if not isinstance(given, list) or len(given) > MOST_ALIASES:
            raise self._refused(path, "aliases", f"not a list of at most {MOST_ALIASES}", 'aliases = ["…"]')
        return tuple(self._line(one, "aliases", path, _LONGEST_LABEL) for one in given)

    def _words(
        self, raw: Mapping[str, Any], field: str, path: tuple[int, ...], longest: int = _LONGEST_LABEL
    ) -> str:
        return self._line(raw[field], field, path, longest) if field in raw else ""

    def _line(self, value: Any, field: str, path: tuple[int, ...], longest: int) -> str:
        if not isinstance(value, str) or not (words := clean(value)):
            raise self._refused(path, field, "that is not text", "write it in quotation marks")
        if len(words) > longest:
            raise self._refused(path, field, f"longer than {longest} characters", "say it shorter")
        if visible(words) != words:
            raise self._refused(
                path, field, "it holds a character that a screen obeys or nobody sees", "type it anew"
            )
        return words


def _refuse_large(text: str) -> None:
    """Refuse what only takes time to read: the reader of TOML is slow on lines of thousands of dots."""
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise InputRefused(f"the pack is larger than {LARGEST:,} bytes", "part it into several packs")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise InputRefused(
                f"line {number} is longer than {LONGEST_LINE:,} characters", "write it on several lines"
            )


def _decoded(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as deep:
        raise InputRefused("the pack is nested too deeply", "see `registry pack export` for one") from deep
    except ValueError as broken:
        # What the reader quotes of the file may be anything; where it stands is all that is needed.
        found = re.search(r"\(at (line \d+, column \d+|end of document)\)", str(broken))
        where = found[1] if found else "somewhere"
        raise InputRefused(
            f"{where}: that is not TOML", 'text stands in quotation marks: en = "Height"'
        ) from broken
