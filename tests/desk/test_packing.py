"""Packs in a vault: added, brought up to date, taken away; what they declare is asked, shown and found, and stays."""

from __future__ import annotations

import pytest

from registry.cases.line import line_of
from registry.cli import folding
from registry.cli.sparing import spared
from registry.desk.carried import PACKS, carried
from registry.desk.claiming import add_claim
from registry.desk.desk import CASES, Desk
from registry.desk.history import history
from registry.desk.interview_steps import here_at
from registry.desk.packing import add_pack, copy_packs, pack_named, remove_pack, shipped
from registry.desk.searching import search_packs
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.words.identity import number_of
from tests.cases.test_packs import FACT, HEAD
from tests.desk.making import FAMILY, a_case, a_source

CODED = '[[facts]]\nkey = "route"\nkind = "coded"\nen = "Route taken"\nar = "الطريق"\naliases = ["way"]\n'
TERMS = '[[facts.terms]]\ncode = "bus"\nen = "by bus"\n[[facts.terms]]\ncode = "foot"\nen = "on foot"\nar = "مشياً"\n'
OURS = HEAD + FACT + CODED + TERMS


def newer(text: str, version: int = 2) -> str:
    return text.replace("version = 1", f"version = {version}")


def shown(desk: Desk, case: str) -> dict[str, list[str]]:
    view = desk.view(desk.case(case))
    return {key: [held.value.show() for held in fact.held] for key, fact in view.facts.items()}


@pytest.fixture
def ours(desk: Desk) -> Desk:
    add_pack(desk, OURS)
    return desk


def test_its_facts_are_taken_in_by_key_label_and_alias_and_checked(ours: Desk) -> None:
    case = a_case(ours, facts={"name": "Khaled", "ours.height": "178 cm", "الطريق": "on foot"})
    assert shown(ours, case)["ours.height"] == ["178 cm"]
    assert shown(ours, case)["ours.route"] == ["on foot"]
    with pytest.raises(InputRefused, match=r"ours\.route: that is not a known term"):
        a_case(ours, facts={"name": "Khaled", "way": "by train"})


def test_without_the_pack_its_facts_are_not_known(desk: Desk) -> None:
    with pytest.raises(InputRefused, match="not known"):
        a_case(desk, facts={"name": "Khaled", "ours.height": "178 cm"})


def test_two_sources_may_contradict_in_a_fact_of_a_pack(ours: Desk) -> None:
    case = a_case(ours, facts={"name": "Khaled", "ours.route": "bus"})
    add_claim(ours, case, "route taken", a_source(ours), {"value": "foot"})
    assert [view.declared.key for view in ours.view(ours.case(case)).conflicts] == ["ours.route"]


def test_it_is_asked_in_the_interview_until_it_is_removed(ours: Desk) -> None:
    assert [section.key for section in here_at(ours, "person").packs] == ["pack.ours"]
    assert here_at(ours, "group").packs == ()
    remove_pack(ours, "ours")
    assert here_at(ours, "person").packs == ()
    with pytest.raises(RuleNotMet, match="before"):
        remove_pack(ours, "ours")
    add_pack(ours, OURS)
    assert here_at(ours, "person").packs


def test_what_was_answered_stays_readable_when_it_is_removed(ours: Desk) -> None:
    case = a_case(ours, facts={"name": "Khaled", "ours.route": "foot"})
    remove_pack(ours, "ours")
    assert shown(ours, case)["ours.route"] == ["on foot"]


def test_a_vault_that_never_had_the_pack_shows_what_was_written(ours: Desk) -> None:
    case = a_case(ours, facts={"name": "Khaled", "ours.route": "foot", "ours.height": "178 cm"})
    with ours.vault.act("test") as act:
        for number in list(ours.vault.numbers(PACKS)):
            act.remove(PACKS, number)
    assert not list(carried(ours.vault))
    assert shown(ours, case)["ours.route"] == ["foot"]
    view = ours.view(ours.case(case))
    shape = folding.case_shown(view)
    assert {claim.shown for claim in shape.claims} >= {"foot", "178 cm"}
    # Nobody here knows how sensitive it was: it is shown only with everything.
    assert spared(shape, view).left_out == 2
    assert "ours.route" not in spared(shape, view).facts
    assert line_of(ours.document(CASES, case)).claims == 3


# Newer versions


