"""Taking cases in: every answer is a claim of its source, and nothing is guessed or lost."""

from __future__ import annotations

from typing import Any

import pytest

from registry.desk.desk import Desk
from registry.desk.intake import BATCH, take_in
from registry.desk.listing import Filter, cases, sources
from registry.errors import InputRefused, NotFound
from registry.sources.source import origins

FAMILY = {"kind": "family", "label": "a family", "reliability": "B"}


def taken(desk: Desk, **entry: Any) -> Any:
    return next(iter(take_in(desk, [{"source": FAMILY, "facts": {"name": "Khaled"}, **entry}], alone=True)))


def test_names_keep_what_was_written_with_script_and_kind(desk: Desk) -> None:
    names = ["محمود صالح", {"text": "Abu Khaled", "kind": "kunya"}]
    view = desk.view(desk.case(taken(desk, facts={"name": names, "father": "صالح"}).id))
    assert [(n.text, n.kind, n.script.value) for n in view.names] == [
        ("محمود صالح", "full", "arabic"),
        ("Abu Khaled", "kunya", "latin"),
    ]
    assert view.best("father").kind == "father"


def test_one_source_described_alike_is_kept_once(desk: Desk) -> None:
    list(take_in(desk, [{"source": FAMILY, "facts": {"name": f"P{n}"}} for n in range(5)]))
    assert len(list(sources(desk))) == 1


def test_one_voice_that_tells_more_of_itself_is_kept_and_still_one_origin(desk: Desk) -> None:
    taken(desk)
    taken(desk)
    assert len(list(sources(desk))) == 1
    case = taken(desk, source={**FAMILY, "contact": "a new number"})
    assert len(list(sources(desk))) == 2
    known = desk.sources_of(desk.case(case.id))
    assert origins(known, {claim.source for claim in desk.case(case.id).claims}) == {
        sources_in_order(desk)[0]
    }


def test_one_voice_within_one_intake_is_one_origin_too(desk: Desk) -> None:
    entries = [{"source": {**FAMILY, "why": why}, "facts": {"name": "K"}} for why in ("close", "very close")]
    list(take_in(desk, entries))
    lines = list(sources(desk))
    assert len(lines) == 2
    assert desk.source(lines[1].id).derived_from == lines[0].id


def sources_in_order(desk: Desk) -> list[str]:
    return [line.id for line in sources(desk)]


def test_extra_claims_name_their_own_source_and_what_they_rest_on(desk: Desk) -> None:
    other = {"kind": "local_committee", "label": "committee", "reliability": "C"}
    extra = {"fact": "last_seen_on", "value": "2016-12-05", "source": other, "grade": "C4", "basis": "heard"}
    kept = taken(desk, facts={"name": "K", "last_seen_on": "2016-12-09"}, claims=[extra])
    view = desk.view(desk.case(kept.id))
    assert view.facts["last_seen_on"].conflicting
    assert {s.kind for s in view.sources.values()} == {"family", "local_committee"}
    assert [c.credibility for c in view.case.claims if c.basis == "heard"] == [4]


def test_an_answer_that_was_refused_is_not_an_answer_nobody_asked_for(desk: Desk) -> None:
    kept = taken(desk, facts={"name": "K", "mother": {"state": "refused"}, "born": None, "sex": ""})
    case = desk.case(kept.id)
    assert [(c.fact, c.state) for c in case.claims] == [("name", "known"), ("mother", "refused")]


def test_an_age_takes_its_date_and_without_one_the_day_last_seen(desk: Desk) -> None:
    dated = taken(desk, facts={"name": "K", "age": 17, "age_on": "2017-03", "last_seen_on": "2016-12-09"})
    assert desk.view(desk.case(dated.id)).best("age").on.text == "2017-03"
    bare = taken(desk, facts={"name": "K", "age": "١٧", "last_seen_on": "2016-12-09"})
    assert desk.view(desk.case(bare.id)).best("age").plain() == {"years": 17, "on": "2016-12-09"}
    assert any("age_on" in warning for warning in bare.warnings)


