"""`registry hq`: hashes of every case for headquarters, and the pairs that its engine finds in those of many offices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli import peer_shapes

app = typer.Typer(no_args_is_help=True)

_COLUMNS = (
    "Example: registry hq columns ours.columns --new-key hq.key   once, at headquarters; elsewhere   registry hq columns ours.columns "
    "--key-from hq.key   The key is carried by another way than the columns, and kept like a passphrase: with it names can be tried out."
)
_PAIRS = (
    "Example: registry hq pairs --out found.pairs one.columns two.columns   Needs the extra hq. On Spark: --engine spark --master "
    "spark://host:7077. No vault is opened: the columns hold hashes and ids only."
)


@app.command("columns", epilog=_COLUMNS)
def columns(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The new file; never an existing one.")],
    key: Annotated[
        str | None, typer.Option("--key-from", metavar="FILE", help="The key that headquarters gave out.")
    ] = None,
    new_key: Annotated[Path | None, typer.Option(metavar="FILE", help="Make a key, into a new file.")] = None,
) -> None:
    """Write what headquarters compares: keyed hashes of names, dates and places, and no word of them."""
    import secrets

    from registry.cli import output, session
    from registry.cli import peer_shapes as shapes
    from registry.cli.progress import progress
    from registry.cli.reading import read_bytes
    from registry.cli.writing import new_file
    from registry.desk import hq
    from registry.errors import UsageRefused
    from registry.matching.pseudonyms import KEY_BYTES, key_mark

    settings: Settings = context.obj
    if (key is None) == (new_key is None):
        raise UsageRefused(
            "one key is needed, and one only", "give --key-from FILE, or --new-key FILE at headquarters"
        )
    secret = secrets.token_bytes(KEY_BYTES) if key is None else hq.read_key(read_bytes(key))
    with session.at_desk(settings, read_only=True) as desk, ExitStack() as kept:
        if new_key is not None:
            kept.enter_context(new_file(new_key)).write(secret.hex().encode() + b"\n")
        with new_file(out) as stream, progress(settings, "hashing") as told:
            many = hq.write_columns(stream, hq.columns(desk, secret, told), secret)
    shape = shapes.ColumnsWritten(
        path=str(out), cases=many, key_mark=key_mark(secret), key_made=str(new_key) if new_key else ""
    )
    output.answer(settings, shape, lambda: _columns_drawn(shape.cases))


def _columns_drawn(many: int) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    yield wrapped(f"hashes of {many:,} cases are in that file, and no name", "bold")
    yield wrapped("whoever has the key as well can try out names: carry the two by different ways, and destroy the file once "
                  "it was compared", "dim")  # fmt: skip


@app.command("pairs", epilog=_PAIRS)
def pairs(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="COLUMNS…", help="What each office wrote.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The new file for pairs.")],
    engine: Annotated[str, typer.Option(help="duckdb or spark.")] = "duckdb",
    threshold: Annotated[float, typer.Option(min=0, max=1, help="The lowest score of a pair.")] = 0.9,
    memory: Annotated[str, typer.Option(metavar="SIZE", help="What DuckDB may take, such as 8GB.")] = "",
    master: Annotated[str, typer.Option(metavar="URL", help="Where Spark runs.")] = "local[*]",
    spark_conf: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A setting of Spark's; repeat.")
    ] = None,
) -> None:
    """Find pairs of cases that may be the same person among the columns of many offices."""
    from registry.cli import output
    from registry.cli import peer_shapes as shapes
    from registry.cli.writing import new_file
    from registry.desk import hq
    from registry.errors import UsageRefused
    from registry.matching.engine import Engine
    from registry.matching.engine import pairs as found_pairs

    settings: Settings = context.obj
    named = dict(one.partition("=")[::2] for one in spark_conf or ())
    if not all(named.values()):
        raise UsageRefused("a setting of Spark's has no value", "give --spark-conf NAME=VALUE")
    counted = 0

    def rows(streams: ExitStack) -> Iterator[dict[str, str]]:
        nonlocal counted
        for row in hq.read_columns(streams.enter_context(_opened(path)) for path in files):
            counted += 1
            yield row

    wanted = Engine(engine, memory, master=master, settings=named)
    with ExitStack() as streams, new_file(out) as stream:
        many = hq.write_pairs(stream, found_pairs(rows(streams), wanted, threshold))
    shape = shapes.PairsFound(path=str(out), engine=engine, cases=counted, pairs=many, threshold=threshold)
    output.answer(settings, shape, lambda: _pairs_drawn(shape))


def _opened(path: Path) -> IO[bytes]:
    from registry.errors import NotFound

    try:
        return path.open("rb")
    except OSError:
        raise NotFound(
            "a file of columns is not there or cannot be read", "give the files that each office wrote"
        ) from None


def _pairs_drawn(shape: peer_shapes.PairsFound) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    yield wrapped(
        f"{shape.pairs:,} pairs from a score of {shape.threshold} among {shape.cases:,} cases", "bold"
    )
    yield wrapped("a pair is a suggestion: a person looks at both cases before anything is linked", "dim")


@app.command("take", epilog="Example: registry hq take found.pairs   then   registry match review")
def take(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="PAIRS", help="What `registry hq pairs` wrote.")],
) -> None:
    """Take pairs back as candidates for `registry match review`; nothing is linked by it."""
    from registry.cli import output, session
    from registry.cli import peer_shapes as shapes
    from registry.desk import hq
    from registry.desk.matching import take_pairs

    settings: Settings = context.obj
    with session.at_desk(settings) as desk, _opened(file) as stream:
        came = list(hq.read_pairs(stream))
        taken, vetoed = take_pairs(desk, [(one.left, one.right) for one in hq.candidates(desk, came)])
    known = len(came) - taken - vetoed
    shape = shapes.PairsTaken(pairs=len(came), taken=taken, known=known, vetoed=vetoed)
    output.answer(settings, shape, lambda: _taken_drawn(shape))


def _taken_drawn(shape: peer_shapes.PairsTaken) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    yield wrapped(f"{shape.taken:,} pairs to look at; go through them with `registry match review`", "bold")
    yield wrapped(
        f"{shape.known:,} known, decided about or of cases elsewhere, {shape.vetoed:,} contradicted by hard facts",
        "dim",
    )
