"""Ties between cases at the desk: stated in both files in one act, and taken back from both."""

from __future__ import annotations

from registry.cases.casefile import PERSON, CaseFile
from registry.cases.closing import Shortfall
from registry.cases.items import Link, Undo
from registry.cases.terms import CERTAINTIES, TIES
from registry.cases.ties import KINDS, MEMBER, inverse, same_tie, tie_shortfalls
from registry.cases.views import CaseView
from registry.desk.assessing import refusal
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.grouping import refuse_overfull_by
from registry.desk.reading import text
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.words.identity import number_of, read_id

LINK, UNLINK = "case link", "case unlink"


def read_tie(desk: Desk, left_ref: str, right_ref: str, kind: str) -> str:
    """Return the code of a kind of tie, having seen that both cases are two people's; raise before a reason is asked."""
    code = TIES.read(kind).code
    if code == MEMBER:
        raise InputRefused("a tie to a group report has a command of its own", "use `registry group link`")
    left, right = _people(desk, left_ref, right_ref)
    if left.id == right.id:
        raise InputRefused("a case cannot be tied to itself", "name two cases")
    return code


def _other(left: CaseFile, ref: str) -> str:
    """Return the id of the tied case that an id or its spoken form names, also one that is no longer here."""
    asked = read_id(ref)
    found = {link.other for link in left.links if link.other.startswith(asked)}
    if len(found) != 1:
        raise NotFound("the two cases are not tied so", "see `registry case show CASE --all`")
    return found.pop()


def _people(desk: Desk, left_ref: str, right_ref: str) -> tuple[CaseFile, CaseFile]:
    left, right = desk.open_case(left_ref), desk.open_case(right_ref)
    if {left.kind, right.kind} != {PERSON}:
        raise InputRefused(
            "one of the two is a group report", "use `registry group link`, or `registry group relate`"
        )
    return left, right


@in_one_act(LINK)
def link_cases(
    desk: Desk, left_ref: str, right_ref: str, kind: str, certainty: str, reason: str,
    agreed: frozenset[str] = frozenset(),
) -> tuple[Link, Link]:  # fmt: skip
    """Tie two cases, and return the tie as each of the two files has it.

    Both files hold it, so that each tells it wherever it goes alone. ``agreed`` are names that were found to agree,
    see ``tie_shortfalls``. Raises ``InputRefused``, ``NotFound``, and ``RuleNotMet`` where evidence is wanting or
    forbids it.
    """
    code = read_tie(desk, left_ref, right_ref, kind)
    left, right = _people(desk, left_ref, right_ref)
    sure, reason = CERTAINTIES.read(certainty).code, text(reason, "the reason")
    if any(same_tie(link, code, right.id) for link in left.links):
        raise RuleNotMet("they are tied so already", "take it back first with `registry case unlink`")
    if found := tie_shortfalls(
        desk.view(left), desk.view(right), code, reason=reason, by=desk.name, agreed=agreed
    ):
        raise refusal(found)
    here = Link(**desk.pen.stamp(), kind=code, other=right.id, certainty=sure, reason=reason)
    there = Link(**desk.pen.stamp(), kind=inverse(code), other=left.id, certainty=sure, reason=reason)
    desk.adding(CASES, left.id, [here])
    desk.adding(CASES, right.id, [there])
    return here, there


@in_one_act(UNLINK)
def unlink_cases(desk: Desk, left_ref: str, right_ref: str, kind: str, reason: str) -> int:
    """Take the ties between two cases back, all or those of one kind; they stay readable. Returns how many.

    Where the other case was erased or taken back, this file's side goes. Raises ``NotFound``, ``RuleNotMet``.
    """
    code = TIES.read(kind).code if kind else ""
    if code == MEMBER:
        raise InputRefused("a tie to a group report has a command of its own", "use `registry group unlink`")
    left = desk.case(left_ref)
    right_id = _other(left, right_ref)
    reason = text(reason, "the reason")
    wanted = {code} if code else set(KINDS)
    mine = [link.id for link in left.links if link.other == right_id and link.kind in wanted]
    if not mine:
        raise NotFound("the two cases are not tied so", "see `registry case show CASE`")
    desk.adding(CASES, left.id, [Undo(**desk.pen.stamp(), items=tuple(mine), reason=reason)])
    back = {inverse(one) for one in wanted}
    if desk.vault.has(CASES, number_of(right_id)):
        right = desk.case(right_id)
        theirs = tuple(link.id for link in right.links if link.other == left.id and link.kind in back)
        if theirs:
            desk.adding(CASES, right.id, [Undo(**desk.pen.stamp(), items=theirs, reason=reason)])
    refuse_overfull_by(desk, desk.case(left.id))
    return len(mine)


def standing_in_the_way(
    desk: Desk, left: CaseView, right: CaseView, agreed: frozenset[str] = frozenset()
) -> tuple[Shortfall, ...]:
    """Return what stands in the way of linking two cases as the same person, with a reason taken for given."""
    return tie_shortfalls(left, right, "same_person", reason="given", by=desk.name, agreed=agreed)
