"""Review at the desk: what waits for a second person, and her decision under her own signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from registry.cases import reviewing as rules
from registry.cases.casefile import CaseFile
from registry.cases.closing import SAME_PERSON, Shortfall, against
from registry.cases.guards import Guard, Proposal, unmet
from registry.cases.items import Assessment, Item, Link, Proposed, Stage, Task, Verdict
from registry.cases.line import CaseLine
from registry.cases.status import STATUSES, contradict
from registry.cases.views import CaseView
from registry.desk.assessing import Wish, day_recorded, day_told, proposal_of, recorded, refusal
from registry.desk.closing import accept_closing, shortfalls_of
from registry.desk.desk import CASES, JOURNEY, Desk, Progress, in_one_act, no_progress
from registry.desk.reading import line, text
from registry.desk.roles import is_author, may_review
from registry.errors import Damaged, InputRefused, NotFound, RuleNotMet
from registry.words.dates import PartialDate
from registry.words.identity import BODY, read_id, short

ACCEPT, REFUSE, WITHDRAW, RECONTACT = "review accept", "review refuse", "review withdraw", "review recontact"
# A status that asks more of its claims than that they stand: whether it still has it, only its sources tell.
_ON_PROOF = frozenset(code for code, status in STATUSES.items() if status.ends)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue: which case, what it asks for, since when and by whom, and what to do next.

    ``rules`` are those that the proposal still has to meet, ``changed`` what has changed since it was made; both
    are empty for what is no proposal. ``reviewers`` are the names of those who may decide.
    """

    kind: str
    case: str
    title: str
    status: str
    what: str
    since: str
    by: str
    next: str
    proposal: Proposed | None = None
    rules: tuple[Guard | Shortfall, ...] = ()
    changed: tuple[Shortfall, ...] = ()
    reviewers: tuple[str, ...] = ()


# The queue


def queue(desk: Desk, kinds: Sequence[str] = (), progress: Progress = no_progress) -> list[Waiting]:
    """Return what waits for a second look, the most pressing kind first and the oldest of it first.

    Reads the lines of all cases, and the whole file only where its line asks for something or where its status
    rests on proof. Elapsed time proposes to contact a family again and changes nothing. Raises ``InputRefused``.
    """
    for kind in kinds:
        if kind not in rules.KINDS:
            raise InputRefused("that is not a kind of the queue", f"use one of: {', '.join(rules.KINDS)}")
    wanted = frozenset(kinds or rules.KINDS)
    found: list[Waiting] = []
    total = desk.count()
    for done, one in enumerate(desk.lines(), 1):
        progress(done, total)
        if _may_ask(one):
            found += _of_case(desk, one)
        if one.stage != "closed" and one.touched_at < rules.untouched_since(desk.today):
            found.append(_stale(one))
    found = [one for one in found if one.kind in wanted]
    return sorted(found, key=lambda one: (rules.KINDS.index(one.kind), one.since, one.case))


def _may_ask(one: CaseLine) -> bool:
    """Tell whether a file has to be read: its line asks, or only its sources or its ties can tell."""
    flagged = {rules.DISPUTED, rules.UNSUPPORTED}.intersection(one.flags)
    return bool(one.asks or flagged) or one.status in _ON_PROOF or (one.stage == "closed" and bool(one.same))


def _of_case(desk: Desk, one: CaseLine) -> Iterator[Waiting]:
    try:
        view = desk.view(desk.case(one.id))
    except Damaged:
        desk.vault.noticed = True
        return
    asked = list(view.asks)
    if rules.REOPENING not in asked and contradicted_by_tie(desk, view.case):
        asked.append(rules.REOPENING)
    for kind in asked:
        if kind == rules.DISPUTED and rules.REOPENING in asked:
            continue  # it is the same dispute, and opening the case again comes first
        if kind == rules.PROPOSAL:
            yield from (waiting(desk, view, proposed) for proposed in view.case.waiting)
        else:
            yield _look_at(view, kind)


def waiting(desk: Desk, view: CaseView, proposed: Proposed) -> Waiting:
    """Return a proposal as the queue lists it, with the rules asked on what stands now."""
    ref = f"{short(view.case.id)}/{short(proposed.id)}"
    reviewers = may_review(desk, proposed.by, proposed.author).values()
    changed = rules.changed_since(view.case, proposed)
    open_rules = _open_rules(desk, view.case, proposed)
    mine = is_author(desk, proposed.by, proposed.author)
    nobody = f"registry review withdraw {ref}"
    return Waiting(
        kind=rules.PROPOSAL,
        case=view.case.id,
        title=view.title,
        status=view.case.status,
        what=rules.told_as(proposed),
        since=proposed.at,
        by=proposed.author,
        next=nobody if (mine and (changed or not reviewers)) else f"registry review show {ref}",
        proposal=proposed,
        rules=open_rules,
        changed=changed,
        reviewers=tuple(sorted(reviewers)),
    )


