"""What an interview costs at the table: prompts and keystrokes of a minimum one, and what saving each answer takes.

``python -m bench.interview`` prints the figures. The time to type is reckoned with 0.28 seconds a keystroke, an average
typist who is no secretary (Card, Moran and Newell, The Keystroke-Level Model, 1980); what people say meanwhile, and
how long they think, no program can count. Saving is measured on the disk of this machine.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from registry.cli.interview import Face, Interview
from registry.cli.settings import Settings
from registry.desk.desk import Desk
from registry.desk.drafting import Draft, new_draft, save_draft
from registry.desk.interview_steps import here_at
from registry.desk.interviewing import keep
from registry.desk.opening import make_desk
from registry.vault.recovery import RecoveryKey

SECONDS_A_KEY = 0.28
PASSPHRASE = "lantern orbit copper meadow violin harbour"

# What a mother tells of one son, an invented one: everything of the minimum, and what is hers to tell besides.
MINIMUM = {
    "Who says so": "1", "A pseudonym": "mother of two", "How reliable": "B", "Contact": "", "Full name": "خالد صالح درويش",
    "Nickname": "", "Sex": "1", "Date of birth": "1984", "Father's name": "صالح", "Mother's name": "فاطمة", "Grandfather": "",
    "Where they lived": "الشعار", "Where the family": "", "Last seen on": "2016-12-09", "Last seen at": "Ramouseh",
    "Crossed from": "opposition", "Crossed to": "government", "Crossing point": "", "Who is said": "air force intelligence",
    "Where they are said": "", "What this source says": "1", "How that is known": "", "Ask about this too": "",
    "May we work": "y", "May it be counted": "y", "Note": "", "Enter keeps": "",
}  # fmt: skip
# Of the brother who went with him, only what differs is asked.
BROTHER = MINIMUM | {"Full name": "محمود صالح درويش", "Date of birth": "1990"}


@dataclass
class Counting(Face):
    """A face that answers from a script, and counts what was put and typed; Enter is a key too."""

    settings: Settings = field(default_factory=Settings)
    script: dict[str, str] = field(default_factory=dict)
    prompts: int = 0
    keys: int = 0

    def ask(self, prompt: str) -> str:
        """Return the answer of the script to a prompt."""
        said = next(said for begins, said in self.script.items() if prompt.startswith(begins))
        self.prompts += 1
        self.keys += len(said) + 1
        return said

    def tell(self, words: str) -> None:
        """Say nothing: a machine listens."""


@dataclass
class Measured:
    """One interview: what was put, what was typed, how many facts were known, and each save in milliseconds."""

    prompts: int
    keys: int
    claims: int
    saves: list[float]

    @property
    def typing(self) -> float:
        """Seconds of typing alone."""
        return self.keys * SECONDS_A_KEY


def measure(desk: Desk, script: dict[str, str], draft: Draft | None = None) -> tuple[Measured, str]:
    """Hold one interview by a script, keep its case, and return the measure and the case's id."""
    face, saves = Counting(script=script), list[float]()

    def save(one: Draft) -> None:
        begun = time.perf_counter()
        save_draft(desk, one)
        saves.append((time.perf_counter() - begun) * 1000)

    told = Interview(face, draft or new_draft(desk.pen), here_at(desk, "person"), save).hold()
    taken = keep(desk, told)
    return Measured(face.prompts, face.keys, len(taken.claims), saves), taken.id


def main() -> None:
    """Measure a first interview and a brother's, and print both."""
    from registry.desk.kin import like, sources_speaking

    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        desk = make_desk(
            Path(folder) / "v",
            PASSPHRASE,
            RecoveryKey.generate(),
            caseworker="Rim",
            device="bench",
            test_kdf=True,
        )
        with desk.vault:
            first, case = measure(desk, MINIMUM)
            file = desk.case(case)
            second, _ = measure(desk, BROTHER, like(desk, file, sources_speaking(file)[0]))
    for name, one in (("first of a family", first), ("his brother", second)):
        saves = sorted(one.saves)
        sys.stdout.write(
            f"{name}: {one.prompts} prompts, {one.keys} keystrokes, about {one.typing:.0f} s of typing, "
            f"{one.claims} claims; a save {statistics.median(saves):.1f} ms, at most {saves[-1]:.1f} ms\n"
        )


if __name__ == "__main__":
    main()
