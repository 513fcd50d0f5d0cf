"""The way to a new summary, one question after the other; nothing is on the disk before the gate has passed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from registry.desk import disclosing
from registry.desk.desk import Desk
from registry.desk.letting_out import YES, let_out, policy_in, put_right, refusing_what_is_damaged
from registry.disclosure.plan import Plan
from registry.disclosure.policy import Policy
from registry.errors import DisclosureRefused, RegistryError
from registry.tui import summary_words
from registry.tui.dialogues import Ask, Choose, Told, TypeBack
from registry.tui.disclosure_steps import Planned, Preview, Tables, Ticks
from registry.tui.frame import Frame
from registry.tui.paint import Entry
from registry.vault.new_files import refuse_stream, refuse_taken

_LANGUAGES = (("en", "English"), ("fr", "French"), ("ar", "Arabic"))


@dataclass
class Wish:
    """What was answered so far."""

    policy: str | Policy = "public"
    recipient: str = ""
    tables: tuple[tuple[str, ...], ...] = ()
    plan: Plan | None = None
    langs: tuple[str, ...] = ("en",)
    folder: Path = field(default_factory=Path)


Step = Callable[[Frame, Wish], Awaitable[bool]]


async def disclose(screen: Frame) -> None:
    """Ask one question after the other; Esc goes back one, and from the first it leaves. Returns when all is done."""
    for said in await screen.at_desk(_settled, "reading the ledger"):
        await screen.ask(Told("An earlier summary", [Entry(said)]))
    screen.registry.unsaved = True
    try:
        await _in_steps(screen, Wish(langs=(screen.registry.doors.lang,)))
    finally:
        screen.registry.unsaved = False


async def _in_steps(screen: Frame, wish: Wish) -> None:
    at = 0
    while 0 <= at < len(_STEPS):
        try:
            at += 1 if await _STEPS[at](screen, wish) else -1
        except DisclosureRefused as refusal:
            await screen.ask(Told(f"\u2717 refused: {refusal.message}", summary_words.refused(refusal)))
            at = min(at, _TABLES)
        except RegistryError as refusal:
            await screen.ask(Told(refusal.message, summary_words.refused(refusal)))
            at = min(at, _FOLDER)


def _settled(desk: Desk) -> list[str]:
    if desk.vault.container.read_only:
        return []
    with refusing_what_is_damaged():
        return put_right(desk)


async def _policy(screen: Frame, wish: Wish) -> bool:
    chosen = await screen.ask(
        Choose(f"1 of 7. Who will read it? {summary_words.ALWAYS}", summary_words.policies())
    )
    if chosen is None:
        return False
    if chosen < len(summary_words.POLICIES):
        wish.policy = summary_words.POLICIES[chosen][0]
        return True
    asked = await screen.ask(Ask("Your own policy: the path of its file", [
        Entry("A TOML file that makes one of the four stricter; docs/guide/summaries.md has one that works."),
    ]))  # fmt: skip
    if not asked:
        return await _policy(screen, wish)
    wish.policy = await screen.at_desk(lambda _: policy_in(Path(asked).expanduser()))
    return True


async def _recipient(screen: Frame, wish: Wish) -> bool:
    said = await screen.ask(Ask("2 of 7. Who is it given to?", [
        Entry("The sealed ledger keeps the name, so that a family can be told who has the figures."),
    ], value=wish.recipient or "public"))  # fmt: skip
    if not said:
        return False
    wish.recipient = said
    return True


async def _tables(screen: Frame, wish: Wish) -> bool:
    asked = await screen.ask(Tables(wish.tables))
    if asked is None:
        return False
    wish.tables = asked
    return True


async def _plan(screen: Frame, wish: Wish) -> bool:
    by = [",".join(table) for table in wish.tables]

    def work(desk: Desk) -> Plan:
        with refusing_what_is_damaged():
            return disclosing.plan_release(desk, by, wish.policy)

    wish.plan = await screen.at_desk(work, "working out the plan")
    going = await screen.ask(Planned(wish.plan))
    if going == "instead" and wish.plan.instead is not None:
        wish.tables = wish.plan.instead.tables
        return await _plan(screen, wish)
    return going == "on"


async def _languages(screen: Frame, wish: Wish) -> bool:
    ticked = [at for at, (code, _) in enumerate(_LANGUAGES) if code in wish.langs]
    chosen = await screen.ask(Ticks("5 of 7. In which languages?", [name for _, name in _LANGUAGES], ticked))
    if not chosen:
        return False
    wish.langs = tuple(_LANGUAGES[at][0] for at in chosen)
    return True


async def _folder(screen: Frame, wish: Wish) -> bool:
    said = await screen.ask(Ask("6 of 7. A new folder for the files", [
        Entry("Nothing is overwritten, and nothing is written before you have seen the pages and confirmed."),
    ], value=str(wish.folder) if wish.folder.name else ""))  # fmt: skip
    if not said:
        return False
    folder = Path(said).expanduser().absolute()

    def look(desk: Desk) -> None:
        refuse_stream(Path(said))
        refuse_taken(folder)
        desk.vault.refuse_unwritable()

    await screen.at_desk(look)
    wish.folder = folder
    return True


async def _out(screen: Frame, wish: Wish) -> bool:
    plan, told = wish.plan, screen.registry.progress("looking for identifiers")
    assert plan is not None, "a folder is asked for once there is a plan"
    machine = screen.registry.doors.machine

    def work(desk: Desk) -> disclosing.Release:
        with refusing_what_is_damaged():
            return disclosing.prepare(
                desk, plan, recipient=wish.recipient, langs=wish.langs, progress=told, machine=machine
            )

    release = await screen.at_desk(
        work, "attacking the figures beside all that went out; this can take minutes"
    )
    if not await screen.ask(Preview(release.files)):
        return False
    about = summary_words.about_to(plan, release, wish.recipient, str(wish.folder))
    if not await screen.ask(TypeBack("7 of 7. A summary cannot be called back", about, YES)):
        return False
    await screen.at_desk(lambda desk: let_out(desk, release, wish.folder), "writing")
    await screen.ask(Told(
        f"Release {release.entry.release_id} is written", summary_words.gone_out(release, plan, str(wish.folder))
    ))  # fmt: skip
    return True


_STEPS: tuple[Step, ...] = (_policy, _recipient, _tables, _plan, _languages, _folder, _out)
_TABLES, _FOLDER = _STEPS.index(_tables), _STEPS.index(_folder)
