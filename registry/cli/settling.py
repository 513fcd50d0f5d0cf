"""Summaries that an earlier command entered in the ledger and did not live to see in their place."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from registry.cli.output import say
from registry.cli.settings import Settings
from registry.cli.writing import new_folder, sweep_folders
from registry.errors import RegistryError

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.desk.settling import Unfinished


def settle(settings: Settings, desk: Desk) -> None:
    """Put right what a killed command left: the files of a release that the ledger has are written where they were meant.

    A person had confirmed each of them, and its people count as told of either way. What cannot be written now is
    said, with the command that gives the files.
    """
    from registry.desk.settling import arrived, unfinished

    for found in list(unfinished(desk)):
        whole = found.stands()
        with suppress(OSError):
            sweep_folders(found.folder.parent)
        if not whole and not _written(found):
            say(
                settings,
                f"the summary {found.release_id} was interrupted and is in the ledger; its files cannot be put where "
                f"they were meant: `registry disclose again {found.release_id} --out DIR` gives them",
            )
            continue
        arrived(desk, found.release_id)
        say(
            settings,
            f"the summary {found.release_id} was interrupted earlier; its files stand whole in their folder now",
        )


def _written(found: Unfinished) -> bool:
    if os.path.lexists(found.folder) or not found.folder.parent.is_dir():
        return False
    try:
        with new_folder(found.folder, found.files):
            pass
    except RegistryError:
        return False
    return True
