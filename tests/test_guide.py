"""The pages with commands and answers: every command on them is run, and answers what the page says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.cli.warm import Server, warm
from tests.evidence.making import GREY, laden_jpeg
from tests.floors import ROOT

GUIDE = ROOT / "docs" / "guide"
# What differs from vault to vault: spoken ids, the day and the minute, a size, a hash of the journal.
ID = r"[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{4}"
CHANGING = re.compile(rf"(?<=sheet   )\d{{4}}-\d\d-\d\d|(?<=for WGEID, )\d{{4}}-\d\d-\d\d|"
                      rf"(?P<id>\b{ID}\b)|\d{{4}}-\d\d-\d\d \d\d:\d\d|(?<=set )\d{{4}}-\d\d-\d\d|(?<=by )\d{{4}}-\d\d-\d\d|(?<=since )\d{{4}}-\d\d-\d\d(?=, by)|(?<=caseworker, )\d{{4}}-\d\d-\d\d"
                      r"|[\d,]+(?= bytes(?:\n|$| read| before))|(?<=registry-)\d{4}-\d\d-\d\dT\d{6}|(?<=head )[0-9a-f]{16}"
                      r"|(?<=\nSHA-256 )[0-9a-f]{64}|[0-9a-f]{16}(?=…\n)")  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One command of the page, what is typed after it, and what it answers."""

    command: str
    typed: str
    answer: str


def steps(page: str) -> Iterator[Step]:
    """Read the commands of a page's console blocks; ``^D`` ends what is typed."""
    for block in re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, rest = part.partition("\n")
            typed, end, answer = rest.rpartition("^D\n")
            yield Step(command, typed if end else "", answer)


def alike(answer: str) -> str:
    """Return a pattern of an answer in which what differs from vault to vault is left open, each id named once."""
    pattern, at = "", 0
    for found in CHANGING.finditer(answer):
        pattern += re.escape(answer[at : found.start()])
        pattern += f"({ID})" if found["id"] else r"[\d,:. \-0-9a-fT]+"
        at = found.end()
    return pattern + re.escape(answer[at:])


def bare(text: str) -> str:
    """Return text without blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


# Each page that is run, and more commands than so many it has.
PAGES = {
    "casework.md": 20,
    "backups.md": 4,
    "duties.md": 16,
    "review.md": 15,
    "forms.md": 5,
    "evidence.md": 9,
    "history.md": 9,
    "crossings.md": 16,
    "two-brothers.md": 36,
    "finding.md": 6,
    "matching.md": 8,
}


@pytest.mark.parametrize(("page", "least"), PAGES.items())
def test_every_command_of_the_page_answers_as_it_says(
    tmp_path: Path, program_server: Server | None, page: str, least: int
) -> None:
    program = warm(tmp_path, program_server)
    assert program.init().code == 0
    (tmp_path / "stick").mkdir()
    (tmp_path / "nour").write_text("harbour meadow copper orbit thimble walnut\n", encoding="utf-8")
    (tmp_path / "scan.jpg").write_bytes(GREY)
    (tmp_path / "letter.jpg").write_bytes(b"an invented letter\n")
    (tmp_path / "photo.jpg").write_bytes(laden_jpeg())
    known: dict[str, str] = {}
    done = 0
    for step in steps((GUIDE / page).read_text(encoding="utf-8")):
        answered(program, step, known)
        done += 1
    assert done > least


def answered(program: Program, step: Step, known: dict[str, str]) -> None:
    """Run one command of a page; its answer must be the page's, with each id another one throughout."""
    # A proposal is named by the ids of its case and its own.
    words = ["/".join(known.get(part, part) for part in w.split("/")) for w in shlex.split(step.command)]
    assert words[0] == "registry"
    typed = re.sub(rf"\b{ID}\b", lambda found: known.get(found[0], found[0]), step.typed)
    said = program.run(*words[1:], "--no-input", given=typed)
    answer, expected = bare(said.err if said.code else said.out), bare(step.answer)
    found = re.fullmatch(alike(expected), answer)
    assert found, f"{step.command}\n--- the page:\n{expected}\n--- the program:\n{answer}"
    for written, real in zip(re.findall(rf"\b{ID}\b", expected), found.groups(), strict=True):
        assert known.setdefault(written, real) == real, f"{written} is another one in `{step.command}`"


def test_an_answer_that_differs_is_noticed() -> None:
    page = "claim K7Q-2M9X added: status"
    assert re.fullmatch(alike(page), "claim 2NS-WC3Y added: status")
    assert not re.fullmatch(alike(page), "claim 2NS-WC3Y added: sex")
    assert not re.fullmatch(alike(page), "claim 2NSWC3Y added: status")
