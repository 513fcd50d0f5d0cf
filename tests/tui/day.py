"""A caseworker's day twice, by keys alone and by commands alone; ``python -m tests.tui.day`` writes both down anew."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import msgspec

from registry.desk.desk import Desk
from registry.desk.disclosing import ledger
from registry.desk.intake import take_in
from registry.desk.listing import sources
from registry.desk.matching import people_groups
from registry.desk.opening import desk_of, make_desk, open_desk
from registry.provenance.consent import STATISTICS
from registry.vault.recovery import RecoveryKey
from tests.cli.program import PASSPHRASE, Program
from tests.desk.making import FAMILY, a_source
from tests.tui.full import Full
from tests.tui.replay import Replay

FOLDER = Path(__file__).parent / "transcripts"
SIZE = (80, 24)
# What a caseworker presses, beside what is typed: its name, and what a terminal sends for it.
KEYS = {
    "Enter": "\r", "Esc": "\x1b", "Space": " ", "Down": "\x1b[B", "Tab": "\t", "Ctrl-S": "\x13", "Ctrl-R": "\x12",
    "Ctrl-U": "\x15",
}  # fmt: skip
# So long is waited for what must come. Seconds.
LONGEST = 60.0
TYPED = "(the passphrase)"

# The people of the day, all invented: who is taken in, whose status is set, and one man told of by two sources.
NEW = "عادل كناري"
HELD = "Bassel Canary"
ARABIC = {
    "name": "قتيبة زهير الكواكبي",
    "mother": "أمينة",
    "born": "1984-05-09",
    "last_seen_at": "Ramouseh checkpoint",
}
LATIN = {
    "name": "Qutaiba Zuhair Al-Kawakibi", "mother": "Amina", "born": "1984", "last_seen_at": "Ramouseh checkpoint",
}  # fmt: skip
COMMITTEE = {"kind": "local_committee", "label": "committee 3", "reliability": "C"}
_GIVEN = ("Adnan", "Basma", "Camil", "Dalia", "Emad", "Farah", "Ghassan", "Hala", "Ihab", "Jumana")
_FAMILIES = ("Amber", "Birch", "Cedar", "Dune", "Elm", "Fig", "Grove", "Hazel")


def _ticking() -> Callable[[], datetime]:
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return clock


def begin(folder: Path) -> Program:
    """Make the vault of the morning: 80 people who may be counted, and those of the day."""
    program = Program(folder)
    made = make_desk(
        folder / program.vault, PASSPHRASE, RecoveryKey.generate(), caseworker="Rim", device="test", test_kdf=True,
        clock=_ticking(), chance=random.Random(11).randrange,
    )  # fmt: skip
    with made.vault:
        _fill(made)
    return program


def _fill(desk: Desk) -> None:
    a_source(desk, "committee 3")
    counted = [
        {"source": FAMILY, "consent": [STATISTICS],
         "facts": {"name": f"{given} {family}", "sex": ("male", "female")[at % 2], "last_seen_at": "Aleppo",
                   "last_seen_on": "2016-12-05", "born": str(1950 + (at * 8 + place) % 53),
                   "family": f"family {(at * 8 + place) // 2}"}}
        for at, given in enumerate(_GIVEN) for place, family in enumerate(_FAMILIES)
    ]  # fmt: skip
    told = [(FAMILY, ARABIC), (COMMITTEE, LATIN), (FAMILY, {"name": HELD, "sex": "male", "born": "1971"})]
    list(take_in(desk, [*counted, *({"source": one, "facts": facts} for one, facts in told)], alone=True))


def again(program: Program, folder: Path) -> Program:
    """Return the same vault in another folder, at another machine."""
    folder.mkdir()
    (folder / program.vault).write_bytes((program.folder / program.vault).read_bytes())
    return Program(folder, program.vault)


# The places where one sits


class Seat(Protocol):
    """A terminal at which the program was started."""

    def send(self, key: str) -> None:
        """Press a key by its name in ``KEYS``, or type text."""

    def lines(self) -> list[str]:
        """What stands on the screen now."""


class AtPty:
    """A terminal of our own: what is written to it is replayed."""

    def __init__(self, program: Program, *words: str) -> None:
        self.full = Full(program, *words, unlock=False, size=SIZE)
        self._replay = Replay(*SIZE)
        self._fed = 0

    def send(self, key: str) -> None:
        """Press a key."""
        self.full.press(KEYS.get(key, key))

    def lines(self) -> list[str]:
        """What stands on the screen, once nothing more was written for a moment."""
        self.full.rest(0.06)
        self._replay.feed(self.full.raw[self._fed :])
        self._fed = len(self.full.raw)
        return self._replay.lines


_TMUX = {"Enter": "Enter", "Esc": "Escape", "Space": "Space", "Down": "Down", "Tab": "Tab", "Ctrl-S": "C-s",
         "Ctrl-R": "C-r", "Ctrl-U": "C-u"}  # fmt: skip


class AtTmux:
    """A window of tmux with a server of its own, which knows of no outer terminal but what ``around`` says."""

    def __init__(self, program: Program, socket: str, around: dict[str, str]) -> None:
        self._front = ["tmux", "-L", socket, "-f", os.devnull]
        self._around = program.around() | {"LANG": "C.UTF-8", "TERM": "xterm-256color"} | around
        self._run(
            "new-session", "-d", "-x", str(SIZE[0]), "-y", str(SIZE[1]), "-c", str(program.folder), "--",
            sys.executable, "-m", "registry", "--vault", program.vault, "tui",
        )  # fmt: skip

    def _run(self, *words: str) -> str:
        ran = subprocess.run(
            [*self._front, *words], env=self._around, capture_output=True, text=True, check=True, timeout=30
        )
        return ran.stdout

    def send(self, key: str) -> None:
        """Press a key."""
        self._run("send-keys", *([_TMUX[key]] if key in _TMUX else ["-l", "--", key]))

    def lines(self) -> list[str]:
        """What tmux holds."""
        return self._run("capture-pane", "-p").split("\n")

    def knows(self) -> dict[str, str]:
        """Return the environment that tmux gives to what runs in it."""
        said = self._run("show-environment", "-g").splitlines()
        own = {"TMUX": "inside", "TERM": self._run("show-options", "-gv", "default-terminal").strip()}
        return dict(line.split("=", 1) for line in said if "=" in line) | own

    def end(self) -> None:
        """End the server, and all that runs in it."""
        subprocess.run([*self._front, "kill-server"], env=self._around, capture_output=True, check=False)


class Day:
    """Keys pressed one after the other, what was then seen, and both written down."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.written: list[str] = []

    def heading(self, words: str) -> None:
        """Begin a part of the day."""
        self.written += ["", f"== {words}"]

    def do(self, *keys: str, sees: Sequence[str], quiet: bool = False) -> list[str]:
        """Press keys, wait until all the words are on the screen, and return its lines; ``quiet`` ones are no text."""
        for key in keys:
            self.seat.send(PASSPHRASE if key == TYPED else key)
            if len(keys) > 1:
                self.seat.lines()  # nobody presses a key before what the one before did is seen
        lines = self.until(sees)
        said = [f"[{key}]" if key in KEYS or len(key) == 1 else key for key in keys]
        self.written += ["> " + "  ".join(said)] if keys else []
        if not quiet:
            self.written += [_mattering(line, sees) for line in lines if any(one in line for one in sees)]
        return lines

    def until(self, sees: Sequence[str], seconds: float = LONGEST) -> list[str]:
        """Return the lines of the screen once all the words stand there."""
        limit = time.monotonic() + seconds
        before: list[str] = []
        while True:
            # The strokes that part columns are letters to a pattern, and blanks to a reader.
            lines = [line.replace("\u01c0", " ") for line in self.seat.lines()]
            wanting = [one for one in sees if not any(one in line for line in lines)]
            if not wanting and lines == before:
                return lines
            before = lines
            assert time.monotonic() < limit, "\n".join(
                [f"waiting for {wanting}", *self.written[-30:], "---", *lines]
            )
            time.sleep(0.02)


