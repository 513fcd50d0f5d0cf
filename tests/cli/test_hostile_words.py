"""Hostile values on the command line, in file names, in the environment, in passphrases and on standard input."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.canaries.tour import NEW_PASSPHRASE, Step, commands, spare
from tests.cli.calm import faults
from tests.cli.program import Said
from tests.cli.test_hostile_tour import SAMPLE, WALKED, Walk, walk
from tests.cli.values import VALUES
from tests.cli.warm import Server, WarmProgram, ordinary_codes, warm

ALL = os.environ.get("REGISTRY_EXHAUSTIVE") == "1"
# No argument, variable or file name of a process can hold it.
SAYABLE = {name: value for name, value in VALUES.items() if "\0" not in value and "\ud800" not in value}
SAYABLE["undecodable"] = "Ali\udcff\udc80"  # as Python shows bytes of the command line that are no UTF-8
FILE_NAMES = {
    name: value
    for name, value in SAYABLE.items()
    if "/" not in value and 0 < len(os.fsencode(value)) <= 240 and value != "-"
}


@dataclass
class Toured:
    """A vault in which every command of the tour was run, each text in it hostile; no path leads out of the test's folder."""

    program: WarmProgram
    walk: Walk

    @property
    def steps(self) -> list[tuple[Step, list[str]]]:
        """The steps of the tour with the words that were given."""
        return self.walk.steps

    def run(self, *words: str, given: bytes = b"", environment: dict[str, str] | None = None) -> Said:
        """Run words as they are."""
        return self.program.bare(*words, given=given, environment=environment)


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory, program_server: Server | None) -> Toured:
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot fork, and real processes take minutes")
    folder = tmp_path_factory.mktemp("words") / "a" / "b" / "c" / "d"
    folder.mkdir(parents=True)
    program = warm(folder, program_server)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
        made = walk(program, WALKED[SAMPLE])
    (folder / "passphrase").write_text(NEW_PASSPHRASE, "utf-8")
    return Toured(program, made)


def test_no_text_that_a_command_reads_acts_or_is_changed(toured: Toured) -> None:
    """Every command of the tour read its texts with a hostile value in their midst."""
    assert (toured.walk.acted, toured.walk.lost) == ([], set())


def calm(said: Said, words: object, *, beside: Sequence[int] = ()) -> None:
    """Expect an ordinary exit code, and nothing that acts or that Python would say of its own fault."""
    assert said.code in ordinary_codes(beside), (words, said)
    assert faults(said.out) == faults(said.err) == [], (words, said)
    assert "Traceback" not in said.out + said.err, (words, said)
    if said.code:
        # Behind the lines of progress, where there are any, a refusal in our words.
        lines = said.err.splitlines() or [""]
        in_our_words = any(line.startswith(("registry: ", "Usage", " ")) for line in lines)
        assert in_our_words or '"error"' in said.out or "verifying" in said.err, (words, said)


# Every parameter of every command


def parameters() -> list[tuple[str, str]]:
    """Return every command with each of its parameters that takes a value, from the program's own tree."""
    return [
        (path, parameter.name)
        for path, command in commands()
        for parameter in command.params
        if takes_value(parameter)
    ]


def takes_value(parameter: Any) -> bool:
    return not getattr(parameter, "is_flag", False) and parameter.name != "help"


def line_with(toured: Toured, path: str, name: str, value: str) -> list[str]:
    """Return the words of a tour's step with a value in the place of one parameter."""
    command = dict(commands())[path]
    parameter = next(one for one in command.params if one.name == name)
    step, words = next(
        (step, list(words))
        for step, words in toured.steps
        if step.command[: len(path.split())] == tuple(path.split())
    )
    if step.ends:
        spare(toured.program.folder)
    if path == "init":
        words = ["--vault", f"fresh {os.urandom(6).hex()}", *words[2:]]
    if parameter.param_type_name == "option":
        option = parameter.opts[-1]
        if option in words:
            at = words.index(option)
            del words[at : at + 2]
        return [*words, option, value]
    arguments = [one.name for one in command.params if one.param_type_name == "argument"]
    named = path.split()
    front = words.index(named[-1], words.index(named[0])) + 1
    words[front + arguments.index(name) : front + arguments.index(name) + 1] = [value]
    return words


