"""The known copies of a vault: when each was made, what it holds, and when the next backup is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from registry.desk.desk import CASES, WITHDRAWN, Desk, Progress
from registry.desk.reading import line
from registry.errors import Damaged, NotSaved, OpenElsewhere, RegistryError, RuleNotMet
from registry.provenance.stamp import moment
from registry.words.identity import new_id, number_of

if TYPE_CHECKING:
    from registry.vault.copying import Copied

COPIES = "copies"
BACKUP, TRAVEL, BUNDLE = "backup", "travel", "bundle"
# How the journal calls the acts that only note a copy, and change nothing that a copy could lack.
NOTES = {BACKUP: "vault backup", TRAVEL: "vault travel", BUNDLE: "bundle make"}
RESTORED = "vault restore"

LONGEST_LABEL = 60
# When a backup is due: so many days after the last, or as soon as there is so much to lose.
DUE_AFTER = timedelta(days=7)
DUE_CASES, DUE_ACTS = 5, 50


class KnownCopy(msgspec.Struct, frozen=True):
    """One verified copy: its kind, when and by whom it was made, and the last act that it holds.

    ``at`` is UTC with microseconds, ``head`` the SHA-256 (hexadecimal) of the journal entry ``sequence``,
    ``label`` what the caseworker calls its medium, ``name`` the file's where the program named it by the time.
    ``cases`` are the ids it holds, None for all of them.
    """

    id: str
    kind: str
    at: str
    by: str
    device: str
    sequence: int
    head: str
    label: str = ""
    cases: tuple[str, ...] | None = None
    name: str = ""


class CopyLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the reminder needs of a copy."""

    kind: str
    at: str
    sequence: int


def copy_line_of(document: Mapping[str, Any]) -> CopyLine:
    """Fold the note of a copy into its line."""
    return CopyLine(document["kind"], document["at"], document["sequence"])


def _read(document: Mapping[str, Any]) -> KnownCopy:
    try:
        return msgspec.convert(dict(document), KnownCopy)
    except msgspec.ValidationError:
        raise Damaged("the note of a copy cannot be read", "run `registry vault check`") from None


# Making and noting


def record_copy(
    desk: Desk, kind: str, sequence: int, head: bytes, *, label: str = "", cases: Sequence[str] | None = None,
    begun: datetime | None = None, name: str = "",
) -> KnownCopy:  # fmt: skip
    """Note a verified copy in the vault, durably; inside an act it is part of that act.

    ``sequence`` and ``head`` are those of the last journal entry that the copy holds; ``cases`` the ids of
    its cases where it holds only some; ``begun`` when the copy was begun, if not now; ``name`` that of a file
    named by the time, and of no other. Raises as any save does, and ``InputRefused`` for a label too long.
    """
    at, ids = moment(begun or desk.pen.clock()), None if cases is None else tuple(cases)
    return _note(desk, NOTES[kind], kind, at, sequence, head, read_label(label), ids, name)


def note_restored(desk: Desk, copied: Copied) -> KnownCopy:
    """Note in a restored vault that it was restored, and that the copy it came from exists.

    When that copy was made is not known here; it is as old as the last act that it holds, or younger.
    """
    at = last_act_at(desk) or moment(desk.pen.clock())
    return _note(desk, RESTORED, BACKUP, at, copied.sequence, copied.head)


def _note(
    desk: Desk, operation: str, kind: str, at: str, sequence: int, head: bytes, label: str = "",
    cases: tuple[str, ...] | None = None, name: str = "",
) -> KnownCopy:  # fmt: skip
    pen = desk.pen
    made = KnownCopy(
        new_id(pen.chance), kind, at, pen.by, pen.device, sequence, head.hex(), label, cases, name
    )
    with desk.vault.act(operation) as act:
        act.write(COPIES, number_of(made.id), msgspec.json.decode(msgspec.json.encode(made)))
    return made


