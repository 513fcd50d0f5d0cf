"""Finishing, handing over and giving up a task, asked step by step; the telling of a family is kept sealed."""

from __future__ import annotations

from dataclasses import dataclass

from registry.cases.terms import NOTIFY_FAMILY, WAYS_OF_TELLING
from registry.desk import tasking
from registry.desk.tasking import TOLD_NEEDED, TOLD_QUESTIONS, TOLD_SEALED
from registry.tui.dialogues import Ask, Choose, Confirm
from registry.tui.frame import Frame
from registry.tui.paint import Entry


@dataclass(frozen=True, slots=True)
class Named:
    """A task: its case, its id and its kind."""

    case: str
    id: str
    kind: str


async def finish(screen: Frame, task: Named) -> bool:
    """Finish a task with what came of it; tell whether that was done. Raises what the desk refuses."""
    if task.kind == NOTIFY_FAMILY:
        return await _told(screen, task)
    outcome = await screen.ask(Ask("What came of it?", [Entry("It may be left empty.")], long=True))
    if outcome is None:
        return False
    state = await screen.at_desk(
        lambda desk: tasking.finish_task(desk, task.case, task.id, outcome), "saving"
    )
    screen.tell(f"task {state.state}; u takes it back")
    return True


async def _told(screen: Frame, task: Named) -> bool:
    """Ask who told the family, when and how; nothing is kept before the last answer was confirmed."""
    said: dict[str, str] = {}
    for key, question in TOLD_QUESTIONS.items():
        answer = await _answer(screen, key, question)
        if answer is None:
            return False
        if answer:
            said[key] = answer
    entries = [Entry(value, label=TOLD_QUESTIONS[key]) for key, value in said.items()]
    if not await screen.ask(Confirm("Is this how the family was told?", entries, asked_by="x")):
        return False
    state = await screen.at_desk(
        lambda desk: tasking.finish_task(desk, task.case, task.id, told=said), "saving"
    )
    screen.tell(f"task {state.state}; how the family was told is sealed")
    return True


async def _answer(screen: Frame, key: str, question: str) -> str | None:
    """Ask one question until it is answered, where it has to be; None where one leaves."""
    if key == "how":
        terms = list(WAYS_OF_TELLING)
        at = await screen.ask(Choose(question, [term.show(screen.registry.doors.lang) for term in terms]))
        return None if at is None else terms[at].code
    hint = [Entry(TOLD_SEALED)]
    if key == "on":
        hint.append(Entry("a day, such as 2026-11-20"))
    while True:
        said = await screen.ask(Ask(question, hint, long=key == "note"))
        if said or said is None or key not in TOLD_NEEDED:
            return said
        hint = [Entry("this cannot be left empty; Esc leaves, and nothing is kept", look="warn")]


async def hand_over(screen: Frame, task: Named) -> bool:
    """Hand a task to a colleague, or set another day; tell whether that was done."""
    here = await screen.at_desk(tasking.colleagues)
    at = await screen.ask(Choose("To whom, or until when?", ["another day", *here]))
    if at is None:
        return False
    name, day = ("", "") if at == 0 else (here[at - 1], "")
    if at == 0:
        day = await screen.ask(Ask("Until when?", [Entry("a day, such as 2026-12-15")])) or ""
        if not day:
            return False
    state = await screen.at_desk(
        lambda desk: tasking.move_task(desk, task.case, task.id, assignee=name, due=day), "saving"
    )
    screen.tell(f"task: {state.assignee or 'nobody'}, due {state.due or 'on no day'}; u takes it back")
    return True


async def drop(screen: Frame, task: Named) -> bool:
    """Give a task up for a reason; tell whether that was done."""
    reason = await screen.ask(
        Ask("Why is it given up?", [Entry("The reason stays on the record.")], long=True)
    )
    if reason is None:
        return False
    await screen.at_desk(lambda desk: tasking.drop_task(desk, task.case, task.id, reason), "saving")
    screen.tell("task given up; u takes it back")
    return True
