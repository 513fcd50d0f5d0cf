"""`registry pack`: facts of an organisation's own, added to a vault as data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cases.packs import Pack, PackFact
    from registry.cli.pack_shapes import PackFactItem, PackItem, PackList, PackShown

app = typer.Typer(no_args_is_help=True)

Key = Annotated[str, typer.Argument(metavar="NAME", help="The pack's key, see `registry pack list`.")]
File = Annotated[
    str, typer.Argument(metavar="FILE", help="A TOML file, - for standard input, or a shipped pack.")
]

_ADD = (
    "Example: registry pack check ours.toml   then   registry pack add ours.toml   A newer version is added in the "
    "same way; nothing that a case uses can be lost by it."
)


@app.command("add", epilog=_ADD)
def add(context: typer.Context, file: File) -> None:
    """Have the vault carry a pack: its facts are asked, shown and read from then on, and never leave."""
    from registry.cli import output, screens, session
    from registry.cli.progress import progress
    from registry.desk.packing import add_pack

    settings: Settings = context.obj
    text = _text(file)
    with session.at_desk(settings) as desk:
        with progress(settings, "looking through the cases") as told:
            pack = add_pack(desk, text, told)
        shape = _item(pack, "asked")
    said = f"pack {shape.key}, version {shape.version}: {shape.facts} facts, all of them withheld always"
    output.answer(settings, shape, lambda: screens.done(said))


@app.command(
    "check",
    epilog="Example: registry pack check ours.toml   says the line of the first mistake; needs no vault.",
)
def check(context: typer.Context, file: File) -> None:
    """Say whether a file is a pack that a vault could carry; keeps nothing."""
    from registry.cli import output, screens
    from registry.desk.packing import checked

    settings: Settings = context.obj
    shape = _item(checked(_text(file)), "checked")
    output.answer(
        settings,
        shape,
        lambda: screens.done(f"pack {shape.key}, version {shape.version}: {shape.facts} facts, sound"),
    )


@app.command(
    "list",
    epilog="Example: registry pack list   A pack that the program brings is added with `registry pack add NAME`.",
)
def list_(context: typer.Context) -> None:
    """List the packs that the vault carries, and those that come with the program."""
    from registry.cases.packs import read_pack
    from registry.cli import output, session
    from registry.cli.pack_shapes import PackList
    from registry.desk.carried import carried
    from registry.desk.packing import shipped

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        items = [_item(one.pack, "removed" if one.removed else "asked") for one in carried(desk.vault)]
    here = {item.key for item in items}
    items += [_item(read_pack(text), "shipped") for key, text in shipped().items() if key not in here]
    shape = PackList(items=tuple(items), total=len(items))
    output.answer(settings, shape, lambda: _listed(shape, settings))


@app.command("show", epilog="Example: registry pack show ante_mortem")
def show(context: typer.Context, wanted: Key) -> None:
    """Show the facts of a pack that the vault carries, or that comes with the program."""
    from registry.cases.packs import read_pack
    from registry.cli import output, session
    from registry.cli.pack_shapes import PackShown
    from registry.desk.packing import pack_named, shipped
    from registry.errors import NotFound

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        try:
            found = pack_named(desk, wanted)
            pack, state = found.pack, "removed" if found.removed else "asked"
        except NotFound:
            if wanted not in (brought := shipped()):
                raise
            pack, state = read_pack(brought[wanted]), "shipped"
    facts = tuple(_fact(one, settings.lang) for one in pack.facts)
    shape = PackShown(pack=_item(pack, state), facts=facts)
    output.answer(settings, shape, lambda: _shown(shape, settings))


@app.command(
    "export",
    epilog="Example: registry pack export ante_mortem > ante_mortem.toml   holds no case and no name.",
)
def export(context: typer.Context, wanted: Key) -> None:
    """Print a pack as the file it was written in, to be shared with other organisations."""
    from registry.cases.packs import read_pack
    from registry.cli import output, session
    from registry.cli.pack_shapes import PackText
    from registry.desk.packing import pack_named, shipped
    from registry.errors import NotFound

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        try:
            found = pack_named(desk, wanted)
            text, pack = found.text, found.pack
        except NotFound:
            if wanted not in (brought := shipped()):
                raise
            text, pack = brought[wanted], read_pack(brought[wanted])
    shape = PackText(key=pack.key, version=pack.version, text=text)
    if settings.json:
        output.answer(settings, shape, lambda: ())
    else:
        output.write_out(text if text.endswith("\n") else f"{text}\n")


@app.command("remove", epilog="Example: registry pack remove ours   `registry pack add` brings it back.")
def remove(context: typer.Context, wanted: Key) -> None:
    """Ask a pack's questions no more; what was answered stays in the cases and stays readable."""
    from registry.cli import output, screens, session
    from registry.desk.packing import remove_pack

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        shape = _item(remove_pack(desk, wanted).pack, "removed")
    output.answer(
        settings, shape, lambda: screens.done(f"pack {shape.key} is asked no more; its answers stay")
    )


