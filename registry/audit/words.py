"""The plain words of each finding: what can be worked out, by whom, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from registry.audit.finding import Finding
from registry.audit.reading import Cell, Release
from registry.audit.weighing import Interval

BROADER = "leave one of the tables out, or use broader classes there"
HOLD = "do not give it out; let it be made anew, or hold it until more people are in it"
NOT_SETTLED = "not-settled"
_SHOWN = 4


def persons(found: Interval) -> str:
    """Return an interval as words."""
    if found.high is None:
        return f"{found.low:,} people or more"
    if found.exact:
        return "nobody" if found.high == 0 else "1 person" if found.high == 1 else f"{found.high:,} people"
    return f"{found.low:,} to {found.high:,} people"


def where(release: Release, cells: Iterable[Cell]) -> str:
    """Return cells in words, the first few of many."""
    said = [release.said(at) for at in cells]
    more = f" and {len(said) - _SHOWN:,} more" if len(said) > _SHOWN else ""
    return "; ".join(said[:_SHOWN]) + more


def small_print(release: Release, at: Cell, found: Interval) -> Finding:
    """Say that a count below the threshold stands in the file as it is."""
    return Finding(
        "small-print",
        fatal=True,
        words=f"{release.said(at)}: the file itself says that {persons(found)} are counted here. {_single(found)}",
        advice="round the table, or use broader classes; leaving out this one figure is not enough",
        cells=(at,),
        low=found.low,
        high=found.high,
        releases=(release.name,),
    )


def worked_out(release: Release, at: Cell, found: Interval, by: str, *, ring: bool = False) -> Finding:
    """Say that a count which is not printed can be worked out, or bounded to a few people."""
    kind = "exact" if found.exact else "proved"
    tables = "all tables taken together" if ring else "the other figures"
    return Finding(
        kind,
        fatal=True,
        words=f"{release.said(at)}: from {tables} a reader {by} works out that {persons(found)} are counted here. "
        + _single(found),
        advice=BROADER,
        cells=(at,),
        low=found.low,
        high=found.high,
        releases=(release.name,),
    )


def _single(found: Interval) -> str:
    if not found.exact or found.high not in (1, 2):
        return "Who knows the place can tell who they are."
    if found.high == 1:
        return "Whoever knows of one such person knows that this person is registered."
    return "Either of the two, or a family, takes themselves off and knows that the other is registered."


def hidden_sum(release: Release, cells: tuple[Cell, ...], found: Interval, by: str) -> Finding:
    """Say that several cells together are a small count."""
    return Finding(
        "hidden-sum",
        fatal=True,
        words=f"{where(release, cells)}: none of them tells it alone, but taken off the sum by a reader {by} they are "
        f"together {persons(found)}",
        advice=BROADER,
        cells=cells,
        low=found.low,
        high=found.high,
        releases=(release.name,),
    )


def remainder(release: Release, parent: Cell, cells: tuple[Cell, ...], found: Interval) -> Finding:
    """Say that those under a sum who are in none of its classes are few."""
    return Finding(
        "hidden-sum",
        fatal=True,
        words=f"{release.said(parent)}, without those under {where(release, cells)}: subtraction leaves {persons(found)}",
        advice="print every class of a sum, rounded, or leave the sum out",
        cells=(parent, *cells),
        low=found.low,
        high=found.high,
        releases=(release.name,),
    )


def insider(release: Release, cells: tuple[Cell, ...], found: Interval) -> Finding:
    """Say that a single person in one of two cells learns the other."""
    return Finding(
        "insider",
        fatal=True,
        words=f"{where(release, cells)}: together they are {persons(found)}. Who is alone in one of them takes "
        "themselves off and knows how many are in the other",
        advice=BROADER,
        cells=cells,
        low=found.low,
        high=found.high,
        releases=(release.name,),
    )


def recovered(release: Release, at: Cell, found: Interval) -> Finding:
    """Say that a withheld or rounded figure can be worked out, though it is not small."""
    return Finding(
        "recovered",
        fatal=False,
        words=f"{release.said(at)}: the figure that was held back can be worked out, {persons(found)}",
        advice="it harms nobody by itself, but withholding it protects nothing",
        cells=(at,),
        low=found.low,
        high=found.high,
        releases=(release.name,),
    )


def narrow(release: Release, at: Cell, found: Interval) -> Finding:
    """Say that a withheld count is known nearly."""
    return Finding(
        "narrow",
        fatal=False,
        words=f"{release.said(at)}: held back, but a reader knows that it is {persons(found)}",
        advice=BROADER,
        cells=(at,),
        low=found.low,
        high=found.high,
        releases=(release.name,),
    )


def signs(release: Release, cells: tuple[Cell, ...]) -> Finding:
    """Say that the sign for a withheld cell is itself a message."""
    return Finding(
        "sign",
        fatal=False,
        words=f"{where(release, cells)}: noughts are printed as such, so the sign itself says that somebody is counted "
        f"here, and fewer than {release.withheld_below}",
        advice="hold noughts back in the same way, or use rounded tables instead of withheld figures",
        cells=cells,
        low=1,
        high=release.withheld_below - 1,
        releases=(release.name,),
    )


def group(release: Release, parent: Cell, at: Cell, *, fatal: bool) -> Finding:
    """Say that everyone in a class shares one value."""
    return Finding(
        "group",
        fatal=fatal,
        words=f"{release.said(parent)}: all of them are counted under {release.said(at)}. Whoever is known to be among "
        "them is thereby known to be that",
        advice="join this class with another, or leave the table out",
        cells=(parent, at),
        releases=(release.name,),
    )


def nobody(release: Release, cells: tuple[Cell, ...]) -> Finding:
    """Say of which classes a reader knows that nobody is in them."""
    return Finding(
        "nobody",
        fatal=False,
        words=f"{where(release, cells)}: a reader knows that nobody is counted here, which tells something of everyone "
        "else in the row",
        advice="rounded tables leave open whether a class is empty",
        cells=cells,
        low=0,
        high=0,
        releases=(release.name,),
    )


def contradiction(release: Release, cells: tuple[Cell, ...] = ()) -> Finding:
    """Say that no counts fit the prints."""
    place = f" ({where(release, cells)})" if cells else ""
    return Finding(
        "contradiction",
        fatal=True,
        words=f"no counts of people fit all of these figures{place}: they are wrong, changed, or rounded in another "
        "way than the file says",
        advice=HOLD,
        cells=cells,
        releases=(release.name,),
    )


def unrounded(release: Release, cells: tuple[Cell, ...]) -> Finding:
    """Say that a figure in a rounded table was not rounded."""
    return Finding(
        "unrounded",
        fatal=True,
        words=f"{where(release, cells)}: not a multiple of the base, though the file says that it is rounded",
        advice=HOLD,
        cells=cells,
        releases=(release.name,),
    )


def not_settled(names: tuple[str, ...], why: str) -> Finding:
    """Say that the audit came to no end, which counts as unsafe."""
    return Finding(
        NOT_SETTLED,
        fatal=True,
        words=f"{why}, so nothing shows that it is safe",
        advice="ask for fewer tables or broader classes, or check with more time",
        releases=names,
    )
