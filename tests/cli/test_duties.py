"""Consent, tasks, steps, the agenda and tracing requests as a caseworker's commands."""

from __future__ import annotations

from typing import Any

from tests.cli.program import CASE, Program
from tests.cli.test_asking import talk


def taken_in(program: Program, **more: Any) -> str:
    return str(program.ask("case", "new", "--from", "-", given={**CASE, **more})["short"])


def test_consent_from_the_first_word_to_its_withdrawal(program: Program) -> None:
    case = taken_in(program)
    given = {"given_by": "Umm Khaled", "relation": "mother", "how": "signed form", "withhold": ["mother"]}
    made = program.ask(
        "consent", "grant", case, "--purpose", "wgeid", "--until", "2030-06", "--on", "2026-01-02", "--from", "-", given=given
    )  # fmt: skip
    assert (made["stands"], made["until"], made["withhold"]) == (True, "2030-06-01", ["mother"])
    step = program.ask(
        "action", "add", case, "--kind", "submission", "--purpose", "wgeid", "--on", "2026-01-03", "--from", "-",
        given={"to": "The Group", "reference": "R-1"},
    )  # fmt: skip
    assert step["warnings"] == []
    program.ask(
        "action",
        "answer",
        case,
        step["short"],
        "--kind",
        "received",
        "--on",
        "2026-02-01",
        "--from",
        "-",
        given={},
    )
    ((said,),) = [one["answers"] for one in program.ask("action", "list", case)["items"]]
    assert said["kind"] == "received"
    gone = program.ask("consent", "withdraw", case, "--purpose", "wgeid")
    assert [(one["what"], one["recipient"], one["concerned"]) for one in gone["went_out"]] == [
        ("step", "The Group", True)
    ]
    assert [one["stands"] for one in program.ask("consent", "list", case)["items"]] == [False, False]
    (task,) = program.ask("task", "list", case)["items"]
    assert task["id"] == gone["task"]
    # What is there for a person: the same, in words, and the next step.
    words = program.run("consent", "list", case)
    assert "withdrawn" in words.out
    assert "no more" in words.out


def test_a_withdrawal_of_nothing_in_particular_is_asked_about(program: Program) -> None:
    case = taken_in(program)
    assert "--all" in program.refused(2, "consent", "withdraw", case)["hint"]
    assert program.ask("consent", "withdraw", case, "--all")["ended"] == 0


def test_an_exhibit_for_somebody_needs_consent_at_the_command_line_too(program: Program) -> None:
    case = taken_in(program)
    (program.folder / "scan").write_bytes(b"evidence")
    exhibit = program.ask("exhibit", "attach", case, "scan")["short"]
    out = ("exhibit", "export", case, exhibit, "--out", "copy", "--purpose", "lawyer")
    assert "registry consent grant" in program.refused(11, *out)["hint"]
    assert not (program.folder / "copy").exists()
    program.ask("consent", "grant", case, "--purpose", "lawyer")
    assert program.ask(*out)["size"] == 8


def test_telling_a_family_is_guided_sealed_and_undone(program: Program) -> None:
    case = taken_in(program)
    task = program.ask("task", "add", case, "notify_family", "--why-from", "-", given="Secretina was found")
    assert (task["sensitive"], task["why"]) == (True, "")
    error = program.refused(11, "task", "done", case, task["short"], "--outcome-from", "-", given="told them")
    assert "told_by" in error["hint"]
    told = {"told_by": "Tellerina", "told": "Motherina", "on": "2026-01-02", "how": "in person"}
    assert program.ask("task", "done", case, task["short"], "--from", "-", given=told)["state"] == "done"
    seen = "".join(
        program.run(*words, *more).out
        for words in (("task", "list", case, "--all"), ("task", "show", case, task["short"]), ("case", "show", case),
                      ("case", "history", case), ("agenda", "--until", "2040-01-01"))
        for more in ((), ("--json",))
    )  # fmt: skip
    for word in ("Secretina", "Tellerina", "Motherina", "2026-01-02"):
        assert word not in seen
    assert "Motherina" in program.run("task", "show", case, task["short"], "--sealed").out
    assert "Secretina" in program.run("task", "list", case, "--all", "--reasons").out
    assert program.ask("undo")["operation"] == "task done"
    assert program.ask("task", "list")["total"] == 1


