"""The shapes of what commands about field packs answer with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class PackItem(Shape):
    """One pack: its version, how many facts it declares, and where it stands.

    ``state`` is ``asked`` or ``removed`` in this vault, ``shipped`` where the program brings it and the vault does
    not carry it, and ``checked`` for a file that a vault could carry.
    """

    key: str
    version: int
    label: str
    subject: str
    asked: str
    facts: int
    state: str
    source: str = ""


class PackList(Shape):
    """The packs that a vault carries, and those that the program brings."""

    items: tuple[PackItem, ...]
    total: int


class PackTermItem(Shape):
    """One term of a coded fact of a pack."""

    code: str
    label: str


class PackFactItem(Shape):
    """One fact of a pack, as it is declared; it never leaves."""

    key: str
    label: str
    labels: dict[str, str]
    kind: str
    several: bool
    identifying: bool
    sensitive: bool
    aliases: tuple[str, ...]
    help: str
    terms: tuple[PackTermItem, ...] = ()


class PackShown(Shape):
    """One pack with all it declares."""

    pack: PackItem
    facts: tuple[PackFactItem, ...]


class PackText(Shape):
    """A pack as the file it was written in, to be shared."""

    key: str
    version: int
    text: str
