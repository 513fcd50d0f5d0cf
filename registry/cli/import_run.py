"""One import from the command line: the file read twice, the questions asked, every row accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.cases.casefile import PERSON, SUBJECTS
from registry.cli import import_screens, output
from registry.cli.asking import ask, tell
from registry.cli.import_shapes import ImportMade, RowItem
from registry.cli.progress import progress
from registry.cli.session import at_desk, can_ask
from registry.cli.settings import Settings
from registry.cli.writing import new_file
from registry.desk.desk import no_progress
from registry.desk.importing import OUTCOMES, Came, How, bring_in, coming, look_at
from registry.desk.replies import yes
from registry.errors import InputRefused, UsageRefused
from registry.exchange.entries import CREATE, MAP, UNKNOWN_TERMS, Reader, Unknown, vocabulary_of
from registry.exchange.lists import Listing, Look, Wishes, open_list, wanting
from registry.exchange.mapping import NOTHING, ORDERS, Column, ColumnMap, read_map
from registry.exchange.preview import digest_of, ordered
from registry.words.identity import short

if TYPE_CHECKING:
    from registry.desk.desk import Desk

# How many rows with something to say of them an answer holds; the vault keeps those that wait.
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks of one import."""

    path: Path
    wishes: Wishes
    map: Path | None = None
    save_map: Path | None = None
    source: str = ""
    collection: str = ""
    kind: str = ""
    update: bool = False
    unknown_terms: str = ""
    date_order: str = ""
    dry_run: bool = False


def run(settings: Settings, asked: Asked) -> None:
    """Bring in a list and say what became of its rows; raise ``InputRefused`` or ``UsageRefused``."""
    _refuse_unknown(asked)
    listing = open_list(lambda: asked.path.open("rb"), asked.wishes)
    digest = digest_of(listing.opened)
    with at_desk(settings, read_only=asked.dry_run) as desk:
        mapping = _mapping(desk, listing, asked)
        look = listing.looked_through(mapping, desk.facts(mapping.kind))
        mapping = ordered(mapping, look, asked.date_order)
        mapping, look = _led_terms(settings, desk, listing, mapping, look, asked)
        if asked.save_map is not None:
            _save(asked.save_map, mapping)
        _preview(settings, listing, mapping, look, asked)
        desk, instead = _coined(desk, mapping, look, asked)
        reader = Reader(mapping, desk.facts(mapping.kind), look.orders, instead)
        how = How(_source(desk, asked), mapping.collection, asked.update, asked.path.name, digest)
        told = _Told(asked)
        with nullcontext(no_progress) if settings.json else progress(settings, "importing") as tell_progress:
            came = (
                look_at(desk, coming(listing, reader), how)
                if asked.dry_run
                else bring_in(desk, coming(listing, reader), how, tell_progress, look.total)
            )
            for one in came:
                told.take(one)
        run_id = "" if asked.dry_run else _newest(desk)
    shape = told.shape(run_id, listing, mapping, look)
    output.answer(settings, shape, lambda: import_screens.draw_made(shape, settings))


def _newest(desk: Desk) -> str:
    from registry.desk.taking_back import imports

    return imports(desk)[0].id


def _refuse_unknown(asked: Asked) -> None:
    if asked.kind and asked.kind not in SUBJECTS:
        raise UsageRefused("the kind is neither person nor group", "use --kind person or --kind group")
    if asked.unknown_terms and asked.unknown_terms not in UNKNOWN_TERMS:
        raise UsageRefused(
            "that is not what can be done with unknown words", f"use one of: {', '.join(UNKNOWN_TERMS)}"
        )
    if asked.date_order and asked.date_order not in ORDERS:
        raise UsageRefused("that is not an order of day and month", f"use one of: {', '.join(ORDERS)}")
    if asked.save_map is not None and asked.save_map.exists():
        raise InputRefused(
            "there is a file of that name", "give --save-map another name; nothing is overwritten"
        )


def _mapping(desk: Desk, listing: Listing, asked: Asked) -> ColumnMap:
    """Return the mapping given, or the one that the headings suggest, with what the command line adds."""
    if asked.map is not None:
        facts = {kind: desk.facts(kind) for kind in SUBJECTS}
        mapping = read_map(asked.map.read_text(encoding="utf-8-sig"), facts)
        if listing.table is not None and (missing := wanting(listing.table, mapping)):
            raise InputRefused(
                f"the list has no column called {missing[0]!r}, which the mapping speaks of",
                "choose the mapping of this list, or mend the heading in it",
            )
    else:
        kind = asked.kind or PERSON
        mapping = listing.suggested(desk.facts(kind), kind)
    return replace(mapping, collection=asked.collection or mapping.collection)


