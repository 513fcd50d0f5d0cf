"""`registry facility`, `registry actor` and `registry place`: the registers that names in claims lead to.

The verbs are the same for each; they are declared once, in ``_verbs``, and differ by the words of ``_Noun``.
"""

# No postponed annotations here: Typer has to see the words of each noun that a signature below closes over.

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from registry.cli.settings import Settings
from registry.cli.stating import Basis, From, Grade, Source, When

if TYPE_CHECKING:
    from registry.desk.presence import Presence
    from registry.desk.registering import Registered

ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="The claim's id.")]
Limit = Annotated[int, typer.Option(min=1, max=100_000)]
Offset = Annotated[int, typer.Option(min=0)]
Day = Annotated[str, typer.Option("--day", metavar="DATE", help="Who was in control on this day?")]
Lookup = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help="Only what bears this name; - for standard input."),
]
ReasonFrom = Annotated[
    str | None,
    typer.Option("--reason-from", metavar="FILE", help="The reason, as text; - for standard input."),
]


@dataclass(frozen=True, slots=True)
class _Noun:
    """The words in which one register's commands are told: its name, an id for the examples, and each verb's help."""

    kind: str
    plural: str
    ref: str
    known: str
    example: str
    facts: str
    add: str
    list: str
    show: str
    retract: str
    control: str = ""
    list_example: str = ""

    def said(self, verb: str, rest: str = "") -> str:
        """Return the epilog of a verb that takes a record."""
        return f"Example: registry {self.kind} {verb} {self.example}{rest}"


_FACILITY = _Noun(
    "facility", "facilities", "The facility's id.", "A facility that is known already.", "5TC-8W1A",
    '{"name": ["…", "…"], "type": "prison", "parent": "…"}',
    add="Take in a place where people are held: names in both scripts, type, where it lies, how exactly it is known.",
    list="List the facilities known.",
    show="Show a facility, who ran it when, and everyone claimed there by date, with the source and its grade.",
    retract="Take back a claim about a facility, with the reason; it stays readable.",
    control="Show who ran a facility from when until when; with --from, add what a source states first.",
)  # fmt: skip
_ACTOR = _Noun(
    "actor", "actors", "The actor's id.", "An actor that is known already.", "5TC-8W1A",
    '{"name": ["…", "…"], "type": "militia", "parent": "…", "side": "government"}',
    add="Take in an alleged holder: names, type, what it is part of, and its side; a private individual needs review.",
    list="List the alleged holders known.",
    show="Show an alleged holder, what it is part of, its side, and whether a second person looked at the name.",
    retract="Take back a claim about an actor, with the reason; it stays readable.",
)  # fmt: skip
_PLACE = _Noun(
    "place", "places", "The place's id, or its gazetteer code.", "A place known already, or a gazetteer code.",
    "X-ALEPPO-EAST", '{"name": ["…", "…"], "kind": "corridor", "parent": "…"}',
    add="Take in a place that the gazetteer lacks, or more about one that it has: names, kind, and where it lies.",
    list="List the places of which the organisation knows more than the gazetteer; with --from, find any by its name.",
    show="Show a place, what it lies in, and who controlled it when.",
    retract="Take back a claim about a place, with the reason; it stays readable.",
    control="Show who controlled a place from when until when; with --from, add what a source states first.",
    list_example="--from -   then type a name and press Ctrl-D: it answers the ids and gazetteer codes that the "
    "name leads to.",
)  # fmt: skip

_ADD = 'then paste {{"facts": {}}} and press Ctrl-D. With an id, more is stated of what is known already.'
_CONTROL = (
    " --source 3NB-T4WC --from -   then paste "
    '{"by": "…", "since": "2012-07", "until": "2016-12-13"} and press Ctrl-D. Leave out an end nobody stated.'
)


def _verbs(noun: _Noun) -> typer.Typer:
    """Return the commands of one register, in the order in which its help lists them."""
    app = typer.Typer(no_args_is_help=True)
    _add_verb(app, noun)
    _list_verb(app, noun)
    _show_verb(app, noun)
    if noun.control:
        _control_verb(app, noun)
    _retract_verb(app, noun)
    return app


