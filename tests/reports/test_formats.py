"""What every format must hold to: the schema, safe spreadsheets, one quiet page, words for small figures."""

from __future__ import annotations

import csv
import io
import json
import re
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from registry.disclosure.contents import shown_text
from registry.disclosure.summary import PrintedCell, Summary
from registry.errors import UsageRefused
from registry.reports import FORMATS, METHOD, write_all
from registry.reports.csv import _guarded
from registry.reports.grid import grid_of
from registry.reports.page_style import STYLE
from registry.reports.wording import LANGUAGES, TEXTS, said_range, said_rounded, text
from tests.reports.goldens import summary

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "schemas" / "summary.json"
SUMMARY = summary()


@pytest.mark.parametrize("size", [30, 60, 1200])
def test_summary_json_fits_its_schema(size: int) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(write_all(summary(size))["summary.json"]), schema)


@pytest.mark.parametrize(
    "broken",
    [{"value": 7}, {"value": None}, {"value": "<x"}, {"value": -10}, {"why": "primary"},
     {"at": {"a": "", "b": "", "c": "", "d": ""}}],
)  # fmt: skip
def test_the_schema_refuses_what_may_not_be_printed(broken: dict[str, Any]) -> None:
    read = json.loads(write_all(SUMMARY)["summary.json"])
    read["cells"][3] |= broken
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(read, json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, ("under 20", "moins de 20", "أقل من 20")), (10, ("under 30", "moins de 30", "أقل من 30")),
     (20, ("about 20", "environ 20", "نحو 20")), (1200, ("about 1200", "environ 1200", "نحو 1200")),
     ("<50", ("fewer than 50", "moins de 50", "أقل من 50"))],
)  # fmt: skip
def test_a_print_is_said_in_words(value: int | str, words: tuple[str, ...]) -> None:
    assert tuple(said_rounded(value, 10, lang) for lang in LANGUAGES) == words


def test_ranges_are_said_without_signs() -> None:
    said_so = [
        said_range(*bounds, "en") for bounds in ((200, 999), (200, None), (None, 40), (40, 40), (None, None))
    ]
    assert said_so == ["200 to 999", "at least 200", "up to 40", "40", "no number given"]


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_is_in_three_languages_with_the_same_blanks(key: str) -> None:
    blanks = [sorted(re.findall(r"{\w+}", words)) for words in TEXTS[key]]
    assert blanks[0] == blanks[1] == blanks[2]
    assert all(words.strip(",، ") or key == "comma" for words in TEXTS[key])


def test_another_language_is_refused() -> None:
    with pytest.raises(UsageRefused):
        text("title", "de")


def rows(name: str, lang: str = "en") -> list[list[str]]:
    return list(csv.reader(io.StringIO(write_all(SUMMARY, lang)[name].decode(), newline="")))


def test_the_second_row_of_a_spreadsheet_is_hxl() -> None:
    for name in ("summary.csv", "groups.csv"):
        assert all(tag.startswith("#") for tag in rows(name)[1])
        assert len({len(row) for row in rows(name)}) == 1


def test_a_spreadsheet_has_a_line_for_each_cell_and_no_small_number() -> None:
    lines = rows("summary.csv")[2:]
    assert len(lines) == len(SUMMARY.cells)
    assert all(line[-1] == "" or int(line[-1]) >= 20 for line in lines)
    assert {line[-2] for line in lines if line[-1] == ""} == {"under 20", "under 30"}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_spreadsheet_cell_is_a_formula(cell: str) -> None:
    assert _guarded(cell) == f"'{cell}"


def test_group_reports_are_a_file_and_a_table_of_their_own() -> None:
    files = write_all(SUMMARY)
    assert "hundreds of men" not in files["summary.csv"].decode()
    assert "hundreds of men" in files["groups.csv"].decode()
    assert "Abu Omar" not in b"".join(files.values()).decode()
    assert "(wording withheld)" in files["summary.md"].decode()
    bare = Summary(**{key: getattr(SUMMARY, key) for key in SUMMARY.__dataclass_fields__} | {"groups": ()})
    assert "groups.csv" not in write_all(bare)


def test_every_printed_figure_of_every_table_is_a_cell() -> None:
    values = {said_rounded(value, 10, "en") for value in SUMMARY.values().values()}
    for table in SUMMARY.tables:
        for row in grid_of(SUMMARY, table, "en").rows:
            assert set(row.values) <= values


def test_rows_of_noughts_are_gathered_and_name_every_class() -> None:
    place = next(table for table in SUMMARY.tables if table.keys == ("place", "sex"))
    grid = grid_of(SUMMARY, place, "en")
    gathered = next(row for row in grid.rows if row.heads[0].startswith("each of"))
    assert "Latakia" in gathered.heads[0]
    assert set(gathered.values) == {"under 20"}
    named = " ".join(head for row in grid.rows for head in row.heads)
    assert all(SUMMARY.dimension("place").term(code).en in named for code in dict(place.axes)["place"])


