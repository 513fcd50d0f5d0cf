"""A journey: a vault of its own with chosen cases goes out, and what was added to it comes back."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from registry.desk.consenting import said_no
from registry.desk.copies import LONGEST_LABEL, record_copy
from registry.desk.copies import TRAVEL as TRAVEL_COPY
from registry.desk.count_rules import copy_rules
from registry.desk.desk import CASES, CONTACTS, JOURNEY, SOURCES, Desk, Progress, no_progress
from registry.desk.erasing import cited_in, with_origins
from registry.desk.intake_only import note_away
from registry.desk.opening import make_desk
from registry.desk.packing import copy_packs
from registry.desk.presence import named_in
from registry.desk.sourcing import keep_source
from registry.errors import Damaged, InputRefused, NotFound, NotSaved, RuleNotMet
from registry.provenance.consent import CASE_WORK
from registry.provenance.stamp import Clock, utc_now
from registry.vault.act import Act
from registry.vault.away import list_away
from registry.vault.files import made_whole
from registry.vault.recovery import RecoveryKey
from registry.vault.vault import Vault
from registry.words.identity import number_of, short

TRAVEL = "vault travel"


@dataclass(frozen=True, slots=True)
class Travelled:
    """What a vault for a journey holds."""

    vault_id: str
    cases: int
    sources: int
    exhibits: int
    contacts: int


def make_travel(
    desk: Desk, out: Path, refs: Iterable[str], passphrase: str, name: str, *, with_exhibits: bool = False,
    with_contacts: bool = False, progress: Progress = no_progress, clock: Clock = utc_now,
) -> Travelled:  # fmt: skip
    """Make a vault for a journey: own id, keys, passphrase and signer, with chosen cases and what they cite.

    It knows nothing of this vault, and nobody holds a recovery key of it: what it was given stays here. It has
    its name only once it was checked and this vault remembers it. Raises ``InputRefused``, ``NotFound``,
    ``RuleNotMet`` for a withdrawn case, and for one of which consent for case work was withdrawn or has ended.
    """
    cases = list(dict.fromkeys(desk.open_case(ref).id for ref in refs))
    if not cases:
        raise InputRefused("no case was chosen", "give --case ID, --from FILE with ids, or a filter")
    _refuse_withdrawn(desk, cases)
    test, noted = desk.vault.info().test_kdf, False
    with _telling(lambda: noted), made_whole(out) as temporary:
        journey = make_desk(
            temporary, passphrase, RecoveryKey.generate(), caseworker=name, device=desk.pen.device, clock=clock,
            test_kdf=test,
        )  # fmt: skip
        with journey.vault as vault:
            made = _fill(desk, journey, cases, with_exhibits, with_contacts, progress)
            if not vault.check().ok:
                raise Damaged(
                    "the new vault was not kept: it cannot be read back", "check the disk and try again"
                )
            _note(desk, vault, name, cases)
            noted = True
    return made


@contextmanager
def _telling(noted: Callable[[], bool]) -> Iterator[None]:
    """Say of a file that got no name after this vault had noted the journey that both is so."""
    try:
        yield
    except NotSaved as failed:
        if not noted():
            raise
        raise NotSaved(
            "the file could not be put in its place, and this vault has noted the journey already",
            "check the disk and try again, as another journey; of the one that was noted there is no file",
        ) from failed


def _refuse_withdrawn(desk: Desk, cases: Sequence[str]) -> None:
    """Raise ``RuleNotMet`` where somebody said no to case work.

    A journey is the office's own work in another place, often to ask for consent: silence does not stop it.
    """
    refused = [case for case in cases if said_no(desk.case(case), CASE_WORK, desk.today)]
    if refused:
        named = ", ".join(short(case) for case in refused[:5]) + (" and others" if len(refused) > 5 else "")
        raise RuleNotMet(
            f"consent for case work was withdrawn or has ended, so they stay at home: {named}",
            "leave them out, or ask again and use `registry consent grant CASE --purpose case_work`",
        )


def _fill(
    desk: Desk,
    journey: Desk,
    cases: Sequence[str],
    with_exhibits: bool,
    with_contacts: bool,
    progress: Progress,
) -> Travelled:
    cited: set[str] = set()
    exhibits = contacts = 0
    with journey.vault.act(TRAVEL) as act:
        mark = journey.pen.stamp()
        act.write(JOURNEY, number_of(mark["id"]), {"id": mark["id"], "at": mark["at"]})
        for done, case in enumerate(cases, 1):
            document = desk.document(CASES, case)
            act.write(CASES, number_of(case), document)
            cited |= cited_in(document)
            if with_exhibits:
                exhibits += copy_exhibits(desk.vault, act, document, frozenset())
            progress(done, len(cases))
        copy_packs(desk, act, journey)
        copy_rules(desk, act)
        for table, record in named_in(desk, cases):
            act.write(table, number_of(record["id"]), record)
            cited |= cited_in(record)
        sources = sorted(with_origins(desk, cited))
        for source in sources:
            held = desk.vault.document(CONTACTS, number_of(source)) if with_contacts else None
            contacts += held is not None
            keep_source(journey, act, desk.document(SOURCES, source), str(held["contact"]) if held else "")
    return Travelled(journey.vault.info().vault_id, len(cases), len(sources), exhibits, contacts)


def _note(desk: Desk, vault: Vault, name: str, cases: Sequence[str]) -> None:
    """Remember the journey, its signer and that a copy of these cases is out there, as one act."""
    with desk.vault.act(TRAVEL) as act:
        who = msgspec.structs.replace(vault.caseworker, name=f"{name}, on a journey")
        listed = list_away(desk.vault, act, who, rename=True)
        vault_id = bytes.fromhex(vault.info().vault_id)
        note_away(desk, TRAVEL, "travel", vault_id, who.public_key, listed.name, cases)
        sequence, head = desk.vault.head  # of this vault: up to there the journey knows its cases
        record_copy(desk, TRAVEL_COPY, sequence, head, label=name[:LONGEST_LABEL], cases=cases)


def copy_exhibits(source: Vault, act: Act, document: Mapping[str, Any], held: frozenset[str]) -> int:
    """Copy the bytes of a case's exhibits that ``source`` has and are not ``held``; return how many."""
    number, copied = number_of(document["id"]), 0
    for item in document["items"]:
        if item.get("t") == "exhibit" and item["id"] not in held:
            try:
                pieces = source.read_exhibit(number, item["id"])
            except NotFound:
                continue  # it was left at home
            digest, _ = act.put_exhibit(CASES, number, item["id"], cast("BinaryIO", _Pieces(pieces)))
            if digest != item["sha256"]:
                raise Damaged(
                    "the exhibit's bytes are not those that were sealed", "run `registry vault check`"
                )
            copied += 1
    return copied


class _Pieces(io.RawIOBase):
    """A stream over pieces, of which it holds one."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        if not self._left:
            self._left = next(self._pieces, b"")
        part = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(part) :]
        return part


def is_journey(desk: Desk) -> bool:
    """Whether the open vault was made for a journey."""
    return desk.vault.count(JOURNEY) > 0
