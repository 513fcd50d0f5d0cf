"""A hundred hostile values in every field of a case and its source: kept as given, shown as marks, or refused."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from registry.cases.casefile import GROUP, PERSON, SUBJECTS
from registry.desk.desk import Desk
from registry.desk.intake import check
from registry.desk.opening import open_desk
from registry.errors import RegistryError
from registry.words.coordinates import Coordinates
from registry.words.counts import Count
from registry.words.dates import PartialDate
from registry.words.fact import facts_of
from registry.words.plain import Age, Paragraph
from registry.words.terms import Coded
from registry.words.text import visible
from tests.cli.calm import faults
from tests.cli.program import PASSPHRASE
from tests.cli.values import VALUES
from tests.cli.warm import Server, WarmProgram, warm

# Every twentieth in the ordinary run, every sixth of the others in the slow one, or all of them where asked for.
SAMPLE = list(VALUES)[::20]
_OTHERS = [name for name in VALUES if name not in SAMPLE]
REST = _OTHERS if os.environ.get("REGISTRY_EXHAUSTIVE") == "1" else _OTHERS[::6]
# No text can be this, and no field holds so much.
NOWHERE = ("lone surrogate", "surrogates turned", "long")

_SOURCE = {"kind": "family", "label": "a family", "reliability": "B"}


@dataclass
class Entry:
    """An intake that carries one value in one place."""

    kind: str = PERSON
    facts: dict[str, Any] = field(default_factory=dict)
    source: dict[str, Any] = field(default_factory=dict)
    claim: dict[str, Any] = field(default_factory=dict)
    consent: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """Return it as `case new` reads it."""
        base = {"reference": "T-1"} if not self.facts else {}
        entry = {
            "kind": self.kind,
            "source": {**_SOURCE, **self.source},
            "facts": {**base, **self.facts},
            **self.more,
        }
        if self.claim:
            entry["claims"] = [{"fact": "reference", "value": "T-2", **self.claim}]
        if self.consent:
            entry["consent"] = [{"purpose": "anonymous_statistics", **self.consent}]
        return entry

    def joined(self, other: Entry) -> Entry:
        """Return an intake that carries what both do."""
        return Entry(
            self.kind, {**self.facts, **other.facts}, {**self.source, **other.source},
            {**self.claim, **other.claim}, {**self.consent, **other.consent}, {**self.more, **other.more},
        )  # fmt: skip


def places() -> dict[str, Callable[[str], Entry]]:
    """Return every place of an intake that takes text, by name: facts as they are declared, and what is beside them."""
    found: dict[str, Callable[[str], Entry]] = {}
    for kind, subject in SUBJECTS.items():
        for key in facts_of(subject):
            found[f"{kind} {key}"] = lambda value, kind=kind, key=key: Entry(kind, {key: value})
    for key in ("label", "why", "material", "independence", "risk", "publisher", "url", "note", "contact", "dated", "kind",
                "reliability", "derived_from"):  # fmt: skip
        found[f"source {key}"] = lambda value, key=key: Entry(source={key: value})
    for key in (
        "verbatim",
        "locator",
        "translation",
        "language",
        "grade",
        "when",
        "basis",
        "stance",
        "state",
    ):
        found[f"claim {key}"] = lambda value, key=key: Entry(
            claim={key: value} if key != "state" else {key: value, "value": None}
        )
    for key in ("given_by", "how", "recipient", "basis", "withhold", "on", "until", "purpose"):
        found[f"consent {key}"] = lambda value, key=key: Entry(consent={key: value})
    for key in ("note", "status", "grade", "when"):
        found[f"case {key}"] = lambda value, key=key: Entry(more={key: value})
    found["fact's name"] = lambda value: Entry(facts={value: "x"})
    found["field's name"] = lambda value: Entry(more={value: "x"})
    return found


PLACES = places()
# Fields whose text is read (a date, a number, a term) or led elsewhere, so that other words may be kept for it.
_READ = {
    key
    for subject in SUBJECTS.values()
    for key, declared in facts_of(subject).items()
    if issubclass(declared.kind, PartialDate | Age | Coded | Count | Coordinates)
}
# What may have several lines: the facts declared so, and texts beside them.
_PARAGRAPHS = {"what", "note", "contact", "verbatim", "translation"} | {
    key
    for subject in SUBJECTS.values()
    for key, declared in facts_of(subject).items()
    if issubclass(declared.kind, Paragraph)
}


def kept(value: str, *, paragraphs: bool) -> str:
    """Return a value as it is kept: composed, and with one blank for several where it is one line."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n") if paragraphs else " ".join(value.split())
    return unicodedata.normalize("NFC", lines).strip()


