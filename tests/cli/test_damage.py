"""Damage as a caseworker meets it: named in her words, with the next step; the rest opens; nothing is a traceback."""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from registry.desk.opening import open_desk
from registry.words.identity import number_of
from tests.cli.program import PASSPHRASE, Program, keeps_shape
from tests.vault.damage.oddities import ODDITIES, put_oddity

PEOPLE = [
    {
        "source": {"kind": "family", "label": f"family {n}", "reliability": "B"},
        "facts": {"name": f"Person {n}"},
    }
    for n in range(70)
]


@pytest.fixture
def cases(program: Program, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Seventy cases, so that the index has two pages; their whole ids, in order."""
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    return [case["id"] for case in program.ask("case", "new", "--from", "-", given=PEOPLE)["items"]]


def hurt(program: Program, which: Callable[[Any], list[int]]) -> None:
    """Flip a bit in rows of the vault, behind its back."""
    desk = open_desk(program.folder / program.vault, PASSPHRASE, device="test")
    with desk.vault as vault:
        vault.container.begin()
        for name in which(vault.rows):
            row = vault.container.get(name)
            assert row is not None
            vault.container.put(name, row[:-1] + bytes([row[-1] ^ 1]))
        vault.container.commit()


def short(identity: str) -> str:
    from registry.words.identity import short as spoken

    return spoken(identity)


def test_a_damaged_case_is_named_and_everything_else_opens(program: Program, cases: list[str]) -> None:
    hurt(
        program, lambda rows: [rows.object_row("cases", number_of(cases[3])), rows.row("leaf", "cases", "0")]
    )
    said = program.run("vault", "check", "--json")
    assert said.code == 3
    keeps_shape(("vault", "check"), said.json)
    found = {problem["what"]: problem for problem in said.json["problems"]}
    case = found[f"the case file {short(cases[3])}"]
    assert (case["loss"], case["cases"], case["id"]) == ("lost", [short(cases[3])], short(cases[3]))
    assert "vault restore" in case["next"]
    page = found["a page of the list of cases: they are still found another way"]
    assert page["loss"] == "spare"
    assert "vault salvage" in page["next"]
    assert said.json["affected"] == [short(cases[3])]
    assert (said.json["lost"], said.json["sound"]) == (1, False)
    screen = program.run("vault", "check", "--quiet")
    assert screen.code == 3
    assert f"LOST   the case file {short(cases[3])}" in screen.out
    assert f"1 case is affected: {short(cases[3])}" in screen.out

    listed = program.run("case", "list", "--limit", "100", "--json")
    assert listed.code == 0
    assert {item["id"] for item in listed.json["items"]} == set(cases) - {cases[3]}
    assert listed.err.count("\n") == 1
    assert "part of the vault is damaged" in listed.err
    assert program.run("find", "--from", "-", given="Person 12").code == 0
    assert program.ask("case", "show", cases[0])["id"] == cases[0]
    refused = program.refused(3, "case", "show", cases[3])
    assert cases[3] in refused["message"]
    assert "vault check" in refused["hint"]


def test_a_damaged_source_is_named_with_the_cases_that_cite_it(program: Program, cases: list[str]) -> None:
    source = program.ask("case", "show", cases[5])["claims"][0]["source"]
    hurt(program, lambda rows: [rows.object_row("sources", number_of(source))])
    (problem,) = program.run("vault", "check", "--json").json["problems"]
    assert problem["what"] == f"the source {short(source)}"
    assert problem["cases"] == [short(cases[5])]
    shown = program.run("case", "show", cases[5], "--json")
    assert shown.code == 0
    assert "damaged" in shown.err
    # What is decided and written is not decided on a part.
    assert program.run("status", "set", cases[5], "located_alive", "--no-input").code in {3, 11}


def test_totals_go_on_without_a_damaged_group_and_say_so(program: Program, cases: list[str]) -> None:
    group = {
        "kind": "group",
        "source": {"kind": "media"},
        "facts": {"wording": "dozens", "last_seen_on": "2016-12"},
    }
    groups = [program.ask("case", "new", "--from", "-", given=group)["id"] for _ in range(3)]
    hurt(program, lambda rows: [rows.object_row("cases", number_of(groups[1]))])
    said = program.run("group", "totals", "--json")
    assert said.code == 0
    assert [one["id"] for one in said.json["groups"]] == [groups[0], groups[2]]
    assert "something may be missing here" in said.err
    assert program.run("group", "totals", groups[1]).code == 3


def test_no_summary_leaves_a_damaged_vault(program: Program, cases: list[str]) -> None:
    hurt(program, lambda rows: [rows.row("leaf", "cases", "0")])
    assert "damaged" in program.refused(3, "disclose", "plan")["message"]
    # What cannot be read cannot be shown to be safe: to the gate it is a refusal like any.
    assert "damaged" in program.refused(9, "disclose", "make", "--out", "out", "--confirm", "yes")["message"]
    assert not (program.folder / "out").exists()


def test_a_damaged_entry_is_named_by_its_day(program: Program, cases: list[str]) -> None:
    program.ask("source", "new", "--from", "-", given={"kind": "media", "label": "a paper"})
    hurt(program, lambda rows: [rows.entry_row(2)])
    (problem,) = program.run("vault", "check", "--json").json["problems"]
    assert re.fullmatch(r"the record of who did what on \d+ \w+ \d{4}, entry 2", problem["what"])
    shown = program.run("journal", "show", "--json")
    assert (shown.code, [item["sequence"] for item in shown.json["items"]]) == (0, [3, 1])
    assert "damaged" in shown.err
    assert program.run("journal", "verify").code == 3


def test_a_salvaged_vault_is_whole_and_tells_what_was_lost(program: Program, cases: list[str]) -> None:
    hurt(program, lambda rows: [rows.object_row("cases", number_of(cases[3])), rows.entry_row(1)])
    answer = program.ask("vault", "salvage", "saved.vault")
    assert (answer["cases"], answer["whole"], answer["lost_entries"]) == (69, False, [1])
    assert [(item["what"], item["loss"]) for item in answer["lost"]] == [
        (f"the case file {short(cases[3])}", "lost")
    ]
    screen = program.run("vault", "salvage", "again.vault", "--quiet")
    assert screen.code == 0
    assert f"LOST   the case file {short(cases[3])}" in screen.out
    assert "journal entry 1" in screen.out
    assert program.refused(7, "vault", "salvage", "saved.vault")["message"] == "a file stands there already"

    saved = replace(program, vault="saved.vault")
    assert saved.ask("vault", "check")["gone"] == [1]
    assert saved.ask("journal", "verify")["gone"] == 1
    shown = saved.ask("journal", "show")["items"]
    assert (shown[0]["operation"], shown[0]["records"][0]) == ("vault salvage", f"cases {short(cases[3])}")
    assert "act 1" in shown[0]["records"]
    saved.ask("case", "new", "--from", "-", given=PEOPLE[0])
    assert saved.ask("vault", "check")["sound"]


def test_an_older_vault_is_refused_until_it_is_accepted(program: Program, cases: list[str]) -> None:
    vault = program.folder / program.vault
    older = vault.read_bytes()
    program.ask("case", "new", "--from", "-", given=PEOPLE[0])
    code = program.ask("journal", "checkpoint")["code"]
    vault.write_bytes(older)
    refused = program.refused(3, "case", "list")
    assert refused["message"] == (
        "the vault is older than what this machine saw last: it ends at act 2, and act 3 was seen"
    )
    assert "registry vault accept" in refused["hint"]
    for words in (("vault", "info"), ("journal", "show"), ("journal", "checkpoint"), ("journal", "verify")):
        said = program.run(*words, "--json")
        assert (said.code, "older than what this machine saw" in said.err) == (0, True), words
    assert program.run("vault", "info", "--json").json["witness"] == "older"
    checked = program.run("vault", "check", "--json")
    assert (checked.code, checked.json["witness"], checked.json["sound"]) == (3, "older", False)
    assert program.refused(3, "journal", "checkpoint", "--compare", "--from", "-", given=code)
    assert program.refused(2, "vault", "accept")
    assert program.refused(2, "vault", "accept", "--confirm", "yes")
    assert program.refused(3, "vault", "passphrase", "--new-passphrase-file", "passphrase")
    program.ask("vault", "accept", "--confirm", "older")
    assert program.ask("case", "list")["total"] == 70
    (last,) = program.ask("journal", "show", "--limit", "1")["items"]
    assert (last["operation"], last["records"]) == ("vault accept", ["act 3"])
    assert program.ask("vault", "check")["sound"]
    assert program.refused(11, "vault", "accept", "--confirm", "older")


def test_a_restored_copy_opens_where_it_was_put_with_a_plain_remark(
    program: Program, cases: list[str]
) -> None:
    program.ask("vault", "backup", "copy.vault")
    program.ask("case", "new", "--from", "-", given=PEOPLE[0])
    restored = replace(program, vault="restored.vault")
    said = restored.run("vault", "restore", "copy.vault", "--json")
    assert said.code == 0
    assert "put here on purpose" in said.err
    for _ in range(2):
        assert restored.ask("case", "list")["total"] == 70
        restored.ask("source", "new", "--from", "-", given={"kind": "media"})
        assert program.ask("case", "list")["total"] == 71
    assert restored.run("vault", "info", "--json").json["witness"] == "aside"
    shutil.copy(program.folder / "restored.vault", program.folder / program.vault)
    assert program.run("case", "list").code == 3


def test_a_checkpoint_is_compared_from_paper(program: Program, cases: list[str]) -> None:
    made = program.ask("journal", "checkpoint")
    program.ask("case", "new", "--from", "-", given=PEOPLE[0])
    (program.folder / "code").write_text(made["code"].lower().replace(" ", "-"))
    compared = program.ask("journal", "checkpoint", "--compare", "--from", "code")
    assert compared == {"holds": True, "sequence": made["sequence"], "after": 1}
    misread = ("1" if made["code"][0] != "1" else "2") + made["code"][1:]
    refused = program.refused(7, "journal", "checkpoint", "--compare", "--from", "-", given=misread)
    assert refused["message"] == "group 1 of the checkpoint was misread"
    assert program.refused(2, "journal", "checkpoint", "--from", "-", given=misread)
    assert program.refused(7, "journal", "checkpoint", "--compare", "--no-input")


def test_a_machine_without_a_memory_works_and_says_so(program: Program, cases: list[str]) -> None:
    assert program.ask("vault", "info")["witness"] == "contained"
    (memory,) = (program.folder / "home").rglob("registry/*")
    memory.write_bytes(b"not what was remembered")
    checked = program.run("vault", "check", "--quiet")
    assert checked.code == 0
    assert "an older copy would not have been noticed" in checked.out
    assert program.ask("vault", "info")["witness"] == "contained"


# Whole commands over damaged files of every kind

COMMANDS = (
    ("case", "list"), ("vault", "check"), ("vault", "info"), ("journal", "show"), ("journal", "verify"),
    ("vault", "backup", "made.vault"), ("vault", "salvage", "made.vault"), ("find", "--from", "-"),
    ("case", "new", "--from", "-"), ("group", "totals"),
)  # fmt: skip
_GIVEN = {"find": "Person 12", "case": json.dumps(PEOPLE[0])}
_ALLOWED = {0, 3, 4, 6, 10}


@pytest.mark.slow
def test_no_command_shows_a_traceback_or_an_empty_vault(program: Program, cases: list[str]) -> None:
    vault, chance = program.folder / program.vault, random.Random(11)
    raw = vault.read_bytes()
    told: dict[int, int] = {}
    for turn in range(40):
        broken = bytearray(raw)
        at = chance.randrange(len(raw))
        if turn % 4 == 0:
            broken[at] ^= 1 << chance.randrange(8)
        elif turn % 4 == 1:
            broken = broken[:at]
        elif turn % 4 == 2:
            broken[at : at + 4096] = chance.randbytes(4096)
        else:
            at = chance.randrange(100)  # the first bytes say how SQLite reads the rest
            broken[at] ^= 0xFF
        words = COMMANDS[turn % len(COMMANDS)]
        vault.write_bytes(broken)
        said = program.run(*words, given=_GIVEN.get(words[0], ""))
        assert said.code in _ALLOWED, (turn, words, said)
        assert "Traceback" not in said.out + said.err
        assert "unexpected" not in said.err
        if words == ("case", "list") and said.code == 0:
            assert "no cases" not in said.out
        told[said.code] = told.get(said.code, 0) + 1
        (program.folder / "made.vault").unlink(missing_ok=True)
    sys.stdout.write(f"\nexit codes: {told}\n")
    assert told[3] > 10


@pytest.mark.parametrize("what", [*ODDITIES, "empty"])
def test_what_is_no_vault_file_is_said_so_at_once(program: Program, what: str) -> None:
    path = program.folder / "odd.vault"
    if what == "empty":
        path.write_bytes(b"")
    else:
        put_oddity(path, what)
    odd = replace(program, vault="odd.vault")
    for words in (("case", "list"), ("vault", "check"), ("vault", "salvage", "out.vault")):
        odd.refused(3 if what == "empty" else 10, *words)
    assert not (program.folder / "out.vault").exists()
