"""The history of a case: every item in words, oldest first, and why it no longer counts."""

from __future__ import annotations

from io import BytesIO

from registry.cases.casefile import CaseFile
from registry.cases.items import AnyItem, Consent, Item, Stage, TaskDone
from registry.desk.assessing import Wish, set_status
from registry.desk.claiming import add_claim, retract_claim
from registry.desk.desk import Desk
from registry.desk.exhibiting import attach, read_out
from registry.desk.grouping import link_member, relate
from registry.desk.history import _WORDS, history
from registry.desk.undoing import undo_last
from registry.words.identity import short
from tests.desk.making import a_case, a_group, a_source, a_status


def told(desk: Desk, case: str) -> list[str]:
    return [past.what for past in history(desk.case(case))]


def test_every_kind_of_item_has_its_words() -> None:
    assert set(_WORDS) == set(Item.__subclasses__()) == set(AnyItem.__args__)


def test_a_case_s_life_reads_in_order(desk: Desk) -> None:
    case = a_case(desk, note="the mother calls on Sundays")
    a_status(desk, case, "death_reported", a_source(desk), "C3")
    set_status(desk, case, Wish("death_reported", reason="one list"))
    (task,) = desk.case(case).open_tasks
    done = TaskDone(**desk.pen.stamp(), task=task.id, outcome="no document found")
    desk.add(case, [done, Stage(**desk.pen.stamp(), stage="in_review")], "stage")
    exhibit = attach(desk, case, BytesIO(b"scan"), "scan.jpg")
    read_out(desk, case, exhibit.id)
    assert told(desk, case) == [
        "Name: Khaled",
        "note: the mother calls on Sundays",
        "Status as this source states it: death reported (not verified)",
        "status set from missing to death reported (not verified): one list",
        f"task opened: {task.why}",
        f"task {short(task.id)} done: no document found",
        "stage: in review",
        "exhibit attached: scan.jpg (4 bytes)",
        f"exhibit {short(exhibit.id)} read out to a file",
    ]


def test_ties_and_relations_name_the_other_by_its_spoken_id(desk: Desk) -> None:
    group, other, person = a_group(desk), a_group(desk), a_case(desk)
    link_member(desk, group, person, "certain", "")
    relate(desk, group, other, "disjoint", "")
    assert told(desk, person)[-1] == f"linked to {short(group)}: member of, certain"
    assert told(desk, group)[-1] == f"related to {short(other)}: disjoint"


def test_what_no_longer_counts_stays_and_says_why(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    wrong = add_claim(desk, case, "sex", source, {"value": "female"})
    retract_claim(desk, case, wrong.id, "misheard")
    old = add_claim(desk, case, "born", source, {"value": "1984"})
    add_claim(desk, case, "born", source, {"value": "1985", "supersedes": old.id})
    gone = add_claim(desk, case, "occupation", source, {"value": "baker"})
    undo_last(desk)
    why = {past.id: past.no_longer for past in history(desk.case(case)) if past.no_longer}
    assert why == {wrong.id: "retracted", old.id: "superseded", gone.id: "undone"}
    assert f"undone: {short(gone.id)}" in told(desk, case)


def test_what_a_source_did_not_say_and_what_it_denies_read_as_such(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    add_claim(desk, case, "mother", source, {"state": "refused"})
    add_claim(desk, case, "alleged_holder", source, {"value": "military police", "stance": "denies"})
    stamp = desk.pen.stamp()
    desk.add(case, [Consent(**stamp, purpose="media", withdrawn=True)], "consent withdraw")  # type: ignore[arg-type]
    asked, denied, withdrawn = told(desk, case)[1:]
    assert asked.startswith("Mother")
    assert denied.endswith("military police (denies)")
    assert withdrawn == "consent withdrawn for media"


def test_a_claim_of_a_newer_version_is_kept_and_not_read(desk: Desk) -> None:
    case = a_case(desk)
    document = desk.document("cases", case)
    newer = {**document["items"][0], "id": "Z" * 12, "fact": "born", "value": {"calendar": "unknown"}}
    document["items"].append(newer)
    assert [past.what for past in history(CaseFile(document))][
        -1
    ] == "Date of birth: kept, not readable by this version"
