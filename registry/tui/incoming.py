"""Bringing in a list: how it is read, what each column states, what its words mean, a trial, and then the real run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from registry.cases.casefile import PERSON, SUBJECTS
from registry.desk.coining import coin
from registry.desk.desk import SOURCES, Desk, Progress
from registry.desk.importing import WAITS, Coming, How, bring_in, coming, look_at
from registry.desk.taking_back import imports
from registry.errors import Interrupted, RegistryError
from registry.exchange.delimited import DELIMITERS
from registry.exchange.encodings import ENCODINGS
from registry.exchange.entries import CREATE, MAP, REJECT, Reader, Unknown, vocabulary_of
from registry.exchange.lists import FORMATS, Listing, Look, Wishes, open_list, wanting
from registry.exchange.mapping import BESIDE, IGNORE, KEEP, NOTHING, SOURCE, ColumnMap, read_map
from registry.exchange.preview import digest_of, first_cells, ordered
from registry.sources.kinds import SOURCE_KINDS
from registry.tui.arrivals import ArrivalsScreen, Cells, Report, collected, counts
from registry.tui.columns import Column
from registry.tui.dialogues import Ask, Choose, Confirm, Told
from registry.tui.frame import Frame, acting, keys
from registry.tui.paint import Entry, heading
from registry.tui.paths import AskPath, files, opener
from registry.tui.table import VirtualTable
from registry.tui.widgets import Card
from registry.words.identity import short
from registry.words.terms import Term

_TERMS = {
    REJECT: "their rows wait until somebody mends them",
    MAP: "each is led to a term, one after another",
    CREATE: "each becomes a word of this vault's own lists, and says nothing of the fact it stood under",
}
# What a column states that holds the number by which a row is known again.
_REFERENCE = "reference"
_BESIDE = {
    IGNORE: "ignored: it says nothing of the person",
    KEEP: "kept as a line of the note",
}


@dataclass(frozen=True)
class Asked:
    """What a caseworker wants of one list, before anything of it is kept. The path is nowhere but here."""

    path: Path
    wishes: Wishes = field(default_factory=Wishes)
    kind: str = PERSON
    source: str = ""
    source_words: str = ""
    collection: str = ""
    update: bool = False
    unknown: str = REJECT


@dataclass(frozen=True)
class Read:
    """A list as it is read: its mapping, what a first look found, the first cells, and the labels of all facts."""

    listing: Listing
    mapping: ColumnMap
    look: Look
    first: Mapping[str, str]
    labels: Mapping[str, str]


def read(desk: Desk, asked: Asked, mapping: ColumnMap | None, lang: str) -> Read:
    """Read a list by a mapping, or by the one its headings suggest; runs in the desk's thread. Raises ``InputRefused``."""
    with files():
        listing = open_list(opener(asked.path), asked.wishes)
        facts = desk.facts(asked.kind)
        if (
            mapping is None
            or mapping.kind != asked.kind
            or (listing.table and wanting(listing.table, mapping))
        ):
            mapping = listing.suggested(facts, asked.kind)
        mapping = replace(mapping, collection=asked.collection or mapping.collection)
        look = listing.looked_through(mapping, facts)
        mapping = ordered(mapping, look)
        labels = {key: declared.fact.label_in(lang) for key, declared in facts.items()}
        return Read(listing, mapping, look, first_cells(listing), labels)


def _rows(
    desk: Desk, asked: Asked, found: Read, told: Progress, cells: Cells, instead: Mapping[str, str]
) -> Iterator[Coming]:
    """Yield the rows as they come, their cells laid aside until it is known what became of each."""
    reader = Reader(found.mapping, desk.facts(asked.kind), found.look.orders, instead)
    for done, row in enumerate(coming(found.listing, reader), 1):
        told(done, found.look.total)
        cells[row.line] = row.cells
        yield row


