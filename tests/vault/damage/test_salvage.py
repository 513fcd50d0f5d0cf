"""A salvage saves all that the seals prove genuine, says what it could not save, and puts that on record."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from registry.errors import Damaged, InputRefused, Locked
from registry.vault.act import Act
from registry.vault.away import open_intake
from registry.vault.carving import carve, images_of
from registry.vault.container import Container
from registry.vault.intake_box import IntakeBox, read_signed
from registry.vault.remains import Remains
from registry.vault.salvage import SalvageReport, _Rebuilt, salvage
from registry.vault.slots import INTAKE
from registry.vault.vault import Vault
from registry.words.identity import id_of
from tests.vault.build import PASSPHRASE, RECOVERY, SPECS, case, clock, create, fill, reopen, tamper
from tests.vault.damage.test_records import _headers, _put_headers, _signed_by_an_insider
from tests.vault.damage.world import saved, seen, world

FIELD = "harbor violet kettle monsoon drawer falcon pebble"


@pytest.fixture
def kept(path: Path) -> Path:
    path.write_bytes(world().raw)
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "saved.vault"


def _break(vault: Vault, *names: int) -> None:
    tamper(vault, dict.fromkeys(names, b"nothing that opens"))


def test_a_sound_vault_is_saved_whole_under_the_same_keys(kept: Path, out: Path) -> None:
    report = saved(kept, out)
    assert report.whole
    assert (report.saved, report.exhibits, report.entries) == ({"cases": 5, "sources": 2}, 1, 7)
    with reopen(out, recovery=RECOVERY) as vault:
        found = seen(vault)
    assert all(found.documents[key] == document for key, document in world().documents.items())
    assert found.people == world().people
    assert kept.read_bytes() == world().raw


def test_nothing_is_overwritten_and_nothing_half_made_is_left(kept: Path, out: Path) -> None:
    out.write_bytes(b"mine")
    with pytest.raises(InputRefused):
        saved(kept, out)
    assert out.read_bytes() == b"mine"
    out.unlink()
    with pytest.raises(Locked):
        salvage(kept, out, specs=SPECS, clock=clock, device="test", passphrase="not the passphrase")
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_lost_records_and_entries_are_named_in_the_report_and_in_the_journal(kept: Path, out: Path) -> None:
    with reopen(kept) as vault:
        rows = vault.rows
        piece = rows.piece_row("cases", 1, "EX1", 0)
        _break(vault, rows.object_row("cases", 2), rows.entry_row(3), rows.entry_row(4), piece)
    report = saved(kept, out)
    assert report.lost == [("cases", id_of(2))]
    assert report.lost_exhibits == [("cases", id_of(1), "EX1")]
    assert report.lost_entries == [3, 4]
    with reopen(out) as vault:
        assert vault.check().gone == (3, 4)
        last = list(vault.journal())[-2].entry  # the last is the case that ``saved`` took in afterwards
        assert last.operation == "vault salvage"
        told = {(change.table, change.identity) for change in last.changes if change.removed}
        assert told == {("cases", id_of(2)), ("journal", id_of(3)), ("journal", id_of(4))}
        assert [signed.entry.sequence for signed in vault.journal()] == [1, 2, 5, 6, 7, 8, 9]
        assert vault.document("cases", 1) == world().documents[("cases", 1)]


def test_gaps_are_accepted_only_as_they_were_named(kept: Path, out: Path) -> None:
    with reopen(kept) as vault:
        _break(vault, vault.rows.entry_row(3))
    saved(kept, out)
    with reopen(out) as vault:
        assert vault.verify_journal() == 9
        _break(vault, vault.rows.entry_row(5))
        problems = vault.check().problems
        assert [(one.table, one.identity) for one in problems] == [("journal", "5")]
        with pytest.raises(Damaged, match="journal entry 5"):
            vault.verify_journal()
    again = out.with_name("again")
    report = saved(out, again)
    assert report.lost_entries == [5]  # what an earlier salvage named is not lost anew
    with reopen(again) as vault:
        assert vault.check().gone == (3, 5)


def test_what_was_salvaged_can_be_sealed_anew(kept: Path, out: Path) -> None:
    with reopen(kept) as vault:
        _break(vault, vault.rows.entry_row(3), vault.rows.entry_row(4))
    saved(kept, out)
    with reopen(out) as vault:
        before, before_epoch = seen(vault), vault.info().epoch
        assert vault.rekey(deep=True) == before_epoch + 1
    with reopen(out) as vault:
        assert seen(vault).documents == before.documents
        report = vault.check()
        assert (report.ok, report.gone) == (True, (3, 4))
        assert vault.verify_journal() == 10


def _with_intakes(path: Path, *, broken: int) -> list[tuple[int, bytes]]:
    """Put three intakes into the file's own box, one of which breaks; return the others."""
    with reopen(path) as vault:
        vault.add_person("Nour", INTAKE, FIELD)
    box = Vault.open_any(path, specs=SPECS, clock=clock, device="test", passphrase=FIELD)
    assert isinstance(box, IntakeBox)
    with closing(box):
        for message in (b"one", b"two" * 9000, b"three"):
            box.put(message)
        box.container.begin()
        raw = box.container.box(broken)
        assert raw is not None
        box.container.remove_box(broken)
        box.container.add_box(broken, raw[:-1] + bytes([raw[-1] ^ 1]))
        box.container.commit()
        return [(number, raw) for number, raw in box.container.boxes() if number != broken]


