"""What the exports of other systems say in their own way, before their columns are read like any others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from registry.exchange.kobo import PARENT, added, is_form
from registry.exchange.mapping import IGNORE, KEEP, Column, ColumnMap
from registry.words.fact import Declared

CSV, KOBO, UWAZI, BAYANAT = "table", "kobo", "uwazi", "bayanat"

# Uwazi puts a bar between the values of a cell, and calls what a record is called by its title.
_BAR = "|"
# The columns that Bayanat writes for actors (to_csv_dict of its model Actor at 48a90d2c). Its age is a class, not years.
_BAYANAT: Mapping[str, str] = {
    "id": "reference", "name": "name", "name_ar": "name", "nickname": "nickname", "nickname_ar": "nickname",
    "middle_name": "father", "middle_name_ar": "father", "last_name": "family_name", "last_name_ar": "family_name",
    "first_name": "given", "first_name_ar": "given", "father_name": "father", "father_name_ar": "father",
    "mother_name": "mother", "mother_name_ar": "mother", "sex": "sex", "age": KEEP, "civilian": "civilian_status",
    "occupation": "occupation", "nationalities": "nationality", "origin_place": "origin", "originid": "reference",
    "source_link": "source.url", "publish_date": "source.dated", "description": "note", "type": KEEP,
}  # fmt: skip
_TOLD_BY = frozenset({"name_ar", "last_name_ar", "mother_name_ar", "related_actors", "nickname_ar"})


def system_of(headings: tuple[str, ...]) -> str:
    """Return which system wrote a table, by the headings that only its exports have."""
    plain = {heading.strip().casefold() for heading in headings}
    if is_form(headings):
        return KOBO
    if len(plain & _TOLD_BY) >= 3:
        return BAYANAT
    if "title" in plain:
        return UWAZI
    return CSV


def adapted(
    mapping: ColumnMap, headings: tuple[str, ...], system: str, facts: Mapping[str, Declared]
) -> ColumnMap:
    """Return a suggested mapping as the exports of one system need it."""
    if system == KOBO:
        columns = {
            heading: Column(IGNORE) if added(heading) else one for heading, one in mapping.columns.items()
        }
        if PARENT in headings:
            # People repeated in one submission share its number, and have none of their own.
            return replace(mapping, columns=columns, key="")
        key = next(
            (heading for heading in ("_uuid", "_submission__uuid", "_id") if heading in columns), mapping.key
        )
        return replace(mapping, columns=columns, key=mapping.key or key)
    if system == BAYANAT:
        columns = {
            heading: Column(
                _BAYANAT[heading.strip().casefold()], ";" if heading.casefold() == "nationalities" else ""
            )
            if _BAYANAT.get(heading.strip().casefold(), "?")
            in (*facts, KEEP, "note", "source.url", "source.dated")
            else one
            for heading, one in mapping.columns.items()
        }
        return replace(
            mapping,
            columns=columns,
            key=next((h for h in headings if h.strip().casefold() == "id"), mapping.key),
        )
    if system == UWAZI:
        columns = {
            heading: Column(
                "name" if heading.strip().casefold().startswith("title") else one.states,
                _split(one, facts),
                one.order,
            )
            for heading, one in mapping.columns.items()
        }
        return replace(mapping, columns=columns)
    return mapping


def _split(column: Column, facts: Mapping[str, Declared]) -> str:
    """Return what divides the values of a column: the bar where a person may have several, and in consents."""
    declared = facts.get(column.states)
    return (
        _BAR
        if (declared is not None and declared.fact.several) or column.states in ("consent", KEEP)
        else column.split
    )
