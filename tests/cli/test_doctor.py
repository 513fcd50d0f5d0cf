"""The doctor's judgement on machines of every kind, and an answer that names nobody and nothing."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from registry.cli.doctor_rules import RULES, examined
from registry.cli.finding import GOOD, UNKNOWN, WARNING
from registry.cli.general import absent_extras
from registry.cli.machine import Machine, Place, Swap, Terminal, VaultSeen
from registry.desk.copies import Due
from registry.vault.keys import FLOOR, Cost
from tests.cli.program import PASSPHRASE, Program
from tests.cli.test_transcript import encodings
from tests.cli.warm import Server, WarmProgram

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
# A laptop as it should be: Linux, the whole disk encrypted with its swap, everything up to date.
LAPTOP = Machine(
    system="linux", now=NOW,
    place=Place(
        filesystem="ext4", encrypted="the whole disk, with dm-crypt", free=50 * 2**30, file_mode=0o600,
        folder_mode=0o700, own=True, size=5 * 2**20, changed=NOW - timedelta(days=1),
    ),
    swaps=(Swap(on_disk=True, encrypted=True),), hibernates=True, hidden_memory=True, core_dumps=False,
    administrator=False, open_temp=False,
)  # fmt: skip
SEEN = VaultSeen(
    there=True, cost=Cost(4 * FLOOR.memory, 3, 4), opened=True, newest=NOW - timedelta(days=1), due=Due(2, due=False),
    cases=20,
)  # fmt: skip
NO_VAULT = VaultSeen()


def of(what: str, machine: Machine = LAPTOP, seen: VaultSeen = SEEN) -> Any:
    return examined(machine, seen)[what]


def at(**place: Any) -> Machine:
    return replace(LAPTOP, place=replace(LAPTOP.place, **place))


def screen(**terminal: Any) -> Machine:
    return replace(LAPTOP, terminal=replace(LAPTOP.terminal, **terminal))


def test_a_good_laptop_has_no_warning_and_two_things_only_an_eye_can_see() -> None:
    found = examined(LAPTOP, SEEN)
    assert [name for name, one in found.items() if one.state == WARNING] == []
    assert {name for name, one in found.items() if one.state == UNKNOWN} == {"screen", "arabic"}
    assert set(found) == set(RULES)


STICK = at(filesystem="vfat", encrypted="", file_mode=0o755, folder_mode=0o755, free=100 * 2**20)
WINDOWS = Machine(
    system="win32", now=NOW, place=Place(filesystem="NTFS", free=10**12, file_mode=0o666, folder_mode=0o777),
    terminal=Terminal(encoding=None, kind=""), administrator=False, open_temp=None,
)  # fmt: skip
MAC = Machine(
    system="darwin", now=NOW, place=Place(filesystem="apfs", free=10**12, file_mode=0o600, folder_mode=0o700, own=True),
    swaps=(Swap(on_disk=True, encrypted=True),), core_dumps=False, administrator=False, open_temp=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("what", "machine", "state", "words"),
    [
        ("disk-encryption", STICK, WARNING, "not encrypted"),
        ("disk-encryption", at(encrypted=None), UNKNOWN, "lsblk"),
        ("disk-encryption", WINDOWS, UNKNOWN, "manage-bde"),
        ("disk-encryption", MAC, UNKNOWN, "FileVault"),
        ("disk-encryption", replace(at(encrypted=None), system="freebsd14"), UNKNOWN, "settings"),
        ("file-system", STICK, WARNING, "backups"),
        ("file-system", at(filesystem="exfat"), WARNING, "exfat"),
        ("file-system", at(filesystem="FAT32"), WARNING, "permissions"),
        ("file-system", at(filesystem="nfs4"), WARNING, "network"),
        ("file-system", at(filesystem="cifs"), WARNING, "network"),
        ("file-system", replace(WINDOWS, place=Place(filesystem="NTFS", remote=True)), WARNING, "network"),
        ("file-system", at(filesystem="tmpfs"), WARNING, "switched off"),
        ("file-system", at(filesystem="overlay"), WARNING, "live system"),
        ("file-system", at(filesystem="fuse.unheard"), UNKNOWN, "fuse.unheard"),
        ("file-system", at(filesystem="fuseblk"), UNKNOWN, "Windows"),
        ("file-system", WINDOWS, GOOD, "ntfs"),
        ("file-system", at(filesystem=None), UNKNOWN, "own disk"),
        ("shared-folder", at(synced=("Dropbox", "Syncthing")), WARNING, "Dropbox and Syncthing"),
        ("free-space", at(free=100 * 2**20), WARNING, "little room"),
        ("free-space", at(free=3 * 2**30, size=2 * 2**30), WARNING, "little room"),
        ("free-space", at(free=None), UNKNOWN, "file manager"),
        ("permissions", at(file_mode=0o644), WARNING, "chmod 600"),
        ("permissions", at(file_mode=0o660), WARNING, "chmod 600"),
        ("permissions", at(folder_mode=0o777), WARNING, "chmod 700"),
        ("permissions", at(folder_mode=0o1777), GOOD, "only you"),
        ("permissions", at(folder_mode=0o755), GOOD, "only you"),
        ("permissions", at(own=False), WARNING, "another user"),
        ("permissions", WINDOWS, UNKNOWN, "Security"),
        ("swap", replace(LAPTOP, swaps=()), GOOD, "not swapped"),
        ("swap", replace(LAPTOP, swaps=(Swap(on_disk=False),)), GOOD, "not swapped"),
        ("swap", replace(LAPTOP, swaps=(Swap(on_disk=True, encrypted=False),)), WARNING, "swapoff"),
        ("swap", replace(LAPTOP, swaps=(Swap(True, True), Swap(True, False))), WARNING, "not encrypted"),
        ("swap", replace(LAPTOP, swaps=(Swap(True, True), Swap(True, None))), UNKNOWN, "cannot be told"),
        ("swap", WINDOWS, UNKNOWN, "encryptpagingfile"),
        ("swap", MAC, GOOD, "encrypted"),
        ("hibernation", replace(LAPTOP, hibernates=False), GOOD, "cannot hibernate"),
        ("hibernation", replace(LAPTOP, swaps=(Swap(True, False),)), WARNING, "shut the laptop down"),
        ("hibernation", replace(LAPTOP, swaps=(Swap(True, None),)), WARNING, "may not be"),
        ("hibernation", WINDOWS, UNKNOWN, "before you travel"),
        ("memory", replace(LAPTOP, core_dumps=True), WARNING, "crash"),
        ("memory", replace(LAPTOP, hidden_memory=False), WARNING, "can read"),
        ("memory", WINDOWS, UNKNOWN, "nothing you do not trust"),
        ("clock", replace(LAPTOP, now=datetime(2021, 1, 1, tzinfo=UTC)), WARNING, "before the day"),
        ("clock", replace(LAPTOP, now=datetime(2070, 1, 1, tzinfo=UTC)), WARNING, "many years"),
        ("clock", replace(LAPTOP, now=NOW - timedelta(days=2)), WARNING, "last save"),
        ("clock", replace(LAPTOP, now=NOW - timedelta(days=1, minutes=5)), GOOD, "can be right"),
        ("account", replace(LAPTOP, administrator=True), WARNING, "ordinary account"),
        ("account", replace(LAPTOP, administrator=None), UNKNOWN, "ordinary account"),
        ("temporary-files", replace(LAPTOP, open_temp=True), WARNING, "chmod +t"),
        ("temporary-files", WINDOWS, UNKNOWN, "account of your own"),
        ("python", replace(LAPTOP, python=(3, 11), now=datetime(2027, 11, 1, tzinfo=UTC)), WARNING, "3.11"),
        ("python", replace(LAPTOP, python=(3, 11)), GOOD, "2027"),
        ("python", replace(LAPTOP, python=(3, 19)), GOOD, "newer than this program"),
        ("sqlite", replace(LAPTOP, sqlite=(3, 30, 1)), WARNING, "3.30.1"),
        ("parts", replace(LAPTOP, absent=("highspy",)), WARNING, "highspy"),
        ("parts", replace(LAPTOP, absent_extras=("paper",)), GOOD, "without the extras paper"),
        ("terminal", screen(here=False), UNKNOWN, "terminal"),
        ("terminal", screen(encoding="ANSI_X3.4-1968"), WARNING, "UTF-8"),
        ("terminal", screen(encoding="UTF-8"), GOOD, "UTF-8"),
        ("terminal", screen(kind="dumb"), WARNING, "TERM"),
        ("terminal", screen(columns=79), WARNING, "80 columns"),
        ("terminal", screen(lines=23), WARNING, "24 lines"),
        ("terminal", WINDOWS, GOOD, "UTF-8"),
        ("screen", screen(keeper="tmux"), WARNING, "tmux keeps"),
        ("screen", screen(from_afar=True), WARNING, "another one"),
    ],
)
def test_a_machine_is_judged(what: str, machine: Machine, state: str, words: str) -> None:
    found = of(what, machine)
    assert found.state == state, found
    assert words in found.says + found.do
    assert (found.do == "") == (state == GOOD), "what is not well has a next step, and what is well has none"


@pytest.mark.parametrize(
    ("what", "seen", "state", "words"),
    [
        ("backup", NO_VAULT, UNKNOWN, "no vault yet"),
        ("backup", replace(SEEN, opened=False, due=None), UNKNOWN, "with the passphrase"),
        ("backup", replace(SEEN, opened=False, refusal="the header is damaged", damaged=True), WARNING, "vault check"),
        ("backup", replace(SEEN, due=Due(None, due=False)), WARNING, "no backup"),
        ("backup", replace(SEEN, due=Due(None, due=False), cases=0), GOOD, "nothing"),
        ("backup", replace(SEEN, due=Due(30, due=True)), WARNING, "30 days old, and things were changed"),
        ("backup", replace(SEEN, due=Due(30, due=False)), GOOD, "30 days old"),
        ("backup", replace(SEEN, due=Due(0, due=False)), GOOD, "of today"),
        ("guessing", NO_VAULT, UNKNOWN, "no vault yet"),
        ("guessing", replace(SEEN, cost=FLOOR), GOOD, "1.0 times the floor (64 MiB)"),
        ("guessing", replace(SEEN, cost=Cost(8, 1, 1), test_kdf=True), WARNING, "made for tests"),
        ("guessing", replace(SEEN, cost=Cost(32 * 1024, 3, 4)), WARNING, "less than it should"),
        ("permissions", NO_VAULT, UNKNOWN, "no vault yet"),
    ],
)  # fmt: skip
def test_a_vault_is_judged_as_far_as_it_was_seen(what: str, seen: VaultSeen, state: str, words: str) -> None:
    found = of(what, seen=seen)
    assert found.state == state, found
    assert words in found.says + found.do


# The command


def doctor(program: Program, *words: str) -> Any:
    return {item["check"]: item for item in program.ask("doctor", *words)["items"]}


def test_the_doctor_looks_at_this_machine_and_changes_nothing(program: Program) -> None:
    before = (program.folder / program.vault).read_bytes()
    names = sorted(path.name for path in program.folder.iterdir())
    found = program.ask("doctor")
    assert {item["check"] for item in found["items"]} == set(RULES)
    assert {item["state"] for item in found["items"]} <= {GOOD, WARNING, UNKNOWN}
    assert found["warnings"] >= 1, "its vault was made for tests"
    assert found["redacted"] is True
    assert (program.folder / program.vault).read_bytes() == before
    assert sorted(path.name for path in program.folder.iterdir()) == names
    items = {item["check"]: item for item in found["items"]}
    assert items["backup"]["state"] == GOOD and "nothing" in items["backup"]["says"]
    assert items["parts"]["state"] == GOOD
    if sys.platform == "linux":
        assert items["memory"]["state"] == GOOD
        assert items["file-system"]["state"] != UNKNOWN
        assert items["account"]["state"] == (WARNING if os.geteuid() == 0 else GOOD)


def test_strict_turns_a_warning_into_an_exit_code(program: Program) -> None:
    assert program.run("doctor").code == 0
    said = program.run("doctor", "--strict", "--json")
    assert said.code == 11
    assert said.json["warnings"] >= 1


def test_it_works_without_a_vault_and_without_a_passphrase(program: Program) -> None:
    without = program.bare("--vault", "nowhere/v", "doctor", "--json")
    assert without.code == 0
    items = {item["check"]: item for item in without.json["items"]}
    assert "no vault yet" in items["backup"]["says"]
    assert not (program.folder / "nowhere").exists()
    closed = program.bare("--vault", program.vault, "doctor", "--json", "--no-input")
    items = {item["check"]: item for item in closed.json["items"]}
    assert closed.code == 0
    assert "with the passphrase" in items["backup"]["do"]
    assert items["guessing"]["state"] == WARNING
    (program.folder / "passphrase").write_text(
        "granite willow saffron tunnel mosaic feather", encoding="utf-8"
    )
    assert "does not open this vault" in doctor(program)["backup"]["says"]
    (program.folder / program.vault).write_bytes(b"no vault any more")
    assert doctor(program)["backup"]["state"] == WARNING


def test_the_age_of_the_backup_is_told(program: Program) -> None:
    entry = {"source": {"kind": "family"}, "facts": {"name": "Ali"}}
    program.ask("case", "new", "--from", "-", given=entry)
    assert doctor(program)["backup"]["state"] == WARNING
    program.ask("vault", "backup", "copy")
    assert "of today" in doctor(program)["backup"]["says"]


def test_glyph_and_word_stand_on_the_screen_and_warnings_come_last(program: Program) -> None:
    said = program.run("doctor", "--plain")
    assert said.code == 0
    lines = said.out.splitlines()
    assert any(line.startswith("✓ good") for line in lines)
    assert any(line.startswith("? unknown") for line in lines)
    first_warning = next(at for at, line in enumerate(lines) if line.startswith("! warning"))
    assert not any(line.startswith(("✓", "?")) for line in lines[first_warning:])
    assert "good, " in lines[-1]
    assert "\x1b" not in said.out


def test_extras_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Registry:
        requires = (
            "typer<1",
            'surely-absent>=1; extra == "paper"',
            'typer>=0; extra == "here"',
            "x; extra == 'dev'",
        )

    installed = metadata.distribution
    monkeypatch.setattr(
        metadata, "distribution", lambda name: Registry if name == "registry" else installed(name)
    )
    assert absent_extras() == ("paper",)


# Canaries: what a redacted answer must not hold


CANARY_HOME, CANARY_USER, CANARY_HOST = "home-of-Zaynab", "zaynabuser", "zaynab-laptop"
CANARIES = [
    CANARY_HOME, CANARY_USER, CANARY_HOST, "aleppo-families", "Caseworker Zaynab", "stick of Zaynab", "Zaynab Canary",
    PASSPHRASE, "زينب", "zaynab",
]  # fmt: skip


def told(program: Program, *words: str, given: str = "") -> bytes:
    """Run the program in the home and under the name of its canaries; return all that it said."""
    home = str(program.folder)
    said = program.bare(
        "--vault", f"{home}/{program.vault}", "--passphrase-file", "passphrase", "--no-input", *words, given=given,
        HOME=home, USER=CANARY_USER, LOGNAME=CANARY_USER, USERNAME=CANARY_USER, HOSTNAME=CANARY_HOST,
    )  # fmt: skip
    assert said.code == 0, said
    return (said.out + said.err).encode()


@pytest.fixture
def canaries(tmp_path: Path, program_server: Server | None) -> Program:
    """Return a program whose home, user, machine, paths, caseworker, label and case are canaries."""
    home = tmp_path / CANARY_HOME / "زينب" / "aleppo-families"
    home.mkdir(parents=True)
    program = WarmProgram(home, server=program_server, node=[CANARY_HOST])
    assert program.init("--caseworker", "Caseworker Zaynab").code == 0
    entry = {
        "source": {"kind": "family", "label": "mother of Zaynab"},
        "facts": {"name": ["Zaynab Canary", "زينب"]},
    }
    told(program, "case", "new", "--from", "-", given=json.dumps([entry] * 7))
    told(program, "vault", "backup", "copy", "--label", "stick of Zaynab")
    assert program.ask("journal", "show")["items"][0]["device"] == CANARY_HOST
    return program


def hidden_in(answer: bytes, canary: str) -> bool:
    needles = [*encodings(canary), quote(canary).encode(), quote(canary).lower().encode()]
    return any(needle in answer or needle in answer.lower() for needle in needles)


@pytest.mark.parametrize("state", ["open", "wrong passphrase", "damaged", "no vault"])
def test_a_redacted_answer_holds_no_canary(canaries: Program, state: str) -> None:
    vault_id = canaries.ask("vault", "info")["vault_id"]
    if state == "wrong passphrase":
        (canaries.folder / "passphrase").write_text(
            "granite willow saffron tunnel mosaic feather", encoding="utf-8"
        )
    elif state == "damaged":
        (canaries.folder / canaries.vault).write_bytes(b"no vault any more")
    elif state == "no vault":
        (canaries.folder / canaries.vault).unlink()
    for words in ((), ("--json",), ("--redacted", "--plain")):
        answer = told(canaries, "doctor", *words)
        assert "خالد".encode() in answer
        assert [canary for canary in [*CANARIES, vault_id] if hidden_in(answer, canary)] == []
        assert b"7 cases" not in answer


def test_the_whole_answer_names_the_place_and_the_search_would_find_it(canaries: Program) -> None:
    answer = told(canaries, "doctor", "--whole", "--json")
    items = {item["check"]: item for item in json.loads(answer)["items"]}
    assert items["file-system"]["detail"].endswith("case.vault")
    assert items["account"]["detail"] == CANARY_USER
    assert items["backup"]["detail"] == "7 cases"
    assert all(hidden_in(answer, canary) for canary in (CANARY_HOME, CANARY_USER, "aleppo-families", "زينب"))
