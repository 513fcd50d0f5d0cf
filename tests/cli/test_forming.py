"""`registry form` at the command line: readiness first, answers kept, and a file for the owner alone."""

from __future__ import annotations

import hashlib
import stat
import sys

import pytest

from registry.forms.rules import LANGUAGES, form_called, form_codes
from tests.cli.program import Program
from tests.forms.made import ANSWERS, FACTS

ENTRY = {
    "source": {"kind": "family", "label": "Clandestinus", "reliability": "B"},
    "facts": FACTS,
    "status": "missing",
    "consent": ["wgeid", {"purpose": "red_cross_tracing", "withhold": ["occupation"]}],
}


@pytest.fixture
def case(program: Program) -> str:
    return str(program.ask("case", "new", "--from", "-", given=ENTRY)["short"])


def test_readiness_says_what_is_missing_why_and_what_would_supply_it(program: Program, case: str) -> None:
    found = program.ask("form", "wgeid", case)
    assert (found["ready"], found["consent"], found["draft"], found["file"]) == (False, "stands", None, None)
    missing = {need["field"]: need for need in found["needs"] if need["blocks"]}
    assert list(missing) == ["steps", "submitter", "submitter_contact"]
    assert missing["steps"]["why"].startswith("it is a minimum element")
    assert missing["steps"]["supply"] == "an answer to `steps`"
    assert [(due["months"], due["sure"], due["state"]) for due in found["deadlines"]] == [
        (3, "2017-03-09", "past"), (12, "2017-12-09", "past"),
    ]  # fmt: skip


def test_readiness_is_read_on_the_screen_without_a_name(program: Program, case: str) -> None:
    said = program.run("form", "ced", case)
    assert said.code == 0
    assert "no consent for this purpose towards this recipient is on record" in said.out
    assert "✗ Who submits: Consent of the relatives: missing" in said.out
    assert "Khaled" not in said.out + said.err
    assert "Clandestinus" not in said.out + said.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_labels_are_in_the_language_asked_for(program: Program, case: str, lang: str) -> None:
    found = program.ask("form", "tracing", case, "--lang", lang)
    assert found["title"] == form_called("tracing").title[lang]
    assert found["needs"][0]["label"] == form_called("tracing").sections[0].fields[0].label[lang]


def test_a_sheet_is_written_for_its_owner_alone_with_its_hash_and_never_twice(
    program: Program, case: str
) -> None:
    made = program.ask(
        "form", "wgeid", case, "--from", "-", "--out", "sheet.html", given=dict(ANSWERS["wgeid"])
    )
    path = program.folder / "sheet.html"
    assert made["ready"] is True
    assert made["file"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert made["file"]["size"] == path.stat().st_size
    assert "Khaled Darwish" in path.read_text("utf-8")
    assert "Clandestinus" not in path.read_text("utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    assert (
        "nothing is overwritten" in program.refused(7, "form", "wgeid", case, "--out", "sheet.html")["hint"]
    )
    assert path.read_bytes() == before
    (sent,) = program.ask("form", "sent", case)["items"]
    assert (sent["sha256"], sent["form"], sent["recipient"], sent["by"]) == (
        made["file"]["sha256"], "wgeid", "WGEID", "caseworker",
    )  # fmt: skip
    assert program.ask("case", "show", case)["went_out"][0]["sha256"] == sent["sha256"]


def test_a_person_is_told_what_the_file_is_and_how_to_be_rid_of_it(program: Program, case: str) -> None:
    said = program.run("form", "wgeid", case, "--out", "s.md", "--incomplete")
    assert said.code == 0
    assert "written to s.md" in said.out
    told = " ".join(said.err.split())
    assert "plain text outside the vault" in told
    assert "shred -u FILE" in told
    assert "went out" in program.run("case", "show", case).out
    assert "wgeid sheet for WGEID" in program.run("case", "show", case).out


def test_what_is_not_consented_to_stays_and_a_draft_writes_nothing(program: Program, case: str) -> None:
    refused = program.refused(11, "form", "ced", case, "--out", "sheet.html", "--incomplete")
    assert "--draft" in refused["hint"]
    draft = program.ask("form", "ced", case, "--draft", "--from", "-", given=dict(ANSWERS["ced"]))
    assert [need["field"] for need in draft["needs"] if need["blocks"]] == ["relatives_consent"]
    entries = {entry["field"]: entry for part in draft["draft"] for entry in part["entries"]}
    assert entries["full_name"]["lines"][0]["text"] == "خالد درويش"
    assert program.ask("form", "ced", case)["needs"][0]["standing"] == "missing", "a draft keeps no answer"
    assert program.refused(2, "form", "ced", case, "--draft", "--out", "x.md")["hint"]
    assert not [path for path in program.folder.iterdir() if path.suffix in {".html", ".md"}]
    assert program.ask("form", "sent", case) == {"items": [], "total": 0}


def test_what_consent_withholds_is_not_in_the_file(program: Program, case: str) -> None:
    program.ask("form", "tracing", case, "--from", "-", "--out", "t.html", given=dict(ANSWERS["tracing"]))
    page = (program.folder / "t.html").read_text("utf-8")
    assert "baker" not in page
    assert "withheld" in page
    program.ask(
        "form",
        "tracing",
        case,
        "--withhold",
        "mother",
        "--withhold",
        "enquirer",
        "--out",
        "u.md",
        "--incomplete",
    )
    assert "Amina" not in (program.folder / "u.md").read_text("utf-8")


def test_a_sheet_that_cannot_be_written_is_not_there_at_all(program: Program, case: str) -> None:
    (program.folder / "folder").mkdir()
    for place, code in (("folder/x/sheet.html", 6), ("sheet.pdf", 2), ("-", 2)):
        assert program.run("form", "wgeid", case, "--incomplete", "--out", place).code == code
    assert list((program.folder / "folder").iterdir()) == []
    assert program.ask("form", "sent", case)["total"] == 0


def test_without_a_terminal_nobody_is_asked(program: Program, case: str) -> None:
    assert "--from" in program.refused(2, "form", "wgeid", case, "--ask")["hint"]


@pytest.mark.parametrize(
    "given", ["[]", '"x"', "3", "{", '{"submitter": {"a": {"b": []}}}', '{"submitter": null}']
)
def test_answers_that_are_none_are_refused_and_nothing_is_kept(
    program: Program, case: str, given: str
) -> None:
    program.refused(7, "form", "wgeid", case, "--from", "-", given=given)
    program.refused(7, "form", "wgeid", case, "--draft", "--from", "-", given=given)
    assert not [
        past for past in program.ask("case", "history", case)["items"] if past["kind"] == "form_answers"
    ]


def test_the_forms_tell_where_their_rules_were_read(program: Program) -> None:
    found = program.ask("form", "list")
    assert [item["form"] for item in found["items"]] == list(form_codes())
    for item in found["items"]:
        assert set(item["required"]) | set(item["answers"]) <= set(item["fields"])
        assert all(origin["seen"] for origin in item["origins"])
