"""Resealing: everything a vault holds is sealed anew under keys that nobody had before, in one transaction.

So a vault of an earlier format is brought up to date, and so a deep change of keys leaves nothing sealed under
the old ones. Documents, revisions and signed entries stay byte for byte as they are.
"""

from __future__ import annotations

import os
from dataclasses import replace

import msgspec

from registry.errors import RuleNotMet
from registry.vault.check import check
from registry.vault.container import Progress
from registry.vault.header import Header
from registry.vault.index import DIRECTORY
from registry.vault.keys import Keys
from registry.vault.membership import current_header, regranted, write_header
from registry.vault.people import Person
from registry.vault.places import FIRST_FORMAT, FORMAT
from registry.vault.rows import Root, Rows, TableRoot
from registry.vault.session import Session
from registry.vault.slots import GRANT, empty_slot


class _Reseal:
    """One resealing under way: each row is read by ``old``, written by ``new`` and then removed.

    ``gone`` are the entries that a salvage named as lost.
    """

    def __init__(self, old: Rows, new: Rows, root: Root, gone: frozenset[int], progress: Progress) -> None:
        self.old, self.new, self.root, self.gone = old, new, root, gone
        self.progress = progress
        self.done, self.total = 0, root.sequence + sum(table.count for table in root.tables)

    def step(self) -> None:
        self.done += 1
        self.progress(min(self.done, self.total), self.total)

    def run(self) -> None:
        for table in self.root.tables:
            self.table(table)
        for sequence in range(1, self.root.sequence + 1):
            if sequence not in self.gone:
                self.new.write_entry(self.old.entry(sequence))
                self.old.container.remove(self.old.entry_row(sequence))
            self.step()
        for copy in ("0", "1"):
            self.old.container.remove(self.old.row("root", "", copy))
        self.old.container.remove(self.old.row("people"))

    def table(self, table: TableRoot) -> None:
        for at, revision in enumerate(table.directories):
            leaves = self.old.directory(table.name, at, revision)
            self.page("directory", table.name, at, revision)
            for offset, (leaf, _) in enumerate(leaves):
                self.leaf(table.name, at * DIRECTORY + offset, leaf)

    def page(self, kind: str, table: str, index: int, revision: int) -> bytes:
        content = self.old.page(kind, table, str(index), revision)
        self.old.remove_page(kind, table, str(index))
        self.new.write_page(kind, table, str(index), revision, content)
        return content

    def leaf(self, table: str, index: int, revision: int) -> None:
        content = self.page("leaf", table, index, revision)
        for number in msgspec.msgpack.decode(content)[1]:
            self.object(table, number)
            self.step()

    def object(self, table: str, number: int) -> None:
        found = self.old.head(table, number)
        assert found is not None, "the check before found every row"
        head, sealed = found
        raw = self.old.document(table, number, head, sealed)
        attached = tuple(
            msgspec.structs.replace(exhibit, revision=exhibit.revision or head.revision)
            for exhibit in head.exhibits
        )
        for was, exhibit in zip(head.exhibits, attached, strict=True):
            for index in range(exhibit.pieces):
                data = self.old.piece(table, number, was, index, head.key)
                self.old.container.remove(self.old.piece_row(table, number, was.identity, index))
                self.new.write_piece(table, number, was.identity, index, head.key, data, exhibit.revision)
        self.old.remove_object(table, number)
        moved = msgspec.structs.replace(head, exhibits=attached)
        self.new.write_object(table, number, moved, raw, new=True)


def _refuse_damaged(vault: Session, progress: Progress) -> None:
    if not check(vault, progress).ok:
        raise RuleNotMet(
            "part of the vault is damaged, so it is not sealed anew", "run `registry vault check` first"
        )


def _reseal(vault: Session, fresh: Keys, progress: Progress) -> None:
    """Move every row under ``fresh`` keys; the act then goes on under them."""
    root = vault.index.root
    old, new = Rows(vault.container, vault.keys), Rows(vault.container, fresh)
    old.take(vault.keys, root.former)
    _Reseal(old, new, root, vault.gaps(), progress).run()
    root.former = []
    vault.take_keys(fresh)


def rekey_deep(vault: Session, progress: Progress) -> int:
    """Seal everything anew, so that no key anyone had before opens anything. Returns the epoch's number.

    Takes a while: as long as a check and a backup. Raises ``RuleNotMet`` where something is damaged.
    """
    _refuse_damaged(vault, progress)
    with vault.act("vault rekey deep", traceless=True) as act:
        head, people, root = current_header(vault), vault.people(), vault.index.root
        fresh = Keys.of(os.urandom(32), head.vault_id, head.epoch + 1, os.urandom(32))
        _reseal(vault, fresh, progress)
        act.write_people(people)
        slots = regranted(head.slots, people, fresh, root)
        write_header(vault, act, replace(head, epoch=fresh.epoch, slots=slots))
    return vault.header.epoch


def upgrade(vault: Session, progress: Progress) -> None:
    """Bring a vault of an earlier format up to date, in place. Raises ``RuleNotMet`` where there is nothing to do."""
    if vault.header.form != FIRST_FORMAT:
        raise RuleNotMet("the vault has the current format already", "there is nothing to do")
    _refuse_damaged(vault, progress)
    with vault.upgrading(), vault.act("vault upgrade", traceless=True) as act:
        head, root = current_header(vault), vault.index.root
        people = [_second(vault, person) for person in vault.people()]
        # What hung from the first vault key for uses outside the format goes on hanging from it.
        root.purposes, root.intakes = bytes(vault.keys.vault), [os.urandom(32)]
        fresh = Keys.of(os.urandom(32), head.vault_id, head.epoch + 1, os.urandom(32))
        vault.container.add_inbox()
        _reseal(vault, fresh, progress)
        act.write_people(people)
        write_header(vault, act, _second_header(head, people, fresh, root))


def _second(vault: Session, person: Person) -> Person:
    """Return someone of format 1, where all slots were one caseworker's, as format 2 lists them."""
    return msgspec.structs.replace(person, exchange_key=vault.slot.who.exchange_key)


def _second_header(head: Header, people: list[Person], fresh: Keys, root: Root) -> Header:
    used = {person.slot for person in people if person.here}
    slots = tuple(
        sealed + bytes(GRANT) if index in used else empty_slot() for index, sealed in enumerate(head.slots)
    )
    slots = regranted(slots, people, fresh, root)
    return replace(head, form=FORMAT, epoch=fresh.epoch, slots=slots)
