"""The tree of commands, and the options that all of them take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from registry import __version__
from registry.cli import (
    actions,
    cases,
    claims,
    consents,
    doctor,
    episodes,
    exhibits,
    exporting,
    forming,
    full_screens,
    general,
    groups,
    headquarters,
    importing,
    journal,
    ledgers,
    match_verbs,
    packs,
    registers,
    requests,
    reviews,
    searching,
    shell,
    sources,
    statuses,
    tasks,
    vaults,
    vocabularies,
)
from registry.cli.settings import Runner, Settings

LANGUAGES = ("en", "fr", "ar")

app = typer.Typer(
    name="registry",
    help="An offline, sealed registry of people missing or held after crossing lines.",
    epilog="Start with `registry demo`, or `registry init`. Options on this page may stand before or after the verb.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def everywhere(
    context: typer.Context,
    vault: Annotated[
        Path | None,
        typer.Option(envvar="REGISTRY_VAULT", help="The vault file.", show_default="your data directory"),
    ] = None,
    passphrase_fd: Annotated[
        int | None, typer.Option(metavar="N", help="Read the passphrase from this open descriptor.")
    ] = None,
    passphrase_file: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Read it from the first line of a file, - for standard input."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="No colour and no boxes.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask; refuse instead.")] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="Refuse to change anything.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no remarks.")] = False,
    lang: Annotated[str, typer.Option(metavar="CODE", help="Language of labels: en, fr or ar.")] = "en",
    show_version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, hidden=True)
    ] = False,
) -> Callable[[Runner], int] | int | None:
    """Take in the options that hold for every command."""
    if lang not in LANGUAGES:
        raise typer.BadParameter(f"use one of: {', '.join(LANGUAGES)}", param_hint="'--lang'")
    del show_version
    context.obj = Settings(
        vault, passphrase_fd, passphrase_file, json, plain, no_input, read_only, quiet, lang or "en"
    )
    if context.invoked_subcommand is None:
        return full_screens.without_words(context)
    return None


app.command("init")(vaults.init)
app.command("demo")(general.demo)
app.add_typer(cases.app, name="case", help="Case files of people and groups.")
app.add_typer(claims.app, name="claim", help="What one source states of one fact.")
app.add_typer(sources.app, name="source", help="Who gives information, and how reliable they are.")
app.add_typer(exhibits.app, name="exhibit", help="Files kept as sealed evidence.")
app.add_typer(statuses.app, name="status", help="The status of a case, under the rules.")
app.add_typer(consents.app, name="consent", help="Who agreed to what, towards whom.")
app.add_typer(tasks.app, name="task", help="What is to be done, by whom and by when.")
app.command("agenda", epilog=tasks.AGENDA_EPILOG)(tasks.agenda)
app.add_typer(actions.app, name="action", help="Steps towards authorities and bodies.")
app.add_typer(requests.app, name="request", help="Tracing requests of families.")
app.add_typer(reviews.app, name="review", help="What waits for a second person.")
app.add_typer(groups.app, name="group", help="Reports about many unnamed people.")
app.add_typer(
    forming.app, name="form", help="Sheets for those who search: what is missing, by when, and the sheet."
)
app.add_typer(packs.app, name="pack", help="Facts of an organisation's own, as data.")
app.add_typer(episodes.held, name="held", help="Times held: what sources state, and the chain of them.")
app.add_typer(episodes.crossing, name="crossing", help="Crossings from one party's area to another's.")
app.add_typer(registers.facility, name="facility", help="Places where people are held.")
app.add_typer(registers.actor, name="actor", help="Alleged holders.")
app.add_typer(registers.place, name="place", help="Places, and who controlled them when.")
app.add_typer(importing.app, name="import", help="Lists of others, brought in row by row.")
app.command("find", epilog=searching.EPILOG)(searching.find)
app.add_typer(match_verbs.app, name="match", help="Who may be the same person.")
app.add_typer(exporting.app, name="export", help="Whole cases for a colleague's system, by consent.")
app.add_typer(headquarters.app, name="hq", help="Comparing the registers of many offices.")
app.add_typer(ledgers.app, name="disclose", help="Anonymised summaries.")
app.add_typer(vaults.app, name="vault", help="The vault itself.")
app.add_typer(journal.app, name="journal", help="Who did what, in order, signed.")
app.add_typer(
    vocabularies.app, name="vocabulary", help="The closed lists of terms, and their codes elsewhere."
)
vaults.app.command("lock", epilog=shell.LOCK_EPILOG)(shell.lock)
app.command("undo")(general.undo)
app.add_typer(doctor.app, name="doctor", help=doctor.HELP)
app.command("tui", epilog=full_screens.EPILOG)(full_screens.tui)
app.command("shell", epilog=shell.EPILOG)(shell.shell)
app.command("docs")(general.docs)
app.command("completion")(general.completion)
app.command("version")(general.version)
