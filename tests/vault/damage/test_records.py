"""One record at a time: put back, exchanged, taken away, forged; each is noticed and named, and the rest opens."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from registry.errors import Damaged
from registry.vault import body, header
from registry.vault.journal import Signer
from registry.vault.seal import seal
from registry.vault.vault import Vault
from registry.words.identity import id_of
from tests.vault.build import case, create, fill, reopen, tamper
from tests.vault.damage.world import outcome, world


@pytest.fixture
def kept(path: Path) -> Path:
    path.write_bytes(world().raw)
    return path


def _row(vault: Vault, name: int) -> bytes | None:
    return vault.container.get(name)


ROWS: dict[str, Callable[[Any], list[int]]] = {
    "record": lambda rows: [rows.object_row("cases", 2)],
    "leaf": lambda rows: [rows.row("leaf", "cases", "0")],
    "directory": lambda rows: [rows.row("directory", "cases", "0")],
    "leaf and directory": lambda rows: [rows.row(kind, "cases", "0") for kind in ("leaf", "directory")],
    "record, leaf and directory": lambda rows: [
        rows.object_row("cases", 2), *(rows.row(kind, "cases", "0") for kind in ("leaf", "directory"))
    ],
    "one root": lambda rows: [rows.row("root", "", "0")],
    "both roots": lambda rows: [rows.row("root", "", copy) for copy in ("0", "1")],
    "everything but the journal": lambda rows: [
        rows.object_row("cases", 2), *(rows.row(kind, "cases", "0") for kind in ("leaf", "directory")),
        *(rows.row("root", "", copy) for copy in ("0", "1")),
    ],
    "people": lambda rows: [rows.row("people")],
}  # fmt: skip


@pytest.mark.parametrize("what", ROWS)
def test_a_record_that_is_put_back_alone_is_noticed(kept: Path, what: str) -> None:
    with reopen(kept) as vault:
        names = ROWS[what](vault.rows)
        older = {name: _row(vault, name) for name in names}
        vault.table("cases").update({"name": "newer"}, doc_ids=[2])
        vault.add_person("Colleague", "caseworker", "saddle lantern cobweb grammar violin pepper")
        tamper(vault, older)
    try:
        with reopen(kept) as vault:
            report = vault.check()
            assert not report.ok
            if what == "record":
                assert ("cases", id_of(2)) in {(one.table, one.identity) for one in report.problems}
                with pytest.raises(Damaged, match=id_of(2)):
                    vault.document("cases", 2)
            elif "roots" not in what and "journal" not in what and "record" not in what:
                assert vault.document("cases", 2)["name"] == "newer"  # type: ignore[index]
            assert vault.document("cases", 5) == world().documents[("cases", 5)]
    except Damaged:
        assert what in {"both roots", "everything but the journal"}


def _headers(path: Path) -> list[bytes]:
    db = sqlite3.connect(path)
    found = [db.execute(f"SELECT v FROM {table}").fetchone()[0] for table in "ab"]
    db.close()
    return found


def _put_headers(path: Path, *pair: bytes) -> None:
    db = sqlite3.connect(path)
    for table, raw in zip("ab", pair, strict=True):
        db.execute(f"INSERT OR REPLACE INTO {table} VALUES (0, ?)", (raw,))
    db.commit()
    db.close()


@pytest.mark.parametrize("which", [0, 1])
def test_a_damaged_header_leaves_the_other(kept: Path, which: int) -> None:
    pair = _headers(kept)
    pair[which] = bytes(len(pair[which]))
    _put_headers(kept, *pair)
    with reopen(kept) as vault:
        assert [problem.kind for problem in vault.check().problems] == ["header"]
        assert vault.count("cases") == 5


@pytest.mark.parametrize("which", [0, 1])
def test_an_older_header_beside_the_newer_is_named(kept: Path, which: int) -> None:
    old = _headers(kept)[0]
    with reopen(kept) as vault:
        vault.change_passphrase("saddle lantern cobweb grammar violin pepper")
    pair = _headers(kept)
    pair[which] = old
    _put_headers(kept, *pair)
    with reopen(kept, passphrase="saddle lantern cobweb grammar violin pepper") as vault:
        assert [problem.kind for problem in vault.check().problems] == ["header"]


@pytest.mark.parametrize("kind", ["document", "leaf", "entry", "root", "people", "exhibit"])
def test_the_same_row_of_another_vault_does_not_open(kept: Path, kind: str) -> None:
    """Also of one with the same name, so that only keys and contexts keep the two apart."""
    things = {
        "document": lambda rows: rows.object_row("cases", 2), "leaf": lambda rows: rows.row("leaf", "cases", "0"),
        "entry": lambda rows: rows.entry_row(3), "root": lambda rows: rows.row("root", "", "0"),
        "people": lambda rows: rows.row("people"), "exhibit": lambda rows: rows.piece_row("cases", 1, "EX1", 0),
    }  # fmt: skip
    other = kept.with_name("other")
    other.write_bytes(world().raw)
    with create(kept.with_name("third")) as vault:
        fill(vault, 6)
        import io

        vault.put_exhibit(1, "EX1", io.BytesIO(bytes(9216)))
        foreign = _row(vault, things[kind](vault.rows))
    with reopen(kept) as vault:
        tamper(vault, {things[kind](vault.rows): foreign})
    assert outcome(kept) == "named"


def test_exchanged_rows_are_named(kept: Path) -> None:
    with reopen(kept) as vault:
        one, other = (vault.rows.object_row("cases", number) for number in (2, 3))
        tamper(vault, {one: _row(vault, other), other: _row(vault, one)})
        named = {(problem.table, problem.identity) for problem in vault.check().problems}
    assert {("cases", id_of(2)), ("cases", id_of(3))} <= named
    assert outcome(kept) == "named"


# The journal


def _resealed(vault: Vault, sequence: int, raw: bytes) -> bytes:
    keys = vault.rows.keys_at(sequence)
    return seal(keys.journal, keys.places.context("entry", "", str(sequence)), body.pad(raw))


def _taken_out(vault: Vault) -> dict[int, bytes | None]:
    return {vault.rows.entry_row(3): None}


def _cut_off(vault: Vault) -> dict[int, bytes | None]:
    return {vault.rows.entry_row(vault.head[0]): None}


def _reordered(vault: Vault) -> dict[int, bytes | None]:
    one, other = (vault.rows.entry(number).to_bytes() for number in (3, 4))
    return {
        vault.rows.entry_row(3): _resealed(vault, 3, other),
        vault.rows.entry_row(4): _resealed(vault, 4, one),
    }


def _rewritten(vault: Vault, signer: Signer, by: bytes) -> dict[int, bytes | None]:
    entry = msgspec.structs.replace(vault.rows.entry(3).entry, operation="case erase", by=by)
    return {vault.rows.entry_row(3): _resealed(vault, 3, signer.sign(entry).to_bytes())}


def _signed_by_a_stranger(vault: Vault) -> dict[int, bytes | None]:
    stranger = Signer(bytes(32))
    return _rewritten(vault, stranger, stranger.public_key)


def _signed_in_anothers_name(vault: Vault) -> dict[int, bytes | None]:
    return _rewritten(vault, Signer(bytes(32)), vault.caseworker.public_key)


def _signed_by_an_insider(vault: Vault) -> dict[int, bytes | None]:
    """Whoever holds a caseworker's own keys can sign, but not change what the entry after it names."""
    return _rewritten(vault, vault._signer, vault.caseworker.public_key)


