"""One form at the command line: answers first, then readiness, then the file, in this order and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.cli import form_screens
from registry.cli import form_shapes as shapes
from registry.cli.output import answer, say
from registry.cli.session import at_desk, can_ask
from registry.cli.settings import Settings
from registry.cli.writing import new_file
from registry.desk import forming
from registry.desk.desk import Desk
from registry.desk.forming import STANDS, Prepared
from registry.desk.reading import mapping
from registry.errors import UsageRefused
from registry.forms.answers import read_answer
from registry.forms.filling import LRM, said
from registry.forms.readiness import Due, Need
from registry.words.identity import short
from registry.words.states import STATES

if TYPE_CHECKING:
    from datetime import date

    from registry.forms.rules import Field, Form
    from registry.forms.sheet import Line

_SHRED = (
    "the file is plain text outside the vault and names the person: whoever has it can read it. Read its free texts once "
    "more, carry it locked away, and shred it once it is delivered (`shred -u FILE` on Linux). Flash sticks and cloud "
    "folders keep what was deleted: never write it to a cloud folder, and break the stick"
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks of a form."""

    out: Path | None = None
    answers: str | None = None
    ask: bool = False
    recipient: str = ""
    withhold: tuple[str, ...] = ()
    draft: bool = False
    incomplete: bool = False


def run(settings: Settings, code: str, case: str, wishes: Wishes) -> None:
    """Keep what is answered, show readiness, and write the sheet where it is asked for and may go out."""
    if wishes.draft and wishes.out is not None:
        raise UsageRefused("a draft is shown and never written", "leave out --draft, or --out")
    given = _given(settings, wishes)
    reading = wishes.draft or (wishes.out is None and given is None and not wishes.ask)
    with at_desk(settings, read_only=reading) as desk:
        if wishes.ask:
            given = {**mapping(given or {}, "the answers"), **_asked(settings, desk, code, case, wishes)}
        if given is not None and not wishes.draft and (given or not wishes.ask):
            forming.answer(desk, case, code, given)
            given = None
        ready = forming.prepare(
            desk, case, code, recipient=wishes.recipient, answers=given, withhold=wishes.withhold
        )
        shape = shown(ready, settings.lang, draft=wishes.draft)
        if wishes.out is not None:
            shape.file = _written(settings, desk, ready, wishes.out, incomplete=wishes.incomplete)
    answer(settings, shape, lambda: form_screens.shown(shape))
    if shape.file is not None:
        say(settings, _SHRED)


def _given(settings: Settings, wishes: Wishes) -> Any:
    if wishes.ask and not can_ask(settings):
        raise UsageRefused("nobody is there to ask", "give the answers as JSON with --from FILE or --from -")
    if wishes.answers is None:
        return None
    from registry.cli.reading import read_object

    return read_object(wishes.answers)


def _asked(settings: Settings, desk: Desk, code: str, case: str, wishes: Wishes) -> dict[str, Any]:
    """Ask each question that has no answer yet; an empty line leaves it open, and a state is an answer too."""
    from registry.cli.asking import ask, tell

    ready = forming.prepare(desk, case, code, recipient=wishes.recipient, withhold=wishes.withhold)
    tell("an empty line leaves a question open; unknown, not asked, refused and withheld are answers too")
    found: dict[str, Any] = {}
    for field in ready.form.answers:
        if field.code not in ready.material.answers:
            read = ask(settings, said(field.label, settings.lang), _reader(field))
            if read is not None:
                found[field.code] = read
    return found


def _reader(field: Field) -> Callable[[str], Any]:
    def read(typed: str) -> Any:
        for state in STATES:
            if state.code != "known" and typed.casefold() in {state.code, state.en, state.fr, state.ar}:
                return {"state": state.code}
        read_answer(field, typed)
        return typed

    return read


def _written(
    settings: Settings, desk: Desk, ready: Prepared, out: Path, *, incomplete: bool
) -> shapes.SheetFile:
    """Write the sheet: on record first, then the bytes, then the file gets its name."""
    with new_file(out) as stream:
        content, item = forming.let_out(
            desk, ready, out.suffix.casefold(), settings.lang, incomplete=incomplete
        )
        stream.write(content)
    return shapes.SheetFile(str(out), item.format, item.lang, item.sha256, item.size)


def shown(ready: Prepared, lang: str, *, draft: bool = False) -> shapes.FormShown:
    """Fold a prepared form; with ``draft`` the sheet as it would read stands in it."""
    form = ready.form
    return shapes.FormShown(
        form=form.code,
        title=said(form.title, lang),
        case=ready.case.id,
        short=short(ready.case.id),
        recipient=ready.recipient,
        purpose=form.purpose,
        consent=ready.gate.state,
        ready=ready.gate.state == STANDS and not ready.missing and not ready.gate.unread,
        needs=tuple(_need(form, need, lang) for need in ready.needs),
        deadlines=tuple(_due(due, lang) for due in ready.dues),
        advice=form.advice,
        withheld=tuple(sorted(ready.material.withheld)),
        unread=ready.gate.unread,
        answers=tuple(one.code for one in form.answers),
        draft=_draft(ready, lang) if draft else None,
    )


def _need(form: Form, need: Need, lang: str) -> shapes.NeedItem:
    field = need.field
    (section,) = (one for one in form.sections if field in one.fields)
    return shapes.NeedItem(
        field=field.code,
        label=said(field.label, lang),
        section=said(section.label, lang),
        standing=need.standing.value,
        blocks=need.blocks,
        states=need.states,
        why=field.why,
        supply=field.supply,
        source=field.source,
    )


def _due(due: Due, lang: str) -> shapes.DueItem:
    return shapes.DueItem(
        window=due.window.code,
        label=said(due.window.label, lang),
        months=due.window.months,
        sure=_iso(due.deadline.sure),
        possible=_iso(due.deadline.possible),
        state=due.deadline.state.value,
        days_left=due.deadline.days_left,
        source=due.window.source,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _line(one: Line) -> shapes.SheetLine:
    # The mark is for paper and documents; the screen has its own.
    return shapes.SheetLine(one.text, one.basis.replace(LRM, ""), one.joint)


def _draft(ready: Prepared, lang: str) -> tuple[shapes.SheetPart, ...]:
    return tuple(
        shapes.SheetPart(
            label=part.label,
            entries=tuple(
                shapes.SheetEntry(
                    field=entry.code,
                    label=entry.label,
                    lines=tuple(_line(one) for one in entry.lines),
                    gaps=tuple(_line(one) for one in entry.gaps),
                )
                for entry in part.entries
            ),
        )
        for part in ready.sheet(lang).parts
    )
