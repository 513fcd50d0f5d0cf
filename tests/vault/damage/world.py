"""A small vault with something of everything in it, and what may come of it when its file is damaged."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from registry.errors import Damaged, RegistryError
from registry.vault.salvage import SalvageReport, salvage
from registry.vault.vault import Vault
from registry.words.identity import id_of
from tests.vault.build import PASSPHRASE, SPECS, case, clock, create, fill, reopen

# With this set, every byte and every length is tried instead of a sample.
EXHAUSTIVE = os.environ.get("REGISTRY_EXHAUSTIVE") == "1"
EXHIBIT = bytes(range(256)) * 36
TABLES = ("cases", "sources")


@dataclass(frozen=True)
class World:
    """The bytes of a vault, and everything that stands in it as a reader sees it."""

    raw: bytes
    documents: dict[tuple[str, int], Any]
    lines: list[Any]
    entries: list[bytes]
    people: list[Any]

    def spots(self, every: int, exhaustive: int = 1) -> Iterator[int]:
        """Yield every so-manieth byte's place, in the exhaustive run every one (or one in ``exhaustive``)."""
        return iter(range(0, len(self.raw), exhaustive if EXHAUSTIVE else every))


def seen(vault: Vault) -> World:
    """Return everything that stands in a vault; raises where something does not open."""
    documents = {(name, number): dict(doc) for name in TABLES for number, doc in vault.documents(name)}
    lines = [line for name in TABLES for line in vault.lines(name)]
    assert b"".join(vault.read_exhibit(1, "EX1")) == EXHIBIT
    return World(b"", documents, lines, [one.to_bytes() for one in vault.journal()], vault.people())


@cache
def world() -> World:
    """Return the vault: cases, a removed one, changed ones, sources, an exhibit, a colleague, two epochs."""
    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.vault"
        with create(path) as vault:
            fill(vault, 6)
            vault.table("sources").insert_multiple([case(1), case(2)])
            vault.put_exhibit(1, "EX1", io.BytesIO(EXHIBIT))
            vault.table("cases").remove(doc_ids=[4])
            vault.rekey()
            vault.table("cases").update({"name": "changed"}, doc_ids=[3])
            found = seen(vault)
        return World(path.read_bytes(), found.documents, found.lines, found.entries, found.people)


def outcome(path: Path) -> str:
    """Use a damaged vault as a caseworker would, and return what came of it: a refusal's code, named or unharmed.

    Fails where anything is shown that was never kept, where something is missing and not named, or where the
    vault is taken for whole although a value differs.
    """
    try:
        with reopen(path, read_only=True) as vault:
            return _used(vault)
    except RegistryError as refused:
        return refused.code


def _used(vault: Vault) -> str:
    kept = world()
    report = vault.check()
    if report.ok:
        found = seen(vault)
        assert (found.documents, found.lines) == (kept.documents, kept.lines)
        assert (found.entries, found.people) == (kept.entries, kept.people)
        return "unharmed"
    named = {(problem.table, problem.identity) for problem in report.problems}
    everything = any(problem.kind == "count" for problem in report.problems)
    for (table, number), document in kept.documents.items():
        try:
            found_document = vault.document(table, number)
        except Damaged:
            assert (table, id_of(number)) in named or everything, "a lost record is not named"
        else:
            assert found_document == document, "a record is not what was kept"
    return "named"


def saved(source: Path, dest: Path, header_from: Path | None = None) -> SalvageReport:
    """Salvage a vault, and make sure that the new one is whole and holds nothing that was never kept."""
    kept = world()
    report = salvage(
        source, dest, specs=SPECS, clock=clock, device="test", passphrase=PASSPHRASE, header_from=header_from
    )
    with reopen(dest) as vault:
        assert vault.check().ok
        vault.verify_journal()
        lost = {*report.lost, *report.older}
        unnamed = sum(report.unnamed.values())
        for (table, number), document in kept.documents.items():
            found = vault.document(table, number)
            if found is None:
                assert (table, id_of(number)) in lost or unnamed or report.unsure
            elif (table, id_of(number)) not in report.older:
                assert found == document
        entries = {one.to_bytes() for one in vault.journal()}
        assert len(entries & set(kept.entries)) <= report.entries < len(entries)
        vault.table("cases").upsert(case(99, f"after act {vault.head[0]}"))  # and it can be worked in
    return report
