"""`registry match`: who may be the same person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli import match_shapes as shapes
    from registry.errors import RegistryError
    from registry.matching.comparing import Person

app = typer.Typer(no_args_is_help=True)

COMPARE_EPILOG = (
    "Example: registry match compare --from pairs.jsonl   where each line is "
    '{"left": "…", "right": "…"}, of names or of objects of facts (name, father, mother, family_name, sex, born).'
)

# A pair of names is short; a longer line is answered as one that cannot be read, and passed over unread.
_LONGEST = 65_536


@app.command("compare", epilog=COMPARE_EPILOG)
def compare(
    context: typer.Context,
    pairs_from: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="Pairs as JSON lines; - for standard input."),
    ] = None,
) -> None:
    """Compare two names, or two people by their facts, part by part; no vault is opened.

    With --from, one JSON line is answered for each line read, in its order; a line that cannot be read is answered
    by its error in its place.
    """
    from registry.cli import output
    from registry.cli.session import STDIN, can_ask, standard_input
    from registry.errors import UsageRefused

    settings: Settings = context.obj
    if pairs_from is not None:
        if pairs_from == STDIN:
            _answer_lines(standard_input())
        else:
            with Path(pairs_from).open("rb") as stream:
                _answer_lines(stream)
        return
    if not can_ask(settings):
        raise UsageRefused(
            "names are never given on the command line", "give --from FILE, or --from - and JSON lines"
        )
    shape = _compared(*_asked(settings))
    output.answer(settings, shape, lambda: _drawn(shape, settings))


def _asked(settings: Settings) -> tuple[Person, Person]:
    """Ask for the two names; at the end of input nothing was said."""
    from registry.cli.reading import read_text
    from registry.matching.comparing import Person

    left, right = (read_text(settings, None, which) for which in ("One name", "The other"))
    return Person.of(left), Person.of(right)


def _answer_lines(stream: IO[bytes]) -> None:
    from registry.cli import output

    answered = False
    for number, raw in _lines(stream):
        output.write_out(output.encoded_line(_answered(number, raw)) + "\n")
        answered = True
    if not answered:
        raise _refused("there is no pair to compare")


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line with its number, blank ones left out; None for one that is too long to be read."""
    number = 0
    while raw := stream.readline(_LONGEST + 1):
        number += 1
        if len(raw) > _LONGEST and not raw.endswith(b"\n"):
            while raw and not raw.endswith(b"\n"):  # its rest is passed over piece by piece
                raw = stream.readline(_LONGEST)
            yield number, None
        elif raw.strip():
            yield number, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw


def _answered(number: int, raw: bytes | None) -> shapes.Compared | shapes.NotCompared:
    from registry.cli import match_shapes as shapes
    from registry.cli.output import FailureBody
    from registry.errors import RegistryError

    try:
        return _compared(*_pair(raw))
    except RegistryError as refused:
        return shapes.NotCompared(
            number, FailureBody(refused.code, refused.message, refused.hint, refused.exit_code)
        )


_HINT = 'write it as {"left": "…", "right": "…"}, in UTF-8, with a name or an object of facts on each side'


def _pair(raw: bytes | None) -> tuple[Person, Person]:
    import msgspec

    from registry.matching.comparing import Person

    if raw is None:
        raise _refused(f"the line is longer than {_LONGEST:,} bytes")
    try:
        given: Any = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        raise _refused("the line is not JSON") from broken
    if not isinstance(given, dict) or set(given) != {"left", "right"}:
        raise _refused("the line has not a left and a right side alone")
    if not all(isinstance(given[side], str | dict) for side in ("left", "right")):
        raise _refused("a side is neither a name nor an object of facts")
    return Person.of(given["left"]), Person.of(given["right"])


def _refused(message: str) -> RegistryError:
    from registry.errors import InputRefused

    return InputRefused(message, _HINT)


def _compared(left: Person, right: Person) -> shapes.Compared:
    from registry.cli import match_shapes as shapes
    from registry.matching.comparing import compare as compare_people

    found = compare_people(left, right)
    parts = tuple(shapes.PartItem(p.part, p.state, p.left, p.right, p.likeness) for p in found.parts)
    return shapes.Compared(found.score, found.same, parts)


def _drawn(shape: shapes.Compared, settings: Settings) -> Iterator[RenderableType]:
    """Draw a comparison: one line a part, then what it comes to."""
    from registry.cli.drawing import table, wrapped

    parts = table(settings, "part", "one", "the other", "")
    for part in shape.parts:
        parts.add_row(part.part, wrapped(part.left), wrapped(part.right), part.state)
    yield parts
    says = "may be one person" if shape.same else "not enough for one person"
    yield wrapped(f"{says}; {shape.score:.2f} of 1")
