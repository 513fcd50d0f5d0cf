"""The shape of what `registry doctor bidi` answers with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class BidiReport(Shape):
    """How right-to-left text is written to this terminal, and why.

    ``way`` is logical, reorders or unsure; ``by`` is environment, remembered or terminal: who chose it.
    ``joined`` says whether Arabic letters are joined here; where not, ``hint`` says what to install.
    ``kept`` is true where an answer given now is remembered on this machine.
    """

    terminal: str
    way: str
    by: str
    joined: bool
    hint: str
    kept: bool = False
