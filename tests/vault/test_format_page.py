"""The page that specifies the format, the program, the kept vault and a stranger's reader say the same."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from registry.errors import Locked
from registry.provenance.entry import Signed
from registry.vault import body, header, index, journal, keys, rows, slots
from registry.vault.dictionary import DICTIONARY
from registry.vault.keys import Keys
from registry.vault.people import Person, Signatories
from registry.vault.places import FORMAT, Places
from registry.vault.recovery import RecoveryKey
from registry.vault.seal import CHUNK, SealBroken, unseal
from tests.vault import stranger
from tests.vault.build import PASSPHRASE, case, reopen
from tests.vault.stranger import Stranger
from tests.vaults.make import COLLEAGUE, DEPARTED, EXHIBIT, LATER
from tests.vectors.make import vectors

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "design" / "vault-format.md").read_text("utf-8")
VECTORS = json.loads((ROOT / "tests" / "vectors" / "vault-format-2.json").read_text("utf-8"))
FIRST = json.loads((ROOT / "tests" / "vectors" / "vault-format-1.json").read_text("utf-8"))
KEPT = ROOT / "tests" / "vaults"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return Path(shutil.copy(KEPT / "format-2.vault", tmp_path / "kept.vault"))


def test_the_constants_of_the_page_are_the_programs() -> None:
    table = dict(re.findall(r"^\| ([a-zA-Z2 ]+) \| (.+) \|$", PAGE, re.MULTILINE))
    assert bytes.fromhex(re.sub("[^0-9a-f ]", "", table["magic"].split("`")[1])) == header.MAGIC
    assert f"{slots.SLOTS}, of {slots.SIZE} bytes each" == table["slots"]
    assert table["header"] == f"{header.SIZES[FORMAT]} bytes"
    assert f"| format version | {FORMAT} |\n" in PAGE
    floor, ceiling = keys.FLOOR, keys.CEILING
    assert table["Argon2id floor"].startswith(
        f"{floor.memory} KiB, {floor.passes} passes, {floor.lanes} lanes"
    )
    assert (
        table["Argon2id ceiling"] == f"{ceiling.memory} KiB, {ceiling.passes} passes, {ceiling.lanes} lanes"
    )
    assert table["chunk of a seal"].startswith(f"{CHUNK} bytes")
    assert table["lines in a leaf"] == str(index.LEAF)
    assert table["leaves in a directory"] == str(index.DIRECTORY)
    assert table["piece of an exhibit"].startswith(f"{rows.PIECE} bytes")
    assert hashlib.sha256(DICTIONARY).hexdigest() in PAGE
    assert hashlib.sha256(DICTIONARY).hexdigest() == VECTORS["dictionary_sha256"]


def test_the_vectors_are_what_the_program_makes() -> None:
    assert json.loads(json.dumps(vectors())) == VECTORS


def _example() -> dict[str, str]:
    """Return the worked example of the page: what is written behind each name, blanks taken out."""
    block = PAGE.split("## Worked example")[1].split("## ")[0]
    found: dict[str, str] = {}
    name = ""
    for line in re.findall(r"^    (.*)$", block, re.MULTILINE):
        if line and not line.startswith(" "):
            name, _, line = line.partition("=")
            name = name.strip()
            found[name] = ""
        found[name] += line.replace(" ", "")
    return found


def test_the_worked_example_holds() -> None:
    example, made = _example(), VECTORS["header"]
    raw = bytes.fromhex(made["header"])
    assert raw[:92].hex() == example["header[0..92]"]
    assert raw[8028:].hex() == example["header[8028..8092]"]
    vault_id = raw[28:44]
    assert example["vault id"] == vault_id.hex()
    slot_key = bytes.fromhex(example["slot key"])
    found = header.read(raw)
    assert found is not None
    assert keys.slot_key_of_passphrase(made["passphrase"], found.salt, found.cost, vault_id) == slot_key
    assert example["slot 5"] == found.slots[5].hex()
    opened = slots.open_slot(found.slots, keys.Hidden(slot_key), vault_id, found.epoch)
    assert opened is not None
    assert (opened[0], opened[1].vault_key.hex()) == (5, example["vault key"])
    assert opened[1].naming.hex() == example["naming secret"]
    tree = Keys.of(opened[1].vault_key, vault_id, found.epoch, opened[1].naming)
    assert tree.content_key(bytes.fromhex(example["object key"])).hex() == example["content key"]
    assert tree.header.hex() == example["header key"]
    assert tree.rows.hex() == example["rows key"]
    assert found.authentic(tree.header)
    assert str(tree.names.row("root", "", "0")) == example["row name of root 0"]
    seal = VECTORS["seals"][0]
    assert (seal["key"], seal["context"], seal["sealed"]) == (
        example["key"],
        example["context"],
        example["sealed"],
    )
    message = unseal(
        bytes.fromhex(seal["key"]), bytes.fromhex(seal["context"]), bytes.fromhex(seal["sealed"])
    )
    assert message.hex() == example["body"]
    assert body.inflate_document(message).decode().replace(" ", "") == example["document"]


def test_the_other_vectors_hold() -> None:
    made, entry = VECTORS["header"], VECTORS["entry"]
    recovery = RecoveryKey.parse(" ".join(made["recovery_groups"]))
    assert recovery.key.hex() == made["recovery_key"]
    found = header.read(bytes.fromhex(made["header"]))
    assert found is not None
    key = keys.slot_key_of_recovery(recovery.key, found.vault_id)
    opened = slots.open_slot(found.slots, key, found.vault_id, found.epoch)
    assert opened is not None
    assert (opened[0], opened[1].who.role) == (made["recovery_slot"], "recovery")
    assert {int(k): v for k, v in VECTORS["padme"].items()}.items() == {
        (int(k), body.padded_length(int(k))) for k in VECTORS["padme"]
    }
    signed = Signed.from_bytes(bytes.fromhex(entry["body"]))
    assert signed.digest().hex() == entry["sha256"]
    signer = Person(bytes.fromhex(entry["public_key"]), "Synthetic Caseworker", "caseworker", 5)
    assert journal.holds(signed, 1, bytes(32), Signatories([signer]))
    assert signed.entry.changes[0].commitment.hex() == entry["commitment"]


def test_the_vectors_of_the_first_format_hold() -> None:
    made = FIRST["header"]
    found = header.read(bytes.fromhex(made["header"]))
    assert found is not None
    key = keys.slot_key_of_passphrase(made["passphrase"], found.salt, found.cost, found.vault_id)
    opened = slots.open_first(found.slots, key, found.vault_id)
    assert opened is not None
    assert (opened[0], opened[1].vault_key.hex()) == (made["slot"], made["vault_key"])
    tree = Keys.of(opened[1].vault_key, found.vault_id, found.epoch, form=found.form)
    assert found.authentic(tree.header)
    assert tree.names.row("root", "", "0") == made["names"]["root 0"]
    assert Places(bytes.fromhex(FIRST["context"]["vault_id"]), 1, 1).context(
        "document", "cases", "000000000001", 7
    ) == bytes.fromhex(FIRST["context"]["bytes"])
    for vector in FIRST["seals"]:
        given = [bytes.fromhex(vector[part]) for part in ("key", "context", "sealed")]
        if vector["result"] == "valid":
            assert unseal(*given).hex() == vector["message"]
        else:
            with pytest.raises(SealBroken):
                unseal(*given)


def test_the_kept_vault_opens(kept: Path) -> None:
    with reopen(kept) as vault:
        assert vault.check().problems == ()
        assert vault.info().epoch == 2
        assert vault.count("cases") == 69
        assert vault.document("cases", 2) == case(2, "ليلى المثال")
        assert b"".join(vault.read_exhibit(2, "EX1")) == EXHIBIT
        assert b"".join(vault.read_exhibit(2, "EX2")) == LATER
        vault.table("cases").insert(case(71))
        assert vault.check().ok
    reopen(kept, passphrase=COLLEAGUE).close()
    with pytest.raises(Locked):
        reopen(kept, passphrase=DEPARTED)


@pytest.mark.parametrize("opening", [PASSPHRASE, COLLEAGUE])
def test_a_stranger_reads_it_with_the_page_alone(kept: Path, opening: str) -> None:
    other = Stranger(kept, opening)
    found = {n: other.document("cases", n, revision) for n, revision, _ in other.objects("cases")}
    assert found.keys() == {*range(1, 71)} - {3}
    assert [found[n]["name"] for n in (2, 4, 5)] == [
        "ليلى المثال", "changed by who left", "changed in epoch 2",
    ]  # fmt: skip
    assert found[70] == dict(case(70, "Synthetic Person 70"))
    assert [line[0] for _, _, line in other.objects("cases")][:3] == ["1", "2", "4"]
    assert other.exhibit("cases", 2, "EX1") == EXHIBIT
    assert other.exhibit("cases", 2, "EX2") == LATER
    assert [(p[1], p[2], p[6] > 0) for p in other.people()] == [
        ("Synthetic Caseworker", "caseworker", False),
        ("recovery key", "recovery", False),
        ("Synthetic Colleague", "reviewer", False),
        ("Synthetic Departed", "caseworker", True),
    ]
    entries = list(other.journal())
    commitment = other.commitment("cases", 2)
    other.db.close()
    assert entries[-1][7][0][3] == commitment
    assert (entries[-3][6], entries[-1][6]) == ("vault slots remove", "exhibit attach")


def test_a_stranger_reads_the_first_format_too(tmp_path: Path) -> None:
    other = Stranger(Path(shutil.copy(KEPT / "format-1.vault", tmp_path / "first.vault")), PASSPHRASE)
    assert (other.role, other.name) == ("caseworker", "Synthetic Caseworker")
    found = {n: other.document("cases", n, revision) for n, revision, _ in other.objects("cases")}
    assert found.keys() == {*range(1, 71)} - {3}
    assert [other.document("sources", n, r)["name"] for n, r, _ in other.objects("sources")] == [
        "Synthetic Source"
    ]
    assert other.exhibit("cases", 2, "EX1") == EXHIBIT
    entries = list(other.journal())
    commitment = other.commitment("cases", 2)
    other.db.close()
    assert [entry[6] for entry in entries] == [
        "make the vault", "case new", "update cases", "update cases", "insert into sources", "exhibit attach",
    ]  # fmt: skip
    assert entries[-1][7][0][3] == commitment


def test_a_stranger_needs_a_passphrase_that_is_still_good(kept: Path) -> None:
    for wrong in ("another passphrase", DEPARTED):
        with pytest.raises(ValueError, match="wrong passphrase"):
            Stranger(kept, wrong)


def test_the_stranger_knows_nothing_of_the_program() -> None:
    source = Path(stranger.__file__).read_text("utf-8")
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    assert "cryptography.hazmat.primitives" in names
    assert not [name for name in names if name.split(".")[0] in {"registry", "tests", "tinydb"}]
