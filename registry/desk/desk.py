"""The desk: one open vault, the caseworker at it, and the ways to reach a case or a source."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import msgspec

from registry.cases.casefile import CaseFile, with_items
from registry.cases.items import Item, Kept, plain_item
from registry.cases.line import CaseLine
from registry.cases.register import Register, Registers
from registry.cases.views import CaseView
from registry.desk.carried import facts_with_packs
from registry.desk.registers import ONE, read_bearers, read_registers
from registry.desk.tombstones import erased_as
from registry.errors import Damaged, InputRefused, NotFound, RuleNotMet
from registry.provenance.stamp import Pen
from registry.sources.source import Source, as_graded, source_of
from registry.words.fact import Declared
from registry.words.identity import ALPHABET, BODY, SPOKEN, id_of, number_of, read_id

if TYPE_CHECKING:
    from registry.vault.vault import Vault

CASES, SOURCES, CONTACTS, RELEASES = "cases", "sources", "contacts", "releases"
# What families ask for, and how to reach those who asked, in a compartment of its own.
REQUESTS, ENQUIRERS = "requests", "enquirers"
# Marks the cases whose intake was undone, so that the count of the others needs no reading.
WITHDRAWN = "withdrawn"
# Finds a source by its label, kind and grade without reading all of them.
LABELS = "labels"
# When the recovery key was last tried.
REHEARSALS = "rehearsals"

# Files that were sent out, intakes that came back, and those of them that were refused.
AWAY, COLLECTED, QUARANTINE = "away", "collected", "quarantine"
# Interviews that are not finished.
DRAFTS = "drafts"
# Marks a vault that was made for a journey; and the signed acts of journeys that came back.
JOURNEY, RETURNED = "journey", "returned"

# Lists that were imported, what tells their rows apart, and rows that wait for somebody to mend them.
IMPORTS, IMPORT_ROWS, WAITING_ROWS = "imports", "import_rows", "waiting_rows"

# What the last scan for cases of one person found, and pairs that were left for later.
MATCHES = "matches"

# How the vault reads words for unnamed numbers, where the office set it.
COUNT_RULES = "count_rules"
# Whether line lists are allowed here, which were proposed, and what became of them.
LISTS = "lists"

# Told how much is done of how much.
Progress = Callable[[int, int], None]


def no_progress(done: int, of: int) -> None:
    """Show nothing."""
    del done, of


class SourceLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One source in a list."""

    id: str
    label: str
    kind: str
    reliability: str
    withdrawn: bool = False


def source_line_of(document: Mapping[str, Any]) -> SourceLine:
    """Fold a source document into its line."""
    source = source_of(document)
    return SourceLine(source.id, source.label, source.kind, source.reliability, source.withdrawn)