def _add_verb(app: typer.Typer, noun: _Noun) -> None:
    epilog = f"Example: registry {noun.kind} add --source 3NB-T4WC --from -   {_ADD.format(noun.facts)}"

    @app.command("add", help=noun.add, epilog=epilog)
    def add(
        context: typer.Context,
        ref: Annotated[str, typer.Argument(metavar=f"[{noun.kind.upper()}]", help=noun.known)] = "",
        source: Source = "",
        input_: From = None,
        when: When = "",
        grade: Grade = "",
        basis: Basis = "",
    ) -> None:
        _add(context.obj, noun.kind, ref, source, input_, when=when, grade=grade, basis=basis)


def _list_verb(app: typer.Typer, noun: _Noun) -> None:
    epilog = f"Example: registry {noun.kind} list {noun.list_example or '--limit 20'}"

    @app.command("list", help=noun.list, epilog=epilog)
    def list_(context: typer.Context, input_: Lookup = None, limit: Limit = 50, offset: Offset = 0) -> None:
        _list(context.obj, noun, input_, limit, offset)


def _show_verb(app: typer.Typer, noun: _Noun) -> None:
    @app.command("show", help=noun.show, epilog=noun.said("show"))
    def show(
        context: typer.Context,
        ref: Annotated[str, typer.Argument(metavar=noun.kind.upper(), help=noun.ref)],
    ) -> None:
        _show(context.obj, noun.kind, ref)


def _control_verb(app: typer.Typer, noun: _Noun) -> None:
    @app.command("control", help=noun.control, epilog=noun.said("control", _CONTROL))
    def control(
        context: typer.Context,
        ref: Annotated[str, typer.Argument(metavar=noun.kind.upper(), help=noun.ref)],
        source: Source = "",
        input_: From = None,
        when: When = "",
        grade: Grade = "",
        basis: Basis = "",
        day: Day = "",
    ) -> None:
        _control(context.obj, noun.kind, ref, source, input_, day, when=when, grade=grade, basis=basis)


def _retract_verb(app: typer.Typer, noun: _Noun) -> None:
    @app.command("retract", help=noun.retract, epilog=noun.said("retract", " 9D2-QK4V --reason-from -"))
    def retract(
        context: typer.Context,
        ref: Annotated[str, typer.Argument(metavar=noun.kind.upper(), help=noun.ref)],
        claim: ClaimId,
        reason_from: ReasonFrom = None,
    ) -> None:
        _retract(context.obj, noun.kind, ref, claim, reason_from)


facility, actor, place = _verbs(_FACILITY), _verbs(_ACTOR), _verbs(_PLACE)


