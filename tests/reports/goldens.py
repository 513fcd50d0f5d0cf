"""The kept pages: one fixed summary in every format and language.

Run as ``python -m tests.reports.goldens`` to write them again after a meant change; read the difference.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from registry.disclosure.countable import Countable
from registry.disclosure.groups import GroupLine, GroupTotal
from registry.disclosure.plan import make, plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from registry.disclosure.summary import Summary
from registry.reports import write_all
from registry.reports.wording import LANGUAGES
from tests.disclosure.registers import MADE_ON, register, tie

KEPT = Path(__file__).parent / "golden"

GROUPS = (
    GroupLine("hundreds of men", 200, 999, date(2016, 12, 9), "Aleppo", "government", "un_body"),
    GroupLine("men and boys", None, None, date(2016, 12, 9), "Aleppo", "government", "media"),
    GroupLine("Abu Omar and 40 men", 40, 40, date(2016, 11, 20), "Aleppo", "opposition", "media"),
)


def tenfold(size: int) -> list[Countable]:
    """Return a register with everyone in it ten times: no print depends on the solver's choice."""
    return [
        Countable(f"{person.case} {copy}", f"{person.kin} {copy}", person.values, True)
        for person in register(size // 10)
        for copy in range(10)
    ]


def summary(size: int = 1200) -> Summary:
    """Return the fixed summary of a synthetic register."""
    found = plan(
        Request.parse(["place,sex", "quarter,status", "age,sex"]), tenfold(size), GROUPS, policy=FLOOR,
        made_on=MADE_ON, tie=tie, group_total=GroupTotal(200, None, relations_known=False),
    )  # fmt: skip
    return make(found, "7K3MQ2XW9ABT")


def pages() -> dict[str, bytes]:
    """Return every kept page by its file name."""
    found = {}
    for lang in LANGUAGES:
        for name, kept in write_all(summary(), lang).items():
            stem, ending = name.split(".")
            found[f"{stem}.{lang}.{ending}"] = kept
    found["small.en.md"] = write_all(summary(30))["summary.md"]
    return {name: kept for name, kept in found.items() if not name.endswith((".fr.json", ".ar.json"))}


if __name__ == "__main__":
    for name, kept in pages().items():
        (KEPT / name).write_bytes(kept)
