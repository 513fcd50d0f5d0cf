"""What the screens about the vault say: what it is, its copies and people, what a check found, who did what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from registry.desk.checking import Finding, findings
from registry.desk.copies import BACKUP, age_of, backup_due, copies
from registry.desk.copying import Made
from registry.desk.desk import SOURCES, Desk
from registry.desk.intake_only import away_files
from registry.desk.peopling import members, names_here
from registry.desk.rehearsing import recovery_of
from registry.desk.travelling import is_journey
from registry.desk.vault_words import (
    PURPOSES,
    REMARKS,
    WITNESS,
    cost_in_words,
    note_on,
    record_in_words,
    recovery_in_words,
    spans,
    when,
)
from registry.tui.paint import GAP, Entry, heading
from registry.vault.check import CheckReport
from registry.vault.people import Signatories
from registry.vault.standing import HOLDS, standing
from registry.vault.witness import Verdict
from registry.words.identity import short

_SHOWN = 12
# As many acts of the journal as the screen shows; the command shows all.
ACTS = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What the place about the vault shows, folded in the desk's thread, by section."""

    sections: tuple[tuple[str, tuple[Entry, ...]], ...]


# What has commands only, because it needs another vault, paper, or nobody looking on.
BY_COMMAND: tuple[tuple[str, str], ...] = (
    (
        "registry vault recovery rehearse",
        "try the recovery key on paper; `renew`, `split`, `sheet` beside it",
    ),
    ("registry vault travel", "a part of the vault for a journey; `return` brings back what was done"),
    ("registry vault intake-only", "a file for somebody who only takes in; `collect` brings it back"),
    ("registry vault rekey --deep", "new keys, and everything sealed anew with them"),
    ("registry vault restore COPY", "put a backup where the vault belongs"),
    ("registry vault salvage OUT", "write a new vault of all that is whole in a damaged one"),
    ("registry vault backup verify COPY", "read every byte of a copy; `list FOLDER` tells copies apart"),
    ("registry vault lock", "lock every open session, from another terminal"),
    (
        "registry vault panic",
        "destroy the keys of this file now, without a passphrase; nothing brings it back",
    ),
    ("registry doctor", "look over this machine: disk, swap, permissions, clock"),
)


def seen(
    desk: Desk,
    verdict: Verdict | None,
    others: int,
    machine: tuple[Entry, ...],
    checked: tuple[str, bool] | None,
) -> Seen:
    """Read what there is to say of the vault."""
    return Seen((
        ("The vault", tuple(_vault(desk, verdict, checked))),
        ("Copies", tuple(_copies(desk))),
        ("People", tuple(_people(desk))),
        ("Sessions", tuple(_sessions(others))),
        ("This machine", machine),
        ("By command", tuple(_by_command())),
    ))  # fmt: skip


def _vault(desk: Desk, verdict: Verdict | None, checked: tuple[str, bool] | None) -> Iterator[Entry]:
    found, recovery = desk.vault.info(), recovery_of(desk)
    if desk.vault.noticed:
        yield from _noticed()
    cost = cost_in_words(found.cost.memory, found.cost.passes, found.cost.lanes)
    yield heading("The vault")
    yield Entry(str(desk.vault.container.path), "file")
    yield Entry(f"{found.size:,} bytes", "size")
    yield Entry(
        f"{desk.count():,} cases, {desk.vault.count(SOURCES):,} sources, {found.acts:,} acts in the journal",
        "holds",
    )
    yield Entry(f"{found.format}, epoch {found.epoch}", "format")
    yield Entry(found.vault_id, "identity")
    yield Entry("nothing: made for tests only" if found.test_kdf else cost, "a guess costs")
    yield Entry(", ".join(names_here(desk)), "caseworkers")
    if is_journey(desk):
        yield Entry("a journey; it holds a part", "made for")
    if found.waiting:
        yield Entry(
            f"{found.waiting:,} intakes to be collected: `registry vault collect`", "! waiting", "warn"
        )
    if verdict is not None:
        old = verdict.rolled_back
        words = WITNESS[verdict.standing.value]
        yield Entry(words, "! seen here" if old else "seen here", "bad" if old else "")
    yield Entry(_checked(checked), "last check", "" if checked and checked[1] else "warn" if checked else "")
    yield Entry(recovery_in_words(recovery.made, recovery.rehearsed), "recovery key")
    if recovery.made is not None and not recovery.rehearsed:
        yield Entry(
            "`registry vault recovery rehearse` tries what is on paper before it is needed", " ", "dim"
        )