@actor.command(
    "review",
    epilog="Example: registry actor review 5TC-8W1A --reason-from -   Who works alone gives --alone, which "
    "stays on the record.",
)
def actor_review(
    context: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="ACTOR", help=_ACTOR.ref)],
    reason_from: ReasonFrom = None,
    alone: Annotated[
        bool,
        typer.Option(
            "--alone", help="Nobody else can look at it: the reason stays on the record as yours alone."
        ),
    ] = False,
) -> None:
    """Note, as a second person, why the name of a private individual may stand."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk.registering import review_actor
    from registry.words.identity import short

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        made = review_actor(desk, ref, read_text(settings, reason_from, "Reason"), override=alone)
        shape = shapes.Made(id=made.id, short=short(made.id))
        output.answer(settings, shape, lambda: screens.done("reviewed; the name may stand"))


def _add(settings: Settings, kind: str, ref: str, source: str, input_: str | None, **about: str) -> None:
    from registry.cases.register import REGISTERS
    from registry.cli import output, presence_folding, screens, session
    from registry.cli.stating import statement
    from registry.desk.registering import add_record, record_shown
    from registry.words.fact import facts_of

    with session.at_desk(settings) as desk:
        said = statement(settings, input_, source, facts_of(REGISTERS[kind]), **about)
        made = add_record(desk, kind, said, ref)
        shape = presence_folding.record_made(made, record_shown(desk, kind, made.id))
        done = f"{kind} {shape.code or shape.short} {'taken in' if shape.new else 'added to'}, {len(shape.claims)} claims"
        output.answer(settings, shape, lambda: screens.done(done))
        _warn(settings, made)


def _warn(settings: Settings, made: "Registered") -> None:
    from registry.cli import output

    for warning in made.warnings:
        output.say(settings, f"note: {warning}")


def _list(settings: Settings, noun: _Noun, input_: str | None, limit: int, offset: int) -> None:
    from registry.cli import output, presence_folding, presence_screens, session
    from registry.cli.presence_shapes import RecordList
    from registry.cli.reading import read_text
    from registry.desk.registering import listed

    name = read_text(settings, input_, "Name") if input_ is not None else ""
    with session.at_desk(settings, read_only=True) as desk:
        registers = desk.registers()
        found = listed(registers, noun.kind, name)
        items = tuple(
            presence_folding.record_item(one, registers, settings.lang)
            for one in found[offset : offset + limit]
        )
        shape = RecordList(items=items, total=len(found))
        output.answer(settings, shape, lambda: presence_screens.records(shape, settings, offset, noun.plural))


def _show(settings: Settings, kind: str, ref: str) -> None:
    from registry.cli import output, presence_folding, presence_screens, session
    from registry.cli.progress import progress
    from registry.desk.presence import at_facility
    from registry.desk.registering import record_or_place

    with session.at_desk(settings, read_only=True) as desk:
        record = record_or_place(desk, kind, ref)
        people: tuple[Presence, ...] = ()
        if kind == "facility":
            with progress(settings, "reading the cases") as told:
                people = at_facility(desk, record, told)
        shape = presence_folding.record_shown(record, desk.registers(), settings.lang, people)
        output.answer(settings, shape, lambda: presence_screens.record(shape, settings))


def _control(
    settings: Settings, kind: str, ref: str, source: str, input_: str | None, day: str, **about: str
) -> None:
    from registry.cli import output, presence_folding, presence_screens, session
    from registry.cli.reading import read_object
    from registry.desk.registering import add_control, controlled_on, record_or_place
    from registry.words.dates import PartialDate

    on = PartialDate.parse(day) if day else None
    given = {key: value for key, value in {"source": source, **about}.items() if value}
    asking = input_ is None and bool(source) and session.can_ask(settings)
    if not asking:
        _refuse_loose(given, input_)
    with session.at_desk(settings, read_only=input_ is None and not asking) as desk:
        if input_ is not None or asking:
            said = _control_asked(settings) if asking else read_object(input_)
            _warn(
                settings, add_control(desk, kind, ref, {**said, **given} if isinstance(said, dict) else said)
            )
        record, registers = record_or_place(desk, kind, ref), desk.registers()
        asked = controlled_on(registers, record, on) if on else None
        shape = presence_folding.control_shown(record, registers, settings.lang, asked)
        output.answer(settings, shape, lambda: presence_screens.control(shape, settings))


def _control_asked(settings: Settings) -> dict[str, Any]:
    from registry.cli import asking

    said = None
    while said is None:
        said = asking.control(settings, "Who was in control")
    return {"control": said}


def _refuse_loose(given: dict[str, str], input_: str | None) -> None:
    from registry.errors import UsageRefused

    if given and input_ is None:
        raise UsageRefused(
            "a source, a date or a grade belongs to a new statement, and none was given",
            'give it to --from -, as {"by": "…", "since": "2012-07", "until": "2016-12-13"}',
        )


def _retract(settings: Settings, kind: str, ref: str, claim: str, reason_from: str | None) -> None:
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk.registering import retract_from
    from registry.words.identity import short

    with session.at_desk(settings) as desk:
        taken = retract_from(desk, kind, ref, claim, read_text(settings, reason_from, "Reason"))
        shape = shapes.Made(id=taken.id, short=short(taken.id))
        output.answer(settings, shape, lambda: screens.done(f"claim {shape.short} taken back"))
