"""Verifying exhibits: every sealed byte is read again and compared with what was hashed before sealing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from registry.cases.casefile import CaseFile
from registry.cases.custody import ABSENT, ALTERED, AT_HOME, DAMAGED, HOLDS
from registry.cases.items import Exhibit, Verified
from registry.desk.desk import CASES, Desk, Progress, no_progress
from registry.desk.travelling import is_journey
from registry.errors import Damaged, NotFound
from registry.words.identity import id_of, number_of

VERIFY = "exhibit verify"
# What is not a failure: a journey does without the bytes of most exhibits.
SOUND = frozenset({HOLDS, AT_HOME})


@dataclass(frozen=True, slots=True)
class Checked:
    """One exhibit read again: ``found`` as ``cases.custody`` has it; ``counts`` is false for one taken back since."""

    case: str
    exhibit: Exhibit
    found: str
    counts: bool = True
    logged: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found: each exhibit, and the ids of cases whose files do not open."""

    checked: tuple[Checked, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether everything there is holds."""
        return not self.unreadable and all(one.found in SOUND for one in self.checked)


def verify(desk: Desk, case_ref: str, *, log: bool = True, progress: Progress = no_progress) -> Verification:
    """Verify the exhibits of one case, or with an empty ``case_ref`` of all, those taken back among them.

    What was found goes into the custody log of each exhibit, in one act, unless ``log`` is False.
    """
    cases, unreadable = _cases(desk, case_ref)
    held = [(case, item) for case in cases for item in case.items if isinstance(item, Exhibit)]
    checked = tuple(_read_again(desk, held, progress))
    if log:
        checked = _logged(desk, checked)
    return Verification(checked, unreadable)


def _cases(desk: Desk, case_ref: str) -> tuple[list[CaseFile], tuple[str, ...]]:
    if case_ref:
        return [desk.case(case_ref)], ()
    found, unreadable = [], []
    for number in list(desk.vault.numbers(CASES)):
        try:
            document = desk.vault.document(CASES, number)
        except Damaged:
            unreadable.append(id_of(number))
            continue
        case = CaseFile(document) if document else None
        if case and any(item.get("t") == "exhibit" for item in case.document["items"]):
            found.append(case)
    return found, tuple(unreadable)


def _read_again(
    desk: Desk, held: Sequence[tuple[CaseFile, Exhibit]], progress: Progress
) -> Iterator[Checked]:
    # By bytes, since one film takes longer than a hundred pages; each counts as one byte at least.
    total, done = sum(exhibit.size + 1 for _, exhibit in held), 0
    journey = is_journey(desk)
    for case, exhibit in held:
        digest, size = hashlib.sha256(), 0
        try:
            for piece in desk.vault.read_exhibit(number_of(case.id), exhibit.id):
                digest.update(piece)
                size += len(piece)
                progress(min(done + size, total), total)
            same = (digest.hexdigest(), size) == (exhibit.sha256, exhibit.size)
            found = HOLDS if same else ALTERED
        except Damaged:
            found = DAMAGED
        except NotFound:
            found = AT_HOME if journey else ABSENT
        done += exhibit.size + 1
        progress(done, total)
        yield Checked(case.id, exhibit, found, exhibit.id not in case.undone)


def _logged(desk: Desk, checked: Iterable[Checked]) -> tuple[Checked, ...]:
    """Add a line to each custody log, and say where; a case that was erased meanwhile has none any more."""
    done: list[Checked] = []
    with desk.vault.act(VERIFY):
        for case, these in groupby(checked, key=lambda one: one.case):
            there = desk.vault.has(CASES, number_of(case))
            found = [replace(one, logged=there and one.found != AT_HOME) for one in these]
            items = [
                Verified(**desk.pen.stamp(), exhibit=one.exhibit.id, found=one.found)
                for one in found
                if one.logged
            ]
            if items:
                desk.adding(CASES, case, items)
            done += found
    return tuple(done)