def _open_rules(desk: Desk, case: CaseFile, proposed: Proposed) -> tuple[Guard | Shortfall, ...]:
    """Return the rules that wait: the review itself always, and what else is not met on what stands now."""
    if proposed.proposes == rules.CLOSING:
        return shortfalls_of(desk, case, proposed, reviewer="")
    return unmet(_asked_again(desk, case, proposed, reviewer=""))


# What is to be looked at, and the command that settles it.
_LOOK = {
    rules.DISPUTED: (
        "claims or assessments contradict each other",
        "registry status set {id} STATUS --against CLAIM",
    ),
    rules.UNSUPPORTED: (
        "the claims it rests on no longer carry the status",
        "registry status set {id} STATUS",
    ),
    rules.REOPENING: (
        "what came in since contradicts the closing",
        "registry case reopen {id} --claim CLAIM",
    ),
}


def _look_at(view: CaseView, kind: str) -> Waiting:
    made, (what, following) = view.case.assessment, _LOOK[kind]
    closed = view.case.stage_code == "closed" and kind != rules.REOPENING
    following = _LOOK[rules.REOPENING][1] if closed else following
    return Waiting(
        kind=kind,
        case=view.case.id,
        title=view.title,
        status=view.case.status,
        what=what,
        since=rules.touched_at(view.case),
        by=made.author if made else "",
        next=following.format(id=short(view.case.id)),
    )


def _stale(one: CaseLine) -> Waiting:
    return Waiting(
        kind=rules.STALE,
        case=one.id,
        title=one.names[0] if one.names else "",
        status=one.status,
        what="nobody touched this file for half a year: contact again, check again",
        since=one.touched_at,
        by="",
        next=f"registry review recontact {short(one.id)}",
    )


def contradicted_by_tie(desk: Desk, case: CaseFile) -> bool:
    """Tell whether a closed case is contradicted by a file that is linked to it as the same person.

    A status set there contradicts it, and a claim there that whoever closed the case could not have weighed. A case
    that was closed because the other file goes on in its place asks for nothing.
    """
    stage = case.stage
    if stage is None or stage.stage != "closed" or stage.why == SAME_PERSON:
        return False
    return any(_contradicts(desk, case, stage, link) for link in case.links if link.kind == SAME_PERSON)


def _contradicts(desk: Desk, case: CaseFile, stage: Stage, link: Link) -> bool:
    try:
        other = desk.case(link.other)
    except (NotFound, Damaged):
        return False
    if other.withdrawn:
        return False
    if other.assessment is not None and contradict(case.status, other.status):
        return True
    return any(link.at > stage.at or claim.at > stage.at for claim in against(other.claims, case.status))


def asked_by_ties(desk: Desk, view: CaseView) -> tuple[str, ...]:
    """Return what the files of the same person ask of a closed case: to open it again where they contradict it."""
    if not contradicted_by_tie(desk, view.case):
        return ()
    return ("a case of the same person contradicts the closing: claim here what it says, then reopen",)


# One proposal


def find(desk: Desk, ref: str) -> tuple[CaseFile, Proposed]:
    """Return the case and the proposal that ``CASE/PROPOSAL`` names; a case alone will do where one waits there.

    Raises ``InputRefused``, ``NotFound``.
    """
    case_ref, slash, proposal_ref = ref.partition("/")
    case = desk.open_case(case_ref)
    known = case.every(Proposed)
    if not slash:
        found = list(case.waiting)
    else:
        asked = read_id(proposal_ref)
        found = [one for one in known if one.id.startswith(asked)]
        if len(found) > 1 and len(asked) < BODY:
            found = []
    if len(found) != 1:
        raise NotFound("no single proposal of this case has that id", "see `registry review list`")
    return case, found[0]


def _found_whole(desk: Desk, ref: str) -> tuple[CaseFile, Proposed]:
    """Return the proposal to decide on, named in full: what is accepted must be what was read."""
    if "/" not in ref:
        raise InputRefused(
            "which proposal is meant is not said", "give CASE/PROPOSAL, as `registry review list` has it"
        )
    case, proposed = find(desk, ref)
    if proposed not in case.waiting:
        raise RuleNotMet("that was decided before", "see `registry case history CASE`")
    return case, proposed


def _refuse_author(desk: Desk, proposed: Proposed) -> None:
    """Raise ``RuleNotMet`` for whoever may not decide: its author, or who is no reviewer where there is one."""
    if is_author(desk, proposed.by, proposed.author):
        raise RuleNotMet(
            "its author cannot review it",
            "a colleague does, after opening the vault with their own passphrase",
        )
    if desk.vault.count(JOURNEY):
        raise RuleNotMet("on a journey nobody decides", "take it home with `registry vault return` first")
    if desk.pen.by not in may_review(desk, proposed.by, proposed.author):
        raise RuleNotMet(
            "the reviewer must be a colleague with a slot in this vault, a reviewer where it has one",
            "see `registry vault slots list` for who may review",
        )


