"""Every byte and every length: what is changed is noticed and named, what carries no value changes nothing."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections import Counter
from pathlib import Path

import pytest

from registry.errors import Damaged, Locked, NotFound, RegistryError
from registry.vault.carving import carve, images_of
from registry.vault.vault import restore
from tests.vault.build import PASSPHRASE, SPECS, clock, create, fill, reopen
from tests.vault.damage.oddities import ODDITIES, put_oddity
from tests.vault.damage.world import EXHAUSTIVE, outcome, saved, world

ALLOWED = {"unharmed", "named", "damaged"}


def _flipped(at: int) -> bytes:
    raw = bytearray(world().raw)
    raw[at] ^= 1 << random.Random(at).randrange(8)
    return bytes(raw)


@pytest.mark.slow
@pytest.mark.timeout(0 if EXHAUSTIVE else 300)
def test_a_changed_byte_anywhere_is_named_or_changes_no_value(path: Path) -> None:
    told: Counter[str] = Counter()
    for at in world().spots(61):
        path.write_bytes(_flipped(at))
        came = outcome(path)
        assert came in ALLOWED, (at, came)
        told[came] += 1
    sys.stdout.write(f"\nbytes changed: {dict(told)}\n")
    assert told["named"] > told["unharmed"]


@pytest.mark.slow
@pytest.mark.timeout(0 if EXHAUSTIVE else 300)
def test_a_file_cut_at_any_length_is_refused_or_named(path: Path) -> None:
    told: Counter[str] = Counter()
    for length in world().spots(251):
        path.write_bytes(world().raw[:length])
        came = outcome(path)
        assert came in {"named", "damaged"}, (length, came)
        told[came] += 1
    sys.stdout.write(f"\nlengths: {dict(told)}\n")


@pytest.mark.slow
@pytest.mark.timeout(0 if EXHAUSTIVE else 300)
def test_what_is_left_after_a_changed_byte_is_saved(path: Path, tmp_path: Path) -> None:
    told: Counter[str] = Counter()
    out = tmp_path / "saved.vault"
    for at in world().spots(307, 11):
        path.write_bytes(_flipped(at))
        report = saved(path, out)
        assert len(report.lost) + len(report.lost_exhibits) + len(report.lost_entries) <= 8
        told["whole" if report.whole else "in part"] += 1
        out.unlink()
    sys.stdout.write(f"\nsaved: {dict(told)}\n")


@pytest.mark.slow
@pytest.mark.timeout(0 if EXHAUSTIVE else 300)
def test_what_is_left_of_a_file_whose_pages_are_gone_is_saved(path: Path, tmp_path: Path) -> None:
    raw, out, told = world().raw, tmp_path / "saved.vault", Counter[str]()
    path.write_bytes(raw)
    roots = _pages_of_roots(path)
    pages = range(0, len(raw), 4096)
    for page in pages:
        for broken in (
            raw[:page] + bytes(4096) + raw[page + 4096 :],
            raw[:page] + random.Random(page).randbytes(4096) + raw[page + 4096 :],
            raw[:page],
        ):
            path.write_bytes(broken)
            try:
                report = saved(path, out)
                told["whole" if report.whole else "in part"] += 1
                out.unlink()
            except Damaged as refused:
                # With both copies of the root on one page, that page takes the keys of every earlier epoch along.
                assert len(broken) < len(raw) or roots == {page // 4096 + 1}, refused.message
                told["nothing to save"] += 1
            assert not out.exists()
    sys.stdout.write(f"\npages gone: {dict(told)}\n")
    assert told["whole"] > 0
    assert told["in part"] > 0


def _pages_of_roots(path: Path) -> set[int]:
    """Return on which pages, counted from 1, the copies of the root stand."""
    with reopen(path, read_only=True) as vault:
        names = [vault.rows.row("root", "", copy) for copy in ("0", "1")]
    with images_of(path) as images:
        found = carve(path, images)
        return {cell.page for name in names for cell in found.cells[name]}


@pytest.mark.parametrize("raw", [b"", b"x", bytes(4096), b"registry vault\r\n", bytes(100_000)])
def test_what_was_never_a_vault_is_damaged_and_not_an_empty_vault(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    with pytest.raises(Damaged, match="not a vault"):
        reopen(path)
    with pytest.raises(Damaged, match="no header"):
        saved(path, path.with_name("out"))
    assert not path.with_name("out").exists()


def test_an_empty_database_is_damaged_and_not_an_empty_vault(path: Path) -> None:
    db = sqlite3.connect(path)
    for table in ("a", "b", "r", "i"):
        db.execute(f"CREATE TABLE {table} (k INTEGER PRIMARY KEY, v BLOB NOT NULL)")
    db.commit()
    db.close()
    with pytest.raises(Damaged, match="header"):
        reopen(path)


@pytest.mark.parametrize("what", ODDITIES)
def test_what_is_no_file_is_not_waited_for(path: Path, what: str) -> None:
    put_oddity(path, what)
    for read_only in (False, True):
        with pytest.raises(NotFound):
            reopen(path, read_only=read_only)
    with pytest.raises(NotFound):
        saved(path, path.with_name("out"))


def test_a_link_to_a_vault_is_the_vault(path: Path) -> None:
    path.write_bytes(world().raw)
    link = path.with_name("link")
    link.symlink_to(path)
    assert outcome(link) == "unharmed"


def test_another_vault_in_its_place_is_not_opened_with_its_keys(path: Path) -> None:
    other = path.with_name("other")
    with create(other) as vault:
        fill(vault, 3)
        vault.change_passphrase("saddle lantern cobweb grammar violin pepper")
    path.write_bytes(other.read_bytes())
    with pytest.raises(Locked):
        reopen(path)
    with pytest.raises(Locked):
        saved(path, path.with_name("out"))


# What stands beside the vault's file


@pytest.mark.parametrize("kind", ["empty", "noise", "false", "long", "folder", "fifo", "device", "dangling"])
def test_what_stands_where_sqlite_keeps_its_journal_is_not_believed(path: Path, kind: str) -> None:
    path.write_bytes(world().raw)
    beside = path.with_name(path.name + "-journal")
    false = bytes.fromhex("d9d505f920a163d7") + (3).to_bytes(4, "big") + bytes(8)
    false += (4096).to_bytes(4, "big") * 2
    content = {
        "empty": b"",
        "noise": random.Random(1).randbytes(9000),
        "false": false,
        "long": false + bytes(50_000),
    }
    if kind in content:
        beside.write_bytes(content[kind])
    else:
        put_oddity(beside, kind)
    for read_only in (True, False):
        try:
            with reopen(path, read_only=read_only) as vault:
                assert vault.check().ok
        except RegistryError as refused:
            assert refused.exit_code in {3, 6}, refused.message  # said, and nothing is changed
    assert path.read_bytes() == world().raw or outcome(path) == "unharmed"
    assert saved(path, path.with_name("out")).whole


@pytest.mark.slow
def test_a_damaged_copy_is_never_restored(path: Path, tmp_path: Path) -> None:
    dest, told = tmp_path / "restored.vault", Counter[str]()
    for at in world().spots(401, 11):
        path.write_bytes(_flipped(at))
        try:
            restore(path, dest, specs=SPECS, clock=clock, device="test", passphrase=PASSPHRASE)
        except RegistryError as refused:
            assert refused.exit_code == 3, refused.message
            assert not dest.exists()
            told["refused"] += 1
        else:
            assert outcome(dest) == "unharmed"
            dest.unlink()
            told["unharmed"] += 1
    sys.stdout.write(f"\ncopies: {dict(told)}\n")
    assert told["refused"] > told["unharmed"]
