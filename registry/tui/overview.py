"""The registry in figures: bars and sparklines with their numbers, for the caseworker's own screen only."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal

from registry.cases.signs import sign_of
from registry.cases.status import STATUS_TERMS, STATUSES
from registry.cases.terms import STAGES
from registry.desk.overview import Counts, Overview, overview
from registry.display.blocks import has_blocks
from registry.tui.bars import bar, spark
from registry.tui.frame import Frame, acting, keys
from registry.tui.paint import GAP, Entry, heading
from registry.tui.widgets import Card, Pane
from registry.words.places import gazetteer
from registry.words.terms import Vocabulary

OWN_EYES = "For this screen only: figures so fine can lead back to people. What may go out is made under 7 Summaries."
# A number and its bar, together as wide as the column of labels of a card.
_NUMBER, _BAR = 6, 8
_MONTHS = range(1, 13)
# So many governorates and years are shown; the others are told as one figure.
_MOST = 15
_ASKS = {
    "proposal": "proposals that wait", "reopening": "closed, and contradicted since", "disputed": "disputed",
    "unsupported": "no longer carried by their claims",
}  # fmt: skip


def bars(counts: Mapping[str, int], named: Mapping[str, str], *, blocks: bool) -> Iterator[Entry]:
    """Yield one bar for each code with its number and its words, in the order of ``named``."""
    most = max(counts.values(), default=0)
    for code, words in named.items():
        number = counts.get(code, 0)
        if number:
            yield Entry(words, label=f"{number:>{_NUMBER},} {bar(number, most, _BAR, blocks=blocks)}")


def by_status(counts: Counts, lang: str, *, blocks: bool) -> Iterator[Entry]:
    """Yield people by their status, in the order of the statuses; a newer program's status keeps its code."""
    yield heading(f"People by status: {counts.people:,}")
    known = {code: f"{sign_of(code)} {STATUS_TERMS[code].show(lang)}" for code in STATUSES}
    others = {code: f"? {code}" for code in sorted(counts.statuses) if code not in known}
    yield from bars(counts.statuses, {**known, **others}, blocks=blocks)


def by_stage(counts: Counts, lang: str, *, blocks: bool) -> Iterator[Entry]:
    """Yield all files, those of groups too, by the stage of work."""
    yield heading(f"Files by stage of work: {counts.people + counts.groups:,}, {counts.groups:,} of groups")
    yield from bars(counts.stages, _labels(STAGES, counts.stages, lang), blocks=blocks)


def _labels(terms: Vocabulary, counts: Counter[str], lang: str) -> dict[str, str]:
    known = {term.code: term.show(lang) for term in terms}
    return known | {code: code for code in sorted(counts) if code not in known}


def by_place(counts: Counts, lang: str, *, blocks: bool) -> Iterator[Entry]:
    """Yield people by the governorate in which they were last seen, the most first."""
    yield heading("People by governorate last seen in")
    ranked = [code for code, _ in counts.places.most_common()]
    named = {code: _place(code, lang) for code in ranked[:_MOST]}
    yield from bars(counts.places, named, blocks=blocks)
    if left := sum(counts.places[code] for code in ranked[_MOST:]):
        yield Entry(f"in {len(ranked) - _MOST} more", label=f"{left:>{_NUMBER},}")


def _place(code: str, lang: str) -> str:
    return gazetteer().label(code, lang) if code in gazetteer() else code.replace("_", " ")


def by_month(counts: Counts, *, blocks: bool) -> Iterator[Entry]:
    """Yield a sparkline of twelve months for each year, all drawn to one scale, with the year's number."""
    yield heading("People by month last seen")
    if not counts.months:
        yield Entry("nobody has a day or month last seen", look="dim")
        return
    most = max(counts.months.values())
    years = sorted({year for year, _ in counts.months})
    for year in years[-_MOST:]:
        values = [counts.months[year, month] for month in _MONTHS]
        high = max(_MONTHS, key=lambda month: counts.months[year, month])
        drawn = spark(values, most, blocks=blocks)
        yield Entry(f"{year}: {sum(values):,}, most in month {high}: {max(values):,}", label=f"|{drawn}|")
    if before := sum(number for (year, _), number in counts.months.items() if year not in years[-_MOST:]):
        yield Entry(f"before {years[-_MOST]}", label=f"{before:>{_NUMBER},}")
    if counts.unsure:
        yield Entry("with no month, or with several that may be", label=f"{counts.unsure:>{_NUMBER},}")


