"""Review at the desk: a proposal waits, a second person decides under her own key, and every rule is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.cases.casefile import merged
from registry.cases.guards import GUARDS
from registry.cases.items import Assessment, Claim, Proposed, Task, Verdict
from registry.cases.reviewing import DISPUTED, PROPOSAL, REOPENING, STALE, UNSUPPORTED
from registry.cases.status import STATUSES
from registry.cases.views import CaseView
from registry.desk.assessing import Wish, set_status
from registry.desk.claiming import retract_claim
from registry.desk.closing import close_case
from registry.desk.desk import Desk
from registry.desk.intake import take_in
from registry.desk.opening import open_desk
from registry.desk.returning import take_back
from registry.desk.reviewing import accept, find, queue, recontact, refuse, waiting, withdraw
from registry.desk.travelling import make_travel
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, NotFound, RegistryError, RuleNotMet
from registry.words.identity import short
from tests.cases.test_guards import PAIRS, expected
from tests.desk.conftest import AMAL, Team
from tests.desk.making import FAMILY, a_case, a_source, a_status

TOLD = Wish("death_notified", reason="civil registry", family_told="2017-01-20")


def a_death(desk: Desk) -> tuple[str, str]:
    """Take in a case with a document of a death; return the case and the claim."""
    case = a_case(desk)
    return case, a_status(desk, case, "death_notified", a_source(desk), basis="document", when="2017-01-10")


def proposed(desk: Desk, case: str, wish: Wish = TOLD) -> str:
    """Propose a status and return how the proposal is named."""
    made = set_status(desk, case, wish)
    assert isinstance(made, Proposed)
    return f"{short(case)}/{made.id}"


def kinds(desk: Desk) -> list[str]:
    return [one.kind for one in queue(desk)]


# One proposal


def test_the_headline_changes_only_when_a_second_person_accepts_under_her_own_key(team: Team) -> None:
    case, claim = a_death(team.rim)
    ref = proposed(team.rim, case)
    assert team.rim.case(case).status == "missing"
    assert team.rim.case(case).stage_code == "in_review"
    made = accept(team.nour, ref)
    assert isinstance(made, Assessment)
    assert (made.status, made.author, made.reviewer, made.claims) == (
        "death_notified",
        "Rim",
        "Nour",
        (claim,),
    )
    assert made.by == team.nour.pen.by
    _, asked = find(team.rim, ref)
    assert (made.proposal, asked.by) == (asked.id, team.rim.pen.by)
    signed = next(iter(team.rim.vault.journal(newest_first=True))).entry
    assert signed.by.hex() == team.nour.pen.by, "the act itself bears her signature"
    assert made.id in {item for change in signed.changes for item in change.items}
    assert (team.rim.case(case).status, team.rim.case(case).stage_code) == ("death_notified", "open")
    with pytest.raises(RuleNotMet, match="decided before"):
        accept(team.nour, ref)


def test_a_status_written_past_the_review_is_told_apart(team: Team) -> None:
    case, claim = a_death(team.rim)
    past: dict[str, Any] = team.rim.pen.stamp()
    made = Assessment(
        **past, status="death_notified", previous="missing", claims=(claim,), author="Rim", reviewer="Nour"
    )
    team.rim.add(case, [made], "status set")
    assert "unreviewed" in team.rim.view(team.rim.case(case)).flags
    own = Proposed(**team.rim.pen.stamp(), proposes="status", status="death_notified", author="Rim")
    again: dict[str, Any] = team.rim.pen.stamp()
    forged = Assessment(
        **again,
        status="death_notified",
        previous="missing",
        claims=(claim,),
        reviewer="Nour",
        proposal=own.id,
    )
    team.rim.add(case, [own, forged], "status set")
    assert "unreviewed" in team.rim.view(team.rim.case(case)).flags, "proposed and accepted under one key"
    signed, _ = a_death(team.rim)
    accept(team.nour, proposed(team.rim, signed))
    assert "unreviewed" not in team.rim.view(team.rim.case(signed)).flags


def test_neither_its_author_nor_a_caseworker_beside_a_reviewer_decides(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case)
    acts = team.rim.vault.info().acts
    for decide in (accept, lambda desk, ref: refuse(desk, ref, "no")):
        with pytest.raises(RuleNotMet, match="its author cannot"):
            decide(team.rim, ref)
        with pytest.raises(RuleNotMet, match="a reviewer where it has one"):
            decide(team.amal, ref)
    assert team.rim.vault.info().acts == acts
    team.rim.vault.set_role("Nour", "caseworker")
    assert isinstance(accept(team.amal, ref), Assessment), "without a reviewer any colleague may"


def test_an_author_with_new_keys_is_the_author_still(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case)
    document = team.rim.document("cases", case)
    changed = [{**one, "by": "aa" * 32} if one["t"] == "proposal" else one for one in document["items"]]
    team.rim.vault.table("cases").update({"items": changed}, doc_ids=[_number(case)])
    with pytest.raises(RuleNotMet, match="its author cannot"):
        accept(team.rim, ref)
    team.rim.vault.set_role("Nour", "caseworker")
    assert queue(team.rim)[0].reviewers == ("Amal", "Nour")
    assert withdraw(team.rim, ref, "").verdict == "withdrawn"


def _number(case: str) -> int:
    from registry.words.identity import number_of

    return number_of(case)


def test_refusing_takes_a_reason_and_leaves_the_case_as_it_was(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case)
    with pytest.raises(RuleNotMet, match="needs a reason"):
        refuse(team.nour, ref, " ")
    made = refuse(team.nour, ref, "the extract is of his uncle")
    assert (made.verdict, made.author) == ("refused", "Nour")
    assert team.rim.case(case).status == "missing"
    assert queue(team.rim, [PROPOSAL]) == []
    assert isinstance(set_status(team.rim, case, TOLD), Proposed), "it may be proposed anew"


def test_only_its_author_withdraws_a_proposal(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case)
    with pytest.raises(RuleNotMet, match="only its author"):
        withdraw(team.nour, ref, "")
    assert withdraw(team.rim, ref, "too early").verdict == "withdrawn"
    with pytest.raises(RuleNotMet, match="decided before"):
        accept(team.nour, ref)


def test_what_is_decided_on_is_named_in_full_and_a_case_alone_only_shows(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case)
    assert find(team.rim, case)[1].id == ref.partition("/")[2]
    with pytest.raises(InputRefused, match="which proposal"):
        accept(team.nour, case)
    for wrong in (f"{case}/{case}", a_case(team.rim)):
        with pytest.raises(NotFound, match="no single proposal"):
            find(team.rim, wrong)


def test_the_same_is_not_proposed_twice(team: Team) -> None:
    case, _ = a_death(team.rim)
    proposed(team.rim, case)
    with pytest.raises(RuleNotMet, match="proposed already"):
        set_status(team.amal, case, TOLD)


def test_with_a_reviewer_named_any_status_waits_for_her(team: Team) -> None:
    case = a_case(team.rim)
    a_status(team.rim, case, "held_reported", a_source(team.rim))
    ref = proposed(team.rim, case, Wish("held_reported", reviewer="Nour"))
    assert team.rim.case(case).status == "missing"
    accept(team.nour, ref)
    assert team.rim.case(case).status == "held_reported"


# Asked again at the moment of acceptance


def test_a_claim_taken_back_meanwhile_stops_the_acceptance(team: Team) -> None:
    case, claim = a_death(team.rim)
    ref = proposed(team.rim, case)
    retract_claim(team.amal, case, claim, "another man's extract")
    with pytest.raises(RuleNotMet, match="taken back since"):
        accept(team.nour, ref)
    assert team.rim.case(case).status == "missing"


def test_a_status_set_meanwhile_stops_the_acceptance(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case)
    a_status(team.amal, case, "held_reported", a_source(team.amal, "a cellmate"))
    other = set_status(team.amal, case, Wish("held_reported"))
    with pytest.raises(RuleNotMet, match="set anew since"):
        accept(team.nour, ref)
    assert team.rim.case(case).assessment == other


def test_a_sign_of_life_that_came_in_meanwhile_has_to_be_weighed_first(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case)
    alive = a_status(
        team.amal, case, "located_alive", a_source(team.amal, "a cousin"), basis="direct_contact"
    )
    with pytest.raises(RuleNotMet, match="not weighed"):
        accept(team.nour, ref)
    withdraw(team.rim, ref, "a cousin spoke with him")
    ref = proposed(team.rim, case, replace(TOLD, against=(alive,)))
    made = accept(team.nour, ref)
    assert isinstance(made, Assessment)
    assert made.against == (alive,)


def test_a_closing_meanwhile_stops_the_acceptance(team: Team) -> None:
    case, _ = a_death(team.rim)
    closing = close_case(team.amal, case, "family_request")
    ref = proposed(team.rim, case)
    with pytest.raises(RuleNotMet, match="still waits for review"):
        accept(team.nour, f"{case}/{closing.id}")
    withdraw(team.rim, ref, "")
    accept(team.nour, f"{case}/{closing.id}")
    with pytest.raises(RuleNotMet, match="the case is closed"):
        set_status(team.rim, case, TOLD)


def test_the_family_may_be_told_between_proposal_and_acceptance_and_not_later(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case, Wish("death_notified"))
    view = team.nour.view(team.nour.case(case))
    waits = [rule.code for rule in waiting(team.nour, view, find(team.nour, ref)[1]).rules]
    assert waits == ["second-reviewer", "family-told"]
    with pytest.raises(RuleNotMet, match="family must be told") as refused:
        accept(team.nour, ref)
    assert "second reviewer" not in refused.value.message
    with pytest.raises(InputRefused, match="still to come"):
        accept(team.nour, ref, "2027-01-01")
    made = accept(team.nour, ref, "2017-01-20")
    assert isinstance(made, Assessment)
    assert made.family_told == "2017-01-20"


def test_evidence_that_is_wanting_is_refused_and_waits_for_nobody(team: Team) -> None:
    case = a_case(team.rim)
    a_status(team.rim, case, "death_notified", a_source(team.rim), basis="heard")
    with pytest.raises(RuleNotMet, match="document or a laboratory"):
        set_status(team.rim, case, TOLD)
    assert team.rim.case(case).waiting == ()


def test_a_waiver_waits_with_its_reason(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case, Wish("death_notified", family_waived=True, reason="no relative is left"))
    made = accept(team.nour, ref)
    assert isinstance(made, Assessment)
    assert made.family_waiver == "no relative is left"


# Undoing


def test_her_own_acceptance_is_undone_by_the_reviewer_and_the_proposal_waits_again(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case)
    accept(team.nour, ref)
    with pytest.raises(RuleNotMet, match="a colleague has accepted that since"):
        undo_last(team.rim)
    assert team.rim.case(case).status == "death_notified"
    assert undo_last(team.nour).operation == "review accept"
    assert team.rim.case(case).status == "missing"
    assert [one.kind for one in queue(team.rim)] == [PROPOSAL]
    assert undo_last(team.rim).operation == "status set"
    with pytest.raises(RuleNotMet, match="a colleague has accepted that since"):
        redo_last(team.nour)
    assert team.rim.case(case).status == "missing"


@st.composite
def _moves(draw: st.DrawFn) -> list[tuple[str, Any]]:
    return draw(
        st.lists(
            st.tuples(
                st.sampled_from(("set", "close", "accept", "refuse", "withdraw", "undo", "redo", "alone")),
                st.sampled_from(("", "Nour", "Amal", "Rim", "rim ", "someone")),
            ),
            min_size=3, max_size=9,
        )
    )  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_moves())
def test_whatever_one_person_tries_alone_nobody_is_dead_and_nothing_closed(
    team: Team, moves: list[tuple[str, str]]
) -> None:
    case, _ = a_death(team.rim)
    for move, name in moves:
        waits = team.rim.case(case).waiting
        ref = f"{case}/{waits[0].id if waits else case}"
        try:
            _try(team.rim, move, name, case, ref)
        except RegistryError:
            continue
    left = team.rim.case(case)
    assert left.withdrawn or (left.status, left.stage is None) == ("missing", True)


def _try(desk: Desk, move: str, name: str, case: str, ref: str) -> None:
    match move:
        case "set":
            set_status(desk, case, replace(TOLD, reviewer=name))
        case "alone":
            set_status(desk, case, replace(TOLD, override=f"alone, asked {name}"))
        case "close":
            close_case(desk, case, "family_request", reviewer=name, override="" if name else "alone")
        case "accept":
            accept(desk, ref)
        case "refuse":
            refuse(desk, ref, "no")
        case "withdraw":
            withdraw(desk, ref, name)
        case "undo":
            undo_last(desk)
        case "redo":
            redo_last(desk)


# On a journey


def test_what_is_proposed_on_a_journey_waits_for_a_colleague_at_home(team: Team, tmp_path: Path) -> None:
    case, _ = a_death(team.rim)
    other, _ = a_death(team.rim)
    waits = proposed(team.amal, other)
    make_travel(team.rim, tmp_path / "road", [case, other], AMAL + " road", "Rim", clock=team.rim.pen.clock)
    away = open_desk(tmp_path / "road", AMAL + " road", device="road", clock=team.rim.pen.clock)
    with away.vault:
        with pytest.raises(RuleNotMet, match="here a colleague can review"):
            set_status(away, case, replace(TOLD, override="alone on the road"))
        closing = close_case(away, case, "family_request")
        ref = proposed(away, case)
        for one, says in (
            (ref, "its author"),
            (f"{case}/{closing.id}", "its author"),
            (waits, "on a journey nobody"),
        ):
            with pytest.raises(RuleNotMet, match=says):
                accept(away, one)
        take_back(team.rim, away)
    assert team.rim.case(case).status == "missing"
    with pytest.raises(RuleNotMet, match="its author cannot"):
        accept(team.rim, ref)
    accept(team.nour, ref)
    assert team.rim.case(case).status == "death_notified"


# The queue


def test_the_queue_says_what_who_since_when_and_which_rules_wait(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case)
    (one,) = queue(team.nour)
    assert (one.kind, one.case, one.title, one.by) == (PROPOSAL, case, "Khaled", "Rim")
    assert one.what == "death officially notified"
    assert one.since == find(team.nour, ref)[1].at
    assert [rule.code for rule in one.rules] == ["second-reviewer"]
    assert one.reviewers == ("Nour",)
    assert one.next == f"registry review show {short(case)}/{short(ref.partition('/')[2])}"
    team.rim.vault.remove_person("Nour")
    team.rim.vault.remove_person("Amal")
    (one,) = queue(team.rim)
    assert (one.reviewers, "withdraw" in one.next) == ((), True), "nobody is left who may decide"


def test_disputes_and_statuses_that_no_longer_stand_are_listed_until_they_are_weighed(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    claim = a_status(desk, case, "held_reported", source)
    set_status(desk, case, Wish("held_reported"))
    assert queue(desk) == []
    against = a_status(desk, case, "released_reported", a_source(desk, "a neighbour"))
    (one,) = queue(desk)
    assert (one.kind, one.next) == (DISPUTED, f"registry status set {short(case)} STATUS --against CLAIM")
    set_status(desk, case, Wish("held_reported", claims=(claim,), against=(against,)))
    assert queue(desk) == [], "what was weighed is settled"
    assert "disputed" in desk.view(desk.case(case)).flags, "and stays said"
    retract_claim(desk, case, claim, "mistaken")
    assert kinds(desk) == [UNSUPPORTED]
    assert kinds(desk) == [one.kind for one in queue(desk, [UNSUPPORTED])]
    assert queue(desk, [DISPUTED]) == []
    with pytest.raises(InputRefused, match="kind of the queue"):
        queue(desk, ["everything"])


def test_a_status_is_unsupported_once_one_of_two_sources_repeats_the_other(desk: Desk) -> None:
    case, first = a_case(desk), a_source(desk, "hospital")
    claims = [a_status(desk, case, "located_alive", one) for one in (first, a_source(desk, "clinic"))]
    set_status(desk, case, Wish("located_alive"))
    assert queue(desk) == []
    retract_claim(desk, case, claims[1], "it was the hospital's own list")
    assert kinds(desk) == [UNSUPPORTED], "one claim stands, and one is not proof of life"


def test_two_statuses_set_apart_on_two_laptops_are_a_dispute(desk: Desk) -> None:
    case = a_case(desk)
    claims = [
        a_status(desk, case, status, a_source(desk, status))
        for status in ("held_reported", "released_reported")
    ]
    before = desk.document("cases", case)
    apart = []
    for status, claim, other in zip(
        ("held_reported", "released_reported"), claims, claims[::-1], strict=True
    ):
        made = Assessment(
            **desk.pen.stamp(), status=status, previous="missing", claims=(claim,), against=(other,)
        )
        apart.append({**before, "items": [*before["items"], _plain(made)]})
    whole = merged(*apart)
    desk.vault.table("cases").update(whole, doc_ids=[_number(case)])
    assert kinds(desk) == [DISPUTED]
    view = CaseView(desk.case(case))
    assert any("set apart" in question.asks for question in view.questions)
    set_status(desk, case, Wish("held_reported", claims=(claims[0],), against=(claims[1],)))
    assert queue(desk) == []


def _plain(item: Any) -> dict[str, Any]:
    from registry.cases.items import plain_item

    return plain_item(item)


def test_a_proposal_accepted_on_one_laptop_and_refused_on_another_is_a_dispute(team: Team) -> None:
    case, _ = a_death(team.rim)
    ref = proposed(team.rim, case)
    accept(team.nour, ref)
    elsewhere = Verdict(
        **team.amal.pen.stamp(), proposal=ref.partition("/")[2], verdict="refused", reason="no"
    )
    team.amal.add(case, [elsewhere], "review refuse")
    assert kinds(team.rim) == [DISPUTED]


# What elapsed time proposes


@pytest.fixture
def later(desk: Desk) -> Desk:
    """Return the same desk a year later."""
    return replace(desk, pen=replace(desk.pen, clock=lambda: datetime(2027, 11, 22, tzinfo=UTC)))


def test_elapsed_time_proposes_a_task_once_and_never_changes_a_status(desk: Desk, later: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    a_status(desk, case, "death_reported", source, "C3")
    set_status(desk, case, Wish("death_reported"))
    before = desk.document("cases", case)
    assert queue(desk) == []
    (one,) = queue(later)
    assert (one.kind, one.next) == (STALE, f"registry review recontact {short(case)}")
    assert queue(later) == [one], "asked again it proposes the same"
    view = later.view(later.case(case))
    assert "stale" in view.flags
    assert later.document("cases", case) == before, "reading writes nothing"
    task, new = recontact(later, case, "2027-12-01")
    assert (task.kind, task.due, new) == ("recontact", "2027-12-01", True)
    assert recontact(later, case) == (task, False)
    assert [t.kind for t in later.case(case).every(Task)].count("recontact") == 1
    assert queue(later) == []
    assert later.case(case).assessments == desk.case(case).assessments
    assert later.case(case).status == "death_reported"


def test_a_closed_file_grows_old_in_peace(desk: Desk, later: Desk) -> None:
    case = a_case(desk)
    close_case(desk, case, "family_request", override="alone")
    assert queue(later) == []
    with pytest.raises(RuleNotMet, match="the case is closed"):
        recontact(later, case)


# Every pair of states, through the desk

_CODES = {guard.says: guard.code for guards in GUARDS.values() for guard in guards}
_REVIEWED = {"death_notified", "remains_identified"}


def _cases_in(desk: Desk) -> dict[tuple[str, str], str]:
    """Take in a case for every pair of states and let each stand in the first of them."""
    entries = [{"source": FAMILY, "facts": {"name": f"{before} {after}"}} for before, after in PAIRS]
    taken = [one.id for one in take_in(desk, entries)]
    source = a_source(desk, "what was weighed before")
    with desk.vault.act("status set"):
        for (before, _), case in zip(PAIRS, taken, strict=True):
            stamp: dict[str, Any] = desk.pen.stamp()
            old = Claim(**stamp, source=source, fact="status", value=before, basis="direct_contact")
            stamp = desk.pen.stamp()
            made = Assessment(**stamp, status=before, previous="missing", claims=(old.id,))
            desk.adding("cases", case, [old, made])
    return dict(zip(PAIRS, taken, strict=True))


def _asked(desk: Desk, case: str, wish: Wish) -> set[str]:
    try:
        set_status(desk, case, wish)
    except RuleNotMet as refused:
        return {_CODES[says] for says in refused.message.split("; ")}
    return set()


def test_every_pair_of_states_asks_at_the_desk_what_the_table_asks(desk: Desk) -> None:
    """Alone: a claim that carries nothing meets none of the rules, and hearsay those that hearsay can meet."""
    source = a_source(desk, "hearsay")
    cases = _cases_in(desk)
    assert len(cases) == 14 * 14
    for (before, after), case in cases.items():
        name = desk.case(case).claims[0].id
        assert _asked(desk, case, Wish(after, claims=(name,))) == expected(before, after), (before, after)
        stamp: dict[str, Any] = desk.pen.stamp()
        heard = Claim(**stamp, source=source, fact="status", value=after, basis="heard", credibility=2)
        desk.add(case, [heard], "claim add")
        left = expected(before, after) - {"sourced", "fresh-claim"}
        assert _asked(desk, case, Wish(after, claims=(heard.id,))) == left, (before, after)
        assert desk.case(case).status == (before if left else after)


def test_every_pair_of_states_is_set_or_waits_and_is_then_accepted(team: Team) -> None:
    """With all that the rules ask: it is set at once, or nothing changes until a second person accepts."""
    cases = _cases_in(team.rim)
    sources = a_source(team.rim, "a laboratory", "forensic"), a_source(team.rim, "a brother", "family")
    for (before, after), case in cases.items():
        claims = []
        for source, basis in zip(sources, ("laboratory", "direct_contact"), strict=True):
            stamp: dict[str, Any] = team.rim.pen.stamp()
            claims.append(
                Claim(
                    **stamp,
                    source=source,
                    fact="status",
                    value=after,
                    basis=basis,
                    credibility=1,
                    on="2017-01-10",
                )
            )
        team.rim.add(case, claims, "claim add")
        wish = Wish(after, claims=[c.id for c in claims], reason="weighed", family_told="2017-01-20")
        made = set_status(team.rim, case, wish)
        assert isinstance(made, Proposed) == (after in _REVIEWED), (before, after)
        if isinstance(made, Proposed):
            assert team.rim.case(case).status == before
            accept(team.nour, f"{case}/{made.id}")
        assert team.rim.case(case).status == after, (before, after)
    assert set(STATUSES) == {after for _, after in cases}
    assert REOPENING not in kinds(team.rim)
