"""`registry held` and `registry crossing`: what sources state of them, the chain of times held, and one corridor and day."""

# No postponed annotations here: Typer has to see the words that a signature below closes over.

from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings
from registry.cli.stating import Basis, From, Grade, Source, When

if TYPE_CHECKING:
    from registry.desk.episodes import EpisodeAdded

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id, of a person or a group.")]


def _adding(kind: str, known: str, says: str, epilog: str) -> typer.Typer:
    """Return the commands of one kind of episode, so far the one that adds what a source states."""
    app = typer.Typer(no_args_is_help=True)

    @app.command("add", help=says, epilog=f"Example: registry {kind} add K7Q-2M9X --source 3NB-T4WC {epilog}")
    def add(
        context: typer.Context,
        case: Case,
        episode: Annotated[str, typer.Argument(metavar=f"[{kind.upper()}]", help=known)] = "",
        source: Source = "",
        input_: From = None,
        when: When = "",
        grade: Grade = "",
        basis: Basis = "",
    ) -> None:
        _add(context.obj, kind, case, episode, source, input_, when=when, grade=grade, basis=basis)

    return app


held = _adding(
    "held",
    "A time held that the case has already.",
    "Add what a source states of a time held: taken when, where and by whom, held where, how it ended.",
    "--grade C3 --from -   then paste "
    '{"facts": {"taken_on": "2016-12-09", "holder": "military intelligence", "facility": "…"}} and press Ctrl-D. '
    "With HELD, another source's words about the same time held stand beside the first.",
)
crossing = _adding(
    "crossing",
    "A crossing that the case has already.",
    "Add what a source states of a crossing: when, from where to where, at which point, who was taken aside.",
    "--from -   then paste "
    '{"facts": {"on": "2016-12-09", "from_place": "…", "point": "…", "separated_by": "…"}} and press Ctrl-D.',
)


@held.command(
    "end",
    epilog="Example: registry held end K7Q-2M9X 5TC-8W1A --source 3NB-T4WC --from -   then paste "
    '{"facts": {"end": "released", "ended_on": "2017-03"}} and press Ctrl-D. The status of the case stays what it is.',
)
def held_end(
    context: typer.Context,
    case: Case,
    episode: Annotated[str, typer.Argument(metavar="HELD", help="The time held that ended.")],
    source: Source = "",
    input_: From = None,
    when: When = "",
    grade: Grade = "",
    basis: Basis = "",
) -> None:
    """Add how a source says a time held ended: released, moved, exchanged, and the others; when and to where."""
    from registry.cases.held import ENDING, HeldEpisode
    from registry.cli import session
    from registry.cli.stating import statement
    from registry.desk.episodes import end_held
    from registry.words.fact import facts_of

    settings: Settings = context.obj
    declared = {key: facts_of(HeldEpisode)[key] for key in ENDING}
    with session.at_desk(settings) as desk:
        desk.open_case(case)
        said = statement(settings, input_, source, declared, when=when, grade=grade, basis=basis)
        _answer_made(settings, "held", end_held(desk, case, episode, said))


@held.command(
    "show",
    epilog="Example: registry held show K7Q-2M9X   Incommunicado is derived: held, no outside contact claimed, "
    "and not acknowledged with the place known.",
)
def held_show(
    context: typer.Context,
    case: Case,
    episode: Annotated[str, typer.Argument(metavar="[HELD]", help="Only this time held.")] = "",
) -> None:
    """Show the times held of a case in the order of their days, every claim, and what nobody says between them."""
    _show(context.obj, "held", case, episode)


@crossing.command(
    "show",
    epilog="Example: registry crossing show K7Q-2M9X   or, for everyone of one corridor and day: "
    "registry crossing show X-RAMOUSEH 2016-12-09",
)
def crossing_show(
    context: typer.Context,
    ref: Annotated[
        str, typer.Argument(metavar="CASE", help="The case's id; with DAY, a point's id or gazetteer code.")
    ],
    day: Annotated[
        str, typer.Argument(metavar="[DAY]", help="The day, as a partial date; then everyone of that point.")
    ] = "",
) -> None:
    """Show a case's crossings; or everyone of one point and day, who took whom aside, and who was never heard of since."""
    if day:
        _corridor(context.obj, ref, day)
    else:
        _show(context.obj, "crossing", ref, "")


def _add(
    settings: Settings, kind: str, case: str, episode: str, source: str, input_: str | None, **about: str
) -> None:
    from registry.cases.casefile import EPISODES
    from registry.cli import session
    from registry.cli.stating import statement
    from registry.desk.episodes import add_episode
    from registry.words.fact import facts_of

    with session.at_desk(settings) as desk:
        desk.open_case(case)
        said = statement(settings, input_, source, facts_of(EPISODES[kind]), **about)
        _answer_made(settings, kind, add_episode(desk, kind, case, said, episode))


def _answer_made(settings: Settings, kind: str, added: "EpisodeAdded") -> None:
    from registry.cli import output, screens
    from registry.cli.episode_shapes import EpisodeMade
    from registry.words.identity import short

    claims = tuple(claim.id for claim in added.claims)
    shape = EpisodeMade(
        id=added.id, short=short(added.id), case=added.case, kind=kind, claims=claims, new=added.new
    )
    words = "time held" if kind == "held" else "crossing"
    said = f"{words} {shape.short} {'taken in' if added.new else 'added to'}, {len(claims)} claims"
    output.answer(settings, shape, lambda: screens.done(said))


def _show(settings: Settings, kind: str, case: str, episode: str) -> None:
    from registry.cases.chain import chain_of, gaps_of
    from registry.cli import output, presence_screens, session
    from registry.cli.fact_folding import episode_item, gap_item
    from registry.cli.folding import claim_item
    from registry.cli.presence_shapes import EpisodeList
    from registry.desk.episodes import episode_named

    with session.at_desk(settings, read_only=True) as desk:
        view = desk.view(desk.case(case))
        wanted = episode_named(view.case, kind, episode).id if episode else ""
        shown = [one for one in view.episodes if one.kind == kind and wanted in ("", one.id)]
        gaps = gaps_of(chain_of(view.episodes)) if kind == "held" else ()
        shape = EpisodeList(
            case=view.case.id,
            kind=kind,
            items=tuple(episode_item(view, one, settings.lang) for one in shown),
            total=len(shown),
            gaps=tuple(gap_item(gap) for gap in gaps if wanted in ("", gap.after, gap.before)),
            claims=tuple(claim_item(view, claim, settings.lang) for one in shown for claim in one.claims),
        )
        output.answer(settings, shape, lambda: presence_screens.chain(shape))


def _corridor(settings: Settings, place: str, day: str) -> None:
    from registry.cli import output, presence_screens, session
    from registry.cli.presence_folding import corridor
    from registry.cli.progress import progress
    from registry.desk.presence import of_corridor
    from registry.desk.registering import place_node
    from registry.words.dates import PartialDate

    on = PartialDate.parse(day)
    with session.at_desk(settings, read_only=True) as desk:
        registers = desk.registers()
        node = place_node(desk, place, registers)
        with progress(settings, "reading the cases") as told:
            passages = of_corridor(desk, node, on, registers, told)
        shape = corridor(node, on, passages, registers, settings.lang)
        output.answer(settings, shape, lambda: presence_screens.corridor(shape))
