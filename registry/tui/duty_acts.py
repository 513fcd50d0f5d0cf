"""What the office does about a case, from its screen: tasks, steps towards authorities, consent, and what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from registry.cases.consents import expired, standing
from registry.cases.duties import task_states, task_words
from registry.cases.items import Consent
from registry.cases.planning import PRIORITIES
from registry.cases.terms import ACTION_ANSWERS, ACTION_KINDS, NOTIFY_FAMILY, TASK_KINDS, WAYS_OF_TELLING
from registry.desk.acting import add_action, answer_action, steps
from registry.desk.consenting import Withdrawal, grant, withdraw
from registry.desk.desk import Desk
from registry.desk.editing import EDIT, NO_DAY, edit_case
from registry.desk.tasking import (
    TOLD_NEEDED,
    TOLD_QUESTIONS,
    TOLD_SEALED,
    NewTask,
    add_task,
    colleagues,
    drop_task,
    finish_task,
)
from registry.provenance.consent import PURPOSES
from registry.tui.asking import Stopped, day, line, one_of, renewed, sure, term, writing
from registry.tui.case_duties import label_of
from registry.tui.dialogues import Told
from registry.tui.frame import Frame
from registry.tui.paint import Entry
from registry.words.identity import short

_EMPTY = Entry("Empty: not said", look="dim")
_ON_RECORD = Entry("It stays on the record")


@writing
async def task(screen: Frame, refs: Sequence[str]) -> None:
    """Open a task on a case, or one on each of several in one act."""
    lang = screen.registry.doors.lang
    kind = await term(screen, _of("What is to be done?", refs), TASK_KINDS, lang)
    due = await line(screen, "By when?", [Entry("Empty: its kind decides", look="dim")], check=day)
    names = ["nobody yet", *await screen.at_desk(colleagues)]
    at = await one_of(screen, "Who does it?", names)
    why = await line(screen, "Why?", [Entry("It may be empty")], long=True)
    wanted = NewTask(kind, due, names[at] if at else "", why)

    def add(desk: Desk) -> None:
        with desk.vault.act("task add"):
            for ref in refs:
                add_task(desk, ref, wanted)

    await screen.at_desk(add, "saving")
    screen.tell(f"task opened: {TASK_KINDS[kind].show(lang)}; u takes it back")
    renewed(screen)


def _of(question: str, refs: Sequence[str]) -> str:
    return question if len(refs) == 1 else f"{question} ({len(refs):,} cases)"


@writing
async def finish(screen: Frame, ref: str) -> None:
    """Finish a task with its outcome, or give it up for a reason; telling a family is finished by who told whom."""
    lang = screen.registry.doors.lang
    found = await screen.at_desk(lambda desk: _open_tasks(desk, ref, lang), "reading")
    if not found:
        screen.tell("nothing is to be done here", warn=True)
        return
    identity, kind, words = found[await one_of(screen, "Which task?", [one[2] for one in found])]
    done = await one_of(screen, words, ["it is done", "it is given up, for a reason"]) == 0
    if not done:
        reason = await line(screen, "Why is it given up?", [_ON_RECORD], needed=True, long=True)
        await screen.at_desk(lambda desk: drop_task(desk, ref, identity, reason), "saving")
    elif kind == NOTIFY_FAMILY:
        told = await telling(screen, lang)
        await screen.at_desk(lambda desk: finish_task(desk, ref, identity, told=told), "saving")
    else:
        outcome = await line(screen, "What came of it?", [_ON_RECORD], long=True)
        await screen.at_desk(lambda desk: finish_task(desk, ref, identity, outcome), "saving")
    screen.tell(f"task {short(identity)} {'done' if done else 'given up'}; u takes it back")
    renewed(screen)


def _open_tasks(desk: Desk, ref: str, lang: str) -> list[tuple[str, str, str]]:
    states = [state for state in task_states(desk.case(ref)) if state.done is None]
    return [
        (one.task.id, one.task.kind, f"{one.due or 'no day'}  {task_words(one.task, lang)}") for one in states
    ]


async def telling(screen: Frame, lang: str) -> dict[str, Any]:
    """Ask who told whom of the family, when and how, and whether it is right; nothing is kept by it."""
    told: dict[str, Any] = {}
    for key, question in TOLD_QUESTIONS.items():
        needed = key in TOLD_NEEDED
        told[key] = (
            await term(screen, question, WAYS_OF_TELLING, lang)
            if key == "how"
            else await line(
                screen, question, [Entry(TOLD_SEALED)] if needed else [_EMPTY],
                check=day if key == "on" else str, needed=needed,
            )
        )  # fmt: skip
    told = {key: value for key, value in told.items() if value}
    entries = [
        Entry(label_of(WAYS_OF_TELLING, said, lang) if key == "how" else said, TOLD_QUESTIONS[key])
        for key, said in told.items()
    ]
    await sure(screen, "Is this how the family was told?", entries, asked_by="f")
    return told


@writing
async def step(screen: Frame, ref: str) -> None:
    """Record a step towards an authority or body, or what came back on an earlier one."""
    lang = screen.registry.doors.lang
    taken = await screen.at_desk(
        lambda desk: [(one.id, f"answer to: {label_of(ACTION_KINDS, one.kind, lang)} to {one.to}, {one.on}")
                      for one, _ in steps(desk.case(ref))], "reading",
    )  # fmt: skip
    at = (
        await one_of(screen, "Which step?", ["a step that was taken…", *(words for _, words in taken)])
        if taken
        else 0
    )
    if at:
        await _answer(screen, ref, taken[at - 1][0], lang)
        return
    given = {
        "kind": await term(screen, "What kind of step?", ACTION_KINDS, lang),
        "to": await line(screen, "To which authority or body?", needed=True),
        "on": await line(screen, "When was it taken?", [Entry("Empty: today", look="dim")], check=day),
        "purpose": await term(screen, "What of the case was passed on, for which purpose?", PURPOSES, lang,
                              none="nothing of the case was passed on"),
        "reference": await line(screen, "Reference", [_EMPTY]),
        "follow_up": await line(screen, "When do you ask again?", [Entry("Empty: no day", look="dim")], check=day),
    }  # fmt: skip
    given = {key: value for key, value in given.items() if value}
    made = await screen.at_desk(lambda desk: add_action(desk, ref, given), "saving")
    if made.warnings:
        await screen.ask(Told("The step is on record", [Entry(one, look="warn") for one in made.warnings]))
    screen.tell("step on record; u takes it back")
    renewed(screen)


async def _answer(screen: Frame, ref: str, identity: str, lang: str) -> None:
    given = {
        "kind": await term(screen, "What came back?", ACTION_ANSWERS, lang),
        "on": await line(screen, "When?", [Entry("Empty: today", look="dim")], check=day),
        "text": await line(screen, "What does it say?", [_EMPTY], long=True),
        "reference": await line(screen, "Reference", [_EMPTY]),
    }
    given = {key: value for key, value in given.items() if value}
    await screen.at_desk(lambda desk: answer_action(desk, ref, identity, given), "saving")
    screen.tell("answer on record; u takes it back")
    renewed(screen)


# Consent


@writing
async def consent(screen: Frame, ref: str) -> None:
    """Record that consent is given for a purpose, or withdrawn, for one or for all."""
    lang = screen.registry.doors.lang
    ways = (
        "consent is given for a purpose",
        "consent is withdrawn for a purpose",
        "all consent is withdrawn",
    )
    way = await one_of(screen, "What was said?", ways)
    if way == 0:
        await _grant(screen, ref, lang)
    else:
        await _withdraw(screen, ref, lang, everything=way == 2)
    renewed(screen)


async def _grant(screen: Frame, ref: str, lang: str) -> None:
    given: dict[str, Any] = {
        "purpose": await term(screen, "What for?", PURPOSES, lang),
        "recipient": await line(screen, "For which body alone?", [Entry("Empty: for any; a body's name", look="dim")]),
        "given_by": await line(screen, "Who gives it?", [_EMPTY]),
        "relation": await line(screen, "Relation to the person", [_EMPTY]),
        "how": await line(screen, "How?", [Entry("signed form, spoken before a witness, by telephone", look="dim")]),
        "on": await line(screen, "When was it given?", [Entry("Empty: today", look="dim")], check=day),
        "until": await line(screen, "Until when?", [Entry("Empty: no end", look="dim")], check=day),
        "withhold": _listed(await line(screen, "What must stay behind?", [
            Entry("With commas between; empty: nothing", look="dim")])),
    }  # fmt: skip
    given = {key: value for key, value in given.items() if value}
    await screen.at_desk(lambda desk: grant(desk, ref, given), "saving")
    screen.tell(f"consent on record: {label_of(PURPOSES, given['purpose'], lang)}; u takes it back")


def _listed(said: str) -> list[str]:
    return [part.strip() for part in said.replace("،", ",").split(",") if part.strip()]


async def _withdraw(screen: Frame, ref: str, lang: str, *, everything: bool) -> None:
    given: dict[str, Any] = {}
    if not everything:
        stands = await screen.at_desk(lambda desk: _standing(desk, ref), "reading")
        codes = [*stands, *(code for code in PURPOSES.terms if code not in stands)]
        labels = [
            f"{'✓ stands: ' if code in stands else ''}{label_of(PURPOSES, code, lang)}" for code in codes
        ]
        given["purpose"] = codes[await one_of(screen, "Withdrawn for what?", labels)]
        recipient = await line(screen, "Towards which body alone?", [Entry("Empty: towards all", look="dim")])
        given |= {"recipient": recipient} if recipient else {}
    what = "every purpose, case work among them" if everything else label_of(PURPOSES, given["purpose"], lang)
    entries = [
        Entry("What went out already is listed next, and a task is opened to tell those who can be told."),
        Entry("To destroy the case as well: `registry case erase`", look="dim"),
    ]
    await sure(screen, f"Record that consent is withdrawn for {what}?", entries, asked_by="c")
    done = await screen.at_desk(lambda desk: withdraw(desk, ref, given, everything=everything), "saving")
    await screen.ask(Told("Withdrawn", list(_withdrawn(done))))


def _standing(desk: Desk, ref: str) -> list[str]:
    """Return the purposes for which some consent stands today."""
    given = desk.case(ref).every(Consent)
    found = dict.fromkeys(one.purpose for one in given)
    return [
        purpose for purpose in found
        if any(not expired(one, desk.today) for recipient in {one.recipient for one in given}
               for one in standing(given, purpose, recipient))
    ]  # fmt: skip


def _withdrawn(done: Withdrawal) -> list[Entry]:
    ended = len(done.ended)
    made = [Entry(f"{ended} consent{'' if ended == 1 else 's'} ended by it; u takes it back")]
    if not done.out:
        return [*made, Entry("Nothing of this case went out.")]
    made.append(Entry("What went out already:", look="title"))
    for one in done.out:
        sign = "! " if one.concerned else ""
        made.append(
            Entry(
                f"{sign}{one.what} for {one.recipient or one.purpose}",
                one.on,
                "warn" if one.concerned else "",
            )
        )
        made += [Entry(one.note, " ", "dim")] if one.note else []
    if done.task:
        made.append(Entry(f"Task opened: {done.task.why}", look="strong"))
    return made


# What is planned


@writing
async def plan(screen: Frame, refs: Sequence[str]) -> None:
    """Set how pressing a case is and when to look at it again, or the same for several in one act."""
    lang = screen.registry.doors.lang
    priority = await term(
        screen, _of("How pressing is it?", refs), PRIORITIES, lang, none="leave it as it is"
    )
    help_ = [Entry(f"A day; {NO_DAY} takes the day away; empty: leave it as it is", look="dim")]
    review_on = await line(screen, _of("When do you look at it again?", refs), help_, check=_day_or_none)
    given = {key: value for key, value in (("priority", priority), ("review_on", review_on)) if value}
    if not given:
        raise Stopped
    if reason := await line(screen, "Why?", [Entry("It may be empty", look="dim")]):
        given["reason"] = reason

    def keep(desk: Desk) -> None:
        with desk.vault.act(EDIT):
            for ref in refs:
                edit_case(desk, ref, given)

    await screen.at_desk(keep, "saving")
    screen.tell("planned; u takes it back")
    renewed(screen)


def _day_or_none(said: str) -> str:
    return NO_DAY if said.casefold() == NO_DAY else day(said)
