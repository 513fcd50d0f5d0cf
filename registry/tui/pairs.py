"""Two cases side by side: what agrees, what differs, who says so, and what a person decides about the pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical

from registry.cases.terms import CERTAINTIES
from registry.desk import matching
from registry.desk.desk import Desk
from registry.desk.pairing import DECIDED, STATES, Beside, Pairing, Side, pairing, percent
from registry.tui.asking import flow
from registry.tui.columns import Column
from registry.tui.dialogues import Ask, Choose, Confirm
from registry.tui.frame import Frame, acting, keys
from registry.tui.paint import GAP, Entry, heading
from registry.tui.table import VirtualTable
from registry.tui.widgets import Card, Pane
from registry.words.identity import short

Pair = tuple[str, str]
_LOOKS = {"match": "good", "near": "warn", "differs": "bad", "blank": "dim"}
_ROLES = {"match": "good", "near": "warning", "differs": "urgent", "blank": "quiet"}
# What each certainty comes to, beside its word.
_CERTAINTIES = {
    "maybe": "noted as a possible match; no count changes",
    "likely": "linked: every count takes the two cases for one person",
    "certain": "linked: every count takes the two cases for one person",
}


def summary(pair: Pairing) -> Iterator[Entry]:
    """Yield what is known of a pair as a whole: how likely, what forbids a link, what one would change."""
    for case, title in zip((pair.left, pair.right), pair.titles, strict=True):
        yield Entry(title, label=short(case))
    if pair.veto:
        yield Entry(f"≠ kept apart: {pair.veto}", look="bad")
    else:
        said = f"{percent(pair.chance)} of pairs like this are one person ({pair.weight:+.1f} bits)"
        yield Entry(said, look="strong")
    if pair.kin:
        yield Entry(f"! {pair.kin}; f says so", look="warn")
    for tie in pair.ties:
        yield Entry(tie, label="on record")
    if pair.decided:
        yield Entry(DECIDED[pair.decided], label="decided", look="accent")
    else:
        for rule in pair.wanting:
            yield Entry(f"not yet to be linked: {rule}", look="warn")
    yield Entry("; ".join(one.says for one in pair.figures), label="if linked")


def one_under_the_other(facts: Sequence[Beside]) -> Iterator[Entry]:
    """Yield the facts one after another, what the two cases say under each other, with who says it."""
    for one in facts:
        yield Entry(f"{STATES[one.state]}  {one.label}", look=_LOOKS[one.state])
        yield from _sides(one)


def _sides(one: Beside) -> Iterator[Entry]:
    for label, sides in (("left", one.left), ("right", one.right)):
        for place, side in enumerate(sides or (Side("says nothing"),)):
            words = "" if place else label
            look = "" if sides else "dim"
            yield Entry(side.says, label=f"  {words}", look=look, chip=", ".join(side.sources))


def cells(one: Beside) -> tuple[str, str, str, str]:
    """Return a fact as a line of the table: what it is, how it compares, and what each case says."""
    left, right = ("; ".join(side.says for side in sides) for sides in (one.left, one.right))
    return one.label, STATES[one.state], left, right


def _role(row: Sequence[str]) -> str:
    return next((_ROLES[state] for state, word in STATES.items() if word == row[1]), "")


class PairScreen(Frame):
    """One pair after another; after each decision the next follows at once."""

    PLACE = "Pair"
    DEFAULT_CSS = """
    PairScreen #head, PairScreen #fact { padding: 0 1; }
    PairScreen #fact { border-top: solid $panel; max-height: 9; }
    PairScreen #facts { height: 1fr; }
    PairScreen #whole { display: none; }
    PairScreen.narrow #whole { display: block; }
    PairScreen.narrow #wide { display: none; }
    """
    BINDINGS = [
        *keys(
            ("s", "same", "Same person"), ("n", "apart", "Not the same"), ("f", "family", "Of one family"),
            ("a", "aside", "Put aside"), ("x", "unlink", "Take decision back"), ("o", "see", "Open a case"),
            ("right_square_bracket", "go_on(1)", "Next"), ("left_square_bracket", "go_on(-1)", "Before"),
            ("escape", "leave", "Back"),
        ),
    ]  # fmt: skip

    def __init__(self, pairs: Sequence[Pair], at: int = 0, *, only_open: bool = True) -> None:
        super().__init__()
        self._pairs, self._at, self._only_open = list(pairs), at, only_open
        self._pair: Pairing | None = None

    def body(self) -> ComposeResult:
        """Show the pair, side by side where there is room."""
        yield Pane(id="whole")
        with Vertical(id="wide"):
            yield Card(id="head")
            yield VirtualTable(
                (
                    Column("fact", 18),
                    Column("", 10, style_for=_role),
                    Column("left", least=12),
                    Column("right", least=12),
                ),
                nothing="neither says anything",
                id="facts",
            )
            yield Card(id="fact")

    def on_mount(self) -> None:
        """Read the pair."""
        self.renew()

    def on_resize(self) -> None:
        """Let the keys go to the part that is shown."""
        super().on_resize()
        self.query_one("#whole" if self.has_class("narrow") else "#facts").focus()

    @acting
    async def renew(self) -> None:
        """Compare the two again, as they stand now."""
        await self._show()

    async def _show(self) -> None:
        left, right = self._pairs[self._at]
        pair = await self.at_desk(lambda desk: pairing(desk, left, right), "comparing")
        self._pair = pair
        where = f"pair {self._at + 1:,} of {len(self._pairs):,}"
        head = [heading(where), *summary(pair)]
        self.query_one("#head", Card).show(head)
        self.query_one("#whole", Pane).show([*head, GAP, *one_under_the_other(pair.facts)])
        self.query_one(VirtualTable).show([cells(one) for one in pair.facts])

    def on_virtual_table_moved(self, moved: VirtualTable.Moved) -> None:
        """Say in full what the two cases say of the marked fact, and who says it."""
        if self._pair is not None and moved.index < len(self._pair.facts):
            one = self._pair.facts[moved.index]
            self.query_one("#fact", Card).show([heading(one.label), *_sides(one)])

    def action_leave(self) -> None:
        """Go back to the list."""
        self.dismiss(None)

    @acting
    async def action_go_on(self, by: int) -> None:
        """Show another pair, without a decision about this one."""
        await self._go(by)

    async def _go(self, by: int, *, decided: bool = False) -> None:
        """Show the next pair that is open still; leave after the last one that was decided."""
        still = await self.at_desk(_open_pairs, "reading the pairs") if self._only_open else None
        at = self._at + by
        while 0 <= at < len(self._pairs) and still is not None and self._pairs[at] not in still:
            at += by
        if 0 <= at < len(self._pairs):
            self._at = at
            await self._show()
        elif decided and self._only_open:
            self.tell("no further pair waits")
            self.dismiss(None)
        elif decided:
            await self._show()
        else:
            self.tell("there is no further pair on this side")

    async def _decide(self, work: Callable[[Desk], Any], said: str) -> None:
        await self.at_desk(work, "saving")
        self.tell(said)
        await self._go(1, decided=True)

    async def _why(self, question: str, *entries: Entry) -> str | None:
        """Ask for a reason; it is part of the record, and the desk refuses an empty one."""
        found: str | None = await self.ask(Ask(question, entries))
        return found

    @flow
    async def action_same(self) -> None:
        """Link the two: how sure, why, and what it changes in every count, before anything is done."""
        pair = self._pair
        if pair is None:
            return
        codes = list(_CERTAINTIES)
        asked = Choose(
            "How sure is it that they are one person?",
            [f"{CERTAINTIES[code].en}: {_CERTAINTIES[code]}" for code in codes],
        )
        at = await self.ask(asked)
        if at is None:
            return
        reason = await self._why("Why are they one person?", *summary(pair))
        if reason is None:
            return
        question = Confirm(_question(pair, codes[at]), list(_changes(pair, codes[at], reason)), asked_by="s")
        if await self.ask(question):
            said = DECIDED["possible_match" if codes[at] == "maybe" else "same_person"]
            await self._decide(
                lambda desk: matching.link_pair(desk, pair.left, pair.right, codes[at], reason),
                f"{said}; u takes it back",
            )

    @flow
    async def action_apart(self) -> None:
        """State that they are two people; no scan brings the pair again."""
        pair = self._pair
        reason = await self._why("Why are they two people?") if pair else None
        if pair and reason is not None:
            await self._decide(
                lambda desk: matching.tell_apart(desk, pair.left, pair.right, reason),
                f"{DECIDED['not_same']}; u takes it back",
            )

    @flow
    async def action_family(self) -> None:
        """State that they are two people of one family, and what they are to one another."""
        pair = self._pair
        tie = (
            await self._why(
                "What are they to one another?",
                Entry("Brothers, or a father and his son: two people of one family, told apart and tied."),
            )
            if pair
            else None
        )
        if pair and tie is not None:
            await self._decide(
                lambda desk: matching.tell_apart_as_kin(desk, pair.left, pair.right, tie),
                "two people of one family, on record in both; u takes it back",
            )

    @acting
    async def action_aside(self) -> None:
        """Put the pair behind all others, until a fact of either case changes."""
        if pair := self._pair:
            await self._decide(
                lambda desk: matching.leave_for_later(desk, pair.left, pair.right),
                "put aside until a fact of either changes",
            )

    @flow
    async def action_unlink(self) -> None:
        """Take back what was decided about the two; it stays readable in the history of both."""
        pair = self._pair
        if pair is None:
            return
        if not pair.decided:
            self.tell("nothing was decided about these two yet")
            return
        reason = await self._why("Why is it taken back?", Entry(DECIDED[pair.decided], label="decided"))
        if reason is not None:
            await self.at_desk(lambda desk: matching.unlink_pair(desk, pair.left, pair.right, reason))
            self.tell("taken back; it stays readable in the history of both")
            await self._show()

    @acting
    async def action_see(self) -> None:
        """Open one of the two cases."""
        from registry.tui.case import CaseScreen

        if pair := self._pair:
            cases = (pair.left, pair.right)
            at = await self.ask(
                Choose(
                    "Which case?",
                    [f"{short(case)}  {title}" for case, title in zip(cases, pair.titles, strict=True)],
                )
            )
            if at is not None:
                self.app.push_screen(CaseScreen(cases[at]))


def _open_pairs(desk: Desk) -> set[Pair]:
    return {one.pair for one in matching.open_candidates(desk)}


def _question(pair: Pairing, code: str) -> str:
    names = f"{short(pair.left)} and {short(pair.right)}"
    return f"Note {names} as a possible match?" if code == "maybe" else f"Link {names} as the same person?"


def _changes(pair: Pairing, code: str, reason: str) -> Iterator[Entry]:
    """Yield what the link would change; nothing is merged, whatever is decided."""
    yield Entry(reason, label="reason")
    yield Entry(CERTAINTIES[code].en, label="certainty")
    if code == "maybe":
        yield Entry("No count changes: it is a note for whoever looks next.")
    else:
        for figure in pair.figures:
            yield Entry(figure.says.removeprefix(figure.what).strip(), label=figure.what)
        for rule in pair.wanting:
            yield Entry(f"not yet to be linked: {rule}", look="warn")
    if pair.kin:
        yield Entry(f"! {pair.kin}", look="warn")
    yield Entry("Both files stay as they are; nothing is merged, and it can be taken back.")
