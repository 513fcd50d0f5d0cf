"""Group reports on the screen: everything of one report at once, and the rules by which words are counted."""

from __future__ import annotations

import pytest

from tests.cli.program import Program


@pytest.fixture
def group(program: Program) -> str:
    facts = {
        "wording": "hundreds of men",
        "topic": "men who crossed",
        "men": 180,
        "boys": 30,
        "children": 2000,
    }
    entry = {"kind": "group", "source": {"kind": "un_body", "label": "briefing"}, "facts": facts}
    return str(program.ask("case", "new", "--from", "-", given=entry)["short"])


def test_a_report_with_much_in_it_fits_one_screen_and_says_what_it_leaves_out(program: Program) -> None:
    voices = [{"kind": "media", "label": f"radio {number}"} for number in range(10)]
    figures = [{"fact": "count", "value": f"{80 + n} men", "source": voice} for n, voice in enumerate(voices)]
    facts = {
        "wording": "hundreds of men",
        "topic": "men who crossed",
        "men": 180,
        "boys": 30,
        "children": 2000,
    }
    source = {"kind": "un_body", "label": "briefing"}
    others = [
        {"kind": "group", "source": source, "facts": {"wording": f"{n + 10} men", "topic": f"bus {n}"}}
        for n in range(4)
    ]
    people = [{"source": source, "facts": {"name": f"Invented {n}"}} for n in range(4)]
    given = [{"kind": "group", "source": source, "facts": facts, "claims": figures}, *others, *people]
    group, *made = [one["short"] for one in program.ask("case", "new", "--from", "-", given=given)["items"]]
    lines = [f"group relate {bus} {group} subset --no-input\n" for bus in made[:4]]
    lines += [f"group link {group} {person} --no-input\n" for person in made[4:]]
    assert program.run("shell", given="".join(lines)).code == 0
    short, whole = (program.run("group", "show", group, *more).out for more in ((), ("--all",)))
    assert len(short.splitlines()) <= 24
    assert all(len(line) <= 100 for line in short.splitlines())
    assert "… 6 more figures; all with --all" in short
    assert short.count("… 1 more; all with --all") == 2
    assert "more; all with --all" not in whole
    shape = program.ask("group", "show", group)
    assert (len(shape["figures"]), len(shape["members"]), len(shape["relations"])) == (11, 4, 4)
    assert [one["part"] for one in shape["parts"]] == ["men", "boys", "children"]
    assert {one["code"] for one in shape["conflicts"]} == {"figures_differ", "parts"}
    assert "of them children: 2,000, more than the 999 in all that briefing gives" in short


def test_rules_are_shown_changed_with_a_reason_and_leave_what_was_read(program: Program, group: str) -> None:
    assert "hundreds" in program.run("group", "rules").out
    changed = program.ask(
        "group", "rules", "hundreds", "--low", "150", "--high", "400", "--reason-from", "-", given="our use"
    )
    (rule,) = [one for one in changed["items"] if one["changed"]]
    assert (rule["code"], rule["shown"], rule["house"]["shown"], rule["reason"]) == (
        "hundreds", "150 to 400", "200 to 999", "our use",
    )  # fmt: skip
    figure = program.ask("group", "show", group)["figures"][0]
    assert (figure["figure"]["shown"], figure["rule"], figure["rule_now"]) == (
        "200 to 999",
        "hundreds",
        "150 to 400",
    )
    assert '"hundreds" read as 200 to 999 (now 150 to 400)' in program.run("group", "show", group).out
    back = program.ask("group", "rules", "hundreds", "--house", "--reason-from", "-", given="as all do")
    assert not any(one["changed"] for one in back["items"])


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--low", "5"), 2, "which rule"), (("hundreds",), 2, "what the rule shall be"),
        (("hundreds", "--low", "5", "--house"), 2, "what the rule shall be"),
        (("hundreds", "--house", "--high", "5"), 2, "what the rule shall be"),
        (("hundreds", "--low", "9", "--high", "3"), 7, "bounds"), (("hundreds", "--low", "9"), 11, "reason"),
        (("myriads", "--house"), 7, "no rule"),
    ],
)  # fmt: skip
def test_a_rule_is_not_changed_by_half(
    program: Program, words: tuple[str, ...], code: int, says: str
) -> None:
    given = "" if code == 11 else "why"
    assert (
        says in program.refused(code, "group", "rules", *words, "--reason-from", "-", given=given)["message"]
    )


def test_members_are_listed_with_how_certain_and_why(program: Program, group: str) -> None:
    entry = {"source": {"kind": "family", "label": "mother"}, "facts": {"name": "Invented"}}
    person = program.ask("case", "new", "--from", "-", given=entry)["short"]
    program.ask(
        "group", "link", group, person, "--certainty", "maybe", "--reason-from", "-", given="heard it"
    )
    shape = program.ask("group", "members", group)
    (member,) = shape["items"]
    assert (member["name"], member["certainty"], member["reason"]) == ("Invented", "maybe", "heard it")
    assert shape["unnamed"]["shown"] == "199 to 999"
    assert "heard it" in program.run("group", "members", group).out


def test_a_relation_that_cannot_be_true_is_said_at_once(program: Program, group: str) -> None:
    facts = {"wording": "1,500 men", "topic": "the same men"}
    entry = {"kind": "group", "source": {"kind": "media", "label": "radio"}, "facts": facts}
    other = program.ask("case", "new", "--from", "-", given=entry)["short"]
    said = program.run("group", "relate", other, group, "subset", "--no-input")
    assert said.code == 0
    assert (
        f"this cannot be true: {group} counts at most 999, and {other} within it at least 1,500" in said.err
    )
    conflict = program.ask("group", "totals")["conflicts"][0]
    assert (conflict["code"], "at least 1,500" in conflict["says"]) == ("figures", True)


def test_a_group_is_refused_as_a_name_at_the_command_and_taken_in_when_said_to_be_real(
    program: Program,
) -> None:
    entry = {"source": {"kind": "family", "label": "m"}, "facts": {"name": "Dozens"}}
    refused = program.refused(7, "case", "new", "--from", "-", given=entry)
    assert "several people" in refused["message"]
    assert '"kind": "group"' in refused["hint"]
    entry["facts"] = {"name": {"text": "Dozens", "really": True}}
    program.ask("case", "new", "--from", "-", given=entry)
