"""Crossings and times held at the desk: claims of sources, ids chosen where a name leads nowhere, all of it undone."""

from __future__ import annotations

import pytest

from registry.desk.claiming import add_claim, retract_claim
from registry.desk.desk import Desk
from registry.desk.episodes import add_episode, end_held
from registry.desk.history import history
from registry.desk.registering import add_control, add_record
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.words.identity import short
from tests.desk.making import a_case, a_group, a_source

HELD = {"taken_on": "2016-12-09", "taken_by": "military intelligence", "facility": "Branch 290"}


def test_a_time_held_is_claims_of_a_source_and_another_source_adds_to_it(desk: Desk) -> None:
    case, first = a_case(desk), a_source(desk)
    made = add_episode(desk, "held", case, {"source": first, "facts": HELD, "grade": "B3"})
    assert (made.new, len(made.claims)) == (True, 3)
    assert {claim.credibility for claim in made.claims} == {3}
    second = {
        "source": a_source(desk, "committee B"),
        "facts": {"facility": {"value": "Branch 235", "grade": "C2"}},
    }
    assert add_episode(desk, "held", case, second, short(made.id)).new is False
    (view,) = desk.view(desk.case(case)).episodes
    assert [held.value.text for held in view.facts["facility"].held] == ["Branch 235", "Branch 290"]  # type: ignore[attr-defined]
    assert view.incommunicado


def test_a_group_crosses_like_a_person_and_the_sides_are_computed(desk: Desk) -> None:
    group, source = a_group(desk), a_source(desk)
    add_control(
        desk,
        "place",
        "X-ALEPPO-EAST",
        {"source": source, "by": "opposition", "since": "2012", "until": "2016-12-13"},
    )
    facts = {"on": "2016-12-09", "from_place": "شرق حلب", "point": "Ramouseh checkpoint", "party size": "about 200",
             "screening": ["masked informant", "liste de noms"]}  # fmt: skip
    add_episode(desk, "crossing", group, {"source": source, "facts": facts})
    (view,) = desk.view(desk.case(group)).episodes
    assert view.sides[0].ground.standing.state == "certain"
    assert [value.code for value in view.values("screening")] == ["masked_informant", "name_list"]


def test_a_facility_and_an_actor_are_chosen_by_id_where_their_name_leads_to_two(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    twins = [
        add_record(desk, "facility", {"source": source, "facts": {"name": "Central prison"}}).id
        for _ in range(2)
    ]
    actor = add_record(desk, "actor", {"source": source, "facts": {"name": "Branch 290"}}).id
    facts = {
        "facility": {"id": short(twins[1])},
        "holder": {"value": {"id": actor, "text": "الفرع ٢٩٠"}},
        "moved_to": "Central prison",
    }
    add_episode(desk, "held", case, {"source": source, "facts": facts})
    (view,) = desk.view(desk.case(case)).episodes
    registers = view.registers
    assert registers.found(view.best("facility")).record is registers.facilities.records[twins[1]]
    assert registers.found(view.best("holder")).record is registers.actors.records[actor]
    assert view.best("holder").text == "الفرع ٢٩٠"
    assert set(registers.found(view.best("moved_to")).several) == set(twins)
    with pytest.raises(NotFound):
        add_episode(desk, "held", case, {"source": source, "facts": {"facility": {"id": actor}}})


def test_a_place_is_chosen_by_its_own_id_or_its_gazetteer_record(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    tunnel = add_record(desk, "place", {"source": source, "facts": {"name": "the tunnel"}}).id
    add_episode(
        desk, "crossing", case, {"source": source, "facts": {"on": "2016-12", "point": {"id": tunnel}}}
    )
    (view,) = desk.view(desk.case(case)).episodes
    assert view.registers.node(view.best("point")) == tunnel


def test_how_it_ended_is_a_claim_and_the_status_stays(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    made = add_episode(desk, "held", case, {"source": source, "facts": HELD})
    end_held(
        desk, case, made.id, {"source": source, "facts": {"end": "died reported", "death": "told by a guard"}}
    )
    file = desk.case(case)
    (view,) = desk.view(file).episodes
    assert (view.best("end").code, view.over, file.status) == ("died_reported", True, "missing")
    for facts, says in (({"death": "told"}, "how or when"), ({"facility": "Adra"}, "not known")):
        with pytest.raises(InputRefused, match=says):
            end_held(desk, case, made.id, {"source": source, "facts": facts})


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"facts": {"facility": "Adra"}}, "nobody is named"),
        ({"source": "S", "facts": {"taken_on": "09/12/2016"}}, "taken_on"),
        ({"source": "S", "facts": {"end": "gone"}}, "end of a time held"),
        ({"source": "S", "facts": {"facility": {"value": "Adra", "state": "unknown"}}}, "there is none"),
        ({"source": "S", "facts": {"sex": "male"}}, "not known"),
    ],
)
def test_what_cannot_be_read_is_refused_and_no_episode_is_left(
    desk: Desk, said: dict[str, object], says: str
) -> None:
    case, source = a_case(desk), a_source(desk)
    with pytest.raises(InputRefused, match=says):
        add_episode(desk, "held", case, {**said, **({"source": source} if "source" in said else {})})
    assert desk.case(case).episodes == ()


def test_an_id_of_another_kind_or_case_names_no_episode(desk: Desk) -> None:
    case, other, source = a_case(desk), a_case(desk), a_source(desk)
    made = add_episode(desk, "held", case, {"source": source, "facts": HELD})
    for kind, ref in (("crossing", case), ("held", other)):
        with pytest.raises(NotFound, match="no single"):
            add_episode(desk, kind, ref, {"source": source, "facts": {"account": "x"}}, made.id)


def test_undo_takes_an_episode_away_with_its_claims_and_redo_brings_it_back(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    made = add_episode(desk, "held", case, {"source": source, "facts": HELD})
    end_held(desk, case, made.id, {"source": source, "facts": {"end": "released"}})
    assert [undo_last(desk).operation for _ in range(2)] == ["held end", "held add"]
    assert desk.view(desk.case(case)).episodes == ()
    redo_last(desk)
    (view,) = desk.view(desk.case(case)).episodes
    assert (view.over, len(view.claims)) == (False, 3)


def test_a_claim_of_an_episode_is_taken_back_and_superseded_like_any_other(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    made = add_episode(desk, "held", case, {"source": source, "facts": HELD})
    facility = next(claim for claim in made.claims if claim.fact == "facility")
    better = {"facility": {"value": "Branch 291", "supersedes": short(facility.id)}}
    add_episode(desk, "held", case, {"source": source, "facts": better}, made.id)
    (view,) = desk.view(desk.case(case)).episodes
    assert [value.text for value in view.values("facility")] == ["Branch 291"]
    own = add_claim(desk, case, "held_at", source, {"value": "Aleppo"})
    with pytest.raises(RuleNotMet, match="supersedes only"):
        add_episode(
            desk,
            "held",
            case,
            {"source": source, "facts": {"facility": {"value": "x", "supersedes": own.id}}},
            made.id,
        )
    retract_claim(desk, case, view.claims[-1].id, "mixed up")
    assert [view.values("facility")[0].text for view in desk.view(desk.case(case)).episodes] == ["Branch 290"]


def test_the_history_reads_what_was_said_of_an_episode(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    made = add_episode(desk, "held", case, {"source": source, "facts": HELD})
    told = [past.what for past in history(desk.case(case))]
    assert f"held {short(made.id)} taken in" in told
    assert "Held at: Branch 290" in told
