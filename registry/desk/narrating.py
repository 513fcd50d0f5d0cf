"""Accounts at the desk: written for publication, looked through, confirmed one by one, and let out under the ledger."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import PERSON, CaseFile
from registry.cases.items import Consent, Narrative
from registry.cases.person import OWN_NAMES
from registry.desk.consenting import Permit, require
from registry.desk.desk import CASES, JOURNEY, RELEASES, Desk, in_one_act
from registry.desk.disclosing import NARRATIVES, Release
from registry.desk.identifying import of_people
from registry.desk.reading import line, text
from registry.disclosure.ledger import LedgerEntry
from registry.disclosure.narratives import ADVICE, Finding, Known, findings
from registry.disclosure.policy import FLOOR
from registry.errors import Damaged, DisclosureRefused, InputRefused, NotFound, RuleNotMet
from registry.provenance.consent import NARRATIVE, PUBLIC_NAMING
from registry.reports.narratives import JSON, METHOD, TEXT, write_narratives
from registry.words.fact import Leaves
from registry.words.identity import new_id, number_of, short
from registry.words.places import Place, gazetteer

WRITE, MAKE = "disclose narrative write", "disclose narrative make"
LANGUAGES = ("en", "fr", "ar")
# Whose names would lead to the person, beside their own.
_FAMILY = ("father", "grandfather", "mother")


@dataclass(frozen=True, slots=True)
class Looked:
    """One account as it may go out or not: what consent keeps back, and what in it may not stand there."""

    case: str
    narrative: Narrative
    permit: Permit
    findings: tuple[Finding, ...]

    @property
    def confirmed_by(self) -> str:
        """What a person types to confirm this very text: the short form of its id."""
        return short(self.narrative.id)


@in_one_act(WRITE)
def write(desk: Desk, case_ref: str, raw: str, language: str = "en") -> Narrative:
    """Keep a text on a case that is written to be published; it takes the place of an earlier one.

    Raises ``InputRefused`` for no text or another language, ``RuleNotMet`` for a group.
    """
    case = desk.open_case(case_ref)
    if case.kind != PERSON:
        raise RuleNotMet("an account is told of one person", "a group's wording goes out with its report")
    if language not in LANGUAGES:
        raise InputRefused("accounts are kept in three languages", f"use one of: {', '.join(LANGUAGES)}")
    said = text(raw, "the account")
    if not said:
        raise InputRefused("there is no text", "write it to --from -")
    made = Narrative(**desk.pen.stamp(), text=said, language=language, author=desk.name)
    desk.adding(CASES, case.id, [made])
    return made


def narrative_of(case: CaseFile) -> Narrative:
    """Return the text of a case that was written for publication last and counts; raise ``NotFound``."""
    written = case.every(Narrative)
    if not written:
        raise NotFound(
            "no text of this case was written for publication",
            f"write one with `registry disclose narrative write {short(case.id)} --from -`",
        )
    return max(written, key=lambda one: (one.at, one.id))


def look(desk: Desk, case_ref: str, recipient: str = "") -> Looked:
    """Return the account of a case with everything that keeps it from going out to a recipient.

    Raises ``RuleNotMet`` where consent for an anonymous account (or, where nobody was asked for that, for public naming)
    does not stand.
    """
    case = desk.open_case(case_ref)
    told = narrative_of(case)
    asked = any(one.purpose == NARRATIVE for one in case.every(Consent))
    named = any(one.purpose == PUBLIC_NAMING for one in case.every(Consent))
    permit = require(desk, case, PUBLIC_NAMING if named and not asked else NARRATIVE, recipient)
    return Looked(case.id, told, permit, findings(told.text, known_of(desk, case, permit)))


def towards(recipient: str) -> str:
    """Return the recipient as consent is asked for it: what is public goes to nobody in particular."""
    return "" if recipient.strip().casefold() == "public" else recipient


def known_of(desk: Desk, case: CaseFile, permit: Permit) -> Known:
    """Return what the vault knows that an account of this case may not hold, and what consent keeps back of it."""
    view = desk.view(case)
    own, whole = set[str](), set(of_people(desk))
    for key, fact in case.facts.items():
        said = {held.value.show() for held in view.facts[key].held} if key in view.facts else set()
        if key in OWN_NAMES or key in _FAMILY:
            own |= said
        elif fact.fact.leaves is Leaves.NEVER and key not in _ORDINARY:
            whole |= {one for one in said if len(one) >= _TELLING}
    registers = desk.registers()
    records = [*registers.facilities, *registers.actors, *registers.places]
    # A caseworker's own name would tell a reader whom to ask.
    whole |= set(desk.names().values())
    return Known(
        frozenset(whole),
        frozenset(own),
        frozenset(name for record in records if record.kind != "actor" for name in record.names),
        frozenset(
            word
            for key in permit.facts & view.facts.keys()
            for held in view.facts[key].held
            for word in _words_for(held.value)
        ),
    )


def _words_for(value: Any) -> Iterator[str]:
    """Yield what a value is called: of a place each name it has, and those of all that it lies in short of the country."""
    yield value.show()
    for code in value.chain()[:-1] if isinstance(value, Place) else ():
        yield from gazetteer().entries[code].names


# A value shorter than this is an ordinary word.
_TELLING = 6
# What is said of a person in ordinary words, which an account may be about.
_ORDINARY = frozenset({"occupation", "vulnerability", "residence", "origin"})


def prepare(
    desk: Desk, refs: Sequence[str], *, recipient: str, confirmed: Iterable[str] = (), lang: str = "en"
) -> Release:
    """Turn accounts that were each confirmed into finished bytes and look through these once more.

    ``confirmed`` are what a person typed for each text. Raises ``RuleNotMet`` without consent, recipient or
    confirmation and ``DisclosureRefused`` for anything found; nothing is on disk.
    """
    if desk.vault.count(JOURNEY):
        raise RuleNotMet("accounts go out from the vault at home", "take the journey home first")
    named = line(recipient, "the recipient")
    if not named:
        raise RuleNotMet("nobody is named to whom it goes", "name the body with --recipient")
    looked = [look(desk, ref, towards(named)) for ref in dict.fromkeys(refs)]
    if desk.vault.noticed:
        raise Damaged(
            "part of the vault is damaged, and names that stand there could not be looked for",
            "see `registry vault check`; salvage the vault or restore a backup first",
        )
    typed = {word.strip().upper() for word in confirmed}
    for one in looked:
        refuse_found(one.findings)
        if one.confirmed_by not in typed:
            raise RuleNotMet(
                "each text goes out only when a person has read and confirmed it",
                "type the id that `registry disclose narrative show` gives, as --confirm ID",
            )
    accounts = sorted((one.narrative.language, one.narrative.text) for one in looked)
    release_id, made_on = new_id(desk.pen.chance), desk.today
    files = write_narratives(release_id, made_on, accounts, lang)
    _pass(desk, looked, files)
    entry = LedgerEntry(
        release_id=release_id,
        recipient=named,
        release_class=NARRATIVES,
        policy={"name": "account", "persons": FLOOR.persons},
        classifications={},
        printed={},
        hashes={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        approver=desk.name,
        made_on=made_on,
        cutoff=made_on,
        people=frozenset(one.case for one in looked),
        audit="searched",
    )
    return Release(entry, files, desk.vault.count(RELEASES))


def refuse_found(found: Sequence[Finding]) -> None:
    """Raise ``DisclosureRefused`` for anything found, with what to write instead and none of the words."""
    if found:
        kinds = tuple(dict.fromkeys(one.kind for one in found))
        raise DisclosureRefused(
            f"the text holds what may not go out: {', '.join(kinds)}",
            f"{ADVICE[kinds[0]]}; `registry disclose narrative show` says where",
        )


def _pass(desk: Desk, looked: Sequence[Looked], files: dict[str, bytes]) -> None:
    """Look through the finished bytes as they would be written; raise ``DisclosureRefused``."""
    read: dict[str, Any] = json.loads(files[JSON])
    if files[METHOD].decode().count(TEXT) != 1 or len(read["narratives"]) != len(looked):
        raise DisclosureRefused("the files do not hold what was confirmed", "no file was left")
    for one in looked:
        known = known_of(desk, desk.case(one.case), one.permit)
        refuse_found(findings(files[TEXT].decode(), known))
        for told in read["narratives"]:
            refuse_found(findings(told["text"], known))


@in_one_act(MAKE)
def enter(desk: Desk, release: Release) -> None:
    """Write the accounts that go out into the sealed ledger, with their files."""
    document = {
        "entry": release.entry.plain(),
        "files": {name: content.decode() for name, content in release.files.items()},
    }
    with desk.vault.act(MAKE) as act:
        act.write(RELEASES, number_of(release.entry.release_id), document)