def try_values(toured: Toured, path: str, name: str, values: Sequence[str]) -> None:
    before = {one.name for one in toured.program.folder.iterdir()}
    for value in values:
        words = line_with(toured, path, name, value)
        said = toured.run(*words, given=b"{}")
        calm(said, words)
        if said.code == 2 and len(value) > 12:
            assert value not in said.err + said.out, words
    for one in toured.program.folder.iterdir():
        if one.name not in before:
            shutil.rmtree(one) if one.is_dir() and not one.is_symlink() else one.unlink()


def values_for(place: int, every: int) -> list[str]:
    """Return some of the values, others for each place, so that together all are tried; or all where asked for."""
    values = list(SAYABLE.values())
    return values if ALL else values[place % every :: every]


PARAMETERS = parameters() if hasattr(os, "fork") else []
QUICK = [parameter for parameter in PARAMETERS if parameter[0] not in {"demo", "init"}]


def test_each_parameter_of_each_command_takes_hostile_words(toured: Toured) -> None:
    """Two values for each parameter; the slow test tries others."""
    assert len(PARAMETERS) > 60
    for place, (path, name) in enumerate(QUICK):
        try_values(toured, path, name, list(islice(values_for(place * 7, len(SAYABLE)), 1)))


@pytest.mark.slow
def test_each_parameter_of_each_command_takes_many_hostile_words(toured: Toured) -> None:
    for place, (path, name) in enumerate(QUICK):
        try_values(toured, path, name, values_for(place, 24))


@pytest.mark.parametrize(
    "name", ["clipboard", "override", "undecodable", "option with value", "rich markup", "long"]
)
def test_words_that_are_no_command_are_not_said_again(toured: Toured, name: str) -> None:
    value = SAYABLE[name]
    for words in ([value], ["case", value], ["case", "show", "A", value], ["case", "list", f"--{value}"], ["--lang", value, "docs"],
                  ["--passphrase-fd", value, "case", "list"], ["case", "list", "--limit", value], ["completion", value]):  # fmt: skip
        said = toured.run(*words)
        calm(said, words)
        assert said.code in {2, 10}, (words, said)
        assert value not in said.err + said.out


# File names


def try_file(toured: Toured, value: str) -> None:
    """Use a hostile name for everything that is read or written."""
    program, folder = toured.program, toured.program.folder
    case = next(
        words[words.index("attach") + 1]
        for step, words in toured.steps
        if step.command == ("exhibit", "attach")
    )
    path = folder / value
    common = ["--vault", program.vault, "--passphrase-file", "passphrase"]
    if os.path.lexists(path):
        return  # such as the value that is the name of this folder
    for first, *lines in (
        (lambda: shutil.copy(folder / program.vault, path), ["--vault", value, "--passphrase-file", "passphrase", "vault", "info"]),
        (lambda: path.write_text(NEW_PASSPHRASE, "utf-8"), ["--vault", program.vault, f"--passphrase-file={value}", "case", "list"],
         [*common, "exhibit", "attach", case, "--", value], [*common, "exhibit", "list", case], [*common, "exhibit", "list", case, "--json"],
         [*common, "find", f"--from={value}"]),
        (lambda: None, [*common, "vault", "backup", "--", value], [*common, "disclose", "again", "X", f"--out={value}"]),
        (lambda: None, [*common, "exhibit", "export", case, "ZZZ-ZZZZ", f"--out={value}"]),
    ):  # fmt: skip
        first()
        for words in lines:
            calm(toured.run(*words), words)
        if os.path.lexists(path):
            path.unlink()
    said = toured.run(
        "--passphrase-file", "passphrase", "vault", "info", environment={"REGISTRY_VAULT": value}
    )
    calm(said, ("REGISTRY_VAULT", value))


