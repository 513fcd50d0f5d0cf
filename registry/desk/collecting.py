"""Collecting at headquarters: intakes from the field are opened, checked and taken in, each once."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from registry.desk.desk import CASES, COLLECTED, QUARANTINE, Desk
from registry.desk.exhibiting import attach
from registry.desk.family import tied
from registry.desk.intake import take_in
from registry.desk.intake_only import away_files
from registry.desk.reading import line
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.provenance.stamp import Clock, Pen
from registry.vault.away import open_intake, takes_in
from registry.vault.container import Container
from registry.vault.intake_box import START, Signed, code_of, digest_of, file_id, read_signed
from registry.words.identity import number_of, read_id

COLLECT = "vault collect"
TAKEN, ALREADY, DAMAGED, NOT_OURS, REFUSED, MISSING = (
    "taken", "already taken", "damaged", "not for this vault", "refused", "missing",
)  # fmt: skip
HERE, LEFT = "here", "left"
_UNTIED = "it is of the family of a case that is not here: tie them with `registry case link CASE CASE --kind kin` once it is"
_MOST = 1000  # cases in one intake; the field seals fewer


class _Evidence(msgspec.Struct, forbid_unknown_fields=True):
    """A file for the ``place``-th case of an earlier box, which its SHA-256 names."""

    box: str
    place: int
    name: str
    data: bytes


class _Tie(msgspec.Struct, forbid_unknown_fields=True):
    """The ``entry``-th case of this box is of the family of the ``place``-th of an earlier box."""

    entry: int
    box: str
    place: int
    tie: str


class _Message(msgspec.Struct, forbid_unknown_fields=True):
    """What the field seals: version, when by its clock, on which device, and the cases as `case new` takes them.

    Or no case, and a file for one that was sealed before.
    """

    v: int
    at: str
    device: str
    entries: list[Any]
    exhibit: _Evidence | None = None
    ties: list[_Tie] = []


class Collected(msgspec.Struct, frozen=True):
    """What is known of an intake that was taken in, or set aside with the reason and its content."""

    digest: str
    vault_id: str
    number: int
    by: str
    cases: list[str] = []
    why: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class BoxReport:
    """What became of one intake; ``code`` is the check code on the worker's receipt."""

    number: int
    state: str
    code: str = ""
    worker: str = ""
    cases: tuple[str, ...] = ()
    why: str = ""
    notes: tuple[str, ...] = ()


