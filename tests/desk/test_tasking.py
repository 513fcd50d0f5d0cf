"""Tasks at the desk: opened, handed over, finished, given up; and the guided end of telling a family."""

from __future__ import annotations

import pytest

from registry.cases.closing import closing_shortfalls
from registry.cases.duties import task_states
from registry.cases.items import Task
from registry.cli.duty_folding import task as folded
from registry.cli.duty_folding import task_shown
from registry.cli.folding import case_shown
from registry.desk.assessing import Wish, set_status
from registry.desk.desk import Desk
from registry.desk.history import history
from registry.desk.tasking import NewTask, add_task, drop_task, finish_task, move_task, task_named
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, NotFound, RuleNotMet
from tests.desk.making import a_case, a_source, a_status

TOLD = {
    "told_by": "Tellerina", "told": "Motherina", "relation": "mother", "on": "2026-11-20", "how": "in_person",
    "where": "Kitchenia", "beside": "Auntina", "note": "Needina",
}  # fmt: skip


def notify(desk: Desk, case: str) -> Task:
    return add_task(desk, case, NewTask("notify_family", why="Secretina was found"))


def test_a_task_is_opened_handed_over_and_finished(desk: Desk) -> None:
    case = a_case(desk)
    task = add_task(desk, case, NewTask("query authority", "2026-12", "rim", "ask again"))
    assert (task.kind, task.due, task.assignee) == ("query_authority", "2026-12", "Rim")
    assert str(move_task(desk, case, task.id, due="2026-12-24").due) == "2026-12-24"
    state = finish_task(desk, case, task.id, "no answer")
    assert (state.state, state.assignee) == ("done", "Rim")
    with pytest.raises(RuleNotMet, match="ended before"):
        finish_task(desk, case, task.id)
    undo_last(desk)
    assert len(desk.case(case).open_tasks) == 1
    redo_last(desk)
    assert desk.case(case).open_tasks == ()


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (NewTask("nothing of the kind"), "not a known kind of task"),
        (NewTask("recontact", assignee="Somebody"), "nobody of that name"),
        (NewTask("recontact", due="../2030"), "no beginning"),
    ],
)
def test_a_task_that_cannot_be_is_refused(desk: Desk, wanted: NewTask, says: str) -> None:
    case = a_case(desk)
    with pytest.raises(InputRefused, match=says) as refused:
        add_task(desk, case, wanted)
    assert "Somebody" not in refused.value.message + refused.value.hint
    assert desk.case(case).open_tasks == ()


def test_a_task_is_found_by_its_id_in_its_own_case(desk: Desk) -> None:
    case, other = a_case(desk), a_case(desk)
    task = add_task(desk, case, NewTask("recontact"))
    with pytest.raises(NotFound):
        task_named(desk.case(other), task.id)
    with pytest.raises(InputRefused, match="neither"):
        move_task(desk, case, task.id)


def test_giving_up_needs_a_reason(desk: Desk) -> None:
    case = a_case(desk)
    task = add_task(desk, case, NewTask("recontact"))
    with pytest.raises(RuleNotMet, match="needs a reason"):
        drop_task(desk, case, task.id, " ")
    assert drop_task(desk, case, task.id, "the number is dead").state == "dropped"


def test_telling_a_family_is_done_only_with_who_told_whom_when_and_how(desk: Desk) -> None:
    case = a_case(desk)
    task = notify(desk, case)
    with pytest.raises(RuleNotMet, match="who told whom, when and how"):
        finish_task(desk, case, task.id, "told them")
    for missing in ("told_by", "told", "on", "how"):
        with pytest.raises(InputRefused, match=f"`{missing}` is missing"):
            finish_task(desk, case, task.id, told={k: v for k, v in TOLD.items() if k != missing})
    with pytest.raises(InputRefused, match="still to come"):
        finish_task(desk, case, task.id, told={**TOLD, "on": "2030-01-01"})
    with pytest.raises(InputRefused, match="not known"):
        finish_task(desk, case, task.id, told={**TOLD, "who": "x"})
    assert len(desk.case(case).open_tasks) == 1
    finish_task(desk, case, task.id, told=TOLD)
    assert desk.case(case).open_tasks == ()
    with pytest.raises(InputRefused, match="not about telling"):
        finish_task(desk, case, add_task(desk, case, NewTask("recontact")).id, told=TOLD)


def test_how_a_family_was_told_is_in_no_list_and_no_history(desk: Desk) -> None:
    case = a_case(desk)
    task = notify(desk, case)
    finish_task(desk, case, task.id, "Outcomina", told=TOLD)
    file = desk.case(case)
    view = desk.view(file)
    (state,) = task_states(file)
    seen = repr(
        [list(history(file)), case_shown(view), view.questions, folded(file, state), list(desk.lines()),
         task_shown(file, state, "en", sealed=False)]
    )  # fmt: skip
    for word in (*TOLD.values(), "Secretina", "Outcomina"):
        if word not in {"mother", "in_person", "2026-11-20"}:
            assert word not in seen
    assert "2026-11-20" not in seen
    opened = repr(task_shown(file, state, "en", sealed=True))
    assert all(word in opened for word in (*TOLD.values(), "Secretina", "Outcomina"))


def shortfalls(desk: Desk, case: str) -> set[str]:
    found = closing_shortfalls(
        desk.case(case), "family_request", author="Rim", reviewer="", alone=True, override="alone here"
    )
    return {one.code for one in found}


def test_closing_is_refused_while_the_family_is_still_to_be_told(desk: Desk) -> None:
    case = a_case(desk)
    task = notify(desk, case)
    assert shortfalls(desk, case) == {"notify-family"}
    finish_task(desk, case, task.id, told=TOLD)
    assert shortfalls(desk, case) == set()


@pytest.mark.parametrize("ends", ["told", "dropped"])
def test_an_established_death_waits_for_the_telling_and_not_for_a_task_given_up(
    desk: Desk, ends: str
) -> None:
    case, source = a_case(desk), a_source(desk, kind="court_or_civil_record")
    claim = a_status(desk, case, "death_notified", source, basis="document", when="2026-11-19")
    task = notify(desk, case)
    wish = Wish("death_notified", [claim], override="alone at this desk")
    with pytest.raises(RuleNotMet, match="the family must be told"):
        set_status(desk, case, wish)
    if ends == "dropped":
        drop_task(desk, case, task.id, "nobody was found")
        with pytest.raises(RuleNotMet, match="the family must be told"):
            set_status(desk, case, wish)
        return
    finish_task(desk, case, task.id, told=TOLD)
    made = set_status(desk, case, wish)
    assert made.family_told == "2026-11-20"


def test_what_is_not_an_object_is_no_record_of_telling(desk: Desk) -> None:
    case = a_case(desk)
    task = notify(desk, case)
    with pytest.raises(InputRefused, match="must be an object"):
        finish_task(desk, case, task.id, told="Motherina")
