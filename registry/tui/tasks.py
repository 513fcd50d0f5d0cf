"""Finishing, handing over and giving up one task, asked step by step."""

from __future__ import annotations

from dataclasses import dataclass

from registry.cases.terms import NOTIFY_FAMILY
from registry.desk import tasking
from registry.tui.asking import day, line, one_of
from registry.tui.duty_acts import telling
from registry.tui.frame import Frame
from registry.tui.paint import Entry

_STAYS = Entry("It stays on the record")


@dataclass(frozen=True, slots=True)
class Named:
    """A task: its case, its id and its kind."""

    case: str
    id: str
    kind: str


async def finish(screen: Frame, task: Named) -> None:
    """Finish a task with what came of it; telling a family is finished by who told whom. Raises ``Stopped``."""
    told = await telling(screen, screen.registry.doors.lang) if task.kind == NOTIFY_FAMILY else None
    outcome = "" if told else await line(screen, "What came of it?", [_STAYS], long=True)
    state = await screen.at_desk(
        lambda desk: tasking.finish_task(desk, task.case, task.id, outcome, told=told), "saving"
    )
    screen.tell(f"task {state.state}; u takes it back")


async def hand_over(screen: Frame, task: Named) -> None:
    """Hand a task to a colleague, or set another day. Raises ``Stopped``."""
    here = await screen.at_desk(tasking.colleagues)
    at = await one_of(screen, "To whom, or until when?", ["another day", *here])
    until = (
        "" if at else await line(screen, "Until when?", [Entry("such as 2026-12-15")], check=day, needed=True)
    )
    name = here[at - 1] if at else ""
    state = await screen.at_desk(
        lambda desk: tasking.move_task(desk, task.case, task.id, assignee=name, due=until), "saving"
    )
    screen.tell(f"task: {state.assignee or 'nobody'}, due {state.due or 'on no day'}; u takes it back")


async def drop(screen: Frame, task: Named) -> None:
    """Give a task up for a reason. Raises ``Stopped``."""
    reason = await line(screen, "Why is it given up?", [_STAYS], needed=True, long=True)
    await screen.at_desk(lambda desk: tasking.drop_task(desk, task.case, task.id, reason), "saving")
    screen.tell("task given up; u takes it back")
