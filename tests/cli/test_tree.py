"""The tree of commands is Typer's own, made branch by branch."""

from __future__ import annotations

from typing import Any

import pytest
import typer.main

from registry.cli.app import app
from registry.cli.tree import Branch, command_of
from tests.cli.test_shapes import commands

# What a line says to the parser, and what a person reads of it in help.
TOLD = (
    "name",
    "help",
    "epilog",
    "short_help",
    "hidden",
    "deprecated",
    "no_args_is_help",
    "context_settings",
    "options_metavar",
)


def told(command: Any) -> list[object]:
    """Return everything that help and the parser know of one command."""
    options = [
        (type(one), one.name, one.opts, one.secondary_opts, type(one.type), one.type.name, one.default, one.required, one.nargs,
         one.multiple, getattr(one, "help", None), getattr(one, "hidden", None), one.envvar, one.metavar)
        for one in command.params
    ]  # fmt: skip
    kept = [getattr(command, name) for name in TOLD] + [getattr(command, "rich_markup_mode", None)]
    return [type(command), *kept, getattr(command, "suggest_commands", None), *options]


def groups(command: Any) -> list[Any]:
    below = [groups(one) for one in getattr(command, "commands", {}).values()]
    return [command, *(one for inner in below for one in inner)] if hasattr(command, "commands") else []


def test_the_whole_tree_is_what_typer_makes_of_the_same_application() -> None:
    ours, theirs = (command_of.__wrapped__(app), typer.main.get_command(app))
    assert [(path, told(one)) for path, one in commands(ours)] == [
        (path, told(one)) for path, one in commands(theirs)
    ]
    assert [(told(one), list(one.commands)) for one in groups(ours)] == [
        (told(one), list(one.commands)) for one in groups(theirs)
    ]


def made(branch: Any) -> dict[str, Any]:
    return branch._made if isinstance(branch, Branch) else {}


def test_a_command_line_makes_its_own_branch_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    root = command_of.__wrapped__(app)
    root(["vault", "slots", "list", "--help"], prog_name="registry", standalone_mode=False)
    assert "Usage: registry vault slots list" in capsys.readouterr().out
    assert list(made(root.commands)) == ["vault"]
    assert list(made(root.commands["vault"].commands)) == ["slots"]
    assert list(made(root.commands["vault"].commands["slots"].commands)) == ["list"]


def test_what_is_mistyped_is_guessed_without_making_what_it_is_not() -> None:
    root = command_of.__wrapped__(app)
    with pytest.raises(typer.TyperException, match=r"Did you mean 'vault'\?"):
        root(["valt", "info"], prog_name="registry", standalone_mode=False)
    assert made(root.commands) == {}
    with pytest.raises(typer.TyperException, match=r"Did you mean 'check'"):
        root(["vault", "chek"], prog_name="registry", standalone_mode=False)
    assert list(made(root.commands)) == ["vault"]


def test_completion_offers_what_stands_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from registry.cli.run import main

    monkeypatch.setenv("_REGISTRY_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "registry vault slots ")
    monkeypatch.setenv("COMP_CWORD", "3")
    with pytest.raises(SystemExit):
        main([])
    assert capsys.readouterr().out.split() == ["list", "add", "remove", "role"]
