"""`registry vocabulary` at the command line: every list, every term, and the codes of other systems."""

from __future__ import annotations

from pathlib import Path

from registry.cli.vocabularies import vocabularies
from registry.cli.vocabulary_shapes import SchemeItem
from registry.words.crosswalk import schemes
from tests.cli.program import Program, keeps_shape
from tests.cli.warm import WarmProgram


def test_lists_need_no_vault_and_tell_every_vocabulary_and_scheme(
    tmp_path: Path, program_server: object
) -> None:
    program = WarmProgram(tmp_path, server=program_server)  # type: ignore[arg-type]
    said = program.bare("vocabulary", "list", "--json")
    keeps_shape(("vocabulary", "list"), said.json)
    assert [item["name"] for item in said.json["items"]] == list(vocabularies())
    assert [scheme["scheme"] for scheme in said.json["schemes"]] == list(schemes())
    assert set(said.json["schemes"][0]) == set(SchemeItem.__struct_fields__)


def test_a_term_tells_its_labels_and_its_codes(program: Program) -> None:
    shown = program.ask("vocabulary", "show", "status")
    (reported,) = [term for term in shown["terms"] if term["code"] == "death_reported"]
    assert reported["codes"]["pfif_status"] == "believed_missing"
    assert (reported["fr"], reported["ar"]) == ("décès signalé (non vérifié)", "وفاة مبلّغ عنها (غير مؤكدة)")


def test_names_are_read_with_blanks_or_hyphens(program: Program) -> None:
    assert program.ask("vocabulary", "show", "Kind of source") == program.ask(
        "vocabulary", "show", "kind-of-source"
    )


def test_a_name_that_is_none_is_refused_with_the_nearest(program: Program) -> None:
    assert program.refused(10, "vocabulary", "show", "stauts")["hint"] == "did you mean `status`?"
