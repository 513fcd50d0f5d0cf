"""The vault as its users see it: made, opened, changed in acts, shared by sessions, copied."""

# ruff: noqa: PT012  (an act that fails is made of several statements)

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import where

from registry.errors import (
    Damaged,
    InputRefused,
    Locked,
    NotFound,
    NotSaved,
    OpenElsewhere,
    RegistryError,
    RuleNotMet,
)
from registry.vault import engine as containers
from registry.vault.container import Progress
from registry.vault.recovery import RecoveryKey
from registry.vault.spec import TableSpec
from registry.vault.vault import Vault, restore
from tests.vault.build import (
    CASES,
    PASSPHRASE,
    RECOVERY,
    SPECS,
    Line,
    case,
    clock,
    create,
    fill,
    fold,
    reopen,
    tamper,
)

NEW = "saddle lantern cobweb grammar violin pepper"


# Making and opening


def test_a_new_vault_is_whole_and_private(vault: Vault, path: Path) -> None:
    assert vault.check().ok
    assert vault.count("cases") == 0
    assert list(path.parent.iterdir()) == [path]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_was_saved_is_there_again(vault: Vault, path: Path) -> None:
    fill(vault, 200)
    vault.close()
    with reopen(path) as opened:
        assert opened.count("cases") == 200
        assert opened.table("cases").get(doc_id=150) == case(150)
        assert [line.id for line in opened.lines("cases")] == [str(n) for n in range(1, 201)]
        assert [line.id for line in opened.lines("cases", newest_first=True)][:3] == ["200", "199", "198"]


def test_recovery_opens_and_sets_a_new_passphrase(vault: Vault, path: Path) -> None:
    vault.close()
    with reopen(path, recovery=RECOVERY) as opened:
        assert opened.caseworker.role == "recovery"
        opened.change_passphrase(NEW)
    with pytest.raises(Locked):
        reopen(path)
    with reopen(path, passphrase=NEW) as opened:
        assert opened.caseworker.role == "caseworker"
        assert opened.check().ok
    with pytest.raises(Locked):
        reopen(path, recovery=RecoveryKey(bytes(32)))


def test_a_new_passphrase_leaves_the_recovery_key(vault: Vault, path: Path) -> None:
    vault.change_passphrase(NEW)
    vault.change_passphrase(NEW + " again")
    vault.close()
    reopen(path, recovery=RECOVERY).close()
    reopen(path, passphrase=NEW + " again").close()
    for old in (PASSPHRASE, NEW, ""):
        with pytest.raises(Locked):
            reopen(path, passphrase=old)
    with pytest.raises(Locked, match="no passphrase"):
        Vault.open(path, specs=SPECS, clock=clock, device="d")


def test_weak_passphrases_make_nothing(path: Path, vault: Vault) -> None:
    with pytest.raises(InputRefused):
        vault.change_passphrase("password")
    other = path.with_name("other.vault")
    with pytest.raises(InputRefused):
        Vault.create(
            other, passphrase="password", recovery=RECOVERY, caseworker="C", specs=SPECS, clock=clock, device="d",
            test_kdf=True,
        )  # fmt: skip
    with pytest.raises(InputRefused, match="name"):
        Vault.create(
            other, passphrase=PASSPHRASE, recovery=RECOVERY, caseworker="C" * 97, specs=SPECS, clock=clock,
            device="d", test_kdf=True,
        )  # fmt: skip
    assert list(path.parent.iterdir()) == [path]


def test_nothing_is_overwritten(vault: Vault, path: Path) -> None:
    fill(vault, 3)
    with pytest.raises(InputRefused):
        create(path)
    with pytest.raises(InputRefused):
        vault.backup(path)
    assert vault.check().objects == 3


