"""The shapes of what commands about line lists and accounts answer with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class ListColumn(Shape):
    """One column of a planned list: how many people are told of by each of its classes."""

    column: str
    people: dict[str, int]


class ListClass(Shape):
    """One class of a planned list in words, with its true number of people; for the vault's own screen."""

    told: str
    people: int


class ListPlanned(Shape):
    """A line list before it is made: true counts stand in it.

    ``loss`` is the information loss by Iyengar's metric, 0 to 1. ``allowed`` tells whether lists are on in this vault,
    ``refused`` why this one may not go out.
    """

    passes: bool
    allowed: bool
    people: int
    cutoff: str
    columns: tuple[ListColumn, ...]
    classes: tuple[ListClass, ...]
    loss: float
    left_out: int
    refused: str


class ListProposal(Shape):
    """A proposed list: to whom and why, by whom, who may let it out, and what became of it."""

    id: str
    short: str
    recipient: str
    reason: str
    columns: tuple[str, ...]
    cutoff: str
    by: str
    at: str
    state: str
    reviewers: tuple[str, ...]
    release: str


class ListStanding(Shape):
    """Whether line lists are allowed here, since when and why, and every proposal."""

    allowed: bool
    since: str
    by: str
    reason: str
    items: tuple[ListProposal, ...]
    total: int


class ListMade(Shape):
    """A line list that was let out: its files with their SHA-256, and how many people it tells of."""

    release: str
    files: dict[str, str]
    directory: str
    people: int
    recipient: str


class NarrativeFinding(Shape):
    """What may not stand in an account: of which kind, the words, and what to write instead."""

    kind: str
    words: str
    advice: str


class NarrativeShown(Shape):
    """An account, what consent keeps back, and what in it keeps it from going out.

    ``confirm`` is what a person types to confirm this very text.
    """

    case: str
    confirm: str
    language: str
    text: str
    by: str
    at: str
    withheld: tuple[str, ...]
    findings: tuple[NarrativeFinding, ...]


class NarrativeMade(Shape):
    """Accounts that went out: their files with their SHA-256."""

    release: str
    files: dict[str, str]
    directory: str
    recipient: str
    texts: int