def _mattering(line: str, sees: Sequence[str]) -> str:
    """Return a line without the frames of boxes around it, and not what lies to the left of a word over it."""
    line = "".join(one for one in line if unicodedata.category(one) != "Cf")
    return "    " + re.sub(r"\s{2,}", "  ", re.sub(r"[│▌▐╭╮╰╯─▔▎▊▁-█]", " ", line)).strip()


def morning(day: Day) -> None:
    """Unlock, and leave the tour."""
    day.heading("Unlock")
    day.do(sees=["registry is locked", "Enter opens it", "^q Quit"])
    day.do(TYPED, "Enter", sees=["Welcome", "Esc leaves the tour"])
    day.do("Esc", sees=["1 Cases", "1 of 83"])


def found(day: Day, query: str, name: str) -> None:
    """Search among the cases, and open what is found."""
    day.do("/", sees=["a name in any script", "To the list"])
    day.do(query, sees=[query, "best first"])
    day.do("Enter", sees=["Open"], quiet=True)
    day.do("Enter", sees=[name, "Facts"])


def status_of(day: Day) -> None:
    """Set the status that a claim carries."""
    day.heading("The status, with that claim and the reason")
    day.do("s", sees=["Which status do the claims support?"])
    day.do("held (reported)", sees=["held (reported)"])
    day.do("Enter", sees=["which claims is it based on?", "[x]"])
    day.do("Enter", sees=["Why?", "It stays on the record"])
    day.do("the committee read a list", "Ctrl-S", sees=["held (reported)"])


