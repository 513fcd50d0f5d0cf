"""`registry disclose check`: what a reader can work out from written summaries, without any vault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.audit.finding import Audit, Finding
    from registry.audit.reading import Release
    from registry.cli.audit_shapes import DisclosureChecked

EPILOG = (
    "Example: registry disclose check summary-may summary-june   Needs no vault. Name everything that went out over the "
    "same people, to anyone: recipients can put it side by side. Exits with 9 where something must not go out."
)

_REFUSED = 9
_SUMMARY = "summary.json"
_TEXTS = frozenset({".csv", ".html", ".md", ".tsv", ".txt"})
_COLUMNS = frozenset({".csv", ".tsv"})


def check(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="A summary.json, a text that goes with it, or a folder of both."
        ),
    ],
    seconds: Annotated[
        float,
        typer.Option(
            metavar="N",
            min=0.001,
            max=3600,
            help="Seconds of solving for each; what is not settled is unsafe.",
        ),
    ] = 120.0,
) -> None:
    """Attack written summaries, one or many: what can a reader work out who holds all of them? Needs no vault."""
    from registry.audit.auditing import audit
    from registry.cli import output
    from registry.cli.progress import progress

    settings: Settings = context.obj
    summaries, texts = _sorted(files)
    with progress(settings, "attacking the figures") as told:
        del told  # How long it takes is not known before it ends.
        releases = _releases(summaries)
        found = audit(releases, seconds=seconds)
    shape = _shape(found, [finding for text in texts for finding in _in_text(text, releases)])
    output.answer(settings, shape, lambda: drawn(shape, settings))
    if not shape.safe:
        raise typer.Exit(_REFUSED)


def _sorted(given: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the summaries and the texts among what was named, folders opened."""
    from registry.errors import InputRefused, UsageRefused

    found: list[Path] = []
    for path in given:
        if path.is_dir():
            if not (path / _SUMMARY).is_file():
                raise InputRefused(
                    "the folder has no summary.json", "name a folder made by `registry disclose make`"
                )
            found += sorted(one for one in path.iterdir() if one.name == _SUMMARY or one.suffix in _TEXTS)
        elif path.is_file():
            found.append(path)
        else:
            raise InputRefused("there is no such file, or it is no plain file", "see how its name is written")
    texts = [path for path in found if path.suffix in _TEXTS]
    summaries = [path for path in found if path not in texts]
    if not summaries:
        raise UsageRefused("no summary is named, only texts", "name the summary.json that the texts go with")
    return summaries, texts


def _read(path: Path) -> bytes:
    from registry.audit.reading import LARGEST
    from registry.errors import InputRefused

    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as unread:
        raise InputRefused("a file cannot be read", "see whether you may read it, then try again") from unread


def _releases(summaries: Sequence[Path]) -> list[Release]:
    """Return the summaries; two that bear the same name are told apart by their place on the command line."""
    from dataclasses import replace

    from registry.audit.reading import read_release

    releases = [read_release(_read(path)) for path in summaries]
    names = [release.name for release in releases]
    return [
        replace(release, name=f"{release.name} ({at + 1})") if names.count(release.name) > 1 else release
        for at, release in enumerate(releases)
    ]


def _in_text(path: Path, releases: Sequence[Release]) -> Iterator[Finding]:
    from registry.audit.prose import in_columns, in_text
    from registry.audit.reading import LARGEST
    from registry.errors import InputRefused

    raw = _read(path)
    if len(raw) > LARGEST:
        raise InputRefused("a text is too large to be checked", "leave it out, and do not give it out")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise InputRefused("a text is not UTF-8", "save it as UTF-8") from broken
    if path.suffix in _COLUMNS:
        yield from in_columns(text, releases, path.name)
    yield from in_text(text, releases, path.name)


def _shape(found: Audit, beside: Sequence[Finding]) -> DisclosureChecked:
    from registry.audit.finding import ordered
    from registry.cli.audit_shapes import DisclosureChecked, ExposedItem, FindingItem

    findings = ordered([*found.findings, *beside])
    fatal = sum(1 for finding in findings if finding.fatal)
    return DisclosureChecked(
        safe=not fatal,
        releases=found.releases,
        cells=found.cells,
        fatal=fatal,
        findings=tuple(
            FindingItem(
                kind=one.kind,
                fatal=one.fatal,
                words=one.words,
                advice=one.advice,
                cells=tuple(dict(sorted(cell)) for cell in one.cells),
                low=one.low,
                high=one.high,
                releases=one.releases,
            )
            for one in findings
        ),
        exposed=tuple(
            ExposedItem(
                release=one.release, at=dict(sorted(one.at)), printed=one.printed, low=one.low, high=one.high
            )
            for one in found.exposed
        ),
    )


def drawn(shape: DisclosureChecked, settings: Settings) -> Iterator[RenderableType]:
    """Draw the findings, fatal ones first, and the most exposed cells."""
    from registry.cli.drawing import safe, table, text_of, wrapped

    yield wrapped(
        f"{len(shape.releases):,} summaries, {shape.cells:,} cells, read as someone who knows the method"
    )
    for one in shape.findings:
        yield wrapped(
            f"{'must not go out' if one.fatal else 'note'}: {one.words}", "bold red" if one.fatal else ""
        )
        yield wrapped(f"  what to do: {one.advice}", "dim")
    if shape.exposed:
        yield text_of("nearest to a small count:", "bold")
        rows = table(settings, "cell", "printed", "a reader is left with")
        for cell in shape.exposed:
            at = ", ".join(f"{key} {code}" for key, code in cell.at.items()) or "all"
            upper = f"to {cell.high:,}" if cell.high is not None else "or more"
            rows.add_row(safe(at), safe(cell.printed), safe(f"{cell.low:,} {upper}"))
        yield rows
    if shape.safe:
        yield wrapped("nothing fatal was found; what a reader knows beside the files is not in it", "green")
    else:
        yield wrapped(f"{shape.fatal:,} reasons not to give this out", "bold red")
