"""Attacking summaries as they were written, one or many, with the texts that go with them; no vault is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from registry.audit.auditing import SECONDS, audit
from registry.audit.finding import Audit, Finding, ordered
from registry.audit.prose import in_columns, in_text
from registry.audit.reading import LARGEST, Release, read_release
from registry.errors import InputRefused, UsageRefused

_SUMMARY = "summary.json"
_TEXTS = frozenset({".csv", ".html", ".md", ".tsv", ".txt"})
_COLUMNS = frozenset({".csv", ".tsv"})


def attack(given: Sequence[Path], seconds: float = SECONDS) -> Audit:
    """Return what a reader can work out who holds all of these files: summaries, texts, or folders of both.

    What is not settled within ``seconds`` of solving for each summary is unsafe. Raises ``InputRefused`` for what
    cannot be read, ``UsageRefused`` where no summary is among them, ``DisclosureRefused`` where there is no solver.
    """
    summaries, texts = _sorted(given)
    releases = _releases(summaries)
    found = audit(releases, seconds=seconds)
    beside = [finding for text in texts for finding in _in_text(text, releases)]
    return replace(found, findings=ordered([*found.findings, *beside]))


def _sorted(given: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the summaries and the texts among what was named, folders opened."""
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
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as unread:
        raise InputRefused("a file cannot be read", "see whether you may read it, then try again") from unread


def _releases(summaries: Sequence[Path]) -> list[Release]:
    """Return the summaries; two that bear the same name are told apart by their place on the command line."""
    releases = [read_release(_read(path)) for path in summaries]
    names = [release.name for release in releases]
    return [
        replace(release, name=f"{release.name} ({at + 1})") if names.count(release.name) > 1 else release
        for at, release in enumerate(releases)
    ]


def _in_text(path: Path, releases: Sequence[Release]) -> Iterator[Finding]:
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
