"""Damage and tampering: noticed, named, never an empty vault, never a traceback; the rest still opens."""

from __future__ import annotations

import io
import os
import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.errors import Damaged, Locked, NewerFormat, RegistryError
from registry.vault import engine as containers
from registry.vault import header as headers
from registry.vault import keys, session
from registry.vault.check import CheckReport
from registry.vault.container import Container
from registry.vault.keys import Cost
from registry.vault.places import FORMAT
from registry.vault.rows import Root
from registry.vault.slots import SIZE
from registry.vault.vault import Vault
from registry.words.identity import id_of
from tests.vault.build import case, create, fill, reopen, tamper

COUNT = 150


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A vault with three leaves, changes, a removal and an exhibit, as bytes."""
    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    path = tmp_path_factory.mktemp("kept") / "kept.vault"
    with create(path) as vault:
        fill(vault, COUNT)
        vault.table("sources").insert_multiple([case(n) for n in range(1, 6)])
        vault.table("cases").update({"name": "changed"}, doc_ids=[3, 70])
        vault.table("cases").remove(doc_ids=[4])
        vault.put_exhibit(1, "EX1", io.BytesIO(bytes(300_000)))
    return path.read_bytes()


@pytest.fixture
def copy(kept: bytes, path: Path) -> Path:
    path.write_bytes(kept)
    return path


def _names(report: CheckReport) -> set[tuple[str, str]]:
    return {(problem.table, problem.identity) for problem in report.problems}


# Any byte of the file


def _walk(path: Path) -> str:
    """Use a vault that may be damaged as a caseworker would; returns what came of it."""
    try:
        with reopen(path, read_only=True) as vault:
            assert vault.info().counts["cases"] > 0, "a damaged vault was taken for an empty one"
            report = vault.check()
            good = 0
            for number in list(vault.numbers("cases")):
                try:
                    document = vault.document("cases", number)
                    assert document is not None
                    assert document["id"] == str(number)
                    good += 1
                except RegistryError:
                    pass
            if report.ok:
                assert good == COUNT - 1
                return "unharmed"
            return "named" if good < COUNT - 1 or report.problems else "lost"
    except Damaged:
        return "refused"
    except RegistryError as refusal:
        return refusal.code


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True), st.integers(0, 7))
def test_a_flipped_bit_anywhere(kept: bytes, path: Path, where: float, bit: int) -> None:
    broken = bytearray(kept)
    broken[int(where * len(kept))] ^= 1 << bit
    path.write_bytes(bytes(broken))
    assert _walk(path) in {"unharmed", "named", "refused"}


@pytest.mark.slow
def test_a_flipped_bit_in_every_part_of_every_page(kept: bytes, path: Path) -> None:
    chance = random.Random(7)
    outcomes: dict[str, int] = {}
    for page in range(0, len(kept), 4096):
        for at in [*range(0, 16, 5), chance.randrange(16, 4096), chance.randrange(16, 4096)]:
            broken = bytearray(kept)
            broken[page + at] ^= 1 << chance.randrange(8)
            path.write_bytes(bytes(broken))
            outcome = _walk(path)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert outcomes.keys() <= {"unharmed", "named", "refused"}
    assert outcomes["named"] > outcomes.get("unharmed", 0)


@pytest.mark.parametrize("part", [0, 1, 99, 100, 512, 4095, 4096, 4097, 0.25, 0.5, 0.9, -1, -4096])
def test_a_cut_file(kept: bytes, path: Path, part: float) -> None:
    length = int(part * len(kept)) if isinstance(part, float) else int(part)
    path.write_bytes(kept[:length])
    assert _walk(path) in {"named", "refused"}


@pytest.mark.parametrize("seed", range(12))
def test_pages_that_are_wiped_or_exchanged(kept: bytes, path: Path, seed: int) -> None:
    chance = random.Random(seed)
    pages = [kept[at : at + 4096] for at in range(0, len(kept), 4096)]
    one, other = chance.sample(range(1, len(pages)), 2)
    if seed % 2:
        pages[one] = bytes(4096)
    else:
        pages[one], pages[other] = pages[other], pages[one]
    path.write_bytes(b"".join(pages))
    assert _walk(path) in {"named", "refused"}


# One row at a time


def _unreadable(monkeypatch: pytest.MonkeyPatch, lost: int) -> None:
    """Have SQLite find the page of a row malformed, before any seal is looked at."""
    get, get_many = Container.get, Container.get_many

    def get_other(container: Container, name: int) -> bytes | None:
        with containers.speaking():
            if name == lost:
                raise sqlite3.DatabaseError("database disk image is malformed")
        return get(container, name)

    def get_others(container: Container, names: list[int]) -> dict[int, bytes]:
        for name in names:
            get_other(container, name)
        return get_many(container, names)

    monkeypatch.setattr(Container, "get", get_other)
    monkeypatch.setattr(Container, "get_many", get_others)


@pytest.mark.parametrize("number", [2, 3, 149])
def test_a_case_on_a_page_that_cannot_be_read_is_named(
    copy: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopen(copy, read_only=True) as vault:
        _unreadable(monkeypatch, vault.rows.object_row("cases", number))
        name = f"cases {id_of(number)} was changed"
        with pytest.raises(Damaged, match=name):
            vault.document("cases", number)
        with pytest.raises(Damaged, match=name):
            list(vault.documents("cases"))
        (problem,) = vault.check().problems
        assert (problem.table, problem.identity) == ("cases", id_of(number))
        assert problem.what.startswith(name)


def test_a_root_on_a_page_that_cannot_be_read_leaves_the_other(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopen(copy) as vault:
        _unreadable(monkeypatch, vault.rows.row("root", "", "0"))
    with reopen(copy, read_only=True) as vault:
        assert vault.count("cases") == COUNT - 1
        assert [problem.what for problem in vault.check().problems] == ["copy 1 of the root"]


def test_no_part_of_a_vault_that_opened_is_said_to_be_no_vault(kept: bytes, path: Path) -> None:
    told = set()
    for page in range(4 * 4096, len(kept), 7 * 4096):
        raw = bytearray(kept)
        raw[page] = 0xFF
        path.write_bytes(raw)
        try:
            with reopen(path, read_only=True) as vault:
                told |= {problem.what for problem in vault.check().problems}
        except RegistryError:
            continue
    assert told
    assert not [what for what in told if "not a vault" in what]


def _row(vault: Vault, name: int) -> bytes:
    found = vault.container.get(name)
    assert found is not None
    return found


def _flipped(row: bytes, at: int = -1) -> bytes:
    at %= len(row)
    return row[:at] + bytes([row[at] ^ 1]) + row[at + 1 :]


@pytest.mark.parametrize("at", [0, 3, 4, 60, 124, -1], ids=lambda at: f"byte {at}")
def test_one_damaged_case_is_named_and_the_others_open(copy: Path, at: int) -> None:
    with reopen(copy) as vault:
        name = vault.rows.object_row("cases", 7)
        tamper(vault, {name: _flipped(_row(vault, name), at)})
        with pytest.raises(Damaged, match=r"cases 0000000000.. was changed"):
            vault.table("cases").get(doc_id=7)
        assert _names(vault.check()) == {("cases", "000000000007")}
        others = [n for n in vault.numbers("cases") if n != 7]
        assert all(vault.document("cases", n) for n in others)
        assert len(list(vault.lines("cases"))) == COUNT - 1
        with pytest.raises(Damaged, match="000000000007"):
            vault.table("cases").all()


def test_a_removed_row_is_missed(copy: Path) -> None:
    with reopen(copy) as vault:
        tamper(vault, {vault.rows.object_row("cases", 7): None})
        with pytest.raises(Damaged, match="000000000007"):
            vault.table("cases").get(doc_id=7)
        assert vault.table("cases").get(doc_id=9999) is None
        assert ("cases", "000000000007") in _names(vault.check())


def test_exchanged_rows_do_not_open(copy: Path) -> None:
    with reopen(copy) as vault:
        one, other = (vault.rows.object_row("cases", n) for n in (10, 11))
        tamper(vault, {one: _row(vault, other), other: _row(vault, one)})
        for number in (10, 11):
            with pytest.raises(
                Damaged, match=f"0000000000{'A' if number == 10 else 'B':>2}".replace(" ", "0")
            ):
                vault.document("cases", number)


def test_an_older_copy_of_one_case_does_not_open(copy: Path) -> None:
    with reopen(copy) as vault:
        name = vault.rows.object_row("cases", 12)
        older = _row(vault, name)
        vault.table("cases").update({"name": "newer"}, doc_ids=[12])
        newer = _row(vault, name)
        end = 4 + int.from_bytes(older[:4], "big")
        for put_back in (older, newer[:end] + older[end:], older[:end] + newer[end:]):
            tamper(vault, {name: put_back})
            with pytest.raises(Damaged, match="00000000000C"):
                vault.document("cases", 12)
            assert ("cases", "00000000000C") in _names(vault.check())
        tamper(vault, {name: newer})
        assert vault.check().ok


def test_a_case_that_was_removed_cannot_be_put_back(copy: Path) -> None:
    with reopen(copy) as vault:
        name = vault.rows.object_row("cases", 12)
        older = _row(vault, name)
        vault.table("cases").remove(doc_ids=[12])
        tamper(vault, {name: older})
        with pytest.raises(Damaged, match="00000000000C"):
            vault.document("cases", 12)
        assert [problem.what for problem in vault.check().problems] == ["1 rows belong to nothing"]


def _index_row(vault: Vault, kind: str) -> int:
    return vault.rows.row(kind, "cases", "1" if kind == "leaf" else "0")


@pytest.mark.parametrize("kind", ["leaf", "directory"])
@pytest.mark.parametrize("how", ["flipped", "gone", "older"])
def test_cases_of_a_damaged_index_page_are_still_found(copy: Path, kind: str, how: str) -> None:
    with reopen(copy) as vault:
        name = _index_row(vault, kind)
        older = _row(vault, name)
        vault.table("cases").update({"name": "newest"}, doc_ids=[80])
        tamper(vault, {name: {"flipped": _flipped(older), "gone": None, "older": older}[how]})
    with reopen(copy) as vault:
        assert sorted(vault.numbers("cases")) == [n for n in range(1, COUNT + 1) if n != 4]
        assert vault.document("cases", 80) == case(80, "newest")
        assert {line.name for line in vault.lines("cases") if line.id == "80"} == {"newest"}
        problems = [problem.what for problem in vault.check().problems]
        assert any("index page" in problem for problem in problems)
        # The next change writes the page anew.
        vault.table("cases").update({"name": "healed"}, doc_ids=[81])
    with reopen(copy) as vault:
        assert vault.check().problems == ()
        assert vault.count("cases") == COUNT - 1


def test_either_root_serves_alone_and_none_is_damage(copy: Path) -> None:
    with reopen(copy) as vault:
        names = [vault.rows.row("root", "", number) for number in "01"]
        rows = [_row(vault, name) for name in names]
    for number in (0, 1):
        with reopen(copy) as vault:
            tamper(vault, {names[number]: _flipped(rows[number])})
            assert [problem.what for problem in vault.check().problems] == [f"copy {number + 1} of the root"]
        with reopen(copy) as vault:
            assert vault.count("cases") == COUNT - 1
            tamper(vault, {names[number]: rows[number]})
    with reopen(copy) as vault:
        tamper(vault, dict.fromkeys(names, b"nonsense"))
    with pytest.raises(Damaged, match="root"):
        reopen(copy)


def test_older_roots_do_not_pass_the_journal(copy: Path) -> None:
    with reopen(copy) as vault:
        names = [vault.rows.row("root", "", number) for number in "01"]
        older = {name: _row(vault, name) for name in names}
        vault.table("sources").insert(case(77))
        tamper(vault, dict(older))
    with reopen(copy) as vault:
        with pytest.raises(Damaged, match="root"):
            vault.verify_journal()
        assert not vault.check().ok
        with pytest.raises(RegistryError):
            vault.table("sources").insert(case(78))


@pytest.mark.parametrize("how", ["flipped", "gone", "exchanged"])
def test_a_damaged_journal_entry_is_named(copy: Path, how: str) -> None:
    with reopen(copy) as vault:
        name, other = vault.rows.entry_row(3), vault.rows.entry_row(2)
        row = {"flipped": _flipped(_row(vault, name)), "gone": None, "exchanged": _row(vault, other)}[how]
        tamper(vault, {name: row})
        with pytest.raises(Damaged, match="journal entry 3"):
            vault.verify_journal()
        assert ("journal", "3") in _names(vault.check())
        assert vault.document("cases", 1) is not None


def test_a_signature_of_a_stranger_does_not_hold(copy: Path) -> None:
    """One who has the vault key but no caseworker's seed cannot add to the chain unnoticed."""
    from registry.vault.journal import Signer

    with reopen(copy) as vault:
        stranger = Signer(bytes(32))
        real, vault._signer = vault._signer, stranger
        vault.table("cases").insert(case(900))
        vault._signer = real
        with pytest.raises(Damaged, match="journal entry 7"):
            vault.verify_journal()
        signed = vault.rows.entry(7)
        forged = replace_by(signed, real.public_key)
        context = vault.rows.keys.places.context("entry", "", "7")
        from registry.vault import body
        from registry.vault.seal import seal

        tamper(vault, {vault.rows.entry_row(7): seal(vault.rows.keys.journal, context, body.pad(forged))})
        with pytest.raises(Damaged, match="journal entry 7"):
            vault.verify_journal()


