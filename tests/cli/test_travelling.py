"""A journey at the command line: chosen cases out, what was added back, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import Program

ROAD = "orbit walnut ribbon canyon pencil summit velvet"


def _entry(name: str, place: str = "Aleppo") -> dict[str, object]:
    return {"source": {"kind": "family", "label": "mother"}, "facts": {"name": name, "last_seen_at": place}}


def test_there_and_back(program: Program) -> None:
    (program.folder / "road").write_text(ROAD + "\n")
    first = program.ask("case", "new", "--from", "-", given=_entry("First"))["short"]
    program.ask("case", "new", "--from", "-", given=_entry("Second", "Idlib"))
    made = program.ask(
        "vault", "travel", "road.vault", "--from", "-", "--place", "Aleppo", "--new-passphrase-file", "road",
        given=f"{first}\n",
    )  # fmt: skip
    assert (made["cases"], made["sources"], made["exhibits"]) == (1, 1, 0)

    def road(*words: str, given: str = "") -> object:
        said = program.bare(
            "--vault", "road.vault", "--passphrase-file", "road", *words, "--json", given=given
        )
        assert said.code == 0, said
        return said.json

    assert road("case", "list")["total"] == 1  # type: ignore[index]
    assert road("vault", "info")["travel"] is True  # type: ignore[index]
    assert program.ask("vault", "info")["travel"] is False
    new = '{"source": {"kind": "family"}, "facts": {"name": "Met on the way"}}'
    road("case", "new", "--from", "-", given=new)

    back = ("vault", "return", "road.vault", "--travel-passphrase-file", "road")
    done = program.ask(*back)
    assert (len(done["new"]), len(done["added_to"]), done["unchanged"]) == (1, 0, 1)
    assert program.ask(*back)["items"] == 0
    assert program.ask("case", "list")["total"] == 3
    assert program.ask("vault", "check")["sound"] and program.ask("journal", "verify")["sound"]
    screen = program.run(*back)
    assert screen.code == 0 and "now destroy that vault" in screen.out
    refused = program.bare(
        "--vault", "road.vault", "--passphrase-file", "road", "disclose", "make", "--by", "sex", "--out", "o",
        "--confirm", "yes", "--json",
    )  # fmt: skip
    assert refused.code == 11, refused


def test_a_stranger_file_and_no_choice_are_refused(program: Program, tmp_path: Path) -> None:
    (program.folder / "road").write_text(ROAD + "\n")
    program.refused(7, "vault", "travel", "road.vault", "--new-passphrase-file", "road")
    program.refused(10, "vault", "return", "nothing.vault", "--travel-passphrase-file", "road")
    program.refused(11, "vault", "return", program.vault, "--travel-passphrase-file", "passphrase")
    program.refused(4, "vault", "return", program.vault, "--no-input")
    assert not (program.folder / "road.vault").exists()
