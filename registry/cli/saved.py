"""The shapes of what salvage and checkpoint answer with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class LostItem(Shape):
    """One thing that could not be saved whole, in words; ``loss`` is ``lost``, or ``older`` for an earlier state."""

    what: str
    table: str
    id: str
    loss: str


class Salvaged(Shape):
    """What a salvage saved and what it could not.

    ``whole`` tells that nothing was lost. ``unnamed`` counts records whose very ids are lost. ``intakes`` counts those
    that wait to be collected; they cannot be opened where it is ``unsure``. ``unsure`` tells that
    acts after the last one found cannot be ruled out; ``people`` that the list of caseworkers was lost;
    ``header_from_copy`` that the passphrase is that of the copy.
    """

    path: str
    size: int
    whole: bool
    cases: int
    saved: dict[str, int]
    exhibits: int
    entries: int
    lost: tuple[LostItem, ...]
    unnamed: dict[str, int]
    lost_entries: tuple[int, ...]
    intakes: int
    unsure: bool
    people: bool
    header_from_copy: bool


class CheckpointMade(Shape):
    """A point in the vault's history as it goes on paper: ``code`` names act ``sequence`` and all before it."""

    code: str
    sequence: int
    at: str


class CheckpointCompared(Shape):
    """The vault holds exactly the history that the code names, and ``after`` acts that came later."""

    holds: bool
    sequence: int
    after: int
