"""What a command that writes files asks first; the writing itself is the vault's, for both faces."""

from __future__ import annotations

from registry.cli.settings import Settings
from registry.errors import RuleNotMet
from registry.vault.new_files import new_file, new_folder, refuse_stream, refuse_taken, sweep_folders

__all__ = ["new_file", "new_folder", "refuse_read_only", "refuse_stream", "refuse_taken", "sweep_folders"]


def refuse_read_only(settings: Settings) -> None:
    """Raise ``RuleNotMet`` where only reading was asked for, by a command that makes something."""
    if settings.read_only:
        raise RuleNotMet("this makes a vault, and only reading was asked for", "run it without --read-only")
