"""Talking about colleagues: their passphrase is shown once, and a removal is confirmed by their name."""

from __future__ import annotations

from registry.cli import output, people_screens, screens
from registry.cli.asking import ask, tell
from registry.cli.people_shapes import MemberChanged, MemberRemoved
from registry.cli.secret_dialogue import choose_passphrase
from registry.cli.session import at_desk, can_ask, passphrase_in
from registry.cli.settings import Settings
from registry.desk.peopling import leaving_away, read_name
from registry.desk.peopling import remove as remove_person
from registry.desk.vault_words import LEAVING, LEAVING_AWAY
from registry.errors import InputRefused, Interrupted, Locked, UsageRefused

# What to think of after someone has left, in the order of how often it matters.
AFTER_LEAVING = (
    "registry vault recovery renew",
    "registry vault rekey --deep",
    "registry vault backup FILE",
)


def add(settings: Settings, name: str, role: str, new_passphrase_file: str | None) -> None:
    """Give a colleague a slot; the passphrase comes from a file, or is chosen at the terminal."""
    if new_passphrase_file is None and not can_ask(settings):
        raise Locked(
            "no passphrase was given for the colleague",
            "run it on a terminal, or give --new-passphrase-file FILE",
        )
    called = _name(settings, name, "How your colleague signs; a pseudonym will do")
    with at_desk(settings) as desk:
        desk.vault.refuse_unwritable()
        desk.vault.refuse_taken(called, role)
        whose = f"A passphrase for {called}, who may also type one now"
        given = new_passphrase_file
        chosen = choose_passphrase(settings, whose) if given is None else passphrase_in(given)
        made = desk.vault.add_person(called, role, chosen)
    shape = MemberChanged(name=made.name, role=made.role)
    output.answer(settings, shape, lambda: screens.done(f"{made.name} has a slot, as {made.role}"))
    output.say(settings, "hand the passphrase over in person; `registry vault passphrase` changes it")


def remove(settings: Settings, name: str, confirm: str) -> None:
    """Take a colleague's slot away once the name was typed back, and say what that does not do."""
    called = _name(settings, name, "Whose slot is taken away")
    with at_desk(settings) as desk:
        desk.vault.refuse_unwritable()
        away = leaving_away(desk, called)
        leaving = away[0].name if away else desk.vault.removable(called).name
        _confirmed(settings, leaving, confirm, LEAVING_AWAY if away else LEAVING)
        left, files = remove_person(desk, leaving)
        shape = MemberRemoved(
            name=left, epoch=desk.vault.info().epoch, files=len(files),
            next=("registry vault collect FILE",) if files else AFTER_LEAVING,
        )  # fmt: skip
    output.answer(settings, shape, lambda: people_screens.removed(shape))


def set_role(settings: Settings, name: str, role: str) -> None:
    """Change what a colleague may do."""
    if not role:
        raise UsageRefused("no role was given", "give --role caseworker or --role reviewer")
    called = _name(settings, name, "Whose role changes")
    with at_desk(settings) as desk:
        changed = desk.vault.set_role(called, role)
    shape = MemberChanged(name=changed.name, role=changed.role)
    output.answer(settings, shape, lambda: screens.done(f"{changed.name} is {changed.role} from now on"))


def _name(settings: Settings, name: str, question: str) -> str:
    """Return the name that was given, or ask for it."""
    if not name and can_ask(settings):
        return ask(settings, question, read_name, needed=True) or ""
    if not read_name(name):
        raise UsageRefused("no name was given", "give --caseworker NAME")
    return read_name(name)


def _confirmed(settings: Settings, name: str, confirm: str, meaning: str) -> None:
    """Have the name typed back, so that nobody loses a slot by a slip; raise where it is another."""
    if confirm:
        if read_name(confirm).casefold() != name.casefold():
            raise InputRefused("the two names differ", "give the same name with --caseworker and --confirm")
        return
    if not can_ask(settings):
        raise UsageRefused(
            "a slot is taken away only when that is confirmed", "give --confirm NAME, the same name"
        )
    tell(meaning)
    typed = ask(settings, "Type the name back to take the slot away", read_name)
    if (typed or "").casefold() != name.casefold():
        raise Interrupted("not confirmed", "nothing was changed")
