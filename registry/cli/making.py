"""Making a vault and changing its passphrase: secrets are shown once, typed back, and kept off the disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.cli import screens, shapes
from registry.cli.asking import ask, tell
from registry.cli.hygiene import hide_memory
from registry.cli.output import answer, say
from registry.cli.papering import Wanted, on_paper, warn_of_files
from registry.cli.secret_dialogue import choose_passphrase, read_recovery
from registry.cli.session import (
    at_desk,
    can_ask,
    device_name,
    given_passphrase,
    passphrase_in,
    vault_path,
)
from registry.cli.settings import Settings
from registry.cli.witnessing import witness_of
from registry.cli.writing import refuse_read_only
from registry.desk.opening import RecoveryKey, make_desk, refuse_existing
from registry.desk.peopling import names_here, new_name, read_name
from registry.desk.replies import yes
from registry.errors import InputRefused, Locked, UsageRefused
from registry.vault.slots import RECOVERY

_UNNAMED = "caseworker"
_FORMS = {"1": False, "key": False, "2": True, "shares": True}


@dataclass(frozen=True)
class Wishes:
    """What was asked for on the command line; ``None`` is asked for at a terminal."""

    caseworker: str | None = None
    shares: bool | None = None
    older: bool = False
    recovery_file: Path | None = None
    sheet: Path | None = None
    test_kdf: bool = False


def make(settings: Settings, wishes: Wishes) -> None:
    """Make a vault; it stands only once the recovery was typed back or written where asked."""
    refuse_read_only(settings)
    path = vault_path(settings)
    refuse_existing(path)
    hide_memory()
    given = given_passphrase(settings)
    asking = can_ask(settings)
    if not asking and (given is None or (wishes.recovery_file or wishes.sheet) is None):
        raise UsageRefused(
            "nobody is there to choose a passphrase and to write down the recovery key",
            "run it on a terminal, or give --passphrase-file FILE and --recovery-file OUT",
        )
    if asking:
        tell(f"A new vault at {path}")
    name, older = _who(settings, wishes, asking=asking), _older(settings, wishes, asking=asking)
    if given is None:
        given = choose_passphrase(settings)
    shares = _form(settings, asking=asking) if wishes.shares is None else wishes.shares
    recovery = RecoveryKey.generate()
    wanted = Wanted(shares, wishes.recovery_file, wishes.sheet)
    with on_paper(settings, recovery, wanted, path.exists) as (texts, sheets):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        desk = make_desk(
            path,
            given,
            recovery,
            caseworker=name,
            device=device_name(),
            test_kdf=wishes.test_kdf,
            older=older,
        )
    with desk.vault as vault:
        witness_of(desk).remember()
        shape = shapes.VaultMade(
            path=str(path),
            vault_id=vault.info().vault_id,
            caseworker=desk.name,
            recovery_file=str(texts[0]) if texts else None,
            recovery_files=tuple(map(str, [*texts, *sheets])),
        )
    answer(
        settings,
        shape,
        lambda: screens.done("the vault is made; take in the first case with `registry case new`"),
    )
    warn_of_files(settings, texts, sheets)


def _step(heading: str) -> None:
    tell(f"\n{heading}\n")


def _who(settings: Settings, wishes: Wishes, *, asking: bool) -> str:
    if wishes.caseworker is not None or not asking:
        return new_name(wishes.caseworker or _UNNAMED)
    _step("Who you are")
    return ask(settings, f"How you sign; a pseudonym will do [{_UNNAMED}]", new_name) or _UNNAMED


def _older(settings: Settings, wishes: Wishes, *, asking: bool) -> bool:
    """Tell whether unlocking must stay bearable on a weaker machine; nothing is measured for a test vault."""
    if wishes.older or not asking or wishes.test_kdf:
        return wishes.older
    _step("Which laptops")
    question = "Will this vault also be opened on an older or slower laptop? (yes/no) [no]"
    return bool(ask(settings, question, yes))


def _form(settings: Settings, *, asking: bool) -> bool:
    """Ask whether the recovery is one key or three shares; true for shares."""
    if not asking:
        return False
    _step("Recovery, for when a passphrase is lost")
    tell(
        "  1  one key on one sheet of paper\n  2  three shares on three sheets: any two open the vault, one alone nothing"
    )

    def read(said: str) -> bool:
        if said.casefold() not in _FORMS:
            raise InputRefused("that is neither 1 nor 2", "answer 1 for a key, 2 for shares")
        return _FORMS[said.casefold()]

    return bool(ask(settings, "Which of them? [1]", read))


def change_passphrase(
    settings: Settings, new_file_name: str | None, recovery_from: Sequence[str], name: str
) -> None:
    """Change the passphrase of the caseworker who opens the vault, or give a new one for a lost one."""
    hide_memory()
    if new_file_name is None and not can_ask(settings):
        raise Locked(
            "no new passphrase was given", "run it on a terminal, or give --new-passphrase-file FILE"
        )
    recovery = read_recovery(settings, recovery_from) if recovery_from else None
    with at_desk(settings, recovery=recovery) as desk:
        desk.vault.refuse_unwritable()
        if desk.role != RECOVERY and name:
            raise UsageRefused(
                "a colleague's passphrase is set with the recovery key only", "give --recovery-from FILE too"
            )
        whose = name
        if desk.role == RECOVERY and not name and can_ask(settings):
            whose = _whose(settings, names_here(desk))
        chosen = choose_passphrase(settings) if new_file_name is None else passphrase_in(new_file_name)
        desk.vault.change_passphrase(chosen, read_name(whose))
    answer(
        settings, shapes.Done(done="passphrase changed"), lambda: screens.done("the passphrase is changed")
    )
    say(settings, "backups made before still open with the passphrase they were made under")


def _whose(settings: Settings, names: Sequence[str]) -> str:
    """Ask whose passphrase was lost, where several people have one."""
    if len(names) == 1:
        return names[0]
    tell("  ".join(f"{place} {name}" for place, name in enumerate(names, 1)))

    def read(said: str) -> str:
        if said.isdecimal() and 1 <= int(said) <= len(names):
            return names[int(said) - 1]
        found = [name for name in names if name.casefold() == read_name(said).casefold()]
        if not found:
            raise InputRefused(
                "nobody of that name has a slot in this vault", "answer with a number or a name"
            )
        return found[0]

    return ask(settings, "Whose passphrase is lost?", read, needed=True) or ""