@pytest.mark.parametrize(
    "how",
    [
        _taken_out,
        _cut_off,
        _reordered,
        _signed_by_a_stranger,
        _signed_in_anothers_name,
        _signed_by_an_insider,
    ],
    ids=lambda how: how.__name__.strip("_").replace("_", " "),
)
def test_a_journal_that_was_tampered_with_is_named(
    kept: Path, how: Callable[[Vault], dict[int, bytes | None]]
) -> None:
    with reopen(kept) as vault:
        tamper(vault, how(vault))
    with reopen(kept) as vault:
        problems = [problem for problem in vault.check().problems if problem.kind in {"entry", "end"}]
        assert problems
        assert {problem.identity for problem in problems} <= {"3", "4", str(vault.head[0]), ""}
        with pytest.raises(Damaged):
            vault.verify_journal()
        assert vault.document("cases", 2) == world().documents[("cases", 2)]


def test_an_entry_that_names_gaps_counts_only_as_a_salvage(kept: Path) -> None:
    """An ordinary act that speaks of the journal's entries does not excuse their absence."""
    from registry.vault.gaps import gone

    with reopen(kept) as vault:
        with vault.act("case new") as act:
            act.note(gone(3))
        tamper(vault, {vault.rows.entry_row(3): None})
        assert ("journal", "3") in {(one.table, one.identity) for one in vault.check().problems}
        with pytest.raises(Damaged, match="journal entry 3"):
            vault.verify_journal()


