"""Colleagues at the command line: slots come and go, roles hold, and who has left opens nothing new."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cli.program import Program, Said, keeps_shape

AMAL, NOUR = "granite willow saffron tunnel mosaic feather", "harbour meadow copper orbit thimble walnut"


@pytest.fixture
def team(program: Program) -> Program:
    """Return a vault with a caseworker besides the one who made it, and a reviewer."""
    for name, role, passphrase in (("Amal", "caseworker", AMAL), ("Nour", "reviewer", NOUR)):
        (program.folder / name).write_text(passphrase + "\n", encoding="utf-8")
        program.ask(
            "vault", "slots", "add", "--caseworker", name, "--role", role, "--new-passphrase-file", name
        )
    return program


def by(program: Program, who: str, *words: str) -> Said:
    """Run a command as the colleague whose passphrase lies in a file of that name."""
    return program.bare("--vault", program.vault, "--passphrase-file", who, "--no-input", *words)


def members(program: Program) -> dict[str, tuple[str, bool, bool]]:
    items = program.ask("vault", "slots", "list")["items"]
    return {item["name"]: (item["role"], item["here"], item["you"]) for item in items}


def test_colleagues_are_listed_with_role_and_which_of_them_you_are(team: Program) -> None:
    assert members(team) == {
        "caseworker": ("caseworker", True, True),
        "Amal": ("caseworker", True, False),
        "Nour": ("reviewer", True, False),
    }
    seen = by(team, "Nour", "vault", "slots", "list").out
    assert [line.split()[-1] for line in seen.splitlines() if "Nour" in line] == ["you"]
    assert "3 here" in seen
    assert re.search(r"Amal +caseworker +\d{4}-\d\d-\d\d, act 2 ", seen)
    assert "16" not in seen and "sixteen" not in seen, "how many slots are taken is nobody's business"
    assert team.ask("vault", "info")["caseworkers"] == ["caseworker", "Amal", "Nour"]


def test_each_signs_with_a_name_of_their_own(team: Program) -> None:
    given = '{"kind": "media"}'
    said = team.bare(
        "--vault", team.vault, "--passphrase-file", "Amal", "source", "new", "--from", "-", given=given
    )
    assert said.code == 0, said
    assert team.ask("journal", "show")["items"][0]["caseworker"] == "Amal"


def test_whoever_left_opens_nothing_and_stays_on_the_list(team: Program) -> None:
    team.ask("vault", "backup", "before")
    answer = team.ask("vault", "slots", "remove", "--caseworker", "amal", "--confirm", "AMAL")
    assert (answer["name"], answer["epoch"]) == ("Amal", 2)
    assert any("recovery renew" in step for step in answer["next"])
    assert any("rekey --deep" in step for step in answer["next"])
    assert by(team, "Amal", "case", "list").code == 4
    assert by(team, "Nour", "case", "list").code == 0
    assert members(team)["Amal"] == ("caseworker", False, False)
    assert "Amal" not in team.ask("vault", "info")["caseworkers"]
    old = team.bare(
        "--vault", "before", "--passphrase-file", "Amal", "--no-input", "--read-only", "case", "list"
    )
    assert old.code == 0, "the words say that older backups still open: so they must"


def test_the_words_after_a_removal_are_plain_about_what_it_does_not_do(team: Program) -> None:
    said = team.run("vault", "slots", "remove", "--caseworker", "Amal", "--confirm", "Amal", "--no-input")
    text = " ".join(said.out.split())
    assert "It still opens what was copied before" in text
    assert "every backup made until now" in text
    assert "that still opens the vault. Renew it now: registry vault recovery renew" in text
    assert "registry vault rekey --deep" in text


def test_a_removal_is_confirmed_by_the_same_name_or_not_done(team: Program) -> None:
    words = ("vault", "slots", "remove", "--caseworker", "Amal", "--no-input")
    assert "--confirm NAME" in team.refused(2, *words)["hint"]
    assert team.refused(7, *words, "--confirm", "Nour")["message"] == "the two names differ"
    assert team.refused(
        10, "vault", "slots", "remove", "--caseworker", "Sami", "--confirm", "Sami", "--no-input"
    )
    own = ("vault", "slots", "remove", "--caseworker", "caseworker", "--confirm", "caseworker", "--no-input")
    assert "opened with" in team.refused(11, *own)["message"]
    assert members(team)["Amal"][1]


def test_a_role_changes_in_the_list_and_the_list_decides(team: Program) -> None:
    assert (
        team.ask("vault", "slots", "role", "--caseworker", "Amal", "--role", "reviewer")["role"] == "reviewer"
    )
    assert members(team)["Amal"][0] == "reviewer"
    assert by(team, "Amal", "vault", "slots", "list", "--json").json["items"][1]["role"] == "reviewer"
    assert "intake-only" in str(
        team.refused(7, "vault", "slots", "role", "--caseworker", "Amal", "--role", "king")
    )
    team.refused(2, "vault", "slots", "role", "--caseworker", "Amal")
    team.refused(2, "vault", "slots", "role", "--role", "reviewer", "--no-input")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--caseworker", "Sami"], 4),
        (["--new-passphrase-file", "Amal"], 2),
        (["--caseworker", "AMAL", "--new-passphrase-file", "Amal"], 7),
        (["--caseworker", "recovery key", "--new-passphrase-file", "Amal"], 7),
        (["--caseworker", "Sami", "--role", "king", "--new-passphrase-file", "Amal"], 7),
        (["--caseworker", "Sami", "--new-passphrase-file", "weak"], 7),
        (["--caseworker", "x" * 200, "--new-passphrase-file", "Amal"], 7),
        (["--caseworker", "Sami", "--new-passphrase-file", "nowhere"], 10),
    ],
)
def test_nobody_joins_by_a_slip(team: Program, words: list[str], code: int) -> None:
    (team.folder / "weak").write_text("password1\n", encoding="utf-8")
    team.refused(code, "vault", "slots", "add", *words, "--no-input")
    assert len(members(team)) == 3


def test_a_name_is_kept_composed_and_can_do_nothing_to_the_screen(team: Program) -> None:
    name = "Rene\u0301\x1b[31m"
    added = team.ask("vault", "slots", "add", "--caseworker", name, "--new-passphrase-file", "Amal")
    assert added["name"].startswith("Ren\u00e9")
    assert "\x1b" not in team.run("vault", "slots", "list").out


def test_who_only_takes_in_cannot_read(team: Program) -> None:
    (team.folder / "Field").write_text("cobalt hamlet ribbon tunnel anchor velvet\n", encoding="utf-8")
    team.ask(
        "vault",
        "slots",
        "add",
        "--caseworker",
        "Field",
        "--role",
        "intake-only",
        "--new-passphrase-file",
        "Field",
    )
    said = by(team, "Field", "case", "list", "--json")
    assert said.code == 11
    assert "takes in cases" in said.json["error"]["message"]


def dead(program: Program) -> str:
    """Take in a case with a document of a death, which asks for a second person."""
    source = program.ask("source", "new", "--from", "-", given={"kind": "media"})["short"]
    entry = {"source": source, "facts": {"name": "Synthetic Person"}}
    case = program.ask("case", "new", "--from", "-", given=entry)["short"]
    program.ask(
        "claim", "add", case, "status", "--source", source, "--basis", "document", "--from", "-",
        given={"value": "death_notified", "when": "2017-01-10"},
    )  # fmt: skip
    return str(case)


def notify(case: str, *more: str) -> list[str]:
    return ["status", "set", case, "death_notified", "--family-told", "2017-01-20", *more, "--no-input"]


def accepts(program: Program, who: str, ref: str) -> Said:
    """Let a colleague accept a proposal, with the answer in its shape where it is one."""
    said = by(program, who, "review", "accept", ref, "--json")
    if not said.code:
        keeps_shape(("review", "accept"), said.json)
    return said


def test_where_there_is_a_reviewer_only_a_reviewer_is_the_second_person(team: Program) -> None:
    case = dead(team)
    for name, says in (
        ("caseworker", "not its author"),
        ("Amal", "a reviewer where it has one"),
        ("Somebody Else", "a colleague with a slot"),
    ):
        error = team.refused(11, *notify(case, "--reviewer", name))
        assert says in error["message"], name
    made = team.ask(*notify(case, "--reviewer", " nour "))
    assert (made["wished"], made["standing"], made["reviewers"]) == ("death_notified", "missing", ["Nour"])
    assert team.ask("case", "show", case)["status"]["code"] == "missing", "a name alone carries no status"
    assert team.refused(11, "review", "accept", made["ref"])["message"] == "its author cannot review it"
    refused = accepts(team, "Amal", made["ref"])
    assert (refused.code, "vault slots list" in refused.hint) == (11, True)
    assert accepts(team, "Nour", made["ref"]).json["status"] == "death_notified"
    shown = team.ask("case", "show", case)["status"]
    assert (shown["author"], shown["reviewer"], shown["signed"]) == ("caseworker", "Nour", True)
    assert team.ask("journal", "show")["items"][0]["caseworker"] == "Nour"


def test_without_a_reviewer_any_colleague_who_can_read_is_the_second_person(team: Program) -> None:
    case = dead(team)
    team.ask("vault", "slots", "role", "--caseworker", "Nour", "--role", "caseworker")
    team.refused(11, *notify(case, "--reviewer", "Somebody Else"))
    made = team.ask(*notify(case))
    assert made["reviewers"] == ["Amal", "Nour"]
    assert accepts(team, "Amal", made["ref"]).code == 0


def test_whoever_has_left_reviews_nothing_any_more(team: Program) -> None:
    case = dead(team)
    team.ask("vault", "slots", "remove", "--caseworker", "Nour", "--confirm", "Nour")
    team.refused(11, *notify(case, "--reviewer", "Nour"))
    made = team.ask(*notify(case, "--reviewer", "Amal"))
    assert accepts(team, "Nour", made["ref"]).code == 4
    assert accepts(team, "Amal", made["ref"]).code == 0


def test_who_works_alone_types_an_override_that_stays_on_the_record(program: Program) -> None:
    case = dead(program)
    assert "--override-from" in program.refused(11, *notify(case))["hint"]
    program.refused(11, *notify(case, "--reviewer", "a colleague elsewhere"))
    words = notify(case, "--reviewer", "a colleague elsewhere", "--override-from", "-")
    program.ask(*words, given="The only one left at this office.")
    shown = program.ask("case", "show", case)["status"]
    assert (shown["override"], shown["signed"]) == ("The only one left at this office.", False)
    for words in (["case", "show", case], ["case", "history", case]):
        said = " ".join(program.run(*words).out.split())
        assert "alone: The only one left at this office." in said


def test_with_colleagues_there_is_no_override(team: Program) -> None:
    case = dead(team)
    error = team.refused(11, *notify(case, "--override-from", "-"), given="no time")
    assert "here a colleague can review" in error["message"]


@pytest.mark.parametrize("deep", [[], ["--deep"]])
def test_new_keys_come_without_anyones_passphrase(team: Program, deep: list[str]) -> None:
    case = dead(team)
    answer: Any = team.ask("vault", "rekey", *deep)
    assert answer == {"epoch": 2, "deep": bool(deep)}
    for who in ("Amal", "Nour"):
        said = by(team, who, "case", "show", case, "--json")
        assert said.code == 0, said
        keeps_shape(("case", "show"), said.json)
    assert team.ask("vault", "check")["sound"]


def test_words_after_rekeying_say_what_copies_still_open(team: Program) -> None:
    said = team.run("vault", "rekey", "--no-input")
    assert "until --deep" in said.err
    assert "backups made before open as they did" in " ".join(said.err.split())
    told = team.run("vault", "rekey", "--deep", "--no-input")
    assert "nobody had before" in told.out
    assert "sealing anew" in told.err, "long work tells how far it is"


def test_read_only_changes_nobody(team: Program) -> None:
    for words in (
        ("vault", "slots", "add", "--caseworker", "Sami", "--new-passphrase-file", "Amal"),
        ("vault", "slots", "remove", "--caseworker", "Amal", "--confirm", "Amal"),
        ("vault", "slots", "role", "--caseworker", "Amal", "--role", "reviewer"),
        ("vault", "rekey"),
        ("vault", "recovery", "renew", "--recovery-file", "k"),
    ):
        team.refused(11, *words, "--read-only", "--no-input")
    assert len(members(team)) == 3
    assert not (team.folder / "k").exists()


def test_the_roles_are_a_page_of_the_program(program: Program) -> None:
    page = program.bare("docs", "roles", "--json").json
    assert [row[0] for row in page["rows"]] == ["caseworker", "reviewer", "intake-only"]
