"""The tree of commands, of which each branch is made when a command line comes to it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache, partial
from typing import Any, cast

import typer
from typer.main import get_command_from_info, get_command_name, get_group_from_info, solve_typer_info_defaults
from typer.models import CommandInfo, TyperInfo

# What Typer would hand to every part of a tree of ours.
_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_short": True}


class Branch(Mapping[str, Any]):
    """Commands by their words in the order in which they were declared, each made once, when it is asked for.

    Reading how a command is called costs a third of a millisecond, and there are two hundred of them; a command
    line comes to one.
    """

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        self._makers = makers
        self._made: dict[str, Any] = {}

    def __getitem__(self, word: str) -> Any:
        if word not in self._made:
            self._made[word] = self._makers[word]()
        return self._made[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


@cache
def command_of(app: typer.Typer) -> Any:
    """Return the command that a Typer application is, as ``typer.main.get_command`` would, with its branches unmade."""
    return _group(TyperInfo(app))


def _group(declared: TyperInfo) -> Any:
    """Return one group; one with a class of its own may look at its commands, and is made whole by Typer."""
    solved = solve_typer_info_defaults(declared)
    if solved.cls is not None:
        return get_group_from_info(declared, suggest_commands=True, **_PLAIN)
    bare, app = copy.copy(declared), declared.typer_instance
    assert app is not None
    bare.typer_instance = copy.copy(app)
    bare.typer_instance.registered_commands, bare.typer_instance.registered_groups = [], []
    group = get_group_from_info(bare, suggest_commands=True, **_PLAIN)
    group.commands = cast(MutableMapping[str, Any], Branch(_makers(app)))
    return group


def _makers(app: typer.Typer) -> dict[str, Callable[[], Any]]:
    commands = {_word(one): partial(get_command_from_info, one, **_PLAIN) for one in app.registered_commands}
    groups = {str(solve_typer_info_defaults(one).name): partial(_group, one) for one in app.registered_groups}
    return {**commands, **groups}


def _word(command: CommandInfo) -> str:
    assert command.callback is not None
    return command.name or get_command_name(command.callback.__name__)
