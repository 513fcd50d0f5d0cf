"""What a served program does once before it is forked, so that no command finds its tables and coders unmade."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

_PASSPHRASE = "lantern orbit copper meadow violin harbour"
_CASE = {
    "kind": "person",
    "source": {"kind": "family", "label": "an invented aunt", "reliability": "B"},
    "facts": {"name": ["خالد درويش", "Khaled Darwish"], "sex": "male", "born": "1990", "last_seen_at": "Ramouseh, Aleppo",
              "last_seen_on": "2016-12-09", "father": "Omar"},
    "status": "missing", "consent": ["case_work"], "note": "an invented note",
}  # fmt: skip
_GROUP = {
    "kind": "group",
    "source": {"kind": "media", "label": "an invented paper"},
    "facts": {"wording": "dozens of men"},
}
_CLAIM = {"value": "teacher"}
# Commands whose work most others share: reading, writing, folding, drawing, and answering as JSON.
_COMMANDS = (
    "init --no-input --recovery-file recovery --test-kdf", "case new --from case --json", "case new --from group", "case list",
    "case list --json", "case show {case}", "case show {case} --json", "case history {case}", "source list --json",
    "source list", "claim add {case} occupation --source {source} --from claim", "find --from words", "journal show", "vault check", "vault info", "agenda --json",
    "case show NONE",
)  # fmt: skip


def rehearse() -> None:
    """Run commands of all kinds on a vault that goes again; this process is left as it was but for what it has read."""
    from registry.cli import making, session
    from registry.cli.hygiene import memory_is_hidden
    from registry.cli.run import answered

    hidden = memory_is_hidden()
    with TemporaryDirectory() as name, contextlib.ExitStack() as around:
        folder, told = Path(name), {"case": "", "source": ""}
        for file, content in (
            ("case", _CASE),
            ("group", _GROUP),
            ("claim", _CLAIM),
            ("words", {"name": "Khaled"}),
        ):
            (folder / file).write_text(json.dumps(content), encoding="utf-8")
        (folder / "passphrase").write_text(_PASSPHRASE, encoding="utf-8")
        own = {"HOME": name, "XDG_RUNTIME_DIR": f"{name}/run", "REGISTRY_ALLOW_TEST_KDF": "1"}
        around.enter_context(mock.patch.dict(os.environ, own))
        around.enter_context(contextlib.chdir(folder))
        for module in (session, making):  # whether its memory is hidden is each command's own
            around.enter_context(mock.patch.object(module, "hide_memory"))
        for line in _COMMANDS:
            with _said(folder) as said:
                code = answered(
                    ["--vault", "v", "--passphrase-file", "passphrase", *line.format_map(told).split()]
                )
            if (code == 0) == ("NONE" in line):
                raise SystemExit(f"`{line}` ended with {code} in the rehearsal: {said.read_text('utf-8')}")
            if line.startswith("case new --from case"):
                told["case"] = json.loads(said.read_text("utf-8"))["short"]
            if line == "source list --json":
                told["source"] = json.loads(said.read_text("utf-8"))["items"][0]["short"]
    if memory_is_hidden() != hidden:
        raise SystemExit("the rehearsal hid the memory of the server, and each command would find it hidden")


@contextlib.contextmanager
def _said(folder: Path) -> Iterator[Path]:
    """Lead what is written to standard output and to the error text into a file."""
    path = folder / "said"
    kept = [os.dup(1), os.dup(2)]
    into = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        for place in (1, 2):
            os.dup2(into, place)
        yield path
    finally:
        for place, before in zip((1, 2), kept, strict=True):
            os.dup2(before, place)
            os.close(before)
        os.close(into)