def _how(asked: Asked, found: Read, digest: str = "") -> How:
    source: Any = asked.source or {"kind": "other", "label": asked.path.name}
    return How(source, found.mapping.collection, asked.update, asked.path.name, digest)


def tried(desk: Desk, asked: Asked, found: Read, told: Progress) -> Report:
    """Say what would become of each row, and keep nothing."""
    with files():
        cells: Cells = {}
        came = look_at(desk, _rows(desk, asked, found, told, cells, {}), _how(asked, found))
        following = "Nothing was kept. Esc goes back; b there brings the list in."
        return collected(f"{asked.path.name}, as it would come in", came, cells, following)


def brought(desk: Desk, asked: Asked, found: Read, told: Progress) -> Report:
    """Bring the list in and say what became of each row; the words to be created are made terms first."""
    with files():
        wanted = asked.unknown == CREATE and bool(found.look.unknown)
        instead = coin(desk, asked.kind, found.look.unknown) if wanted else {}
        how = _how(asked, found, digest_of(found.listing.opened))
        cells: Cells = {}
        came = bring_in(desk, _rows(desk, asked, found, told, cells, instead), how)
        report = collected("", came, cells)
    run = short(imports(desk)[0].id)
    following = f"x under 6 Lists takes it back, as does `registry import undo {run}`."
    return replace(report, title=f"{asked.path.name}, brought in as {run}", next=following)


def states(found: Read, code: str) -> str:
    """Return what a column states, in words."""
    if code in _BESIDE:
        return f"({_BESIDE[code]})"
    return found.labels.get(code, code.replace("_", " ").replace(".", ": "))


def cells(found: Read, heading: str) -> tuple[str, str, str, str, str]:
    """Return a column of the list as a line of the table."""
    column = found.mapping.columns[heading]
    words = sum(one.heading == heading for one in found.look.unknown)
    order = column.order or found.look.orders.get(heading, "")
    return (
        heading,
        states(found, column.states),
        order,
        found.first.get(heading, ""),
        f"! {words:,}" if words else "",
    )


def head(asked: Asked, found: Read) -> Iterator[Entry]:
    """Yield how the list as a whole is read."""
    yield heading(f"{asked.path.name}: {found.look.total:,} rows")
    yield Entry(found.listing.read_as, label="read as")
    yield Entry(asked.source_words or "this file, as a source of its own", label="source")
    what = "people" if asked.kind == PERSON else "group reports"
    number = f", each known again by {found.mapping.key}" if found.mapping.key else ""
    called = f", called {found.mapping.collection}" if found.mapping.collection else ""
    adds = "; rows known by number add to their cases" if asked.update else ""
    yield Entry(f"{what}{number}{called}{adds}", label="holds")
    if found.look.unknown:
        yield Entry(
            f"unknown: {len(found.look.unknown):,}; {_TERMS[asked.unknown]}", label="words", look="warn"
        )


