"""A printed table laid out as rows and columns of words, the same for every format that shows tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.disclosure.summary import Cell, PrintedTable, Summary
from registry.reports.wording import said, text


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the words of its heads (one for each dimension but the last), and its values in words."""

    heads: tuple[str, ...]
    values: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in words: its title, what its head columns are called, its columns and its rows."""

    title: str
    head_names: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def title_of(summary: Summary, table: PrintedTable, lang: str) -> str:
    """Return what a table counts by what."""
    names = [_lowered(summary.dimension(key).name.show(lang)) for key in table.keys]
    axes = (
        names[0] if len(names) == 1 else text("comma", lang).join(names[:-1]) + text("and", lang) + names[-1]
    )
    return text("by", lang, people=text("people_counted", lang), axes=axes)


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def grid_of(summary: Summary, table: PrintedTable, lang: str) -> Grid:
    """Lay a table out; rows whose every cell is printed as nought are gathered into one.

    Under a floor band these are the rows whose every cell is said to be small: what is gathered tells no more than words.
    """
    *down, (last, codes) = table.axes if len(table.axes) > 1 else (*table.axes, ("", ()))
    columns = (*(_class(summary, last, code, lang) for code in codes), text("all", lang))
    return Grid(
        title=title_of(summary, table, lang),
        head_names=tuple(summary.dimension(key).name.show(lang) for key, _ in down),
        columns=columns if last else (text("people", lang),),
        rows=tuple(_rows(summary, tuple(down), (last, codes), lang)),
    )


Axis = tuple[str, tuple[str, ...]]


def _rows(summary: Summary, down: tuple[Axis, ...], across: Axis, lang: str) -> Iterator[Row]:
    """Yield the rows: for three dimensions, those of each class of the first one, then those of all."""
    if len(down) == 1:
        yield from _block(summary, {}, (), down[0], across, lang)
        return
    (outer, codes), inner = down
    printed, empty = _shown(summary), []
    for code in codes:
        name = _class(summary, outer, code, lang)
        if printed[((outer, code),)]:
            yield from _block(summary, {outer: code}, (name,), inner, across, lang)
        else:
            empty.append(name)
    if empty:
        yield _gathered(summary, (_listed(empty, lang), text("all", lang)), len(across[1]) + 1, lang)
    yield from _block(summary, {}, (text("all", lang),), inner, across, lang)


def _block(
    summary: Summary, at: dict[str, str], heads: tuple[str, ...], down: Axis, across: Axis, lang: str
) -> Iterator[Row]:
    key, codes = down
    empty = []
    for code in codes:
        values = _values(summary, {**at, key: code}, across)
        name = _class(summary, key, code, lang)
        if any(values):
            yield _row(summary, (*heads, name), values, lang)
        else:
            empty.append(name)
    if empty:
        yield _gathered(summary, (*heads, _listed(empty, lang)), len(across[1]) + 1, lang)
    yield _row(summary, (*heads, text("all", lang)), _values(summary, at, across), lang, total=True)


def _shown(summary: Summary) -> dict[Cell, int | str]:
    """Return the prints, those that are said alike as one: a nought is then all that is said as nought is."""
    printed = summary.values()
    if not summary.one_way:
        return printed
    return {
        at: 0 if isinstance(value, int) and not summary.least(value) else value
        for at, value in printed.items()
    }


def _values(summary: Summary, at: dict[str, str], across: Axis) -> list[int | str]:
    key, codes = across
    printed = _shown(summary)
    places = [{**at, key: code} for code in codes]
    return [printed[tuple(sorted(place.items()))] for place in (*places, at)]


def _row(
    summary: Summary, heads: tuple[str, ...], values: list[int | str], lang: str, total: bool = False
) -> Row:
    return Row(heads, tuple(said(value, summary, lang) for value in values), total)


def _gathered(summary: Summary, heads: tuple[str, ...], width: int, lang: str) -> Row:
    return Row(heads, (said(0, summary, lang),) * width)


def _listed(classes: list[str], lang: str) -> str:
    words = text("comma", lang).join(classes)
    return words if len(classes) == 1 else text("each_of", lang, classes=words)


def _class(summary: Summary, key: str, code: str, lang: str) -> str:
    return summary.dimension(key).term(code).show(lang)
