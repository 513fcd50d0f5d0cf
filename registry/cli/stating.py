"""Reading what a source states of an episode or of a register's record: as JSON, or question by question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.words.fact import Declared

Source = Annotated[str, typer.Option(help="The id of the source that says so.")]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help='JSON: {"facts": {…}}; - for standard input.'),
]
When = Annotated[str, typer.Option(metavar="DATE", help="The day the source speaks of, as a partial date.")]
Grade = Annotated[str, typer.Option(help="Admiralty grade of the statement, such as C3.")]
Basis = Annotated[str, typer.Option(help="direct_contact, saw, heard, document, laboratory or published")]


def statement(
    settings: Settings,
    input_: str | None,
    source: str,
    declared: Mapping[str, Declared],
    **about: str,
) -> Any:
    """Return ``{"source": …, "facts": {…}, …}`` from JSON, or asked for at the terminal where a person is there."""
    from registry.cli.reading import read_object
    from registry.cli.session import can_ask

    given = {key: value for key, value in {"source": source, **about}.items() if value}
    if input_ is None and can_ask(settings):
        return _asked(settings, declared, given)
    said = read_object(input_)
    return {**said, **given} if isinstance(said, dict) else said


def _asked(settings: Settings, declared: Mapping[str, Declared], given: dict[str, str]) -> dict[str, Any]:
    from registry.cli import asking

    said: dict[str, Any] = {**given, "source": given.get("source") or asking.source(settings)}
    facts: dict[str, Any] = {}
    while not facts:
        for key, fact in declared.items():
            label = fact.fact.label_in(settings.lang)
            answer = asking.control(settings, label) if key == "control" else _value(settings, fact, label)
            if answer is not None:
                facts[key] = answer
        if not facts:
            asking.tell("  at least one fact is needed; press Ctrl-C to stop, nothing is kept")
    return {**said, "facts": facts}


def _value(settings: Settings, fact: Declared, label: str) -> Any:
    from registry.cli import asking

    vocabulary = getattr(fact.kind, "vocabulary", None)
    if vocabulary is not None:
        label = f"{label} ({', '.join(term.show(settings.lang) for term in vocabulary)})"
    return asking.ask(settings, label, asking.value_of(fact))