def waiting(found: Overview) -> Iterator[Entry]:
    """Yield what waits, each with the place or the command where it is dealt with."""
    counts = found.counts
    yield heading("What waits")
    overdue = f", {counts.overdue:,} of them overdue" if counts.overdue else ""
    yield _line(counts.tasks, f"open tasks{overdue}: 2 Agenda", warn=bool(counts.overdue))
    for code, words in _ASKS.items():
        if counts.asks[code]:
            yield _line(counts.asks[code], f"{words}: 2 Agenda", warn=True)
    yield _line(counts.stale, "files nobody touched for half a year: `registry case list --stale`")
    yield _line(found.requests, "tracing requests nobody has answered: 2 Agenda")
    yield _line(found.drafts, "interviews begun and not finished: `registry case drafts`")
    if found.matches is None:
        yield Entry("nothing was scanned yet: 4 Matches, then c", label="     -")
    else:
        yield _line(found.matches, "pairs that may be one person: 4 Matches")


def _line(number: int, words: str, *, warn: bool = False) -> Entry:
    return Entry(words, label=f"{number:>{_NUMBER},}", look="warn" if warn and number else "")


def kept(found: Overview) -> Iterator[Entry]:
    """Yield how well the vault is kept: backup, journal, and the code for paper."""
    yield heading("How it is kept")
    days = found.backup.days
    ago = "never" if days is None else "today" if days == 0 else f"{days} days ago"
    due = "! a backup is due: 9 Vault, or `registry vault backup FOLDER`"
    yield Entry(
        due if found.backup.due else "backed up often enough",
        label=ago if days is not None else "no backup",
        look="warn" if found.backup.due else "",
    )
    yield Entry(f"acts in the journal, the last on {found.last_act[:10]}", label=f"{found.acts:>{_NUMBER},}")
    yield Entry("a code for paper names them all: `registry journal checkpoint`")


class OverviewScreen(Frame):
    """The figures in two columns, or one under the other."""

    PLACE = "Overview"
    DEFAULT_CSS = """
    OverviewScreen #own { padding: 0 1; text-style: bold; max-height: 2; }
    OverviewScreen #right { border-left: solid $panel; }
    OverviewScreen.narrow #right { display: none; }
    """
    BINDINGS = [*keys(("r", "renew", "Count again"))]

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[list[Entry], list[Entry]] = ([], [])

    def body(self) -> ComposeResult:
        """Show the figures."""
        yield Card([Entry(OWN_EYES)], id="own")
        with Horizontal():
            yield Pane(id="left")
            yield Pane(id="right")

    def on_mount(self) -> None:
        """Count."""
        self.query_one("#left").focus()
        self.renew()

    def action_renew(self) -> None:
        """Count again."""
        self.renew()

    @acting
    async def renew(self) -> None:
        """Count all cases again."""
        found = await self.at_desk(overview, "counting")
        doors = self.registry.doors
        written = sys.__stdout__.encoding if sys.__stdout__ is not None else None
        blocks, counts, lang = has_blocks(doors.environment, written), found.counts, doors.lang
        left = [*by_status(counts, lang, blocks=blocks), GAP, *by_place(counts, lang, blocks=blocks)]
        right = [*waiting(found), GAP, *kept(found), GAP, *by_month(counts, blocks=blocks), GAP]
        right += by_stage(counts, lang, blocks=blocks)
        self._columns = left, right
        self._show()

    def _show(self) -> None:
        left, right = self._columns
        narrow = self.has_class("narrow")
        self.query_one("#left", Pane).show([*right, GAP, *left] if narrow else left)
        self.query_one("#right", Pane).show([] if narrow else right)

    def on_resize(self) -> None:
        """Put the columns beside or under each other."""
        super().on_resize()
        self._show()