def _led_terms(
    settings: Settings, desk: Desk, listing: Listing, mapping: ColumnMap, look: Look, asked: Asked
) -> tuple[ColumnMap, Look]:
    """Lead unknown words to terms where that was chosen, and look through the list again."""
    if not look.unknown or asked.unknown_terms != MAP:
        return mapping, look
    mapping = _led(settings, desk, mapping, look)
    return mapping, listing.looked_through(mapping, desk.facts(mapping.kind))


def _coined(desk: Desk, mapping: ColumnMap, look: Look, asked: Asked) -> tuple[Desk, Mapping[str, str]]:
    """Make unknown words terms where that was chosen, once the list was said to be read rightly; a dry run supposes them."""
    from registry.desk.coining import coin, suppose

    if not look.unknown or asked.unknown_terms != CREATE:
        return desk, {}
    if asked.dry_run:
        return suppose(desk, mapping.kind, look.unknown)
    return desk, coin(desk, mapping.kind, look.unknown)


def _led(settings: Settings, desk: Desk, mapping: ColumnMap, look: Look) -> ColumnMap:
    """Ask for each unknown word which term it stands for; where nobody can be asked, say which words there are."""
    if not can_ask(settings):
        words = "; ".join(f"{one.heading}: {one.word}" for one in list(look.unknown)[:10])
        raise InputRefused(
            f"{len(look.unknown)} words of the list are not known",
            f"lead each to a term in the mapping (terms = {{ … }}): {words}",
        )
    columns = dict(mapping.columns)
    for unknown, times in look.unknown.items():
        column = columns[unknown.heading]
        code = _asked_term(settings, desk, mapping.kind, column, unknown, times)
        columns[unknown.heading] = replace(column, terms={**column.terms, unknown.word: code})
    return replace(mapping, columns=columns)


def _asked_term(
    settings: Settings, desk: Desk, kind: str, column: Column, unknown: Unknown, times: int
) -> str:
    terms = vocabulary_of(column.states, desk.facts(kind))
    tell(f"{unknown.heading}: {unknown.word} ({times} times)")
    tell(f"  {', '.join(terms.terms)}, or {NOTHING}")
    found = ask(
        settings,
        "stands for",
        lambda said: NOTHING if said.strip() == NOTHING else terms.read(said).code,
        needed=True,
    )
    return found or NOTHING


def _save(path: Path, mapping: ColumnMap) -> None:
    with new_file(path) as stream:
        stream.write(mapping.write().encode())


def _preview(settings: Settings, listing: Listing, mapping: ColumnMap, look: Look, asked: Asked) -> None:
    """Show how the list is read before anything is kept, and ask whether that is right where somebody is there."""
    if asked.dry_run or asked.map is not None or not can_ask(settings) or listing.table is None:
        return
    output.say(settings, import_screens.preview(listing, mapping, look))
    if not ask(settings, "Is it read rightly? Yes brings it in", yes, needed=True):
        raise UsageRefused(
            "nothing was brought in",
            "write the mapping with --dry-run --save-map OUT.toml, mend it, and give --map OUT.toml",
        )


def _source(desk: Desk, asked: Asked) -> Any:
    if asked.source:
        return desk.source(asked.source).id
    return {"kind": "other", "label": asked.path.name}


class _Told:
    """What is remembered of the rows: counts of all, and those with something to say of them."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._counts: Counter[str] = Counter()
        self._rows: list[RowItem] = []
        self._left = 0

    def take(self, came: Came) -> None:
        """Remember one row."""
        self._counts[came.outcome] += 1
        if not came.problems:
            return
        if len(self._rows) < MOST_ROWS:
            self._rows.append(import_screens.row_item(came))
        else:
            self._left += 1

    def shape(self, run: str, listing: Listing, mapping: ColumnMap, look: Look) -> ImportMade:
        """Return the answer."""
        return ImportMade(
            id=run, short=short(run) if run else "", read_as=listing.read_as, system=listing.system,
            sheet=listing.table.name if listing.table else "",
            columns=import_screens.columns(mapping, look), total=sum(self._counts.values()),
            rows=tuple(self._rows), left_off=self._left, dry_run=self._asked.dry_run,
            **{outcome: self._counts[outcome] for outcome in OUTCOMES},
        )  # fmt: skip
