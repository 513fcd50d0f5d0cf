"""Who may know whom: the floors of the house as one table, checked on the imports of every file.

Run as ``python -m tests.floors``: prints each broken rule and ends with 1, or says that the house stands.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = "registry"
ROOT = Path(__file__).resolve().parent.parent

_WORDS = frozenset({"errors"})
_SOURCES = _WORDS | {"words"}
_CASES = _SOURCES | {"sources", "provenance", "evidence"}
_MIDDLE = _CASES | {"cases"}
_DESK = _MIDDLE | {"vault", "exchange", "disclosure", "audit", "forms", "matching", "reports"}
_FACE = _DESK | {"desk"}

# Which rooms a room may import; every room of the package has a line. A room may always import itself.
# The package's own ``__init__`` is the room "": it holds the version and imports nothing.
MAY_IMPORT: Mapping[str, frozenset[str]] = {
    "": frozenset(),
    "errors": frozenset(),
    "words": _WORDS,
    "sources": _SOURCES,
    "provenance": _SOURCES,
    "evidence": _SOURCES,
    "cases": _CASES,
    "vault": _MIDDLE,
    "exchange": _MIDDLE,
    "disclosure": _MIDDLE,
    # The auditor must share nothing with what it audits: it reads written bytes, and neither room knows the other.
    "audit": frozenset({"errors"}),
    "matching": _MIDDLE,
    # A sheet names one person. It knows neither what is disclosed of many nor what prints it, and they know no sheet.
    "forms": _MIDDLE,
    "reports": frozenset({"errors", "disclosure"}),
    "desk": _DESK,
    "display": frozenset({"errors", "words"}),
    # The terminal UI is only opened from there, through the two modules named below.
    "cli": _FACE | {"display", "tui"},
    "tui": _FACE | {"display"},
    "__main__": frozenset({"cli", "errors"}),
}

# Where only some modules of another room may be known: reports print a Summary or a LineList and can reach no
# record, and the command line opens the terminal UI and knows nothing of its screens.
ONLY_THROUGH: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("reports", "disclosure"): ("registry.disclosure.summary", "registry.disclosure.line_list"),
    ("cli", "tui"): ("registry.tui.app", "registry.tui.doors"),
}

_ABOVE_ERRORS = frozenset(MAY_IMPORT) - {"", "errors"}

# In which rooms a third-party name may be imported; a name that is not here is refused everywhere.
THIRD_PARTY: Mapping[str, frozenset[str]] = {
    "arabic_reshaper": frozenset({"display"}),
    "cryptography": frozenset({"vault"}),
    "docx": frozenset({"forms"}),
    "highspy": frozenset({"audit", "disclosure"}),
    "msgspec": _ABOVE_ERRORS,
    "python_calamine": frozenset({"exchange"}),
    "platformdirs": frozenset({"cli"}),
    "duckdb": frozenset({"matching"}),
    "pyarrow": frozenset({"matching"}),
    "pyspark": frozenset({"matching"}),
    "splink": frozenset({"matching"}),
    "rapidfuzz": frozenset({"matching"}),
    "rich": frozenset({"cli", "display", "tui"}),
    "segno": frozenset({"cli"}),
    "shamir_mnemonic": frozenset({"vault"}),
    "textual": frozenset({"tui"}),
    "tinydb": frozenset({"vault"}),
    "typer": frozenset({"cli"}),
}

# The program is offline: no room may import what talks to a network.
NETWORK = frozenset({"asyncio", "ftplib", "http", "imaplib", "poplib", "smtplib", "socket", "socketserver",
                     "ssl", "urllib.request", "webbrowser", "xmlrpc"})  # fmt: skip

# What a module may still import of these: the loop that Textual runs on, without a socket to anywhere.
NETWORK_EXCEPT: Mapping[str, tuple[str, ...]] = {
    "asyncio": ("registry.tui.desk_thread", "registry.tui.working")
}

# Files, time and chance are passed in to the rooms below: where a module that reaches for them may be imported.
_FACES = frozenset({"cli", "tui"})
SYSTEM: Mapping[str, frozenset[str]] = {
    "getpass": _FACES,
    "glob": _FACES,
    "os": _FACES | {"vault"},
    "pathlib": _FACES | {"vault", "desk"},
    "random": frozenset({"desk"}),
    "shutil": _FACES
    | {"vault"},  # files for a person are made in a folder that is given its name in one step
    "sqlite3": frozenset({"vault"}),
    "subprocess": frozenset(),
    "tempfile": _FACES | {"vault"},
    "time": _FACES | {"vault"},
}

# What only one module and its engine know: everything else that is kept goes through it.
ONE_MODULE: Mapping[str, tuple[str, ...]] = {
    "sqlite3": ("registry.vault.changes", "registry.vault.container", "registry.vault.engine")
}


@dataclass(frozen=True, slots=True)
class Import:
    """One import as written: the importing module, the dotted name it asks for, and the line."""

    module: str
    target: str
    line: int


def modules_under(root: Path) -> dict[str, str]:
    """Return the source of every module of the package below ``root``, by dotted name."""
    found = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = path.read_text(encoding="utf-8")
    return found


def room_of(module: str) -> str:
    """Return the room a module of the package stands in, "" for the package itself."""
    return module.partition(".")[2].partition(".")[0]


def _base(module: str, level: int, modules: Mapping[str, str]) -> str:
    """Return the package that a relative import of ``level`` dots in ``module`` starts from."""
    is_package = any(other.startswith(module + ".") for other in modules)
    parts = module.split(".")
    up = level - 1 if is_package else level
    return ".".join(parts[: len(parts) - up])


def _dynamic(node: ast.Call) -> str | None:
    """Return the literal name given to ``import_module`` or ``__import__``, "?" where it is computed."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called not in {"import_module", "__import__"} or not node.args:
        return None
    first = node.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else "?"


