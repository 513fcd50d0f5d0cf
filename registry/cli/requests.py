"""`registry request`: a family's tracing request, looked for without revealing a case, and what the family was told."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)

Request = Annotated[str, typer.Argument(metavar="REQUEST", help="The request's id.")]


@app.command(
    "new",
    epilog='Example: registry request new --from -   then paste {"enquirer": "a sister", "relation": "sister", "contact": "…", '
    '"looking_for": {"name": "…", "father": "…", "last_seen_on": "2016-12-09"}, "consent": ["red_cross_tracing"]} '
    "and press Ctrl-D.",
)
def new(
    context: typer.Context,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="JSON of the request; - for standard input.")
    ] = None,
) -> None:
    """Take in a tracing request under a pseudonym; how to reach the enquirer is sealed apart."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_object
    from registry.desk.tracing import new_request
    from registry.words.identity import short

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        asked = source is None and session.can_ask(settings)
        made = new_request(desk, _asked(settings) if asked else read_object(source))
        shape = shapes.Made(id=made.id, short=short(made.id))
        output.answer(settings, shape, lambda: screens.done(f"request {shape.short} taken in"))


def _asked(settings: Settings) -> dict[str, Any]:
    """Ask at the terminal for a request: who asks, and whom they look for."""
    from registry.cases.person import Person
    from registry.cli import asking
    from registry.words.fact import facts_of

    facts = facts_of(Person)
    said: dict[str, Any] = {
        "enquirer": asking.ask(settings, "A pseudonym for whoever asks", str),
        "relation": asking.ask(settings, "Relation to the person sought", str),
        "contact": asking.ask(settings, "Contact, sealed apart", str),
    }
    sought: dict[str, Any] = {}
    for key in ("name", "father", "mother", "born", "sex", "last_seen_on", "last_seen_at"):
        label = facts[key].fact.label_in(settings.lang)
        sought[key] = asking.ask(settings, label, asking.value_of(facts[key]), needed=key == "name")
    said["looking_for"] = {key: value for key, value in sought.items() if value}
    return {key: value for key, value in said.items() if value}


@app.command("list")
def list_(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 50,
    offset: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """List tracing requests by id, day and last answer; nobody is named."""
    from registry.cli import duty_folding, duty_screens, output, session
    from registry.cli import duty_shapes as shapes
    from registry.desk.tracing import requests

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        lines = list(requests(desk))
        items = tuple(duty_folding.request_item(one) for one in lines[offset : offset + limit])
        shape = shapes.RequestList(items=items, total=len(lines))
        output.answer(settings, shape, lambda: duty_screens.requests(shape, settings, offset))


@app.command("show")
def show(
    context: typer.Context,
    request: Request,
    contact: Annotated[bool, typer.Option("--contact", help="Open the sealed contact details too.")] = False,
) -> None:
    """Show one tracing request and what the enquirer was told; contact details stay sealed unless asked for."""
    from registry.cli import duty_folding, duty_screens, output, session
    from registry.desk.tracing import contact_of, request_named, words_told

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        file = request_named(desk, request)
        shape = duty_folding.request_shown(
            file, contact_of(desk, file), words_told(desk, file), opened=contact
        )
        output.answer(settings, shape, lambda: duty_screens.request(shape))


@app.command(
    "match",
    epilog="Turn the screen away first. What the enquirer may read comes from `registry request answer`.",
)
def match(
    context: typer.Context,
    request: Request,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
) -> None:
    """Look among the cases for whoever is sought: ids and reasons, and nothing that a case says."""
    from registry.cli import duty_folding, duty_screens, output, session
    from registry.cli import duty_shapes as shapes
    from registry.desk.tracing import candidates

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        items = tuple(duty_folding.candidate(one) for one in candidates(desk, request, limit))
        shape = shapes.CandidateList(items=items, total=len(items))
        output.answer(settings, shape, lambda: duty_screens.candidates(shape, settings))


@app.command(
    "answer",
    epilog="Example: registry --lang ar request answer 3NB-T4WC nothing_yet   The sentences are the same whether or not "
    'anybody was found. To log that something of a case was said: … told --case K7Q-2M9X --from -   with {"told": "…"}.',
)
def answer(
    context: typer.Context,
    request: Request,
    kind: Annotated[
        str, typer.Argument(metavar="ANSWER", help="nothing_yet, come_back, ask_more, referred or told")
    ],
    case: Annotated[str, typer.Option(help="With `told`: the case of which something was said.")] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="The day of the answer (today).")] = "",
    how: Annotated[str, typer.Option(help="in_person, telephone, letter, message or through_another")] = "",
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="JSON with `told` and `by`; - for standard input."),
    ] = None,
) -> None:
    """Log what the enquirer was told, and show the sentence they may read."""
    from registry.cli import duty_screens, output, session
    from registry.cli import duty_shapes as shapes
    from registry.cli.reading import read_object
    from registry.desk.reading import mapping
    from registry.desk.tracing import answer_request

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        told = dict(mapping(read_object(source), "the answer")) if source is not None else {}
        options = {"on": on, "how": how}
        given = {**told, **{key: value for key, value in options.items() if value}}
        done = answer_request(desk, request, kind, given, case=case)
        shape = shapes.RequestAnswered(
            request=done.request,
            kind=done.answer.kind,
            on=done.answer.on,
            sentence=done.sentence(settings.lang),
        )
        output.answer(settings, shape, lambda: duty_screens.answered(shape))


@app.command("close")
def close(
    context: typer.Context,
    request: Request,
    reason_from: Annotated[
        str | None,
        typer.Option("--reason-from", metavar="FILE", help="The reason, as text; - for standard input."),
    ] = None,
) -> None:
    """Note that nobody looks any more on a request, and why."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk.tracing import close_request

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        close_request(desk, request, read_text(settings, reason_from, "Reason"))
        output.answer(settings, shapes.Done(done="closed"), lambda: screens.done("request closed"))


@app.command("erase", epilog="Example: registry request erase 3NB-T4WC --confirm 3NB-T4WC")
def erase(
    context: typer.Context,
    request: Request,
    confirm: Annotated[str, typer.Option(metavar="ID", help="The request's id once more, to confirm.")] = "",
) -> None:
    """Destroy a request and its compartment for good, when whoever asked wants it."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.lines import read_line
    from registry.desk.tracing import erase_request

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        typed = confirm
        if not typed and session.can_ask(settings):
            typed = read_line(settings, "Type the request's id to destroy it for good: ").strip()
        erase_request(desk, request, typed)
        output.answer(settings, shapes.Done(done="erased"), lambda: screens.done("request erased"))