def replace_by(signed: object, public_key: bytes) -> bytes:
    """Return an entry's bytes with another signer named, the signature left as it was."""
    import msgspec

    from registry.provenance.entry import Signed

    assert isinstance(signed, Signed)
    return Signed(msgspec.structs.replace(signed.entry, by=public_key), signed.signature).to_bytes()


def test_a_damaged_exhibit_is_named(copy: Path) -> None:
    with reopen(copy) as vault:
        name = vault.rows.piece_row("cases", 1, "EX1", 1)
        tamper(vault, {name: _flipped(_row(vault, name))})
        with pytest.raises(Damaged, match="exhibit EX1 of cases 000000000001"):
            list(vault.read_exhibit(1, "EX1"))
        assert _names(vault.check()) == {("cases", "000000000001")}
        assert vault.document("cases", 1) is not None


def test_rows_that_belong_to_nothing_are_counted(copy: Path) -> None:
    with reopen(copy) as vault:
        tamper(vault, {12345: b"stray"})
        assert [problem.what for problem in vault.check().problems] == ["1 rows belong to nothing"]


def test_a_damaged_list_of_people(copy: Path) -> None:
    with reopen(copy) as vault:
        name = vault.rows.row("people")
        tamper(vault, {name: _flipped(_row(vault, name))})
        assert not vault.check().ok
        with pytest.raises(Damaged):
            vault.verify_journal()


