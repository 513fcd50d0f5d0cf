"""Every refusal walked: its message, its next step and its exit code, whichever room declares it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import registry
from registry.errors import REFUSALS, RegistryError
from tests.floors import ROOT, modules_under

# Starting the program is not importing it.
_STARTS = "registry.__main__"


def _below(refusal: type[RegistryError]) -> Iterator[type[RegistryError]]:
    yield refusal
    for child in refusal.__subclasses__():
        yield from _below(child)


def every_refusal() -> list[type[RegistryError]]:
    """Return every class of refusal that any module of the package declares, each once."""
    for found in pkgutil.walk_packages(registry.__path__, "registry."):
        if found.name != _STARTS:
            importlib.import_module(found.name)
    declared = (refusal for refusal in _below(RegistryError) if refusal.__module__.startswith("registry."))
    return list(dict.fromkeys(declared))


def test_listed_refusals_have_an_exit_code_each() -> None:
    codes = [refusal.exit_code for refusal in REFUSALS]
    assert len(set(codes)) == len(codes)
    assert all(0 < code < 256 for code in codes)
    words = [refusal.code for refusal in REFUSALS]
    assert len(set(words)) == len(words)


def test_every_refusal_is_listed_or_narrows_a_listed_one() -> None:
    for refusal in every_refusal():
        listed = next(parent for parent in refusal.__mro__ if parent in REFUSALS)
        assert refusal is listed or listed is not RegistryError, (
            f"{refusal.__name__} has no exit code of its own"
        )
        assert refusal.exit_code == listed.exit_code, refusal.__name__


def test_every_refusal_says_what_it_means() -> None:
    for refusal in every_refusal():
        assert refusal.__doc__, refusal.__name__
        assert refusal.meaning, refusal.__name__
        assert refusal.meaning[0].islower(), refusal.__name__
        assert not refusal.meaning.endswith("."), refusal.__name__


def test_a_refusal_carries_its_message_and_hint() -> None:
    refusal = RegistryError("the sentence", "the next step")
    assert (str(refusal), refusal.message, refusal.hint) == ("the sentence", "the sentence", "the next step")


def _start_and_end(node: ast.expr) -> tuple[str, str] | None:
    """Return the first and last literal parts of a message, or None where it is computed."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, node.value
    if isinstance(node, ast.JoinedStr) and node.values:
        first, last = node.values[0], node.values[-1]
        return (
            str(first.value) if isinstance(first, ast.Constant) else "x",
            str(last.value) if isinstance(last, ast.Constant) else "x",
        )
    return None


def _raised(source: str, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
            yield node


def refusals_written_badly(modules: dict[str, str], names: set[str]) -> list[str]:
    """Return the places where a refusal has no hint, or a message that is not in house style."""
    found = []
    for module, source in modules.items():
        for call in _raised(source, names):
            place = f"{module}:{call.lineno}"
            if len(call.args) + len(call.keywords) < 2 and not any(
                isinstance(a, ast.Starred) for a in call.args
            ):
                found.append(f"{place}: no hint")
            ends = _start_and_end(call.args[0]) if call.args else None
            if ends and (ends[0][:1].isupper() and not ends[0][:2].isupper()):
                found.append(f"{place}: starts with a capital")
            if ends and ends[1].endswith((".", "!")):
                found.append(f"{place}: ends with a full stop")
    return found


def test_messages_are_in_house_style_and_name_the_next_step() -> None:
    names = {refusal.__name__ for refusal in every_refusal()}
    assert refusals_written_badly(modules_under(ROOT), names) == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("raise Locked('the vault is locked')", "no hint"),
        ("raise Locked('The vault is locked', 'open it')", "starts with a capital"),
        ("raise Locked(f'the vault {name} is locked.', hint='open it')", "ends with a full stop"),
    ],
)
def test_a_refusal_written_badly_is_found(source: str, says: str) -> None:
    (found,) = refusals_written_badly({"m": source}, {"Locked"})
    assert says in found


def test_a_refusal_written_well_passes() -> None:
    assert (
        refusals_written_badly(
            {"m": "raise Locked('PDF is locked', 'x')\nraise Locked(told, 'y')"}, {"Locked"}
        )
        == []
    )