def _checked(checked: tuple[str, bool] | None) -> str:
    if checked is None:
        return "not since it was opened; c reads and verifies everything"
    return f"{checked[0]} UTC, {'sound' if checked[1] else 'DAMAGED: c shows what'}"


def _noticed() -> Iterator[Entry]:
    yield heading("! Part of the vault is damaged")
    yield Entry(
        "Something could not be read since it was opened. What is not damaged stays readable.", look="bad"
    )
    yield Entry("c reads everything and says what is damaged, whom it concerns, and what to do", "next")
    yield Entry("nothing more is done to the file by reading it; make no backup over an older one", "keep")
    yield GAP


def _copies(desk: Desk) -> Iterator[Entry]:
    known, now, due = copies(desk), desk.pen.clock(), backup_due(desk)
    newest = next((one for one in known if one.kind == BACKUP), None)
    yield heading("Copies")
    if newest is None:
        yield Entry("there is no backup yet", "! last" if due.due else "last", "warn" if due.due else "")
    else:
        days = age_of(newest.at, now).days
        yield Entry(
            f"{_at(newest.at)} UTC, {_days(days)}", "! last" if due.due else "last", "warn" if due.due else ""
        )
    if due.due:
        yield Entry("a backup is due: b makes one on a stick", "! next", "warn")
    for one in known[:_SHOWN]:
        what = f"up to act {one.sequence:,}" + (
            f", {len(one.cases):,} cases" if one.cases is not None else ""
        )
        yield Entry(f"{one.kind}, {what}" + (f", {one.label}" if one.label else ""), _at(one.at)[:10])
    if len(known) > _SHOWN:
        yield Entry(f"{len(known) - _SHOWN:,} more: `registry vault backup list`", look="dim")


def _days(days: int) -> str:
    return "today" if not days else "a day ago" if days == 1 else f"{days} days ago"


def _at(at: str) -> str:
    return at[:16].replace("T", " ")


def _people(desk: Desk) -> Iterator[Entry]:
    yield heading("People")
    for one in members(desk):
        span = f"since {when(one.since, one.since_act)}"
        if not one.here:
            span += f", until {when(one.until, one.until_act)}"
        yield Entry(f"{one.name}: {one.role}, {span}", chip=note_on(one.you, one.here, one.renewed))
    away = away_files(desk)
    if away:
        yield GAP
        yield heading("Out with a file")
    for file in away:
        gone = f"counts no more since {file.revoked[:10]}" if file.revoked else ""
        yield Entry(f"{file.name}: to {PURPOSES.get(file.kind, file.kind)}, since {file.at[:10]}", chip=gone)
    yield GAP
    yield Entry("a gives a colleague a slot, r takes one away, e changes a role", look="dim")
    yield Entry("What needs a second person, and who that may be: `registry docs roles`", look="dim")


def _sessions(others: int) -> Iterator[Entry]:
    yield heading("Sessions")
    yield Entry("this one", "open")
    yield Entry(
        f"{others:,} more of yours on this machine" if others else "no other of yours on this machine", " "
    )
    yield Entry("`registry vault lock` locks all of them, from any terminal", look="dim")


def _by_command() -> Iterator[Entry]:
    yield heading("What has a command only")
    for command, words in BY_COMMAND:
        yield Entry(command, look="accent")
        yield Entry(words, indent=4)


def machine(theme: str, *, slow: bool) -> tuple[Entry, ...]:
    """Say what this machine remembers: colours, and whether it is to be spared."""
    spared = "on: fewer redraws, search on Enter only, no preview" if slow else "off"
    return (
        heading("This machine"), Entry(theme, "colours"), Entry(spared, "slow machine"), GAP,
        Entry("t changes the colours, s spares a slow machine or no longer, T shows the tour again"),
        Entry("Only these choices are kept outside the vault, and nothing of what it holds.", look="dim"),
    )  # fmt: skip


# A check


@dataclass(frozen=True, slots=True)
class Checked:
    """What a whole reading of the vault found, in words."""

    sound: bool
    entries: tuple[Entry, ...]