def test_intakes_that_wait_to_be_collected_are_carried_over(kept: Path, out: Path) -> None:
    waiting = _with_intakes(kept, broken=3)
    report = saved(kept, out)
    assert report.intakes == 2
    with reopen(out) as vault:
        assert list(vault.container.boxes()) == waiting
        opened = [open_intake(vault, signed) for signed in (read_signed(raw) for _, raw in waiting) if signed]
    assert opened == [b"one", b"two" * 9000]


def test_without_the_list_of_people_intakes_are_kept_for_somebody_to_look_at(kept: Path, out: Path) -> None:
    waiting = _with_intakes(kept, broken=1)
    with reopen(kept) as vault:
        _break(vault, vault.rows.row("people"))
    report = saved(kept, out)
    assert (report.people, report.intakes) == (True, 2)
    with reopen(out) as vault:
        assert list(vault.container.boxes()) == waiting
        (worker,) = [one for one in vault.people() if one.role == INTAKE]
        assert (worker.name, worker.here) == ("name lost", False)


def test_a_journal_whose_salvage_is_gone_has_its_gaps_named_anew(kept: Path, out: Path) -> None:
    with reopen(kept) as vault:
        _break(vault, vault.rows.entry_row(3))
    saved(kept, out)
    with reopen(out) as vault:
        _break(vault, vault.rows.entry_row(8))
        assert {one.identity for one in vault.check().problems} >= {"3", "8"}
    assert saved(out, out.with_name("again")).lost_entries == [3, 8]


def test_an_entry_that_the_chain_does_not_name_is_not_carried_over(kept: Path, out: Path) -> None:
    """Not even one that an insider signed: the entry after it names another."""
    with reopen(kept) as vault:
        tamper(vault, _signed_by_an_insider(vault))
    assert saved(kept, out).lost_entries == [3]


