"""How the columns of two public data sets are said in the words of an intake, and what of them finds no place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, str]
FACT, WORDS, NOWHERE, TWICE = "a fact of its own", "kept as words", "nowhere to go", "said by another column"


@dataclass
class Fitting:
    """One row on its way into an intake: what it says by fact, and where each of its columns went.

    ``facts`` are those the program knows, by key. A column whose fact it lacks has nowhere to go.
    """

    known: frozenset[str]
    entry: dict[str, Any] = field(default_factory=dict)
    claims: list[dict[str, Any]] = field(default_factory=list)
    went: dict[str, str] = field(default_factory=dict)

    def fact(self, columns: str | tuple[str, ...], fact: str, value: Any, **about: Any) -> None:
        """Say a value under a fact, where the program knows it."""
        columns = (columns,) if isinstance(columns, str) else columns
        if fact in self.known:
            self.claims.append({"fact": fact, "value": value, **{k: v for k, v in about.items() if v}})
        for column in columns:
            self.went[column] = FACT if fact in self.known else NOWHERE

    def words(self, column: str) -> None:
        """Note that a column is kept in words beside a fact: a locator, a label, a note."""
        self.went[column] = WORDS

    def twice(self, column: str) -> None:
        """Note that a column only repeats, less exactly, what another says."""
        self.went[column] = TWICE


@dataclass
class Fitted:
    """A whole data set: its entries, and where the cells of each column went."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    claims: int = 0
    went: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, row: Row, fitting: Fitting) -> None:
        """Take one row in; a filled cell that nothing was done with has nowhere to go."""
        self.entries.append({**fitting.entry, "claims": fitting.claims})
        self.claims += len(fitting.claims)
        for column, cell in row.items():
            if cell.strip():
                self.went.setdefault(column, Counter())[fitting.went.get(column, NOWHERE)] += 1


def fitted(rows: Iterator[Row], known: frozenset[str], say: Callable[[Row, Fitting], None]) -> Fitted:
    """Say every row in the words of an intake."""
    found = Fitted()
    for row in rows:
        fitting = Fitting(known)
        say(row, fitting)
        found.add(row, fitting)
    return found


# The registry of a truth commission: one person a row. The meaning of its columns is that of its own codebook.

_STATUS = {
    "Killed": "death_reported", "Disappearance": "missing", "Disappearance, Information of Death": "death_reported",
    "Suicide": "death_reported",
}  # fmt: skip
_LEGAL = {
    "Killed": "unlawful_killing", "Disappearance": "enforced_disappearance",
    "Disappearance, Information of Death": "enforced_disappearance", "Unresolved": "unknown",
}  # fmt: skip
_TAKEN = {"Summoned": "summoned", "Voluntarily Reported": "reported_voluntarily", "Listed": "on_a_list",
          "At Home": "at_home", "Denounced": "denounced"}  # fmt: skip
_SETTING = {"In Public": "public_place", "Home": "home", "In Custody": "custody", "Work": "work",
            "In Hospital": "hospital", "University": "study"}  # fmt: skip
_SOURCE = {
    "kind": "official", "label": "truth commission, report of 1991", "reliability": "B", "published": True,
}  # fmt: skip


def commission(row: Row, to: Fitting) -> None:
    """Say one person of the commission's registry."""
    to.entry |= {"kind": "person", "source": _SOURCE}
    page = f"page {row['page']}" if row["page"] else ""
    name = f"{row['first_name']} {row['last_name']}"
    to.fact("first_name", "given", row["first_name"])
    to.fact("last_name", "family_name", row["last_name"])
    to.fact(("first_name", "last_name"), "name", name, locator=page)
    to.words("page")
    to.fact("individual_id", "reference", row["individual_id"])
    to.fact("group_id", "family", f"event {row['group_id']}")
    _of_the_person(row, to)
    _of_the_event(row, to)
    _of_places(row, to)
    if row["additional_comments"]:
        to.entry["note"] = row["additional_comments"]
        to.words("additional_comments")


def _of_the_person(row: Row, to: Fitting) -> None:
    if row["male"]:
        to.fact("male", "sex", "male" if row["male"] == "1" else "female")
    if row["age"]:
        to.fact("age", "age", {"years": int(row["age"]), "on": _began(row) or None})
    if row["minor"]:
        to.fact("minor", "vulnerability", "minor", stance=_stance(row["minor"]))
    if work := _together(row, "occupation_detail", "occupation"):
        to.fact(("occupation", "occupation_detail"), "occupation", work)
    for column in ("victim_affiliation", "victim_affiliation_detail"):
        if row[column]:
            to.fact(column, "affiliation", row[column])
    to.fact("nationality", "nationality", row["nationality"])
    if row["number_previous_arrests"]:
        to.fact("number_previous_arrests", "earlier_arrests", row["number_previous_arrests"])