class Page(HTMLParser):
    """Counts a page's tags and checks that each opened one is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "rect", "line", "path"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for found, attrs in self.tags if found == tag]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_quiet_and_spoken(lang: str) -> None:
    page = write_all(SUMMARY, lang)["summary.html"].decode()
    read = Page(page)
    assert read.open == []
    assert read.of("html") == [{"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}]
    assert not {"script", "link", "img", "iframe", "object", "form", "a"} & {tag for tag, _ in read.tags}
    assert "default-src 'none'" in page
    assert len(read.of("caption")) == len(read.of("table")) == len(SUMMARY.tables) + 1
    assert all(attrs.get("scope") in {"col", "row"} for attrs in read.of("th"))
    ids = {attrs["id"] for _, attrs in read.tags if "id" in attrs}
    assert len(ids) == sum(1 for _, attrs in read.tags if "id" in attrs)
    assert all(
        attrs["role"] == "img" and {attrs["aria-labelledby"], attrs["aria-describedby"]} <= ids
        for attrs in read.of("svg")
    )
    named = [attrs["aria-labelledby"] for _, attrs in read.tags if "aria-labelledby" in attrs]
    assert set(named) <= ids
    headings = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1 and headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert len(read.of("desc")) == len(read.of("svg")) == len(SUMMARY.dimensions)


def test_a_bar_is_as_long_as_its_print_and_never_finer() -> None:
    page = write_all(SUMMARY)["summary.html"].decode()
    bars = re.findall(r'class="(?:bar|may)" x="\d+" y="\d+" width="(\d+)"', page)
    assert bars
    assert not re.search(r'(?:x|y|width|height|x1|x2)="\d+\.\d', page)


def test_classes_are_escaped_on_the_page() -> None:
    cells = tuple(PrintedCell(cell.at, cell.value) for cell in SUMMARY.cells)
    odd = Summary(**{key: getattr(SUMMARY, key) for key in SUMMARY.__dataclass_fields__}
                  | {"cells": cells, "release_id": "<b>&"})  # fmt: skip
    assert "<b>&" not in write_all(odd)["summary.html"].decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_method_note_names_every_file_and_what_matters(lang: str) -> None:
    files = write_all(SUMMARY, lang)
    note = files[METHOD].decode()
    for name in {*FORMATS, METHOD} - {METHOD}:
        assert f"`{name}` {sha256(files[name]).hexdigest()}" in note
    for key in ("m_universe", "m_coverage", "m_classes", "m_rounding", "m_adversaries", "m_audit", "m_risk"):
        assert f"## {text(key, lang)}" in note
    assert text("documented", lang) in note
    assert SUMMARY.cutoff in note


def test_the_method_note_tells_no_count_and_nothing_that_helps_an_attacker() -> None:
    note = write_all(SUMMARY)[METHOD].decode().casefold()
    assert not re.search(r"\b1,?200\b", note)
    assert not re.search(r"\b(seed|secret|tie|highs|solver)\b", note)


def test_the_page_says_documented_and_not_a_total() -> None:
    for lang in LANGUAGES:
        files = write_all(SUMMARY, lang)
        assert text("documented", lang) in files["summary.md"].decode()
        assert text("documented", lang) in shown_text(files["summary.html"].decode())


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ink", ["ink", "soft", "accent"])
@pytest.mark.parametrize("ground", ["#ffffff", "band"])
def test_every_text_stands_out_from_its_ground(ink: str, ground: str) -> None:
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", STYLE))
    lighter, darker = (
        luminance(colours.get(name, name)) for name in (ground, ink)
    )  # WCAG 2.2, 1.4.3: at least 4.5 to 1 for text of any size
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_a_series_is_drawn_in_its_order_and_from_the_side_the_language_begins() -> None:
    for lang, reverse in (("en", False), ("ar", True)):
        page = write_all(SUMMARY, lang)["summary.html"].decode()
        (series,) = re.findall(r'<figure class="series">(.*?)</figure>', page)
        places = [int(at) for at in re.findall(r'<rect class="(?:bar|may)" x="(\d+)"', series)]
        assert len(places) == len(SUMMARY.dimension("quarter").top)
        assert places == sorted(places, reverse=reverse)
        heights = [int(high) for high in re.findall(r'width="\d+" height="(\d+)"', series)]
        values = [SUMMARY.values()[(("quarter", code),)] for code in SUMMARY.dimension("quarter").top]
        shown = [int(value) + 10 if int(value) <= 10 else int(value) for value in values]
        assert heights == [150 * value // (max(map(int, values)) + 10) for value in shown]


def test_dates_in_arabic_text_keep_their_order() -> None:
    files = write_all(SUMMARY, "ar")
    assert f"\u2066{SUMMARY.cutoff}\u2069" in files[METHOD].decode()
    page = files["summary.html"].decode()
    bare = page.replace(f"\u2066{SUMMARY.cutoff}\u2069", "").replace(f"<bdi>{SUMMARY.cutoff}</bdi>", "")
    assert SUMMARY.cutoff not in bare
