"""Nothing that belongs to one machine is written down, and every module says what it is."""

from __future__ import annotations

import ast
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.floors import ROOT, modules_under

FACES = ("registry.cli", "registry.tui", "registry.__main__")
KEPT = ("registry", "tests", "docs", "bench", "requirements", ".ci", "dev", "pyproject.toml", ".gitignore")
LONGEST_FILE = 500

# Put together from parts, so that this file does not hold what it looks for.
MACHINE = re.compile(
    "|".join([
        r"(?<![\w.~*])/(?:work|root|farm)/", r"/(?:home|Users)/\w+/", r"[A-Z]:\\Users\\",
        r"\.\./" + "shared", "py" + r"pi\.org", "python" + "hosted", r"/opt/py" + "pi",
    ])
)  # fmt: skip


def kept_files() -> list[Path]:
    """Return every text file that belongs to the project, whether or not git is there to list them."""
    tops = [ROOT / name for name in KEPT] + sorted(ROOT.glob("*.md"))
    found = []
    for top in tops:
        found += sorted(top.rglob("*")) if top.is_dir() else [top]
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def machine_names_in(text: str) -> list[str]:
    """Return the lines that name a machine's folders or a package index."""
    return [line.strip() for line in text.splitlines() if MACHINE.search(line)]


def test_no_file_names_a_machine_or_an_index() -> None:
    found = {}
    for path in kept_files():
        try:
            lines = machine_names_in(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # Bytes: test vectors and kept vaults.
        if lines:
            found[str(path.relative_to(ROOT))] = lines
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "see /" + "work/x",
        "'/" + "home/me/x'",
        "C:\\" + "Users\\me",
        "../" + "shared/data",
        "https://py" + "pi.org/",
    ],
)
def test_a_machine_name_is_found(line: str) -> None:
    assert machine_names_in(f"one\n{line}\ntwo") == [line]


@pytest.mark.parametrize("line", ["docs/work/x", "~/home", "/dev/null", "https://example.org/home"])
def test_an_ordinary_path_passes(line: str) -> None:
    assert machine_names_in(line) == []


def opening(source: str) -> str:
    """Return the first paragraph of a module's docstring as one line."""
    told = ast.get_docstring(ast.parse(source)) or ""
    return " ".join(told.partition("\n\n")[0].split())


def test_every_module_opens_with_one_sentence() -> None:
    openings = {module: opening(source) for module, source in modules_under(ROOT).items()}
    assert {module: told for module, told in openings.items() if not re.fullmatch(r"[^a-z].*\.", told)} == {}
    assert {module: told for module, told in openings.items() if re.search(r"\. [A-Z]", told)} == {}


def prints_in(source: str) -> list[int]:
    """Return the lines that call ``print``."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]


def test_only_faces_print() -> None:
    assert prints_in("x = 1\nprint(x)") == [2]
    found = {m: prints_in(source) for m, source in modules_under(ROOT).items() if not m.startswith(FACES)}
    assert {module: lines for module, lines in found.items() if lines} == {}


def test_no_module_is_too_long_to_read() -> None:
    lengths = {module: source.count("\n") for module, source in modules_under(ROOT).items()}
    assert {module: length for module, length in lengths.items() if length > LONGEST_FILE} == {}


def test_an_installed_copy_is_whole() -> None:
    """A wheel that left out a data file would only be noticed far from here."""
    installed = distribution("registry")
    listed = {str(file) for file in installed.files or ()}
    if not any(name.startswith("registry/") for name in listed):
        assert any("editable" in name or name.endswith(".pth") for name in listed)
        return
    tree = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "registry").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert tree - listed == set(), "not in the wheel"