def test_two_names_that_meet_are_never_overwritten(copy: Path) -> None:
    with reopen(copy) as vault:
        tamper(vault, {vault.rows.entry_row(7): b"taken"})
        with pytest.raises(RegistryError, match="taken"):
            vault.table("cases").insert(case(900))
        assert vault.count("cases") == COUNT - 1


# The header


def _with_headers(path: Path, first: bytes | None, second: bytes | None) -> None:
    db = sqlite3.connect(path)
    for table, raw in (("a", first), ("b", second)):
        if raw is None:
            db.execute(f"DELETE FROM {table}")
        else:
            db.execute(f"INSERT OR REPLACE INTO {table} VALUES (0, ?)", (raw,))
    db.commit()
    db.close()


def _header(path: Path) -> bytes:
    db = sqlite3.connect(path)
    raw = db.execute("SELECT v FROM a").fetchone()[0]
    db.close()
    assert isinstance(raw, bytes)
    return raw


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, headers.SIZES[FORMAT] - 1), st.integers(0, 7), st.booleans())
def test_either_header_serves_alone(kept: bytes, path: Path, at: int, bit: int, first: bool) -> None:
    path.write_bytes(kept)
    raw = _header(path)
    broken = raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]
    _with_headers(path, *((broken, raw) if first else (raw, broken)))
    with reopen(path) as vault:
        problems = [problem.what for problem in vault.check().problems]
    assert problems == [f"the {'first' if first else 'second'} copy of the header"]
    _with_headers(path, broken, broken)
    version = bytes([raw[16] ^ (1 << bit if at == 16 else 0), raw[17] ^ (1 << bit if at == 17 else 0)])
    newer = int.from_bytes(version, "big") > FORMAT
    with pytest.raises(NewerFormat if newer else Damaged):
        reopen(path)