def read_label(raw: str) -> str:
    """Return a copy's label as it is kept; raise ``InputRefused`` for one that is too long."""
    return line(raw, "the label", LONGEST_LABEL)


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy, how many cases it holds, and why it could not be noted in the vault, if so."""

    copied: Copied
    cases: int
    not_noted: RegistryError | None = None


def back_up(
    desk: Desk, dest: Path, progress: Progress, *, begun: datetime, label: str = "", name: str = ""
) -> Backup:
    """Make a verified copy and note it; a copy that stands is never given up because noting it failed."""
    label = read_label(label)
    copied = desk.vault.backup(dest, progress)
    cases = copied.counts.get(CASES, 0) - copied.counts.get(WITHDRAWN, 0)
    try:
        record_copy(desk, BACKUP, copied.sequence, copied.head, label=label, begun=begun, name=name)
    except (NotSaved, OpenElsewhere, RuleNotMet) as refused:
        return Backup(copied, cases, refused)
    return Backup(copied, cases)


# Looking back


def copies(desk: Desk) -> list[KnownCopy]:
    """Return every known copy, newest first."""
    found = [_read(document) for document in desk.vault.table(COPIES)]
    return sorted(found, key=lambda known: known.at, reverse=True)


def acts_since(desk: Desk, sequence: int, known: Sequence[KnownCopy]) -> int:
    """Return how many acts there were after a journal entry, those that only note a copy left out."""
    notes = sum(1 for copy in known if copy.sequence >= sequence)
    return max(0, desk.vault.head[0] - sequence - notes)


def copies_holding(desk: Desk, case_id: str) -> list[KnownCopy]:
    """Return the known copies made while a case existed, newest first: what still holds it after an erasure.

    ``case_id`` is the whole identity. Where an entry of the journal cannot be read, the case counts as there
    from then on, so that no copy is forgotten.
    """
    since, until = _lifetime(desk, case_id)
    if since is None:
        return []
    return [
        copy
        for copy in copies(desk)
        if since <= copy.sequence
        and (until is None or copy.sequence < until)
        and (copy.cases is None or case_id in copy.cases)
    ]


def _lifetime(desk: Desk, case_id: str) -> tuple[int | None, int | None]:
    """Return the act that made a case and the one that removed it, each ``None`` where there is none."""
    since, until, sequence = None, None, 0
    try:
        for signed in desk.vault.journal():
            sequence = signed.entry.sequence
            for change in signed.entry.changes:
                if change.table == CASES and change.identity == case_id:
                    since = sequence if since is None else since
                    until = sequence if change.removed else None
    except Damaged:
        return (sequence + 1 if since is None else since), None
    return since, until


# What a copy is to the vault


LEVEL, BEHIND, AHEAD, PARTED = "level", "behind", "ahead", "parted"
ANOTHER, NOT_COMPARED = "another-vault", "not-compared"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a copy stands to the vault: level with it, so many acts behind or ahead, parted, or of another one."""

    relation: str
    acts: int = 0
    known: KnownCopy | None = None


def standing(vault: Desk, copy: Desk) -> Standing:
    """Compare a copy with the vault by their journals, whose entries each name the one before."""
    if vault.vault.info().vault_id != copy.vault.info().vault_id:
        return Standing(ANOTHER)
    (here, head), (there, other) = vault.vault.head, copy.vault.head
    known = copies(vault)
    same = next((one for one in known if (one.sequence, one.head) == (there, other.hex())), None)
    if there > here:
        follows = _entry_is(copy, here, head)
        return Standing(AHEAD if follows else PARTED, there - here)
    if not _entry_is(vault, there, other):
        return Standing(PARTED)
    acts = acts_since(vault, there, known)
    return Standing(BEHIND if acts else LEVEL, acts, same)


def _entry_is(desk: Desk, sequence: int, head: bytes) -> bool:
    """Whether the journal's entry of that number has that SHA-256."""
    now, latest = desk.vault.head
    if sequence == now:
        return latest == head
    for signed in desk.vault.journal(newest_first=True):
        if signed.entry.sequence == sequence:
            return signed.digest() == head
    return False


def last_act_at(desk: Desk) -> str:
    """Return when the last act of a vault was done: UTC to the second, empty where there is none."""
    return next((signed.entry.at for signed in desk.vault.journal(newest_first=True)), "")


# When the next one is due


@dataclass(frozen=True, slots=True)
class Due:
    """Whether a backup is due: how many days ago the last was made, None for never, and what follows."""

    days: int | None
    due: bool


def backup_due(desk: Desk) -> Due:
    """Say whether a backup is due. Reads one or two short sealed rows, however large the vault is."""
    newest = next((c for c in desk.vault.lines(COPIES, newest_first=True) if c.kind == BACKUP), None)
    acts = desk.vault.head[0]
    if newest is None:
        return Due(None, desk.count() >= DUE_CASES or acts >= DUE_ACTS)
    age = age_of(newest.at, desk.pen.clock())
    changed = acts > newest.sequence + 1  # the act after it only notes the copy
    return Due(age.days, changed and age > DUE_AFTER)


def age_of(at: str, now: datetime) -> timedelta:
    """Return how long ago a moment was that the vault keeps; nothing where the clock stands before it."""
    then = datetime.fromisoformat(at)
    return max(timedelta(), now - (then if then.tzinfo else then.replace(tzinfo=UTC)))


def reminder(desk: Desk) -> str:
    """Return the one line that reminds of a backup that is due, or nothing."""
    found = backup_due(desk)
    if not found.due:
        return ""
    ago = "there is no backup yet" if found.days is None else f"the last backup is {found.days} days old"
    return f"{ago}: run `registry vault backup FOLDER` with a folder on a stick"
