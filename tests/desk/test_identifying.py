"""What the vault knows people by is gathered whole: every table, sealed compartments, and what was taken back."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import Any

import pytest

from registry.desk import disclosing
from registry.desk.desk import Desk
from registry.desk.disclosing import plan_release, prepare
from registry.desk.drafting import new_draft, save_draft
from registry.desk.exhibiting import attach
from registry.desk.identifying import identifiers, identifiers_in
from registry.desk.tracing import new_request
from registry.desk.undoing import undo_last
from registry.disclosure.sought import Identifier, Kind
from registry.errors import DisclosureRefused
from registry.provenance.consent import STATISTICS
from registry.words.identity import short
from tests.desk.making import a_case, a_source

FACTS = {
    "name": [{"text": "Khaled Darwish", "kind": "full"}, {"text": "خالد درويش", "kind": "full"}],
    "mother": "Samira",
    "nickname": "Abu Yaman",
    "born": "1985-03-09",
    "identity_number": "02010456789",
    "reference": "SYN-0077",
    "family": "Household 77",
}


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


def test_all_that_is_read_is_told_as_progress(desk: Desk) -> None:
    a_case(desk)
    told: list[tuple[int, int]] = []
    identifiers(desk, lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1] == len(told)


@pytest.mark.parametrize(
    "planted", ["Khaled Darwish", "خالد درويش", "Samira", "0201 0456 789", "9 March 1985", "SYN-0077"]
)
def test_what_a_writer_lets_slip_shuts_the_gate(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    """A fault in a writer is the way a name would come out: the files, not the summary, hold it."""
    a_case(desk, facts={**FACTS, "sex": "male"}, consent=[STATISTICS])
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