def checked(desk: Desk, report: CheckReport, verdict: Verdict | None) -> Checked:
    """Say what a check found: what is damaged, whom it concerns, what to do."""
    found = findings(desk, report)
    old = verdict is not None and verdict.rolled_back
    counted = f"{report.rows:,} rows, {desk.count():,} cases, {report.entries:,} journal entries read"
    sound = not found and not old
    entries = [
        Entry("\u2713 sound", look="good") if sound else Entry("\u2717 damaged", look="bad"),
        Entry(counted),
    ]
    if verdict is not None and old:
        refusal = verdict.refusal()
        entries += [GAP, Entry(refusal.message, "! LOST", "bad"), Entry(refusal.hint, "next")]
    for step in dict.fromkeys(one.next for one in found):
        entries += [GAP, *_under(step, [one for one in found if one.next == step])]
    affected = list(dict.fromkeys(short(case) for one in found for case in one.cases))
    if affected:
        more = f" and {len(affected) - _SHOWN:,} more" if len(affected) > _SHOWN else ""
        entries += [GAP, Entry(", ".join(affected[:_SHOWN]) + more, "cases")]
    if report.gone:
        entries += [
            GAP,
            Entry(f"gone since a salvage, which named them: {', '.join(spans(report.gone))}", "journal"),
        ]
    if verdict is not None and verdict.standing.value in REMARKS:
        entries += [GAP, Entry(REMARKS[verdict.standing.value], look="dim")]
    return Checked(sound, tuple(entries))


def _under(step: str, found: list[Finding]) -> Iterator[Entry]:
    for one in found[:_SHOWN]:
        spare = one.loss == "spare"
        yield Entry(one.what, "spare" if spare else "! LOST", "" if spare else "bad")
    if len(found) > _SHOWN:
        yield Entry(f"and {len(found) - _SHOWN:,} more: `registry vault check --json`", look="dim")
    yield Entry(step, "next")


def copied(made: Made) -> list[Entry]:
    """Say where a copy stands, and what to think of."""
    done = made.done
    entries = [
        Entry(str(made.path), "file"),
        Entry(f"{done.cases:,} cases, {done.copied.size:,} bytes, read back and verified", "holds"),
    ]
    if done.not_noted is not None:
        entries.append(Entry(
            f"the copy is good, but the vault may keep no note of it: {done.not_noted.message}; a case that is "
            "erased later stays in it, and nobody will be reminded", "! note", "warn",
        ))  # fmt: skip
    if made.beside:
        entries.append(Entry(
            "it lies on the same disk as the vault: keep another one apart from this laptop", "! place", "warn"
        ))  # fmt: skip
    return entries


# The journal


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the journal as the screen shows it."""

    row: tuple[str, ...]
    entries: tuple[Entry, ...]


def acts(desk: Desk) -> tuple[list[Act], int]:
    """Return the newest acts, and how many there are."""
    names, people = desk.names(), Signatories(desk.vault.people())
    found = []
    for signed in desk.vault.journal(newest_first=True, as_left=True):
        found.append(_act(signed, names, standing(desk.vault, signed, people)))
        if len(found) == ACTS:
            break
    return found, desk.vault.head[0]


def _act(signed: Any, names: dict[str, str], holds: str) -> Act:
    entry = signed.entry
    who = names.get(entry.by.hex(), "someone unknown")
    records = [record_in_words(change) for change in entry.changes]
    more = f" +{len(records) - 1}" if len(records) > 1 else ""
    mark = "holds" if holds == HOLDS else f"! {holds}"
    row = (f"{entry.sequence:,}", _at(entry.at), who, entry.operation, (records or [""])[0] + more, mark)
    entries = (
        heading(f"Act {entry.sequence:,}"), Entry(f"{entry.at} UTC", "when"), Entry(who, "who"),
        Entry(entry.device, "machine"), Entry(entry.operation, "did"),
        Entry(mark, "signature", "" if holds == HOLDS else "bad"), Entry(signed.digest().hex(), "hash"), GAP,
        *(Entry(one, "to" if at == 0 else " ") for at, one in enumerate(records)),
    )  # fmt: skip
    return Act(row, entries)


def verified(desk: Desk, progress: Any) -> list[Entry]:
    """Verify every link and signature; raise ``Damaged`` where one does not fit."""
    count = desk.vault.verify_journal(progress)
    gone = len(desk.vault.gaps_met)
    entries = [Entry("\u2713 sound: every link and every signature holds", look="good"),
               Entry(f"{count:,}", "entries"), Entry(desk.vault.head[1].hex(), "head")]  # fmt: skip
    if gone:
        entries.append(Entry(f"{gone:,}, since a salvage that named them", "gone"))
    return [*entries, GAP, Entry("`registry journal checkpoint` gives a code for paper.", look="dim")]
