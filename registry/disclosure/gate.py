"""The gate: checks on the finished, written bytes of a release; one that fails, or cannot run, shuts it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from itertools import product
from typing import Any, Protocol

from registry.disclosure.policy import Policy
from registry.disclosure.summary import Summary
from registry.errors import DisclosureRefused
from registry.words.terms import Term


@dataclass(frozen=True, slots=True)
class Finding:
    """What an auditor found: fatal findings shut the gate. ``words`` hold no count and no name."""

    fatal: bool
    words: str


class Auditor(Protocol):
    """An independent auditor: it gets the written ``summary.json`` and earlier ones, and nothing else.

    It shares no code with the rounding (another room, another solver model), so that a fault here is
    not repeated there. A release passes only when every auditor returns without a fatal finding;
    anything an auditor raises shuts the gate.
    """

    def __call__(self, written: bytes, earlier: Sequence[bytes]) -> Iterable[Finding]:
        """Return the findings on one written summary beside ``earlier`` written summaries."""


@dataclass(frozen=True, slots=True)
class Written:
    """A release as it stands on the disk, and what it is checked against.

    ``files`` are the bytes read back, by name. ``identifiers`` are the vault's identifying strings as kept;
    ``fold`` brings them and the text of the files to one spelling. ``known`` are words of the standing
    texts: a name that equals one of them is no leak by itself.
    """

    files: Mapping[str, bytes]
    summary: Summary
    policy: Policy
    identifiers: Iterable[str] = ()
    fold: Callable[[str], str] = str.casefold
    known: frozenset[str] = frozenset()
    method: str = "method.md"

    @property
    def read(self) -> dict[str, Any]:
        """What ``summary.json`` says, read from its bytes."""
        found: dict[str, Any] = json.loads(self.files["summary.json"])
        return found

    def prose(self) -> Iterator[tuple[str, str]]:
        """Yield each file that people read, as text without mark-up."""
        for name, kept in self.files.items():
            if not name.endswith(".json"):
                yield name, _text(kept.decode()) if name.endswith(".html") else kept.decode()


Check = Callable[[Written], Iterator[str]]


def pass_gate(written: Written, auditors: Sequence[Auditor] = (), earlier: Sequence[bytes] = ()) -> str:
    """Run every check and auditor over a written release; raise ``DisclosureRefused`` at the first fault.

    The caller removes the files when it raises: a check that breaks is a check that failed. Returns how
    the release was audited, a key of the reports' standing texts and a word for the ledger.
    """
    for check in CHECKS:
        _shut(_run(check, written))
    for auditor in auditors:
        _shut(_run(_fatal, auditor, written.files["summary.json"], earlier))
    return "audit_independent" if auditors else "audit_self"


def _fatal(auditor: Auditor, written: bytes, earlier: Sequence[bytes]) -> Iterator[str]:
    yield from (finding.words for finding in auditor(written, earlier) if finding.fatal)


def _run(step: Callable[..., Iterable[str]], *given: object) -> list[str]:
    """Return what a check found; whatever goes wrong inside it is a fault of the release too."""
    try:
        return list(step(*given))
    except Exception:  # noqa: BLE001 - an auditor is a stranger: whatever it raises means unsafe.
        return ["a check of the written files could not be run"]


def _shut(faults: list[str]) -> None:
    if faults:
        raise DisclosureRefused(faults[0], "no file was left; report the fault before you try again")


def _same_as_summary(written: Written) -> Iterator[str]:
    if written.read != json.loads(json.dumps(written.summary.plain())):
        yield "summary.json does not say what the summary says"


def _within_policy(written: Written) -> Iterator[str]:
    read, policy = written.read, written.policy
    if any(len(cell["at"]) > policy.dimensions for cell in read["cells"]):
        yield "a cell crosses more dimensions than the policy allows"
    if len(read["cells"]) > policy.cells:
        yield "the release holds more cells than the policy allows"
    small = f"<{policy.universe}"
    for cell in read["cells"]:
        value = cell["value"]
        if value == small and not cell["at"] and len(read["cells"]) == 1:
            continue
        if type(value) is not int or value < 0 or value % policy.base:
            yield "a printed value is not a multiple of the base"
            return


def _adds_up(written: Written) -> Iterator[str]:
    """Check each sum from the bytes alone: every class is the sum of its parts wherever both are printed."""
    read = written.read
    values = {frozenset(cell["at"].items()): cell["value"] for cell in read["cells"]}
    if len(values) != len(read["cells"]) or frozenset() not in values:
        yield "a cell is printed twice, or the total is missing"
    for at, value in values.items():
        for key, tree in read["dimensions"].items():
            for parts in _parts(dict(at), key, tree["children"]):
                found = [values.get(part) for part in parts]
                if None not in found and sum(map(int, found)) != value:  # type: ignore[arg-type]
                    yield "a printed table does not add up"
                    return


def _parts(
    at: dict[str, str], key: str, children: Mapping[str, list[str]]
) -> Iterator[list[frozenset[tuple[str, str]]]]:
    """Yield the parts of a cell along one dimension, one generation down at a time."""
    codes = children.get(at.get(key, "Total"))
    while codes:
        yield [frozenset({**at, key: code}.items()) for code in codes]
        below = [part for code in codes for part in children.get(code, [code])]
        codes = below if below != codes else None


def _complete(written: Written) -> Iterator[str]:
    """Check that every cell of every table is there: a class that is missing would be a class of nobody."""
    read = written.read
    printed = {frozenset(cell["at"].items()) for cell in read["cells"]}
    for table in read["tables"]:
        ways = [[(axis["dimension"], code) for code in (*axis["classes"], None)] for axis in table]
        for classes in product(*ways):
            if frozenset((key, code) for key, code in classes if code is not None) not in printed:
                yield "a printed table lacks a cell"
                return


_NUMBER = re.compile(r"\d+")
_HEX = re.compile(r"\b[0-9a-fA-F]{32,}\b")
# A column's tag in the Humanitarian Exchange Language, such as #adm1+name.
_HXL = re.compile(r"#[a-z]+\d?(?:\+[a-z_]+\d?)*")


def _numbers_are_printed(written: Written) -> Iterator[str]:
    """Check that every number in a text is a printed value, a label's, a date's or the policy's."""
    allowed = _allowed_numbers(written)
    for name, words in written.prose():
        bare = _HXL.sub("", _HEX.sub("", words)).replace(written.summary.release_id, "")
        for number in _NUMBER.findall(bare):
            if int(number) not in allowed:
                yield f"a number stands in {name} that no cell prints"
                return


