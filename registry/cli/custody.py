"""`registry exhibit show`, `verify` and `export`: where evidence came from, that it holds, and reading it out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings
from registry.errors import UsageRefused

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cases.custody import Custody
    from registry.cli import exhibit_shapes as shapes
    from registry.cli.shapes import ExhibitItem, ExhibitList
    from registry.desk.desk import Desk
    from registry.desk.exhibiting import Purpose
    from registry.desk.verifying import Verification

SHOW_EPILOG = "Example: registry exhibit show K7Q-2M9X 3NB-T4WC"
VERIFY_EPILOG = (
    "Example: registry exhibit verify --all   What was found stands in the custody log of each exhibit; with "
    "--read-only nothing is written."
)
EXPORT_EPILOG = (
    "Example: registry exhibit export K7Q-2M9X 3NB-T4WC --out stick/ --without-metadata --from -   then "
    '{"reason": "public appeal", "recipient": "committee A", "purpose": "media"} and Ctrl-D. The copy is not sealed. The '
    "read-out stands in the custody log and in the journal. Without a purpose it is on record as for the office's "
    "own eyes. What a picture shows, and how its camera draws, stays in any copy."
)

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")]
Exhibit = Annotated[str, typer.Argument(metavar="EXHIBIT", help="The exhibit's id.")]


def show(context: typer.Context, case: Case, exhibit: Exhibit) -> None:
    """Show one exhibit: its hash, type and source, the claims read in it, and who had it when and why."""
    from registry.cases.custody import citing, custody
    from registry.cli import exhibit_shapes as shapes
    from registry.cli import folding, output, session
    from registry.desk.naming import exhibit_named
    from registry.evidence.media import called

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        view, names = desk.view(desk.case(case)), desk.names()
        found = exhibit_named(view.case, exhibit, taken_back=True)
        source = desk.kept_source(found.source) and desk.source(found.source)
        shape = shapes.ExhibitShown(
            exhibit=folding.exhibit_item(found),
            case=view.case.id,
            counts=found.id not in view.case.undone,
            content=called(found.media_type),
            source_label=source.label if source else "",
            claims=tuple(folding.claim_item(view, c, settings.lang) for c in citing(view.case, found)),
            custody=tuple(_custody_item(line, names) for line in custody(view.case, found.id)),
        )
        output.answer(settings, shape, lambda: _drawn(shape, settings))


def listed(shape: ExhibitList, settings: Settings) -> Iterator[RenderableType]:
    """Draw the exhibits of a case, marked where the name says another kind of file than the bytes."""
    from registry.cli.drawing import safe, table
    from registry.cli.screens import counted
    from registry.evidence.media import called

    drawn = table(settings, "id", "bytes", "sha-256", "content", "name")
    for item in shape.items:
        other = bool(item.mismatch)
        content = safe(called(item.type) + (" (≠ name)" if other else ""), "bold" if other else "")
        drawn.add_row(item.short, f"{item.size:,}", item.sha256[:16] + "…", content, safe(item.name))
    if shape.items:
        yield drawn
    yield counted(len(shape.items), shape.total, 0, "exhibits")


def _custody_item(line: Custody, names: dict[str, str]) -> shapes.CustodyItem:
    from registry.cli import exhibit_shapes as shapes

    kept = {key: getattr(line.item, key, "") for key in ("recipient", "reason", "found", "copy_sha256")}
    return shapes.CustodyItem(
        did=line.did,
        at=line.at,
        by=names.get(line.by, line.by[:8]),
        device=line.device,
        removed=getattr(line.item, "removed", ()),
        **kept,
    )


def _drawn(shape: shapes.ExhibitShown, settings: Settings) -> Iterator[RenderableType]:
    from registry.cli.drawing import grid, safe, table, wrapped

    item = shape.exhibit
    card = grid()
    card.add_row(item.short, wrapped(item.name, "bold" if shape.counts else "strike dim"))
    card.add_row("content", wrapped(f"{shape.content}, {item.size:,} bytes"))
    if item.mismatch:
        card.add_row("", wrapped(f"≠ {item.mismatch}", "bold"))
    card.add_row("sha-256", wrapped(item.sha256))
    card.add_row("source", wrapped(shape.source_label or "not said"))
    for place, claim in enumerate(shape.claims):
        where = f"  {claim.locator}" if claim.locator else ""
        gone = f"  [{claim.no_longer}]" if claim.no_longer else ""
        said = f"{claim.grade} {claim.short}  {claim.fact.replace('_', ' ')}: {claim.shown}{where}{gone}"
        card.add_row("" if place else "claims", wrapped(said))
    yield card
    drawn = table(settings, "when (UTC)", "by", "what")
    drawn.columns[2].no_wrap, drawn.columns[2].overflow = False, "fold"
    for line in shape.custody:
        when = line.at[:16].replace("T", " ")
        drawn.add_row(when, safe(line.by), wrapped(_in_words(line, item)))
    yield drawn


def _in_words(line: shapes.CustodyItem, exhibit: ExhibitItem) -> str:
    from registry.cases.custody import FOUND, READ_OUT, TAKEN_BACK, TAKEN_IN, VERIFIED

    if line.did == TAKEN_IN:
        return f"taken in, {exhibit.size:,} bytes hashed before sealing"
    if line.did == VERIFIED:
        return f"verified: {FOUND.get(line.found, line.found)}"
    if line.did != READ_OUT:
        return "attaching it was taken back" if line.did == TAKEN_BACK else "brought back"
    to = f" for {line.recipient}" if line.recipient else ""
    why = f": {line.reason}" if line.reason else ", no reason given"
    cleared = f" (a copy without metadata, SHA-256 {line.copy_sha256})" if line.copy_sha256 else ""
    return f"read out{to}{why}{cleared}"


def verify(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="[CASE]", help="The case's id.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="The exhibits of every case.")] = False,
) -> None:
    """Read every sealed byte of exhibits again and compare it with the hash made before sealing; exit 3 names what does not hold."""
    from registry.cli import output, session
    from registry.cli.progress import progress
    from registry.desk.verifying import verify as verify_at

    settings: Settings = context.obj
    if bool(case) is all_:
        raise UsageRefused("either a case or all of them", "give CASE, or --all")
    with session.at_desk(settings) as desk:
        with progress(settings, "reading the exhibits") as told:
            found = verify_at(desk, case, log=not settings.read_only, progress=told)
        shape = _verified(found)
    output.answer(settings, shape, lambda: _verified_drawn(shape))
    if not shape.sound:
        raise typer.Exit(3)


def _verified(found: Verification) -> shapes.ExhibitsVerified:
    from registry.cli import exhibit_shapes as shapes
    from registry.words.identity import short

    items = tuple(
        shapes.VerifiedItem(
            case=short(one.case),
            id=one.exhibit.id,
            short=short(one.exhibit.id),
            name=one.exhibit.name,
            size=one.exhibit.size,
            found=one.found,
            counts=one.counts,
            logged=one.logged,
        )
        for one in found.checked
    )
    return shapes.ExhibitsVerified(
        sound=found.sound, items=items, total=len(items), unreadable=tuple(map(short, found.unreadable))
    )


def _verified_drawn(shape: shapes.ExhibitsVerified) -> Iterator[RenderableType]:
    from registry.cases.custody import AT_HOME, FOUND, HOLDS
    from registry.cli.drawing import wrapped

    held = [item for item in shape.items if item.found == HOLDS]
    read = f"{len(held):,} of {shape.total:,} exhibits hold, {sum(item.size for item in held):,} bytes read"
    yield wrapped(read, "" if shape.sound else "bold")
    for item in shape.items:
        if item.found not in {HOLDS, AT_HOME}:
            yield wrapped(f"exhibit {item.short} of case {item.case}: {FOUND[item.found]}", "bold")
    for case in shape.unreadable:
        yield wrapped(f"the file of case {case} does not open, nor what it says of its exhibits", "bold")
    if at_home := sum(item.found == AT_HOME for item in shape.items):
        yield wrapped(f"{at_home:,} were left at home by this journey", "dim")
    if not shape.sound:
        yield wrapped("look for them in a backup: `registry --vault NEW.vault vault restore COPY`", "blue")
    elif shape.items and not any(item.logged for item in shape.items):
        yield wrapped("nothing was written into the custody logs", "dim")


def export(
    context: typer.Context,
    case: Case,
    exhibit: Exhibit,
    out: Annotated[
        str,
        typer.Option(
            metavar="FILE",
            help="Where the copy goes, never over an existing file; in a folder it gets the exhibit's name, made safe.",
        ),
    ],
    purpose_from: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help="JSON: `reason`, `recipient`, `purpose`; - for standard input."
        ),
    ] = None,
    for_purpose: Annotated[
        str,
        typer.Option("--purpose", help="For somebody outside: the purpose, for which consent must stand."),
    ] = "",
    recipient: Annotated[str, typer.Option(help="With --purpose: the body it goes to.")] = "",
    without_metadata: Annotated[
        bool,
        typer.Option(
            "--without-metadata", help="Of a picture, a copy for disclosure without what its camera wrote."
        ),
    ] = False,
) -> None:
    """Read an exhibit out, byte for byte or as a picture without metadata, and log why and for whom."""
    from registry.cli import output, screens, session
    from registry.cli.writing import new_file
    from registry.desk.naming import exhibit_named
    from registry.evidence.media import mismatch

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        held = exhibit_named(desk.case(case), exhibit)
        path = _place(out, held.name)
        purpose = _purpose(settings, purpose_from, for_purpose, recipient)
        with new_file(path) as stream:
            copied = _cleared if without_metadata else _as_it_was
            shape = copied(desk, case, exhibit, purpose, stream)
    shape.file = path.name
    output.answer(settings, shape, lambda: screens.done(_exported(shape)))
    if says := mismatch(held.name, held.media_type):
        output.say(settings, f"note: {says}")
    if shape.turned:
        output.say(settings, "the camera had asked to turn the picture: the copy may lie on its side")


def _as_it_was(desk: Desk, case: str, exhibit: str, purpose: Purpose, stream: IO[bytes]) -> shapes.Exported:
    from registry.cli import exhibit_shapes as shapes
    from registry.desk.exhibiting import read_out

    found, pieces = read_out(desk, case, exhibit, purpose)
    for piece in pieces:
        stream.write(piece)
    return shapes.Exported(id=found.id, sha256=found.sha256, size=found.size)


def _cleared(desk: Desk, case: str, exhibit: str, purpose: Purpose, stream: IO[bytes]) -> shapes.Exported:
    from registry.cli import exhibit_shapes as shapes
    from registry.desk.exhibiting import read_out_cleared

    found, logged, made = read_out_cleared(desk, case, exhibit, purpose)
    stream.write(made.data)
    return shapes.Exported(
        id=found.id,
        sha256=logged.copy_sha256,
        size=logged.copy_size,
        original=found.sha256,
        removed=made.removed,
        turned=made.turned,
    )


def _exported(shape: shapes.Exported) -> str:
    if not shape.original:
        return f"{shape.size:,} bytes read out, SHA-256 {shape.sha256}"
    left = ", ".join(shape.removed) or "nothing was there"
    return f"{shape.size:,} bytes read out without metadata (left out: {left}), SHA-256 {shape.sha256}"


def _place(out: str, name: str) -> Path:
    """Return the file that is meant: as named, or in a folder under the exhibit's own name, made safe."""
    from registry.cli.writing import refuse_stream
    from registry.evidence.filenames import safe_name

    if not out:
        raise UsageRefused("no file is named", "give --out with a file's name, or a folder's")
    path = Path(out)
    refuse_stream(path)
    return path / safe_name(name) if path.is_dir() or out.endswith("/") else path


def _purpose(settings: Settings, source: str | None, purpose: str, recipient: str) -> Purpose:
    """Return why and for whom: from JSON, or asked for where a person is there, who may leave it empty."""
    from registry.cli import asking
    from registry.cli.reading import read_object
    from registry.cli.session import can_ask
    from registry.desk.exhibiting import Purpose
    from registry.provenance.consent import PURPOSES

    given = {key: said for key, said in (("purpose", purpose), ("recipient", recipient)) if said}
    if source is not None:
        return Purpose.parse(read_object(source) | given)
    if not can_ask(settings):
        return Purpose.parse(given)
    given["reason"] = asking.ask(settings, "Why it is read out (empty: not said)", str) or ""
    if not recipient:
        given["recipient"] = (
            asking.ask(settings, "For whom outside (empty: for the office itself)", str) or ""
        )
    if given.get("recipient") and not purpose:
        asked = "The purpose that consent was given for"
        given["purpose"] = (
            asking.ask(settings, asked, lambda said: PURPOSES.read(said).code, needed=True) or ""
        )
    return Purpose.parse(given)
