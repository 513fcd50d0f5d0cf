"""The shapes of the doctor's answer, with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class DoctorItem(Shape):
    """One finding: good, warning or unknown, in one sentence, with what to do.

    ``sample`` is a line to be looked at by eye. ``detail`` is empty in a redacted report.
    """

    check: str
    state: str
    says: str
    do: str
    sample: str
    detail: str


class DoctorReport(Shape):
    """What was found of the machine; a redacted one names no path, person, machine, vault or count of cases."""

    redacted: bool
    system: str
    warnings: int
    unknown: int
    items: tuple[DoctorItem, ...]