SOME_NAMES = list(FILE_NAMES)[::14]


@pytest.mark.parametrize("name", SOME_NAMES)
def test_a_hostile_file_name(toured: Toured, name: str) -> None:
    try_file(toured, FILE_NAMES[name])


@pytest.mark.slow
def test_every_hostile_file_name(toured: Toured) -> None:
    for name in FILE_NAMES if ALL else [name for name in FILE_NAMES if name not in SOME_NAMES][::4]:
        try_file(toured, FILE_NAMES[name])


def test_a_name_that_can_be_no_file_is_refused(toured: Toured) -> None:
    for name in ("one long word", "very long grapheme", "path up", "empty", "5,000 digits"):
        for words in (
            ["--vault", VALUES[name], "case", "list"],
            ["--passphrase-file", VALUES[name], "--vault", "case.vault", "case", "list"],
        ):
            said = toured.run(*words)
            calm(said, words)
            assert said.code, words


# The environment

VARIABLES = ("LANG", "LC_ALL", "COLUMNS", "LINES", "TERM", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "TZ", "REGISTRY_VAULT", "TMPDIR",
             "XDG_DATA_HOME", "HOME", "JUPYTER_COLUMNS", "TTY_COMPATIBLE", "PYTHONIOENCODING")  # fmt: skip

# With these somebody asks for colours where there is no terminal.
COLOURING = {"FORCE_COLOR", "TTY_COMPATIBLE"}


def try_environment(toured: Toured, variable: str, values: Sequence[str]) -> None:
    for value in values:
        front = [
            "--passphrase-file",
            "passphrase",
            *([] if variable == "REGISTRY_VAULT" else ["--vault", toured.program.vault]),
        ]
        said = toured.run(*front, "case", "list", environment={variable: value})
        assert faults(said.out, terminal=variable in COLOURING) == faults(said.err) == [], (
            variable,
            value,
            said,
        )
        assert said.code in ordinary_codes(), (variable, value, said)
        if variable != "REGISTRY_VAULT":
            assert said.code == 0, (variable, value, said)


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_hostile_environment(toured: Toured, variable: str) -> None:
    try_environment(toured, variable, ["0", "-5", "1", "999999999999", *values_for(len(variable), 40)])


@pytest.mark.slow
def test_every_value_in_the_environment(toured: Toured) -> None:
    for place, variable in enumerate(VARIABLES):
        try_environment(toured, variable, values_for(place, 8))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_hostile_line_to_be_completed(toured: Toured, shell: str) -> None:
    for place, value in enumerate(SAYABLE.values()):
        if place % 9 and not ALL:
            continue
        environment = {"_REGISTRY_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": f"registry {value}", "COMP_WORDS": f"registry {value}",
                       "COMP_CWORD": "1", "_TYPER_COMPLETE_WORD_TO_COMPLETE": value, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}  # fmt: skip
        said = toured.run(environment={name: one for name, one in environment.items() if len(one) < 100_000})
        assert "Traceback" not in said.err, (value, said)
        assert said.code in {0, 1, 2}, (value, said)
        assert faults(said.out) == faults(said.err) == [], (value, said)


# Passphrases


