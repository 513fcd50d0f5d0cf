"""Salvage: a new vault of all that can be saved from a damaged one, checked before it has its name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import msgspec

from registry.errors import Damaged, NotFound, NotSaved, RegistryError
from registry.provenance.entry import Change
from registry.provenance.stamp import Clock, utc_now
from registry.vault import gaps, journal
from registry.vault import header as headers
from registry.vault.act import Act, decode
from registry.vault.away import takes_in
from registry.vault.carving import Carved, carve, images_of
from registry.vault.check import check
from registry.vault.container import Container, Progress
from registry.vault.files import made_whole
from registry.vault.header import Header
from registry.vault.index import LEAF
from registry.vault.opening import unlock
from registry.vault.people import Person
from registry.vault.places import FIRST_FORMAT
from registry.vault.recovery import RecoveryKey
from registry.vault.remains import Remains, Saved
from registry.vault.rows import Root
from registry.vault.session import Session, silent
from registry.vault.slots import CASEWORKER, INTAKE, Slot
from registry.vault.spec import TableSpec


@dataclass
class SalvageReport:
    """What a salvage saved and what it could not: records by table and identity, exhibits, entries of the journal.

    ``older`` are records of which only an earlier state was left; ``unnamed`` counts those by table whose very
    identities are lost, because neither index nor journal names them any more; ``unsure`` says that the vault's root was gone, so
    that acts after the last one found cannot be ruled out; ``people`` that the list of caseworkers was. ``intakes``
    counts what waits to be collected and was carried over: with the root, the keys that open it are gone.
    """

    saved: dict[str, int] = field(default_factory=dict)
    exhibits: int = 0
    entries: int = 0
    lost: list[tuple[str, str]] = field(default_factory=list)
    older: list[tuple[str, str]] = field(default_factory=list)
    unnamed: dict[str, int] = field(default_factory=dict)
    lost_exhibits: list[tuple[str, str, str]] = field(default_factory=list)
    lost_entries: list[int] = field(default_factory=list)
    intakes: int = 0
    unsure: bool = False
    people: bool = False
    header_from_copy: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing was lost but spare copies and what can be made anew."""
        return not (
            self.lost or self.older or self.unnamed or self.lost_exhibits or self.lost_entries
            or self.unsure or self.people
        )  # fmt: skip


def salvage(
    source: Path,
    dest: Path,
    *,
    specs: Sequence[TableSpec],
    clock: Clock,
    device: str,
    passphrase: str | None = None,
    recovery: RecoveryKey | None = None,
    header_from: Path | None = None,
    progress: Progress = silent,
) -> SalvageReport:
    """Write to ``dest``, where nothing may be yet, a vault of all that the seals in ``source`` prove genuine.

    The new vault has the keys of the old one. ``header_from`` is a backup of the same vault: its header serves
    where the vault's own is gone, and its index tells the identities of records that nothing here names any
    more. Raises ``NotFound``, ``Locked``, ``Damaged`` where no header or nothing else opens, ``InputRefused`` for
    a file that is there, ``NotSaved``.
    """
    if not source.is_file():
        raise NotFound("there is no vault file at that path", "give the damaged vault's own file")
    with made_whole(dest) as temporary, _quiet(source), _carved(source) as found, _copy(header_from) as copy:
        unlocked = _unlocked(found, copy, passphrase, recovery)
        # What was carved answers all that a reader asks of a container.
        old = Session(cast(Container, found), *unlocked, specs, clock, device)
        remains = Remains(old, found, progress)
        remains.read()
        _refuse_old_header(unlocked[0], remains, found)
        if copy is not None:
            remains.hints = _identities(copy, unlocked, specs, passphrase, recovery)
        report = SalvageReport(header_from_copy=unlocked[0].to_bytes() not in found.heads)
        container = Container.create(temporary)
        try:
            new = _Rebuilt(container, *unlocked, specs, clock, device)
            new.rebuild(remains, report)
            _require_sound(new)
        finally:
            container.close()
    return report


_Unlocked = tuple[Header, tuple[int, Slot]]
_HEADERS = 16  # so many of a file's headers are tried, the newest first: each may cost an unlocking
_NO_HEADER_HINT = "take it from a backup of the same vault: `registry vault salvage OUT --header-from BACKUP`"