def test_a_status_without_its_proof_stays_a_claim_and_the_case_is_kept(desk: Desk) -> None:
    kept = taken(desk, status="located alive")
    case = desk.case(kept.id)
    assert case.status == "missing"
    assert [c.value for c in case.claims if c.fact == "status"] == ["located_alive"]
    assert "kept as a claim" in kept.warnings[0]
    assert desk.case(taken(desk, status="reported detained").id).status == "held_reported"


def test_a_reported_release_opens_the_follow_up(desk: Desk) -> None:
    case = desk.case(taken(desk, status="released").id)
    assert [task.kind for task in case.open_tasks] == ["family_follow_up"]


def test_a_place_nobody_listed_is_kept_as_written_and_said_so(desk: Desk) -> None:
    kept = taken(desk, facts={"name": "K", "last_seen_at": "behind the old mill"})
    assert desk.view(desk.case(kept.id)).best("last_seen_at").text == "behind the old mill"
    assert any("gazetteer" in warning for warning in kept.warnings)


def test_a_group_keeps_its_wording_and_the_rule_that_read_it(desk: Desk) -> None:
    kept = taken(desk, kind="group", facts={"wording": "hundreds of men and boys"})
    count = desk.view(desk.case(kept.id)).best("count")
    assert (count.low, count.high, count.wording, count.rule) == (
        200,
        999,
        "hundreds of men and boys",
        "hundreds",
    )
    stated = taken(desk, kind="group", facts={"wording": "a busload", "count_low": 40, "count_high": 60})
    assert (desk.view(desk.case(stated.id)).best("count").low, stated.warnings) == (40, ())


def test_facts_answer_to_their_labels_in_three_languages(desk: Desk) -> None:
    kept = taken(desk, facts={"الاسم": "خالد", "Sexe": "homme", "date last seen": "9 décembre 2016"})
    assert {c.fact for c in desk.case(kept.id).claims} == {"name", "sex", "last_seen_on"}


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"source": None}, "no source"),
        ({"facts": {}}, "no fact"),
        ({"kind": "robot"}, "neither person nor group"),
        ({"fact": {}}, "field 3 of the case is not known"),
        ({"facts": {"name": "K", "born": "09/12/2016"}}, "born"),
        ({"claims": [{"fact": "sex"}]}, "claim 1"),
        ({"consent": [{"purpose": "everything"}]}, "consent 1"),
        ({"source": "ZZZZZZZZZZZZ"}, "no source here"),
    ],
)
def test_what_is_refused_says_where(desk: Desk, entry: dict[str, Any], says: str) -> None:
    with pytest.raises((InputRefused, NotFound), match=says):
        taken(desk, **entry)
    assert desk.count() == 0


def test_batches_before_a_refused_entry_are_kept_and_the_error_says_how_many(desk: Desk) -> None:
    good = {"source": FAMILY, "facts": {"name": "K"}}
    entries = [good] * BATCH + [good, {**good, "kind": "robot"}]
    kept = []
    with pytest.raises(InputRefused, match=f"case {BATCH + 2}") as refused:
        kept += take_in(desk, entries)
    assert desk.count() == BATCH
    assert f"{BATCH} before it are kept" in refused.value.hint


def test_filters_and_sorting_over_the_lines(desk: Desk) -> None:
    for day, place, sex in (("2016-11-30", "Idlib", "male"), ("2016-12-09", "Ramouseh checkpoint", "female")):
        taken(desk, facts={"name": place, "last_seen_on": day, "last_seen_at": place, "sex": sex})

    def found(**wanted: Any) -> list[str]:
        return [line.at for line in cases(desk, Filter(**wanted), limit=9).items]

    assert found(sex="female") == ["Ramouseh checkpoint"]
    assert found(place="Aleppo") == ["Ramouseh checkpoint"]
    assert found(since="2016-12") == ["Ramouseh checkpoint"]
    assert found(until="2016-11") == ["Idlib"]
    assert found(status="missing", kind="person") == ["Ramouseh checkpoint", "Idlib"]
    assert [line.at for line in cases(desk, Filter(), limit=9, sort="seen").items] == [
        "Idlib",
        "Ramouseh checkpoint",
    ]
    assert found(stale=True) == []
    with pytest.raises(InputRefused):
        cases(desk, Filter(), limit=9, sort="beauty")