def try_passphrase(toured: Toured, value: str) -> None:
    """Set a hostile passphrase; where it is taken it opens, and nothing else does."""
    program, folder = toured.program, toured.program.folder
    (folder / "hostile").write_bytes(value.encode("utf-8", "surrogatepass"))
    try:
        said = program.bare("--vault", program.vault, "--passphrase-file", "passphrase", "vault", "passphrase", "--no-input",
                            "--new-passphrase-file", "hostile")  # fmt: skip
        calm(said, value)
        if said.code == 0:
            assert program.run("case", "list").code == 4
            opened = program.bare("--vault", program.vault, "--passphrase-file", "hostile", "vault", "passphrase", "--no-input",
                                  "--new-passphrase-file", "passphrase")  # fmt: skip
            assert opened.code == 0, (value, opened)
        else:
            calm(
                program.bare("--vault", program.vault, "--passphrase-file", "hostile", "case", "list"), value
            )
    finally:
        (folder / "hostile").unlink()


@pytest.mark.parametrize("name", list(VALUES)[::12])
def test_a_hostile_passphrase(toured: Toured, name: str) -> None:
    try_passphrase(toured, VALUES[name])


@pytest.mark.slow
def test_every_hostile_passphrase(toured: Toured) -> None:
    for value in list(VALUES.values())[:: 1 if ALL else 2]:
        try_passphrase(toured, value)


# Standard input

RAW: dict[str, bytes] = {
    "nothing": b"",
    "nested arrays": b'{"facts": {"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
    "nested objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "NaN": b'{"kind": "person", "source": {"kind": "family"}, "facts": {"age": NaN}}',
    "infinity": b'{"facts": {"age": Infinity}, "value": -Infinity}',
    "large number": b'{"source": {"kind": "family"}, "facts": {"age": ' + b"9" * 5000 + b"}}",
    "large float": b'{"value": 1e999999, "low": 1e308, "high": 1e999}',
    "the same twice": b'{"value": "a", "value": "b", "kind": "media", "kind": "family", "facts": {}, "facts": {}}',
    "surrogate": b'{"value": "\\ud800", "label": "\\udc00\\ud800", "kind": "media"}',
    "nul": b'{"value": "\\u0000", "wording": "\\u0000", "kind": "media", "label": "\\u0000"}',
    "UTF-16": '{"kind": "person"}'.encode("utf-16"),
    "UTF-32": '{"kind": "person"}'.encode("utf-32"),
    "Latin": b'{"value": "\xe9"}',
    "byte order mark": b'\xef\xbb\xbf{"value": 1}',
    "two marks": b"\xef\xbb\xbf" * 2 + b"{}",
    "bytes": bytes(range(256)),
    "comment": b'{"value": 1} // x',
    "lines of nothing": b"\n" * 100_000,
    "prototype": b'{"__proto__": {"a": 1}, "__class__": "x", "constructor": 1}',
    "many keys": b"{" + b", ".join(b'"k%d": 1' % n for n in range(20_000)) + b"}",
    "true": b"true",
}  # fmt: skip


@pytest.mark.parametrize(
    "every", [pytest.param(6, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)]
)
def test_hostile_bytes_on_standard_input(toured: Toured, every: int) -> None:
    """Every command that reads standard input is given them."""
    reading = {
        step.command: words
        for step, words in toured.steps
        if step.words.endswith("-") and step.command[0] != "exhibit"
    }
    assert len(reading) >= 9
    for place, words in enumerate(reading.values()):
        for name in list(RAW)[place % every :: every]:
            calm(toured.run(*words, given=RAW[name]), (name, words))


# A real start, where the kernel hands the words over


@pytest.mark.skipif(os.name == "nt", reason="words of a command are bytes on POSIX")
def test_bytes_that_are_no_text_on_a_real_command_line(tmp_path: Path) -> None:
    import subprocess
    import sys

    odd = b"Ali\xff\x80"
    for words in ([b"--vault", odd, b"case", b"list"], [odd], [b"init", b"--caseworker", odd, b"--no-input"]):
        ran = subprocess.run(
            [sys.executable, b"-m", b"registry", *words], cwd=tmp_path, capture_output=True, check=False
        )
        assert ran.returncode in {2, 4, 7, 10}, ran
        assert faults(ran.stderr.decode("utf-8")) == []
        assert b"Traceback" not in ran.stderr
