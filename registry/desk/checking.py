"""What a check found, in the caseworker's words: what is damaged, which cases it concerns, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from registry.cases.casefile import CaseFile
from registry.desk.desk import (
    CASES,
    CONTACTS,
    ENQUIRERS,
    LABELS,
    RELEASES,
    REQUESTS,
    SOURCES,
    WITHDRAWN,
    Desk,
)
from registry.desk.registers import ACTORS, FACILITIES, PLACES
from registry.errors import Damaged
from registry.vault.check import CheckReport, Problem
from registry.words.calendar_words import ENGLISH
from registry.words.identity import id_of, short

# Nothing is lost with a spare copy, or with what can be made anew; with the rest something is.
SPARE, LOST = "spare", "lost"

_SALVAGE = "write a new vault of all that is whole: `registry vault salvage OUT`"
_ANEW = "nothing is lost; `registry vault salvage OUT` writes it anew"
_BY_COPY = "a backup knows their ids: `registry vault salvage OUT --header-from BACKUP`"
_FROM_COPY = "look for it in a backup: `registry --vault NEW.vault vault restore COPY`"
_COMPARE = (
    "compare with a backup: `registry --vault NEW.vault vault restore COPY`, then `registry journal show`"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is damaged: in words, where, ``loss`` (spare or lost), the cases it concerns, the next step."""

    what: str
    table: str
    identity: str
    loss: str
    cases: tuple[str, ...]
    next: str
    detail: str


def findings(desk: Desk, report: CheckReport) -> list[Finding]:
    """Return what a check found in words, worst first; what only repeats another finding is left out."""
    citing = _cases_of_sources(desk, report.problems)
    found = [_in_words(desk, problem, citing) for problem in _one_by_one(report.problems)]
    return sorted(found, key=lambda one: one.loss == SPARE)


