"""Setting a status from the screen of a case, closing the case and opening it again, under the desk's rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from registry.cases.closing import against, came_in_since
from registry.cases.guards import EVIDENCE, FAMILY_FIRST, GUARDS, REVIEWED, Guard, bears
from registry.cases.items import Claim, Proposed, Stage
from registry.cases.status import STATUS_TERMS
from registry.cases.terms import CLOSING_REASONS
from registry.desk.assessing import Wish, cited_claims, day_recorded, read_status, set_status, stopping
from registry.desk.closing import close_case, needs_override, reopen_case
from registry.desk.desk import Desk
from registry.desk.reviewing import waiting
from registry.desk.roles import second_persons
from registry.errors import RuleNotMet
from registry.tui.asking import day, line, one_of, renewed, several, term, writing
from registry.tui.case_words import claim_words, status_words
from registry.tui.dialogues import Told
from registry.tui.frame import Frame
from registry.tui.paint import GAP, Entry
from registry.words.identity import short

_ALONE = "Nobody here can review it. Why is it done all the same?"


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a status is weighed on: the claims that can carry it, those cited by themselves, and those against it."""

    carrying: tuple[tuple[str, str], ...]
    cited: frozenset[str]
    opposing: tuple[tuple[str, str], ...]
    rules: tuple[Guard, ...]
    alone: bool
    needs_override: bool
    told: str
    reviewers: tuple[str, ...]


def _ground(desk: Desk, ref: str, status: str, lang: str) -> _Ground:
    """Read what a status would rest on. Raises ``RuleNotMet`` for a closed case."""
    code, override = read_status(desk, ref, status)
    view = desk.view(desk.case(ref))
    case, others = view.case, second_persons(desk)

    def words(claims: Iterable[Claim]) -> tuple[tuple[str, str], ...]:
        return tuple((one.id, claim_words(view, one, lang)) for one in claims)

    return _Ground(
        carrying=words(one for one in case.claims if bears(one, code)),
        cited=frozenset(one.id for one in cited_claims(case, code, ())),
        opposing=words(against(case.claims, code)),
        rules=GUARDS[case.status, code],
        alone=others is None,
        needs_override=override,
        told=day_recorded(case),
        reviewers=tuple(sorted(others or ())),
    )


@writing
async def set_(screen: Frame, ref: str) -> None:
    """Ask for a status, the claims it rests on and the reason; set it, propose it, or show every rule against it."""
    lang = screen.registry.doors.lang
    codes = list(STATUS_TERMS.terms)
    labels = [status_words(code, lang) for code in codes]
    status = codes[await one_of(screen, "Which status do the claims support?", labels)]
    ground = await screen.at_desk(lambda desk: _ground(desk, ref, status, lang), "reading")
    claims = await _claims(screen, status_words(status, lang), ground)
    rules = await screen.at_desk(lambda desk: stopping(desk, ref, Wish(status, claims)), "weighing")
    if any(rule in EVIDENCE for rule in rules):
        # No reason makes up for evidence: nobody is asked for one in vain.
        await _refused(screen, status_words(status, lang), rules)
        return
    wish = await _wish(screen, Wish(status, claims), ground, lang)
    rules = await screen.at_desk(lambda desk: stopping(desk, ref, wish), "weighing")
    if rules:
        await _refused(screen, status_words(status, lang), rules)
        return
    made = await screen.at_desk(lambda desk: set_status(desk, ref, wish), "saving")
    if isinstance(made, Proposed):
        await _proposed(screen, ref, made, lang)
    else:
        opened = await screen.at_desk(
            lambda desk: [t.why for t in desk.case(ref).open_tasks if t.at >= made.at]
        )
        screen.tell(f"{status_words(made.status, lang)}: set; u takes it back")
        for why in opened:
            screen.tell(f"task opened: {why}")
    renewed(screen)


async def _claims(screen: Frame, said: str, ground: _Ground) -> tuple[str, ...]:
    """Ask which claims a status is based on; those that state it are marked already."""
    note = "What this status needs: " + "; ".join(rule.says for rule in ground.rules)
    claims = await _marked(
        screen, f"{said}: which claims is it based on?", ground.carrying, ground.cited, note
    )
    if ground.carrying and not claims:
        raise RuleNotMet(
            "every status needs at least one claim that still stands", "mark those it is based on"
        )
    return claims


async def _wish(screen: Frame, wish: Wish, ground: _Ground, lang: str) -> Wish:
    """Ask for what else the rules of a status ask for, and for the reason."""
    said = status_words(wish.status, lang)
    if ground.opposing:
        asked = f"{said}: which claims against it were weighed?"
        wish = replace(wish, against=await _marked(screen, asked, ground.opposing, ()))
    entries = [
        Entry(
            "It stays on the record, and is shown with the status. It may be empty where no rule asks for it"
        )
    ]
    wish = replace(wish, reason=await line(screen, "Why?", entries, long=True))
    if FAMILY_FIRST in ground.rules:
        wish = await _family(screen, wish, ground)
    if ground.needs_override:
        wish = replace(
            wish, override=await line(screen, _ALONE, [Entry("It stays on the record")], long=True)
        )
    elif REVIEWED in ground.rules and not ground.alone:
        names = ["whoever may review", *ground.reviewers]
        at = await one_of(screen, "Whom do you ask to review it?", names)
        wish = replace(wish, reviewer=names[at] if at else "")
    return wish