def test_a_new_vault_that_does_not_pass_its_check_gets_no_name(
    kept: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = _Rebuilt._write_journal

    def forgetful(self: _Rebuilt, act: Act, remains: Remains, report: SalvageReport) -> None:
        remains.entries.remove(3)
        write(self, act, remains, report)

    monkeypatch.setattr(_Rebuilt, "_write_journal", forgetful)
    with pytest.raises(Damaged, match="the new vault was not kept"):
        saved(kept, out)
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_an_older_state_of_a_record_is_saved_as_such_and_on_record(kept: Path, out: Path) -> None:
    with reopen(kept) as vault:
        name = vault.rows.object_row("cases", 2)
        older = vault.container.get(name)
        vault.table("cases").update({"name": "newer"}, doc_ids=[2])
        tamper(vault, {name: older})
    report = saved(kept, out)
    assert report.older == [("cases", id_of(2))]
    assert report.lost == []
    with reopen(out) as vault:
        assert vault.document("cases", 2) == world().documents[("cases", 2)]
        salvage_entry = list(vault.journal())[-2].entry
        assert [change.identity for change in salvage_entry.changes if not change.removed] == [id_of(2)]


def test_a_removed_record_does_not_come_back(kept: Path, out: Path) -> None:
    """Not even where the act that removed it is gone: the index says that it is not there."""
    with reopen(kept) as vault:
        name = vault.rows.object_row("cases", 2)
        older = vault.container.get(name)
        vault.table("cases").remove(doc_ids=[2])
        tamper(vault, {name: older, vault.rows.entry_row(vault.head[0]): None})
    report = salvage(kept, out, specs=SPECS, clock=clock, device="test", passphrase=PASSPHRASE)
    assert report.lost == []
    with reopen(out) as vault:
        assert vault.check().ok
        assert vault.document("cases", 2) is None


def test_index_and_spare_copies_are_made_anew(kept: Path, out: Path) -> None:
    with reopen(kept) as vault:
        row = vault.rows.row
        pages = [row(kind, table, "0") for kind in ("leaf", "directory") for table in ("cases", "sources")]
        _break(vault, *pages, row("root", "", "1"))
    pair = _headers(kept)
    _put_headers(kept, bytes(100), pair[1])
    report = saved(kept, out)
    assert report.whole


def test_without_a_root_everything_that_is_named_is_saved_and_doubt_is_said(kept: Path, out: Path) -> None:
    with create(out.with_name("one.vault")) as vault:  # one epoch: an earlier one's key is only in the root
        fill(vault, 70)
        vault.table("cases").update({"name": "newest"}, doc_ids=[66])
        _break(vault, *(vault.rows.row("root", "", copy) for copy in "01"))
    report = salvage(
        out.with_name("one.vault"), out, specs=SPECS, clock=clock, device="test", passphrase=PASSPHRASE
    )
    assert report.unsure
    assert report.saved["cases"] == 70
    with reopen(out) as vault:
        assert vault.check().ok
        assert vault.document("cases", 66) == case(66, "newest")
        vault.table("cases").insert(case(71))
        assert vault.check().ok


def test_without_the_people_the_chain_still_proves_its_entries(kept: Path, out: Path) -> None:
    with reopen(kept) as vault:
        _break(vault, vault.rows.row("people"))
    report = saved(kept, out)
    assert report.people
    assert report.entries == 7
    with reopen(out) as vault:
        assert [person.public_key for person in vault.people()] == [vault.caseworker.public_key]


def test_a_header_is_taken_from_a_backup_where_none_is_left(kept: Path, out: Path) -> None:
    backup = kept.with_name("backup.vault")
    with reopen(kept) as vault:
        vault.backup(backup)
        vault.table("cases").update({"name": "newest"}, doc_ids=[5])
    _put_headers(kept, b"", b"")
    with pytest.raises(Damaged, match="no header"):
        saved(kept, out)
    report = salvage(
        kept, out, specs=SPECS, clock=clock, device="test", passphrase=PASSPHRASE, header_from=backup
    )
    assert report.header_from_copy
    with reopen(out) as vault:
        assert vault.check().ok
        assert vault.document("cases", 5) == case(5, "newest")


def test_a_header_of_another_vault_opens_nothing(kept: Path, out: Path) -> None:
    other = kept.with_name("other.vault")
    with create(other) as vault:
        fill(vault, 2)
    _put_headers(kept, b"", b"")
    with pytest.raises(Damaged, match="nothing in the file opens"):
        saved(kept, out, header_from=other)
    assert not out.exists()


def test_an_old_header_put_back_is_not_made_good(kept: Path, out: Path) -> None:
    old = _headers(kept)[0]
    with reopen(kept) as vault:
        vault.change_passphrase("saddle lantern cobweb grammar violin pepper")
        vault.backup(kept.with_name("newer.vault"))
    kept.with_name("older.vault").write_bytes(world().raw)
    _put_headers(kept, old, old)
    for header_from in (None, kept.with_name("older.vault")):
        with pytest.raises(Damaged, match="older one that was put back"):
            saved(kept, out, header_from=header_from)
    new = {"passphrase": "saddle lantern cobweb grammar violin pepper"}
    report = salvage(
        kept, out, specs=SPECS, clock=clock, device="test", header_from=kept.with_name("newer.vault"), **new
    )
    assert report.header_from_copy
    with pytest.raises(Locked):
        reopen(out)
    with reopen(out, **new) as vault:
        assert vault.check().ok


def test_a_backup_tells_the_ids_that_nothing_names_any_more(kept: Path, out: Path) -> None:
    backup = kept.with_name("backup.vault")
    with reopen(kept) as vault:
        vault.backup(backup)
        _break(vault, vault.rows.row("leaf", "cases", "0"), vault.rows.entry_row(2), vault.rows.entry_row(7))
    report = saved(kept, out)
    assert report.unnamed == {"cases": 4}
    out.unlink()
    report = saved(kept, out, header_from=backup)
    assert report.unnamed == {}
    assert report.saved["cases"] == 5
    assert not report.header_from_copy


@pytest.mark.parametrize("copies", [("0",), ("1",), ("0", "1")])
@pytest.mark.parametrize("front", [True, False])
def test_an_older_root_left_between_the_rows_is_not_taken_for_the_newest(
    kept: Path, out: Path, front: bool, copies: tuple[str, ...]
) -> None:
    """SQLite leaves copies of rows in the middle of a page that it divided, and they carve like any row."""
    with reopen(kept) as vault:
        older = {copy: vault.container.get(vault.rows.row("root", "", copy)) or b"" for copy in copies}
        vault.table("cases").update({"name": "changed last"}, doc_ids=[3])
        names = {copy: vault.rows.row("root", "", copy) for copy in copies}
    for copy in copies:
        _left_between(kept, names[copy], older[copy], front=front)
    with reopen(kept) as vault:
        assert vault.check().ok
    report = salvage(kept, out, specs=SPECS, clock=clock, device="test", passphrase=PASSPHRASE)
    assert report.whole and report.entries == 8
    with reopen(out) as vault:
        document = vault.document("cases", 3)
        assert document is not None and document["name"] == "changed last"


def _left_between(path: Path, name: int, blob: bytes, *, front: bool) -> None:
    """Put a copy of a row into the unused middle of a page, the first or the last that has room."""
    kind = 2 * len(blob) + 12
    record = bytes([4, 0, 0x80 | kind >> 7, kind & 0x7F]) + blob
    # A varint of nine bytes: seven bits in each of eight, and eight in the last.
    nine = bytes(0x80 | name >> shift & 0x7F for shift in range(57, 7, -7)) + bytes([name & 0xFF])
    cell = bytes([0x80 | len(record) >> 7, len(record) & 0x7F]) + nine + record
    raw = bytearray(path.read_bytes())
    pages = range(1, len(raw) // 4096)
    for page in pages if front else reversed(pages):
        at = page * 4096
        if raw[at] != 13:  # a leaf of a table: sqlite.org/fileformat2.html, 1.6
            continue
        begin = 8 + 2 * int.from_bytes(raw[at + 3 : at + 5], "big")
        end = int.from_bytes(raw[at + 5 : at + 7], "big")
        room = raw[at + begin : at + end].find(bytes(len(cell) + 8))
        if room >= 0:
            start = at + begin + room + 4
            raw[start : start + len(cell)] = cell
            path.write_bytes(bytes(raw))
            return
    raise AssertionError("no page has room")


def test_a_save_that_never_ended_is_taken_back(kept: Path, out: Path) -> None:
    """What a killed save left half written is not what was saved; its journal has the pages as they were."""
    import sqlite3

    db = sqlite3.connect(kept, isolation_level=None)
    db.execute("PRAGMA cache_size=2")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE r SET v = zeroblob(length(v))")
    before = kept.read_bytes()
    beside = kept.with_name(kept.name + "-journal")
    journal = beside.read_bytes()
    db.execute("ROLLBACK")
    db.close()
    assert before != world().raw  # the half-written state reached the file
    kept.write_bytes(before)
    beside.write_bytes(journal)
    broken = bytearray(before)
    broken[16] ^= 0x40  # SQLite itself does not take it for a database any more
    kept.write_bytes(bytes(broken))
    report = saved(kept, out)
    assert len(report.lost) <= 1


def test_the_first_format_is_saved_as_it_is(tmp_path: Path, out: Path) -> None:
    first = Path(__file__).resolve().parent.parent.parent / "vaults" / "format-1.vault"
    copy = tmp_path / "first.vault"
    copy.write_bytes(first.read_bytes())
    report = salvage(copy, out, specs=SPECS, clock=clock, device="test", passphrase=PASSPHRASE)
    assert report.whole
    with reopen(out) as vault:
        assert vault.info().format == 1
        assert vault.check().ok
        assert vault.count("cases") == 69


def test_a_name_lost_with_the_people_cannot_sign_any_more(kept: Path, out: Path) -> None:
    with reopen(kept) as vault:
        vault.add_person("Colleague", "caseworker", "saddle lantern cobweb grammar violin pepper")
    with reopen(kept, passphrase="saddle lantern cobweb grammar violin pepper") as vault:
        vault.table("cases").insert(case(80))
        _break(vault, vault.rows.row("people"))
    assert saved(kept, out).people
    with reopen(out) as vault:
        assert [(person.name, person.here) for person in vault.people()] == [
            ("Synthetic Caseworker", True), ("name lost", False)
        ]  # fmt: skip
        assert msgspec.to_builtins(vault.document("cases", 80)) == case(80)


@pytest.mark.parametrize(
    "length", [72, 115, 116, 4060, 4061, 4062, 8173, 8174, 270_000, 1_048_569, 1_048_570, 3_000_000]
)
def test_a_row_of_any_length_is_found_in_the_raw_bytes(path: Path, length: int) -> None:
    """Around each length at which SQLite writes a row in another way: a longer number, an overflow page."""
    blobs = {number * 0x0123_4567_89AB + 77: random.Random(number).randbytes(length) for number in range(4)}
    container = Container.create(path)
    container.begin()
    for name, blob in blobs.items():
        container.put(name, blob)
    container.commit()
    container.close()
    with images_of(path) as images:
        found = carve(path, images)
        assert {name: found.get(name) for name in blobs} == blobs