def test_a_table_cannot_be_called_as_the_journal_is(kept: Path) -> None:
    from registry.errors import InputRefused

    with reopen(kept) as vault, pytest.raises(InputRefused, match="journal"):
        vault.table("journal").insert(case(1))
    assert replace(header.read(_headers(kept)[0]), sequence=1).sequence == 1  # type: ignore[type-var]


@pytest.mark.parametrize("healed", [False, True], ids=["as left", "after the next save"])
def test_a_record_lost_with_its_page_of_the_index_does_not_seem_never_to_have_been(
    kept: Path, healed: bool
) -> None:
    with reopen(kept) as vault:
        tamper(vault, {vault.rows.object_row("cases", 2): None, vault.rows.row("leaf", "cases", "0"): None})
    if healed:
        with reopen(kept) as vault:
            vault.table("cases").update({"name": "other"}, doc_ids=[5])
    with reopen(kept) as vault:
        with pytest.raises(Damaged, match=id_of(2)):
            vault.document("cases", 2)
        assert vault.noticed
        assert vault.document("cases", 99) is None  # this one never was
        assert vault.document("cases", 4) is None  # and this one was removed
        assert ("cases", id_of(2)) in {(one.table, one.identity) for one in vault.check().problems}


@pytest.mark.parametrize("revision", ["the same", "one of which no act speaks"])
def test_a_record_that_was_written_without_an_act_is_named(kept: Path, revision: str) -> None:
    """Whoever holds the vault's keys can seal, but the signed journal does not speak of what they wrote."""
    from registry.vault.act import encode
    from registry.vault.index import Leaf

    with reopen(kept) as vault:
        found = vault.rows.head("cases", 2)
        assert found is not None
        head = found[0]
        at = head.revision if revision == "the same" else vault.head[0]
        head = msgspec.structs.replace(head, revision=at)
        vault.container.begin()
        vault.rows.write_object("cases", 2, head, encode(case(2, "forged")), new=False)
        held = vault.index.leaf("cases", 0)
        leaf = Leaf.read(held.revision, held.to_bytes())
        leaf.revisions[leaf.numbers.index(2)] = at
        vault.rows.write_page("leaf", "cases", "0", held.revision, leaf.copied().to_bytes())
        vault.container.commit()
    with reopen(kept) as vault:
        assert ("cases", id_of(2), "record") in {
            (p.table, p.identity, p.kind) for p in vault.check().problems
        }


def test_a_recovery_key_that_was_changed_on_its_way_is_refused_or_reads_the_same() -> None:
    from registry.errors import InputRefused
    from registry.vault.recovery import RecoveryKey
    from registry.words.identity import ALPHABET
    from tests.vault.build import RECOVERY

    text = " ".join(RECOVERY.groups())
    for at in range(len(text)):
        for letter in (*ALPHABET, "O", "?", "\x00", "\n"):
            with contextlib.suppress(InputRefused):
                assert RecoveryKey.parse(text[:at] + letter + text[at + 1 :]) == RECOVERY
        with pytest.raises(InputRefused):
            RecoveryKey.parse(text[:at])


def test_a_lost_list_of_people_is_said_once_and_hides_no_broken_entry(kept: Path) -> None:
    with reopen(kept) as vault:
        tamper(vault, {vault.rows.row("people"): b"nothing that opens"})
        assert [problem.kind for problem in vault.check().problems] == ["people"]
        tamper(vault, _signed_in_anothers_name(vault))
        kinds = {(problem.kind, problem.identity) for problem in vault.check().problems}
    assert ("entry", "3") in kinds


def test_what_neither_row_nor_index_nor_journal_tells_of_does_not_seem_never_to_have_been(kept: Path) -> None:
    """The root still counts it: with fewer records listed than counted, none may be said not to be there."""
    with reopen(kept) as vault:
        rows = vault.rows
        gone = [*(rows.object_row("sources", number) for number in (1, 2)),
                *(rows.row(kind, "sources", "0") for kind in ("leaf", "directory")),
                *(rows.row("entry", "", str(number)) for number in range(1, vault.head[0]))]  # fmt: skip
        tamper(vault, dict.fromkeys(gone))
    with reopen(kept, read_only=True) as vault:
        for number in (1, 2):
            with pytest.raises(Damaged):
                vault.document("sources", number)
    assert outcome(kept) == "named"


def test_a_record_that_never_was_is_not_there(kept: Path) -> None:
    with reopen(kept, read_only=True) as vault:
        assert vault.document("sources", 999) is None
