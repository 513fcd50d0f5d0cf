"""Accounts at the desk: only what was written to be published, with consent, and with nothing of the register in it."""

from __future__ import annotations

import pytest

from registry.desk.consenting import grant, withdraw
from registry.desk.desk import Desk
from registry.desk.disclosing import again, ledger, plan_release
from registry.desk.narrating import enter, look, narrative_of, prepare, write
from registry.desk.registering import add_record
from registry.desk.undoing import undo_last
from registry.desk.went_out import went_out
from registry.errors import DisclosureRefused, InputRefused, NotFound, RuleNotMet
from registry.provenance.consent import NARRATIVE, PUBLIC_NAMING
from tests.desk.making import a_case, a_group

TEXT = (
    "He left one winter to look for bread, and was stopped at a checkpoint. His family has waited since 2016."
)


def told(desk: Desk, text: str = TEXT, **facts: object) -> str:
    case = a_case(desk, facts={"name": ["Khaled Darwish", "خالد درويش"], "father": "Mahmoud", **facts})
    write(desk, case, text)
    return case


def agreed(desk: Desk, case: str, purpose: str = NARRATIVE, **more: object) -> None:
    grant(desk, case, {"purpose": purpose, "given_by": "the mother", **more})


def confirmed(desk: Desk, *cases: str) -> list[str]:
    return [look(desk, case).confirmed_by for case in cases]


def test_an_account_goes_the_whole_way(desk: Desk) -> None:
    case = told(desk)
    agreed(desk, case)
    release = prepare(desk, [case], recipient="a newspaper", confirmed=confirmed(desk, case))
    enter(desk, release)
    (entry,) = ledger(desk)
    assert (entry.release_class, entry.recipient, entry.people) == ("N", "a newspaper", {case})
    assert entry.printed == {}
    assert TEXT in release.files["narratives.txt"].decode()
    assert again(desk, entry.release_id) == release.files
    assert b"Khaled" not in b"".join(release.files.values())
    (out,) = [one for one in went_out(desk, desk.case(case), frozenset({NARRATIVE})) if one.what == "text"]
    assert (out.recipient, out.purpose, out.concerned) == ("a newspaper", NARRATIVE, True)
    agreed(desk, case, "anonymous_statistics")
    assert plan_release(desk, ()).people == {case}
    assert plan_release(desk, ()).refusal is None  # a text counts nobody, and stands in no table's way


def test_no_other_text_of_a_case_goes_out(desk: Desk) -> None:
    case = a_case(desk, facts={"name": "Khaled"}, note=TEXT)
    agreed(desk, case)
    with pytest.raises(NotFound, match="written for publication"):
        look(desk, case)


def test_consent_is_asked_for_this_and_a_no_outweighs_public_naming(desk: Desk) -> None:
    case = told(desk)
    with pytest.raises(RuleNotMet, match="no consent"):
        look(desk, case)
    agreed(desk, case, "anonymous_statistics")
    with pytest.raises(RuleNotMet, match="no consent"):
        look(desk, case)
    agreed(desk, case, PUBLIC_NAMING)
    assert look(desk, case).permit.purpose == PUBLIC_NAMING
    agreed(desk, case)
    withdraw(desk, case, {"purpose": NARRATIVE})
    with pytest.raises(RuleNotMet, match="withdrawn"):
        look(desk, case)


def test_consent_for_one_recipient_is_for_that_one(desk: Desk) -> None:
    case = told(desk)
    agreed(desk, case, recipient="a newspaper", withhold=["that he was ill"])
    assert look(desk, case, "a newspaper").permit.in_words == ("that he was ill",)
    for other in ("", "another paper"):
        with pytest.raises(RuleNotMet):
            look(desk, case, other)


