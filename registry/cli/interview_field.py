"""Interviews on a file that only takes in: answers wait in memory, since what is sealed there cannot be read back."""

from __future__ import annotations

from collections.abc import Sequence

from registry.cases.casefile import GROUP
from registry.cli import asking
from registry.cli.interview import Asked, Face, Interview, Left
from registry.cli.interview_kinds import another, kind_asked
from registry.cli.settings import Settings
from registry.cli.watching import LockNow
from registry.desk.drafting import Draft, new_draft
from registry.desk.intake_only import FieldDesk, Sibling
from registry.desk.interview_steps import here_at
from registry.desk.interviewing import entry_of, facts_given
from registry.desk.questions import NOTE
from registry.desk.replies import yes
from registry.errors import Interrupted, UsageRefused
from registry.vault.intake_box import Receipt

_SAID = (
    "This file cannot read back, so there are no drafts on it: what you answer waits in memory until the case is "
    "sealed at the end. If you leave before, you can seal what there is, and nothing more of it can be asked here."
)
_CUT_SHORT = "the interview was cut short: the file locked, or the window closed, before its end"


def interviewed_in_field(settings: Settings, desk: FieldDesk, asked: Asked) -> None:
    """Hold interviews and seal each case as soon as it is told, with a receipt."""
    if asked.resume or asked.like:
        raise UsageRefused(
            "this file cannot read back, so there is nothing here to go on from",
            "begin a new interview; siblings told of one after the other are asked for at the end",
        )
    from registry.cli.field import sealed

    face, cases = Face(settings), 0
    receipts: list[tuple[Receipt, int]] = []
    face.tell(_SAID)
    draft: Draft | None = new_draft(desk.pen, kind=kind_asked(asked.kind))
    while draft is not None:
        told, stopped = _told(settings, desk, face, draft)
        if told:
            receipts += _sealed(desk, draft, asked)
            cases += 1
        if stopped and not cases:
            raise Interrupted("stopped", "nothing was sealed")
        draft = None if stopped else _another(settings, desk, draft, receipts)
    sealed(settings, receipts, cases, dry_run=asked.dry_run)


def _told(settings: Settings, desk: FieldDesk, face: Face, draft: Draft) -> tuple[bool, bool]:
    """Hold one interview; return whether there is something to seal, and whether it was stopped early."""
    interview = Interview(face, draft, here_at(desk, draft.kind), lambda _: None, settings.lang)
    try:
        interview.hold()
    except LockNow:
        # Nobody chose to lose what was told: it is sealed as far as it went, to be read at headquarters only.
        if facts_given(draft):
            noted = draft.value(NOTE)
            draft.answers[NOTE] = [{"value": f"{noted}\n{_CUT_SHORT}" if noted else _CUT_SHORT}]
            _sealed(desk, draft, Asked())
        raise
    except (Left, KeyboardInterrupt, EOFError) as left:
        wanted = bool(facts_given(draft)) and not isinstance(left, EOFError) and _seal_so_far(settings)
        return wanted, True
    return True, False


def _seal_so_far(settings: Settings) -> bool:
    try:
        return bool(asking.ask(settings, "Seal what was answered so far? y, or Enter for no", yes))
    except (KeyboardInterrupt, EOFError):
        return False


def _sealed(desk: FieldDesk, draft: Draft, asked: Asked) -> list[tuple[Receipt, int]]:
    entry = entry_of(draft, here_at(desk, draft.kind).facts, desk.pen.clock().date().isoformat())
    # Nothing here has an id: what stands for the case of a sibling is the number of its receipt.
    sibling = Sibling(int(draft.like), draft.tie) if draft.like else None
    found = desk.take_in([entry], keep=not asked.dry_run, sibling=sibling)
    return [(receipt, count) for receipt, count in found if receipt is not None]


# What a family shares, where no case can be read: what was just answered, from memory.


def _another(
    settings: Settings, desk: FieldDesk, before: Draft, receipts: Sequence[tuple[Receipt, int]]
) -> Draft | None:
    from registry.desk.family import LABEL
    from registry.desk.kin import OF_SIBLINGS, SHARED, SIBLINGS, TIES

    try:
        if not asking.ask(settings, f"{another(before.kind)} y, or Enter for no", yes):
            return None
        kept = {key: said for key, said in before.answers.items() if key.startswith("source") and said}
        if before.kind == GROUP:
            return new_draft(desk.pen, kind=GROUP, answers=kept)
        said = Face(settings).ask("What are they? 1 siblings (Enter), 2 otherwise of one family: ")
    except (KeyboardInterrupt, EOFError):
        return None
    tie = TIES.get(said, SIBLINGS)
    shared = (*OF_SIBLINGS, *SHARED) if tie == SIBLINGS else SHARED
    kept |= {key: before.answers[key] for key in (*shared, LABEL) if before.known(key)}
    # In a dry run nothing was sealed that could be named.
    number, code = (receipts[-1][0].number, receipts[-1][0].code) if receipts else (0, "")
    if code:
        kept.setdefault(LABEL, [{"value": f"family {code}"}])
    taken_over = [key for key in kept if not key.startswith("source")]
    like = str(number) if number else ""
    return new_draft(desk.pen, answers=kept, taken_over=taken_over, like=like, tie=tie)