def _text(file: str) -> str:
    """Return the text of a pack: a file's, or that of a pack the program brings; raise ``InputRefused``."""
    from registry.cases.packs import LARGEST
    from registry.cli.session import STDIN, standard_input
    from registry.desk.packing import shipped
    from registry.errors import InputRefused

    if file != STDIN and not Path(file).exists() and file in (brought := shipped()):
        return brought[file]
    if file == STDIN:
        raw = standard_input().read(LARGEST + 1)
    else:
        with Path(file).open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as broken:
        if len(raw) > LARGEST:
            raise InputRefused(
                f"the pack is larger than {LARGEST:,} bytes", "part it into several"
            ) from broken
        raise InputRefused("the pack is not UTF-8", "save it as UTF-8") from broken


# Folding and drawing


def _item(pack: Pack, state: str) -> PackItem:
    from registry.cli.pack_shapes import PackItem

    return PackItem(
        key=pack.key, version=pack.version, label=pack.label(), subject=pack.subject, asked=pack.asked,
        facts=len(pack.facts), state=state, source=pack.source,
    )  # fmt: skip


def _fact(one: PackFact, lang: str) -> PackFactItem:
    from registry.cli.pack_shapes import PackFactItem, PackTermItem
    from registry.words.terms import Coded

    declared, kind = one.declared, one.declared.kind
    terms = kind.vocabulary if issubclass(kind, Coded) else ()
    return PackFactItem(
        key=declared.key, label=declared.fact.label_in(lang), labels=dict(declared.fact.labels or {}), kind=one.kind,
        several=declared.fact.several, identifying=declared.fact.identifying, sensitive=declared.fact.sensitive,
        aliases=declared.fact.aliases, help=one.help,
        terms=tuple(PackTermItem(code=term.code, label=term.show(lang)) for term in terms),
    )  # fmt: skip


def _listed(shape: PackList, settings: Settings) -> Iterator[RenderableType]:
    from registry.cli.drawing import safe, table, wrapped

    drawn = table(settings, "pack", "version", "facts", "state", "label")
    for item in shape.items:
        drawn.add_row(*map(safe, (item.key, item.version, item.facts, item.state, item.label)))
    yield drawn
    if any(item.state == "shipped" for item in shape.items):
        yield wrapped("add one that is shipped with `registry pack add NAME`", "dim")


def _shown(shape: PackShown, settings: Settings) -> Iterator[RenderableType]:
    from registry.cli.drawing import safe, table, wrapped

    item = shape.pack
    yield wrapped(
        f"{item.key}, version {item.version}: {item.label} ({item.subject}, {item.asked}, {item.state})",
        "bold",
    )
    drawn = table(settings, "key", "kind", "label")
    for fact in shape.facts:
        kind = f"{fact.kind}: {len(fact.terms)} terms" if fact.terms else fact.kind
        drawn.add_row(*map(safe, (fact.key, kind, fact.label)))
    yield drawn
    yield wrapped("none of this ever leaves the vault in a summary", "dim")
    if item.source:
        yield wrapped(item.source, "dim")
