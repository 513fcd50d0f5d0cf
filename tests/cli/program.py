"""Running the program as a caseworker's shell does: a real process, real files, no prompt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

PASSPHRASE = "lantern orbit copper meadow violin harbour"

# One invented case with a name in both scripts.
CASE = {
    "kind": "person",
    "source": {"kind": "family", "label": "mother of two", "reliability": "B"},
    "facts": {"name": ["خالد درويش", "Khaled Darwish"]},
}
_TESTING = {"REGISTRY_ALLOW_TEST_KDF": "1", "NO_COLOR": "1"}

# The shape that each command answers with; where a command has two, its answer keeps one of them.
SHAPES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("init",): ("vault-made",),
    ("demo",): ("demo-made",),
    ("case", "new"): ("taken", "taken-list", "sealed-intake", "interview-left"),
    ("case", "drafts", "list"): ("draft-list",),
    ("case", "drafts", "drop"): ("draft-dropped",),
    ("pack", "add"): ("pack-item",),
    ("pack", "check"): ("pack-item",),
    ("pack", "list"): ("pack-list",),
    ("pack", "show"): ("pack-shown",),
    ("pack", "export"): ("pack-text",),
    ("pack", "remove"): ("pack-item",),
    ("case", "list"): ("case-list",),
    ("case", "show"): ("case-shown",),
    ("case", "history"): ("past-list",),
    ("case", "diff"): ("case-differed",),
    ("case", "at"): ("case-at",),
    ("case", "restore"): ("case-restored",),
    ("case", "edit"): ("case-edited",),
    ("case", "erase"): ("erased",),
    ("case", "erased"): ("erasure-list",),
    ("case", "close"): ("stage-set", "proposal-made"),
    ("case", "reopen"): ("stage-set",),
    ("case", "link"): ("tied",),
    ("case", "unlink"): ("done",),
    ("claim", "add"): ("claim-item",),
    ("claim", "retract"): ("claim-item",),
    ("claim", "list"): ("claim-list",),
    ("source", "new"): ("source-item",),
    ("source", "list"): ("source-list",),
    ("source", "grade"): ("source-item",),
    ("source", "show"): ("source-item",),
    ("import", "file"): ("import-made",),
    ("import", "list"): ("import-list",),
    ("import", "rows"): ("waiting-list",),
    ("import", "undo"): ("import-item",),
    ("exhibit", "attach"): ("exhibit-item", "sealed-intake"),
    ("exhibit", "list"): ("exhibit-list",),
    ("exhibit", "show"): ("exhibit-shown",),
    ("exhibit", "verify"): ("exhibits-verified",),
    ("exhibit", "export"): ("exported",),
    ("consent", "grant"): ("consent-shown",),
    ("consent", "withdraw"): ("consent-withdrawn",),
    ("consent", "list"): ("consent-list",),
    ("task", "add"): ("task-item",),
    ("task", "move"): ("task-item",),
    ("task", "done"): ("task-item",),
    ("task", "list"): ("task-list",),
    ("task", "show"): ("task-shown",),
    ("agenda",): ("agenda-shown",),
    ("action", "add"): ("action-item",),
    ("action", "answer"): ("answer-item",),
    ("action", "list"): ("action-list",),
    ("request", "new"): ("made",),
    ("request", "list"): ("request-list",),
    ("request", "show"): ("request-shown",),
    ("request", "match"): ("candidate-list",),
    ("request", "answer"): ("request-answered",),
    ("request", "close"): ("done",),
    ("request", "erase"): ("done",),
    ("status", "set"): ("status-set", "proposal-made"),
    ("review", "list"): ("review-list",),
    ("review", "show"): ("review-shown",),
    ("review", "accept"): ("decided",),
    ("review", "refuse"): ("decided",),
    ("review", "withdraw"): ("decided",),
    ("review", "recontact"): ("recontact-opened",),
    ("group", "count"): ("group-counted",),
    ("group", "link"): ("made",),
    ("group", "unlink"): ("done",),
    ("group", "relate"): ("made",),
    ("group", "totals"): ("group-totals",),
    ("form", "ced"): ("form-shown",),
    ("form", "tracing"): ("form-shown",),
    ("form", "wgeid"): ("form-shown",),
    ("form", "list"): ("form-list",),
    ("form", "sent"): ("sent-list",),
    ("group", "show"): ("group-shown",),
    ("group", "members"): ("group-member-list",),
    ("group", "rules"): ("count-rule-list",),
    ("held", "add"): ("episode-made",),
    ("held", "end"): ("episode-made",),
    ("held", "show"): ("episode-list",),
    ("crossing", "add"): ("episode-made",),
    ("crossing", "show"): ("episode-list", "corridor"),
    ("facility", "add"): ("record-made",),
    ("facility", "list"): ("record-list",),
    ("facility", "show"): ("record-shown",),
    ("facility", "control"): ("control-shown",),
    ("facility", "retract"): ("made",),
    ("actor", "add"): ("record-made",),
    ("actor", "list"): ("record-list",),
    ("actor", "show"): ("record-shown",),
    ("actor", "retract"): ("made",),
    ("actor", "review"): ("made",),
    ("place", "add"): ("record-made",),
    ("place", "list"): ("record-list",),
    ("place", "show"): ("record-shown",),
    ("place", "control"): ("control-shown",),
    ("place", "retract"): ("made",),
    ("find",): ("case-list",),
    ("match", "compare"): ("compared", "not-compared"),
    ("match", "scan"): ("match-scanned",),
    ("match", "review"): ("match-list", "match-shown"),
    ("match", "link"): ("match-decided",),
    ("match", "apart"): ("match-decided",),
    ("match", "later"): ("match-decided",),
    ("match", "unlink"): ("match-decided",),
    ("match", "clusters"): ("cluster-list",),
    ("disclose", "plan"): ("disclosure-planned",),
    ("disclose", "check"): ("disclosure-checked",),
    ("disclose", "make"): ("disclosure-made",),
    ("disclose", "ledger"): ("release-list", "release-shown"),
    ("disclose", "reach"): ("case-reach",),
    ("disclose", "rebase"): ("disclosure-made",),
    ("disclose", "again"): ("done",),
    ("disclose", "list", "plan"): ("list-planned",),
    ("disclose", "list", "allow"): ("done",),
    ("disclose", "list", "forbid"): ("done",),
    ("disclose", "list", "propose"): ("list-proposal",),
    ("disclose", "list", "show"): ("list-standing",),
    ("disclose", "list", "make"): ("list-made",),
    ("disclose", "list", "refuse"): ("done",),
    ("disclose", "list", "withdraw"): ("done",),
    ("disclose", "narrative", "write"): ("made",),
    ("disclose", "narrative", "show"): ("narrative-shown",),
    ("disclose", "narrative", "make"): ("narrative-made",),
    ("vault", "info"): ("vault-info",),
    ("vault", "check"): ("check-result",),
    ("vault", "accept"): ("done",),
    ("vault", "salvage"): ("salvaged",),
    ("vault", "passphrase"): ("done",),
    ("vault", "panic"): ("destroyed",),
    ("vault", "intake-only"): ("field-file-made",),
    ("vault", "waiting"): ("receipt-list",),
    ("vault", "travel"): ("travel-made",),
    ("export", "uwazi"): ("handed-over",),
    ("export", "bayanat"): ("handed-over",),
    ("hq", "columns"): ("columns-written",),
    ("hq", "pairs"): ("pairs-found",),
    ("hq", "take"): ("pairs-taken",),
    ("vault", "return"): ("returned-from",),
    ("vault", "collect"): ("collected-list",),
    ("vault", "quarantine"): ("quarantine-list",),
    ("vault", "slots", "list"): ("member-list",),
    ("vault", "slots", "add"): ("member-changed",),
    ("vault", "slots", "remove"): ("member-removed",),
    ("vault", "slots", "role"): ("member-changed",),
    ("vault", "recovery", "renew"): ("recovery-made",),
    ("vault", "recovery", "split"): ("recovery-made",),
    ("vault", "recovery", "rehearse"): ("recovery-rehearsed",),
    ("vault", "recovery", "sheet"): ("recovery-made",),
    ("vault", "rekey"): ("rekeyed",),
    ("vault", "upgrade"): ("upgraded",),
    ("vault", "backup"): ("copied",),
    ("vault", "backup", "verify"): ("copy-verified",),
    ("vault", "backup", "list"): ("copy-list",),
    ("vault", "restore"): ("copied",),
    ("vault", "lock"): ("sessions-locked",),
    ("vault", "compact"): ("compacted",),
    ("journal", "show"): ("entry-list",),
    ("journal", "verify"): ("journal-verified",),
    ("journal", "checkpoint"): ("checkpoint-made", "checkpoint-compared"),
    ("vocabulary", "list"): ("vocabulary-list",),
    ("vocabulary", "show"): ("vocabulary-shown",),
    ("undo",): ("undone-act",),
    ("doctor",): ("doctor-report",),
    ("doctor", "bidi"): ("bidi-report",),
    # A session answers command by command; asked for one answer, it refuses.
    ("shell",): ("failure",),
    ("tui",): ("failure",),  # a full screen has no plain answer
    ("docs",): ("page",),
    ("completion",): ("completion",),
    ("version",): ("version",),
}
_SCHEMAS = Path(__file__).parent.parent.parent / "docs" / "reference" / "schemas"


@cache
def schema(name: str) -> Any:
    """Return the published JSON Schema of that name."""
    return json.loads((_SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def keeps_shape(words: tuple[str, ...], answer: Any) -> None:
    """Check an answer against the published schema of its command; fail where it keeps none."""
    shapes = SHAPES.get(words[:3]) or SHAPES.get(words[:2]) or SHAPES[words[:1]]
    faults = []
    for name in shapes:
        try:
            jsonschema.validate(answer, schema(name))
        except jsonschema.ValidationError as fault:
            faults.append(fault.message)
    assert len(faults) < len(shapes), faults


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def hint(self) -> str:
        return str(self.json["error"]["hint"])


@dataclass(frozen=True)
class Program:
    """The program with one vault in a folder of its own; the cheap test derivation is allowed."""

    folder: Path
    vault: str = "case.vault"
    home: str = "home"  # another home is another machine, which saw nothing of the vault

    def __post_init__(self) -> None:
        (self.folder / "passphrase").write_text(PASSPHRASE + "\n", encoding="utf-8")

    def bare(self, *words: str, given: str | bytes = b"", **environment: str) -> Said:
        """Run the program with exactly these words."""
        ran = subprocess.run(
            [sys.executable, "-m", "registry", *words],
            input=given if isinstance(given, bytes) else given.encode(),
            capture_output=True,
            cwd=self.folder,
            env=self.around() | environment,
            timeout=120,
            check=False,
        )
        return Said(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def around(self) -> dict[str, str]:
        """Return the environment of a command, with a home of its own, which is made."""
        home = self.folder / self.home
        home.mkdir(exist_ok=True)
        kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "LANG") if key in os.environ}
        return {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(self.folder / "run"), **_TESTING}

    def run(self, *words: str, given: str | bytes | dict[str, Any] | list[Any] = b"") -> Said:
        """Run a command on the vault with its passphrase; what is ``given`` goes to standard input."""
        if isinstance(given, dict | list):
            given = json.dumps(given, ensure_ascii=False)
        return self.bare("--vault", self.vault, "--passphrase-file", "passphrase", *words, given=given)

    def ask(self, *words: str, given: str | bytes | dict[str, Any] | list[Any] = b"") -> Any:
        """Run a command with --json, expect that it succeeds and keeps its shape, and return its answer."""
        said = self.run(*words, "--json", given=given)
        assert said.code == 0, said
        keeps_shape(words, said.json)
        return said.json

    def refused(self, code: int, *words: str, given: str | bytes | dict[str, Any] | list[Any] = b"") -> Any:
        """Run a command with --json, expect this exit code, and return the error it answers."""
        said = self.run(*words, "--json", given=given)
        assert said.code == code, said
        assert "Traceback" not in said.out + said.err
        jsonschema.validate(said.json, schema("failure"))
        error = said.json["error"]
        assert error["exit"] == code
        return error

    def init(self, *more: str) -> Said:
        """Make the vault with the cheap derivation."""
        return self.run("init", "--no-input", "--recovery-file", "recovery", "--test-kdf", *more)