def _named(node: ast.AST, module: str, modules: Mapping[str, str]) -> Iterator[str]:
    """Yield the dotted names that one node of the syntax tree imports, if it imports any."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        start = node.module or ""
        if node.level:
            start = ".".join(filter(None, (_base(module, node.level, modules), start)))
        for alias in node.names:
            whole = f"{start}.{alias.name}"
            yield whole if whole in modules or whole in NETWORK else start
    elif isinstance(node, ast.Call) and (name := _dynamic(node)):
        yield name


@cache
def _importing(source: str) -> tuple[ast.AST, ...]:
    """Return the nodes of a module's syntax tree that import something."""
    kinds = (ast.Import, ast.ImportFrom)
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, (*kinds, ast.Call)))
    return tuple(node for node in found if isinstance(node, kinds) or _dynamic(node))


def imports_in(modules: Mapping[str, str]) -> list[Import]:
    """Return every import of every module, also those inside functions and under ``TYPE_CHECKING``."""
    return [
        Import(module, target, getattr(node, "lineno", 0))
        for module, source in modules.items()
        for node in _importing(source)
        for target in _named(node, module, modules)
    ]


def _inside(one: Import) -> str | None:
    """Return what is wrong with an import of the package's own modules, or None."""
    here, there = room_of(one.module), room_of(one.target)
    if here == there:
        return None
    if there and there not in MAY_IMPORT:
        return f"{one.target} stands in a room that the table of floors does not know"
    if there and there not in MAY_IMPORT.get(here, frozenset()):
        return f"{here or 'the package itself'} may not import {there}"
    doors = ONLY_THROUGH.get((here, there))
    if doors and one.target not in doors:
        return f"{here} may know {there} only through {' and '.join(doors)}, not {one.target}"
    return None


def _own_python(one: Import) -> str | None:
    """Return what is wrong with an import of one of Python's own modules, or None."""
    top = one.target.partition(".")[0]
    if (top in NETWORK or one.target in NETWORK) and one.module not in NETWORK_EXCEPT.get(top, ()):
        return f"{one.target} talks to a network, and the program is offline"
    here = room_of(one.module)
    if top in SYSTEM and here not in SYSTEM[top]:
        return f"{here or 'the package itself'} may not reach for {top}: it is passed in from above"
    if one.module not in ONE_MODULE.get(top, (one.module,)):
        return f"{top} is known to {' and '.join(ONE_MODULE[top])} only"
    return None


def _outside(one: Import) -> str | None:
    """Return what is wrong with an import of Python's own or a third party's modules, or None."""
    here = room_of(one.module)
    top = one.target.partition(".")[0]
    if one.target == "?":
        return None if here in {"cli", "tui"} else "an import whose name is computed cannot be checked"
    if top in sys.stdlib_module_names:
        return _own_python(one)
    if top not in THIRD_PARTY:
        return f"{top} is no third-party name that the table of floors knows"
    if here not in THIRD_PARTY[top]:
        return (
            f"{top} belongs in {', '.join(sorted(THIRD_PARTY[top]))}, not in {here or 'the package itself'}"
        )
    return None


def _circle_from(start: str, edges: Mapping[str, set[str]]) -> list[str] | None:
    """Return the shortest way from ``start`` back to itself, or None."""
    ways = [[start]]
    seen = set()
    for way in ways:  # Grows while it is walked: nearest first.
        for following in sorted(edges.get(way[-1], ())):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return None


def circles(imports: Sequence[Import], modules: Mapping[str, str]) -> list[str]:
    """Return every circle of imports once, as ``a -> b -> a``, starting at its first name."""
    edges: dict[str, set[str]] = {}
    for one in imports:
        if one.target in modules and one.target != one.module:
            edges.setdefault(one.module, set()).add(one.target)
    found: dict[frozenset[str], str] = {}
    for module in sorted(edges):
        circle = _circle_from(module, edges)
        if circle:
            found.setdefault(frozenset(circle), " -> ".join(circle))
    return list(found.values())


def problems(modules: Mapping[str, str]) -> list[str]:
    """Return every broken rule of the house as one line each; an empty list when it stands."""
    found = [
        f"{module}: no line for the room {room_of(module)} in the table of floors"
        for module in modules
        if room_of(module) not in MAY_IMPORT
    ]
    imports = imports_in(modules)
    for one in imports:
        own = one.target == PACKAGE or one.target.startswith(PACKAGE + ".")
        wrong = _inside(one) if own else _outside(one)
        if wrong:
            found.append(f"{one.module}:{one.line}: {wrong}")
    found += [f"a circle: {circle}" for circle in circles(imports, modules)]
    return found


def main() -> int:
    """Check the package on disk and print what is broken."""
    modules = modules_under(ROOT)
    found = problems(modules)
    for problem in found:
        sys.stdout.write(problem + "\n")
    if not found:
        sys.stdout.write(f"{len(modules)} modules stand on their floors\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
