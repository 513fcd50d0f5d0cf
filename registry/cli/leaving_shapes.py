"""The shapes of what commands about erasure, journeys and intakes from the field answer with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class ErasedFromRelease(Shape):
    """A summary that counted a case before it was erased: its numbers have left and stay as they are."""

    id: str
    made_on: str
    recipient: str


class CopyHolding(Shape):
    """A known copy that still holds an erased case."""

    kind: str
    at: str
    label: str


class Erased(Shape):
    """A case erased, or with ``erased`` false what erasing it would take away.

    ``sheets`` are those that named it and went out; ``copies`` those known to hold it still; ``may_survive`` says what no
    program can promise.
    """

    id: str
    short: str
    erased: bool
    at: str
    basis: str
    exhibits: int
    sources_removed: tuple[str, ...]
    sources_kept: tuple[str, ...]
    linked: tuple[str, ...]
    releases: tuple[ErasedFromRelease, ...]
    sheets: tuple[dict[str, str], ...]
    copies: tuple[CopyHolding, ...]
    may_survive: tuple[str, ...]


class ErasureItem(Shape):
    """What stays of an erased case: its id, when it was erased, by whom and why."""

    id: str
    short: str
    at: str
    by: str
    basis: str
    reason: str


class ErasureList(Shape):
    """The cases that were erased, oldest first."""

    items: tuple[ErasureItem, ...]
    total: int


class Destroyed(Shape):
    """A vault destroyed: headers with slots and bytes overwritten, files that went with it.

    ``traces`` are files outside the vault that told of one; ``locked`` the open sessions that were locked;
    ``contended`` says that another session was in the middle of a save all the while.
    """

    path: str
    destroyed: bool
    slots: int
    overwritten: int
    whole: bool
    files_beside: int
    traces: int
    locked: int
    contended: bool
    may_survive: tuple[str, ...]


class TravelMade(Shape):
    """A vault made for a journey, and what it holds."""

    path: str
    vault_id: str
    caseworker: str
    cases: int
    sources: int
    exhibits: int
    contacts: int


class ReturnedFrom(Shape):
    """What came back from a journey.

    ``erased`` are cases that were erased here meanwhile, ``damaged`` those that cannot be read, and ``refused``
    those whose items were changed by other software; none of these was taken. ``records`` counts facilities, actors
    and places.
    """

    new: tuple[str, ...]
    added_to: tuple[str, ...]
    unchanged: int
    items: int
    sources: int
    exhibits: int
    erased: tuple[str, ...]
    damaged: tuple[str, ...]
    refused: tuple[str, ...]
    records: int = 0


class FieldFileMade(Shape):
    """A file made that its holder can only take in with."""

    path: str
    vault_id: str
    caseworker: str


class ReceiptItem(Shape):
    """A receipt for cases sealed in the field: a number in the file, and a check code that both sides see.

    ``cases`` is 0 where nobody here can know how many there are.
    """

    number: int
    code: str
    cases: int = 0


class SealedIntake(Shape):
    """Cases taken in where none can be read back."""

    receipts: tuple[ReceiptItem, ...]
    cases: int
    dry_run: bool = False


class ReceiptList(Shape):
    """The intakes that lie sealed in a file, in their order."""

    items: tuple[ReceiptItem, ...]
    total: int


class CollectedItem(Shape):
    """What became of one intake: taken, already taken, damaged, not for this vault, refused, or missing."""

    file: str
    number: int
    code: str
    state: str
    worker: str
    cases: tuple[str, ...]
    why: str
    notes: tuple[str, ...]


class Stopped(Shape):
    """Why something ended before its time, as an error tells it; what was done before stands."""

    code: str
    message: str
    hint: str


class CollectedList(Shape):
    """Intakes collected, how many cases were taken in, and how many intakes are set aside in all.

    ``stopped`` tells why the rest was not collected; what is listed as taken is saved all the same.
    """

    items: tuple[CollectedItem, ...]
    total: int
    cases: int
    set_aside: int
    stopped: Stopped | None


class QuarantineItem(Shape):
    """An intake that was refused: why, and what it holds, as it came."""

    number: int
    code: str
    worker: str
    why: str
    content: str


class QuarantineList(Shape):
    """The intakes that were refused and are kept."""

    items: tuple[QuarantineItem, ...]
    total: int
