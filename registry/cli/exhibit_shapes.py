"""The shapes of what commands about exhibits answer with --json."""

from __future__ import annotations

from registry.cli.shapes import ClaimItem, ExhibitItem, Shape


class Exported(Shape):
    """An exhibit read out to a file: hash and size of what was written there, and the file's name.

    Byte for byte it is the original, and ``original`` is empty. A copy without metadata has a hash of its own:
    then ``original`` is that of the exhibit, ``removed`` says in words what is not in the copy, and ``turned`` that
    the camera had asked to turn the picture.
    """

    id: str
    sha256: str
    size: int
    file: str = ""
    original: str = ""
    removed: tuple[str, ...] = ()
    turned: bool = False


class CustodyItem(Shape):
    """One line of a custody log.

    ``did`` is taken_in, taken_back, brought_back, read_out or verified; ``found`` says what a verification found:
    holds, altered, damaged or absent. ``copy_sha256`` and ``removed`` are of a copy made without metadata.
    """

    did: str
    at: str
    by: str
    device: str
    recipient: str = ""
    reason: str = ""
    found: str = ""
    copy_sha256: str = ""
    removed: tuple[str, ...] = ()


class ExhibitShown(Shape):
    """One exhibit: what it is, where it came from, the claims that can be read in it, and its custody log.

    ``counts`` is false where attaching it was taken back.
    """

    exhibit: ExhibitItem
    case: str
    counts: bool
    content: str
    source_label: str
    claims: tuple[ClaimItem, ...]
    custody: tuple[CustodyItem, ...]


class VerifiedItem(Shape):
    """One exhibit read again: ``found`` is holds, altered, damaged, absent or at_home (left behind by a journey)."""

    case: str
    id: str
    short: str
    name: str
    size: int
    found: str
    counts: bool
    logged: bool


class ExhibitsVerified(Shape):
    """A verification of exhibits: whether all hold; ``unreadable`` are spoken ids of cases whose files do not open."""

    sound: bool
    items: tuple[VerifiedItem, ...]
    total: int
    unreadable: tuple[str, ...] = ()
