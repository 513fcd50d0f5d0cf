"""Every command answers with --json in a published shape, and takes no identifying fact as an option."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from registry.cases.casefile import EPISODES, SUBJECTS
from registry.cases.register import REGISTERS
from registry.cli.app import app
from registry.cli.tree import command_of
from registry.words.fact import facts_of
from tests.cli.program import SHAPES, Program, keeps_shape


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command of the tree with its path."""
    below = getattr(command, "commands", {})
    if not below:
        yield path, command
    for name, one in below.items():
        yield from commands(one, (*path, name) if name else path)  # a command may be its group's own word


TREE = dict(commands(command_of(app)))


def test_every_command_has_a_shape() -> None:
    assert set(SHAPES) == set(TREE)


def test_no_identifying_fact_is_an_option_and_no_secret_either() -> None:
    identifying = {
        key.replace("_", "-")
        for subject in (*SUBJECTS.values(), *EPISODES.values(), *REGISTERS.values())
        for key, declared in facts_of(subject).items()
        if declared.fact.identifying
    }
    identifying -= {
        "on"
    }  # the day of a consent or a step is the office's own, and a crossing's day has the same key
    options = {
        name.lstrip("-")
        for command in TREE.values()
        for parameter in command.params
        for name in parameter.opts
    }
    assert not identifying & options
    assert not {"passphrase", "password", "recovery-key", "key", "secret", "token"} & options


def test_commands_without_a_vault_keep_their_shape(program: Program) -> None:
    for words in (
        ("docs",),
        ("docs", "fields"),
        ("docs", "exit-codes"),
        ("docs", "statuses"),
        ("version", "--sbom"),
    ):
        said = program.bare(*words, "--json")
        assert said.code == 0, said
        keeps_shape(words[:1], said.json)
        assert program.bare(*words).code == 0


def test_what_is_left_of_the_commands_keeps_its_shape(program: Program) -> None:
    source = program.ask(
        "source", "new", "--from", "-", given={"kind": "media", "label": "a paper", "contact": "x"}
    )
    shown = program.ask("source", "show", source["short"], "--contact")
    assert shown["contact"] == "x"
    assert program.ask("source", "show", source["short"])["contact"] is None
    assert program.ask("vault", "info")["sources"] == 1
    assert program.ask("journal", "show")["total"] == 2
    facts = {"wording": "dozens", "last_seen_on": "2016-12"}
    entry = {"kind": "group", "source": source["id"], "facts": facts}
    groups = [program.ask("case", "new", "--from", "-", given=entry)["short"] for _ in range(2)]
    program.ask("group", "relate", groups[0], groups[1], "disjoint", "--no-input")
    assert program.ask("group", "totals", *groups)["unknown"] == []
    person = {"source": source["id"], "facts": {"name": "Ali"}, "consent": ["anonymous_statistics"]}
    case = program.ask("case", "new", "--from", "-", given=person)["short"]
    program.ask("group", "link", groups[0], case, "--no-input")
    program.ask("group", "unlink", groups[0], case, "--no-input")
    assert program.ask("group", "count", groups[0])["named"] == 0
    program.ask("disclose", "plan", "--by", "place,sex")
    program.ask("disclose", "make", "--out", "out", "--confirm", "yes")
    release = program.ask("disclose", "ledger")["items"][0]["release"]
    program.ask("disclose", "again", release, "--out", "again")
    for path in (program.folder / "out").iterdir():
        assert path.read_bytes() == (program.folder / "again" / path.name).read_bytes()


def test_json_lines_stream_the_list(program: Program) -> None:
    people = [{"source": {"kind": "family"}, "facts": {"name": f"Person {n}"}} for n in range(30)]
    program.ask("case", "new", "--from", "-", given=people)
    said = program.run("case", "list", "--json-lines")
    assert len({json.loads(line)["id"] for line in said.out.splitlines()}) == 30
    page = program.ask("case", "list", "--limit", "7", "--offset", "28")
    assert (len(page["items"]), page["total"]) == (2, 30)


def test_completion_prints_a_script_and_needs_no_vault(program: Program) -> None:
    for shell in ("bash", "zsh", "fish", "powershell"):
        said = program.bare("completion", shell)
        assert said.code == 0
        assert "_REGISTRY_COMPLETE" in said.out
        answer = program.ask("completion", shell)
        assert answer == {"shell": shell, "script": said.out.removesuffix("\n")}
    assert program.bare("completion", "cobol").code == 2
    words = program.bare(_REGISTRY_COMPLETE="complete_bash", COMP_WORDS="registry ca", COMP_CWORD="1")
    assert words.out.split() == ["case"]
