"""Lists brought in: each row once however often the list comes, more of it when asked, and all of it taken back."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from registry.cases.casefile import CaseFile
from registry.cases.items import Consent
from registry.desk import importing
from registry.desk.claiming import add_claim
from registry.desk.coining import coin
from registry.desk.desk import IMPORT_ROWS, SOURCES, WAITING_ROWS, Desk
from registry.desk.importing import How, bring_in, look_at
from registry.desk.taking_back import import_named, imports, undo_import, waiting
from registry.desk.undoing import undo_last
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.exchange.entries import Unknown
from registry.exchange.mapping import Column, ColumnMap
from registry.words.identity import short
from tests.desk.making import a_case, a_source
from tests.exchange.reading import brought, coming

HEAD = "record_id,name,sex,date_of_birth,status,note\n"
SAMIR = "S-1,Samir Mithal,male,1990,missing,taken off a bus\n"
OMAR = "S-2,Omar Mithal,male,1992-03-04,missing,\n"
SHARED = {"kind": "ngo", "label": "an invented list"}


def outcomes(came: list[Any]) -> list[str]:
    return [one.outcome for one in came]


def state(desk: Desk) -> Any:
    """Return everything a caseworker sees of cases and sources: what an import taken back must leave as it was."""
    cases = {}
    for line in desk.lines():
        case = desk.case(line.id)
        consents = [consent.id for consent in case.every(Consent)]
        # When a case was last written in is no part of what it says.
        plain = msgspec.structs.replace(line, touched_at="")
        cases[line.id] = (plain, [claim.id for claim in case.claims], consents)
    sources = [msgspec.to_builtins(line) for line in desk.vault.lines(SOURCES) if not line.withdrawn]
    return cases, sorted(sources, key=str)


def test_the_same_list_twice_changes_nothing(desk: Desk) -> None:
    raw = (HEAD + SAMIR + OMAR).encode()
    assert outcomes(brought(desk, raw)) == ["taken", "taken"]
    before = state(desk)
    assert outcomes(brought(desk, raw)) == ["unchanged", "unchanged"]
    assert state(desk) == before


def test_a_row_that_stands_twice_in_a_list_is_taken_once(desk: Desk) -> None:
    came = brought(desk, (HEAD + SAMIR + SAMIR).encode())
    assert outcomes(came) == ["taken", "repeated"]
    assert desk.count() == 1


def test_a_number_that_comes_again_with_other_words_waits_until_updating_is_asked_for(desk: Desk) -> None:
    (first,) = brought(desk, (HEAD + SAMIR).encode(), how=How(SHARED))
    newer = (HEAD + SAMIR.replace("1990", "1991").replace("bus", "lorry")).encode()
    assert outcomes(brought(desk, newer, how=How(SHARED))) == ["waits"]
    (second,) = brought(desk, newer, how=How(SHARED, update=True))
    assert (second.outcome, second.case) == ("updated", first.case)
    case = desk.case(first.case)
    born = [claim.value for claim in case.claims if claim.fact == "born"]
    assert born == ["1991"]  # what the list said before is superseded, and stays in the history
    assert "1990" in [claim.value for claim in case.claim_by_id.values() if claim.fact == "born"]
    assert outcomes(brought(desk, newer, how=How(SHARED, update=True))) == ["unchanged"]


def test_two_lists_may_use_the_same_numbers(desk: Desk) -> None:
    brought(desk, (HEAD + SAMIR).encode(), how=How(SHARED, collection="north"))
    other = (HEAD + "S-1,Somebody Else,male,1970,missing,\n").encode()
    assert outcomes(brought(desk, other, how=How(SHARED, collection="south", update=True))) == ["taken"]
    assert desk.count() == 2


def test_rows_that_cannot_be_taken_in_wait_whole_and_say_why(desk: Desk) -> None:
    raw = (
        HEAD + SAMIR + "S-3,hundreds of men,male,,missing,\nS-4,Ali,sideways,,missing,\nS-5,a,b,c,d,e,f,g\n"
    ).encode()
    assert outcomes(brought(desk, raw)) == ["taken", "waits", "waits", "waits"]
    kept = list(waiting(desk, imports(desk)[0].id))
    assert [row["line"] for row in kept] == [3, 4, 5]
    assert kept[0]["cells"]["name"] == ["hundreds of men"]
    assert "sideways" in str(kept[1]["cells"])
    assert all(row["problems"][0]["problem"] and row["problems"][0]["help"] for row in kept)


def test_a_list_that_stopped_half_way_goes_on_where_it_stopped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    raw = (HEAD + "".join(f"S-{n},Samir Mithal {n},male,1990,missing,\n" for n in range(7))).encode()
    half = bring_in(desk, coming(desk, raw), How(SHARED))
    assert [next(half).outcome for _ in range(3)] == ["taken"] * 3
    half.close()
    assert not imports(desk)[0].ended
    assert outcomes(brought(desk, raw, how=How(SHARED))) == ["unchanged"] * 4 + ["taken"] * 3
    assert desk.count() == 7


def test_looking_at_a_list_keeps_nothing(desk: Desk) -> None:
    raw = (HEAD + SAMIR + "S-9,x,sideways,,,\n").encode()
    before = desk.vault.head
    assert [one.outcome for one in look_at(desk, coming(desk, raw), How(SHARED))] == ["taken", "waits"]
    assert desk.vault.head == before


def test_an_import_is_taken_back_and_may_come_again(desk: Desk) -> None:
    raw = (HEAD + SAMIR + OMAR + "S-4,Ali,sideways,,missing,\n").encode()
    before = state(desk)
    brought(desk, raw)
    run = imports(desk)[0]
    assert import_named(desk, short(run.id)).counts == {"taken": 2, "waits": 1}
    assert undo_import(desk, run.id).undone
    assert state(desk) == before
    assert not desk.vault.count(IMPORT_ROWS) + desk.vault.count(WAITING_ROWS)
    with pytest.raises(RuleNotMet):
        undo_import(desk, run.id)
    assert outcomes(brought(desk, raw)) == ["taken", "taken", "waits"]


def test_taking_back_goes_on_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from registry.desk import taking_back

    monkeypatch.setattr(taking_back, "BATCH", 1)
    before = state(desk)
    brought(desk, (HEAD + SAMIR + OMAR).encode())

    def stop(done: int, of: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undo_import(desk, imports(desk)[0].id, stop)
    undo_import(desk, imports(desk)[0].id)
    assert state(desk) == before


def test_a_case_that_somebody_worked_on_keeps_its_import(desk: Desk) -> None:
    (one,) = brought(desk, (HEAD + SAMIR).encode())
    add_claim(desk, one.case, "occupation", a_source(desk), {"value": "baker"})
    with pytest.raises(RuleNotMet):
        undo_import(desk, imports(desk)[0].id)
    assert desk.count() == 1


def test_undo_points_to_the_whole_import(desk: Desk) -> None:
    brought(desk, (HEAD + SAMIR).encode())
    with pytest.raises(RuleNotMet) as refused:
        undo_last(desk)
    assert "import undo" in (refused.value.hint or "")


def test_no_import_of_that_id(desk: Desk) -> None:
    with pytest.raises(NotFound):
        undo_import(desk, "0000000")


def test_a_row_joins_a_case_only_under_its_own_number(desk: Desk) -> None:
    kept = a_case(desk)
    brought(desk, (HEAD + SAMIR).encode(), how=How(SHARED, update=True))
    assert len(CaseFile(desk.case(kept).document).claims) == 1


def test_words_no_vocabulary_has_become_terms_of_the_vaults_own_pack(desk: Desk) -> None:
    unknown = [
        Unknown("status", "status", "confirmed detained"),
        Unknown("status", "status", "Confirmed detained"),
    ]
    instead = coin(desk, "person", unknown)
    assert instead == {"status": "listed.status"}
    kind: Any = desk.facts("person")["listed.status"].kind
    assert [term.en for term in kind.vocabulary] == ["confirmed detained"]
    coin(desk, "person", [Unknown("status", "status", "lost"), Unknown("s", "sex", "sideways")])
    kind = desk.facts("person")["listed.status"].kind
    assert [term.en for term in kind.vocabulary] == ["confirmed detained", "lost"]
    assert "listed.sex" in desk.facts("person")


def test_no_word_of_consent_can_be_made_up(desk: Desk) -> None:
    with pytest.raises(InputRefused):
        coin(desk, "person", [Unknown("consent", "consent", "perhaps")])


_NAME = st.sampled_from(["Samir Mithal", "سمير مثال", "Omar", "hundreds of men", ""])
_ROW = st.tuples(
    st.sampled_from(["S-1", "S-2", "S-3", ""]), _NAME, st.sampled_from(["male", "f", "sideways", ""]),
    st.sampled_from(["1990", "03/04/1990", "31/02/2016", ""]), st.sampled_from(["missing", "released", "lost?", ""]),
    st.sampled_from(["", "a note", "=1+1"]),
)  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(_ROW, max_size=4), st.lists(_ROW, max_size=4), st.booleans())
def test_taking_back_leaves_what_was_before(
    desk: Desk, earlier: list[tuple[str, ...]], later: list[tuple[str, ...]], update: bool
) -> None:
    mapping = ColumnMap(
        {"k": Column("reference"), "name": Column("name"), "sex": Column("sex"), "born": Column("born"),
         "status": Column("status"), "note": Column("note")}, key="k",
    )  # fmt: skip

    def raw(rows: list[tuple[str, ...]]) -> bytes:
        return ("k,name,sex,born,status,note\n" + "".join(",".join(row) + "\n" for row in rows)).encode()

    brought(desk, raw(earlier), mapping, How(SHARED, "a", update))
    before = state(desk)
    brought(desk, raw(later), mapping, How(SHARED, "a", update))
    undo_import(desk, imports(desk)[0].id)
    assert state(desk) == before
