"""The shapes of what commands about people and keys answer with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class MemberItem(Shape):
    """Someone who has or had a slot; ``until`` and ``until_act`` are null where they are here.

    ``renewed`` tells that the same person goes on with other keys.
    """

    name: str
    role: str
    here: bool
    you: bool
    since: str
    since_act: int
    until: str | None
    until_act: int | None
    renewed: bool


class AwayItem(Shape):
    """A file that was sent out, to take in with or for a journey; ``revoked`` is the day from which it counts no more."""

    name: str
    kind: str
    since: str
    revoked: str | None


class MemberList(Shape):
    """Everyone who has or had a slot, in the order in which they came, and who was sent out with a file."""

    items: tuple[MemberItem, ...]
    total: int
    away: tuple[AwayItem, ...]


class MemberChanged(Shape):
    """A colleague given a slot, or another role."""

    name: str
    role: str


class MemberRemoved(Shape):
    """A colleague without a slot from now on, the epoch that began, and the commands to think of next.

    ``files`` counts the files of someone in the field that count no more; with them no epoch begins.
    """

    name: str
    epoch: int
    files: int
    next: tuple[str, ...]


class Rekeyed(Shape):
    """A new epoch; ``deep`` where everything was sealed anew."""

    epoch: int
    deep: bool


class Upgraded(Shape):
    """A vault brought up to date, and the verified copy of it from before."""

    format_before: int
    format: int
    backup: str
    backup_size: int


class RecoveryMade(Shape):
    """A recovery put on paper: a key or shares, and the files it was written to, if any.

    ``renewed`` tells that the key is a new one, so that the old paper opens nothing that is written from now on.
    """

    form: str
    renewed: bool
    files: tuple[str, ...]
    sheets: tuple[str, ...]


class RecoveryRehearsed(Shape):
    """The paper opens this vault; when it was last tried before, and whether today was kept."""

    opens: bool
    made: str | None
    rehearsed_before: str | None
    recorded: bool
