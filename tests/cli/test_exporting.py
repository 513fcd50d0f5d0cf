"""Whole cases at the command line: shown, confirmed, written once with nobody else's eyes, or not at all."""

from __future__ import annotations

from tests.cli.program import Program

THEIRS = "orbit walnut ribbon canyon pencil summit velvet"
ENTRY = {
    "source": {"kind": "family", "label": "mother", "contact": "+963 000"},
    "facts": {"name": "Samir Mithal", "mother": "Salma", "last_seen_at": "Aleppo"},
    "consent": [
        {"purpose": "ngo_partner", "recipient": "The Centre", "given_by": "Salma", "withhold": ["mother"]}
    ],
}


def test_an_export_is_confirmed_and_lies_there_for_its_owner_alone(program: Program) -> None:
    case = program.ask("case", "new", "--from", "-", given=ENTRY)["short"]
    (program.folder / "why").write_text("they search in the same prisons\n")
    words = ("--case", case, "--recipient", "The Centre", "--purpose", "ngo_partner", "--reason-from", "why")
    program.refused(2, "export", "uwazi", "out.csv", *words)  # nobody typed the recipient
    program.refused(11, "export", "uwazi", "out.csv", *words, "--confirm", "Another")
    program.refused(
        11, "export", "uwazi", "out.csv", "--confirm", "The Other", *words[:3], "The Other", *words[4:]
    )
    assert not (program.folder / "out.csv").exists()
    made = program.ask("export", "uwazi", "out.csv", *words, "--confirm", "The Centre")
    assert (made["system"], made["sealed"], made["withheld"]) == ("uwazi", False, ["mother"])
    file = program.folder / "out.csv"
    assert file.stat().st_mode & 0o077 == 0
    assert (
        "Samir Mithal" in file.read_text()
        and "Salma" not in file.read_text()
        and "963" not in file.read_text()
    )
    program.refused(7, "export", "bayanat", "out.csv", *words, "--confirm", "The Centre")
    assert "Samir Mithal" in file.read_text()
    program.refused(2, "export", "uwazi", "-", *words, "--confirm", "The Centre")
    sent = program.ask("form", "sent", case)["items"]
    assert [(one["form"], one["recipient"]) for one in sent] == [("uwazi", "The Centre")]
    withdrawn = program.ask("consent", "withdraw", case, "--purpose", "ngo_partner")
    assert [one["recipient"] for one in withdrawn["went_out"] if one["what"] == "sheet"] == ["The Centre"]


def test_a_sealed_export_is_opened_by_the_colleague(program: Program) -> None:
    case = program.ask("case", "new", "--from", "-", given=ENTRY)["short"]
    (program.folder / "why").write_text("a joint search\n")
    (program.folder / "theirs").write_text(THEIRS + "\n")
    words = (
        "--from",
        "-",
        "--recipient",
        "The Centre",
        "--purpose",
        "ngo_partner",
        "--reason-from",
        "why",
        "--sealed",
    )
    made = program.ask(
        "export",
        "bayanat",
        "sealed",
        *words,
        "--confirm",
        "The Centre",
        "--new-passphrase-file",
        "theirs",
        given=f"{case}\n",
    )
    assert made["sealed"] and len(made["cases"]) == 1
    sealed = program.folder / "sealed"
    assert b"Samir" not in sealed.read_bytes()
    assert sealed.stat().st_mode & 0o077 == 0

    def theirs(*asked: str) -> object:
        said = program.bare("--vault", "sealed", "--passphrase-file", "theirs", *asked, "--json")
        assert said.code == 0, said
        return said.json

    (cover,) = theirs("case", "list")["items"]  # type: ignore[index]
    (exhibit,) = theirs("case", "show", cover["short"])["exhibits"]  # type: ignore[index]
    theirs("exhibit", "export", cover["short"], exhibit["id"], "--out", "table.csv")
    assert (program.folder / "table.csv").read_text().startswith("id,name,name_ar,")