def by_keys(program: Program) -> list[str]:
    """Do the day's work by keys alone, and return what was pressed and seen."""
    seat = AtPty(program)
    day = Day(seat)
    try:
        _day(day, program)
        seat.send("q")
        day.written.append("> [q]")
        assert seat.full.end() == 0
        assert seat.full.restored()
    finally:
        seat.full.kill()
        os.close(seat.full.descriptor)
    return day.written


def _day(day: Day, program: Program) -> None:
    morning(day)

    day.heading("Take a person in, with a new source")
    day.do("n", sees=["Who says so?", "new source:   family"])
    day.do("family", "Enter", sees=["▸ A pseudonym for this source"])
    day.do("mother of two", "Enter", sees=["▸ How reliable"])
    day.do("B", "Enter", sees=["▸ Contact, sealed apart"])
    day.do("Enter", sees=["▸ Full name"])
    day.do(NEW, "Enter", sees=[NEW, "▸ Nickname or kunya"])
    day.do("Enter", sees=["▸ Sex"])
    day.do("male", "Enter", sees=["▸ Date of birth"])
    day.do("1990", "Enter", sees=["▸ Father's name"])
    day.do("Ctrl-S", sees=["This is what will be kept", "Full name", "Nobody of a like name is here yet"])
    day.do("Enter", sees=["is taken in: 3 claims"])
    day.do("Enter", sees=[NEW, "of 84"])

    day.heading("A claim on another case")
    found(day, HELD, HELD)
    day.do("a", sees=["Which fact is it about?"])
    day.do("status as", sees=["Status as this source states it"])
    day.do("Enter", sees=["Status as this source states it", "type to narrow"])
    day.do("held", sees=["held (reported)"])
    day.do("Enter", sees=["Who says so?"])
    day.do("committee", sees=["committee 3"], quiet=True)
    day.do("Enter", sees=["When was it so?"])
    day.do("Enter", sees=["How credible is this"])
    day.do("probably", sees=["2  probably true"])
    day.do("Enter", sees=["How does the source"])
    day.do("saw", sees=["states it: "])
    day.do("Enter", sees=["claim added", "[disputed]"])

    status_of(day)
    day.do("Esc", sees=["1 of 1 "], quiet=True)
    day.do("Esc", sees=["of 84"], quiet=True)

    day.heading("Search in Arabic, and open what is found")
    found(day, "كناري", NEW)
    day.do("Esc", "Esc", sees=["of 84"], quiet=True)

    day.heading("Who may be the same person: look through all cases, and link two")
    day.do("4", sees=["4 Matches", "nothing was scanned yet"])
    day.do("c", sees=["pairs wait for a person", "over 99 %"])
    day.do("Enter", sees=["pair 1 of", "if linked", ARABIC["name"], LATIN["name"]])
    day.do("s", sees=["How sure is it that they are one person?"])
    day.do("likely", "Enter", sees=["Why are they one person?"])
    day.do("the mother knows both papers", "Enter",
           sees=["as the same person?", "reason", "certainty", "people", "counted", "nothing is merged", "y confirms"])  # fmt: skip
    day.do("y", sees=["pair 2 of"])
    day.do("Esc", sees=["39 pairs wait for a person"])

    day.heading("A summary for others")
    day.do("7", sees=["Nothing has gone out yet"])
    day.do("n", sees=["1 of 7. Who will read it?"])
    day.do("Enter", sees=["2 of 7. Who is it given to?"])
    day.do("Ctrl-U", "UN, Geneva", "Enter", sees=["3 of 7: tables", "[ ] sex"])
    at = [line for line in day.seat.lines() if "[ ] " in line]
    down = next(place for place, line in enumerate(at) if "[ ] sex" in line)
    day.do(*["Down"] * down, "Space", sees=["[x] sex"])
    day.do("Enter", sees=["4 of 7: the plan", "passes"])
    day.do("Enter", sees=["5 of 7. In which languages?", "[x] English"])
    day.do("Enter", sees=["6 of 7. A new folder for the files"])
    day.do("out", "Enter", sees=["7 of 7: the pages", "summary.json", "People documented"])
    assert not (program.folder / "out").exists()
    day.do("Enter", sees=["7 of 7. A summary cannot be called back", "Type yes to go on"])
    day.do("yes", "Enter", sees=["is written", "summary.json", "goes on"])
    day.do("Enter", sees=["UN, Geneva"])

    day.heading("Lock, and open again only to read")
    day.do("L", sees=["registry is locked", "Enter opens it"])
    day.do("Ctrl-R", sees=["[x] only read"])
    day.do(TYPED, "Enter", sees=["1 Cases", "read only"])
    day.do("n", sees=["the vault was opened for reading only", "lock it with L, and open it again to work"])
    day.do("Enter", sees=["Open"], quiet=True)