def test_the_agenda_is_one_screen_and_pages(program: Program) -> None:
    case = taken_in(program)
    for due in ("2020-01-01", "2030-01-01"):
        program.ask("task", "add", case, "recontact", "--due", due)
    found = program.ask("agenda")
    assert (found["total"], found["parts"], found["items"][0]["part"]) == (1, {"overdue": 1}, "overdue")
    page = program.ask("agenda", "--until", "2030-12", "--limit", "1", "--offset", "1")
    assert (page["total"], [one["due"] for one in page["items"]]) == (2, ["2030-01-01"])
    assert program.ask("agenda", "--mine")["nobodys"] == 1
    words = program.run("agenda").out
    assert "overdue" in words
    assert "contact again" in words
    assert "registry task move" in words


def test_a_request_from_the_table_to_the_answer(program: Program) -> None:
    case = taken_in(program, consent=["enquirers"])
    asked = {
        "enquirer": "a sister",
        "relation": "sister",
        "contact": "Streetina 5",
        "looking_for": {"name": "خالد درويش"},
    }
    request = program.ask("request", "new", "--from", "-", given=asked)["short"]
    (found,) = program.ask("request", "match", request)["items"]
    assert found["short"] == case
    for words in (
        ("request", "match", request),
        ("request", "list"),
        ("--lang", "ar", "request", "answer", request, "come_back"),
    ):
        said = program.run(*words)
        assert said.code == 0, said
        for word in (
            "Khaled",
            "Darwish",
            "خالد",
            "Streetina",
            "mother of two",
            *([] if "match" in words else [case]),
        ):
            assert word not in said.out + said.err
    told = program.ask(
        "request", "answer", request, "told", "--case", case, "--from", "-", given={"told": "he wrote"}
    )
    assert "he wrote" not in str(told)
    shown = program.ask("request", "show", request)
    assert [(one["kind"], one["told"]) for one in shown["answers"]] == [
        ("come_back", ""),
        ("told", "he wrote"),
    ]
    assert shown["contact"] is None
    assert program.ask("request", "show", request, "--contact")["contact"] == "Streetina 5"
    assert "0 tracing" not in program.run("agenda").out
    program.ask("request", "close", request, "--reason-from", "-", given="he came home")
    assert program.ask("request", "list")["items"][0]["closed"]
    assert program.refused(11, "request", "erase", request)["code"] == "rule-not-met"
    program.ask("request", "erase", request, "--confirm", request)
    assert program.ask("request", "list")["total"] == 0
    assert program.ask("vault", "check")["sound"]


def test_at_a_terminal_each_is_asked_for(program: Program) -> None:
    case = taken_in(program)
    talk(
        program, "consent", "grant", case, "--purpose", "lawyer",
        answers=[("Who gives it", "Umm Khaled"), ("Relation", "mother"), ("How", ""),
                 ("stay behind", "contact, mother"), ("Legal basis", "")],
    )  # fmt: skip
    (given,) = program.ask("consent", "list", case)["items"]
    assert (given["given_by"], given["withhold"]) == ("Umm Khaled", ["contact", "mother"])
    task = program.ask("task", "add", case, "notify_family")["short"]
    seen = talk(
        program, "task", "done", case, task,
        answers=[("Who told them", "Rim"), ("Who was told", ""), ("cannot be left empty", "his mother"),
                 ("Relation", "mother"), ("When", "2040-01"), ("How?", "1"), ("Where", ""), ("beside them", ""),
                 ("need now", "")], code=7,
    )  # fmt: skip
    assert "still to come" in seen
    seen = talk(
        program, "task", "done", case, task,
        answers=[("sealed: no list", "Rim"), ("Who was told", "his mother"), ("Relation", ""), ("When", "2017-01"),
                 ("How?", "in person"), ("Where", ""), ("beside them", ""), ("need now", "")],
    )  # fmt: skip
    assert "done" in seen
    telling = program.ask("task", "show", case, task, "--sealed")["telling"]
    assert (telling["told_by"], telling["on"], telling["how"]) == ("Rim", "2017-01", "in_person")
    talk(
        program, "request", "new",
        answers=[("pseudonym", "a sister"), ("Relation", "sister"), ("Contact", "Streetina 5"), ("Name", "Khaled"),
                 ("Father", ""), ("Mother", ""), ("Date of birth", "some day"), ("Date of birth", "1984"), ("Sex", ""),
                 ("Last seen on", ""), ("Last seen at", "")],
    )  # fmt: skip
    assert program.ask("request", "list")["total"] == 1
