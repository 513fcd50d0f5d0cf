"""Input from outside is hostile: one clear sentence, an exit code, nothing lost, and nothing that acts."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from tests.cli.program import PASSPHRASE, Program

FAMILY = {"kind": "family", "label": "a family", "reliability": "B"}

# What a name, a note or a file name could carry: escape sequences, C1 controls, clipboard writes, window
# titles, overrides and isolates, markup of the screen library, emoji codes, terminal hyperlinks.
ATTACKS = [
    "\x1b[2J\x1b[HAli",
    "Ali\x1b]52;c;cm0gLXJm\x07",
    "Ali\x9b31mred",
    "Ali\x1b]0;title\x07",
    "Ali\u202eikA\u202c Hassan",
    "Ali\u2066x\u2069\u2067y",
    "[bold red]Ali[/] [link=file:///etc]x[/link]",
    "Ali :skull: [@click=app.quit]x[/]",
    "Ali\r\nKhaled\x0b\x0c\x85",
    "Ali\x00\x7f\x08\x08\x08",
    "\ufeffAli\U000e0041\U000e0042",
]  # fmt: skip


def entry(name: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "person", "source": FAMILY, "facts": {"name": name}, **more}


def assert_calm(text: str) -> None:
    """Nothing in the text can act on a terminal or reorder its neighbours."""
    for character in text:
        point = ord(character)
        assert character == "\n" or point >= 0x20, hex(point)
        assert not 0x7F <= point < 0xA0, hex(point)
        assert point not in {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029, 0xFEFF}, hex(
            point
        )
        assert not 0xE0000 <= point <= 0xE007F, hex(point)


def test_text_in_any_field_only_shows(program: Program) -> None:
    """Each attack stands in a name, a note, a fact, a quotation and a source's label of one case."""
    for attack in ATTACKS:
        hostile = entry(
            attack, note=attack, claims=[{"fact": "occupation", "value": attack, "verbatim": attack}]
        )
        hostile["source"] = {**FAMILY, "label": attack}
        program.ask("case", "new", "--from", "-", given=hostile)
    sources = [item["short"] for item in program.ask("source", "list")["items"]]
    cases = [item["short"] for item in program.ask("case", "list")["items"]]
    assert len(sources) == len(cases) == len(ATTACKS)
    for words in (["case", "list"], ["source", "list"], ["source", "list", "--json"], ["journal", "show"]):
        assert_calm(program.run(*words).out)
    shown = ""
    for case in cases:
        for words in (
            ["case", "show", case, "--all"],
            ["case", "history", case],
            ["case", "show", case, "--json"],
        ):
            said = program.run(*words)
            assert said.code == 0, said
            assert_calm(said.out + said.err)
            shown += said.out
    assert "[bold red]Ali[/]" in shown
    assert "Ali :skull:" in shown
    assert "⟦RLO⟧" in shown


def test_a_file_name_only_shows(program: Program) -> None:
    case = program.ask("case", "new", "--from", "-", given=entry("Ali"))["short"]
    name = "\x1b[31mpaper\u202etxt.exe"
    (program.folder / name).write_bytes(b"x")
    assert_calm(program.run("exhibit", "attach", case, name).out)
    assert_calm(program.run("exhibit", "list", case).out)


