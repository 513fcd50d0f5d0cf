"""The house stands: who imports whom, and each rule of the table shown able to fail."""

from __future__ import annotations

import pytest

from tests import floors

STANDING = {
    "registry": "",
    "registry.errors": "import sys",
    "registry.words": "",
    "registry.words.dates": "from registry.errors import InputRefused\nimport msgspec",
    "registry.cases": "",
    "registry.cases.person": "from registry.words import dates",
    "registry.disclosure": "",
    "registry.disclosure.summary": "from registry.words.dates import PartialDate",
    "registry.disclosure.rounding": "def solve():\n    import highspy",
    "registry.audit": "",
    "registry.audit.reading": "from registry.errors import InputRefused\ndef solve():\n    import highspy",
    "registry.forms": "",
    "registry.forms.sheet": "import docx\nfrom registry.cases.person import Person",
    "registry.reports": "",
    "registry.reports.table": "from registry.disclosure.summary import Summary",
    "registry.vault": "",
    "registry.vault.store": "import os\nimport tinydb\nfrom registry.cases.person import Person",
    "registry.desk": "",
    "registry.desk.intake": "from registry.vault import store\nfrom . import words_of\n",
    "registry.desk.words_of": "",
    "registry.cli": "",
    "registry.cli.app": "import typer\nfrom registry.desk import intake",
    "registry.__main__": "from registry.cli.app import app",
}


def broken_by(**added: str) -> list[str]:
    """Return the problems of the standing house once modules ``room__module`` are added or replaced."""
    names = {"registry." + name.replace("__", "."): source for name, source in added.items()}
    return floors.problems(STANDING | names)


def test_the_house_stands() -> None:
    assert floors.problems(floors.modules_under(floors.ROOT)) == []


def test_the_standing_example_breaks_no_rule() -> None:
    assert floors.problems(STANDING) == []


@pytest.mark.parametrize(
    ("added", "says"),
    [
        ({"cases__x": "from registry.desk import intake"}, "cases may not import desk"),
        ({"words__x": "from registry.sources import grade"}, "words may not import sources"),
        ({"words__x": "def late():\n    import registry.cases.person"}, "words may not import cases"),
        ({"words__x": "if TYPE_CHECKING:\n    from registry.cases import person"}, "may not import cases"),
        ({"vault__x": "from registry.disclosure import summary"}, "vault may not import disclosure"),
        ({"disclosure__x": "from ..vault import store"}, "disclosure may not import vault"),
        ({"audit__x": "from registry.disclosure import summary"}, "audit may not import disclosure"),
        ({"disclosure__x": "from registry.audit import reading"}, "disclosure may not import audit"),
        ({"audit__x": "from registry.words import dates"}, "audit may not import words"),
        ({"vault__x": "importlib.import_module('registry.cli.app')"}, "vault may not import cli"),
        ({"reports__x": "from registry.cases.person import Person"}, "reports may not import cases"),
        ({"reports__x": "from registry.disclosure.rounding import solve"}, "only through"),
        ({"reports__x": "from registry.disclosure import rounding"}, "only through"),
        ({"errors": "from registry.words import dates"}, "errors may not import words"),
        ({"reports__x": "from registry.forms.sheet import Sheet"}, "reports may not import forms"),
        ({"disclosure__x": "from registry.forms.sheet import Sheet"}, "disclosure may not import forms"),
        ({"forms__x": "from registry.disclosure.summary import Summary"}, "forms may not import disclosure"),
        ({"forms__x": "from registry.reports import table"}, "forms may not import reports"),
        ({"forms__x": "from registry.vault import store"}, "forms may not import vault"),
        ({"desk__x": "import docx"}, "docx belongs in forms"),
        ({"tui__app": "from registry.cli.app import app"}, "tui may not import cli"),
        ({"cellar__x": ""}, "no line for the room cellar"),
        ({"desk__x": "import registry.attic"}, "does not know"),
        ({"desk__x": "import tinydb"}, "tinydb belongs in vault"),
        ({"desk__x": "from cryptography.hazmat import primitives"}, "cryptography belongs in vault"),
        ({"vault__x": "def late():\n    import highspy"}, "highspy belongs in audit, disclosure"),
        ({"desk__x": "import rich.table"}, "rich belongs in cli"),
        ({"errors": "import msgspec"}, "msgspec belongs in"),
        ({"desk__x": "import pandas"}, "pandas is no third-party name"),
        ({"vault__x": "import urllib.request"}, "talks to a network"),
        ({"vault__x": "from urllib import request"}, "talks to a network"),
        ({"cases__x": "import os"}, "cases may not reach for os"),
        ({"desk__x": "import sqlite3"}, "desk may not reach for sqlite3"),
        ({"cli__x": "import subprocess"}, "cli may not reach for subprocess"),
        ({"vault__x": "import sqlite3"}, "sqlite3 is known to registry.vault.changes and registry.vault.container"),
        ({"desk__x": "import importlib\nimportlib.import_module(name)"}, "cannot be checked"),
        ({"words__a": "from registry.words import b", "words__b": "from . import a"}, "a circle"),
        ({"words__a": "def late():\n    from .b import y", "words__b": "from .c import z",
          "words__c": "from .a import x"}, "a circle"),
    ],
)  # fmt: skip
def test_each_rule_can_fail(added: dict[str, str], says: str) -> None:
    assert says in broken_by(**added)[0]


def test_a_circle_is_told_once_with_its_way() -> None:
    found = broken_by(words__a="from registry.words import b", words__b="from registry.words import a")
    assert found == ["a circle: registry.words.a -> registry.words.b -> registry.words.a"]


def test_a_problem_names_module_and_line() -> None:
    (found,) = broken_by(cases__x="import json\n\nimport typer")
    assert found.startswith("registry.cases.x:3: ")


def test_the_table_knows_no_room_above_itself() -> None:
    """No two rooms may import each other, so that the table itself holds no circle."""
    pairs = [
        (room, other)
        for room, allowed in floors.MAY_IMPORT.items()
        for other in allowed
        if room in floors.MAY_IMPORT.get(other, ())
    ]
    assert pairs == []


def test_run_by_hand_it_says_that_the_house_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert floors.main() == 0
    assert "stand on their floors" in capsys.readouterr().out
