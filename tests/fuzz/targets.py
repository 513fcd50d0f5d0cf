"""Every reader of bytes or text that may be hostile, each as a function of bytes that gives a value or refuses.

Used by the property tests in the suite (``test_targets.py``) and by the coverage-guided fuzzer beside it
(``guided.py``, not part of the suite). Anything raised but a refusal is a finding.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec

from registry.cases.casefile import SUBJECTS
from registry.cli import reading
from registry.desk.claiming import plain_value
from registry.errors import RegistryError
from registry.evidence.filenames import safe_name
from registry.evidence.media import kind_of
from registry.evidence.pictures import without_metadata
from registry.provenance.entry import Change, Entry, stamp
from registry.vault import body, header, journal, slots
from registry.vault.index import Leaf
from registry.vault.keys import TEST, Cost, Hidden, Keys, check_cost
from registry.vault.people import Person
from registry.vault.places import Places
from registry.vault.recovery import RecoveryKey
from registry.vault.rows import ExhibitRef, FormerEpoch, Head, Root, Rows, TableRoot
from registry.vault.seal import seal, unseal
from registry.words.fact import facts_of
from registry.words.identity import read_id
from registry.words.locators import Locator
from registry.words.text import clean, visible
from tests.evidence.making import laden_jpeg, laden_tiff, laden_webp, png

KEY, VAULT_ID = Hidden(bytes(range(32))), bytes(16)
_MEMBER_SEEDS = bytes(32), bytes(range(32))


class Shelf:
    """A container of one session in memory: the rows that ``Rows`` asks for."""

    def __init__(self) -> None:
        self.kept: dict[int, bytes] = {}

    def get(self, name: int) -> bytes | None:
        """Return a value."""
        return self.kept.get(name)

    def put(self, name: int, value: bytes) -> None:
        """Keep a value."""
        self.kept[name] = value

    add = put


def rows() -> Rows:
    """Return the rows of an empty vault in memory."""
    return Rows(Shelf(), _keys(), bytes)  # type: ignore[arg-type]


def _keys() -> Keys:
    return Keys.of(KEY, VAULT_ID, 1)


# Each reader is given what stands inside the seals, as somebody would write it who has the keys.


def _header(raw: bytes) -> object:
    found = header.read(raw)
    header.is_newer(raw)
    if found is not None:
        with suppress(RegistryError):
            check_cost(found.cost, found.test)
        slots.open_slot(found.slots, KEY, found.vault_id, found.epoch)
    return found


def _slot(raw: bytes) -> object:
    places = Places(VAULT_ID, 0)
    sealed = seal(KEY, places.context("slot", "", "0"), raw[: slots.BODY].ljust(slots.BODY, b"\x00"))
    return slots.open_slot([sealed.ljust(slots.SIZE, b"\x00")], KEY, VAULT_ID, 1)


def _root(raw: bytes) -> object:
    made = rows()
    for copy in ("0", "1"):
        sealed = seal(made.keys.rows, made.keys.places.context("root", "", copy), body.pad(raw))
        made.container.put(made.row("root", "", copy), sealed)
    return made.newest_root()


def _page(kind: str, read: Callable[[Rows], object]) -> Callable[[bytes], object]:
    def reader(raw: bytes) -> object:
        made = rows()
        owner, thing = ("", "") if kind == "people" else ("cases", "0")
        made.write_page(kind, owner, thing, 1, raw)
        return read(made)

    return reader


def _leaf(made: Rows) -> object:
    try:
        return Leaf.read(1, made.page("leaf", "cases", "0", 1))
    except body.UNREADABLE:  # what it says it raises, which the index takes for damage
        return None


def _head(raw: bytes) -> object:
    made = rows()
    identity = "000000000001"
    sealed = seal(made.keys.rows, made.keys.places.context("head", "cases", identity), body.pad(raw))
    row = len(sealed).to_bytes(4, "big") + sealed + b"no document"
    found, rest = made.opened("cases", 1, row)
    return made.document("cases", 1, found, rest)


def _row(raw: bytes) -> object:
    return rows().opened("cases", 1, raw)


def _document(raw: bytes) -> object:
    return body.inflate_document(body.pad(raw))


def _entry(raw: bytes) -> object:
    read = journal.read(raw, 1)
    return read.digest()


def _unseal(raw: bytes) -> object:
    return unseal(KEY, b"context", raw)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass" if b"\xed" in raw else "replace")


def _words(read: Callable[[str], object]) -> Callable[[bytes], object]:
    def reader(raw: bytes) -> object:
        try:
            text = _text(raw)
        except UnicodeDecodeError:
            return None
        return read(text)

    return reader


def _shown(text: str) -> object:
    return visible(clean(text)), visible(clean(text, paragraphs=True), paragraphs=True)


def _fact(kind: str, key: str) -> Callable[[bytes], object]:
    declared = facts_of(SUBJECTS[kind])[key]

    def reader(raw: bytes) -> object:
        # What is not JSON is refused before a fact sees it: ``intake`` is the reader for that.
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError, RegistryError):
            plain_value(declared, msgspec.json.decode(raw))
        try:
            return plain_value(declared, _text(raw))
        except UnicodeDecodeError:
            return None

    return reader


def _entries(raw: bytes) -> object:
    stream = io.BufferedReader(io.BytesIO(raw))
    reading.is_array(stream)
    return sum(1 for _ in reading._entries(stream, "-"))


TARGETS: Mapping[str, Callable[[bytes], object]] = {
    "header": _header,
    "slot body": _slot,
    "root": _root,
    "people": _page("people", lambda made: made.people(1)),
    "directory": _page("directory", lambda made: made.directory("cases", 0, 1)),
    "leaf": _page("leaf", _leaf),
    "head": _head,
    "row": _row,
    "document": _document,
    "plain body": body.unpad,
    "deflated body": body.inflate,
    "journal entry": _entry,
    "seal": _unseal,
    "recovery key": _words(RecoveryKey.parse),
    "id": _words(read_id),
    "text": _words(_shown),
    "intake": _entries,
    "locator": _words(Locator.parse),
    "file name": _words(safe_name),
    "picture": lambda raw: without_metadata(raw, kind_of(raw)),
    **{f"fact {key}": _fact("person", key) for key in ("name", "born", "age", "last_seen_at", "alleged_holder", "sex", "status")},
    "fact count": _fact("group", "count"),
}  # fmt: skip


def valid() -> dict[str, list[bytes]]:
    """Return sound input for each reader, for a fuzzer to start from and change."""
    packed = msgspec.msgpack.encode
    who = slots.Identity("caseworker", "Synthetic", *_MEMBER_SEEDS)
    entry = Entry(*_entry_fields())
    signed = journal.Signer(_MEMBER_SEEDS[0]).sign(entry)
    head = header.Header(
        1, VAULT_ID, 1, TEST, bytes(32), tuple(bytes(slots.SIZE) for _ in range(slots.SLOTS)), test=True
    )
    document = b'{"id":"000000000001","name":"Synthetic Person","items":[]}'
    made = rows()
    made.write_object(
        "cases", 1, Head(bytes(32), 1, 0, (ExhibitRef("0", 5, bytes(32), 1),)), document, new=True
    )
    root = Root(1, bytes(32), 1, 1, [TableRoot("cases", 1, [1])])
    root.former = [FormerEpoch(*_former())]
    return {
        "header": [head.signed(_keys().header).to_bytes(), _dear(head).signed(_keys().header).to_bytes()],
        "slot body": [len(packed(who)).to_bytes(2, "big") + packed(who)],
        "root": [packed(root), packed(Root())],
        "people": [packed([Person(*_person())])],
        "directory": [packed([[1, 64], [2, 3]])],
        "leaf": [packed((1, [1, 2], [1, 2], [None, ["x", 1]]))],
        "head": [packed(Head(bytes(32), 1, 0, (ExhibitRef("0", 5, bytes(32), 1),)))],
        "row": list(made.container.kept.values()),  # type: ignore[attr-defined]
        "document": [body.unpad(body.deflate_document(document))],
        "plain body": [body.pad(document)],
        "deflated body": [body.deflate(document)],
        "journal entry": [signed.to_bytes()],
        "seal": [seal(KEY, b"context", document), seal(KEY, b"context", bytes(40_000))],
        "recovery key": [" ".join(RecoveryKey(bytes(range(32))).groups()).encode()],
        "id": [b"K7Q-2M9X", b"000000000001"],
        "text": ["Ali \u202e\x1b[2J علي".encode()],
        "intake": [b'{"kind": "person", "facts": {"name": "x"}}\n{"a": 1}\n', b'[{"a": 1}, {"b": null}]'],
        "locator": [b"p. 12-14", b"00:03:15-00:04:02", b"https://example.org/a"],
        "file name": [b"../photo of nobody.jpg", b"CON.tar.gz"],
        "picture": [
            laden_jpeg(),
            png(bytes(39), 4, 3),
            laden_tiff(bytes(48), 8, 6),
            laden_webp((b"VP8 ", b"x")),
        ],
        "fact name": [b'{"text": "Ali", "kind": "given"}', "محمود صالح".encode()],
        "fact born": [
            b"2016-12-01/2016-12-09",
            b"9 December 2016",
            "9 كانون الأول 2016".encode(),
            b"1984~",
            b"[2016-12-01..]",
        ],
        "fact age": [b'{"years": 34, "on": "2016-12"}', b"34"],
        "fact last_seen_at": [b"Ramouseh checkpoint, Aleppo", b'{"text": "x", "code": "SY0200"}'],
        "fact alleged_holder": [b"military intelligence"],
        "fact sex": [b"male"],
        "fact status": [b"held_reported"],
        "fact count": [
            b'{"low": 3, "high": 7, "wording": "dozens"}',
            b"more than 8,000 men and boys",
            "مئات الرجال".encode(),
        ],
    }


def _dear(head: header.Header) -> header.Header:
    import dataclasses

    return dataclasses.replace(head, cost=Cost(2**32 - 1, 2**32 - 1, 2**32 - 1), test=False)


def _entry_fields() -> tuple[Any, ...]:
    change = Change("cases", "000000000001", ("i",), bytes(32))
    return (
        1,
        1,
        bytes(32),
        stamp(datetime(2026, 11, 22, tzinfo=UTC)),
        "device",
        bytes(32),
        "case new",
        (change,),
    )


def _former() -> tuple[Any, ...]:
    return tuple(_sample(field) for field in msgspec.structs.fields(FormerEpoch))


def _person() -> tuple[Any, ...]:
    return tuple(_sample(field) for field in msgspec.structs.fields(Person))


def _sample(field: msgspec.structs.FieldInfo) -> Any:
    """Return some value of a field's type, whatever the format's newest fields are."""
    kinds: dict[Any, Any] = {int: 1, str: "x", bytes: bytes(32), bool: False, list: [], tuple: ()}
    return kinds.get(field.type, kinds.get(getattr(field.type, "__origin__", None), 1))


def calm(target: Callable[[bytes], object], raw: bytes) -> bool:
    """Call a reader; tell whether it gave a value. Anything raised but a refusal goes through."""
    try:
        target(raw)
    except RegistryError as refused:
        assert refused.exit_code != 1, refused.message
        assert refused.message
        assert "\n" not in refused.message
        return False
    return True