@pytest.mark.parametrize(
    "given",
    [
        b"", b"[]", b"not json", b"{", b"\xff\xfe{}", b"null", b"7", b'"x"', b'{"kind": "robot"}', b"[1, 2]",
        b'{"facts": {"name": "x"}}', b'{"source": {"kind": "family"}, "facts": {}}', b"{" * 5000,
        b'{"source": {"kind": "family"}, "facts": {"name": {"a": 1}}}',
        b'{"source": {"kind": "family"}, "facts": {"name": "x", "nmae": "y"}}',
        b'{"source": {"kind": "family"}, "facts": {"name": "x", "born": "09/12/2016"}}',
        b'{"source": {"kind": "family"}, "facts": {"name": "x", "age": -3}}',
        b'{"source": {"kind": "family"}, "facts": {"name": "x", "sex": "perhaps"}}',
        b'{"source": {"kind": "family"}, "facts": {"name": "\\ud800"}}',
        b'{"source": {"kind": "alien"}, "facts": {"name": "x"}}',
        b'{"source": "ZZZ-ZZZZ", "facts": {"name": "x"}}',
        b'{"source": {"kind": "family"}, "facts": {"name": "x"}, "status": "zombie"}',
        b'{"source": {"kind": "family"}, "facts": {"name": "x"}, "consent": ["everything"]}',
        b'{"source": {"kind": "family", "reliability": "Z"}, "facts": {"name": "x"}}',
        b'{"source": {"kind": "family"}, "facts": {"name": 1e400}}',
        json.dumps({"source": {"kind": "family"}, "facts": {"name": "x" * 10_000}}).encode(),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_sentence(program: Program, given: bytes) -> None:
    said = program.run("case", "new", "--from", "-", "--json", given=given)
    assert said.code in {7, 10}, said
    assert said.json["error"]["hint"]
    assert "Traceback" not in said.err
    assert program.ask("case", "list")["total"] == 0


def test_a_refused_fact_is_named_but_not_repeated(program: Program) -> None:
    hostile = entry("x")
    hostile["facts"]["born"] = "Yusuf Hamdan"
    error = program.refused(7, "case", "new", "--from", "-", given=hostile)
    assert "born" in error["message"]
    assert "Hamdan" not in json.dumps(error)


def test_one_bad_case_in_a_batch_keeps_the_batch_out_and_says_which(program: Program) -> None:
    lines = [entry("one"), entry("two"), {**entry("three"), "status": "zombie"}]
    error = program.refused(7, "case", "new", "--from", "-", given="\n".join(map(json.dumps, lines)))
    assert error["message"].startswith("case 3")
    assert program.ask("case", "list")["total"] == 0


def test_nobody_there_means_no_prompt(program: Program) -> None:
    assert program.bare("--vault", program.vault, "case", "list", "--json").json["error"]["exit"] == 4
    assert program.run("case", "new", "--json").json["error"]["exit"] == 2
    assert program.run("disclose", "make", "--out", "o", "--json").json["error"]["exit"] == 2
    assert program.bare("init", "--json", "--no-input").json["error"]["exit"] == 2


def test_a_wrong_passphrase_and_a_missing_vault_are_told_apart(program: Program) -> None:
    (program.folder / "wrong").write_text("granite willow saffron tunnel mosaic feather", encoding="utf-8")
    assert program.bare("--vault", program.vault, "--passphrase-file", "wrong", "case", "list").code == 4
    assert program.bare("--vault", "no.vault", "--passphrase-file", "wrong", "case", "list").code == 10
    (program.folder / "text.vault").write_text("not a vault", encoding="utf-8")
    assert program.bare("--vault", "text.vault", "--passphrase-file", "passphrase", "case", "list").code == 3


def test_init_never_overwrites_and_refuses_a_weak_passphrase(program: Program) -> None:
    before = (program.folder / program.vault).read_bytes()
    assert program.init("--json").json["error"]["exit"] == 7
    assert (program.folder / program.vault).read_bytes() == before
    (program.folder / "weak").write_text("aleppo\n", encoding="utf-8")
    words = [
        "--vault",
        "new.vault",
        "--passphrase-file",
        "weak",
        "init",
        "--no-input",
        "--recovery-file",
        "r2",
        "--json",
    ]
    assert program.bare(*words).json["error"]["exit"] == 7
    assert not (program.folder / "new.vault").exists()
    assert not (program.folder / "r2").exists()


def test_a_secret_given_as_an_argument_is_not_an_option(program: Program) -> None:
    for words in (["--passphrase", PASSPHRASE], ["case", "new", "--name", "Ali"], ["find", "Ali"]):
        said = program.run(*words)
        assert said.code == 2
        assert "Ali" not in said.err.replace("Alive", "")


def test_global_options_stand_before_or_after_the_verb(program: Program) -> None:
    after = program.bare("case", "list", "--vault", program.vault, "--json", "--passphrase-file=passphrase")
    before = program.bare(
        "--json", "--vault", program.vault, "--passphrase-file", "passphrase", "case", "list"
    )
    assert after.json == before.json
    assert after.json["total"] == 0


def test_the_passphrase_and_the_facts_may_share_standard_input(program: Program) -> None:
    given = PASSPHRASE + "\n" + json.dumps(entry("Ali"))
    said = program.bare(
        "--vault", program.vault, "--passphrase-file", "-", "case", "new", "--from", "-", given=given
    )
    assert said.code == 0, said


def test_read_only_refuses_to_change_anything(program: Program) -> None:
    before = (program.folder / program.vault).read_bytes()
    said = program.run("--read-only", "case", "new", "--from", "-", "--json", given=entry("Ali"))
    assert said.code in {2, 11}, said
    assert (program.folder / program.vault).read_bytes() == before


def test_dry_run_keeps_nothing(program: Program) -> None:
    assert program.ask("case", "new", "--dry-run", "--from", "-", given=entry("Ali"))["claims"]
    assert program.ask("case", "list")["total"] == 0


@pytest.mark.skipif(os.name == "nt", reason="the limit is a POSIX one")
def test_a_full_disk_leaves_the_vault_as_it_was_and_no_half_file(program: Program) -> None:
    program.ask("case", "new", "--from", "-", given=entry("Ali"))
    shell = 'ulimit -f 8; exec "$@"'
    import subprocess
    import sys

    ran = subprocess.run(
        ["bash", "-c", shell, "bash", sys.executable, "-m", "registry", "--vault", program.vault, "--passphrase-file",
         "passphrase", "case", "new", "--from", "-", "--json"],
        input=json.dumps(entry("x" * 190, note="y" * 90_000)).encode(), capture_output=True, cwd=program.folder,
        env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1"}, check=False,
    )  # fmt: skip
    assert ran.returncode == 6, ran
    assert program.ask("case", "list")["total"] == 1
    assert program.ask("vault", "check")["sound"]
