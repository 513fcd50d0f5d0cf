"""Restoring a case: it counts again as it stood at a moment, by one more undo, and nothing is struck out."""

from __future__ import annotations

from dataclasses import dataclass

from registry.cases.casefile import CaseFile, with_items
from registry.cases.guards import GUARDS, REVIEWED
from registry.cases.items import AnyItem, Claim, Consent, Undo, plain_item
from registry.cases.moments import Difference, difference, ids_of
from registry.cases.restoring import counting, goal, stays, to_undo
from registry.cases.views import CaseView
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.disclosing import ledger
from registry.desk.grouping import refuse_overfull
from registry.desk.moments import Moment, moment_named, view_at
from registry.desk.undoing import mark
from registry.errors import RuleNotMet

RESTORE = "case restore"


@dataclass(frozen=True, slots=True)
class Restoring:
    """A restore worked out: the undo it takes, what it changes, and what stays although the moment was without it.

    ``views`` are the case as it is and as it would be. ``known`` are the items it was worked out from: where there
    are others by then, it is not carried out.
    """

    case: str
    moment: Moment
    undo: Undo
    changes: Difference
    views: tuple[CaseView, CaseView]
    staying: tuple[AnyItem, ...]
    known: frozenset[str]


def plan_restore(desk: Desk, case_ref: str, asked: str, *, withdrawals: bool = False) -> Restoring:
    """Work out what makes a case count as it stood at a moment; changes nothing.

    ``withdrawals`` brings consent back that was withdrawn since. Raises ``RuleNotMet`` where the case was not there
    yet, where it counts like that already, where a summary has counted what would go, and where a status would come
    back that needs a second reviewer.
    """
    case = desk.case(case_ref)
    moment = moment_named(desk, case, asked)
    then = view_at(desk, case, moment).case
    wanted = goal(case, then, withdrawals=withdrawals)
    _refuse(desk, case, then, wanted)
    undo = Undo(**desk.pen.stamp(), items=to_undo(case, wanted), reason=f"as it stood: {moment.says}")
    after = CaseFile(with_items(case.document, [plain_item(undo)]))
    views = desk.view(case), CaseView(after, desk.sources_of(case), desk.today)
    _refuse_unreviewed(case.status, after.status)
    return Restoring(
        case.id, moment, undo, difference(*views), views, _staying(case, then, wanted), ids_of(case)
    )


def _staying(case: CaseFile, then: CaseFile, wanted: frozenset[str]) -> tuple[AnyItem, ...]:
    """Return what differs from the moment all the same, because it happened or because consent ended."""
    were = counting(then)
    return tuple(
        item
        for item in case.items
        if (stays(item) or isinstance(item, Consent)) and (item.id in wanted) is not (item.id in were)
    )


def _refuse(desk: Desk, case: CaseFile, then: CaseFile, wanted: frozenset[str]) -> None:
    if not any(isinstance(item, Claim) and item.id in wanted for item in then.items):
        raise RuleNotMet(
            "nothing of the case counted yet at that moment",
            "see `registry case history CASE`; to take the case itself back, use `registry undo`",
        )
    if wanted == counting(case):
        raise RuleNotMet("the case counts like that already", "see `registry case diff CASE --from MOMENT`")
    counted_on = max((one.made_on for one in ledger(desk) if case.id in one.people), default="")
    going = counting(case) - wanted
    if any(item.id in going and item.at[:10] <= counted_on for item in case.items):
        raise RuleNotMet(
            f"the case was counted in a summary that went out on {counted_on}, and what it held by then stays",
            "restore to a moment after it, or take back what is wrong with `registry claim retract`",
        )


def _refuse_unreviewed(before: str, after: str) -> None:
    """Raise ``RuleNotMet`` where a status would come back that nobody enters alone: a death is weighed anew."""
    if before != after and REVIEWED in GUARDS[before, after]:
        raise RuleNotMet(
            "the case had a status then that needs a second reviewer, and going back would set it without",
            "restore to another moment, or set the status with `registry status set` and its reviewer",
        )


@in_one_act(RESTORE)
def restore(desk: Desk, planned: Restoring) -> Undo:
    """Carry a restore out as it was worked out and shown.

    Raises ``RuleNotMet`` where the case was written in since, and where a group would count fewer people than are
    named in it.
    """
    case = desk.case(planned.case)
    if ids_of(case) != planned.known:
        raise RuleNotMet(
            "the case was written in meanwhile, so that this would do other than it showed",
            "look at it again, and restore again",
        )
    desk.adding(CASES, case.id, [planned.undo])
    refuse_overfull(desk, desk.case(case.id))
    mark(desk, case.id)
    return planned.undo
