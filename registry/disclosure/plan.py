"""The plan of a release: what would be printed, what is coarsened and why, and whether it may go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from registry.disclosure.classifications import REGISTERED
from registry.disclosure.coarsening import Register, Step, coarsen
from registry.disclosure.countable import Countable, universe
from registry.disclosure.earlier import LIST
from registry.disclosure.groups import GroupLine, GroupTotal, printed_groups
from registry.disclosure.kin import kin_sums
from registry.disclosure.ledger import GivenTable, LedgerEntry, Standing
from registry.disclosure.periods import Quarter, month_in, quarter_in, time_dimension, window_over
from registry.disclosure.policy import Policy
from registry.disclosure.printing import summarise
from registry.disclosure.request import BY, Request
from registry.disclosure.rounding import Problem, Tie, reach_of, round_counts
from registry.disclosure.solver import SECONDS, NoAnswer, Watch
from registry.disclosure.successive import Earlier, earlier, must_wait, versioned
from registry.disclosure.suggesting import coarser_requests
from registry.disclosure.summary import Interval, PrintedGroup, Summary
from registry.disclosure.tables import Cell, Ladders, Layout, Tally, count_gathered, gather, linked, sums
from registry.disclosure.versions import level_key
from registry.errors import DisclosureRefused, UsageRefused

MOST_EXPOSED = 5
# A line of a list is a true line: a table of the same people could be told apart by it.
_LISTED = DisclosureRefused(
    "some of these people went out in a line list, beside which no table can be shown to be safe",
    "give that list again with `registry disclose again`, or a list anew when its time has come",
)


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """A cell on the caseworker's screen: true persons, families up to the policy's number, the print."""

    at: Cell
    persons: int
    families: int
    printed: int | str


@dataclass(frozen=True, slots=True)
class Coarsening:
    """One thing given coarser than asked: which table, what was done, and why. Not for printing."""

    table: tuple[str, ...]
    change: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """A release before it is made. It holds true counts: for the vault's own screen only.

    ``refusal`` says why it may not go out; ``instead`` is then the coarser request that would, computed
    by trying, or ``None`` where none does. ``people`` are the cases counted, for the ledger.
    """

    request: Request
    policy: Policy
    made_on: date
    cutoff: date
    people: frozenset[str]
    ladders: Ladders
    layouts: tuple[Layout, ...]
    cells: tuple[PlannedCell, ...]
    coarsened: tuple[Coarsening, ...]
    groups: tuple[PrintedGroup, ...]
    group_total: Interval | None
    warnings: tuple[str, ...]
    standing: Standing = field(default_factory=Standing)
    refusal: DisclosureRefused | None = None
    instead: Request | None = None

    @property
    def passes(self) -> bool:
        """Whether ``make`` would give a summary."""
        return self.refusal is None

    @property
    def exposed(self) -> tuple[PlannedCell, ...]:
        """The five cells that a reader could learn most from: fewest families, then fewest persons."""
        filled = (cell for cell in self.cells if cell.persons)
        return tuple(sorted(filled, key=lambda cell: (cell.families, cell.persons, cell.at))[:MOST_EXPOSED])


def plan(
    request: Request,
    people: Iterable[Countable],
    groups: Iterable[GroupLine] = (),
    *,
    policy: Policy,
    made_on: date,
    tie: Tie,
    past: Iterable[LedgerEntry] = (),
    group_total: GroupTotal | None = None,
    ladders: Ladders = REGISTERED,
    seconds: float = SECONDS,
    rebase: bool = False,
) -> Plan:
    """Work out a release without making it.

    ``past`` are the ledger's entries for releases to anyone; ``rebase`` lets prints fall, once a year. ``tie``
    turns a cell's spelling into a number keyed by a secret of the vault; ``seconds`` bounds all runs of the
    solver for the request, and all those of the search for what would pass. Raises ``UsageRefused`` for a cut-off too near, and
    ``DisclosureRefused`` for a value outside its classification; any other ground for refusal is in the plan.
    """
    cutoff = _cutoff(request, policy, made_on)
    counted = universe(people, cutoff)
    printed = printed_groups(groups, policy, cutoff)
    interval = group_total.printed() if group_total and printed else None
    draft = Plan(
        request=request, policy=policy, made_on=made_on, cutoff=cutoff, ladders=ladders,
        people=frozenset(case for person in counted for case in person.cases), layouts=(), cells=(),
        coarsened=(), groups=printed, group_total=interval, warnings=_warnings(counted),
        standing=Standing(structures=versioned(ladders), rebased=rebase),
    )  # fmt: skip
    if any(entry.release_class == LIST and entry.people & draft.people for entry in past):
        return replace(draft, refusal=_LISTED)
    found = earlier(past, draft.people)
    if found is not None:
        refusal = must_wait(
            found, counted, policy=policy, made_on=made_on, cutoff=cutoff, ladders=ladders, rebase=rebase
        )
        if refusal is not None:
            return replace(draft, refusal=refusal)
    elif rebase:
        raise UsageRefused("there is no earlier release to re-base", "use `registry disclose make`")
    if len(counted) < policy.universe:
        return _one_total(draft, len(counted))
    return _Work(draft, counted, tie, seconds, found).best()


def make(plan: Plan, release_id: str) -> Summary:
    """Return the summary of a plan that passes; raise its refusal, with what would pass, otherwise."""
    if plan.refusal is not None:
        raise plan.refusal
    return summarise(
        release_id=release_id, made_on=plan.made_on, cutoff=plan.cutoff, policy=plan.policy,
        ladders=plan.ladders, layouts=plan.layouts, printed={cell.at: cell.printed for cell in plan.cells},
        groups=plan.groups, group_total=plan.group_total, coarser=bool(plan.coarsened), reach=plan.standing.reach,
    )  # fmt: skip


def _cutoff(request: Request, policy: Policy, made_on: date) -> date:
    latest = made_on - timedelta(days=policy.lag)
    if request.cutoff is not None and request.cutoff > latest:
        raise UsageRefused(
            f"the cut-off is less than {policy.lag} days before the release",
            f"use {latest.isoformat()} or earlier",
        )
    return request.cutoff or latest


def _warnings(counted: Sequence[Countable]) -> tuple[str, ...]:
    alone = sum(person.family is None for person in counted)
    if alone * 2 <= len(counted):
        return ()
    return ("most people counted have no family noted, and each counts as a family of their own",)


def _one_total(draft: Plan, size: int) -> Plan:
    """Return the plan for too few people: one total in words, whatever was asked."""
    said = f"<{draft.policy.universe}"
    reason = f"with fewer than {draft.policy.universe} people only one total is given, in words"
    dropped = tuple(Coarsening(table, "left out", reason) for table in draft.request.tables)
    return replace(draft, cells=(PlannedCell((), size, 0, said),), coarsened=dropped)


# What each table that was asked for is given as.
Given = dict[tuple[str, ...], Layout]


class _Work:
    """One planning run: the people counted once, and the requests tried."""

    def __init__(
        self, draft: Plan, people: Sequence[Countable], tie: Tie, seconds: float, found: Earlier | None
    ) -> None:
        self.draft, self.tie, self.watch, self.earlier = draft, tie, Watch(seconds), found
        self.seconds = seconds
        policy = draft.policy
        alike = gather(people, draft.ladders, policy.families)
        spans = found.spans if found else ()
        thick = _thick_quarters(alike, draft.cutoff, policy)
        window = window_over(_safe_quarters(alike, policy), draft.cutoff, spans, thick)
        self.span = window.span if window else None
        self.ladders = dict(draft.ladders) | ({"seen": time_dimension(window)} if window else {})
        # The rungs of earlier windows stand behind those of this one: no table is ever given on them.
        self.every = self.ladders | ({"seen": time_dimension(window, spans)} if window else {})
        counted = count_gathered(alike, self.ladders, window, policy.families)
        self.register = Register(counted, self.ladders, policy)

    def best(self) -> Plan:
        """Return the plan for the request, or its refusal with the first coarser request that passes."""
        tried = self.tried(self.draft.request)
        if tried.refusal is None:
            return tried
        # The whole search together gets as much time as the request itself had.
        self.watch = Watch(self.seconds)
        for candidate in coarser_requests(self.draft.request, self.draft.policy, self.ladders):
            if self.watch.over:
                break
            if self.tried(candidate).passes:
                hint = (
                    f"a coarser choice passes: {candidate.words()}"
                    if candidate.tables
                    else "only the total passes"
                )
                return replace(
                    tried, refusal=DisclosureRefused(tried.refusal.message, hint), instead=candidate
                )
        return tried

    def tried(self, request: Request) -> Plan:
        """Return the plan for one request, refused or not, without looking for another."""
        draft = replace(self.draft, request=request, ladders=self.ladders)
        try:
            given, steps = self._layouts(request)
            layouts = tuple(dict.fromkeys(layout for layout in given.values() if layout))
            return self._rounded(replace(draft, layouts=layouts, coarsened=steps), given)
        except DisclosureRefused as refusal:
            return replace(draft, refusal=refusal)

    def _layouts(self, request: Request) -> tuple[Given, tuple[Coarsening, ...]]:
        total = self.register.cells(())[()]
        if len(total.families) < self.draft.policy.families:
            raise DisclosureRefused(
                "the people counted come from too few families or incidents", "wait until more are documented"
            )
        most = self.draft.policy.dimensions
        if any(len(table) > most for table in request.tables):
            raise DisclosureRefused(f"this policy allows at most {most} dimensions in a table", "name fewer")
        found: Given = {}
        steps: list[Coarsening] = []
        for table in request.tables:
            found[table], why = self._coarsened(table)
            steps += why
        return found, tuple(steps)

    def _coarsened(self, table: tuple[str, ...]) -> tuple[Layout, tuple[Coarsening, ...]]:
        asked = tuple(BY[key] for key in table)
        steps = []
        known = tuple((key, rung) for key, rung in asked if key in self.ladders)
        if known != asked:
            steps.append(
                Coarsening(table, "when last seen dropped", "no quarter holds enough people and families")
            )
        if self.earlier and (kept := self.earlier.floor(table, known, self.ladders)) != known:
            steps.append(Coarsening(table, _given(kept, self.ladders), "an earlier release gave it no finer"))
            known = kept
        layout, why = coarsen(known, self.register)
        steps += [Coarsening(table, _change(step, self.ladders), step.reason) for step in why]
        return layout, tuple(steps)

    def _rounded(self, draft: Plan, given: Given) -> Plan:
        layouts = linked(draft.layouts, self.every)
        tallies: dict[Cell, Tally] = dict(self.register.cells(()))
        for layout in layouts:
            tallies |= self.register.cells(layout)
        policy = draft.policy
        if len(tallies) > policy.cells:
            raise DisclosureRefused(
                f"a release holds at most {policy.cells} linked cells", "ask for fewer tables"
            )
        if any(kin_sums(self.register.cells(one), one, self.ladders, policy) for one in layouts):
            raise DisclosureRefused(
                "two tables together name people of too few families", "ask for fewer tables"
            )
        problem, printed = self._printed(layouts, tallies)
        shown = sorted(tallies)
        cells = (PlannedCell(c, tallies[c].persons, len(tallies[c].families), printed[c]) for c in shown)
        standing = replace(
            draft.standing,
            levels={level_key(cell, self.every): printed[cell] for cell in shown},
            tables=_tables_given(draft, given, layouts),
            span=self.span,
            reach=reach_of(problem, printed),
        )
        return replace(draft, cells=tuple(cells), standing=standing)

    def _printed(
        self, layouts: Sequence[Layout], shown: Mapping[Cell, Tally]
    ) -> tuple[Problem, dict[Cell, int]]:
        """Round the tables together with every table given before, or without those where nothing adds up."""
        kept = self.earlier.layouts(self.every, self.span) if self.earlier else ()
        while True:
            problem = self._problem(layouts, kept, shown)
            fits = len(problem.counts) <= self.draft.policy.cells
            try:
                if fits or not kept:
                    return problem, round_counts(problem, self.tie, self.watch)
            except NoAnswer:
                if not kept:
                    raise
            # The oldest tables are let go first; what they printed stays in the ledger.
            kept = kept[: len(kept) // 2]

    def _problem(
        self, layouts: Sequence[Layout], kept: Sequence[Layout], shown: Mapping[Cell, Tally]
    ) -> Problem:
        every = linked([*layouts, *kept], self.every)
        counts = {cell: tally.persons for cell, tally in shown.items()}
        for layout in every:
            if layout not in layouts:
                tallies = self.register.counted.over(layout, self.every)
                counts |= {cell: tally.persons for cell, tally in tallies.items()}
        counts = {cell: counts[cell] for cell in sorted(counts)}
        found = self.earlier
        return Problem(
            counts,
            sums(counts, every, self.every),
            self.draft.policy.base,
            levels=found.standing(counts, self.every) if found else {},
            kept=frozenset(counts) - shown.keys(),
            anchors=found.anchors(counts, self.every) if found else {},
            rebased=self.draft.standing.rebased,
        )


def _tables_given(draft: Plan, given: Given, layouts: Sequence[Layout]) -> tuple[GivenTable, ...]:
    """Return the tables as the ledger keeps them: under what was asked, and those that two imply together."""
    extra = [layout for layout in layouts if layout not in given.values()]
    pairs = [*given.items(), *(((), layout) for layout in extra)]
    return tuple(
        GivenTable(asked, tuple((key, draft.ladders[key].levels[rung].key) for key, rung in layout))
        for asked, layout in pairs
    )


def _given(layout: Layout, ladders: Ladders) -> str:
    return " x ".join(
        f"{ladders[key].name.en.casefold()} by {ladders[key].levels[r].key}" for key, r in layout
    )


def _thick_quarters(
    alike: Iterable[tuple[Mapping[str, str], Tally]], cutoff: date, policy: Policy
) -> Iterator[Quarter]:
    """Yield the quarters whose every month that has begun by the cut-off has people enough to be named."""
    found: dict[Quarter, dict[str, int]] = {}
    for values, tally in alike:
        quarter, month = quarter_in(values), month_in(values)
        if quarter is not None and month is not None:
            months = found.setdefault(quarter, {})
            months[month] = months.get(month, 0) + tally.persons
    for quarter, months in found.items():
        begun = [month for month in quarter.months if month <= f"{cutoff:%Y-%m}"]
        if begun and all(months.get(month, 0) >= policy.month for month in begun):
            yield quarter


def _safe_quarters(alike: Iterable[tuple[Mapping[str, str], Tally]], policy: Policy) -> Iterator[Quarter]:
    """Yield the quarters with enough people and families to be the end of a printed window."""
    found: dict[Quarter, Tally] = {}
    for values, tally in alike:
        quarter = quarter_in(values)
        if quarter is not None:
            found.setdefault(quarter, Tally()).add(tally, policy.families)
    for quarter, tally in found.items():
        if tally.persons >= policy.persons and len(tally.families) >= policy.families:
            yield quarter


def _change(step: Step, ladders: Ladders) -> str:
    rungs = dict(step.after)
    for key, rung in step.before:
        name = ladders[key].name.en.casefold()
        if key not in rungs:
            return f"{name} dropped"
        if rungs[key] != rung:
            return f"{name} by {ladders[key].levels[rungs[key]].key}"
    return "left as asked"
