"""`registry vocabulary`: the closed lists of terms, their labels, and what other systems call them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli import vocabulary_shapes as shapes
    from registry.words.terms import Term, Vocabulary

app = typer.Typer(no_args_is_help=True)

# The rooms in which vocabularies are declared. A new one is found where it stands, and listed nowhere.
_ROOMS = ("words", "sources", "provenance", "cases", "desk")

SHOW_EPILOG = (
    "Example: registry vocabulary show status   or, for scripts: registry vocabulary show status --json"
)


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Return every vocabulary of the program by its name as one word (`kind-of-source`), in alphabetical order."""
    import importlib
    import pkgutil

    from registry.words.terms import Vocabulary

    found: dict[str, Vocabulary] = {}
    for room in _ROOMS:
        package = importlib.import_module(f"registry.{room}")
        for module in pkgutil.iter_modules(package.__path__, f"registry.{room}."):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Vocabulary):
                    found[value.name.replace(" ", "-")] = value
    return dict(sorted(found.items()))


def elsewhere(term: Term) -> str:
    """Return what other systems call a term, as one line."""
    return ", ".join(f"{scheme} {code}" for scheme, code in term.codes.items())


@app.command("list", epilog="Example: registry vocabulary list")
def list_(context: typer.Context) -> None:
    """List the vocabularies, and the schemes of other systems that their terms are matched with."""
    from registry.cli import output
    from registry.cli import vocabulary_shapes as shapes
    from registry.words.crosswalk import schemes

    settings: Settings = context.obj
    shape = shapes.VocabularyList(
        items=tuple(
            shapes.VocabularyItem(
                name=name,
                title=vocabulary.name,
                terms=len(vocabulary.terms),
                schemes=tuple(sorted({scheme for term in vocabulary for scheme in term.codes})),
            )
            for name, vocabulary in vocabularies().items()
        ),
        total=len(vocabularies()),
        schemes=tuple(
            shapes.SchemeItem(
                scheme=one.key,
                title=one.title,
                source=one.source,
                whole=one.whole,
                codes=dict(one.codes),
                unused=dict(one.unused),
                reads=dict(one.reads),
                vocabulary=one.vocabulary.replace(" ", "-"),
            )
            for one in schemes().values()
        ),
    )
    output.answer(settings, shape, lambda: _listed(shape, settings))


def _listed(shape: shapes.VocabularyList, settings: Settings) -> Iterator[RenderableType]:
    from registry.cli.drawing import safe, table, wrapped

    drawn = table(settings, "vocabulary", "terms", "also known to")
    for item in shape.items:
        drawn.add_row(safe(item.name), str(item.terms), wrapped(", ".join(item.schemes)))
    yield drawn
    for scheme in shape.schemes:
        yield wrapped(f"{scheme.scheme}: {scheme.title}", "dim")


@app.command("show", epilog=SHOW_EPILOG)
def show(
    context: typer.Context,
    vocabulary: Annotated[
        str, typer.Argument(metavar="VOCABULARY", help="Its name, see `registry vocabulary list`.")
    ],
) -> None:
    """Show the terms of one vocabulary: code, labels in three languages, other words, and codes elsewhere."""
    from registry.cli import output
    from registry.cli import vocabulary_shapes as shapes

    settings: Settings = context.obj
    wanted, found = _named(vocabulary)
    shape = shapes.VocabularyShown(
        name=wanted,
        title=found.name,
        terms=tuple(
            shapes.TermItem(
                code=term.code,
                en=term.en,
                fr=term.fr,
                ar=term.ar,
                aliases=term.aliases,
                note=term.note,
                codes=dict(term.codes),
            )
            for term in found
        ),
    )
    output.answer(settings, shape, lambda: _shown(shape, settings))


def _named(name: str) -> tuple[str, Vocabulary]:
    import difflib

    from registry.errors import NotFound

    wanted = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    if wanted not in vocabularies():
        near = difflib.get_close_matches(wanted, vocabularies(), 1)
        hint = f"did you mean `{near[0]}`?" if near else "see `registry vocabulary list`"
        raise NotFound("there is no vocabulary of that name", hint)
    return wanted, vocabularies()[wanted]


def _shown(shape: shapes.VocabularyShown, settings: Settings) -> Iterator[RenderableType]:
    from registry.cli.drawing import safe, table, wrapped

    drawn = table(settings, "code", "English", "French", "Arabic")
    for column in drawn.columns[1:]:
        column.no_wrap, column.overflow = False, "fold"
    for term in shape.terms:
        drawn.add_row(safe(term.code), *map(wrapped, (term.en, term.fr, term.ar)))
    yield drawn
    schemes = sorted({scheme for term in shape.terms for scheme in term.codes})
    if schemes:
        crosswalk = table(settings, "code", *schemes)
        for term in shape.terms:
            crosswalk.add_row(safe(term.code), *(safe(term.codes.get(scheme, "-")) for scheme in schemes))
        yield wrapped(
            "what other systems call them; `registry vocabulary list` says where it was seen", "dim"
        )
        yield crosswalk
