"""One proposal that waits for a second person: on which claims, what speaks against it, and her decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from registry.cases.casefile import CaseFile
from registry.cases.items import Claim, Proposed, Verdict
from registry.cases.reviewing import told_as
from registry.cases.saying import grade_of, shown_value
from registry.cases.signs import sign_of
from registry.cases.status import STATUS_TERMS, STATUSES
from registry.cases.views import CaseView
from registry.desk import reviewing
from registry.desk.desk import Desk
from registry.tui.asking import flow
from registry.tui.dialogues import Ask, Confirm, TypeBack
from registry.tui.frame import Frame, acting, keys
from registry.tui.paint import GAP, Entry, heading
from registry.tui.widgets import Pane
from registry.words.identity import short

_DEAD = frozenset({"reported_dead", "confirmed_dead"})
_FAMILY = "family-told"


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal as it is shown.

    ``dead`` tells that it states a death, ``untold`` that the family must have been told first, ``waits`` that nobody
    has decided yet. ``what`` says what is proposed.
    """

    case: str
    what: str
    dead: bool
    untold: bool
    waits: bool
    entries: tuple[Entry, ...]


def shown(desk: Desk, ref: str, lang: str) -> Shown:
    """Fold a proposal with the claims for and against it, as they stand now; runs in the desk's thread."""
    case, proposed = reviewing.find(desk, ref)
    view = desk.view(case)
    found = reviewing.waiting(desk, view, proposed)
    verdict = next((one.verdict for one in case.every(Verdict) if one.proposal == proposed.id), "")
    entries = [*_what(view, proposed, lang), GAP, *_claims(view, proposed, lang), GAP]
    if verdict:
        entries.append(Entry(f"it was {verdict}", label="verdict", look="strong"))
    else:
        entries += [Entry(f"cannot be accepted: {one.says}", look="bad") for one in found.changed]
        entries += [Entry(f"waits on: {one.says}", look="warn") for one in found.rules]
        entries.append(Entry(", ".join(found.reviewers) or "nobody here", label="may decide"))
        entries.append(Entry("None of it stands before a second person accepts it.", look="dim"))
    status = STATUSES.get(proposed.status)
    return Shown(
        case=case.id, what=told_as(proposed),
        dead=proposed.proposes == "status" and status is not None and status.fate in _DEAD,
        untold=any(one.code == _FAMILY for one in found.rules), waits=not verdict, entries=tuple(entries),
    )  # fmt: skip


def _what(view: CaseView, proposed: Proposed, lang: str) -> Iterator[Entry]:
    status = view.case.status
    now = STATUS_TERMS[status].show(lang) if status in STATUS_TERMS else status
    yield heading(view.title)
    yield Entry(short(view.case.id), label="case")
    yield Entry(told_as(proposed), label="proposed", look="strong")
    yield Entry(f"{sign_of(status)} {now}" if status else "not stated", label="now")
    yield Entry(
        f"{proposed.author}, {proposed.at[:10]}" + (f"; asks {proposed.asked}" * bool(proposed.asked)),
        label="by",
    )
    if proposed.reason:
        yield Entry(proposed.reason, label="reason")
    if proposed.proposes == "status":
        waived = f"waived: {proposed.family_waiver}" if proposed.family_waiver else ""
        told = f"told {proposed.family_told}" if proposed.family_told else waived
        yield Entry(told or "not told as far as this says", label="family")


def _claims(view: CaseView, proposed: Proposed, lang: str) -> Iterator[Entry]:
    known = view.case.claim_by_id
    for label, ids in (
        ("for", proposed.claims),
        ("against", reviewing.speaking_against(view.case, proposed)),
    ):
        for place, claim in enumerate(known[one] for one in ids if one in known):
            weighed = claim.id in proposed.against
            yield _claim(view, claim, lang, "" if place else label, weighed=weighed)
    if not proposed.claims:
        yield Entry("it cites no claim", label="for", look="warn")