@dataclass
class Vault:
    """A vault on a served program, and a desk in this process that reads what would be refused."""

    program: WarmProgram
    desk: Desk


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory, program_server: Server | None) -> Iterator[Vault]:
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot fork, and real processes take minutes")
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
        program = warm(folder, program_server)
        assert program.init().code == 0
        desk = open_desk(folder / program.vault, PASSPHRASE, device="test", read_only=True)
        yield Vault(program, desk)
        desk.vault.close()


def accepted(desk: Desk, value: str) -> Iterator[tuple[str, Entry]]:
    """Yield the places that take a value; a refusal must be one, without the value in it."""
    for place, made in PLACES.items():
        entry = made(value)
        try:
            list(check(desk, [entry.json()]))
        except RegistryError as refused:
            assert refused.exit_code in {7, 10}, (place, refused.exit_code)
            said = f"{refused.message}\n{refused.hint}"
            assert faults(said) == [], place
            assert refused.hint, place
            if len(value) > 12:  # a shorter one may stand in the hint by itself
                assert value not in said, place
            continue
        yield place, entry


def exercise(vault: Vault, name: str) -> int:
    """Take a value in wherever it is taken, and look at it in every way; return in how many places it was taken."""
    program, value = vault.program, VALUES[name]
    taken = dict(accepted(vault.desk, value))
    for kind in (PERSON, GROUP):
        joined = Entry(kind)
        for entry in taken.values():
            if (
                entry.kind == kind
                and not {"status", "grade", "when", value} & entry.more.keys()
                and "derived_from" not in entry.source
            ):
                joined = joined.joined(entry)
        joined.facts.setdefault("topic" if kind == GROUP else "reference", "synthetic")
        case = program.ask("case", "new", "--from", "-", given=joined.json())["short"]
        shown = program.ask("case", "show", case)
        look(program, case, kind)
        same_text(shown, taken, kind, value)
    for entry in taken.values():
        if entry.more.keys() & {"status", "grade", "when"}:
            program.ask("case", "new", "--from", "-", given=entry.json())
    return len(taken)


def look(program: WarmProgram, case: str, kind: str) -> None:
    """Show a case in every way, in every language; nothing may act, reorder, hide or fail."""
    ways = [
        ["case", "show", case, "--all", "--lang", "ar"],
        ["case", "history", case],
        ["case", "list", "--limit", "3"],
    ]
    if kind == GROUP:
        ways += [
            ["group", "show", case, "--all"],
            ["group", "show", case, "--json"],
            ["group", "members", case],
        ]
        ways += [["group", "count", case], ["group", "totals", case], ["group", "totals", case, "--json"]]
    else:
        ways += [["case", "show", case], ["case", "show", case, "--plain", "--lang", "fr"], ["case", "show", case, "--json"],
                 ["case", "history", case, "--json"], ["case", "list", "--json", "--limit", "3"], ["source", "list"],
                 ["source", "list", "--json"]]  # fmt: skip
    for words in ways:
        said = program.run(*words)
        assert said.code == 0, (words, said)
        assert faults(said.out, json="--json" in words) == [], words
        assert faults(said.err) == [], words


def same_text(shown: Any, taken: dict[str, Entry], kind: str, value: str) -> None:
    """Every field that took a text gives the same text back."""
    for place in taken:
        of, key = place.rsplit(" ", 1)
        if of == kind and key not in _READ:
            texts = [claim["value"] for claim in shown["claims"] if claim["fact"] == key]
            texts = [text["text"] if isinstance(text, dict) else text for text in texts]
            assert kept(value, paragraphs=key in _PARAGRAPHS) in texts or value == "", (place, texts)
        if place == "case note" and value.strip() and kind == PERSON:
            assert shown["notes"] == [kept(value, paragraphs=True)]
        if place in {"claim verbatim", "claim locator"} and kind == PERSON:
            assert kept(value, paragraphs=key in _PARAGRAPHS) in {claim[key] for claim in shown["claims"]}, (
                place
            )