class IncomingScreen(Frame):
    """One list before it is brought in."""

    PLACE = "Bring in"
    DEFAULT_CSS = """
    IncomingScreen #head { padding: 0 1; }
    IncomingScreen #columns { height: 1fr; }
    """
    BINDINGS = [*keys(
        ("e", "wishes", "How it is read"), ("s", "source", "Source"), ("n", "collection", "Name of the list"),
        ("k", "kind", "People/groups"), ("a", "add", "Add to known"), ("w", "words", "Unknown words"),
        ("m", "mapping", "Mapping file"), ("d", "order", "Order of dates"), ("t", "try", "Try it"),
        ("b", "bring", "Bring it in"), ("escape", "leave", "Back"),
    )]  # fmt: skip

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._asked = Asked(path)
        self._found: Read | None = None
        self._tried: Report | None = None
        self._under_way = self._stop = False

    def body(self) -> ComposeResult:
        """Show how the list is read, and below it column by column."""
        yield Card(id="head")
        columns = (
            Column("column", weight=2), Column("states", weight=3), Column("dates", 5), Column("first", weight=2),
            Column("unknown", 7, align="right", drops_at=60),
        )  # fmt: skip
        yield VirtualTable(columns, nothing="each row is a whole case, and needs no columns", id="columns")

    def on_mount(self) -> None:
        """Read the list."""
        self.query_one(VirtualTable).focus()
        self.begin()

    @acting
    async def begin(self) -> None:
        """Read the list, asking how where that cannot be told."""
        if not await self._read(self._asked, None):
            self.dismiss(None)

    @acting
    async def renew(self) -> None:
        """Read the list again."""
        await self._again(self._asked)

    async def _read(self, asked: Asked, mapping: ColumnMap | None) -> bool:
        """Read the list, and ask how as long as it cannot be read; tell whether it could."""
        while True:
            try:
                found = await self._at(asked, mapping)
            except RegistryError as refused:
                wishes = await self._wished(
                    asked.wishes, [Entry(refused.message, look="warn"), Entry(refused.hint)]
                )
                if wishes is None:
                    return False
                asked = replace(asked, wishes=wishes)
                continue
            self._asked, self._found, self._tried = asked, found, None
            self._show()
            return True

    async def _at(self, asked: Asked, mapping: ColumnMap | None) -> Read:
        lang = self.registry.doors.lang
        return await self.at_desk(lambda desk: read(desk, asked, mapping, lang), "reading the list")

    async def _again(self, asked: Asked, mapping: ColumnMap | None = None) -> None:
        """Read the list again as it is asked for now; where one leaves, it stays as it was."""
        await self._read(asked, mapping or (self._found.mapping if self._found else None))

    def _show(self) -> None:
        if (found := self._found) is not None:
            self.query_one("#head", Card).show(head(self._asked, found))
            table = self.query_one(VirtualTable)
            table.show([cells(found, one) for one in found.mapping.columns], cursor=table.cursor)

    def _heading(self) -> str | None:
        columns = list(self._found.mapping.columns) if self._found else []
        at = self.query_one(VirtualTable).cursor
        return columns[at] if at < len(columns) else None

    def action_leave(self) -> None:
        """Go back; an import under way stops after the rows it is at, and what it kept stays."""
        if self._under_way:
            self._stop = True
        else:
            self.dismiss(None)

    # How the file is read

    async def _wished(self, wishes: Wishes, why: list[Entry] | None = None) -> Wishes | None:
        """Ask what is to be read otherwise; None where one leaves."""
        if why:
            await self.ask(Told("The list cannot be read so", why))
        kinds = ("encoding", "delimiter", "sheet", "rows above the headings", "format")
        at = await self.ask(Choose("What is to be read otherwise?", kinds))
        if at is None:
            return None
        if at == 0:
            return await self._one_of(wishes, "encoding", "Which encoding is it?", list(ENCODINGS))
        if at == 1:
            return await self._one_of(wishes, "delimiter", "What stands between the cells?", list(DELIMITERS))
        if at == 4:
            return await self._one_of(wishes, "format", "Which format is it?", list(FORMATS))
        rows = kinds[at] != "sheet"
        question = "How many rows stand above the headings?" if rows else "Which sheet of the workbook?"
        said = await self.ask(Ask(question, why or ()))
        if said is None:
            return None
        if rows:
            return replace(wishes, skip=int(said) if said.isdecimal() else 0)
        return replace(wishes, sheet=said)

    async def _one_of(self, wishes: Wishes, name: str, question: str, words: list[str]) -> Wishes | None:
        at = await self.ask(Choose(question, ["as the file tells", *words]))
        if at is None:
            return None
        chosen: dict[str, Any] = {name: words[at - 1] if at else ""}
        return replace(wishes, **chosen)

    @acting
    async def action_wishes(self) -> None:
        """Say how the file is to be read, where its bytes do not tell."""
        wishes = await self._wished(self._asked.wishes)
        if wishes is not None:
            await self._again(replace(self._asked, wishes=wishes))

    @acting
    async def action_kind(self) -> None:
        """Read the rows as people, or as reports about many; the columns are suggested anew."""
        kinds = list(SUBJECTS)
        other = kinds[(kinds.index(self._asked.kind) + 1) % len(kinds)]
        await self._again(replace(self._asked, kind=other))

    @acting
    async def action_mapping(self) -> None:
        """Read the columns by a mapping that was written for such a list."""
        path = await self.ask(AskPath("Which mapping?"))
        if path is None:
            return

        def load(desk: Desk) -> ColumnMap:
            with files():
                text = path.read_bytes().decode("utf-8-sig", "replace")
            return read_map(text, {kind: desk.facts(kind) for kind in SUBJECTS})

        mapping = await self.at_desk(load, "reading the mapping")
        await self._again(replace(self._asked, kind=mapping.kind), mapping)

    # What the columns state

    @acting
    async def on_virtual_table_opened(self) -> None:
        """Say what the marked column states."""
        found, heading_ = self._found, self._heading()
        if found is None or heading_ is None:
            return
        codes = [*found.labels, KEEP, IGNORE, *BESIDE, *SOURCE]
        first = found.first.get(heading_, "")
        question = f"What does the column {heading_} state?" + (f" It begins with: {first}" if first else "")
        at = await self.ask(Choose(question, [states(found, code) for code in codes]))
        if at is not None:
            await self._stated(heading_, states=codes[at], terms={})

    async def _stated(self, heading_: str, **changes: Any) -> None:
        if (found := self._found) is not None:
            columns = {**found.mapping.columns, heading_: replace(found.mapping.columns[heading_], **changes)}
            numbers = [name for name, one in columns.items() if one.states == _REFERENCE]
            key = found.mapping.key if found.mapping.key in numbers else next(iter(numbers), "")
            await self._again(self._asked, replace(found.mapping, columns=columns, key=key))

    @acting
    async def action_order(self) -> None:
        """Say in which order day and month stand in the marked column."""
        heading_ = self._heading()
        if heading_ is None:
            return
        orders = ("dmy", "mdy")
        labels = [
            "as the cells tell",
            "day, month, year: 9.12.2016 is in December",
            "month, day, year: 12/9/2016 is in December",
        ]
        at = await self.ask(Choose(f"How do dates stand in {heading_}?", labels))
        if at is not None:
            await self._stated(heading_, order=orders[at - 1] if at else "")

    @acting
    async def action_words(self) -> None:
        """Say what becomes of words that no vocabulary has."""
        found = self._found
        if found is None or not found.look.unknown:
            self.tell("every word of the list is known")
            return
        ways = list(_TERMS)
        at = await self.ask(
            Choose("What becomes of unknown words?", [f"{one}: {_TERMS[one]}" for one in ways])
        )
        if at is None:
            return
        if ways[at] == MAP:
            await self._lead(found)
        else:
            await self._again(replace(self._asked, unknown=ways[at]))

    async def _lead(self, found: Read) -> None:
        """Ask for each unknown word which term it stands for; those led before one leaves stay led."""
        columns, lang = dict(found.mapping.columns), self.registry.doors.lang
        for one, times in found.look.unknown.items():
            column = columns[one.heading]
            terms = await self._terms(column.states)
            labels = [f"{term.show(lang)} ({term.code})" for term in terms]
            at = await self.ask(Choose(_what_is(one, times), ["nothing: the word is passed over", *labels]))
            if at is None:
                break
            code = terms[at - 1].code if at else NOTHING
            columns[one.heading] = replace(column, terms={**column.terms, one.word: code})
        await self._again(self._asked, replace(found.mapping, columns=columns))

    async def _terms(self, states: str) -> list[Term]:
        kind = self._asked.kind
        return await self.at_desk(lambda desk: list(vocabulary_of(states, desk.facts(kind))))

    # Whose it is

    @acting
    async def action_source(self) -> None:
        """Choose the source of rows that name none."""
        lang = self.registry.doors.lang

        def known(desk: Desk) -> list[tuple[str, str]]:
            lines = [one for one in desk.vault.lines(SOURCES) if not one.withdrawn]
            return [(one.id, f"{one.label}, {_kind(one.kind, lang)}, {one.reliability}") for one in lines]

        sources = await self.at_desk(known, "reading the sources")
        labels = ["this file, as a source of its own", *(f"{short(one)}  {words}" for one, words in sources)]
        at = await self.ask(Choose("Who says so, where a row does not?", labels))
        if at is not None:
            identity, words = sources[at - 1] if at else ("", "")
            self._asked, self._tried = replace(self._asked, source=identity, source_words=words), None
            self._show()

    @acting
    async def action_collection(self) -> None:
        """Name the list: by that and its number a row is known again."""
        entries = [Entry("By the name of the list and its number there, a row is known when it comes again.")]
        said = await self.ask(Ask("What is this list called?", entries, value=self._asked.collection))
        if said is not None:
            await self._again(replace(self._asked, collection=said))

    def action_add(self) -> None:
        """Let rows that are known by number add what is new to their cases, or have them wait."""
        self._asked, self._tried = replace(self._asked, update=not self._asked.update), None
        self._show()

    # The trial and the real run

    @acting
    async def action_try(self) -> None:
        """Say what would become of each row; nothing is kept."""
        if report := await self._trial():
            self.app.push_screen(ArrivalsScreen(report))

    async def _trial(self) -> Report | None:
        found, asked = self._found, self._asked
        if found is not None and self._tried is None and not self._under_way:
            self._tried = await self._worked(
                "trying", lambda desk, told: tried(desk, asked, found, told),
                Interrupted("stopped; nothing was kept", "t tries it again from the beginning"),
            )  # fmt: skip
        return self._tried

    async def _worked(
        self, words: str, work: Callable[[Desk, Progress], Report], stopped: Interrupted
    ) -> Report:
        """Do long work at the desk, of which Esc raises ``stopped`` at the next row."""
        shown = self.registry.progress(f"{words}, Esc stops")

        def told(done: int, of: int) -> None:
            if self._stop:
                raise stopped
            shown(done, of)

        self._under_way, self._stop, self.registry.unsaved = True, False, True
        try:
            return await self.at_desk(lambda desk: work(desk, told), words)
        finally:
            self._under_way, self.registry.unsaved = False, False

    @acting
    async def action_bring(self) -> None:
        """Bring the list in, once its counts were shown and confirmed."""
        report, found, asked = await self._trial(), self._found, self._asked
        if report is None or found is None:
            return
        words = [*counts(report), Entry(f"source: {asked.source_words or 'this file'}")]
        if report.counts[WAITS]:
            words.append(
                Entry("Rows that wait are kept sealed with what is wrong, and change nothing.", look="warn")
            )
        if asked.unknown == CREATE and found.look.unknown:
            words.append(
                Entry("Rows that wait for their words alone come in: the words are made terms first.")
            )
        words.append(Entry("It can be taken back as a whole, under 6 Lists."))
        if await self.ask(Confirm(f"Bring in {found.look.total:,} rows?", words, asked_by="b")):
            await self._bring(asked, found)

    async def _bring(self, asked: Asked, found: Read) -> None:
        self._tried = None  # what was tried is known now, and a second trial says so
        report = await self._worked(
            "bringing in", lambda desk, told: brought(desk, asked, found, told),
            Interrupted(
                "stopped; what came in so far stays",
                "bring the same file in again to go on, or take it back with x under 6 Lists",
            ),
        )  # fmt: skip
        self.app.switch_screen(ArrivalsScreen(report))


def _what_is(one: Unknown, times: int) -> str:
    return f"{one.heading}: what does {one.word} stand for? It stands there {times:,} times"


def _kind(code: str, lang: str) -> str:
    return SOURCE_KINDS[code].show(lang) if code in SOURCE_KINDS else code
