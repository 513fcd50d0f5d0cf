"""Comparison at headquarters' scale: hashes of what tells people apart go out of a vault, and pairs of cases come back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from registry.cases.casefile import GROUP, CaseFile
from registry.cases.views import CaseView
from registry.desk.consenting import said_no
from registry.desk.desk import CASES, Desk, Progress, no_progress
from registry.errors import InputRefused
from registry.matching.engine import Pair
from registry.matching.pseudonyms import COLUMNS, KEY_BYTES, NAMES, Compared, key_mark, parts_of, pseudonyms
from registry.provenance.consent import CASE_WORK
from registry.words.dates import PartialDate
from registry.words.identity import ALPHABET, BODY, number_of

VERSION = 1
LONGEST_LINE = 1 << 16
# What of a name's parts is a fact of its own.
_PART_FACTS = {
    "given": "given",
    "father": "father",
    "grandfather": "grandfather",
    "family": "family_name",
    "mother": "mother",
}
_HINT = "take the files that `registry hq columns` and `registry hq pairs` wrote, as they are"


def compared(view: CaseView) -> Compared:
    """Return what one case says of a person, as it is compared with others: the best supported value of each fact."""
    name = view.names[0].text if view.names else ""
    said = parts_of(name) if name else {}
    for part, fact in _PART_FACTS.items():
        best = view.best(fact)
        said[part] = best.text if best is not None else said.get(part, "")
    sex, place, number = (view.best(key) for key in ("sex", "last_seen_at", "identity_number"))
    return Compared(
        view.case.id,
        **{part: said.get(part, "") for part in NAMES},
        born=_day_or_year(view.best("born")),
        sex=sex.code if sex is not None else "",
        place=(place.governorate() or "") if place is not None else "",
        seen=_month(view.best("last_seen_on")),
        number=number.text if number is not None else "",
    )


def _day_or_year(born: PartialDate | None) -> str:
    if born is None or born.earliest is None or born.latest is None or born.earliest.year != born.latest.year:
        return ""
    return born.earliest.isoformat() if born.earliest == born.latest else str(born.earliest.year)


def _month(seen: PartialDate | None) -> str:
    if seen is None or seen.earliest is None or seen.latest is None:
        return ""
    first, last = (day.isoformat()[:7] for day in (seen.earliest, seen.latest))
    return first if first == last else ""


def columns(desk: Desk, key: bytes, progress: Progress = no_progress) -> Iterator[dict[str, str | None]]:
    """Yield the comparison columns of every person whose case counts, under a key that headquarters gave out.

    Cases of which consent for case work was withdrawn are left out. Changes nothing.
    """
    lines = [line.id for line in desk.lines() if line.kind != GROUP]
    for done, identity in enumerate(lines, 1):
        case = CaseFile(desk.document(CASES, identity))
        if not said_no(case, CASE_WORK, desk.today):
            yield pseudonyms(compared(desk.view(case)), key)
        progress(done, len(lines))


def write_columns(stream: IO[bytes], rows: Iterable[Mapping[str, Any]], key: bytes) -> int:
    """Write comparison columns as lines of JSON below a line that says with which key; return how many cases."""
    stream.write(_line({"columns": VERSION, "key": key_mark(key)}))
    many = 0
    for row in rows:
        stream.write(_line(row))
        many += 1
    return many


def read_columns(streams: Iterable[IO[bytes]]) -> Iterator[dict[str, Any]]:
    """Yield the rows of several files of columns.

    Raises ``InputRefused`` for what is none, and for files made with different keys, whose hashes say nothing to each other.
    """
    mark = None
    for stream in streams:
        rows = _objects(stream)
        head = next(rows, {})
        if head.get("columns") != VERSION or not isinstance(head.get("key"), str):
            raise InputRefused("that is no file of comparison columns of this version", _HINT)
        if mark not in (None, head["key"]):
            raise InputRefused(
                "these columns were made with different keys",
                "let every office write them with the key that headquarters gave out",
            )
        mark = head["key"]
        for row in rows:
            _refuse_strange(row)
            yield row


def _refuse_strange(row: Mapping[str, Any]) -> None:
    """Raise ``InputRefused`` for a row that holds anything but an id and hashes: words have no business there."""
    hashes = (row.get(column) for column in COLUMNS if column != "id")
    sound = all(
        one is None or (isinstance(one, str) and len(one) == 16 and set(one) <= set("0123456789abcdef"))
        for one in hashes
    )
    if set(row) - set(COLUMNS) or not _is_id(row.get("id")) or not sound:
        raise InputRefused("a line of these columns holds what is no hash", _HINT)


def write_pairs(stream: IO[bytes], found: Iterable[Pair]) -> int:
    """Write pairs as lines of JSON, ``{"left": ID, "right": ID, "score": 0-1, "parts": […]}``; return how many."""
    many = 0
    for one in found:
        stream.write(
            _line({"left": one.left, "right": one.right, "score": one.score, "parts": list(one.parts)})
        )
        many += 1
    return many


def read_pairs(stream: IO[bytes]) -> Iterator[Pair]:
    """Yield the pairs in a file; raise ``InputRefused`` for a line that is none."""
    for row in _objects(stream):
        left, right, score, parts = (row.get(key) for key in ("left", "right", "score", "parts"))
        if not (
            isinstance(left, str)
            and isinstance(right, str)
            and left != right
            and _is_id(left)
            and _is_id(right)
        ):
            raise _no_pair()
        if not isinstance(score, int | float) or not 0 <= score <= 1 or not isinstance(parts, list):
            raise _no_pair()
        if not all(isinstance(part, str) and len(part) <= 100 for part in parts):
            raise _no_pair()
        yield Pair(min(left, right), max(left, right), float(score), tuple(parts))


def _no_pair() -> InputRefused:
    return InputRefused("a line of that file is no pair of cases", _HINT)


def candidates(desk: Desk, found: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the pairs of which both cases are here, count, and were not decided about yet, the likeliest first.

    A pair of which one case lies in another office's vault is that office's to look at, and stays out.
    """
    best: dict[tuple[str, str], Pair] = {}
    for one in found:
        if _both_here(desk, one) and one.score > best.get((one.left, one.right), Pair("", "", -1)).score:
            best[one.left, one.right] = one
    yield from sorted(best.values(), key=lambda one: (-one.score, one.left, one.right))


_DECIDED = frozenset({"same_person", "not_same"})


def _both_here(desk: Desk, one: Pair) -> bool:
    if not all(desk.vault.has(CASES, number_of(identity)) for identity in (one.left, one.right)):
        return False
    left, right = desk.case(one.left), desk.case(one.right)
    tied = {link.other for link in left.links if link.kind in _DECIDED}
    return not left.withdrawn and not right.withdrawn and right.id not in tied


def _is_id(raw: Any) -> bool:
    return isinstance(raw, str) and len(raw) == BODY and not set(raw) - set(ALPHABET)


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _objects(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    while raw := stream.readline(LONGEST_LINE):
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError):
            raise InputRefused("a line of that file cannot be read", _HINT) from None
        if not isinstance(found, dict):
            raise InputRefused("a line of that file cannot be read", _HINT)
        yield found


def read_key(raw: bytes) -> bytes:
    """Return the key in a key file's bytes; raise ``InputRefused`` where there is none."""
    try:
        key = bytes.fromhex(raw.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise InputRefused(
            "that file holds no key for comparison columns",
            "make one with --new-key FILE, once, at headquarters",
        )
    return key
