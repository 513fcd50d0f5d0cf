"""What the vault knows people by is gathered whole: every table, sealed compartments, and what was taken back."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from registry.desk import disclosing
from registry.desk.desk import Desk
from registry.desk.disclosing import plan_release, prepare
from registry.desk.drafting import new_draft, save_draft
from registry.desk.exhibiting import attach
from registry.desk.identifying import HOLDS_NONE, READ, identifiers, identifiers_in, of_people
from registry.desk.opening import SPECS
from registry.desk.packing import add_pack
from registry.desk.registering import add_record
from registry.desk.tracing import new_request
from registry.desk.undoing import undo_last
from registry.disclosure.sought import Identifier, Kind
from registry.errors import DisclosureRefused
from registry.provenance.consent import STATISTICS
from registry.words.identity import short
from tests.desk.making import a_case, a_source
from tests.exchange.reading import brought

FACTS = {
    "name": [{"text": "Khaled Darwish", "kind": "full"}, {"text": "خالد درويش", "kind": "full"}],
    "mother": "Samira",
    "nickname": "Abu Yaman",
    "born": "1985-03-09",
    "identity_number": "02010456789",
    "reference": "SYN-0077",
    "family": "Household 77",
}
PACK = (
    'pack = "ours"\nversion = 1\nen = "Ours"\n'
    '[[facts]]\nkey = "guardian"\nkind = "name"\nen = "Guardian"\n'
    '[[facts]]\nkey = "tribe"\nkind = "text"\nen = "Tribe"\n'
    '[[facts]]\nkey = "wed"\nkind = "date"\nen = "Wed on"\n'
)


def texts(desk: Desk, kind: Kind) -> set[str]:
    return {one.text for one in identifiers(desk) if one.kind is kind}


def test_names_numbers_and_days_of_a_case_are_known(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS, consent=[STATISTICS])
    names = texts(desk, Kind.NAME)
    assert {"Khaled Darwish", "خالد درويش", "Samira", "Abu Yaman", "Household 77", "a family", "Rim"} <= names
    assert {"02010456789", "SYN-0077"} <= texts(desk, Kind.NUMBER)
    assert texts(desk, Kind.DAY) == {"1985-03-09"}
    assert {case, short(case)} <= texts(desk, Kind.ID)


def test_sealed_contacts_exhibits_requests_and_drafts_are_known(desk: Desk) -> None:
    a_source(desk, "the baker of Salaheddin", contact="Umm Yazan, +963 944 123 456, yazan77@example.org")
    case = a_case(desk)
    attach(desk, case, io.BytesIO(b"an invented letter"), "letter from Darwish.txt")
    new_request(
        desk, {"enquirer": "Sister of Q", "contact": "0933 765 432", "looking_for": {"name": "Qasem Hallaq"}}
    )
    draft = new_draft(desk.pen)
    draft.answers = {
        "name": [{"value": "Nizar Zeitoun"}],
        "source": [{"value": {"contact": "call 0955 111 222 Huda"}}],
    }
    save_draft(desk, draft)
    names, numbers = texts(desk, Kind.NAME), " ".join(texts(desk, Kind.NUMBER))
    assert {
        "the baker of Salaheddin",
        "letter from Darwish.txt",
        "Sister of Q",
        "Qasem Hallaq",
        "Nizar Zeitoun",
    } <= names
    assert any("Umm Yazan" in name for name in names)
    assert all(number in numbers for number in ("+963 944 123 456", "0933 765 432", "0955 111 222"))
    assert "yazan77@example.org" in texts(desk, Kind.SIGNS)
    assert texts(desk, Kind.DIGEST) == {hashlib.sha256(b"an invented letter").hexdigest()}


def test_who_was_taken_back_is_still_not_to_be_named(desk: Desk) -> None:
    a_case(desk, facts={"name": "Qasem Hallaq"})
    undo_last(desk)
    assert desk.count() == 0
    assert "Qasem Hallaq" in texts(desk, Kind.NAME)


def test_a_claim_is_known_by_its_fact_and_its_own_words_only_by_numbers_in_them() -> None:
    claim = {
        "t": "claim", "fact": "last_seen_at", "value": "Idlib", "verbatim": "call 0944 123 456 about the child",
        "on": "2016-12-09",
    }  # fmt: skip
    assert set(identifiers_in({"items": [claim]})) == {Identifier(Kind.NUMBER, "0944 123 456")}


# Every table


def test_every_table_is_read_or_it_is_said_why_not() -> None:
    """A new table is put among those that are read, or among those that hold none with the reason."""
    tables = {spec.name for spec in SPECS}
    assert READ | HOLDS_NONE.keys() == tables
    assert not READ & HOLDS_NONE.keys()
    assert all(len(reason) > 10 for reason in HOLDS_NONE.values())


def test_rows_that_wait_to_be_taken_in_are_known(desk: Desk) -> None:
    rows = "name,sex,born,phone,remarks,seen\nNabil Qattan,male,09/03/1985,0944 123 456,neighbour Wafa,2016-2017\n"
    (came,) = brought(desk, f"{rows.strip()},one cell too many\n".encode())
    assert came.outcome == "waits" and not desk.count()
    assert "Nabil Qattan" in texts(desk, Kind.NAME)
    assert "1985-03-09" in texts(desk, Kind.DAY)
    assert texts(desk, Kind.NUMBER) == {"0944 123 456"}
    assert "neighbour Wafa" in texts(desk, Kind.DETAIL)


def test_names_of_the_registers_are_known_and_a_private_individual_is_a_name(desk: Desk) -> None:
    facility = {"name": "Cotton Mill of Kafr Invented", "alias": "الملحقة"}
    add_record(desk, "facility", {"source": a_source(desk), "facts": facility})
    add_record(desk, "place", {"source": a_source(desk), "facts": {"name": "Kafr Invented"}})
    actor = {"name": "Hashem Qattan", "type": "private individual", "alias": "Abu Invented"}
    add_record(desk, "actor", {"source": a_source(desk), "facts": actor})
    assert {"Cotton Mill of Kafr Invented", "الملحقة", "Kafr Invented"} <= texts(desk, Kind.DETAIL)
    assert {"Hashem Qattan", "Abu Invented"} <= texts(desk, Kind.NAME)
    assert "Hashem Qattan" in of_people(desk) and not {"Kafr Invented", "الملحقة"} & of_people(desk)


def test_answers_to_the_facts_of_a_pack_are_known_by_their_kind(desk: Desk) -> None:
    add_pack(desk, PACK)
    a_case(
        desk, facts={"ours.guardian": "Wafa Qattan", "ours.tribe": "Banu Invented", "ours.wed": "2001-04-05"}
    )
    assert "Wafa Qattan" in texts(desk, Kind.NAME)
    assert "Banu Invented" in texts(desk, Kind.DETAIL)
    assert "2001-04-05" in texts(desk, Kind.DAY)


def test_whom_something_went_to_and_why_a_case_was_erased_is_known(desk: Desk) -> None:
    policy = {"name": "public", "proposed_by": "Nour Invented", "reason": "asked for by 0955 111 222"}
    entry = {"recipient": "Ms Invented of the committee", "approver": "Rim", "policy": policy, "printed": {}}
    refused = json.dumps({"entries": [{"facts": {"name": "Nabil Qattan"}, "source": {"contact": "Huda"}}]})
    with desk.vault.act("a test") as act:
        act.write("releases", 1, {"entry": entry, "files": {"summary.json": "{}"}})
        act.write("tombstones", 2, {"id": "0" * 13, "by": "", "device": "", "at": "", "basis": "law",
                                    "reason": "asked by 0933 765 432"})  # fmt: skip
        act.write("quarantine", 3, {"digest": "", "content": refused})
        act.write("quarantine", 4, {"digest": "", "content": "torn {Samar Qattan"})
    assert "Ms Invented of the committee" in texts(desk, Kind.DETAIL)
    assert {"0933 765 432", "0955 111 222"} <= texts(desk, Kind.NUMBER)
    assert "public" not in of_people(desk) and "Nour Invented" in of_people(desk)
    assert {"Nabil Qattan", "Huda"} <= texts(desk, Kind.NAME)
    assert "torn {Samar Qattan" in texts(desk, Kind.DETAIL)
    assert "0" * 13 in texts(desk, Kind.ID)


def test_words_that_a_summary_says_itself_do_not_shut_the_gate(desk: Desk) -> None:
    """Towns, bodies and cells are often called what a class is called; only what no report says is a leak."""
    a_case(desk, facts={**FACTS, "sex": "male", "last_seen_at": "Homs"}, consent=[STATISTICS])
    for name in ("Damascus", "Homs", "Rural Damascus", "Damascus Rural"):
        add_record(desk, "place", {"source": a_source(desk), "facts": {"name": name}})
    add_record(desk, "actor", {"source": a_source(desk), "facts": {"name": "armed groups"}})
    brought(desk, b"name,when,what,many\n,2016-12,male,20,more than there are headings\n")
    assert desk.vault.count("waiting_rows") == 1
    planned = plan_release(desk, ["place,sex"])
    assert prepare(desk, planned, recipient="Homs").files


def test_all_that_is_read_is_told_as_progress(desk: Desk) -> None:
    a_case(desk)
    told: list[tuple[int, int]] = []
    identifiers(desk, lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1] == len(told)


@pytest.mark.parametrize(
    "planted",
    [
        "Khaled Darwish",
        "خالد درويش",
        "Samira",
        "0201 0456 789",
        "9 March 1985",
        "SYN-0077",
        "Kafr Invented",
        "Qafr",
        "Wafa",
    ],
)
def test_what_a_writer_lets_slip_shuts_the_gate(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    """A fault in a writer is the way a name would come out: the files, not the summary, hold it."""
    a_case(desk, facts={**FACTS, "sex": "male"}, consent=[STATISTICS])
    add_record(desk, "place", {"source": a_source(desk), "facts": {"name": "Kafr Invented"}})
    brought(desk, b"name,remarks\nNabil Qattan,neighbour Wafa,more than there are headings\n")
    planned = plan_release(desk, ["sex"])
    assert prepare(desk, planned, recipient="a body").files
    whole = disclosing.write_all

    def slips(*given: Any, **more: Any) -> dict[str, bytes]:
        files = whole(*given, **more)
        page = files["summary.html"].replace(b"</main>", f"<!-- {planted} --></main>".encode())
        note = files["method.md"].replace(
            hashlib.sha256(files["summary.html"]).hexdigest().encode(),
            hashlib.sha256(page).hexdigest().encode(),
        )
        return {**files, "summary.html": page, "method.md": note}

    monkeypatch.setattr(disclosing, "write_all", slips)
    with pytest.raises(DisclosureRefused, match=r"identifies a person stands in summary\.html") as shut:
        prepare(desk, planned, recipient="a body")
    assert planted not in shut.value.message
    assert replace(planned) == planned