def _one_by_one(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without those that only say again what others say: page by page, or as a sum."""
    kept, pages = [], 0
    for problem in problems:
        pages += problem.kind == "pages"
        if problem.kind != "pages" or pages == 1:
            kept.append(problem)
    if any(problem.kind not in {"pages", "missing", "count"} for problem in kept):
        kept = [problem for problem in kept if problem.kind != "missing"]
    short_of = {problem.table for problem in kept if problem.kind == "count" and problem.many > 0}
    if short_of:  # the rows that nothing names are those that are missed
        kept = [problem for problem in kept if problem.kind != "stray"]
    return [
        replace(problem, many=1) if problem.kind == "page" and problem.table in short_of else problem
        for problem in kept
    ]


def _in_words(desk: Desk, problem: Problem, citing: Mapping[str, tuple[str, ...]]) -> Finding:
    says = _WORDS.get(problem.kind, _other)
    what, loss, following = says(desk, problem)
    cases: tuple[str, ...] = ()
    if problem.table in {CASES, WITHDRAWN} and problem.identity:
        cases = (problem.identity,)
    elif problem.table in {SOURCES, CONTACTS}:
        cases = citing.get(problem.identity, ())
    return Finding(what, problem.table, problem.identity, loss, cases, following, problem.what)


_Said = tuple[str, str, str]


def _other(_: Desk, problem: Problem) -> _Said:
    return problem.what, LOST, _SALVAGE


def _pages(_: Desk, __: Problem) -> _Said:
    return "the inner order of the vault's file: what stands in it may still be whole", SPARE, _SALVAGE


def _header(_: Desk, problem: Problem) -> _Said:
    older = " is an older one that was put back" if "latest" in problem.what else ""
    return f"one of the two copies of the vault's header{older}; the other is in use", SPARE, _ANEW


def _root(_: Desk, __: Problem) -> _Said:
    return "one of the two copies of the vault's table of contents; the other is in use", SPARE, _ANEW


def _people(_: Desk, __: Problem) -> _Said:
    return "the list of caseworkers, so that no signature can be verified", LOST, _SALVAGE


def _entry(desk: Desk, problem: Problem) -> _Said:
    return (
        f"the record of who did what{_day_of(desk, int(problem.identity))}, entry {int(problem.identity):,}",
        LOST,
        _COMPARE,
    )


def _end(_: Desk, __: Problem) -> _Said:
    return "the end of the record of who did what: acts may have been taken off it", LOST, _COMPARE


def _page(_: Desk, problem: Problem) -> _Said:
    things = _PLURAL.get(problem.table, problem.table)
    if problem.many:
        return f"a page of the list of {things}: some of them are found another way", SPARE, _SALVAGE
    return f"a page of the list of {things}: they are still found another way", SPARE, _ANEW


def _count(_: Desk, problem: Problem) -> _Said:
    things = _PLURAL.get(problem.table, problem.table)
    if problem.many > 0:
        return (
            f"{problem.many:,} more {things}, which neither list nor journal names any more",
            LOST,
            _BY_COPY,
        )
    return f"the count of {things}: more are listed than counted", SPARE, _ANEW


def _line(_: Desk, problem: Problem) -> _Said:
    return (
        f"what lists show of {_named(problem)}; the file itself is whole",
        SPARE,
        "it is made anew when the file is next written in",
    )


def _exhibit(_: Desk, problem: Problem) -> _Said:
    return f"an exhibit of {_named(problem)}", LOST, _FROM_COPY


def _stray(_: Desk, problem: Problem) -> _Said:
    return f"{problem.what}: left behind, or put in by someone", SPARE, _ANEW


def _missing(_: Desk, problem: Problem) -> _Said:
    return problem.what, LOST, _SALVAGE


def _record(_: Desk, problem: Problem) -> _Said:
    if problem.table == LABELS:
        return (
            "the way to find a known source by its label: it may be taken in a second time",
            SPARE,
            _SALVAGE,
        )
    return _named(problem), LOST, _FROM_COPY


_WORDS: Mapping[str, Callable[[Desk, Problem], _Said]] = {
    "pages": _pages, "header": _header, "root": _root, "people": _people, "entry": _entry, "end": _end,
    "page": _page, "count": _count, "line": _line, "exhibit": _exhibit, "stray": _stray, "missing": _missing,
    "record": _record,
}  # fmt: skip

_PLURAL = {CASES: "cases", SOURCES: "sources", CONTACTS: "contact details", RELEASES: "summaries that went out",
           WITHDRAWN: "cases taken back", LABELS: "known sources by label", REQUESTS: "tracing requests",
           ENQUIRERS: "contact details of enquirers",
           FACILITIES: "facilities", ACTORS: "actors", PLACES: "places"}  # fmt: skip
_SINGULAR = {CASES: "the case file {}", SOURCES: "the source {}", CONTACTS: "the contact details of source {}",
             WITHDRAWN: "the mark that case {} was taken back",
             RELEASES: "the record of a summary that went out ({})", REQUESTS: "the tracing request {}",
             ENQUIRERS: "the contact details of whoever made request {}",
             FACILITIES: "the facility {}", ACTORS: "the actor {}", PLACES: "the place {}"}  # fmt: skip


def named(table: str, identity: str) -> str:
    """Return a record as a caseworker calls it, by its spoken id."""
    return _SINGULAR.get(table, f"the record {{}} of {table}").format(short(identity))


def _named(problem: Problem) -> str:
    return named(problem.table, problem.identity)


def _day_of(desk: Desk, sequence: int) -> str:
    """Return the day of a damaged entry as its readable neighbours tell it, or nothing."""
    before, after = (_day(desk, sequence + step) for step in (-1, 1))
    if before and after and before != after:
        return f" between {before} and {after}"
    return f" on or about {before or after}" if before != after else f" on {before}" if before else ""


def _day(desk: Desk, sequence: int) -> str:
    try:
        at = desk.vault.rows.entry(sequence).entry.at
    except Damaged:
        return ""
    year, month, day = at[:10].split("-")
    return f"{int(day)} {ENGLISH[int(month) - 1]} {year}"


def _cases_of_sources(desk: Desk, problems: Iterable[Problem]) -> dict[str, tuple[str, ...]]:
    """Return which readable cases cite each damaged source; looks through the case files only where one is."""
    wanted = {
        problem.identity for problem in problems if problem.table in {SOURCES, CONTACTS} and problem.identity
    }
    found: dict[str, list[str]] = {}
    for number in list(desk.vault.numbers(CASES)) if wanted else ():
        try:
            document = desk.vault.document(CASES, number)
        except Damaged:
            continue
        for source in wanted.intersection(CaseFile(document).sources() if document else ()):
            found.setdefault(source, []).append(id_of(number))
    return {source: tuple(cases) for source, cases in found.items()}
