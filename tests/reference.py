"""The reference pages, made from the program itself: ``python -m tests.reference`` writes them anew."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.floors import ROOT

REFERENCE = ROOT / "docs" / "reference"
_MADE = "<!-- Made from the program by ./dev docs; changes here are lost. -->\n\n"
_MADE_HERE = "made from the program by ./dev docs"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


# The facts, one line each, as they are declared.


def _fact_rows(domain_class: type) -> Iterator[tuple[str, ...]]:
    from registry.words.fact import Leaves, facts_of

    for key, declared in facts_of(domain_class).items():
        fact = declared.fact
        leaves = fact.leaves.value
        if fact.leaves is Leaves.COARSE and fact.dimension:
            leaves = f"counted by {fact.dimension}"
        holds = {"identifying": fact.identifying, "several": fact.several, "match": fact.match}
        marks = ", ".join(word for word, held in holds.items() if held)
        yield f"`{key}`", fact.label, _kind(declared.kind), leaves, marks, ", ".join(fact.aliases)


def _kind(kind: type) -> str:
    return f"`{kind.__name__}`"


def fields_page() -> str:
    """Return the field guide: every fact of a case, an episode and a register, from its one declaration."""
    from registry.cases.crossing import Crossing
    from registry.cases.group import Group
    from registry.cases.held import HeldEpisode
    from registry.cases.person import Person
    from registry.cases.registered import Actor, Facility, PlaceRecord

    head = ("key", "label", "kind", "in a summary", "marks", "also read in imports as")
    parts = [
        _MADE
        + "# Facts\n\nWhat can be known of a case, one line for each fact as it is declared in the program. "
        "What a summary does not count never leaves. *Identifying* facts never become options of a command, "
        "since those land in the shell's history. Of a fact marked *several* a person may truly have more than "
        "one, so that two values do not contradict. Facts marked *match* are compared between cases.\n"
    ]
    classes = (
        ("A person", Person), ("A group report", Group), ("A crossing", Crossing), ("A time held", HeldEpisode),
        ("A facility", Facility), ("An actor", Actor), ("A place", PlaceRecord),
    )  # fmt: skip
    for title, domain_class in classes:
        parts.append(f"\n## {title}\n\n{_table(head, _fact_rows(domain_class))}")
    kinds = {kind for _, domain_class in classes for kind in _kinds_of(domain_class)}
    rows = ((_kind(kind), _first_sentence(kind)) for kind in sorted(kinds, key=lambda kind: kind.__name__))
    parts.append(f"\n## Kinds of value\n\n{_table(('kind', 'what it is'), rows)}")
    return "".join(parts)


def _kinds_of(domain_class: type) -> list[type]:
    from registry.words.fact import facts_of

    return [declared.kind for declared in facts_of(domain_class).values()]


def _first_sentence(of: Any) -> str:
    told = " ".join((of.__doc__ or "").partition("\n\n")[0].split())
    return told or of.__name__


# The coded terms that are not kinds of value of their own.


def terms_page() -> str:
    """Return every vocabulary with its codes, labels and codes elsewhere, and what was compared with what."""
    from registry.cli.vocabularies import elsewhere, vocabularies
    from registry.words.crosswalk import schemes

    parts = [
        _MADE
        + "# Terms\n\nThe closed lists that coded facts are read from, by code or by any label. `registry vocabulary show` "
        "prints them with their codes in schemes of other systems.\n"
    ]
    for vocabulary in vocabularies().values():
        rows = (
            (f"`{term.code}`", term.en, term.fr, term.ar, ", ".join(term.aliases), elsewhere(term))
            for term in vocabulary
        )
        head = ("code", "English", "French", "Arabic", "also read", "elsewhere")
        parts.append(f"\n## {vocabulary.name.capitalize()}\n\n{_table(head, rows)}")
    parts.append(
        "\n## Schemes of other systems\n\nOnly codes that were seen in a scheme's own list stand in a term's line. What "
        "another system believes is read as a statement: none of its codes declares anyone dead.\n"
    )
    for scheme in schemes().values():
        parts.append(f"\n### {scheme.key}\n\n{scheme.title}. Source: {scheme.source}.\n")
        if scheme.unused:
            rows_ = ((f"`{code}`", why) for code, why in scheme.unused.items())
            parts.append(f"\n{_table(('code without a term of ours', 'why'), rows_)}")
    return "".join(parts)


# The pages that the program prints itself, with `registry docs`.


def built_in_page(name: str, title: str, says: str) -> str:
    """Return a built-in page of the program under a title and a sentence of its own."""
    from registry.cli.pages import PAGES

    page = PAGES[name]()
    return f"{_MADE}# {title}\n\n{says}\n\n{_table(page.headings, iter(page.rows))}"


def exit_codes_page() -> str:
    """Return the exit codes and what each of them means."""
    says = "What a command returns, and the `code` of the error that `--json` prints."
    return built_in_page("exit-codes", "Exit codes", says)


def statuses_page() -> str:
    """Return the statuses with the rules for entering each of them."""
    says = (
        "What a case can be called, and what it takes. Elapsed time never changes a status. What needs a second\n"
        "reviewer is proposed, and changes only when a colleague accepts it; who works alone types an override, which\n"
        "stays on the record."
    )
    return built_in_page("statuses", "Statuses", says)


# The commands, from the tree that the program itself walks.


def tree(app: Any) -> Iterator[tuple[str, Any]]:
    """Yield every visible command of a Typer application as its path and its parsed form, in order."""
    from registry.cli.tree import command_of

    yield from _below("registry", command_of(app))


def _below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    if getattr(command, "hidden", False):
        return
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    for name, child in children.items():
        yield from _below(f"{path} {name}".rstrip(), child)  # a command may be its group's own word


def _parameter_rows(command: Any) -> Iterator[tuple[str, ...]]:
    for parameter in command.params:
        if getattr(parameter, "hidden", False) or parameter.name == "help":
            continue
        told = getattr(parameter, "help", "") or ""
        default = parameter.default
        if isinstance(default, str | int) and not isinstance(default, bool) and default != "":
            told = f"{told} (default: {default})".strip()
        yield _spelling(parameter), told


_VALUES = {"integer": "N", "integer range": "N", "int": "N", "int range": "N", "path": "PATH", "file": "FILE"}


def _spelling(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or parameter.name.upper()}`"
    flags = ", ".join([*parameter.opts, *parameter.secondary_opts])
    value = "" if parameter.is_flag else f" {parameter.metavar or _VALUES.get(parameter.type.name, 'TEXT')}"
    return f"`{flags}{value}`" + (" (may be repeated)" if parameter.multiple else "")


def _command_part(path: str, command: Any) -> str:
    arguments = " ".join(_spelling(p).strip("`") for p in command.params if p.param_type_name == "argument")
    part = f"\n## {path}\n\n`{' '.join(filter(None, (path, arguments)))}`\n\n{(command.help or '').strip()}\n"
    rows = list(_parameter_rows(command))
    if rows:
        part += "\n" + _table(("given", "what it does"), iter(rows))
    if command.epilog:
        part += f"\n{command.epilog.strip()}\n"
    return part


def commands_page(app: Any) -> str:
    """Return the page of a Typer application: its global options, then each command."""
    from registry.cli.tree import command_of

    root = command_of(app)
    everywhere = _table(("given", "what it does"), _parameter_rows(root))
    parts = [
        _MADE
        + f"# Commands\n\n{(root.help or '').strip()}\n\nThese may stand before or after any verb:\n\n{everywhere}"
    ]
    parts += [_command_part(path, command) for path, command in tree(app)]
    return "".join(parts)


# The shapes of what commands answer.


def schemas() -> dict[str, str]:
    """Return the JSON Schema of every answer that ``--json`` can give, by file name."""
    import msgspec

    import registry.cli
    from registry.cli import output, shapes

    for module in pkgutil.iter_modules(registry.cli.__path__, "registry.cli."):
        importlib.import_module(module.name)  # Shapes may be declared beside the command that answers them.
    found: dict[str, str] = {}
    answers: list[type] = [*shapes.Shape.__subclasses__(), output.Failure]
    for shape in answers:
        schema = msgspec.json.schema(shape)
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$comment": _MADE_HERE, **schema}
        found[f"{_dashed(shape.__name__)}.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return found


def made_schemas() -> list[Path]:
    """Return the schemas on disk that were made from an answer; others are written by hand."""
    found = sorted((REFERENCE / "schemas").glob("*.json"))
    return [
        path for path in found if json.loads(path.read_text(encoding="utf-8")).get("$comment") == _MADE_HERE
    ]


def _dashed(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


def pages() -> dict[Path, str]:
    """Return every reference page by its path."""
    from registry.cli.app import app

    made = {
        REFERENCE / "fields.md": fields_page(),
        REFERENCE / "terms.md": terms_page(),
        REFERENCE / "commands.md": commands_page(app),
        REFERENCE / "exit-codes.md": exit_codes_page(),
        REFERENCE / "statuses.md": statuses_page(),
    }
    return made | {REFERENCE / "schemas" / name: text for name, text in schemas().items()}


def main() -> None:
    """Write the pages, and remove schemas that no answer has any more."""
    made = pages()
    for old in made_schemas():
        if old not in made:
            old.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(made)} pages written\n")


if __name__ == "__main__":
    main()
