"""What changes a vault, one line each: every fault run goes through this table.

To add an operation, add a line to ``OPERATIONS``: its words on the command line, or a function of the open vault,
and what it makes or opens afterwards.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import platformdirs

from registry.cli import run
from registry.cli.output import write_out
from registry.desk.desk import CASES, SOURCES, Desk
from registry.desk.drafting import new_draft, save_draft
from registry.desk.exhibiting import attach
from registry.desk.intake import take_in
from registry.desk.intake_only import FieldDesk, make_intake_only, open_desk_or_box
from registry.desk.opening import desk_of, make_desk, open_desk
from registry.desk.travelling import make_travel
from registry.errors import Interrupted, RegistryError
from registry.vault.recovery import RecoveryKey
from registry.vault.vault import Vault
from registry.vault.witness import Witness
from registry.words.identity import id_of, number_of

VAULT, COPY, RESTORED, MADE = "case.vault", "copy.vault", "restored.vault", "made.vault"
STALE, OLD, FIELD, JOURNEY = "stale.vault", "old.vault", "field.vault", "journey.vault"
STATE = "state"  # what the machine remembers lies in here
RUN = "run"  # and where its open sessions are listed
KEPT = Path(__file__).resolve().parent.parent / "vaults" / "casework-1.vault"
PASSPHRASE = "lantern orbit copper meadow violin harbour"
NEW = "saddle lantern cobweb grammar violin pepper"
OTHER = "pebble harvest lantern mirror walnut compass"
COLLEAGUE = "Synthetic Colleague"
RECOVERY = RecoveryKey(bytes(range(32)))
RENEWED = RecoveryKey(bytes(range(32, 64)))
OLD_RECOVERY = RecoveryKey.parse("S8YRKE7Q NFPJMR1X TJ8FCACR CREYZ2SE KBYGE3W1 MRRWBX23 Q8NY378W PNNB205G")
FAMILY = {"kind": "family", "label": "a family", "reliability": "B"}
IN_A_BATCH, MANY = 2, 6
LARGE = b"synthetic evidence " * 14_000  # two pieces


def entry(number: int) -> dict[str, Any]:
    """Return one case as it is taken in."""
    return {"source": FAMILY, "facts": {"name": f"Person {number}"}, "note": f"synthetic note {number}"}


@contextlib.contextmanager
def machine_of(folder: Path) -> Iterator[None]:
    """Let the program keep in this folder what it remembers outside any vault, on any system."""
    places = {"user_state_dir": STATE, "user_runtime_dir": RUN}
    with contextlib.ExitStack() as kept:
        for name, place in places.items():
            kept.enter_context(mock.patch.object(platformdirs, name, _always(folder / place)))
        yield


def _always(place: Path) -> Callable[..., str]:
    return lambda *_, **__: str(place)


def prepare(folder: Path) -> None:
    """Make a vault with ten cases, an exhibit and some free room, what was made of it, and what operations read.

    The machine has seen its last act; the copy and the stale vault end one act before.
    """
    (folder / "evidence").write_bytes(LARGE)
    desk = make_desk(
        folder / VAULT, PASSPHRASE, RECOVERY, caseworker="Synthetic Caseworker", device="test", test_kdf=True
    )
    with desk.vault as vault:
        kept = [one.id for one in take_in(desk, [entry(number) for number in range(12)])]
        for case in kept[:2]:
            attach(desk, case, io.BytesIO(LARGE[: 40 * 1024]), "scan")
        vault.table(CASES).remove(doc_ids=[number_of(case) for case in kept[1:3]])
        vault.add_person(COLLEAGUE, "caseworker", OTHER)
        _send_out(desk, folder, kept[0])
        source = id_of(next(vault.numbers(SOURCES)))
        vault.backup(folder / COPY)
        shutil.copyfile(folder / COPY, folder / STALE)
        list(take_in(desk, [entry(99)]))
        for name in (STATE, RUN):
            (folder / name).mkdir(mode=0o700)
        assert Witness(vault, folder / STATE).remember()
    shutil.copyfile(KEPT, folder / OLD)
    texts = {
        "passphrase": PASSPHRASE,
        "new passphrase": NEW,
        "one.json": json.dumps(entry(100)),
        "many.jsonl": "\n".join(json.dumps(entry(number)) for number in range(200, 200 + MANY)),
        "list.csv": "record_id,name,sex\n"
        + "\n".join(f"S-{n},Person {n},male" for n in range(500, 500 + MANY)),
        "request.json": json.dumps({"contact": "synthetic", "looking_for": {"name": "Person 1"}}),
        "claim.json": json.dumps({"value": "2016-12-05"}),
        "case": kept[0],
        "source": source,
    }
    for name, text in texts.items():
        (folder / name).write_text(text + "\n", encoding="utf-8")


def _send_out(desk: Desk, folder: Path, case: str) -> None:
    """Make a file that only takes in and a vault for a journey, and add to both."""
    make_intake_only(desk, folder / FIELD, "Field", PASSPHRASE)
    make_travel(desk, folder / JOURNEY, [case], PASSPHRASE, "Traveller")
    field = open_desk_or_box(folder / FIELD, PASSPHRASE, device="test")
    assert isinstance(field, FieldDesk)
    with contextlib.closing(field.vault):
        list(field.take_in([entry(300)]))
    with (journey := open_at(folder / JOURNEY)).vault:
        list(take_in(journey, [entry(400)]))


def open_at(path: Path, passphrase: str | None = PASSPHRASE, **more: Any) -> Desk:
    """Sit down at the desk of a vault."""
    return open_desk(path, passphrase, device="test", **more)


def _words(*words: str, vault: str = VAULT) -> Callable[[Path], int]:
    """Return what runs a command of the program; ``{folder}``, ``{case}`` and ``{source}`` stand for themselves."""

    def command(folder: Path) -> int:
        known = {name: (folder / name).read_text(encoding="utf-8").strip() for name in ("case", "source")}
        given = [word.format(folder=folder, **known) for word in words]
        common = [
            "--vault",
            str(folder / vault),
            "--passphrase-file",
            str(folder / "passphrase"),
            "--no-input",
        ]
        with machine_of(folder):
            return run.main([*common, *given, "--json"])

    return command


def _python(act: Callable[[Vault, int], object]) -> Callable[[Path], int]:
    """Return what does something with the open vault and the number of a case, told as a command would."""

    def command(folder: Path) -> int:
        case = number_of((folder / "case").read_text(encoding="utf-8").strip())
        run._end_gently()
        try:
            with open_at(folder / VAULT).vault as vault:
                act(vault, case)
            write_out("done\n")
        except RegistryError as refused:
            return run._failed(refused, True)
        except KeyboardInterrupt:
            return Interrupted.exit_code
        return 0

    return command


def _answer(vault: Vault, _: int) -> None:
    """Save the first answer of an interview, as is done after each."""
    desk = desk_of(vault, "test")
    save_draft(desk, new_draft(desk.pen, answers={"name": [{"value": "Synthetic Person"}]}))


@dataclass(frozen=True)
class Operation:
    """One operation: how it runs in a prepared folder, and what stands there when it is done."""

    name: str
    run: Callable[[Path], int]
    acts: int = 1  # entries in the journal, each of which may be the last one that is there
    vault: str = VAULT  # the file that it changes
    makes: str = ""  # a file that is whole afterwards, or not there
    copies: str = ""  # the vault whose last act what was made must end in; a new vault ends in its first
    made_acts: int = 0  # acts that may follow in what was made
    beside: str = ""  # a plain file of the command's own that is written as well, and its size
    beside_size: int = 0
    passphrase: str = PASSPHRASE  # what opens the vault once it is done
    recovery: RecoveryKey | None = RECOVERY  # None where it lies in the file beside
    recovery_before: RecoveryKey = RECOVERY
    # What it must say where it says that it is done, and its act, which only notes it, was not saved.
    unnoted: str = ""
    # What it must say where it is refused with exit 6 and its act is there.
    half_done: str = "may be there"
    older: bool = False  # whether the machine saw a newer state than the one before the operation
    writable: bool = True  # whether the vault can be saved into before the operation
    kind: str = "vault"  # or "field", which only takes in; "destroyed"
    makes_kind: str = "vault"


OPERATIONS = (
    Operation("add", _words("case", "new", "--from", "{folder}/one.json")),
    Operation("change", _words("claim", "add", "{case}", "last_seen_on", "--source", "{source}", "--from",
                               "{folder}/claim.json")),
    Operation("import", _words("case", "new", "--from", "{folder}/many.jsonl"), acts=-(-MANY // IN_A_BATCH)),
    Operation("bring in a list", _words("import", "{folder}/list.csv"), acts=2),
    Operation("draft", _python(_answer)),
    Operation("pack", _words("pack", "add", "ante_mortem")),
    Operation("attach", _words("exhibit", "attach", "{case}", "{folder}/evidence")),
    Operation("verify", _words("exhibit", "verify", "{case}")),
    Operation("restore a case", _words("case", "restore", "{case}", "--to", "2", "--confirm", "{case}")),
    Operation("remove", _python(lambda vault, case: vault.table(CASES).remove(doc_ids=[case]))),
    Operation("passphrase", _words("vault", "passphrase", "--new-passphrase-file", "{folder}/new passphrase"),
              passphrase=NEW),
    Operation("add a person", _python(lambda vault, _: vault.add_person("Third", "caseworker", NEW))),
    Operation("remove a person", _python(lambda vault, _: vault.remove_person(COLLEAGUE))),
    Operation("renew recovery", _python(lambda vault, _: vault.renew_recovery(RENEWED)), recovery=RENEWED),
    Operation("rekey", _python(lambda vault, _: vault.rekey())),
    Operation("rekey deep", _python(lambda vault, _: vault.rekey(deep=True))),
    Operation("compact", _words("vault", "compact"), acts=0),
    Operation("backup", _words("vault", "backup", "{folder}/backup.vault"), makes="backup.vault", copies=VAULT,
              unnoted='"noted": false'),
    Operation("restore", _words("vault", "restore", "{folder}/" + COPY, vault=RESTORED), acts=0, makes=RESTORED,
              copies=COPY, made_acts=1),
    Operation("erase", _words("case", "erase", "{case}", "--basis", "family-request", "--confirm", "{case}")),
    Operation("withdraw", _words("consent", "withdraw", "{case}", "--all")),
    Operation("request", _words("request", "new", "--from", "{folder}/request.json")),
    Operation("slots add", _words("vault", "slots", "add", "--caseworker", "Third", "--new-passphrase-file",
                                  "{folder}/new passphrase")),
    Operation("slots remove", _words("vault", "slots", "remove", "--caseworker", COLLEAGUE, "--confirm", COLLEAGUE)),
    Operation("recovery renew", _words("vault", "recovery", "renew", "--recovery-file", "{folder}/recovery"),
              beside="recovery", beside_size=72, recovery=None),
    Operation("rekey by command", _words("vault", "rekey")),
    Operation("rekey deep by command", _words("vault", "rekey", "--deep")),
    Operation("upgrade", _words("vault", "upgrade", "--backup", "{folder}/before.vault", vault=OLD), vault=OLD,
              makes="before.vault", copies=OLD, writable=False, recovery=OLD_RECOVERY, recovery_before=OLD_RECOVERY),
    Operation("salvage", _words("vault", "salvage", "{folder}/saved.vault"), acts=0, makes="saved.vault",
              copies=VAULT, made_acts=1),
    Operation("travel", _words("vault", "travel", "{folder}/road.vault", "--case", "{case}", "--new-passphrase-file",
                               "{folder}/passphrase"), makes="road.vault", made_acts=1, half_done="has noted the journey"),
    Operation("return", _words("vault", "return", "{folder}/" + JOURNEY, "--travel-passphrase-file",
                               "{folder}/passphrase"), acts=2),
    Operation("intake-only", _words("vault", "intake-only", "{folder}/out.vault", "--caseworker", "Nour",
                                    "--new-passphrase-file", "{folder}/passphrase"), makes="out.vault", makes_kind="field"),
    Operation("field", _words("case", "new", "--from", "{folder}/one.json", vault=FIELD), vault=FIELD, kind="field"),
    Operation("collect", _words("vault", "collect", "{folder}/" + FIELD)),
    Operation("call back", _words("vault", "slots", "remove", "--caseworker", "Field", "--confirm", "Field")),
    Operation("panic", _words("vault", "panic", "--confirm", "destroy"), kind="destroyed"),
    Operation("accept", _words("vault", "accept", "--confirm", "older", vault=STALE), vault=STALE, older=True,
              half_done="could not remember"),
    Operation("init", _words("init", "--recovery-file", "{folder}/recovery", "--test-kdf", vault=MADE), acts=0,
              makes=MADE, beside="recovery", beside_size=72),
)  # fmt: skip
READING = (
    Operation("list", _words("case", "list"), acts=0),
    Operation("check", _words("vault", "check"), acts=0),
)
BY_NAME = {operation.name: operation for operation in (*OPERATIONS, *READING)}


def environment() -> dict[str, str]:
    """Return the environment of a process that runs an operation."""
    root = str(Path(__file__).resolve().parent.parent.parent)
    return {**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"}
