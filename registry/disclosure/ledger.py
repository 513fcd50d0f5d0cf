"""The release ledger: what was let out, to whom, by whom, and about which people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from registry.disclosure.periods import Span
from registry.disclosure.summary import Summary
from registry.disclosure.versions import version_of
from registry.errors import Damaged


@dataclass(frozen=True, slots=True)
class GivenTable:
    """A table that went out: the keys it was asked for by, and the rung of each dimension that was given.

    A table without ``asked`` is one that two others imply together.
    """

    asked: tuple[str, ...]
    given: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What later releases are held to: where each cell stands, by which tables, over which window of time.

    ``levels`` are prints by the program's own spelling of a cell, those of earlier tables too. ``structures``
    tell each classification by a digest, so that one changed without a new version is noticed.
    """

    levels: Mapping[str, int] = field(default_factory=dict)
    tables: tuple[GivenTable, ...] = ()
    span: Span | None = None
    structures: Mapping[str, str] = field(default_factory=dict)
    reach: int = 9
    rebased: bool = False

    def plain(self) -> dict[str, Any]:
        """Return it in JSON's own types."""
        found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return found


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One release as the sealed ledger keeps it.

    ``release_class`` is ``T`` for tables of persons, ``L`` for a line list, ``N`` for accounts. ``classifications`` gives
    the version of each dimension used; ``printed`` the values by spelled cell; ``hashes`` the SHA-256 of each file;
    ``people`` the ids of the cases counted, which never leave the vault. ``made_on`` is a day, ISO 8601.
    ``standing`` is what later releases are held to, ``None`` where a version that kept none made the release.
    """

    release_id: str
    recipient: str
    release_class: str
    policy: Mapping[str, int | str]
    classifications: Mapping[str, str]
    printed: Mapping[str, int | str]
    hashes: Mapping[str, str]
    approver: str
    made_on: str
    cutoff: str
    people: frozenset[str]
    audit: str
    standing: Standing | None = None

    def plain(self) -> dict[str, Any]:
        """Return the entry in JSON's own types, the same for equal entries."""
        return {
            "release_id": self.release_id,
            "recipient": self.recipient,
            "release_class": self.release_class,
            "policy": dict(self.policy),
            "classifications": dict(self.classifications),
            "printed": dict(self.printed),
            "hashes": dict(sorted(self.hashes.items())),
            "approver": self.approver,
            "made_on": self.made_on,
            "cutoff": self.cutoff,
            "people": sorted(self.people),
            "audit": self.audit,
            "standing": self.standing.plain() if self.standing else None,
        }

    @classmethod
    def parse(cls, raw: Any) -> LedgerEntry:
        """Read an entry that ``plain`` wrote; raise ``Damaged`` for anything else."""
        try:
            found = msgspec.convert(raw, cls)
            _ = found.made, date.fromisoformat(found.cutoff)
            if found.standing and any(level < 0 or level % 10 for level in found.standing.levels.values()):
                raise ValueError("a level is no step")
        except (msgspec.ValidationError, ValueError):
            raise Damaged(
                "a ledger entry cannot be read",
                "run `registry vault check`, and make no summary until it passes",
            ) from None
        return found

    @property
    def made(self) -> date:
        """The day of the release."""
        return date.fromisoformat(self.made_on)


def entry_for(
    summary: Summary,
    people: Iterable[str],
    hashes: Mapping[str, str],
    *,
    recipient: str,
    approver: str,
    audit: str,
    standing: Standing | None = None,
) -> LedgerEntry:
    """Return the ledger's entry for a summary whose files are written: SHA-256 in ``hashes`` by file name."""
    return LedgerEntry(
        release_id=summary.release_id,
        recipient=recipient,
        release_class="T",
        policy=dict(summary.policy),
        classifications={dimension.key: version_of(dimension.key) for dimension in summary.dimensions},
        printed={"|".join(f"{key}={code}" for key, code in cell.at): cell.value for cell in summary.cells},
        hashes=dict(hashes),
        approver=approver,
        made_on=summary.made_on,
        cutoff=summary.cutoff,
        people=frozenset(people),
        audit=audit,
        standing=standing,
    )
