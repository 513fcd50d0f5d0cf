"""The reference pages say what the program does now, and every command has its place on them."""

from __future__ import annotations

from typing import Annotated

import pytest
import typer

from tests import reference
from tests.floors import ROOT

REMEDY = "run ./dev docs"


@pytest.fixture
def little() -> typer.Typer:
    """Return an application with one command at the top, one below, and one that is hidden."""
    app = typer.Typer(help="A little program.", add_completion=False, rich_markup_mode=None)
    below = typer.Typer()

    @app.callback()
    def everywhere(json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
        """Stand for the options that hold everywhere."""

    @app.command("look")
    def look(
        case: Annotated[str, typer.Argument(metavar="CASE")],
        many: Annotated[list[str] | None, typer.Option(help="Again.")] = None,
    ) -> None:
        """Look at one case."""

    @below.command("new")
    def new() -> None:
        """Take one in."""

    @below.command("secret", hidden=True)
    def secret() -> None:
        """Do what nobody reads of."""

    app.add_typer(below, name="thing")
    return app


def test_the_tree_lists_every_command_that_is_not_hidden(little: typer.Typer) -> None:
    assert [path for path, _ in reference.tree(little)] == ["registry look", "registry thing new"]


def test_a_command_stands_on_its_page_with_its_parameters(little: typer.Typer) -> None:
    page = reference.commands_page(little)
    assert "## registry look\n\n`registry look CASE`\n\nLook at one case.\n" in page
    assert "may be repeated" in page
    assert "`--json`" in page
    assert "secret" not in page


def test_every_page_is_up_to_date() -> None:
    made = reference.pages()
    stale = [
        str(path.relative_to(ROOT))
        for path, text in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], REMEDY
    extra = [path.name for path in reference.made_schemas() if path not in made]
    assert extra == [], REMEDY


def test_every_command_is_explained() -> None:
    from registry.cli.app import app

    written = (reference.REFERENCE / "commands.md").read_text(encoding="utf-8")
    for path, command in reference.tree(app):
        assert f"\n## {path}\n" in written, f"{path} has no page: {REMEDY}"
        assert command.help, path
