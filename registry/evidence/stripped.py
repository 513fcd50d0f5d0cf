"""What is left of a picture without its metadata, and the one refusal of a picture that cannot be followed."""

from __future__ import annotations

from dataclasses import dataclass

from registry.errors import InputRefused


@dataclass(frozen=True, slots=True)
class Stripped:
    """The bytes of a copy, in words what was left out, and whether the camera had asked to turn the picture."""

    data: bytes
    removed: tuple[str, ...]
    turned: bool = False


def broken(what: str) -> InputRefused:
    """Return the refusal of a picture whose parts do not follow its own rules."""
    return InputRefused(
        f"the picture is not whole: {what}",
        "nobody can say what a copy of it would still hold; save it anew with a picture program that is offline, "
        "and attach that",
    )
