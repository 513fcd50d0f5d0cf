"""Handing whole cases to a named colleague's system: by consent, for a reason, on the record, in the clear or sealed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from registry.cases.casefile import PERSON, CaseFile
from registry.cases.items import SheetOut
from registry.desk.claiming import fact_named
from registry.desk.consenting import SPECIAL, Permit, require
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.exhibiting import attach
from registry.desk.intake import take_in
from registry.desk.opening import make_desk
from registry.desk.reading import line, text
from registry.errors import Damaged, InputRefused, RuleNotMet
from registry.exchange.handing import SYSTEMS, Handed, handed, table
from registry.provenance.consent import CASE_WORK, PURPOSES, STATISTICS
from registry.provenance.stamp import Clock, utc_now
from registry.vault.files import made_whole
from registry.vault.recovery import RecoveryKey
from registry.words.folding import fold
from registry.words.identity import short

EXPORT = "export"
# What consent keeps back with the relatives: their names, and the label that a family's cases share.
_RELATIVES = frozenset({"father", "grandfather", "mother", "family"})
# A single letter stands in a text by chance; a name of two is found as a whole word.
_TELLING = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to go out: which cases, for which system, to whom, why, and for which purpose consent is asked."""

    system: str
    cases: tuple[str, ...]
    recipient: str
    purpose: str
    reason: str
    withhold: tuple[str, ...] = ()
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """A table that may go out: its bytes, the rows they show, and what consent allows of each case."""

    wanted: Wanted
    content: bytes
    rows: tuple[Handed, ...]
    permits: tuple[Permit, ...]
    withheld: frozenset[str]
    known: tuple[tuple[str, ...], ...]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the table in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def left_out(self) -> tuple[str, ...]:
        """The facts of which something does not go out, because it has no place in such a table or never leaves."""
        return tuple(sorted({key for row in self.rows for key in row.left_out}))


def prepare(desk: Desk, wanted: Wanted) -> Ready:
    """Return the table as it would go out; changes nothing.

    Raises ``InputRefused`` for what is not said or has no name, ``NotFound``, and ``RuleNotMet`` for a group
    report, for a case of which no consent stands for that purpose towards that recipient, for wishes to withhold that nobody
    read, and where a text repeats what is withheld.
    """
    wanted = _read(wanted)
    cases = [desk.open_case(ref) for ref in wanted.cases]
    cases = list({case.id: case for case in cases}.values())
    if not cases:
        raise InputRefused("no case was chosen", "give --case ID, or --from FILE with ids")
    rows, permits, withheld = [], [], frozenset[str]()
    for case in cases:
        if case.kind != PERSON:
            raise RuleNotMet(
                "a colleague's table lists people, and this is a report about many",
                f"leave {short(case.id)} out; figures about groups go out by `registry disclose`",
            )
        permit = require(desk, case, wanted.purpose, wanted.recipient)
        held_back = _held_back(case, permit, wanted.withhold)
        row = handed(desk.view(case), wanted.system, held_back)
        _refuse_leaks(desk, case, row, held_back)
        rows.append(row)
        permits.append(permit)
        withheld |= held_back
    content = table(wanted.system, rows)
    return Ready(wanted, content, tuple(rows), tuple(permits), withheld, tuple(map(_known, cases)))


def _known(case: CaseFile) -> tuple[str, ...]:
    return tuple(str(item["id"]) for item in case.document["items"])


def _read(wanted: Wanted) -> Wanted:
    if wanted.system not in SYSTEMS:
        raise InputRefused(
            "nothing is exported for a system of that name", f"use one of: {', '.join(SYSTEMS)}"
        )
    purpose = PURPOSES.read(wanted.purpose).code
    if purpose in (CASE_WORK, STATISTICS):
        raise InputRefused(
            "a whole case goes to a colleague for a purpose of theirs",
            "name it, such as --purpose ngo_partner, accountability or lawyer",
        )
    recipient, reason = line(wanted.recipient, "the recipient"), text(wanted.reason, "the reason")
    if not recipient:
        raise InputRefused("nobody is named to whom it goes", "give --recipient as the consent names them")
    if not reason:
        raise RuleNotMet("cases that name people go out for a reason", "write it to --reason-from -")
    return Wanted(wanted.system, wanted.cases, recipient, purpose, reason, wanted.withhold, wanted.sealed)


