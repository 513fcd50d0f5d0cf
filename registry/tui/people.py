"""Colleagues coming, going and changing roles, asked one question after the other; the vault's rules decide."""

from __future__ import annotations

from registry.desk.desk import Desk
from registry.desk.intake_only import away_files
from registry.desk.peopling import leaving_away, members, new_name
from registry.desk.peopling import remove as remove_person
from registry.desk.vault_words import LEAVING, LEAVING_AWAY
from registry.errors import RuleNotMet
from registry.tui.dialogues import Ask, Choose, Told, TypeBack
from registry.tui.frame import Frame
from registry.tui.new_passphrase import choose_passphrase
from registry.tui.paint import Entry

# The roles that a slot may have, each with what it is for.
ROLES: tuple[tuple[str, str], ...] = (
    ("caseworker", "takes in, states, sends and discloses"),
    ("reviewer", "the same, and is the second person where one is needed"),
)
# What to think of after someone has left, in the order of how often it matters.
_AFTER = ("registry vault recovery renew", "registry vault rekey --deep", "registry vault backup FILE")


async def add(screen: Frame) -> None:
    """Give a colleague a slot: a name, a role, and a passphrase of their own. Raises what the vault refuses with."""
    said = await screen.ask(Ask("How does your colleague sign?", [
        Entry("A pseudonym will do. By command: `registry vault slots add`."),
        Entry("For somebody who only takes in: `registry vault intake-only`."),
    ]))  # fmt: skip
    if not said:
        return
    name, role = new_name(said), await _role(screen)
    if role is None:
        return

    def look(desk: Desk) -> None:
        desk.vault.refuse_unwritable()
        desk.vault.refuse_taken(name, role)

    await screen.at_desk(look)
    chosen = await choose_passphrase(screen, f"A passphrase for {name}, who may also type one now")
    if chosen is None:
        return
    made = await screen.at_desk(lambda desk: desk.vault.add_person(name, role, chosen), "making the slot")
    await screen.ask(Told(f"{made.name} has a slot, as {made.role}", [
        Entry("Hand the passphrase over in person; p at their own desk changes it."),
    ]))  # fmt: skip


async def remove(screen: Frame) -> None:
    """Take a slot away once the name was typed back, and say what that does not do."""
    name = await _who(screen, "Whose slot is taken away?", with_files=True)
    if name is None:
        return

    def look(desk: Desk) -> bool:
        desk.vault.refuse_unwritable()
        away = leaving_away(desk, name)
        if not away:
            desk.vault.removable(name)
        return bool(away)

    meaning = LEAVING_AWAY if await screen.at_desk(look) else LEAVING
    question = TypeBack(f"Take the slot of {name} away?", [Entry(" ".join(meaning.split()))], name)
    if not await screen.ask(question):
        return
    left, files = await screen.at_desk(lambda desk: remove_person(desk, name), "giving everyone new keys")
    after = ("registry vault collect FILE",) if files else _AFTER
    said = f"What {left} was sent out with counts no more" if files else f"{left} has no slot any more"
    await screen.ask(
        Told(said, [Entry(command, "next" if at == 0 else " ") for at, command in enumerate(after)])
    )


async def change_role(screen: Frame) -> None:
    """Change what a colleague may do."""
    name = await _who(screen, "Whose role changes?")
    role = await _role(screen) if name is not None else None
    if name is None or role is None:
        return
    changed = await screen.at_desk(lambda desk: desk.vault.set_role(name, role), "changing the role")
    screen.tell(f"{changed.name} is {changed.role} from now on")


async def _role(screen: Frame) -> str | None:
    chosen = await screen.ask(Choose("Which role?", [f"{role}: {words}" for role, words in ROLES]))
    return None if chosen is None else ROLES[chosen][0]


async def _who(screen: Frame, question: str, *, with_files: bool = False) -> str | None:
    """Return the name that was chosen among those who are here; a slip of the keys is then no other person."""

    def read(desk: Desk) -> list[str]:
        here = [one.name for one in members(desk) if one.here]
        return here + [file.name for file in away_files(desk) if with_files and not file.revoked]

    names = list(dict.fromkeys(await screen.at_desk(read)))
    if not names:
        raise RuleNotMet("nobody has a slot here", "see `registry vault slots list`")
    chosen = await screen.ask(Choose(question, names))
    return None if chosen is None else names[chosen]
