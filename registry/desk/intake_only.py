"""Taking in without being able to read: a small file for the field, and the desk at which it is used."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, cast

import msgspec

from registry.cases.casefile import CROSSING, HELD
from registry.desk.carried import PACKS, carried, facts_with_packs
from registry.desk.desk import AWAY, Desk
from registry.desk.exhibiting import LONGEST_NAME
from registry.desk.intake import BATCH, case_document
from registry.desk.opening import SPECS, desk_of
from registry.desk.reading import at, line, mapping
from registry.desk.voices import Sources
from registry.errors import InputRefused, NotFound
from registry.provenance.stamp import Pen, moment, utc_now
from registry.vault.away import NO_SLOT, intake_key, list_away
from registry.vault.intake_box import IntakeBox, Receipt, digest_of
from registry.vault.intake_box import create as create_box
from registry.vault.people import member
from registry.vault.recovery import RecoveryKey
from registry.vault.slots import INTAKE, new_identity
from registry.vault.vault import Vault
from registry.words.fact import Declared
from registry.words.identity import new_id, number_of

MAKE = "vault intake-only"
REVOKE = "vault slots remove"


class AwayFile(msgspec.Struct, frozen=True):
    """A file that was sent out: of which kind, its vault id and its signer's public key (hexadecimal), for whom.

    ``cases`` are the ids it was given, for a journey; ``revoked`` is the moment from which it counts no more.
    """

    id: str
    kind: str
    vault_id: str
    by: str
    name: str
    at: str
    cases: list[str] = []
    revoked: str = ""


def away_files(desk: Desk, kind: str = "") -> list[AwayFile]:
    """Return the files that were sent out, of one kind or all, oldest first."""
    found = [msgspec.convert(dict(document), AwayFile) for document in desk.vault.table(AWAY)]
    return sorted((one for one in found if kind in {"", one.kind}), key=lambda one: one.at)


def files_of(desk: Desk, name: str) -> list[AwayFile]:
    """Return the files that were sent out with someone of that name and still count."""
    return [one for one in away_files(desk) if one.name.casefold() == name.casefold() and not one.revoked]


def revoke(desk: Desk, files: Iterable[AwayFile]) -> None:
    """Let files that were sent out count no more: what comes from them is set aside, or refused."""
    with desk.vault.act(REVOKE) as act:
        for one in files:
            ended = msgspec.structs.replace(one, revoked=moment(desk.pen.clock()))
            act.write(AWAY, number_of(one.id), msgspec.to_builtins(ended))


def make_intake_only(desk: Desk, out: Path, name: str, passphrase: str) -> AwayFile:
    """Make a file that its holder can only take in with, and list its signer. Returns what is known of it here.

    The signer is listed first, so that no intake is ever sealed that would not be known. Raises ``InputRefused``
    for a name that is taken, a weak passphrase, and where a file is.
    """
    if out.exists() or out.is_symlink():
        raise InputRefused("a file stands there already", "choose another place; nothing is overwritten")
    who, info = new_identity(INTAKE, name), desk.vault.info()
    with desk.vault.act(MAKE) as act:
        list_away(desk.vault, act, member(who, NO_SLOT, since=act.revision))
        vault_id = create_box(
            out, who, passphrase, intake_key(desk.vault), info.cost, test=info.test_kdf, luggage=packed(desk)
        )
        try:
            return note_away(desk, MAKE, "intake-only", vault_id, who.public_key, name)
        except BaseException:
            out.unlink(missing_ok=True)
            raise


def note_away(
    desk: Desk, operation: str, kind: str, vault_id: bytes, by: bytes, name: str, cases: Iterable[str] = ()
) -> AwayFile:
    """Keep in the vault that a file was sent out, inside the act under way."""
    pen = desk.pen
    made = AwayFile(
        new_id(pen.chance), kind, vault_id.hex(), by.hex(), name, moment(pen.clock()), list(cases)
    )
    with desk.vault.act(operation) as act:
        act.write(AWAY, number_of(made.id), msgspec.to_builtins(made))
    return made


# In the field


class _NothingHere:
    """What an intake may ask of a vault where nothing can be read: there is nothing, under any name, but packs."""

    noticed = False

    def __init__(self, packs: Sequence[Mapping[str, Any]] = ()) -> None:
        self._packs = packs

    def numbers(self, name: str) -> range:
        return range(len(self._packs) if name == PACKS else 0)

    def document(self, name: str, number: int) -> Mapping[str, Any]:
        del name
        return self._packs[number]

    def table(self, name: str) -> _NothingHere:
        del name
        return self

    def get(self, doc_id: int) -> None:
        del doc_id

    def count(self, name: str) -> int:
        return len(self.numbers(name))

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return iter(())

    def secret(self, purpose: str) -> bytes:
        return purpose.encode()[:32]


def packed(desk: Desk) -> bytes:
    """Return the field packs of a vault as a worker takes them along: what is asked, and nothing of any answer."""
    packs = [{"text": one.text, "at": one.at} for one in carried(desk.vault) if not one.removed]
    return msgspec.json.encode({"v": 1, "packs": packs}) if packs else b""


class _Pack(msgspec.Struct):
    text: str
    at: str


class _Luggage(msgspec.Struct):
    v: int
    packs: list[_Pack] = []


def _unpacked(luggage: bytes) -> _NothingHere:
    """Return what a field file knows: the packs it was given; nothing where they cannot be read."""
    try:
        found = msgspec.json.decode(luggage, type=_Luggage).packs if luggage else []
    except (msgspec.MsgspecError, UnicodeDecodeError):
        found = []
    items = [
        {"t": "pack", "id": f"{place}", "at": one.at, "text": one.text} for place, one in enumerate(found)
    ]
    return _NothingHere([{"items": [item]} for item in items])


@dataclass(frozen=True)
class Sibling:
    """A case sealed before, of the family of one that is sealed now: its receipt, and what they are to one another."""

    number: int
    tie: str
    place: int = 1


@dataclass(frozen=True)
class FieldDesk:
    """A desk at which cases are taken in and none can be read; ``vault`` is the box they go into."""

    vault: IntakeBox
    pen: Pen
    device: str

    @cached_property
    def carries(self) -> Vault:
        """What this file can be asked as a vault is: the packs it was given, and nothing else under any name."""
        return cast("Vault", _unpacked(self.vault.luggage()))

    def facts(self, kind: str) -> Mapping[str, Declared]:
        """Return the facts that may be stated of a kind of subject here, those of the packs it was given among them."""
        return facts_with_packs(self.carries, kind)

    def take_in(
        self, entries: Iterable[Any], *, keep: bool = True, sibling: Sibling | None = None
    ) -> Iterator[tuple[Receipt | None, int]]:
        """Check entries by the rules of any intake and seal them; yield receipts with the number of cases in each.

        ``sibling`` is of the family of the first. Each receipt is for what is on the disk already. Raises
        ``InputRefused`` for the first that is refused.
        """
        stream, before = iter(entries), 0
        while batch := list(islice(stream, BATCH)):
            for place, entry in enumerate(batch, before + 1):
                with at(f"case {place}"):
                    self._check(entry)
            before += len(batch)
            ties = [self._tie(sibling)] if sibling and keep and not before - len(batch) else []
            yield self.vault.put(self._message(batch, ties=ties)) if keep else None, len(batch)

    def _tie(self, sibling: Sibling) -> dict[str, Any]:
        """Name the case of a sibling as headquarters will find it: by the box that holds it, and its place in there."""
        box = self.vault.container.box(sibling.number)
        if box is None:
            raise NotFound("no intake of yours has that number", "see `registry vault waiting`")
        return {"entry": 1, "box": digest_of(box).hex(), "place": sibling.place, "tie": sibling.tie}

    def attach(self, number: int, content: bytes, name: str, place: int = 1) -> Receipt:
        """Seal a file as evidence for the ``place``-th case of the intake of that number.

        Raises ``NotFound`` where this worker sealed none of that number, ``InputRefused`` for a file too large.
        """
        box = self.vault.container.box(number)
        if box is None or number not in {receipt.number for receipt in self.vault.receipts()}:
            raise NotFound("no intake of yours has that number", "see `registry vault waiting`")
        kept_name = line(name, "the file name", LONGEST_NAME)
        said = {
            "box": digest_of(box).hex(), "place": place, "name": kept_name,
            "data": base64.b64encode(content).decode(),
        }  # fmt: skip
        return self.vault.put(self._message([], said))

    def _check(self, entry: Any) -> None:
        for source in _sources_of(mapping(entry, "the case")):
            if isinstance(source, str) or (isinstance(source, dict) and source.get("derived_from")):
                raise InputRefused(
                    "a source is named by an id, and none can be looked up here",
                    'say in words who it is: "source": {"kind": "family", "label": "…"}',
                )
        case_document(entry, Sources(Desk(self.carries, self.pen, self.vault.who.name)))

    def _message(
        self, batch: list[Any], exhibit: dict[str, Any] | None = None, ties: Sequence[dict[str, Any]] = ()
    ) -> bytes:
        said: dict[str, Any] = {
            "v": 1,
            "at": moment(self.pen.clock()),
            "device": self.device,
            "entries": batch,
        }
        more = {"exhibit": exhibit, "ties": ties}
        return msgspec.json.encode(said | {key: value for key, value in more.items() if value})


def _sources_of(entry: Any) -> Iterator[Any]:
    yield entry.get("source")
    for key in ("claims", CROSSING, HELD):
        said = entry.get(key)
        for one in said if isinstance(said, list) else [said]:
            if isinstance(one, dict):
                yield one.get("source")


def open_desk_or_box(
    path: Path, passphrase: str | None = None, *, recovery: RecoveryKey | None = None, device: str,
    read_only: bool = False,
) -> Desk | FieldDesk:  # fmt: skip
    """Sit down at the desk, or at the field's where the passphrase only takes in."""
    opened = Vault.open_any(
        path, specs=SPECS, passphrase=passphrase, recovery=recovery, clock=utc_now, device=device,
        read_only=read_only,
    )  # fmt: skip
    if isinstance(opened, IntakeBox):
        pen = Pen(opened.who.public_key.hex(), device)
        return FieldDesk(opened, pen, device)
    return desk_of(opened, device)
