"""`registry vault panic` at the command line: one word, no passphrase, and honest about what may survive."""

from __future__ import annotations

from tests.cli.program import Program


def test_a_vault_is_destroyed_without_its_passphrase(program: Program) -> None:
    program.ask("case", "new", "--from", "-", given={"source": {"kind": "family"}, "facts": {"name": "A"}})
    state = program.folder / "home" / ".local" / "state" / "registry"
    assert state.is_dir()  # what this machine remembers of the vault
    (state / ("0a" * 16)).write_bytes(b"what this machine remembers of a vault")
    (state / "other.vault").write_bytes(b"another vault, which must stay")
    said = program.bare("--vault", program.vault, "vault", "panic", "--confirm", "destroy", "--json")
    assert said.code == 0, said
    answer = said.json
    assert answer["destroyed"] and answer["whole"] and answer["slots"] == 2 and answer["traces"] == 2
    assert [one.name for one in state.iterdir()] == ["other.vault"]
    assert any("flash" in line for line in answer["may_survive"])
    assert any("memory" in line for line in answer["may_survive"])
    program.refused(3, "case", "list")
    program.refused(
        3, "vault", "passphrase", "--recovery-from", "recovery", "--new-passphrase-file", "passphrase"
    )


def test_in_a_hurry_one_line_is_enough(program: Program) -> None:
    said = program.bare("vault", "panic", "--quick", "--confirm", "destroy", REGISTRY_VAULT=program.vault)
    assert said.code == 0, said
    assert "the vault is destroyed" in said.out and "the rest of the file still stands, sealed" in said.out
    program.refused(3, "case", "list")


def test_nothing_is_destroyed_without_the_word(program: Program) -> None:
    before = (program.folder / program.vault).read_bytes()
    program.refused(2, "vault", "panic", "--no-input")
    assert "nothing was destroyed" in program.refused(11, "vault", "panic", "--confirm", "yes")["message"]
    assert (program.folder / program.vault).read_bytes() == before
    assert program.bare("--vault", "elsewhere", "vault", "panic", "--confirm", "destroy").code == 10
    assert program.bare("--vault", "passphrase", "vault", "panic", "--confirm", "destroy").code == 10
    assert (program.folder / "passphrase").read_text()