def _asked_again(
    desk: Desk, case: CaseFile, proposed: Proposed, *, reviewer: str, told: str = ""
) -> Proposal:
    """Return what was proposed, put together from what stands now."""
    told = told or proposed.family_told
    wish = Wish(proposed.status, reason=proposed.reason, family_told=told)
    cited = tuple(case.claim_by_id[one] for one in proposed.claims if one in case.claim_by_id)
    reviewers = frozenset(may_review(desk, proposed.by, proposed.author).values())
    asked = proposal_of(case, wish, cited, desk.sources_of(case), proposed.author, reviewers)
    return replace(asked, reviewer=reviewer, family_waiver=proposed.family_waiver)


@in_one_act(ACCEPT)
def accept(desk: Desk, ref: str, family_told: str = "") -> Assessment | Stage:
    """Accept a proposal as the second person; only now does the status change, or the case close.

    Every rule is asked again on what stands at this moment. ``family_told`` is the day on which the family was
    told, where that came after the proposal. Raises ``RuleNotMet`` with what stands in the way.
    """
    case, proposed = _found_whole(desk, ref)
    _refuse_author(desk, proposed)
    if changed := rules.changed_since(case, proposed):
        raise refusal(changed)
    told = day_told(family_told, desk.today) if family_told else proposed.family_told or day_recorded(case)
    verdict = Verdict(**desk.pen.stamp(), proposal=proposed.id, verdict=rules.ACCEPTED, author=desk.name)
    if proposed.proposes == rules.CLOSING:
        made: list[Item] = [accept_closing(desk, case, proposed)]
    else:
        asked = _asked_again(desk, case, proposed, reviewer=desk.name, told=told)
        if guards := unmet(asked):
            raise refusal(guards)
        made = recorded(case, asked, proposed.against, told, desk.pen, proposed.id)
    desk.adding(CASES, case.id, [verdict, *made])
    return next(item for item in made if isinstance(item, Assessment | Stage))


@in_one_act(REFUSE)
def refuse(desk: Desk, ref: str, reason: str) -> Verdict:
    """Refuse a proposal as the second person, with the reason; nothing else changes. Raises ``RuleNotMet``."""
    case, proposed = _found_whole(desk, ref)
    _refuse_author(desk, proposed)
    reason = text(reason, "the reason")
    if not reason:
        raise RuleNotMet("refusing a proposal needs a reason", "write the reason to --reason-from -")
    return _decided(desk, case, proposed, rules.REFUSED, reason)


@in_one_act(WITHDRAW)
def withdraw(desk: Desk, ref: str, reason: str) -> Verdict:
    """Take a proposal of one's own back; it stays readable. Raises ``RuleNotMet``."""
    case, proposed = _found_whole(desk, ref)
    if not is_author(desk, proposed.by, proposed.author):
        raise RuleNotMet(
            "only its author can withdraw it", "refuse it with `registry review refuse` and the reason"
        )
    return _decided(desk, case, proposed, rules.WITHDRAWN, text(reason, "the reason"))


def _decided(desk: Desk, case: CaseFile, proposed: Proposed, verdict: str, reason: str) -> Verdict:
    made = Verdict(**desk.pen.stamp(), proposal=proposed.id, verdict=verdict, reason=reason, author=desk.name)
    desk.adding(CASES, case.id, [made])
    return made


# Staleness


@in_one_act(RECONTACT)
def recontact(desk: Desk, case_ref: str, due: str = "") -> tuple[Task, bool]:
    """Open the task to contact again that elapsed time proposes, once; tell whether it is new.

    It never changes a status. Raises ``RuleNotMet`` for a closed case.
    """
    case = desk.open_case(case_ref)
    if case.stage_code == "closed":
        raise RuleNotMet("the case is closed", "open it again with `registry case reopen` first")
    for task in case.open_tasks:
        if task.kind == "recontact":
            return task, False
    until = PartialDate.parse(line(due, "the day")).text if due else ""
    made = Task(
        **desk.pen.stamp(),
        kind="recontact",
        due=until,
        why="contact the family again, and check what is known",
    )
    desk.adding(CASES, case.id, [made])
    return made, True


def speaking_against(case: CaseFile, proposed: Proposed) -> tuple[str, ...]:
    """Return the ids of the standing claims that speak against what is proposed, those weighed among them."""
    found = {claim.id for claim in against(case.claims, proposed.status)} | set(proposed.against)
    return tuple(claim.id for claim in case.claims if claim.id in found)
