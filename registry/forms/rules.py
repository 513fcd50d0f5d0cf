"""What a recipient's form asks for, read from one data file a form: fields, what fills them, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from registry.errors import NotFound

# Labels by language: English, French and Arabic, always all three.
Labels = Mapping[str, str]
LANGUAGES = ("en", "fr", "ar")

# How an answer of the caseworker's is read.
TEXT, YES_NO, DATE = "text", "yes_no", "date"


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form.

    It is filled from ``facts`` of the case, from the ``steps`` taken, from the ``consent`` on record, or by an
    ``answer`` of the caseworker (``text``, ``yes_no`` or ``date``). ``needs`` are sets of facts of which one whole set
    must be known. ``precise`` asks for a date known to the ``day`` or ``month``; ``must`` is the only answer that
    passes; ``check`` names a rule of ``readiness``. ``why`` and ``supply`` are in English, ``source`` names where
    the recipient says so.
    """

    code: str
    label: Labels
    facts: tuple[str, ...] = ()
    answer: str = ""
    steps: bool = False
    consent: bool = False
    required: bool = False
    needs: tuple[tuple[str, ...], ...] = ()
    precise: str = ""
    must: str = ""
    check: str = ""
    why: str = ""
    supply: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading."""

    code: str
    label: Labels
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of ``months`` from a date that ``facts`` tell, within which something is possible."""

    code: str
    label: Labels
    months: int
    facts: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule of the form was read, and how much of it could be seen."""

    id: str
    title: str
    place: str
    dated: str
    seen: str


@dataclass(frozen=True, slots=True)
class Form:
    """One recipient's form. ``purpose`` is the purpose of the consent without which nothing goes out."""

    code: str
    purpose: str
    recipient: str
    title: Labels
    notes: tuple[Labels, ...]
    advice: tuple[str, ...]
    origins: tuple[Origin, ...]
    windows: tuple[Window, ...]
    sections: tuple[Section, ...]

    @property
    def fields(self) -> Iterator[Field]:
        """Every field, in the order of the sheet."""
        return (field for section in self.sections for field in section.fields)

    @property
    def answers(self) -> tuple[Field, ...]:
        """The fields that only the caseworker can fill."""
        return tuple(field for field in self.fields if field.answer)


def form_codes() -> tuple[str, ...]:
    """Return the codes of the forms there are: the names of their data files, in alphabetical order."""
    from importlib import resources

    files = resources.files("registry.forms").joinpath("data").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@cache
def form_called(code: str) -> Form:
    """Return the form of that code, read from its file once; raise ``NotFound`` with the forms there are."""
    import tomllib
    from importlib import resources

    if code not in form_codes():
        raise NotFound("there is no form of that name", f"forms: {', '.join(form_codes())}")
    text = resources.files("registry.forms").joinpath(f"data/{code}.toml").read_text(encoding="utf-8")
    return form_of({"code": code, **tomllib.loads(text)})


def form_of(raw: Mapping[str, Any]) -> Form:
    """Return the form that a data file describes. A word that is not known is a fault of the file: ``TypeError``."""
    return Form(
        code=raw["code"],
        purpose=raw["purpose"],
        recipient=raw["recipient"],
        title=raw["title"],
        notes=tuple(raw.get("notes", ())),
        advice=tuple(raw.get("advice", ())),
        origins=tuple(Origin(**origin) for origin in raw["origin"]),
        windows=tuple(
            Window(**{**window, "facts": tuple(window["facts"])}) for window in raw.get("window", ())
        ),
        sections=tuple(_section(section) for section in raw["section"]),
    )


def _section(raw: Mapping[str, Any]) -> Section:
    return Section(raw["code"], raw["label"], tuple(_field(field) for field in raw["field"]))


def _field(raw: Mapping[str, Any]) -> Field:
    lists = {
        "facts": tuple(raw.get("facts", ())),
        "needs": tuple(tuple(one) for one in raw.get("needs", ())),
    }
    return Field(**{**raw, **lists})