# The same by commands


class Spoken:
    """Commands one after the other, each with its answer as text, as a screen reader speaks it; both written down."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.written: list[str] = []

    def heading(self, words: str) -> None:
        """Begin a part of the day."""
        self.written += ["", f"== {words}"]

    def do(self, *words: str, given: str = "", code: int = 0) -> str:
        """Run a command, expect its exit code, and return its answer."""
        said = self._program.run(*words, given=given)
        assert said.code == code, said
        shown = [f'"{one}"' if " " in one else one for one in words]
        self.written.append("$ registry " + " ".join(shown))
        self.written += [f"< {line}" for line in given.splitlines()]
        self.written += [
            "    " + line.rstrip() for line in (said.out + said.err).splitlines()
            if line.strip() and not _PROGRESS.search(line)
        ]  # fmt: skip
        return said.out


def _id_in(line: str) -> str:
    found = _ID.search(line)
    assert found is not None, line
    return found[0]


def _id_before(answer: str, words: str) -> str:
    """Return the first id in the line of an answer that holds the words."""
    return _id_in(next(line for line in answer.splitlines() if words in line))


_PROGRESS = re.compile(r": [0-9,]+ of [0-9,]+$")
_ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{4}\b")


def by_commands(program: Program) -> list[str]:
    """Do the day's work by commands alone, and return what was said and answered."""
    day = Spoken(program)
    day.heading("The cases")
    day.do("case", "list", "--limit", "3")

    day.heading("Take a person in, with a new source")
    source = {"kind": "family", "label": "mother of two", "reliability": "B"}
    person = {"kind": "person", "source": source, "facts": {"name": NEW, "sex": "male", "born": "1990"}}
    day.do("case", "new", "--from", "-", given=json.dumps(person, ensure_ascii=False))

    day.heading("A claim on another case")
    held = _id_before(day.do("find", "--from", "-", given=HELD), HELD)
    committee = _id_before(day.do("source", "list"), "committee 3")
    claimed = day.do(
        "claim", "add", held, "status", "--source", committee, "--basis", "saw", "--from", "-",
        given='{"value": "held_reported", "credibility": 2}',
    )  # fmt: skip
    day.heading("The status, with that claim and the reason")
    claim = next(one for one in _ID.findall(claimed) if one not in (held, committee))
    day.do(
        "status", "set", held, "held_reported", "--claim", claim, "--reason-from", "-", given="the committee read a list"
    )  # fmt: skip

    day.heading("Search in Arabic, and open what is found")
    day.do("case", "show", _id_before(day.do("find", "--from", "-", given="كناري"), NEW))

    day.heading("Who may be the same person: look through all cases, and link two")
    day.do("match", "scan")
    one, other = (
        _id_before(day.do("find", "--from", "-", given=name), name)
        for name in (ARABIC["name"], LATIN["name"])
    )
    day.do("match", "review", one, other)
    day.do(
        "match",
        "link",
        one,
        other,
        "--certainty",
        "likely",
        "--reason-from",
        "-",
        given="the mother knows both papers",
    )

    day.heading("A summary for others")
    day.do("disclose", "plan", "--by", "sex")
    day.do("disclose", "make", "--by", "sex", "--recipient", "UN, Geneva", "--out", "out", "--confirm", "yes")
    day.do("disclose", "ledger")

    day.heading("Lock, and open again only to read")
    day.do("vault", "lock")
    day.do("--read-only", "case", "list", "--limit", "3")
    return day.written


