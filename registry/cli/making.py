"""Making a vault and changing its passphrase: secrets are shown once, typed back, and kept off the disk."""

from __future__ import annotations

import sys
from pathlib import Path

from registry.cli import screens, shapes
from registry.cli.hygiene import hide_memory
from registry.cli.output import answer, say
from registry.cli.reading import read_text
from registry.cli.session import (
    ask_secretly,
    at_desk,
    can_ask,
    device_name,
    given_passphrase,
    passphrase_in,
    vault_path,
)
from registry.cli.settings import Settings
from registry.cli.writing import new_file, refuse_read_only
from registry.desk.opening import RecoveryKey, generate_passphrase, make_desk, refuse_existing
from registry.errors import InputRefused, Locked, UsageRefused

_TRIES = 3


def make(settings: Settings, caseworker: str, recovery_file: Path | None, *, test_kdf: bool) -> None:
    """Make a vault; it stands only once the recovery key was typed back or written where asked."""
    refuse_read_only(settings)
    path = vault_path(settings)
    refuse_existing(path)
    hide_memory()
    recovery = RecoveryKey.generate()
    given = given_passphrase(settings)
    if can_ask(settings):
        given = given or _choose_passphrase(settings)
        _type_back(settings, recovery)
    elif given is None or recovery_file is None:
        raise UsageRefused(
            "nobody is there to choose a passphrase and to write down the recovery key",
            "run it on a terminal, or give --passphrase-file FILE and --recovery-file OUT",
        )
    if recovery_file is not None:
        with new_file(recovery_file) as stream:
            stream.write((" ".join(recovery.groups()) + "\n").encode())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        desk = make_desk(
            path, given, recovery, caseworker=caseworker, device=device_name(), test_kdf=test_kdf
        )
    except BaseException:
        if recovery_file is not None:
            recovery_file.unlink(missing_ok=True)
        raise
    with desk.vault as vault:
        shape = shapes.VaultMade(
            path=str(path),
            vault_id=vault.info().vault_id,
            caseworker=desk.name,
            recovery_file=str(recovery_file) if recovery_file else None,
        )
    answer(
        settings,
        shape,
        lambda: screens.done("the vault is made; take in the first case with `registry case new`"),
    )
    if recovery_file is not None:
        say(
            settings, "the recovery key opens everything: move its file off this machine, to paper if you can"
        )


def _choose_passphrase(settings: Settings) -> str:
    """Offer a generated passphrase; a typed one is taken where its maker insists and it is strong enough."""
    generated = generate_passphrase()
    say(
        settings,
        f"Your passphrase, for you alone:\n\n    {generated}\n\nLearn it, or write it down and hide it well.",
    )
    typed = ask_secretly("Type it back, or type one of your own")
    if typed == generated:
        return generated
    if typed != ask_secretly("The same again"):
        raise InputRefused("the two differ", "run `registry init` again; nothing was made")
    return typed


def _type_back(settings: Settings, recovery: RecoveryKey) -> None:
    """Show the recovery key and have it typed back: a key nobody wrote down recovers nothing."""
    groups = recovery.groups()
    rows = "\n".join("    " + " ".join(groups[start : start + 4]) for start in range(0, len(groups), 4))
    say(
        settings,
        f"The recovery key opens the vault when the passphrase is lost. Write it on paper:\n\n{rows}\n",
    )
    for left in reversed(range(_TRIES)):
        sys.stderr.write("Type the recovery key back from the paper: ")
        sys.stderr.flush()
        typed = sys.stdin.readline()
        if not typed:
            raise EOFError
        try:
            if RecoveryKey.parse(typed) == recovery:
                return
            wrong = "that is another key"
        except InputRefused as refused:
            wrong = refused.message
        say(settings, f"{wrong}; {left} more tries")
    raise InputRefused("the recovery key was not typed back", "run `registry init` again; nothing was made")


def new_passphrase(settings: Settings, file: str | None) -> str:
    """Return a passphrase for something new: from a file, or generated and typed back. Raises ``Locked``."""
    if file is not None:
        return passphrase_in(file)
    if not can_ask(settings):
        raise Locked(
            "no new passphrase was given", "run it on a terminal, or give --new-passphrase-file FILE"
        )
    return _choose_passphrase(settings)


def change_passphrase(settings: Settings, new_file_name: str | None, recovery_from: str | None) -> None:
    """Change the passphrase of the caseworker who opens the vault, or give a new one for a lost one."""
    recovery = read_text(settings, recovery_from, "Recovery key") if recovery_from is not None else None
    with at_desk(settings, recovery=recovery) as desk:
        desk.vault.change_passphrase(new_passphrase(settings, new_file_name))
    answer(
        settings, shapes.Done(done="passphrase changed"), lambda: screens.done("the passphrase is changed")
    )
