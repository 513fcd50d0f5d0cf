"""A person's case in which everything that a sheet can show is there once, all of it invented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.cases.items import Claim, Consent
from registry.cases.views import CaseView
from registry.forms.answers import Kept
from registry.forms.filling import Material, Step, sheet_of
from registry.forms.rules import form_called
from registry.forms.sheet import Sheet
from registry.sources.source import Source
from tests.cases.build import Maker, source

TODAY = "2026-11-22"
MADE = "2017-02-01"

SOURCES = {
    "S1": source("S1", "family", reliability="B"),
    "S2": source("S2", "local_committee", reliability="C"),
    "S3": source("S3", "official", reliability="E"),
    "S4": source("S4", "survivor", reliability="D"),
}

FACTS: dict[str, Any] = {
    "name": [{"text": "خالد درويش", "kind": "full"}, {"text": "Khaled Darwish", "kind": "full"}],
    "father": [{"text": "صالح", "kind": "father"}],
    "mother": [{"text": "Amina", "kind": "mother"}],
    "sex": "male",
    "age": {"years": 34, "on": "2016-12"},
    "last_seen_on": "2016-12-09",
    "last_seen_at": "Ramouseh checkpoint",
    "crossing_from": "opposition",
    "crossing_to": "government",
    "alleged_holder": "military intelligence",
    "occupation": "baker",
}

ANSWERS: dict[str, Mapping[str, Kept]] = {
    "wgeid": {
        "steps": "His brother asked at the branch on 14 December.\nNobody answered.",
        "submitter": "The Darwish Committee",
        "submitter_contact": "box 7, Gaziantep",
        "circumstances": "Taken aside in the corridor with eleven others.",
    },
    "ced": {
        "submitter": "The Darwish Committee",
        "submitter_contact": "box 7, Gaziantep",
        "capacity": "authorised by the mother",
        "state_party": "an invented State",
        "in_force_on": "2012-05-01",
        "circumstances": "Taken aside in the corridor with eleven others.",
        "presented": "yes",
        "steps": "The public prosecutor, in writing, on 20 December 2016.",
        "pending_elsewhere": "no",
    },
    "tracing": {
        "circumstances": "They were separated at the checkpoint.",
        "enquirer": "Amina Darwish",
        "enquirer_relation": "his mother",
        "enquirer_contact": "through the committee",
    },
}
STEPS = (Step("the military police in Aleppo", "2016-12-14", ("it denies",)), Step("SARC", "2017-01"))


def claims(maker: Maker, facts: Mapping[str, Any] = FACTS, **about: Any) -> list[Claim]:
    """Return one claim of the family for each value."""
    return [
        maker.claim(key, value, "S1", **about)
        for key, values in facts.items()
        for value in (values if isinstance(values, list) else [values])
    ]


def conflicting(maker: Maker) -> list[Claim]:
    """Return what other sources say: another day, a denial, a reported death, a refusal."""
    return [
        maker.claim("last_seen_on", "2016-12-05", "S2", credibility=3),
        maker.claim("alleged_holder", "military intelligence", "S3", stance="denies"),
        maker.claim("status", "death_notified", "S4", credibility=4),
        maker.claim("status", "held_reported", "S2", credibility=3),
        maker.claim("residence", None, "S1", state="refused"),
        maker.claim("identity_number", None, "S1", state="not_asked"),
    ]


def material(
    code: str,
    *items: Any,
    maker: Maker | None = None,
    answers: Mapping[str, Kept] | None = None,
    steps: tuple[Step, ...] = (),
    withheld: frozenset[str] = frozenset(),
    consent: bool = True,
    sources: Mapping[str, Source] = SOURCES,
) -> Material:
    """Return what a form is filled from: the whole case, unless ``items`` are given in its place."""
    maker = maker or Maker()
    form = form_called(code)
    given = items or (*claims(maker), *conflicting(maker))
    agreed = (Consent(**maker.stamp(), purpose=form.purpose, on="2016-12-20"),) if consent else ()
    view = CaseView(maker.case(*given, *agreed), sources, TODAY)
    return Material(view, form, ANSWERS[code] if answers is None else answers, steps, agreed, withheld)


def sheet(code: str, lang: str, filled: Material | None = None) -> Sheet:
    """Return the sheet of a form in one language."""
    filled = filled or material(code, steps=STEPS)
    return sheet_of(filled, lang, recipient=filled.form.recipient, made_on=MADE, complete=True)


def texts(made: Sheet) -> dict[str, list[str]]:
    """Return the statements and gaps of a sheet by field."""
    return {
        entry.code: [f"{line.joint} {line.text}".strip() for line in (*entry.lines, *entry.gaps)]
        for part in made.parts
        for entry in part.entries
    }
