"""The shapes of what is answered of copies, with --json."""

from __future__ import annotations

from registry.cli.shapes import CheckItem, Shape


class CopyVerified(Shape):
    """What a whole reading of a copy found, and how it stands to the vault.

    ``relation`` is level, behind, ahead, parted (each holds acts that the other lacks), another-vault or
    not-compared; ``acts`` how many it is behind or ahead. ``last_act`` is UTC; ``made`` and ``label`` are
    from the vault's note, empty where it has none.
    """

    sound: bool
    size: int
    cases: int
    sequence: int
    last_act: str
    relation: str
    acts: int
    made: str
    label: str
    problems: tuple[CheckItem, ...]


class CopyItem(Shape):
    """One known copy: its kind, when it was made (UTC), how old it is, and how many acts came after it."""

    kind: str
    made: str
    days: int
    sequence: int
    behind: int
    label: str


class CopyFile(Shape):
    """One file of a folder of copies.

    ``of`` is this-vault, another-vault, not-compared, newer-format or damaged; ``dated`` whether ``made``
    (UTC) is from the file's name or from its time; ``noted`` whether the vault keeps a note of it.
    """

    name: str
    size: int
    made: str
    dated: str
    days: int
    of: str
    noted: bool
    label: str


class CopyList(Shape):
    """The known copies, newest first, and what lies in the folder that was named.

    ``others`` counts files there that are no vaults, ``unfinished`` those that a stopped copy left.
    """

    items: tuple[CopyItem, ...]
    total: int
    files: tuple[CopyFile, ...] = ()
    others: int = 0
    unfinished: int = 0
