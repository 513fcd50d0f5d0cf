"""Figures said one way: each file says what a print guarantees and nothing above it, and is audited by its prints."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from registry.audit.auditing import audit
from registry.audit.reading import read_release
from registry.desk.auditing import GateAuditor, with_prints
from registry.desk.standing import standing_words
from registry.disclosure import form, prose
from registry.disclosure.contents import shown_text
from registry.disclosure.gate import pass_gate
from registry.disclosure.ledger import entry_for
from registry.disclosure.plan import make, plan
from registry.disclosure.policy import PROFILES
from registry.disclosure.request import Request
from registry.disclosure.summary import Summary
from registry.disclosure.written import Written
from registry.errors import DisclosureRefused
from registry.reports import write_all
from registry.reports.standing import STANDING, standing_texts
from registry.reports.wording import LANGUAGES, said
from tests.disclosure.registers import MADE_ON, register, tie

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "schemas" / "summary.json"
PRESS = PROFILES["press"]
PLAN = plan(
    Request.parse(["place,sex", "quarter,status"]), register(400), policy=PRESS, made_on=MADE_ON, tie=tie
)
SUMMARY = make(PLAN, "7K3MQ2XW9ABT")


def written(files: dict[str, bytes], summary: Summary = SUMMARY) -> Written:
    return Written(files, summary, PRESS, (), standing_words(), standing_texts(), STANDING)


def edited(at: int, value: object) -> Written:
    read = json.loads(write_all(SUMMARY)["summary.json"])
    read["cells"][at]["value"] = value
    return written({**write_all(SUMMARY), "summary.json": json.dumps(read).encode()})


@pytest.mark.parametrize(
    ("value", "reach", "words"),
    [(40, 9, ("at least 30", "au moins 30", "30 على الأقل")),
     (40, 19, ("at least 20", "au moins 20", "20 على الأقل")),
     *((value, reach, ("a small number, or none", "un petit nombre, ou personne", "عدد قليل، أو لا أحد"))
       for value, reach in ((0, 9), (10, 9), (0, 19), (10, 19), (20, 19)))],
)  # fmt: skip
def test_a_print_is_said_as_the_least_it_guarantees(value: int, reach: int, words: tuple[str, ...]) -> None:
    summary = replace(SUMMARY, reach=reach)
    assert tuple(said(value, summary, lang) for lang in LANGUAGES) == words


def test_every_figure_is_reached_by_the_true_count() -> None:
    told = {
        frozenset(c["at"].items()): c["value"]
        for c in json.loads(write_all(SUMMARY)["summary.json"])["cells"]
    }
    names = {frozenset(cell.at): cell.value for cell in SUMMARY.cells}
    assert told.keys() == names.keys() and len(told) == len(PLAN.cells)
    assert SUMMARY.reach == 9
    for cell in PLAN.cells:
        least = SUMMARY.least(int(cell.printed))
        assert least <= cell.persons and least % 10 == 0
    assert {f"{SUMMARY.least(int(value))}+" for value in names.values()} == set(told.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_file_passes_the_gate_and_says_no_print_and_no_bound_above(lang: str) -> None:
    files = write_all(SUMMARY, lang)
    assert pass_gate(written(files), (GateAuditor(),)) == "audit_independent"
    page = (
        shown_text(files["summary.html"].decode())
        + files["summary.md"].decode()
        + files["method.md"].decode()
    )
    for words in (
        "about ",
        "under ",
        "environ ",
        "moins de 20",
        "moins de 30",
        "نحو ",
        "أقل من 20",
        "أقل من 30",
    ):
        assert not re.search(rf"{words}\d|“{words}", page), words
    # The span of a bar would show how far up the truth may lie.
    assert 'class="span"' not in files["summary.html"].decode()
    greatest = max(int(cell.value) for cell in SUMMARY.cells)
    assert str(greatest) not in page and str(SUMMARY.least(greatest)) in page


def test_a_spreadsheet_has_words_only() -> None:
    rows = list(csv.reader(io.StringIO(write_all(SUMMARY)["summary.csv"].decode(), newline="")))[2:]
    assert {row[-1] for row in rows} == {""}
    assert all(re.fullmatch(r"at least \d+0|a small number, or none", row[-2]) for row in rows)


def test_summary_json_fits_its_schema_and_holds_no_print() -> None:
    read = json.loads(write_all(SUMMARY)["summary.json"])
    jsonschema.validate(read, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert read["rounding"] == {"base": 10, "mode": "controlled", "reach": 9, "band": "floor"}
    assert all(re.fullmatch(r"0\+|[1-9]\d*0\+", cell["value"]) for cell in read["cells"])


@pytest.mark.parametrize("value", [40, "35+", "<20", "30", "0-19", "+30", None])
def test_a_value_that_is_no_least_number_is_found(value: object) -> None:
    assert list(form.within_policy(edited(2, value)))


def test_a_total_that_its_parts_contradict_is_found_in_the_bytes() -> None:
    assert list(form.adds_up(edited(0, SUMMARY.told(SUMMARY.values()[()])))) == []
    assert list(form.adds_up(edited(0, f"{SUMMARY.least(int(SUMMARY.values()[()])) + 200}+")))


def test_a_print_in_a_text_is_found() -> None:
    greatest = max(int(cell.value) for cell in SUMMARY.cells)
    page = write_all(SUMMARY)["summary.md"] + f"about {greatest}".encode()
    assert list(prose.numbers_are_printed(written({"summary.md": page})))


def test_the_ledger_keeps_the_prints_and_gives_them_back_for_the_audit() -> None:
    entry = entry_for(SUMMARY, (), {}, recipient="x", approver="y", audit="z", standing=PLAN.standing)
    assert set(entry.printed.values()) == {cell.value for cell in SUMMARY.cells}
    content = write_all(SUMMARY)["summary.json"].decode()
    full = json.loads(with_prints(content, entry.printed))
    assert full["cells"] == SUMMARY.with_prints.plain()["cells"] and "band" not in full["rounding"]
    other = json.dumps(SUMMARY.with_prints.plain())
    assert with_prints(other, {}) == other.encode()


def test_the_gate_audits_the_prints_too() -> None:
    seen: list[bytes] = []

    def auditor(content: bytes, earlier: object) -> list[object]:
        seen.append(content)
        return []

    pass_gate(written(write_all(SUMMARY)), (auditor,))  # type: ignore[arg-type]
    assert [json.loads(one)["cells"][0]["value"] for one in seen] == [
        SUMMARY.told(SUMMARY.values()[()]), SUMMARY.values()[()],
    ]  # fmt: skip


def test_a_figure_of_nought_in_the_chart_is_drawn_without_a_bar() -> None:
    small = replace(SUMMARY, cells=tuple(replace(cell, value=10) for cell in SUMMARY.cells))
    page = write_all(small)["summary.html"].decode()
    widths = re.findall(r'<rect class="\w+"[^>]*?(?:width="(\d+)" height="18"|height="(\d+)"/)', page)
    assert widths and {int(wide or high) for wide, high in widths} == {0}


def test_an_audited_series_of_one_way_figures_is_read_by_its_prints() -> None:
    read = json.loads(write_all(SUMMARY)["summary.json"])
    one, two = (
        read_release(json.dumps({**read, "made_on": day}).encode()) for day in ("2026-01-01", "2026-03-01")
    )
    assert not [finding for finding in audit([one, two]).findings if finding.fatal]


def test_a_band_without_figures_of_its_kind_shuts_the_gate() -> None:
    with pytest.raises(DisclosureRefused):
        pass_gate(edited(1, 40))
