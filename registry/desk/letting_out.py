"""Letting a summary out: its files and its entry in the ledger come both or neither, and what a killed program left is put right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from registry.desk import disclosing
from registry.desk.desk import Desk
from registry.desk.settling import Unfinished, arrived, unfinished
from registry.disclosure.plan import PlannedCell
from registry.disclosure.policy import Policy, policy_from
from registry.disclosure.tables import Cell
from registry.errors import Damaged, DisclosureRefused, InputRefused, RegistryError
from registry.vault.new_files import new_folder, sweep_folders
from registry.words.dates import PartialDate

# What a person types so that a summary goes out.
YES = "yes"


@contextmanager
def refusing_what_is_damaged() -> Iterator[None]:
    """Raise ``DisclosureRefused`` for damage: what cannot be read cannot be shown to be safe."""
    try:
        yield
    except Damaged as found:
        raise DisclosureRefused(found.message, found.hint) from None


def let_out(desk: Desk, release: disclosing.Release, folder: Path) -> None:
    """Enter a release in the ledger and give its folder its name: both or neither, unless the program is killed.

    ``folder`` is absolute and must not stand yet. Raises as ``new_folder`` and ``disclosing.enter`` do.
    """
    try:
        with new_folder(folder, release.files):
            disclosing.enter(desk, release, str(folder))
    except BaseException:
        if not Unfinished(release.entry.release_id, folder, release.files).stands():
            with suppress(RegistryError):  # what cannot be taken back is told by the next command
                disclosing.take_back(desk, release)
        raise
    with suppress(RegistryError):  # the files are there and in the ledger: the next command notes it
        arrived(desk, release.entry.release_id)


def put_right(desk: Desk) -> list[str]:
    """Put right what a killed program left, and return what there is to say of it.

    The files of a release that the ledger has are written where they were meant: a person had confirmed each of
    them, and its people count as told of either way. What cannot be written now is said, with the command that
    gives the files.
    """
    said = []
    for found in list(unfinished(desk)):
        whole = found.stands()
        with suppress(OSError):
            sweep_folders(found.folder.parent)
        if not whole and not _written(found):
            said.append(
                f"the summary {found.release_id} was interrupted and is in the ledger; its files cannot be put where "
                f"they were meant: `registry disclose again {found.release_id} --out DIR` gives them"
            )
            continue
        arrived(desk, found.release_id)
        said.append(
            f"the summary {found.release_id} was interrupted earlier; its files stand whole in their folder now"
        )
    return said


def _written(found: Unfinished) -> bool:
    folder = found.folder
    if folder.exists() or folder.is_symlink() or not folder.parent.is_dir():
        return False
    try:
        with new_folder(folder, found.files):
            pass
    except RegistryError:
        return False
    return True


def policy_in(path: Path) -> Policy:
    """Read an organisation's own policy; raise ``InputRefused`` where the file cannot be read or is none."""
    try:
        return policy_from(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise InputRefused("the policy file cannot be read", "name a text file that exists") from None


def day_of(text: str) -> date | None:
    """Return the one day that a cut-off names, ``None`` where none is given; raise ``InputRefused``."""
    if not text:
        return None
    day = PartialDate.parse(text)
    if day.earliest is None or day.earliest != day.latest:
        raise InputRefused("the cut-off is not one day", "write it as 2017-01-31")
    return day.earliest


def in_words(at: Cell) -> str:
    """Return a cell as words: its classes, or the total."""
    return ", ".join(f"{key} {code}" for key, code in at) or "all"


def exposed_in_words(cell: PlannedCell) -> str:
    """Return a cell with its true counts, for the vault's own screen only."""
    return f"{in_words(cell.at)}: {cell.persons} people of {cell.families}+ families, printed {cell.printed}"
