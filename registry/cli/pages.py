"""The built-in pages: exit codes, facts and vocabularies, printed from the lines that declare them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from registry.cases import terms
from registry.cases.casefile import EPISODES, SUBJECTS
from registry.cases.guards import OPENS, guards_for
from registry.cases.register import REGISTERS
from registry.cases.status import STATUS_TERMS, UNASSESSED
from registry.cases.tracing import ENQUIRER_ANSWERS
from registry.cli.settings import Settings
from registry.cli.shapes import Shape
from registry.errors import REFUSALS, NotFound
from registry.provenance.consent import PURPOSES
from registry.sources.grading import CREDIBILITY, RELIABILITY
from registry.sources.kinds import SOURCE_KINDS
from registry.words.fact import facts_of
from registry.words.terms import Vocabulary

if TYPE_CHECKING:
    from rich.console import RenderableType


class Page(Shape):
    """A built-in page: its headings and rows."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def drawn(self, settings: Settings) -> Iterator[RenderableType]:
        """Draw the page as a table."""
        from registry.cli.drawing import table, wrapped

        made = table(settings, *self.headings)
        for column in made.columns:
            column.no_wrap, column.overflow = False, "fold"
        for row in self.rows:
            made.add_row(*(wrapped(cell) for cell in row))
        yield made


def _exit_codes() -> Page:
    rows = [("0", "ok", "done")]
    rows += [(str(refusal.exit_code), refusal.code, refusal.meaning) for refusal in REFUSALS]
    return Page(
        name="exit-codes",
        headings=("code", "name", "meaning"),
        rows=tuple(sorted(rows, key=lambda r: int(r[0]))),
    )


def _fields() -> Page:
    rows = [
        (kind, key, declared.fact.label, declared.fact.leaves.value)
        for kind, subject in {**SUBJECTS, **EPISODES, **REGISTERS}.items()
        for key, declared in facts_of(subject).items()
    ]
    return Page(name="fields", headings=("of", "key", "fact", "leaves"), rows=tuple(rows))


def _statuses() -> Page:
    rows = []
    for term in STATUS_TERMS:
        needs = "; ".join(guard.says for guard in guards_for(UNASSESSED, term.code)[1:])
        opens = f"opens: {OPENS[term.code][1]}" if term.code in OPENS else ""
        rows.append((term.code, term.en, "; ".join(filter(None, (needs, opens))) or "a claim"))
    return Page(name="statuses", headings=("code", "meaning", "needs"), rows=tuple(rows))


def _vocabulary(name: str, vocabulary: Vocabulary) -> Callable[[], Page]:
    rows = tuple((term.code, term.en, term.fr, term.ar) for term in vocabulary)
    return lambda: Page(name=name, headings=("code", "English", "French", "Arabic"), rows=rows)


def _roles() -> Page:
    from registry.desk.roles import ROLES

    return Page(name="roles", headings=("role", "may"), rows=tuple(ROLES.items()))


def _terms() -> Page:
    from registry.cli.vocabularies import elsewhere, vocabularies

    rows = [
        (name, term.code, term.en, term.fr, term.ar, elsewhere(term))
        for name, vocabulary in vocabularies().items()
        for term in vocabulary
    ]
    headings = ("vocabulary", "code", "English", "French", "Arabic", "elsewhere")
    return Page(name="terms", headings=headings, rows=tuple(rows))


PAGES: dict[str, Callable[[], Page]] = {
    "exit-codes": _exit_codes,
    "fields": _fields,
    "statuses": _statuses,
    "terms": _terms,
    "roles": _roles,
    "purposes": _vocabulary("purposes", PURPOSES),
    "source-kinds": _vocabulary("source-kinds", SOURCE_KINDS),
    "reliability": _vocabulary("reliability", RELIABILITY),
    "credibility": _vocabulary("credibility", CREDIBILITY),
    "bases": _vocabulary("bases", terms.BASES),
    "stances": _vocabulary("stances", terms.STANCES),
    "relations": _vocabulary("relations", terms.GROUP_RELATIONS),
    "tasks": _vocabulary("tasks", terms.TASK_KINDS),
    "steps": _vocabulary("steps", terms.ACTION_KINDS),
    "step-answers": _vocabulary("step-answers", terms.ACTION_ANSWERS),
    "request-answers": _vocabulary("request-answers", ENQUIRER_ANSWERS),
}


def page_called(name: str) -> Page:
    """Return a built-in page, or the list of them for an empty name; raise ``NotFound``."""
    if not name:
        return Page(name="pages", headings=("page",), rows=tuple((page,) for page in PAGES))
    if name not in PAGES:
        raise NotFound("there is no page of that name", f"pages: {', '.join(PAGES)}")
    return PAGES[name]()