def _of_the_event(row: Row, to: Fitting) -> None:
    _when(row, to)
    _of_the_violence(row, to)
    for column, code in (
        ("interrogation", "interrogated"), ("torture", "tortured"), ("mistreatment", "ill_treated"),
    ):  # fmt: skip
        if row[column]:
            to.fact(column, "treatment", code, stance=_stance(row[column]))
    if row["targeted"] in _TAKEN:
        to.fact("targeted", "taken_how", _TAKEN[row["targeted"]])
    in_press = "the disappearance or death was reported in the press"
    to.fact("press", "published", in_press, stance=_stance(row["press"]))
    to.fact("war_tribunal", "court", "war tribunal", stance=_stance(row["war_tribunal"]))
    if who := _together(row, "perpetrator_affiliation_detail", "perpetrator_affiliation"):
        to.fact(("perpetrator_affiliation", "perpetrator_affiliation_detail"), "alleged_holder", who)


def _when(row: Row, to: Fitting) -> None:
    for stem, fact in (("start_date", "last_seen_on"), ("end_date", "violation_ended_on")):
        day, month = row[f"{stem}_daily"], row[f"{stem}_monthly"]
        if day or month:
            to.fact(f"{stem}_daily" if day else f"{stem}_monthly", fact, day or month[:7])
        if day and month[:7] == day[:7] and to.went[f"{stem}_daily"] == FACT:
            to.twice(f"{stem}_monthly")


def _of_the_violence(row: Row, to: Fitting) -> None:
    if row["violence"] in _STATUS:
        to.fact("violence", "status", _STATUS[row["violence"]])
    if row["violence"] in _LEGAL:
        to.fact("violence", "characterisation", _LEGAL[row["violence"]])
    if row["violence"] == "Suicide":
        to.fact("violence", "means", "suicide")
    if row["method"]:
        to.fact("method", "means", row["method"])


def _of_places(row: Row, to: Fitting) -> None:
    if row["place_1"]:
        to.fact("place_1", "last_seen_setting", _SETTING[row["place_1"]])
    if row["location_1"]:
        to.fact("location_1", "last_seen_at", row["location_1"])
    for number in range(2, 7):
        columns = (f"location_{number}", f"place_{number}")
        if where := _together(row, *columns):
            to.fact(columns, "seen_at", where)


def _began(row: Row) -> str:
    return row["start_date_daily"] or row["start_date_monthly"][:7]


def _together(row: Row, detail: str, broad: str) -> str:
    """The detail with the broad class it was filed under, in one line of words."""
    said, filed = row[detail].strip(), row[broad].strip()
    return f"{said} ({filed})" if said and filed else said or filed


def _stance(flag: str) -> str:
    return "asserts" if flag == "1" else "denies"


# Incidents in which a group of people died or went missing: one report a row.


def incident(row: Row, to: Fitting) -> None:
    """Say one incident as a group report."""
    quality = (
        f"quality {row['Source Quality']} of 5, as the publisher grades it" if row["Source Quality"] else ""
    )
    label = row["Information Source"].strip()
    to.entry |= {"kind": "group", "source": {"kind": "ngo", "label": label, "why": quality}}
    for column in ("Information Source", "Source Quality"):
        to.words(column)
    address = row["URL"]
    to.fact("Total Dead and Missing", "count", f"at least {row['Total Dead and Missing']}", locator=address)
    if address:
        to.words("URL")
    to.fact("Web ID", "reference", row["Web ID"])
    _of_numbers(row, to)
    to.fact("Reported Date", "last_seen_on", row["Reported Date"])
    to.twice("Reported Year")
    to.twice("Reported Month")
    if row["Location Description"]:
        to.fact("Location Description", "last_seen_at", row["Location Description"])
    to.fact("Location Coordinates", "last_seen_point", row["Location Coordinates"])
    for column in ("Region of Incident", "UNSD Geographical Grouping"):
        if row[column]:
            to.fact(column, "region", row[column])
    if row["Migration Route"]:
        to.fact("Migration Route", "route", row["Migration Route"])
    to.fact("Cause of Death", "means", row["Cause of Death"])


def _of_numbers(row: Row, to: Fitting) -> None:
    parts = (
        ("Number Dead", "reported_dead", "{}"),
        ("Minimum Estimated Number of Missing", "reported_missing", "at least {}"),
        ("Number of Survivors", "survivors", "{}"),
        ("Number of Females", "females", "{}"),
        ("Number of Males", "males", "{}"),
        ("Number of Children", "children", "{}"),
    )
    for column, fact, words in parts:
        if row[column]:
            to.fact(column, fact, words.format(row[column]))