def _unlocked(
    found: Carved, copy: Carved | None, passphrase: str | None, recovery: RecoveryKey | None
) -> _Unlocked:
    """Return the newest header that opens, of the vault and of the copy, and its slot. Raises as ``unlock``."""
    copies = (*found.heads[:_HEADERS], *(copy.heads[:_HEADERS] if copy else ()))
    try:
        return unlock(cast(tuple[bytes, bytes], copies), passphrase, recovery)
    except Damaged:
        if copy is None:
            raise Damaged(
                "no header of the vault can be read, and without one nothing opens", _NO_HEADER_HINT
            ) from None
        raise Damaged("no header of that copy can be read", "give another backup of the same vault") from None


def _refuse_old_header(head: Header, remains: Remains, found: Carved) -> None:
    """Raise ``Damaged`` for a header older than the root knows, unless the vault has none of its own any more.

    Else who has an older passphrase could have it made good again.
    """
    if head.sequence < remains.root.header_sequence and any(map(headers.read, found.heads)):
        raise Damaged("the vault's own header is an older one that was put back", _NO_HEADER_HINT)


def _identities(
    copy: Carved,
    unlocked: _Unlocked,
    specs: Sequence[TableSpec],
    passphrase: str | None,
    recovery: RecoveryKey | None,
) -> dict[str, list[int]]:
    """Return the numbers of the records that a copy names, table by table; nothing where it does not open."""
    for _ in range(2):
        try:
            there = Remains(Session(cast(Container, copy), *unlocked, specs, utc_now, ""), copy, silent)
            there.read()
            return {table: there.numbers(table) for table in there.tables()}
        except Damaged:
            pass  # maybe of an earlier epoch, whose keys only its own header gives
        try:
            unlocked = unlock(copy.headers(), passphrase, recovery)
        except RegistryError:
            break
    return {}


@contextmanager
def _quiet(source: Path) -> Iterator[None]:
    """Keep other sessions from saving meanwhile, where SQLite can still open the file at all."""
    try:
        container = Container.open(source, read_only=True)
    except (Damaged, NotSaved):
        yield
        return
    try:
        with container.reading():
            container.headers()
            yield
    finally:
        container.close()


@contextmanager
def _carved(path: Path) -> Iterator[Carved]:
    with images_of(path) as images:
        yield carve(path, images)


@contextmanager
def _copy(path: Path | None) -> Iterator[Carved | None]:
    if path is None:
        yield None
        return
    if not path.is_file():
        raise NotFound("there is no copy at that place", "give the file that `registry vault backup` wrote")
    with _carved(path) as copy:
        yield copy


def _require_sound(new: Session) -> None:
    report = check(new, silent)
    if not report.ok:
        raise Damaged(
            f"the new vault was not kept: {len(report.problems)} of its parts did not pass the check",
            "keep the damaged file, and take what you need from a backup",
        )


