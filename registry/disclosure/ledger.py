"""The release ledger: what was let out, to whom, by whom, and about which people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from registry.disclosure.summary import VERSION, Summary
from registry.errors import Damaged


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One release as the sealed ledger keeps it.

    ``release_class`` is ``T`` for tables of persons, ``L`` for a line list, ``N`` for accounts. ``classifications`` gives
    the version of each dimension used; ``printed`` the values by spelled cell; ``hashes`` the SHA-256 of each file;
    ``people`` the ids of the cases counted, which never leave the vault. ``made_on`` is a day, ISO 8601.
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
        }

    @classmethod
    def parse(cls, raw: Any) -> LedgerEntry:
        """Read an entry that ``plain`` wrote; raise ``Damaged`` for anything else."""
        try:
            return msgspec.convert(raw, cls)
        except msgspec.ValidationError:
            raise Damaged(
                "a ledger entry cannot be read",
                "run `registry vault check`, and make no summary until it passes",
            ) from None

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
) -> LedgerEntry:
    """Return the ledger's entry for a summary whose files are written: SHA-256 in ``hashes`` by file name."""
    return LedgerEntry(
        release_id=summary.release_id,
        recipient=recipient,
        release_class="T",
        policy=dict(summary.policy),
        classifications={dimension.key: VERSION for dimension in summary.dimensions},
        printed={"|".join(f"{key}={code}" for key, code in cell.at): cell.value for cell in summary.cells},
        hashes=dict(hashes),
        approver=approver,
        made_on=summary.made_on,
        cutoff=summary.cutoff,
        people=frozenset(people),
        audit=audit,
    )