@pytest.mark.parametrize("pair", [(None, None), (b"", b""), (b"x", None)])
def test_no_header_is_damage_and_not_an_empty_vault(
    copy: Path, pair: tuple[bytes | None, bytes | None]
) -> None:
    _with_headers(copy, *pair)
    with pytest.raises(Damaged, match="header"):
        reopen(copy)


def test_a_newer_format_says_so(copy: Path) -> None:
    raw = _header(copy)
    newer = raw[:16] + (FORMAT + 1).to_bytes(2, "big") + b"whatever a later program writes"
    _with_headers(copy, newer, newer)
    with pytest.raises(NewerFormat, match="newer version"):
        reopen(copy)
    _with_headers(copy, newer, raw)  # one damaged version number does not lock anyone out
    reopen(copy).close()


@pytest.mark.parametrize(
    "cost",
    [Cost(2**32 - 1, 3, 4), Cost(8, 1, 1), Cost(65536, 2**31, 4), Cost(65536, 3, 2**20), Cost(0, 0, 0)],
)
def test_hostile_costs_are_refused_before_deriving(
    copy: Path, cost: Cost, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = headers.read(_header(copy))
    assert found is not None
    hostile = replace(found, cost=cost, test=False).to_bytes()
    _with_headers(copy, hostile, hostile)

    def never(*_: object) -> None:
        raise AssertionError("memory was allocated for a hostile header")

    monkeypatch.setattr(keys, "stretch", never)
    with pytest.raises(Damaged, match="key derivation"):
        reopen(copy)


def test_a_forged_header_is_noticed(copy: Path) -> None:
    """The checksum is no secret: who changes a header and makes it anew still fails the MAC or the slots."""
    found = headers.read(_header(copy))
    assert found is not None
    forged = replace(found, sequence=99).to_bytes()
    _with_headers(copy, forged, forged)
    with pytest.raises(Damaged, match="header"):
        reopen(copy)
    emptied = replace(found, slots=(bytes(SIZE),) * 16).to_bytes()
    _with_headers(copy, emptied, emptied)
    with pytest.raises(Locked):
        reopen(copy)
    _with_headers(copy, forged, found.to_bytes())
    reopen(copy).close()


def test_an_old_header_put_back_does_not_bring_the_old_passphrase_back(copy: Path) -> None:
    old = _header(copy)
    with reopen(copy) as vault:
        vault.change_passphrase("saddle lantern cobweb grammar violin pepper")
    _with_headers(copy, old, old)
    with pytest.raises(Damaged, match="header"):
        reopen(copy)


def test_sql_in_a_hostile_file_never_runs(copy: Path) -> None:
    db = sqlite3.connect(copy)
    db.execute("CREATE TRIGGER t AFTER INSERT ON r BEGIN DELETE FROM r; END")
    db.commit()
    db.close()
    with pytest.raises(Damaged, match="not a vault"):
        reopen(copy)


def test_rows_of_the_wrong_kind(copy: Path) -> None:
    with reopen(copy) as vault:
        name = vault.rows.object_row("cases", 7)
    db = sqlite3.connect(copy)
    db.execute("UPDATE r SET v = 'text' WHERE k = ?", (name,))
    db.commit()
    db.close()
    with reopen(copy) as vault, pytest.raises(Damaged):
        vault.document("cases", 7)


def test_a_root_that_names_nothing_is_not_the_start() -> None:
    assert Root() != Root(sequence=1)


def test_another_sessions_save_is_never_taken_for_damage(
    vault: Vault, again: Callable[..., Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stale index meets newer pages: the reading starts again, the journal is not searched for rescue."""
    fill(vault, 200)
    other = again()

    def never(*_: object) -> None:
        raise AssertionError("a save was taken for damage")

    monkeypatch.setattr(session, "rescue", never)
    lines, numbers = other.lines("cases"), other.numbers("cases")
    assert (next(lines).id, next(numbers)) == ("1", 1)
    vault.table("cases").update({"name": "new"}, doc_ids=[90, 170])
    assert [line.name for line in lines].count("new") == 2
    vault.table("cases").insert_multiple([case(n) for n in range(300, 400)])
    assert len(list(numbers)) >= 199