async def _marked(
    screen: Frame, question: str, claims: Sequence[tuple[str, str]], cited: frozenset[str] | tuple[str, ...], note: str = ""
) -> tuple[str, ...]:  # fmt: skip
    """Ask which claims are meant; where none can be, none is."""
    if not claims:
        return ()
    marked = [at for at, (identity, _) in enumerate(claims) if identity in cited]
    places = await several(screen, question, [words for _, words in claims], marked, note=note)
    return tuple(claims[at][0] for at in places)


async def _family(screen: Frame, wish: Wish, ground: _Ground) -> Wish:
    """Ask whether the family was told of this evidence; nothing else stands in place of that but a reasoned waiver."""
    on_record = f"as on record ({ground.told})" if ground.told else "not yet, or not on record"
    ways = (on_record, "they were told, on this day…", "they are not told first, for the reason given")
    at = await one_of(screen, "Was the family told of this evidence?", ways)
    if at == 1:
        return replace(wish, family_told=await line(screen, "When were they told?", check=day, needed=True))
    return replace(wish, family_waived=at == 2)


async def _refused(screen: Frame, what: str, rules: Sequence[Guard]) -> None:
    """Show every rule that is not met with what satisfies it; nothing was changed."""
    entries: list[Entry] = [
        Entry("Nothing was changed. The rules that are not met, and what satisfies each:"),
        GAP,
    ]
    for rule in rules:
        entries += [Entry(f"✗ {rule.says}", look="bad"), Entry(rule.satisfied_by, indent=2), GAP]
    entries.append(
        Entry("Here: a adds a claim, t a task, f finishes one (telling the family), then s again", look="dim")
    )
    await screen.ask(Told(f"{what}: not allowed yet", entries))


async def _proposed(screen: Frame, ref: str, made: Proposed, lang: str) -> None:
    """Say that nothing has changed yet, what it waits on and who may decide."""

    def read(desk: Desk) -> list[Entry]:
        view = desk.view(desk.case(ref))
        found = waiting(desk, view, made)
        return [
            Entry(f"until then the case stands as it is: {status_words(view.case.status, lang)}"),
            *(Entry(rule.says, "waits on") for rule in found.rules),
            Entry(", ".join(found.reviewers) or "a colleague at home", "who may decide"),
            Entry(f"`registry review show {short(view.case.id)}/{short(made.id)}`", "with"),
        ]

    entries = await screen.at_desk(read)
    await screen.ask(Told("Proposed, not set: it waits for a second person", entries))


@writing
async def close(screen: Frame, ref: str) -> None:
    """Close a case for a reason, or open a closed one again for a claim that came in since."""
    lang = screen.registry.doors.lang
    if await screen.at_desk(lambda desk: desk.case(ref).stage_code == "closed", "reading"):
        await _reopen(screen, ref, lang)
        return
    why = await term(screen, "Why is the case closed?", CLOSING_REASONS, lang)
    reason = await line(
        screen, "In your own words", [Entry("It stays on the record; it may be empty")], long=True
    )
    override = ""
    if await screen.at_desk(needs_override):
        override = await line(screen, _ALONE, [Entry("It stays on the record")], long=True)
    made = await screen.at_desk(
        lambda desk: close_case(desk, ref, why, reason=reason, override=override), "saving"
    )
    await _staged(screen, ref, made, lang)


async def _reopen(screen: Frame, ref: str, lang: str) -> None:
    def read(desk: Desk) -> list[tuple[str, str]]:
        view = desk.view(desk.case(ref))
        return [(one.id, claim_words(view, one, lang)) for one in came_in_since(view.case)]

    found = await screen.at_desk(read, "reading")
    if not found:
        raise RuleNotMet(
            "reopening needs a claim made since the case was closed", "add it with a, then press C again"
        )
    claims = await _marked(screen, "Which claims that came in since reopen it?", found, ())
    reason = await line(screen, "Why is it opened again?", [Entry("It stays on the record")], long=True)
    made = await screen.at_desk(lambda desk: reopen_case(desk, ref, claims, reason), "saving")
    await _staged(screen, ref, made, lang)


async def _staged(screen: Frame, ref: str, made: Stage | Proposed, lang: str) -> None:
    if isinstance(made, Proposed):
        await _proposed(screen, ref, made, lang)
    else:
        screen.tell(f"the case is {'closed' if made.stage == 'closed' else 'open again'}; u takes it back")
    renewed(screen)
