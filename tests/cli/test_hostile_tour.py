"""Hostile values through every text that any command reads: the whole tour, with its texts dressed in them.

One value is tried in `test_hostile_words`, which works on in the vault that this walk leaves; here are the others.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from registry.desk.opening import open_desk
from tests.canaries.tour import CANARIES, NEW_PASSPHRASE, Step, walked
from tests.cli.calm import faults
from tests.cli.program import Said
from tests.cli.values import VALUES
from tests.cli.warm import Server, WarmProgram, warm

# A text that is empty once it is cleaned, that no text can be, or that is more than a line may hold is refused
# by each field; `test_hostile_fields` tries those. A whole tour is walked with all others.
WALKED = {
    name: value
    for name, value in VALUES.items()
    if any(unicodedata.category(sign)[0] in "LN" for sign in value)
    and len(value) < 200
    and "\ud800" not in value
}
SAMPLE = "override"
REST = [name for name in WALKED if name != SAMPLE]
REST = REST if os.environ.get("REGISTRY_EXHAUSTIVE") == "1" else REST[:: len(REST) // 4]
# What is a file's name or content, and what opens a vault.
_ELSEWHERE = {kind for kind in CANARIES if kind in {"exhibit", "file name"} or "passphrase" in kind}


def dressed(value: str) -> dict[str, str]:
    """Return what stands in the place of each canary: another text each, with the value in its midst."""
    return {kind: f"Ali {value} {place}x" for place, kind in enumerate(CANARIES)}


def replaced(raw: Any, texts: Mapping[str, str]) -> Any:
    """Return what a command reads with every canary replaced, however deep it stands."""
    if isinstance(raw, dict):
        return {key: replaced(one, texts) for key, one in raw.items()}
    if isinstance(raw, list):
        return [replaced(one, texts) for one in raw]
    if isinstance(raw, str):
        for kind, canary in CANARIES.items():
            raw = raw.replace(canary, texts[kind])
    return raw


def strings(raw: Any) -> Iterator[str]:
    """Yield every text in a document."""
    if isinstance(raw, str):
        yield raw
    for one in raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ():
        yield from strings(one)


def plain(text: str) -> str:
    """Return a text as any field may keep it: composed, with one blank for several."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass
class Walk:
    """A tour with its texts dressed in a value: its steps with their words, what acted, and which texts were not kept."""

    steps: list[tuple[Step, list[str]]] = field(default_factory=list)
    acted: list[tuple[str, list[str], Said]] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)


def walk(program: WarmProgram, value: str) -> Walk:
    """Walk the tour; nothing that any command says may act, and every text must be kept as it was given."""
    texts, lines, made = dressed(value), list[list[str]](), Walk()

    def run(words: list[str], given: bytes) -> Said:
        lines.append(words)
        text = given.decode()
        try:
            given = json.dumps(replaced(json.loads(text), texts)).encode()
        except ValueError:
            given = replaced(text, texts).encode()
        return program.bare(*words, given=given)

    for step, said, _ in walked(program.folder, run, quick=True):
        made.steps.append((step, lines[-1]))
        if found := faults(said.out, json="--json" in step.words or bool(step.keep)) + faults(said.err):
            made.acted.append((step.words, found, said))
    kept = "\n".join(plain(text) for text in everything(program.folder))
    wanted = texts.keys() - _ELSEWHERE
    assert len(wanted) >= 15
    made.lost = {kind for kind in wanted if plain(texts[kind]) not in kept}
    return made


def everything(folder: Path) -> Iterator[str]:
    """Yield every text that the toured vault keeps."""
    with closing(
        open_desk(folder / "case.vault", NEW_PASSPHRASE, device="test", read_only=True).vault
    ) as vault:
        for table in vault.table_names():
            for _, document in vault.documents(table):
                yield from strings(dict(document))


@pytest.mark.slow
@pytest.mark.parametrize("name", REST)
def test_no_other_text_that_a_command_reads_acts_or_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program_server: Server | None, name: str
) -> None:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    made = walk(warm(tmp_path, program_server), WALKED[name])
    assert (made.acted, made.lost) == ([], set())