class _Collection:
    """One file of intakes being collected."""

    def __init__(self, desk: Desk, container: Container, *, own: bool, accepted: frozenset[str]) -> None:
        self.desk = desk
        self.container = container
        self.own = own
        self.accepted = accepted
        self.vault_id = file_id(container)
        self.before: bytes | None = START
        self.names = desk.names()

    def run(self) -> Iterator[BoxReport]:
        last = 0
        for number, raw in list(self.container.boxes()) if self.own else self.container.boxes():
            yield from self._gap(last + 1, number)
            if number != last + 1:
                self.before = None
            yield self.one(number, raw)
            self.before, last = digest_of(raw), number

    def _gap(self, first: int, end: int) -> Iterator[BoxReport]:
        known = {found.number for found in _known(self.desk, COLLECTED) if found.vault_id == self._id_text}
        for number in range(first, min(end, first + _MOST)):
            if number not in known:
                yield BoxReport(number, MISSING, why="the file has no intake of that number any more")

    @property
    def _id_text(self) -> str:
        return self.vault_id.hex() if self.vault_id else ""

    def one(self, number: int, raw: bytes) -> BoxReport:
        """Take one box in, and say what became of it. Raises only what keeps the vault from being saved."""
        digest = digest_of(raw)
        code, known = code_of(digest), _find(self.desk, COLLECTED, digest)
        if known is not None:
            return BoxReport(number, ALREADY, code, self.names.get(known.by, ""), tuple(known.cases))
        signed = read_signed(raw)
        if signed is None or signed.number != number:
            return BoxReport(number, DAMAGED, code, why="its bytes are not what its worker signed")
        standing = self._standing(signed)
        if standing is None:
            return BoxReport(number, NOT_OURS, code, why="no field file of this vault has that signer")
        worker = self.names.get(signed.by.hex(), "")
        message = open_intake(self.desk.vault, signed)
        if message is None:
            return BoxReport(
                number, DAMAGED, code, worker, why="it is signed, and no key of this vault opens it"
            )
        notes = () if self.before in (None, signed.previous) else (
            "it does not follow from the intake before it: the file was used in two copies, or one was exchanged",
        )  # fmt: skip
        try:
            if standing == LEFT and read_id(code) not in self.accepted:
                raise RuleNotMet(
                    "its worker has left, and whoever has their passphrase may have sealed it since",
                    "compare the check code with them, then collect again with --accept CODE",
                )
            cases, more = self._take(signed, digest, message)
        except (InputRefused, NotFound, RuleNotMet) as refused:
            why = f"{refused.message}; {refused.hint}" if standing == LEFT else refused.message
            self._set_aside(signed, digest, message, why)
            return BoxReport(number, REFUSED, code, worker, why=why, notes=notes)
        return BoxReport(number, TAKEN, code, worker, cases, notes=notes + more)

    def _standing(self, signed: Signed) -> str | None:
        """Return how the signer stands who was given this very file or a slot that only takes in; else ``None``."""
        if signed.vault_id == bytes.fromhex(self.desk.vault.info().vault_id):
            here = [one.here for one in takes_in(self.desk.vault.people()) if one.public_key == signed.by]
        else:
            own = (signed.vault_id.hex(), signed.by.hex())
            sent = away_files(self.desk, "intake-only")
            here = [not one.revoked for one in sent if (one.vault_id, one.by) == own]
        return (HERE if any(here) else LEFT) if here else None

    def _take(self, signed: Signed, digest: bytes, message: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Take the cases of one box in, as one act that also remembers the box."""
        read, when, notes = _read(message, self.desk.pen.clock())
        by = signed.by.hex()
        pen = Pen(by, line(read.device, "the device", 64), _ticking(when), self.desk.pen.chance)
        worker = Desk(self.desk.vault, pen, self.names.get(by, ""))
        with self.desk.vault.act(COLLECT) as act:
            taken = list(take_in(worker, read.entries, alone=len(read.entries) == 1))
            cases = tuple(one.id for one in taken) or (self._attach(worker, read.exhibit),)
            untied = tuple(filter(None, (self._tied(worker, cases, one) for one in read.ties)))
            note = Collected(digest.hex(), signed.vault_id.hex(), signed.number, by, list(cases))
            act.write(COLLECTED, _place(digest), msgspec.to_builtins(note))
            if _find(self.desk, QUARANTINE, digest) is not None:
                act.remove(QUARANTINE, _place(digest))
            if self.own:
                self._clear(signed.number)
            for table in (CASES, COLLECTED, QUARANTINE):
                self.desk.vault.touched(table)
        return cases, notes + untied + tuple(dict.fromkeys(w for one in taken for w in one.warnings))

    def _tied(self, worker: Desk, cases: Sequence[str], tie: _Tie) -> str:
        """Tie a case to another of its family, as at the office; return what to say where that one is not here."""
        try:
            found = _find(self.desk, COLLECTED, bytes.fromhex(tie.box))
        except ValueError:
            found = None
        own = found is not None and (found.by, found.vault_id) == (worker.pen.by, self._id_text)
        if (
            found is None
            or not own
            or not 1 <= tie.place <= len(found.cases)
            or not 1 <= tie.entry <= len(cases)
        ):
            return _UNTIED
        here = cases[tie.entry - 1]
        try:
            other = worker.open_case(found.cases[tie.place - 1])
        except (NotFound, RuleNotMet):
            return _UNTIED
        document = worker.document(CASES, here)
        known = len(document["items"])
        made = tied(worker, other, document, line(tie.tie, "the tie", 64))
        worker.vault.table(CASES).update({"items": made["items"]}, doc_ids=[number_of(here)])
        assert len(made["items"]) == known + 1
        return ""

    def _attach(self, worker: Desk, evidence: _Evidence | None) -> str:
        """Attach a file to the case it was sealed for; raise ``NotFound`` where that was not taken in."""
        assert evidence is not None  # a message holds cases or a file
        try:
            found = _find(self.desk, COLLECTED, bytes.fromhex(evidence.box))
        except ValueError:
            found = None
        if found is None or not 1 <= evidence.place <= len(found.cases):
            raise NotFound("the case that a file was sealed for is not taken in", "collect its intake first")
        case = found.cases[evidence.place - 1]
        attach(worker, case, io.BytesIO(evidence.data), evidence.name)
        return case

    def _clear(self, number: int) -> None:
        """Take a box out of the own file; the newest stays, because the next one names it."""
        container = self.desk.vault.container
        for held, raw in list(container.boxes()):
            taken = held == number or _find(self.desk, COLLECTED, digest_of(raw)) is not None
            if taken and held < container.last_box():
                container.remove_box(held)

    def _set_aside(self, signed: Signed, digest: bytes, message: bytes, why: str) -> None:
        """Keep what was refused, so that nothing is lost with the field file; once."""
        if _find(self.desk, QUARANTINE, digest) is not None:
            return
        note = Collected(
            digest.hex(), signed.vault_id.hex(), signed.number, signed.by.hex(), [], why,
            message.decode("utf-8", "backslashreplace"),
        )  # fmt: skip
        with self.desk.vault.act(COLLECT) as act:
            act.write(QUARANTINE, _place(digest), msgspec.to_builtins(note))


def _read(message: bytes, now: datetime) -> tuple[_Message, datetime, tuple[str, ...]]:
    """Return a message, its moment and what to say of it. Raises ``InputRefused`` for any other shape."""
    try:
        read = msgspec.json.decode(message, type=_Message)
        when = datetime.fromisoformat(read.at)
        when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
        raise InputRefused(
            "the intake is not of the shape that the field seals", "ask its worker how it was made"
        ) from None
    if read.v != 1 or len(read.entries) > _MOST or bool(read.entries) == bool(read.exhibit):
        raise InputRefused(
            "the intake is of a version or size that is not known", "update registry, and collect again"
        )
    if when > now:
        return read, now, ("the worker's clock was ahead; it counts as taken in now",)
    return read, when, ()


def _ticking(start: datetime) -> Clock:
    """Return a clock that goes on by a microsecond, so that what was said in one intake keeps its order."""
    ticks = iter(range(10**9))
    return lambda: start + timedelta(microseconds=next(ticks))


def _place(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "big") >> 4


def _known(desk: Desk, table: str) -> Iterator[Collected]:
    for _, document in desk.vault.documents(table):
        yield msgspec.convert(document, Collected)


def _find(desk: Desk, table: str, digest: bytes) -> Collected | None:
    document = desk.vault.document(table, _place(digest))
    found = msgspec.convert(document, Collected) if document else None
    return found if found and found.digest == digest.hex() else None


def _read_code(text: str) -> str:
    try:
        return read_id(text)
    except InputRefused:
        raise InputRefused(
            "that is not a check code, or it was misread",
            "they look like K7Q-2M9X; see `registry vault quarantine`",
        ) from None


def collect(desk: Desk, file: Path | None = None, accepted: Iterable[str] = ()) -> Iterator[BoxReport]:
    """Take in the intakes of a field file, or of the own one; yield what became of each, in their order.

    Each is one act: what is reported is on the disk. The field file is only read. What someone signed who has
    left is set aside, unless its check code is among those ``accepted``.
    """
    codes = frozenset(map(_read_code, accepted))
    if file is None:
        if desk.vault.container.has_inbox():
            yield from _Collection(desk, desk.vault.container, own=True, accepted=codes).run()
        return
    container = Container.open(file, read_only=True)
    try:
        if not container.has_inbox():
            raise NotFound("that file has no intakes", "give the file that `registry vault intake-only` made")
        yield from _Collection(desk, container, own=False, accepted=codes).run()
    finally:
        container.close()


def set_aside(desk: Desk) -> list[Collected]:
    """Return the intakes that were refused and are kept, with their content."""
    return list(_known(desk, QUARANTINE))
