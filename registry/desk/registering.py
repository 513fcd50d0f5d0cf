"""The registers at the desk: taking in facilities, actors and places, who controlled them, and taking claims back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import with_items
from registry.cases.ground import on_day
from registry.cases.items import Checked, Claim, Retraction, plain_item
from registry.cases.register import (
    FACILITY,
    PLACE,
    REGISTERS,
    Ground,
    Record,
    RecordFile,
    Registers,
    id_of_code,
)
from registry.desk.claiming import claim_named
from registry.desk.desk import Desk
from registry.desk.reading import text
from registry.desk.registers import TABLE_OF
from registry.desk.roles import second_persons, second_to
from registry.desk.stating import claims_stated, read_stated
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.words.dates import PartialDate
from registry.words.fact import facts_of
from registry.words.folding import fold
from registry.words.identity import number_of
from registry.words.places import Place, gazetteer

CONTROLLED = (FACILITY, PLACE)


@dataclass(frozen=True, slots=True)
class Registered:
    """A record that was made or added to: its id, the new claims, and what the caseworker should know."""

    id: str
    kind: str
    claims: tuple[Claim, ...]
    new: bool
    warnings: tuple[str, ...] = ()


def record_file(desk: Desk, kind: str, ref: str) -> RecordFile:
    """Return the record that an id names, or for a place its gazetteer code; raise ``NotFound`` or ``InputRefused``."""
    if kind == PLACE and (code := code_named(ref)):
        return RecordFile(desk.document(TABLE_OF[PLACE], id_of_code(code)))
    return RecordFile(desk.document(TABLE_OF[kind], ref))


def record_shown(desk: Desk, kind: str, ref: str) -> Record:
    """Return a record folded for reading."""
    file = record_file(desk, kind, ref)
    return Record(file, desk.sources_of(file))


def code_named(ref: str) -> str:
    """Return the code of the gazetteer that ``ref`` is, in capitals or not; empty where it is none."""
    code = ref.strip().upper()
    return code if code in gazetteer() else ""


def add_record(desk: Desk, kind: str, said: Any, ref: str = "") -> Registered:
    """Take in what a source states of a facility, an actor or a place; with ``ref``, of one that is known.

    A place of the gazetteer is named by its code and needs no name of its own. Raises ``InputRefused``.
    """
    return _stated_of(desk, f"{kind} add", kind, said, ref)


def add_control(desk: Desk, kind: str, ref: str, said: Any) -> Registered:
    """Take in who a source says was in control of a place or ran a facility, from when until when."""
    given = dict(said) if isinstance(said, Mapping) else {"control": said}
    if "facts" not in given:
        about = {key: given.pop(key) for key in ("source", "grade", "when", "basis") if key in given}
        given = {**about, "facts": {"control": given.get("control", given)}}
    return _stated_of(desk, f"{kind} control", kind, given, ref, only=("control",))


def _stated_of(
    desk: Desk, operation: str, kind: str, said: Any, ref: str, only: tuple[str, ...] = ()
) -> Registered:
    table, declared = TABLE_OF[kind], facts_of(REGISTERS[kind])
    if only:
        declared = {key: declared[key] for key in only}
    with desk.vault.act(operation) as act:
        stated = read_stated(desk, act, said)
        code = code_named(ref) if kind == PLACE else ""
        known = _known(desk, kind, ref, code)
        claims = tuple(claims_stated(desk, stated, declared, beside=known))
        if known is not None:
            desk.adding(table, known.id, claims)
            identity = known.id
        else:
            if not code and not any(claim.fact == "name" and claim.value for claim in claims):
                raise InputRefused(f"the {kind} has no name", 'give it under "facts": {"name": ["…", "…"]}')
            identity = id_of_code(code) if code else desk.pen.stamp()["id"]
            made = {} if code else {"by": desk.pen.by, "device": desk.pen.device, "at": claims[0].at}
            document: dict[str, Any] = {"id": identity, "kind": kind, "made": made, "items": []}
            document |= {"code": code} if code else {}
            act.write(table, number_of(identity), with_items(document, [plain_item(c) for c in claims]))
        desk.vault.touched(table)
        warnings = _warnings(desk, kind, identity, claims)
    return Registered(identity, kind, claims, known is None, warnings)


def _known(desk: Desk, kind: str, ref: str, code: str) -> RecordFile | None:
    """Return the record to be added to; None where it is to be made. Raises for one that was taken back."""
    if not ref:
        return None
    if code:
        number = number_of(id_of_code(code))
        document = desk.vault.document(TABLE_OF[PLACE], number)
        return RecordFile(document) if document else None
    file = record_file(desk, kind, ref)
    if file.withdrawn:
        raise RuleNotMet(f"that {kind} was taken back", "bring it back with `registry undo --redo` first")
    return file


def _warnings(desk: Desk, kind: str, identity: str, claims: tuple[Claim, ...]) -> tuple[str, ...]:
    """Say which of the new names others bear too: what bears two names of one wording leads to neither."""
    names = [str(claim.value) for claim in claims if claim.fact in {"name", "alias"} and claim.value]
    bearers = desk.bearers(kind, names)
    found = []
    if any(len(bearers.find(name).several) > 1 for name in names):
        found.append(
            f"another {kind} bears that name too: claims that only give the name lead to neither; name it by id"
        )
    if kind == PLACE:
        own = record_shown(desk, kind, identity)
        if _lies_in_itself(desk, own):
            raise InputRefused("a place cannot lie in itself", "give the place it lies in as `parent`")
        known = {code for name in names if (code := gazetteer().find(name)) and code != own.file.code}
        found += [
            f"the gazetteer knows a place of that name as {code}; it is now another" for code in sorted(known)
        ]
    return tuple(found)


def _lies_in_itself(desk: Desk, record: Record) -> bool:
    parent = record.best("parent")
    if parent is None:
        return False
    named = {code for code in (parent.code, parent.code and id_of_code(parent.code)) if code}
    registers = Registers(places=desk.bearers(PLACE, [parent.text], named))
    return registers.node(parent) == (record.file.code or record.id)


def retract_from(desk: Desk, kind: str, ref: str, claim_ref: str, reason: str) -> Claim:
    """Take back a claim about a facility, an actor or a place; it stays readable."""
    with desk.vault.act(f"{kind} retract"):
        file = record_file(desk, kind, ref)
        claim = claim_named(file, claim_ref)
        if claim.id in file.retractions:
            raise RuleNotMet("that claim was retracted before", f"see `registry {kind} show`")
        reason = text(reason, "the reason")
        if not reason:
            raise RuleNotMet("taking a claim back needs a reason", "write the reason to --reason-from -")
        taken = Retraction(**desk.pen.stamp(), claim=claim.id, reason=reason)
        desk.adding(TABLE_OF[kind], file.id, [taken])
    return claim


def review_actor(desk: Desk, ref: str, reason: str, *, override: bool = False) -> Checked:
    """Note that a second person looked at a named private individual, with the reason why the name may stand.

    The second person is someone who wrote nothing of the record, and a reviewer where the vault has one. With
    ``override`` the reason of someone who works alone stands instead, and stays on the record as such. Raises
    ``RuleNotMet``.
    """
    with desk.vault.act("actor review"):
        file = record_file(desk, "actor", ref)
        record = Record(file, desk.sources_of(file))
        if not record.needs_review:
            raise RuleNotMet(
                "that actor needs no review: it is no private individual, or was reviewed before",
                "see `registry actor show ACTOR`",
            )
        reason = text(reason, "the reason")
        if not reason:
            raise RuleNotMet(
                "a review needs the reason why the name may stand", "write the reason to --reason-from -"
            )
        alone = second_persons(desk) is None
        if not alone and desk.pen.by not in second_to(desk, {claim.by for claim in file.claims}):
            raise RuleNotMet(
                "a second person has to look at a named private individual",
                "ask a colleague who wrote nothing of it, a reviewer where there is one, to run the same command",
            )
        if alone and not override:
            raise RuleNotMet(
                "you work alone in this vault, so nobody else can look at it",
                "give --alone: your reason stays on the record as that of someone alone",
            )
        made = Checked(
            **desk.pen.stamp(), author=desk.name, reviewer="" if alone else desk.name, reason=reason,
            override=reason if alone else "",
        )  # fmt: skip
        desk.adding(TABLE_OF["actor"], file.id, [made])
    return made


def listed(registers: Registers, kind: str, name: str = "") -> list[Record]:
    """Return the records of a register in the order in which they came, or those of whose names ``name`` is a part.

    For places those of the gazetteer come with them, also where nothing more is known of one yet.
    """
    register, wanted = registers.of(kind), fold(name)
    if not wanted:
        return list(register)
    found = [record for record in register if any(wanted in fold(one) for one in record.names)]
    if kind == PLACE:
        known = {record.file.code for record in found}
        found += [
            registers.record_of(entry.code) or _bare(entry.code)
            for entry in gazetteer().entries.values()
            if entry.code not in known and any(wanted in fold(one) for one in entry.names)
        ]
    return found


def _bare(code: str) -> Record:
    """Return a place of the gazetteer of which nothing more is known."""
    return Record(RecordFile({"id": id_of_code(code), "kind": PLACE, "made": {}, "items": [], "code": code}))


def record_or_place(desk: Desk, kind: str, ref: str) -> Record:
    """Return a record folded for reading; a place of the gazetteer needs none of its own."""
    code = code_named(ref) if kind == PLACE else ""
    if code and desk.vault.document(TABLE_OF[PLACE], number_of(id_of_code(code))) is None:
        return _bare(code)
    return record_shown(desk, kind, ref)


def controlled_on(registers: Registers, record: Record, on: PartialDate) -> Ground:
    """Return who controlled a place, or ran a facility, on a day."""
    if record.kind == PLACE:
        node = record.file.code or record.id
        return registers.in_control(Place(record.title, node), on)
    return Ground(on_day(record.control, on, registers.same_side), record.id, on, record.id)


def place_node(desk: Desk, ref: str, registers: Registers) -> str:
    """Return what stands for the place that an id or a gazetteer code names; raise ``NotFound``."""
    if code := code_named(ref):
        return code
    record = registers.places.records.get(desk.identify(TABLE_OF[PLACE], ref))
    if record is None:
        raise NotFound("no place here has that id", "see `registry place list`")
    return record.file.code or record.id