def test_what_consent_keeps_back_may_not_stand_in_it(desk: Desk) -> None:
    case = told(desk, f"{TEXT} He lived in Aleppo.", last_seen_at="Ramouseh", occupation="baker")
    agreed(desk, case)
    assert look(desk, case).findings == ()
    agreed(desk, case, withhold=["last_seen_at", "occupation"])
    assert {(one.kind, one.words) for one in look(desk, case).findings} == {("withheld", "aleppo")}
    write(desk, case, "A baker from the north.")
    assert {(one.kind, one.words) for one in look(desk, case).findings} == {("withheld", "baker")}


FOUND = [
    ("Khalid left.", "identifier"),
    ("جاء خالد", "identifier"),
    ("The son of Mahmood left.", "identifier"),
    ("He left with Samira Kabbani.", "identifier"),
    ("His reference is SYN 2016 17.", "identifier"),
    ("Rim wrote this.", "identifier"),
    ("He was 34.", "number"),
    ("He left in December.", "date"),
    ("He left Ramouseh.", "place"),
    ("He was seen in the Cotton Mill.", "place"),
]


def test_what_the_vault_knows_may_not_stand_in_it(desk: Desk) -> None:
    a_case(desk, facts={"name": "سميرة قباني"})
    source = {"kind": "ngo", "label": "a group", "reliability": "B"}
    add_record(desk, "facility", {"source": source, "facts": {"name": "Cotton Mill"}})
    case = told(desk, reference="SYN-2016-17")
    agreed(desk, case)
    assert look(desk, case).findings == ()
    for text, kind in FOUND:
        write(desk, case, f"{TEXT} {text}")
        looked = look(desk, case)
        assert kind in {one.kind for one in looked.findings}, text
        with pytest.raises(DisclosureRefused) as refused:
            prepare(desk, [case], recipient="public", confirmed=[looked.confirmed_by])
        assert refused.value.exit_code == 9
        assert text not in refused.value.message
    assert ledger(desk) == []


def test_each_text_is_confirmed_by_its_own_id(desk: Desk) -> None:
    one, other = told(desk), told(desk, "She went to her sister one spring and did not come back.")
    agreed(desk, one)
    agreed(desk, other)
    for typed in ([], ["yes"], confirmed(desk, one)):
        with pytest.raises(RuleNotMet, match="read and confirmed"):
            prepare(desk, [one, other], recipient="public", confirmed=typed)
    ids = confirmed(desk, one, other)
    write(desk, one, "Another text altogether.")
    with pytest.raises(RuleNotMet, match="read and confirmed"):
        prepare(desk, [one, other], recipient="public", confirmed=ids)
    files = prepare(desk, [one, other], recipient="public", confirmed=confirmed(desk, one, other)).files
    assert files["narratives.txt"].decode().index("Another") < files["narratives.txt"].decode().index("She")


def test_a_text_names_a_recipient_and_is_about_one_person(desk: Desk) -> None:
    case = told(desk)
    agreed(desk, case)
    with pytest.raises(RuleNotMet, match="nobody is named"):
        prepare(desk, [case], recipient=" ", confirmed=confirmed(desk, case))
    with pytest.raises(RuleNotMet, match="one person"):
        write(desk, a_group(desk), TEXT)
    with pytest.raises(InputRefused):
        write(desk, case, TEXT, "de")
    with pytest.raises(InputRefused):
        write(desk, case, " ")


def test_a_text_is_taken_back_by_undo_and_the_one_before_counts_again(desk: Desk) -> None:
    case = told(desk)
    write(desk, case, "Another text.")
    undo_last(desk)
    assert narrative_of(desk.case(case)).text == TEXT


def test_what_was_withdrawn_is_not_given_again(desk: Desk) -> None:
    case = told(desk)
    agreed(desk, case)
    release = prepare(desk, [case], recipient="public", confirmed=confirmed(desk, case))
    enter(desk, release)
    withdraw(desk, case, {"purpose": NARRATIVE})
    with pytest.raises(RuleNotMet, match="stands no more"):
        again(desk, release.entry.release_id)
