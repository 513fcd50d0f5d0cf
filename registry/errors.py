"""Every refusal the registry can give, each with one sentence, a next step and an exit code."""

from __future__ import annotations

from typing import ClassVar


class RegistryError(Exception):
    """The base of all refusals.

    ``message`` is one sentence in lower case without a full stop and without personal data, because
    messages get photographed. ``hint`` names the next step. ``exit_code`` is what a command returns.
    """

    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "unexpected"
    meaning: ClassVar[str] = "something unexpected; nothing was changed unless it says so"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageRefused(RegistryError):
    """The command's words do not fit."""

    exit_code = 2
    code = "usage"
    meaning = "the command was not understood"


class Damaged(RegistryError):
    """Something kept was changed, cut short or swapped since it was sealed."""

    exit_code = 3
    code = "damaged"
    meaning = "damaged or tampered with"


class Locked(RegistryError):
    """The passphrase or key does not open the vault, or none was given."""

    exit_code = 4
    code = "locked"
    meaning = "wrong passphrase, or locked"


class OpenElsewhere(RegistryError):
    """Another session is writing to the vault."""

    exit_code = 5
    code = "open-elsewhere"
    meaning = "open in another session"


class NotSaved(RegistryError):
    """The change could not be put on disk; what was there before still stands."""

    exit_code = 6
    code = "not-saved"
    meaning = "could not save; what was there before still stands"


class InputRefused(RegistryError):
    """What was given cannot be read without guessing."""

    exit_code = 7
    code = "input-refused"
    meaning = "the input was refused"


class NewerFormat(RegistryError):
    """The file was made by a newer version of the program."""

    exit_code = 8
    code = "newer-format"
    meaning = "made by a newer version of registry"


class DisclosureRefused(RegistryError):
    """An anonymised summary would say too much, or could not be shown to be safe."""

    exit_code = 9
    code = "disclosure-refused"
    meaning = "the disclosure was refused and no file was left"


class NotFound(RegistryError):
    """Nothing here has that id or name."""

    exit_code = 10
    code = "not-found"
    meaning = "not found"


class RuleNotMet(RegistryError):
    """A rule of casework does not allow the step."""

    exit_code = 11
    code = "rule-not-met"
    meaning = "a rule of casework is not met"


class Interrupted(RegistryError):
    """The caseworker stopped the command."""

    exit_code = 130
    code = "interrupted"
    meaning = "interrupted"


REFUSALS: tuple[type[RegistryError], ...] = (
    RegistryError,
    UsageRefused,
    Damaged,
    Locked,
    OpenElsewhere,
    NotSaved,
    InputRefused,
    NewerFormat,
    DisclosureRefused,
    NotFound,
    RuleNotMet,
    Interrupted,
)