# What came of it


def kept(program: Program) -> dict[str, Any]:
    """Return what a vault holds after the day, with names in the place of ids, and without moments and machines."""
    with open_desk(program.folder / program.vault, PASSPHRASE, device="test", read_only=True).vault as vault:
        desk = desk_of(vault, "test")
        lines = list(desk.lines())
        called = {line.id: f"the case of {line.names[0]}" for line in lines}
        called |= {one.id: f"the source {one.label}" for one in sources(desk)}
        cases = [desk.case(line.id) for line in lines]
        for case in cases:
            called |= {
                one.id: f"{called[case.id]}: {one.fact}, the {place}. claim"
                for place, one in enumerate(case.claims, 1)
            }
        held = {called[case.id]: [_folded(one, called) for one in case.items] for case in cases}
        return {
            "acts": [signed.entry.operation for signed in vault.journal() if signed.entry.operation != DRAFT],
            "cases": held,
            "states": {called[case.id]: (case.status, case.stage_code) for case in cases},
            "sources": sorted((one.kind, one.label, one.reliability) for one in sources(desk)),
            "people": sorted(sorted(called[one] for one in group) for group in people_groups(desk)),
            "gone out": [
                (one.recipient, dict(one.policy), dict(one.printed), len(one.people)) for one in ledger(desk)
            ],
        }


# An interview seals its answers one by one until the case is kept; a file of them has nothing to seal before.
DRAFT = "case draft"


def _folded(item: Any, called: dict[str, str]) -> Any:
    said = msgspec.to_builtins(item)
    return _named(
        {key: value for key, value in said.items() if key not in {"id", "by", "device", "at"}}, called
    )


def _named(value: Any, called: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _named(one, called) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_named(one, called) for one in value]
    return called.get(value, value) if isinstance(value, str) else value


def given_out(folder: Path) -> dict[str, str]:
    """Return the files of a summary, with what is of one release alone left out."""
    release = json.loads((folder / "summary.json").read_text("utf-8"))["release_id"]
    texts = {path.name: path.read_text("utf-8").replace(release, "RELEASE") for path in folder.iterdir()}
    return {name: _HASH.sub("HASH", _DAY.sub("DAY", text)) for name, text in texts.items()}


_HASH = re.compile(r"\b[0-9a-f]{64}\b")
_DAY = re.compile(r"\b20(?:2[6-9]|[3-9]\d)-\d\d-\d\d\b")
_RELEASE = re.compile(r"\b(?=[0-9A-Z]*\d)[0-9A-HJKMNP-TV-Z]{12}\b")


def written(lines: Sequence[str]) -> str:
    """Return a transcript with a number in the place of each id, and without the days and sums of one run."""
    text = "\n".join(lines).strip() + "\n"
    text = _HASH.sub("HASH", _DAY.sub("DAY", _RELEASE.sub("RELEASE", text)))
    numbers: dict[str, str] = {}
    return _ID.sub(lambda found: numbers.setdefault(found[0], f"ID-{len(numbers) + 1:05}"), text)


def main() -> None:
    """Do the day twice, and write both transcripts anew."""
    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        start = begin(Path(folder))
        for name, work in TRANSCRIPTS.items():
            lines = work(again(start, Path(folder) / name))
            (FOLDER / f"{name}.txt").write_text(written(lines), "utf-8")
    sys.stdout.write(f"{len(TRANSCRIPTS)} transcripts written\n")


TRANSCRIPTS: dict[str, Callable[[Program], list[str]]] = {"keys": by_keys, "commands": by_commands}

if __name__ == "__main__":
    main()
