"""The plain words of what several releases tell together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from registry.audit.finding import Finding
from registry.audit.reading import Cell, Release
from registry.audit.weighing import Interval
from registry.audit.words import persons

_ADVICE = "do not give out the second one as it is: keep the figures of the first, use broader classes, or wait for more people"


def _names(releases: Sequence[Release]) -> tuple[str, ...]:
    return tuple(release.name for release in releases)


def changed(before: Release, after: Release, at: Cell, change: Interval, how: str) -> Finding:
    """Say that a change of a few people shows between two releases."""
    low, high = change.low or 0, change.high or 0
    fewer = high < 0
    people = persons(Interval(-high, -low) if fewer else change)
    return Finding(
        "change",
        fatal=True,
        words=f"{after.said(at)}: between the two releases a reader works out, {how}, that {people} "
        + ("were taken off. " if fewer else "were added. ")
        + "Whoever was taken or freed in that time is thereby known to be registered.",
        advice=_ADVICE,
        cells=(at,),
        low=change.low,
        high=change.high,
        releases=_names((before, after)),
    )


def same_people(releases: Sequence[Release], release: Release, at: Cell, found: Interval) -> Finding:
    """Say that several prints of the same people leave a small count."""
    return Finding(
        "collusion",
        fatal=True,
        words=f"{release.said(at)}: a reader who holds all these releases, and that they count the same people, works "
        f"out that {persons(found)} are counted here",
        advice=_ADVICE,
        cells=(at,),
        low=found.low,
        high=found.high,
        releases=_names(releases),
    )


def between(one: Release, two: Release, at: Cell, other: Cell, change: Interval) -> Finding:
    """Say that a few people stand between two classes that almost are the same."""
    low, high = change.low or 0, change.high or 0
    people = persons(Interval(-high, -low) if high < 0 else change)
    return Finding(
        "between",
        fatal=True,
        words=f"{one.said(at)} in one release and {two.said(other)} in another: one holds the other, and {people} stand "
        "between them",
        advice="use the same classes in all releases, or broader ones",
        cells=(at, other),
        low=low,
        high=high,
        releases=_names((one, two)),
    )


def left_over(releases: Sequence[Release], said: str, found: Interval) -> Finding:
    """Say that people are left over where releases divide the same people in different ways."""
    return Finding(
        "between",
        fatal=True,
        words=f"{said}: no release prints this class, but taken off one another they leave {persons(found)}",
        advice="use the same classes in all releases, or broader ones",
        low=found.low,
        high=found.high,
        releases=_names(releases),
    )


def only_more(before: Release, after: Release, release: Release, at: Cell, found: Interval) -> Finding:
    """Say that a count is small if people were only added."""
    return Finding(
        "growth",
        fatal=True,
        words=f"{release.said(at)}: a reader who holds both releases, and that nobody was taken off in between, works "
        f"out that {persons(found)} are counted here",
        advice=_ADVICE,
        cells=(at,),
        low=found.low,
        high=found.high,
        releases=_names((before, after)),
    )


def knowing(finding: Finding) -> Finding:
    """Say that it takes knowledge of the method."""
    return replace(finding, words=f"{finding.words} It takes a reader who knows that no print ever falls.")