@pytest.mark.parametrize("name", SAMPLE)
def test_a_value_in_every_field(vault: Vault, name: str) -> None:
    assert exercise(vault, name) >= (0 if name in NOWHERE else 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", REST)
def test_another_value_in_every_field(vault: Vault, name: str) -> None:
    assert exercise(vault, name) >= (0 if name in NOWHERE else 3)


def test_there_are_a_hundred_values_and_places_for_each_declared_fact() -> None:
    assert len(VALUES) >= 100
    declared = {f"{kind} {key}" for kind, subject in SUBJECTS.items() for key in facts_of(subject)}
    assert declared <= PLACES.keys()


@pytest.mark.parametrize(
    "name", ["clipboard", "override", "C1 all", "tags", "zero width", "heap of marks", "rich markup", "nul"]
)
def test_a_value_stands_on_the_screen_as_marks(vault: Vault, name: str) -> None:
    """What is seen is neither the value itself nor nothing: its letters, and a mark for each dangerous sign."""
    value = VALUES[name]
    entry = Entry(facts={"name": "Synthetic"}, more={"note": value}).json()
    case = vault.program.ask("case", "new", "--from", "-", given=entry)["short"]
    out = vault.program.run("case", "history", case).out
    marked = visible(unicodedata.normalize("NFC", value), paragraphs=True).replace("\x85", "")
    assert "".join(marked.split()) in "".join(out.split())
    assert faults(out) == []


def test_the_check_of_an_output_finds_what_acts() -> None:
    for name in ("clear screen", "C1 colour", "override", "tags", "zero width", "marks", "bell", "heap of marks", "next line",
                 "line separator", "unfinished sequence", "byte order mark", "delete"):  # fmt: skip
        assert faults(VALUES[name]), name
        assert faults(VALUES[name], terminal=True), name
        assert faults(visible(VALUES[name])) == [], name
    assert faults("\x1b[1;31mred\x1b[0m\x1b[2K\r\n", terminal=True) == []
    assert faults("\x1b[1;31mred\x1b[0m") != []
    assert faults("\u200e", json=True) != []


# Where there is a real terminal


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_nothing_acts_on_a_real_terminal(vault: Vault, lang: str) -> None:
    from tests.cli.test_terminal import Terminal

    program = vault.program
    entries = [Entry(facts={"name": VALUES[name], "occupation": VALUES[name]}, more={"note": VALUES[name]}).json() for name in SAMPLE
               if "surrogate" not in name and VALUES[name].strip() and len(VALUES[name]) < 200 and any(map(str.isalnum, VALUES[name]))]  # fmt: skip
    cases = [one["short"] for one in program.ask("case", "new", "--from", "-", given=entries)["items"]]
    for words in (
        ["case", "list"],
        ["case", "show", cases[0], "--all"],
        ["case", "show", cases[-1]],
        ["vault", "check"],
    ):
        terminal = Terminal(
            program.folder,
            "--vault",
            program.vault,
            "--passphrase-file",
            "passphrase",
            "--lang",
            lang,
            *words,
        )
        assert terminal.end() == 0, terminal.seen
        assert faults(terminal.seen, terminal=True) == [], words


# Who saves, and on what machine


def signed_as(server: Server, folder: Path, name: str, node: str) -> None:
    """Make a vault signed by a hostile name on a machine of a hostile name, and look at its journal."""
    program = warm(folder, server, f"{len(list(folder.iterdir()))}.vault")
    program.node.append(node)
    made = program.run(
        "init", "--no-input", "--recovery-file", f"{program.vault}.paper", "--test-kdf", "--caseworker", name
    )
    assert made.code in {0, 2, 7}, made
    assert faults(made.out + made.err) == []
    if made.code == 0:
        program.ask("case", "new", "--from", "-", given=Entry(facts={"name": "Synthetic"}).json())
        for words in (["vault", "info"], ["journal", "show"], ["journal", "verify"], ["vault", "check"]):
            for more in ([], ["--json"]):
                said = program.run(*words, *more)
                assert said.code == 0, said
                assert faults(said.out + said.err, json=bool(more)) == [], words


@pytest.mark.parametrize(
    "name", ["clipboard", "override", "lone surrogate", "very long grapheme", "lines", "empty"]
)
def test_a_hostile_caseworker_and_machine(vault: Vault, tmp_path: Path, name: str) -> None:
    server = vault.program.server
    assert server is not None
    signed_as(server, tmp_path, VALUES[name][:90], "laptop")
    signed_as(server, tmp_path, "caseworker", VALUES[name][:64])
