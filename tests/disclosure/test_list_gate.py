"""The gate of a line list: each of its checks finds the fault it is there for, in the bytes alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

import pytest

from registry.disclosure.line_list import LineList
from registry.disclosure.line_rules import COLUMNS, RULES
from registry.disclosure.lines import list_of, plan_list
from registry.disclosure.list_gate import CSV, JSON, METHOD, WrittenList, pass_list_gate
from registry.errors import DisclosureRefused
from registry.reports.line_list import write_list
from registry.reports.line_words import WORDS, every_word
from registry.words.folding import fold
from tests.disclosure.recount import faults
from tests.disclosure.registers import MADE_ON, register, tie

NAMES = frozenset({"Khaled Darwish", "خالد درويش", "Aleppo", "May"})


@cache
def made() -> LineList:
    return list_of(plan_list(register(240), COLUMNS, made_on=MADE_ON), "ABCDEFGH", tie)


def written(line_list: LineList | None = None, lang: str = "en") -> WrittenList:
    one = line_list or made()
    return WrittenList(write_list(one, lang), one, RULES, lang, NAMES, fold, every_word())


def refused(one: WrittenList) -> str:
    with pytest.raises(DisclosureRefused) as shut:
        pass_list_gate(one)
    assert shut.value.exit_code == 9
    return shut.value.message


def with_file(name: str, change: Callable[[str], str]) -> WrittenList:
    """Return the written list with one file changed, and the note's digest of it put right."""
    one = written()
    changed = change(one.files[name].decode()).encode()
    note = one.files[METHOD].decode()
    if name != METHOD:
        note = note.replace(sha256(one.files[name]).hexdigest(), sha256(changed).hexdigest())
    return replace(one, files={**one.files, METHOD: note.encode(), name: changed})


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_a_list_passes_in_each_language_and_the_same_bytes_come_again(lang: str) -> None:
    one = written(lang=lang)
    pass_list_gate(one)
    assert one.files == write_list(made(), lang)


def test_names_that_are_words_of_the_lists_own_shut_nothing() -> None:
    assert "Aleppo" in written().files[CSV].decode()
    pass_list_gate(written())


def same_rows(rows: tuple[tuple[str, ...], ...], place: int, value: str, count: int) -> LineList:
    """Return a list of which the first ``count`` rows have another value in one column."""
    return replace(
        made(),
        rows=tuple(
            (*row[:place], value, *row[place + 1 :]) if at < count else row for at, row in enumerate(rows)
        ),
    )


def test_a_class_of_ten_is_found_by_the_gate_and_by_the_recount() -> None:
    columns = [column.key for column in made().columns]
    broken = same_rows(tuple(sorted(made().rows)), columns.index("sex"), "not stated", 3)
    assert "too few people" in refused(written(broken))
    assert "too few in a class" in faults(write_list(broken, "en"))


def test_what_is_told_too_much_alike_is_found() -> None:
    columns = [column.key for column in made().columns]
    broken = same_rows(made().rows, columns.index("holder"), "foreign", 240)
    assert "too much alike" in refused(written(broken))
    assert {"too few values", "a value too often"} <= set(faults(write_list(broken, "en")))


def test_too_few_people_in_all_are_found() -> None:
    assert "too few" in refused(written(replace(made(), rows=made().rows[:199])))


def test_minors_with_a_place_are_found() -> None:
    columns = [column.key for column in made().columns]
    rows = tuple((*row[:3], "0-17", *row[4:]) for row in made().rows)
    assert columns[3] == "age"
    assert "minors" in refused(written(replace(made(), rows=rows)))


def test_a_column_that_no_rule_allows_is_found() -> None:
    columns = tuple(
        replace(column, key="name") if column.key == "sex" else column for column in made().columns
    )

    one = written()
    other = replace(made(), columns=columns)
    files = {**one.files, JSON: (json.dumps(other.plain(), ensure_ascii=False, indent=1) + "\n").encode()}
    assert "column" in refused(replace(one, line_list=other, files=files))


def _first_row(said: str, change: Callable[[Any], None]) -> str:
    read = json.loads(said)
    change(read["rows"][0])
    return json.dumps(read, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (JSON, lambda said: _first_row(said, lambda row: row.update(id="7")), "does not say what the list says"),
        (CSV, lambda said: said.replace("male", "mâle", 1), "spreadsheet"),
        (CSV, lambda said: "\n".join(said.split("\n")[:-2]) + "\n", "spreadsheet"),
        (CSV, lambda said: said.replace("#adm1+name", "adm1"), "tags"),
        (METHOD, lambda said: said + "\nFor Khaled  DARWISH.", "identifies"),
        (METHOD, lambda said: said + "\nKhaled-Darwish", "identifies"),
        (METHOD, lambda said: said + "\nK h a l e d D a r w i s h", "identifies"),
        (METHOD, lambda said: said + "\nخَالِد دَرويش", "identifies"),
        (METHOD, lambda said: said + "\nوخالد درويش", "identifies"),
        (METHOD, lambda said: said + "\n\\\\Users\\\\rim", "path"),
        (METHOD, lambda said: said + "\nat 09:41", "time"),
        (METHOD, lambda said: said + "\nhalf: 50 %", "percentage"),
        (METHOD, lambda said: said + f"\n{'ab' * 16}", "digest"),
        (METHOD, lambda said: said.replace("`list.csv`", "`list`"), "SHA-256"),
        (METHOD, lambda said: said + "\nof 239 people", "number"),
    ],
)  # fmt: skip
def test_each_check_can_fail(name: str, change: Callable[[str], str], says: str) -> None:
    assert says in refused(with_file(name, change))


def test_a_check_that_cannot_run_shuts_the_gate() -> None:
    assert "could not be run" in refused(replace(written(), files={**written().files, JSON: b"{"}))


def test_another_file_is_not_let_through() -> None:
    assert "files" in refused(replace(written(), files={**written().files, "names.txt": b""}))


@pytest.mark.parametrize("key", WORDS)
def test_every_text_is_in_three_languages_with_the_same_blanks(key: str) -> None:
    blanks = [{part.split("}")[0] for part in said.split("{")[1:]} for said in WORDS[key]]
    assert len(blanks) == 3
    assert blanks[0] == blanks[1] == blanks[2]