class _Rebuilt(Session):
    """The new vault while it is written, as one act."""

    def rebuild(self, remains: Remains, report: SalvageReport) -> None:
        """Write all that remains, and the signed entry that names what does not."""
        old = remains.root
        self.index.root = msgspec.structs.replace(old, tables=[])
        if remains.unsure and self.header.form != FIRST_FORMAT:
            # What only the root held is gone: new secrets in its place, as when a vault is brought up to date.
            self.index.root.purposes, self.index.root.intakes = bytes(self.keys.vault), [os.urandom(32)]
        self.rows.take(self.rows.keys, old.former)
        self.container.begin()
        self.index.begin()
        act = Act(gaps.SALVAGE, self.rows, self.index, self.specs)
        self._write_header(act, old)
        self._write_people(act, remains, report)
        for table in remains.tables():
            act.open_table(table)
            self._write_table(act, remains, table, report)
        self._write_journal(act, remains, report)
        self._write_intakes(remains, report)
        self._finish(act)

    def _write_intakes(self, remains: Remains, report: SalvageReport) -> None:
        """Carry over what waits to be collected, from whoever is known to take in."""
        workers = None if remains.people is None else {one.public_key for one in takes_in(remains.people)}
        for number, raw, by in remains.intakes():
            if workers is None or by in workers:
                self.container.add_box(number, raw)
                report.intakes += 1

    def _write_header(self, act: Act, old: Root) -> None:
        if self.header.sequence != old.header_sequence:
            sequence = max(self.header.sequence, old.header_sequence) + 1
            self.header = replace(self.header, sequence=sequence).signed(self.keys.header)
        act.write_header(self.header.to_bytes(), self.header.sequence)

    def _write_people(self, act: Act, remains: Remains, report: SalvageReport) -> None:
        if remains.people is not None:
            name = self.rows.row("people")
            self._copy(remains, name)
            return
        report.people = True
        workers = dict.fromkeys(by for _, _, by in remains.intakes())
        act.write_people(_people_of(self.caseworker, remains.signers, list(workers), act.revision))

    def _copy(self, remains: Remains, name: int) -> None:
        blob = remains.found.get(name)
        assert blob is not None
        self.container.put(name, blob)

    def _write_table(self, act: Act, remains: Remains, table: str, report: SalvageReport) -> None:
        room: dict[int, int] = {}
        kept = []
        objects = remains.objects(table)
        unnamed = remains.count(table) - sum(not saved.removed for saved in objects)
        if unnamed > 0:
            report.unnamed[table] = unnamed
        for saved in objects:
            if saved.head is None:
                if not saved.removed:
                    report.lost.append((table, saved.identity))
                act.note(Change(table, saved.identity, (), b""))
                continue
            leaf = saved.leaf
            if room.get(leaf, 0) >= LEAF:
                leaf = max(room) + 1
            room[leaf] = room.get(leaf, 0) + 1
            kept.append((leaf, saved))
        for leaf in range(max(room, default=-1) + 1):
            self.index.open_leaf(table, leaf)
        for leaf, saved in kept:
            self._write_object(act, remains, table, leaf, saved, report)
        report.saved[table] = len(kept)

    def _write_object(
        self, act: Act, remains: Remains, table: str, leaf: int, saved: Saved, report: SalvageReport
    ) -> None:
        head, raw = saved.head, remains.document(table, saved)
        assert head is not None
        spec = self.specs.get(table)
        line = spec.fold(decode(raw)) if spec and spec.fold else None
        if saved.whole and leaf == head.leaf:
            self._copy(remains, self.rows.object_row(table, saved.number))
            self.index.place(table, saved.number, leaf, head.revision, line)
        else:
            head = msgspec.structs.replace(head, revision=act.revision, leaf=leaf, exhibits=saved.exhibits)
            self.rows.write_object(table, saved.number, head, raw, new=True)
            self.index.place(table, saved.number, leaf, act.revision, line)
            key = self.rows.keys.commitment_key(head.key)
            act.note(Change(table, saved.identity, (), journal.commitment(key, act.revision, raw)))
        if saved.older:
            report.older.append((table, saved.identity))
        report.lost_exhibits += [(table, saved.identity, one) for one in saved.lost_exhibits]
        for exhibit in saved.exhibits:
            report.exhibits += 1
            for index in range(exhibit.pieces):
                self._copy(remains, self.rows.piece_row(table, saved.number, exhibit.identity, index))

    def _write_journal(self, act: Act, remains: Remains, report: SalvageReport) -> None:
        for sequence in remains.entries:
            self._copy(remains, self.rows.entry_row(sequence))
        report.entries, report.unsure = len(remains.entries), remains.unsure
        for sequence in remains.missing():
            report.lost_entries.append(sequence)
            act.note(gaps.gone(sequence))


def _people_of(
    own: Person, signers: Sequence[bytes], workers: Sequence[bytes], revision: int
) -> list[Person]:
    """Return the people again from who signed: the names of the others are gone, and they must be added anew.

    ``workers`` signed intakes that wait to be collected; somebody must look at those before they count.
    """
    roles = dict.fromkeys(workers, INTAKE) | dict.fromkeys(signers, CASEWORKER)
    others = [
        Person(key, "name lost", role, -1).gone(revision)
        for key, role in roles.items()
        if key != own.public_key
    ]
    return [own, *others]