@dataclass(frozen=True)
class Desk:
    """An open vault and the hand that writes in it; ``name`` is the caseworker's own."""

    vault: Vault
    pen: Pen
    name: str

    @property
    def today(self) -> str:
        """The present day as an ISO date, in UTC."""
        return self.pen.clock().date().isoformat()

    @property
    def role(self) -> str:
        """The role of whoever sits at the desk, as the list of people has it."""
        return self.vault.caseworker.role

    # Cases

    def lines(self) -> Iterator[CaseLine]:
        """Every case that counts, as its line; cases whose intake was undone are left out."""
        return (line for line in self.vault.lines(CASES) if not line.withdrawn)

    def newest_lines(self) -> Iterator[CaseLine]:
        """Every case that counts, the one taken in last first; only as much is read as is asked for."""
        return (line for line in self.vault.lines(CASES, newest_first=True) if not line.withdrawn)

    def count(self) -> int:
        """How many cases count, told by the index without reading a line."""
        return self.vault.count(CASES) - self.vault.count(WITHDRAWN)

    def case(self, ref: str) -> CaseFile:
        """Return the case that an id or its spoken form names; raise ``NotFound`` or ``InputRefused``."""
        document = self.document(CASES, ref)
        return CaseFile(document, self.facts(document["kind"]))

    def facts(self, kind: str) -> Mapping[str, Declared]:
        """Return the facts that may be known of a kind of subject, those of the vault's packs among them."""
        return facts_with_packs(self.vault, kind)

    def open_case(self, ref: str) -> CaseFile:
        """Return a case to write in; raise ``RuleNotMet`` for one whose taking in was undone."""
        case = self.case(ref)
        if case.withdrawn:
            raise RuleNotMet("that case was taken back", "bring it back with `registry undo --redo` first")
        return case

    def view(self, case: CaseFile, registers: Registers | None = None) -> CaseView:
        """Fold a case for reading, with the sources it cites, and the registers if its episodes name what they hold.

        Who reads many cases reads the ``registers`` once and hands them in.
        """
        return CaseView(
            case,
            self.sources_of(case),
            self.today,
            self.registers if registers is None else lambda: registers,
        )

    def registers(self) -> Registers:
        """Read the registers of facilities, actors and places; a source that many records cite is read once."""
        return read_registers(self.vault, self._citing())

    def bearers(self, kind: str, names: Iterable[str], also: Collection[str] = ()) -> Register:
        """Read of one register only the records that bear one of these names, and those of the ids of ``also``.

        To find one of these names in it gives the same answer as in the whole register.
        """
        return Register(read_bearers(self.vault, kind, names, self._citing(), also))

    def _citing(self) -> Callable[[CaseFile], dict[str, Source]]:
        known: dict[str, Source] = {}

        def cited(file: CaseFile) -> dict[str, Source]:
            if not file.sources() <= known.keys():
                known.update(self.sources_of(file))
            return known

        return cited

    def document(self, table: str, ref: str) -> dict[str, Any]:
        """Return the stored document of a case or source."""
        identity = self.identify(table, ref)
        found = self.vault.table(table).get(doc_id=number_of(identity))
        if found is None:
            raise self._nowhere(table, identity)
        return dict(found)

    def _nowhere(self, table: str, asked: str) -> NotFound:
        """Return the refusal for an id that names nothing here, or a case that was erased."""
        stone = erased_as(self.vault, asked) if table == CASES else None
        return (
            stone.refusal()
            if stone
            else NotFound(f"no {_one(table)} here has that id", f"see `registry {_one(table)} list`")
        )

    def identify(self, table: str, ref: str) -> str:
        """Return the whole identity that ``ref`` names, asking for more where two begin alike."""
        asked = read_id(ref)
        if len(asked) == BODY:
            return asked
        places = 5 * (BODY - SPOKEN)
        found = [
            id_of(number) for number in self.vault.numbers(table) if number >> places == number_of(asked)
        ]
        if not found:
            raise self._nowhere(table, asked)
        if len(found) > 1:
            raise InputRefused(
                "two records share that short id",
                f"give the whole id, as `registry {_one(table)} list --json` prints it",
            )
        return found[0]

    def add(self, case_id: str, items: Iterable[Item], operation: str) -> None:
        """Add items to a case, durably and in one act; other sessions' items stay."""
        with self.vault.act(operation):
            self.adding(CASES, case_id, items)

    def adding(self, table: str, identity: str, items: Iterable[Kept]) -> None:
        """Add items to a document inside the act under way."""
        plain = [plain_item(item) for item in items]

        def add(document: Any) -> None:
            document.update(with_items(document, plain))

        self.vault.table(table).update(add, doc_ids=[number_of(identity)])

    def names(self) -> dict[str, str]:
        """The names of all who may have signed, by public key."""
        return {person.public_key.hex(): person.name for person in self.vault.people()}

    # Sources

    def source(self, ref: str) -> Source:
        """Return the source that an id or its spoken form names."""
        return source_of(self.document(SOURCES, ref))

    def kept_source(self, identity: str) -> Mapping[str, Any] | None:
        """Return a source's document, or None for an id that is none, or whose source is not here or damaged."""
        if len(identity) != BODY or any(c not in ALPHABET for c in identity):
            return None
        try:
            return self.vault.table(SOURCES).get(doc_id=number_of(identity))
        except Damaged:
            if self.vault.open_act is not None:
                raise  # what is decided and written is not decided on a part
            self.vault.noticed = True
            return None

    def sources_of(self, case: CaseFile, until: str = "") -> dict[str, Source]:
        """Return the sources whose claims the case holds, and those they repeat, by id.

        They are as they are graded today, or as they were at the moment ``until`` (in UTC).
        """
        found: dict[str, Source] = {}
        wanted = set(case.sources())
        while wanted:
            identity = wanted.pop()
            document = self.kept_source(identity)
            if document is not None and identity not in found:
                found[identity] = as_graded(document, until) if until else source_of(document)
                if found[identity].derived_from and found[identity].derived_from not in found:
                    wanted.add(found[identity].derived_from)
        return found


P = ParamSpec("P")
T = TypeVar("T")


def in_one_act(
    operation: str,
) -> Callable[[Callable[Concatenate[Desk, P], T]], Callable[Concatenate[Desk, P], T]]:
    """Let a verb read, weigh and write within one act, so that no other session changes anything in between."""

    def acting(verb: Callable[Concatenate[Desk, P], T]) -> Callable[Concatenate[Desk, P], T]:
        @wraps(verb)
        def acted(desk: Desk, /, *args: P.args, **kwargs: P.kwargs) -> T:
            with desk.vault.act(operation):
                return verb(desk, *args, **kwargs)

        return acted

    return acting


def _one(table: str) -> str:
    return ONE.get(table, table.removesuffix("s"))
