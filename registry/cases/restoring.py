"""Making a case count again as it stood at a moment: which items would, and the one undo that brings it about."""

from __future__ import annotations

from registry.cases.casefile import CaseFile
from registry.cases.items import AnyItem, Consent, Undo
from registry.words.undone import in_order

# What happened outside the case file, or stands in another file as well, is not unsaid by going back in this
# one: evidence read out and verified, what was done and told, ties to other cases. Closing and reopening have
# rules of their own.
STAYS = frozenset({
    "read_out", "verified", "task_done", "action", "action_answer", "family_told", "told_enquirer", "sheet_out",
    "proposal", "verdict", "link", "relation", "stage",
})  # fmt: skip


def stays(item: AnyItem) -> bool:
    """Whether an item counts after a restore exactly where it counted before."""
    return str(item.__struct_config__.tag) in STAYS


def counting(case: CaseFile) -> frozenset[str]:
    """Return the ids of the items that were not undone, the undos themselves left out."""
    return frozenset(
        item.id for item in case.items if not isinstance(item, Undo) and item.id not in case.undone
    )


def goal(now: CaseFile, then: CaseFile, *, withdrawals: bool = False) -> frozenset[str]:
    """Return the ids that are to count when ``now`` is restored to ``then``, which holds some of the same items.

    Consent never grows by it unless ``withdrawals`` says so: a purpose of which consent was withdrawn since stays
    as it is, and consent that was taken back since does not come back.
    """
    were, are = counting(then), counting(now)
    closed = frozenset() if withdrawals else _withdrawn_since(now, were, are)
    found = set()
    for item in now.items:
        if isinstance(item, Undo):
            continue
        count = item.id in were
        if stays(item) or (isinstance(item, Consent) and item.purpose in closed):
            count = item.id in are
        elif isinstance(item, Consent) and not item.withdrawn and not withdrawals:
            count = count and item.id in are
        if count:
            found.add(item.id)
    return frozenset(found)


def _withdrawn_since(now: CaseFile, were: frozenset[str], are: frozenset[str]) -> frozenset[str]:
    return frozenset(
        item.purpose
        for item in now.items
        if isinstance(item, Consent) and item.withdrawn and item.id in are and item.id not in were
    )


def to_undo(now: CaseFile, wanted: frozenset[str]) -> tuple[str, ...]:
    """Return what the last undo of a case has to name so that exactly the ``wanted`` items count.

    It names every undo there is, so that none but itself has a say, and then all that is not wanted. Items of
    kinds that this version does not know count where they counted.
    """
    known = frozenset(item.id for item in now.items)
    return tuple(
        str(item["id"])
        for item in in_order(now.document["items"])
        if (item["id"] not in wanted if item["id"] in known else item["id"] in now.undone)
    )
