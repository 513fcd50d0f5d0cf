"""`case edit` as a caseworker's command: from JSON, by options that name nobody, and fact by fact at a terminal."""

from __future__ import annotations

from typing import Any

from tests.cli.program import Program
from tests.cli.test_asking import talk

MOTHER = {"kind": "family", "label": "a mother", "reliability": "B"}


def khaled(program: Program, **facts: Any) -> str:
    entry = {"source": MOTHER, "facts": {"name": "Khaled Darwish", "born": "1984", **facts}}
    return str(program.ask("case", "new", "--from", "-", given=entry)["short"])


def source_of(program: Program, case: str) -> str:
    return str(program.ask("case", "show", case)["claims"][0]["source"])


def test_a_script_corrects_completes_and_plans_in_one_act(program: Program) -> None:
    case = khaled(program)
    given = {
        "source": source_of(program, case), "facts": {"born": "1985", "mother": "Amina"}, "reason": "misheard",
        "priority": "high", "review_on": "2027-01-05",
    }  # fmt: skip
    made = program.ask("case", "edit", case, "--from", "-", given=given)
    assert (len(made["claims"]), len(made["superseded"])) == (2, 1)
    assert (made["priority"], made["review_on"]) == ("high", "2027-01-05")
    shown = program.run("case", "show", case)
    assert "priority high, look again 2027-01-05" in " ".join(shown.out.split())
    assert program.run("undo").code == 0
    assert program.ask("case", "list")["items"][0]["priority"] == ""
    assert program.ask("case", "show", case)["facts"]["born"]["values"][0]["shown"] == "1984"


def test_what_is_planned_is_set_listed_and_called_to_mind_without_a_question(program: Program) -> None:
    case, other = khaled(program), khaled(program)
    said = program.run("case", "edit", case, "--priority", "urgent", "--review-on", "2026-12")
    assert "priority urgent, look again 2026-12" in said.out
    (item, _) = program.ask("case", "list", "--sort", "priority")["items"]
    assert (item["short"], item["priority"], item["review_on"]) == (case, "urgent", "2026-12-01")
    assert "urgent 2026-12-01" in program.run("case", "list", "--priority", "urgent").out
    assert other not in program.run("case", "list", "--review-until", "2026-12-31").out
    (due,) = program.ask("agenda", "--until", "2030-01-01")["items"]
    assert (due["what"], due["says"]) == ("review", "look at the case again (urgent)")
    program.run("case", "edit", case, "--review-on", "none")
    assert program.ask("agenda", "--until", "2030-01-01")["items"] == []


def test_no_fact_is_an_argument_and_nobody_is_asked_where_nobody_is(program: Program) -> None:
    case = khaled(program)
    assert program.run("case", "edit", case, "--fact", "born").code == 2
    assert program.run("case", "edit", case, "--born", "1985").code == 2
    refused = program.run("case", "edit", case, "--from", "-", "--json", given='{"facts": {"born": "1985"}}')
    assert (refused.code, "born" in refused.json["error"]["message"]) == (7, False)
    sensitive = program.run(
        "case", "edit", case, "--from", "-", "--json", given='{"source": "x", "Khaled": 1}'
    )
    assert "Khaled" not in sensitive.out + sensitive.err


def test_at_a_terminal_what_stands_is_shown_and_asked_fact_by_fact(program: Program) -> None:
    case = khaled(program)
    talk(
        program, "case", "edit", case,
        answers=[
            ("n for a new one: ", "1"), ("1  Khaled Darwish  [B6 a mother]", "1: Khalid Darwish"),
            ("Nickname", ""), ("1 male", "1"), ("1  1984", "1985"), ("Age", "."), ("1 urgent", "2"),
            ("Look again on", "2027-01-05"), ("Why it is corrected", "a slip of the pen"), ("Enter keeps 3 facts", ""),
        ],
    )  # fmt: skip
    shown = program.ask("case", "show", case)
    assert [name["text"] for name in shown["names"]] == ["Khalid Darwish"]
    assert {key: shown["facts"][key]["values"][0]["shown"] for key in ("born", "sex")} == {
        "born": "1985",
        "sex": "male",
    }
    assert list(shown["planned"]) == ["priority", "review_on"]
    assert "a slip of the pen" in program.run("case", "history", case).out


def test_leaving_at_the_end_changes_nothing(program: Program) -> None:
    case = khaled(program)
    asked = [
        ("n for a new one: ", "1"),
        ("Date of birth: ", "1985"),
        ("Why it is corrected", "misheard"),
        ("Enter keeps", "."),
    ]
    talk(program, "case", "edit", case, "--fact", "born", answers=asked, code=130)
    assert program.ask("case", "show", case)["facts"]["born"]["values"][0]["shown"] == "1984"