def test_paths_that_hold_no_vault(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        reopen(tmp_path / "nowhere.vault")
    with pytest.raises(NotFound):
        create(tmp_path / "no folder" / "x.vault")
    for number, content in enumerate([b"", b"hello", b"SQLite format 3\x00", bytes(4096), os.urandom(9000)]):
        (tmp_path / f"{number}.vault").write_bytes(content)
        with pytest.raises(Damaged):
            reopen(tmp_path / f"{number}.vault")


def test_what_is_no_file_is_said_to_be_no_vault(tmp_path: Path) -> None:
    places = [tmp_path]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        places.append(tmp_path / "pipe")
    for place in places:
        with pytest.raises(NotFound, match="not a vault file") as refused:
            reopen(place)
        assert "init" not in refused.value.hint


def test_each_kind_of_key_is_named_when_it_is_wrong(vault: Vault, path: Path) -> None:
    with pytest.raises(Locked, match="the recovery key does not open"):
        reopen(path, recovery=RecoveryKey(bytes(32)))
    with pytest.raises(Locked, match="the passphrase does not open"):
        Vault.open(path, passphrase=PASSPHRASE + "x", specs=SPECS, clock=clock, device="test")


def test_a_test_vault_is_refused_without_leave(
    vault: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.close()
    monkeypatch.delenv("REGISTRY_ALLOW_TEST_KDF")
    with pytest.raises(RuleNotMet, match="made for tests"):
        reopen(path)
    with pytest.raises(RuleNotMet):
        create(path.with_name("more.vault"))


def test_a_vault_with_the_real_derivation(path: Path) -> None:
    made = Vault.create(
        path, passphrase=PASSPHRASE, recovery=RECOVERY, caseworker="C", specs=SPECS, clock=clock, device="d",
        seconds=0.0,
    )  # fmt: skip
    made.close()
    with reopen(path) as opened:
        cost = opened.info().cost
        assert (cost.memory, cost.passes, cost.lanes) == (65536, 3, 4)
        assert not opened.info().test_kdf


def test_info_says_what_it_is(vault: Vault) -> None:
    fill(vault, 5)
    info = vault.info()
    assert (info.format, info.epoch, info.slots, info.slots_in_use, info.test_kdf) == (2, 1, 16, 2, True)
    assert info.counts == {"cases": 5, "sources": 0}
    assert info.acts == 2
    assert [(person.name, person.role) for person in info.people] == [
        ("Synthetic Caseworker", "caseworker"),
        ("recovery key", "recovery"),
    ]


# Acts


def test_an_act_is_one_entry_over_several_tables(vault: Vault) -> None:
    before = vault.head[0]
    with vault.act("case new"):
        vault.table("sources").insert(case(1))
        vault.table("cases").insert(case(2))
        vault.table("cases").update({"name": "renamed"}, doc_ids=[2])
        assert vault.table("cases").get(doc_id=2)["name"] == "renamed"
    entry = list(vault.journal())[-1].entry
    assert (vault.head[0], entry.operation, entry.at) == (before + 1, "case new", "2026-11-22T10:00:00Z")
    assert [(c.table, c.identity, c.items) for c in entry.changes] == [
        ("sources", "000000000001", ("I1",)),
        ("cases", "000000000002", ("I2",)),
    ]
    assert vault.check().ok


def test_an_act_that_fails_changes_nothing(vault: Vault) -> None:
    fill(vault, 70)
    table = vault.table("cases")
    count, head, found = vault.count("cases"), vault.head, table.search(where("name") == "person 3")
    with pytest.raises(KeyError), vault.act("doomed"):
        table.insert(case(500))
        table.update({"name": "gone"}, where("name") == "person 3")
        table.remove(doc_ids=[4])
        vault.table("new").insert({"a": 1})
        assert table.search(where("name") == "person 3") == []
        raise KeyError("stop")
    assert (vault.count("cases"), vault.head) == (count, head)
    assert table.search(where("name") == "person 3") == found
    assert table.get(doc_id=500) is None
    assert table.get(doc_id=4) == case(4)
    assert "new" not in vault.db.tables()
    assert vault.check().ok
    table.insert(case(500))
    assert vault.check().objects == 71


def test_an_act_that_did_nothing_leaves_no_entry(vault: Vault) -> None:
    before = vault.head
    with vault.act("looked"):
        assert vault.table("cases").all() == []
    assert vault.head == before


def test_an_inner_act_is_part_of_the_outer(vault: Vault) -> None:
    with vault.act("outer"):
        vault.table("cases").insert(case(1))
        with vault.act("inner"):
            vault.table("cases").insert(case(2))
    assert [signed.entry.operation for signed in vault.journal()][-1] == "outer"
    with pytest.raises(RuleNotMet), vault.act("outer"):
        vault.table("cases").insert(case(3))
        with pytest.raises(KeyError), vault.act("inner"):
            vault.table("cases").insert(case(4))
            raise KeyError
    assert vault.count("cases") == 2


def test_a_refused_insert_does_not_spoil_the_act(vault: Vault) -> None:
    with vault.act("two"):
        vault.table("cases").insert(case(1))
        with pytest.raises(ValueError, match="already exists"):
            vault.table("cases").insert(case(1))
        vault.table("cases").insert(case(2))
    assert vault.count("cases") == 2
    with pytest.raises(RuleNotMet), vault.act("half"), pytest.raises(InputRefused):
        vault.table("cases").insert_multiple([case(3), case(4, note={1, 2})])
    assert (vault.count("cases"), vault.check().ok) == (2, True)


def test_closing_in_the_middle_drops_the_act(vault: Vault, path: Path) -> None:
    with pytest.raises(RegistryError), vault.act("cut"):
        vault.table("cases").insert(case(1))
        vault.close()
    with reopen(path) as opened:
        assert (opened.count("cases"), opened.check().ok) == (0, True)


def test_reading_only(vault: Vault, path: Path) -> None:
    fill(vault, 2)
    vault.close()
    with reopen(path, read_only=True) as opened:
        assert opened.count("cases") == 2
        with pytest.raises(RuleNotMet, match="reading only"):
            opened.table("cases").insert(case(3))
        with pytest.raises(RuleNotMet):
            opened.change_passphrase(NEW)
        assert opened.check().ok


def let_grow_to(vault: Vault, pages: int) -> None:
    """Let the file grow to so many pages only, as on a full disk."""
    vault.container._db.execute(f"PRAGMA max_page_count={pages}")


def test_a_full_disk_says_so_and_loses_nothing(vault: Vault) -> None:
    fill(vault, 100)
    let_grow_to(vault, vault.container.size() // 4096 + 2)
    with pytest.raises(NotSaved, match="full"):
        vault.table("cases").insert(case(999, "x" * 100, note=os.urandom(40000).hex()))
    assert vault.table("cases").get(doc_id=999) is None
    assert vault.count("cases") == 100
    with pytest.raises(NotSaved, match="full"), vault.act("attach"):
        vault.put_exhibit(5, "EX", io.BytesIO(os.urandom(500_000)))
    let_grow_to(vault, 10**6)
    vault.table("cases").insert(case(999))
    assert (vault.count("cases"), vault.check().ok) == (101, True)


def test_an_act_goes_on_failing_after_a_full_disk(vault: Vault) -> None:
    """SQLite ends the transaction by itself; what follows in the same act must not be saved alone."""
    let_grow_to(vault, vault.container.size() // 4096 + 1)
    with pytest.raises(RegistryError), vault.act("half"):
        with pytest.raises(NotSaved):
            vault.table("cases").insert(case(1, note=os.urandom(40000).hex()))
        let_grow_to(vault, 10**6)
        vault.table("cases").insert(case(2))
    assert (vault.count("cases"), vault.check().ok) == (0, True)


def test_no_row_is_written_outside_a_change(vault: Vault) -> None:
    for write in (
        lambda: vault.container.put(1, b""),
        lambda: vault.container.add(1, b""),
        lambda: vault.container.remove(1),
        lambda: vault.container.put_headers(b""),
        vault.container.commit,
    ):
        with pytest.raises(NotSaved):
            write()
    assert vault.check().ok


# Two sessions


def test_each_session_sees_what_the_other_saved(vault: Vault, again: Callable[..., Vault]) -> None:
    other = again()
    mine, theirs = vault.table("cases"), other.table("cases")
    mine.insert(case(1))
    assert theirs.get(doc_id=1) == case(1)
    assert len(theirs.search(where("name") == "person 1")) == 1
    mine.update({"name": "changed"}, doc_ids=[1])
    assert theirs.search(where("name") == "person 1") == []
    assert [line.name for line in other.lines("cases")] == ["changed"]
    theirs.remove(doc_ids=[1])
    assert mine.get(doc_id=1) is None
    assert (vault.count("cases"), vault.check().ok, other.check().ok) == (0, True, True)


def test_two_sessions_that_count_never_meet(vault: Vault, again: Callable[..., Vault]) -> None:
    mine, theirs = vault.table("plain"), again().table("plain")
    numbers = [table.insert({"n": 1}) for _ in range(20) for table in (mine, theirs)]
    assert numbers == list(range(1, 41))
    assert len(mine) == 40


def test_changes_of_two_sessions_to_one_leaf_are_both_kept(vault: Vault, again: Callable[..., Vault]) -> None:
    fill(vault, 10)
    other = again()
    for n in range(1, 11):
        (vault if n % 2 else other).table("cases").update({"name": f"changed {n}"}, doc_ids=[n])
    assert [line.name for line in vault.lines("cases")] == [f"changed {n}" for n in range(1, 11)]
    assert again().check().ok


def test_a_session_that_keeps_saving_is_named(
    vault: Vault, again: Callable[..., Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "_BUSY", 0.1)
    other = again()
    with vault.act("long"):
        vault.table("cases").insert(case(1))
        with pytest.raises(OpenElsewhere):
            other.table("cases").insert(case(2))
        assert other.count("cases") == 0
    other.table("cases").insert(case(2))
    assert vault.count("cases") == 2


def test_reading_while_another_session_saves(vault: Vault, again: Callable[..., Vault]) -> None:
    fill(vault, 300)
    other = again().table("cases")
    seen = 0
    for document in vault.table("cases"):
        seen += 1
        if seen % 50 == 0 and seen < 300:
            other.update({"name": f"later {seen}"}, doc_ids=[document.doc_id + 1])
            other.remove(doc_ids=[document.doc_id + 2])
    assert 294 <= seen <= 300
    assert vault.count("cases") == 295
    assert vault.check().ok


def test_a_new_passphrase_from_another_session(vault: Vault, again: Callable[..., Vault], path: Path) -> None:
    other = again()
    other.change_passphrase(NEW)
    vault.table("cases").insert(case(1))
    vault.change_passphrase(NEW + " more")
    with pytest.raises(Locked):
        reopen(path, passphrase=NEW)
    with reopen(path, passphrase=NEW + " more") as opened:
        assert opened.check().ok


# Exhibits


@pytest.mark.parametrize("size", [0, 1, 262139, 262140, 262141, 700_000])
def test_exhibits_come_back_as_they_were(vault: Vault, size: int) -> None:
    original = os.urandom(size)
    fill(vault, 2)
    with vault.act("exhibit attach"):
        sha256, length = vault.put_exhibit(1, "EX1", io.BytesIO(original))
        vault.table("cases").update({"note": "attached"}, doc_ids=[1])
    assert (sha256, length) == (hashlib.sha256(original).hexdigest(), size)
    assert b"".join(vault.read_exhibit(1, "EX1")) == original
    assert vault.check().ok


def test_exhibits_of_a_case_made_in_the_same_act(vault: Vault) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, 1000))

    with vault.act("case new"):
        vault.table("cases").insert(case(1))
        vault.put_exhibit(1, "A", Slow(b"a" * 5000))
        vault.put_exhibit(1, "B", io.BytesIO(b"b"))
    assert b"".join(vault.read_exhibit(1, "A")) == b"a" * 5000
    assert len(list(vault.journal())[-1].entry.changes) == 1
    with pytest.raises(InputRefused):
        vault.put_exhibit(1, "A", io.BytesIO(b""))
    with pytest.raises(NotFound):
        vault.put_exhibit(2, "A", io.BytesIO(b""))
    with pytest.raises(NotFound):
        vault.read_exhibit(1, "C")
    vault.table("cases").remove(doc_ids=[1])
    assert vault.check().ok
    with pytest.raises(NotFound):
        vault.read_exhibit(1, "A")


# Journal


def test_the_journal_is_a_signed_chain(vault: Vault) -> None:
    fill(vault, 3)
    vault.table("cases").update({"items": [{"id": "I1"}, {"id": "J1"}]}, doc_ids=[1])
    vault.table("cases").remove(doc_ids=[2])
    seen: list[tuple[int, int]] = []
    assert vault.verify_journal(lambda done, total: seen.append((done, total))) == 4
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    entries = [signed.entry for signed in vault.journal()]
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4]
    assert entries[2].changes[0].items == ("J1",)
    assert entries[3].changes[0].removed
    assert {entry.by for entry in entries} == {vault.caseworker.public_key}
    assert [signed.entry.sequence for signed in vault.journal(newest_first=True)] == [4, 3, 2, 1]
    assert vault.head == (4, list(vault.journal())[-1].digest())


def test_lines_of_another_shape_are_folded_anew(vault: Vault, path: Path) -> None:
    fill(vault, 100)
    vault.close()
    newer = TableSpec("cases", tuple[int, str], lambda d: (len(d["name"]), d["id"]), version=2, exhibits=True)
    with reopen(path, specs=[newer]) as opened:
        assert list(opened.lines("cases"))[8:10] == [(8, "9"), (9, "10")]
        opened.table("cases").insert(case(101))
        assert list(opened.lines("cases"))[-1] == (10, "101")
        assert opened.check().ok
    with reopen(path, specs=[TableSpec("cases", Line, fold, exhibits=True)]) as opened:
        assert [line.id for line in opened.lines("cases")][-1] == "101"


def test_lines_are_kept_only_where_there_is_a_fold(vault: Vault) -> None:
    vault.table("plain").insert({"a": 1})
    with pytest.raises(NotFound):
        next(vault.lines("plain"))
    assert CASES.items({"items": [{"id": "a"}, {"no": 1}, "x", {"id": 3}]}) == ["a"]
    assert CASES.items({"items": "none"}) == []


# Copies


def test_a_backup_is_verified_and_restored(vault: Vault, path: Path, tmp_path: Path) -> None:
    fill(vault, 150)
    vault.put_exhibit(1, "EX", io.BytesIO(os.urandom(300_000)))
    steps: list[tuple[int, int]] = []
    vault.backup(tmp_path / "copy.vault", lambda done, total: steps.append((done, total)))
    assert steps
    given: Any = {"specs": SPECS, "clock": clock, "device": "d", "passphrase": PASSPHRASE}
    restore(tmp_path / "copy.vault", tmp_path / "back.vault", **given)
    with reopen(tmp_path / "back.vault") as back:
        assert back.check().ok
        assert back.head == vault.head
        assert len(b"".join(back.read_exhibit(1, "EX"))) == 300_000
    with pytest.raises(InputRefused):
        restore(tmp_path / "copy.vault", tmp_path / "back.vault", **given)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["back.vault", "copy.vault", "test.vault"]


def test_a_backup_that_is_stopped_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    """A signal ends the program as an exception of any kind does: in the copying, or in the verifying."""

    class Stopped(BaseException):
        pass

    fill(vault, 150)
    seen: list[list[str]] = []

    def stop_at(step: int) -> Progress:
        def told(done: int, total: int) -> None:
            seen.append([path.name for path in tmp_path.iterdir()])
            if len(seen) == step:
                raise Stopped

        return told

    for step in (1, 100):
        seen.clear()
        with pytest.raises(Stopped):
            vault.backup(tmp_path / "copy.vault", stop_at(step))
        assert any(name.endswith(".part") for name in seen[-1])
        assert [path.name for path in tmp_path.iterdir()] == ["test.vault"]
    vault.backup(tmp_path / "copy.vault")


def test_a_damaged_vault_gives_no_backup(vault: Vault, tmp_path: Path) -> None:
    fill(vault, 3)
    tamper(vault, {vault.rows.object_row("cases", 2): b"nonsense"})
    with pytest.raises(Damaged, match="not kept"):
        vault.backup(tmp_path / "copy.vault")
    with pytest.raises(RuleNotMet), vault.act("open"):
        vault.backup(tmp_path / "copy.vault")
    assert not (tmp_path / "copy.vault").exists()
    assert len(list(tmp_path.iterdir())) == 1
