"""Nothing that was entrusted to the vault can be read in any file that it wrote."""

from __future__ import annotations

import base64
import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.vault.recovery import RecoveryKey
from registry.vault.vault import Vault
from tests.vault.build import PASSPHRASE, RECOVERY, SPECS, case, clock

NAMES = ("Synthetische Müllerová", "ليلى المثال", "Zebediah Quillfeather")
NOTE = "the note that nobody but the caseworker reads"
DEVICE = "laptop-of-somebody"
EXHIBIT = b"exhibit content, unmistakable " * 9000


def _encodings(text: str) -> Iterator[bytes]:
    """Yield a text as it might stand in a file."""
    for form in (text, unicodedata.normalize("NFD", text), text.upper(), text.lower()):
        for name in (
            "utf-8",
            "utf-16-le",
            "utf-16-be",
            "utf-32-le",
            "cp1252",
            "cp1256",
            "iso8859-6",
            "utf-7",
        ):
            try:
                raw = form.encode(name)
            except UnicodeEncodeError:
                continue
            yield raw
            if name == "utf-8":
                yield raw.hex().encode()
                yield raw[::-1]
                for shift in range(3):  # the three ways in which base 64 can cut it
                    yield base64.b64encode(raw[shift : shift + (len(raw) - shift) // 3 * 3])
        yield form.encode("unicode_escape")


def _traces(files: dict[str, bytes], secrets: list[bytes]) -> list[tuple[str, bytes]]:
    return [(name, secret) for name, content in files.items() for secret in secrets if secret in content]


def _spied(monkeypatch: pytest.MonkeyPatch, folder: Path) -> dict[str, bytes]:
    """Collect every file of the folder at every commit, SQLite's journal among them."""
    from registry.vault.container import Container

    seen: dict[str, bytes] = {}
    commit = Container.commit

    def look(self: Container) -> None:
        for file in folder.iterdir():
            seen[f"{file.name} {len(seen)}"] = file.read_bytes()
        commit(self)

    monkeypatch.setattr(Container, "commit", look)
    return seen


def test_no_file_holds_a_name_a_note_or_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _spied(monkeypatch, tmp_path)
    path = tmp_path / "v"
    with Vault.create(
        path, passphrase=PASSPHRASE, recovery=RECOVERY, caseworker=NAMES[2], specs=SPECS, clock=clock,
        device=DEVICE, test_kdf=True,
    ) as vault:  # fmt: skip
        for number, name in enumerate(NAMES, start=1):
            vault.table("cases").insert(case(number, name, note=NOTE))
        vault.put_exhibit(1, "EX1", io.BytesIO(EXHIBIT))
        vault.table("cases").update({"note": NOTE + " too"}, doc_ids=[1])
        vault.table("cases").remove(doc_ids=[2])
        vault.change_passphrase(PASSPHRASE + " again")
        vault.backup(tmp_path / "copy")
        slot, who = vault.slot, vault.slot.who
        keys = [
            slot.vault_key,
            slot.naming,
            who.signing_seed,
            who.exchange_seed,
            vault.keys.rows,
            vault.keys.journal,
        ]
    files |= {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert {"v", "copy"} <= files.keys()
    assert any("journal" in name for name in files)
    texts = [*NAMES, *NOTE.split("that")[:1], NOTE, DEVICE, PASSPHRASE, "Synthetische", "Quillfeather", "ليلى",
             "cases", "sources", "synthetic note", EXHIBIT[:25].decode(), *RECOVERY.groups(), "I1"][:-1]  # fmt: skip
    secrets = [raw for text in texts for raw in _encodings(text)]
    secrets += [
        form for key in [*map(bytes, keys), RECOVERY.key] for form in (bytes(key), key.hex().encode())
    ]
    assert len(secrets) > 400
    assert _traces(files, secrets) == []


def test_the_scan_would_find_it(tmp_path: Path) -> None:
    (tmp_path / "leak").write_bytes(b"xx" + base64.b64encode(b"12" + NAMES[2].encode()) + b"xx")
    (tmp_path / "wide").write_bytes(NAMES[1].encode("utf-16-le"))
    files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    secrets = [raw for name in NAMES for raw in _encodings(name)]
    assert {name for name, _ in _traces(files, secrets)} == {"leak", "wide"}


def test_a_removed_case_leaves_no_bytes_behind(tmp_path: Path) -> None:
    """With secure_delete the sealed row itself is overwritten, so that its key is gone from the file."""
    with Vault.create(
        tmp_path / "v", passphrase=PASSPHRASE, recovery=RecoveryKey.generate(), caseworker="C", specs=SPECS,
        clock=clock, device="d", test_kdf=True,
    ) as vault:  # fmt: skip
        for number in range(1, 40):
            vault.table("cases").insert(case(number))
        sealed = vault.container.get(vault.rows.object_row("cases", 20))
        assert sealed is not None
        assert sealed in (tmp_path / "v").read_bytes()
        vault.table("cases").remove(doc_ids=[20])
        vault.container.overwrite_gaps()  # where SQLite divided the row's page, a copy may lie between the cells
    content = (tmp_path / "v").read_bytes()
    assert not any(sealed[at : at + 16] in content for at in range(4, len(sealed) - 16, 16))