def _allowed_numbers(written: Written) -> frozenset[int]:
    summary, base = written.summary, written.policy.base
    allowed = {value for value in written.policy.plain().values() if isinstance(value, int)}
    # The bounds by which a print of nought or of one step is said, and the 256 of SHA-256.
    allowed |= {base, 2 * base, 3 * base, 256}
    allowed |= {cell.value for cell in summary.cells if isinstance(cell.value, int) and cell.value > base}
    for group in summary.groups:
        allowed |= {bound for bound in (group.low, group.high) if bound is not None}
        allowed |= _numbers(
            re.sub(r"(?<=\d)[,. \u00a0\u202f](?=\d)", "", group.wording or ""), group.wording or ""
        )
    if summary.group_total:
        allowed |= {
            bound for bound in (summary.group_total.low, summary.group_total.high) if bound is not None
        }
    for term in _terms(summary):
        allowed |= _numbers(term.en, term.fr, term.ar)
    return frozenset(allowed | _numbers(summary.made_on, summary.cutoff))


def _numbers(*texts: str) -> set[int]:
    return {int(number) for words in texts for number in _NUMBER.findall(words)}


def _terms(summary: Summary) -> Iterator[Term]:
    for dimension in summary.dimensions:
        yield dimension.name
        yield from (found.term for found in dimension.classes)
    for group in summary.groups:
        yield from (term for term in (group.period, group.place, group.holder, group.source) if term)


def _no_identifier(written: Written) -> Iterator[str]:
    """Check that nothing by which the vault identifies anyone stands in the bytes."""
    labels = {words for term in _terms(written.summary) for words in (term.en, term.fr, term.ar)}
    known = {word for words in written.known | labels for word in _words(written.fold(words))}
    bare = {" ".join(_words(written.fold(identifier))) for identifier in written.identifiers}
    sought = {words for words in bare if len(words) >= _SHORTEST and words not in known}
    longest = max((words.count(" ") + 1 for words in sought), default=0)
    for name, said in _visible(written):
        if not sought.isdisjoint(_runs(_words(written.fold(said)), longest)):
            yield f"something that identifies a person stands in {name}"
            return


def _visible(written: Written) -> Iterator[tuple[str, str]]:
    """Yield what each file says to a reader: prose without mark-up and column tags, and every text in the JSON."""
    for name, words in written.prose():
        yield name, _HXL.sub(" ", words)
    yield "summary.json", _KEY.sub(" ", written.files["summary.json"].decode())


# The names of fields in the JSON, which are the program's own.
_KEY = re.compile(r'"\w+":')


def _runs(words: Sequence[str], longest: int) -> Iterator[str]:
    """Yield every run of up to ``longest`` words, so that a vault of any size is sought in one pass."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield " ".join(words[start:end])


# A name of one or two letters cannot be told from a syllable of ordinary words.
_SHORTEST = 3


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _hashes(written: Written) -> Iterator[str]:
    """Check that the method note names each file's SHA-256, and that no other digest stands anywhere."""
    digests = {
        name: sha256(kept).hexdigest() for name, kept in written.files.items() if name != written.method
    }
    note = written.files[written.method].decode()
    if any(f"`{name}` {digest}" not in note for name, digest in digests.items()):
        yield "the method note does not name each file's SHA-256"
    for name, kept in written.files.items():
        if set(_HEX.findall(kept.decode())) - (set(digests.values()) if name == written.method else set()):
            yield f"a digest stands in {name} that is no file's"


_TRACES = re.compile(
    r"https?:|file:|<script|<link|<iframe|\bsrc=|\bhref=|url\(|@import|/home/|/tmp/|/Users/|\\Users\\|generator|"
    r"\d\d:\d\d|\x00|%",
    re.IGNORECASE,
)
# The only places where these marks belong: widths in the page's own style sheet.
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def _no_traces(written: Written) -> Iterator[str]:
    """Check that no file names an address, a path or a time, loads anything, or gives a percentage."""
    for name, kept in written.files.items():
        words = kept.decode()
        style = " ".join(_STYLE.findall(words)) if name.endswith(".html") else ""
        rest = _STYLE.sub("", words) if style else words
        if _TRACES.search(rest) or re.search(r"url\(|@import|https?:", style):
            yield f"{name} holds an address, a path, a time or a percentage"


@dataclass
class _Text(HTMLParser):
    """Collects what a page says: its text, and the words spoken for its pictures."""

    said: list[str] = field(default_factory=list)
    silent: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag == "style"
        self.said += [value or "" for key, value in attrs if key in {"aria-label", "title", "alt"}]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature.
        self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def _text(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    parser.close()
    return " ".join(parser.said)


CHECKS: tuple[Check, ...] = (
    _same_as_summary,
    _within_policy,
    _adds_up,
    _complete,
    _numbers_are_printed,
    _no_identifier,
    _hashes,
    _no_traces,
)
