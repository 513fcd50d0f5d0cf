"""Exports of forms (KoboToolbox, ODK): options of one question in columns of their own, repeats in sheets of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from registry.errors import InputRefused
from registry.exchange.rows import Row, Table

INDEX, PARENT, PARENT_TABLE = "_index", "_parent_index", "_parent_table_name"
# What the form tool adds about the device and the submission: nothing of it is about the person.
_ADDED = frozenset({"start", "end", "today", "deviceid", "device id", "subscriberid", "simserial", "phonenumber", "username",
                    "formhub/uuid", "__version__", "meta/instanceid", "meta/instancename"})  # fmt: skip
_CHOSEN, _NOT_CHOSEN = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no", ""})
_LOOKED_AT = 500


def is_form(headings: Sequence[str]) -> bool:
    """Tell whether a table is an export of a form, by what the form tools add to it."""
    return bool({"_uuid", "_submission_time", "_submission__uuid", INDEX, PARENT} & set(headings))


def added(heading: str) -> bool:
    """Tell whether a heading was added by the form tool and says nothing of the person."""
    return heading.startswith("_") or heading.casefold() in _ADDED


def folded(table: Table) -> Table:
    """Return the table with each question's options, a column each, put back under the question.

    ``injury/leg`` and ``injury/head``, where only 1 or 0 stand, become the cells "leg" and "head" of ``injury``. The
    column that sums them up, where there is one, divides by blanks, which labels hold too: it gives way.
    """
    options = _options(table)
    if not options:
        return table
    gone = {heading for columns in options.values() for heading in columns.values()}
    headings = tuple(dict.fromkeys([*(one for one in table.headings if one not in gone), *options]))

    def rows() -> Iterator[Row]:
        for row in table.rows():
            cells = {heading: said for heading, said in row.cells.items() if heading not in gone}
            for question, columns in options.items():
                chosen = tuple(option for option, heading in columns.items() if _is_chosen(row, heading))
                if chosen:
                    cells[question] = chosen
            yield replace(row, cells=cells)

    return replace(table, headings=headings, rows=rows)


def _is_chosen(row: Row, heading: str) -> bool:
    return any(said.casefold() in _CHOSEN for said in row.cells.get(heading, ()))


def _options(table: Table) -> Mapping[str, Mapping[str, str]]:
    """Return the columns of each question of several answers, by option: no other sign than 1 and 0 stands in them."""
    found: dict[str, dict[str, str]] = {}
    for heading in table.headings:
        question, slash, option = heading.rpartition("/")
        if slash and not added(heading):
            found.setdefault(question, {})[option] = heading
    if not found:
        return {}
    said: dict[str, set[str]] = {}
    for row in islice(table.rows(), _LOOKED_AT):
        for heading, cells in row.cells.items():
            said.setdefault(heading, set()).update(one.casefold() for one in cells)
    return {
        question: columns
        for question, columns in found.items()
        if all(said.get(heading, set()) <= _CHOSEN | _NOT_CHOSEN for heading in columns.values())
        and (question in table.headings or any(said.get(heading) for heading in columns.values()))
    }


def sheet_of_people(tables: Sequence[Table], named: Callable[[Table], bool]) -> str:
    """Return the sheet whose rows are people: the first with a name of its own, else the form's first sheet."""
    return next((table.name for table in tables if named(table)), tables[0].name)


def joined(tables: Sequence[Table], name: str) -> Table:
    """Return the sheet called ``name`` with what the form said around each of its rows.

    A row of a repeat gets the cells of the row it was repeated in, and those above it; raises ``InputRefused``
    where there is no such sheet. A row whose parent is missing says so.
    """
    table = next((one for one in tables if one.name == name), None)
    if table is None:
        raise InputRefused(
            "the workbook has no sheet of that name", f"use one of: {', '.join(one.name for one in tables)}"
        )
    if PARENT not in table.headings:
        return folded(table)
    parent = _parent_of(table, tables)
    above = joined(tables, parent.name)
    by_index = {index: row for row in above.rows() for index in row.cells.get(INDEX, ())}
    own = folded(table)

    def rows() -> Iterator[Row]:
        for row in own.rows():
            found = by_index.get(next(iter(row.cells.get(PARENT, ())), ""))
            if found is None:
                yield replace(
                    row,
                    flaw="the sheet above has no row that this one belongs to",
                    help="export the form again, whole",
                )
            else:
                yield replace(row, cells={**found.cells, **row.cells})

    headings = tuple(dict.fromkeys([*above.headings, *own.headings]))
    return replace(
        own,
        headings=headings,
        read_as=f"{own.read_as}, each row with that of {parent.name} it belongs to",
        rows=rows,
    )


def _parent_of(table: Table, tables: Sequence[Table]) -> Table:
    names = {said for row in islice(table.rows(), 1) for said in row.cells.get(PARENT_TABLE, ())}
    for one in tables:
        if one.name in names and one is not table:
            return one
    rest = [
        one for one in tables if one is not table and PARENT not in one.headings and INDEX in one.headings
    ]
    if len(rest) != 1:
        raise InputRefused(
            "the sheet that these rows were repeated in cannot be told",
            "export the form again with every sheet in it",
        )
    return rest[0]