def test_a_newer_version_takes_the_place_of_the_older(ours: Desk) -> None:
    add_pack(ours, newer(OURS).replace("Height", "Height in centimetres"))
    (one,) = carried(ours.vault)
    assert one.pack.version == 2
    assert one.pack.facts[0].declared.fact.label == "Height in centimetres"
    with pytest.raises(RuleNotMet, match="carries version 2"):
        add_pack(ours, OURS)
    with pytest.raises(RuleNotMet, match="carries version 2"):
        add_pack(ours, newer(OURS).replace("Height", "Tallness"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('code = "foot"', 'code = "walk"'), "a term is gone"),
        (('key = "height"', 'key = "tall"'), "a fact is gone"),
        (('kind = "text"', 'kind = "date"'), "of another kind"),
    ],
)
def test_what_a_case_uses_cannot_vanish(ours: Desk, change: tuple[str, str], said: str) -> None:
    a_case(ours, facts={"name": "Khaled", "ours.route": "foot", "ours.height": "178 cm"})
    with pytest.raises(RuleNotMet, match=said):
        add_pack(ours, newer(OURS).replace(*change))
    assert pack_named(ours, "ours").pack.version == 1


def test_what_no_case_uses_may_go(ours: Desk) -> None:
    a_case(ours, facts={"name": "Khaled", "ours.route": "bus"})
    add_pack(ours, newer(OURS).replace(FACT, "").replace('code = "foot"', 'code = "walk"'))
    assert [one.terms for one in pack_named(ours, "ours").pack.facts] == [frozenset({"bus", "walk"})]


def test_a_fact_of_the_program_is_not_declared_again(desk: Desk) -> None:
    with pytest.raises(InputRefused, match="fact 1 of the pack is called as a fact of the program"):
        add_pack(desk, HEAD + FACT.replace("Height", "Date of Birth"))
    with pytest.raises(InputRefused, match="called as a fact"):
        add_pack(desk, HEAD + FACT + 'aliases = ["تاريخ الميلاد"]\n')


def test_a_pack_that_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        pack_named(desk, "ours")


def test_what_a_vault_carries_is_the_text_it_was_given(ours: Desk) -> None:
    assert pack_named(ours, "ours").text == OURS


# Sensitive facts


@pytest.fixture
def described(desk: Desk) -> tuple[Desk, str]:
    add_pack(desk, shipped()["ante_mortem"])
    facts = {"name": "Khaled", "ante_mortem.scars": "chin, a burn", "ante_mortem.handedness": "left"}
    return desk, a_case(desk, facts=facts)


def test_a_first_look_leaves_sensitive_facts_out_and_counts_them(described: tuple[Desk, str]) -> None:
    desk, case = described
    view = desk.view(desk.case(case))
    whole = folding.case_shown(view)
    assert whole.facts["ante_mortem.scars"].values[0].shown == "chin, a burn"
    first = spared(whole, view)
    assert first.left_out == 2
    assert "burn" not in str(first)
    told = " ".join(past.what for past in history(desk.case(case), frozenset()))
    assert "Scars" in told
    assert "burn" not in told


def test_sensitive_facts_are_in_no_list_and_no_search_of_names(described: tuple[Desk, str]) -> None:
    desk, case = described
    line = line_of(desk.document(CASES, case))
    assert "burn" not in str(line)
    add_claim(desk, case, "ante_mortem.scars", a_source(desk), {"value": "left arm"})
    assert not desk.view(desk.case(case)).conflicts


def test_they_are_found_where_packs_are_searched_and_the_reason_names_the_fact(
    described: tuple[Desk, str],
) -> None:
    desk, case = described
    a_case(desk, facts={"name": "Mahmoud", "ante_mortem.scars": "arm"})
    a_case(desk, source={**FAMILY, "label": "another"}, facts={"name": "burn"})
    (hit,) = search_packs(desk, "BURN left", 5)
    assert hit.line.id == case
    assert hit.reasons == ("Scars", "Handedness")
    assert [one.line.id for one in search_packs(desk, "أعسر", 5)] == [case]
    assert search_packs(desk, "knee", 5) == []
    with pytest.raises(InputRefused, match="empty"):
        search_packs(desk, "  ", 5)


def test_a_vault_takes_its_packs_along(
    described: tuple[Desk, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    from registry.desk.opening import make_desk
    from registry.vault.recovery import RecoveryKey

    desk, _ = described
    other = make_desk(
        tmp_path_factory.mktemp("road") / "v", "lantern orbit copper meadow violin harbour", RecoveryKey.generate(),
        caseworker="Rim", device="test", test_kdf=True,
    )  # fmt: skip
    with other.vault:
        with other.vault.act("test") as act:
            assert copy_packs(desk, act, other) == 1
        assert pack_named(other, "ante_mortem").text == shipped()["ante_mortem"]
        assert number_of(next(iter(other.vault.table(PACKS)))["id"]) in set(other.vault.numbers(PACKS))
