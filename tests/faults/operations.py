"""What changes a vault, one line each: every fault run goes through this table.

To add an operation, add a line to ``OPERATIONS``: its words on the command line, or a function of the open vault,
and what it makes or opens afterwards.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.cli import run
from registry.cli.output import write_out
from registry.desk.desk import CASES, SOURCES, Desk
from registry.desk.exhibiting import attach
from registry.desk.intake import take_in
from registry.desk.opening import make_desk, open_desk
from registry.errors import Interrupted, RegistryError
from registry.vault.recovery import RecoveryKey
from registry.vault.vault import Vault
from registry.words.identity import id_of, number_of

VAULT, COPY, RESTORED, MADE = "case.vault", "copy.vault", "restored.vault", "made.vault"
PASSPHRASE = "lantern orbit copper meadow violin harbour"
NEW = "saddle lantern cobweb grammar violin pepper"
OTHER = "pebble harvest lantern mirror walnut compass"
COLLEAGUE = "Synthetic Colleague"
RECOVERY = RecoveryKey(bytes(range(32)))
RENEWED = RecoveryKey(bytes(range(32, 64)))
FAMILY = {"kind": "family", "label": "a family", "reliability": "B"}
IN_A_BATCH, MANY = 2, 6
LARGE = b"synthetic evidence " * 14_000  # two pieces


def entry(number: int) -> dict[str, Any]:
    """Return one case as it is taken in."""
    return {"source": FAMILY, "facts": {"name": f"Person {number}"}, "note": f"synthetic note {number}"}


def prepare(folder: Path) -> None:
    """Make a vault with ten cases, an exhibit and some free room, a copy of it, and what operations read."""
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
        vault.backup(folder / COPY)
        source = id_of(next(vault.numbers(SOURCES)))
    texts = {
        "passphrase": PASSPHRASE,
        "new passphrase": NEW,
        "one.json": json.dumps(entry(100)),
        "many.jsonl": "\n".join(json.dumps(entry(number)) for number in range(200, 200 + MANY)),
        "claim.json": json.dumps({"value": "2016-12-05"}),
        "case": kept[0],
        "source": source,
    }
    for name, text in texts.items():
        (folder / name).write_text(text + "\n", encoding="utf-8")


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


@dataclass(frozen=True)
class Operation:
    """One operation: how it runs in a prepared folder, and what stands there when it is done."""

    name: str
    run: Callable[[Path], int]
    acts: int = 1  # entries in the journal, each of which may be the last one that is there
    makes: str = ""  # a vault that is whole afterwards, or not there
    beside: str = ""  # a plain file of the command's own that is written as well, and its size
    beside_size: int = 0
    passphrase: str = PASSPHRASE  # what opens the vault once it is done
    recovery: RecoveryKey = RECOVERY


OPERATIONS = (
    Operation("add", _words("case", "new", "--from", "{folder}/one.json")),
    Operation("change", _words("claim", "add", "{case}", "last_seen_on", "--source", "{source}", "--from",
                               "{folder}/claim.json")),
    Operation("import", _words("case", "new", "--from", "{folder}/many.jsonl"), acts=-(-MANY // IN_A_BATCH)),
    Operation("attach", _words("exhibit", "attach", "{case}", "{folder}/evidence")),
    Operation("remove", _python(lambda vault, case: vault.table(CASES).remove(doc_ids=[case]))),
    Operation("passphrase", _words("vault", "passphrase", "--new-passphrase-file", "{folder}/new passphrase"),
              passphrase=NEW),
    Operation("add a person", _python(lambda vault, _: vault.add_person("Third", "caseworker", NEW))),
    Operation("remove a person", _python(lambda vault, _: vault.remove_person(COLLEAGUE))),
    Operation("renew recovery", _python(lambda vault, _: vault.renew_recovery(RENEWED)), recovery=RENEWED),
    Operation("rekey", _python(lambda vault, _: vault.rekey())),
    Operation("rekey deep", _python(lambda vault, _: vault.rekey(deep=True))),
    Operation("compact", _words("vault", "compact"), acts=0),
    Operation("backup", _words("vault", "backup", "{folder}/backup.vault"), acts=0, makes="backup.vault"),
    Operation("restore", _words("vault", "restore", "{folder}/" + COPY, vault=RESTORED), acts=0, makes=RESTORED),
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