def _claim(view: CaseView, claim: Claim, lang: str, label: str, *, weighed: bool) -> Entry:
    source = view.sources.get(claim.source)
    said = f"{claim.fact.replace('_', ' ')}: {shown_value(view.case, claim, lang)}"
    basis = claim.basis.replace("_", " ")
    marks = [basis, "" if claim.stance == "asserts" else claim.stance, _gone(view.case, claim)]
    told = [one for one in (*marks, "weighed" if weighed else "") if one]
    who = f"{source.label if source else 'a source that is not here'} {grade_of(claim, view.sources)}"
    return Entry(f"{said}" + (f" ({', '.join(told)})" if told else ""), label=label or " ", chip=who)


def _gone(case: CaseFile, claim: Claim) -> str:
    return (
        "retracted" if claim.id in case.retractions else "superseded" if claim.id in case.superseded else ""
    )


class ProposalScreen(Frame):
    """One proposal; a decision bears the signature of whoever opened the vault."""

    PLACE = "Proposal"
    BINDINGS = keys(
        ("a", "accept", "Accept"), ("n", "refuse", "Refuse"), ("w", "withdraw", "Withdraw"), ("o", "see", "Open the case"),
        ("escape", "leave", "Back"),
    )  # fmt: skip

    def __init__(self, ref: str) -> None:
        super().__init__()
        self._ref = ref
        self._shown: Shown | None = None

    def body(self) -> ComposeResult:
        """Show the proposal."""
        yield Pane(id="proposal")

    def on_mount(self) -> None:
        """Read the proposal."""
        self.query_one(Pane).focus()
        self.renew()

    @acting
    async def renew(self) -> None:
        """Read the proposal again."""
        await self._read()

    async def _read(self) -> None:
        ref, lang = self._ref, self.registry.doors.lang
        self._shown = await self.at_desk(lambda desk: shown(desk, ref, lang), "reading")
        self.query_one(Pane).show(self._shown.entries)

    def action_leave(self) -> None:
        """Go back to the list."""
        self.dismiss(None)

    def action_see(self) -> None:
        """Open the case."""
        from registry.tui.case import CaseScreen

        if self._shown is not None:
            self.app.push_screen(CaseScreen(self._shown.case))

    @flow
    async def action_accept(self) -> None:
        """Accept the proposal, every rule asked again on what stands now; a death takes the case's id typed back."""
        found = self._shown
        told = ""
        if found is None:
            return
        if found.untold:
            entries = [
                Entry("A day, such as 2026-11-20. Nothing where they were not told: then it is refused.")
            ]
            said: str | None = await self.ask(Ask("When was the family told of this?", entries))
            if said is None:
                return
            told = said
        entries = [Entry(found.what, label="it becomes", look="strong")]
        entries += [Entry(told, label="family told")] if told else []
        entries.append(Entry("It bears your signature. Every rule is asked again on what stands now."))
        question: Any = (
            TypeBack("This states a death. Accept it?", entries, short(found.case))
            if found.dead
            else Confirm("Accept this?", entries, asked_by="a")
        )
        if await self.ask(question):
            await self._decide(
                lambda desk: reviewing.accept(desk, self._ref, told), "accepted; u takes it back"
            )

    @flow
    async def action_refuse(self) -> None:
        """Refuse the proposal with the reason; the case stays as it is."""
        reason = await self.ask(
            Ask("Why is it refused?", [Entry("The reason stays on the record.")], long=True)
        )
        if reason is not None:
            await self._decide(lambda desk: reviewing.refuse(desk, self._ref, reason), "refused")

    @flow
    async def action_withdraw(self) -> None:
        """Take a proposal of one's own back."""
        reason = await self.ask(Ask("Why is it withdrawn?", [Entry("Only its author can.")], long=True))
        if reason is not None:
            await self._decide(lambda desk: reviewing.withdraw(desk, self._ref, reason), "withdrawn")

    async def _decide(self, work: Callable[[Desk], Any], said: str) -> None:
        await self.at_desk(work, "saving")
        self.tell(said)
        await self._read()