def _held_back(case: CaseFile, permit: Permit, own: Sequence[str]) -> frozenset[str]:
    """Return the facts that stay behind: those of the consents, and those that the caseworker names for their words."""
    if permit.in_words and not own:
        raise RuleNotMet(
            "the consent asks to withhold something in words that name no fact",
            f"read them with `registry consent list {short(case.id)}`, and name what they mean with --withhold FACT",
        )
    named = {wish if wish in SPECIAL else fact_named(case.facts, wish).key for wish in own}
    found = permit.facts | (named - set(SPECIAL))
    return frozenset(found | (_RELATIVES if "relatives" in permit.special | named else frozenset()))


def _refuse_leaks(desk: Desk, case: CaseFile, row: Handed, withheld: frozenset[str]) -> None:
    """Raise ``RuleNotMet`` where a cell says again what is to be withheld."""
    facts = desk.view(case).facts
    hidden = [
        fold(getattr(held.value, "text", "") or held.value.show("en"))
        for key in withheld
        if key in facts
        for held in facts[key].held
    ]
    shown = [fold(cell) for cell in row.cells.values()]
    if any(len(one) >= _TELLING and f" {one} " in f" {cell} " for one in hidden for cell in shown):
        raise RuleNotMet(
            f"another fact of {short(case.id)} repeats what is to be withheld",
            "hold that one back too with --withhold FACT, or leave the case out",
        )


@in_one_act(EXPORT)
def let_out(desk: Desk, ready: Ready) -> bytes:
    """Return the table's bytes once it is on the record of each case that they went out.

    Consent is asked again inside the act. Raises ``RuleNotMet`` where a case was written in since it was read.
    """
    again = prepare(desk, ready.wanted)
    if again.known != ready.known or again.content != ready.content:
        raise RuleNotMet("the cases have changed since they were read", "run the command again")
    wanted = again.wanted
    for row, permit in zip(again.rows, again.permits, strict=True):
        stamp: dict[str, Any] = desk.pen.stamp()
        item = SheetOut(
            **stamp, form=wanted.system, purpose=wanted.purpose, recipient=wanted.recipient,
            format="sealed csv" if wanted.sealed else "csv", lang="en", sha256=again.sha256, size=len(again.content),
            consents=tuple(one.id for one in permit.consents), claims=row.claims,
            withheld=tuple(sorted(again.withheld)), reason=wanted.reason,
        )  # fmt: skip
        desk.adding(CASES, row.case, [item])
    return again.content


def seal_to(
    desk: Desk, ready: Ready, out: Path, passphrase: str, clock: Clock = utc_now
) -> None:  # fmt: skip
    """Write the table as an exhibit of a vault of its own, which opens with a passphrase told to the colleague alone.

    The vault has its name only once it was checked and the export is on record. Raises what ``let_out`` does, and
    ``InputRefused`` for a weak passphrase.
    """
    with made_whole(out) as temporary:
        theirs = make_desk(
            temporary, passphrase, RecoveryKey.generate(), caseworker=ready.wanted.recipient,
            device=desk.pen.device, clock=clock, test_kdf=desk.vault.info().test_kdf,
        )  # fmt: skip
        with theirs.vault as vault:
            case = _cover(theirs, desk.name)
            attach(
                theirs,
                case,
                cast("io.BufferedReader", io.BytesIO(ready.content)),
                f"{ready.wanted.system}.csv",
            )
            if not vault.check().ok:
                raise Damaged(
                    "the sealed file was not kept: it cannot be read back", "check the disk and try again"
                )
        let_out(desk, ready)


def _cover(theirs: Desk, name: str) -> str:
    """Take in the record that holds the table: a note about a list, which says nothing of the people on it."""
    entry = {
        "kind": "group",
        "source": {"kind": "ngo", "label": name},
        "facts": {"topic": "a list handed over"},
    }
    return next(iter(take_in(theirs, [entry], alone=True))).id


def refs_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Return ids that stand one a line, without blanks and repeats."""
    return tuple(dict.fromkeys(word for one in lines for word in one.split()))
