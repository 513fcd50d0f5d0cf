"""The custody log of an exhibit: taken in, taken back, read out and verified, folded from the items of its case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.items import Claim, Exhibit, ReadOut, Undo, Verified, read_item
from registry.words.undone import in_order, undone

# What a verification can find, in words.
HOLDS, ALTERED, DAMAGED, ABSENT, AT_HOME = "holds", "altered", "damaged", "absent", "at_home"
FOUND: Mapping[str, str] = {
    HOLDS: "every byte is as it was sealed",
    ALTERED: "its bytes are not those that were hashed",
    DAMAGED: "its sealed bytes do not open",
    ABSENT: "its sealed bytes are not there",
    AT_HOME: "its sealed bytes were left at home",
}
TAKEN_IN, TAKEN_BACK, BROUGHT_BACK, READ_OUT, VERIFIED = (
    "taken_in",
    "taken_back",
    "brought_back",
    "read_out",
    "verified",
)


@dataclass(frozen=True, slots=True)
class Custody:
    """One line of a custody log: what happened (``did``), when, by whose key and on which device.

    ``item`` is what it was folded from: an exhibit, an undo, a read-out or a verification.
    """

    did: str
    at: str
    by: str
    device: str
    item: Exhibit | ReadOut | Verified | Undo


def custody(case: CaseFile, exhibit: str) -> Iterator[Custody]:
    """Yield the custody log of one exhibit, oldest first. Nothing in it can be undone, only added to."""
    raw = in_order(case.document["items"])
    counts = True
    for place, one in enumerate(raw, 1):
        item = read_item(one)
        if isinstance(item, Exhibit) and item.id == exhibit:
            yield _line(TAKEN_IN, item)
        elif isinstance(item, ReadOut | Verified) and item.exhibit == exhibit:
            yield _line(READ_OUT if isinstance(item, ReadOut) else VERIFIED, item)
        elif isinstance(item, Undo) and (exhibit not in undone(raw[:place])) is not counts:
            counts = not counts
            yield _line(BROUGHT_BACK if counts else TAKEN_BACK, item)


def _line(did: str, item: Exhibit | ReadOut | Verified | Undo) -> Custody:
    return Custody(did, item.at, item.by, item.device, item)


def citing(case: CaseFile, exhibit: Exhibit) -> tuple[Claim, ...]:
    """Return the claims that can be read in an exhibit, or that it was attached to bear out; none that was undone."""
    return tuple(
        claim
        for claim in case.claim_by_id.values()
        if claim.exhibit == exhibit.id or claim.id in exhibit.claims
    )
