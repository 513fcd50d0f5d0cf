"""One source in words for the screen: what it is, and every grade it was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from registry.desk.sourcing import Graded
from registry.sources.grading import RELIABILITY
from registry.sources.kinds import SOURCE_KINDS
from registry.sources.source import Source
from registry.tui.paint import GAP, Entry, heading
from registry.words.identity import short

# The parts of a source that are shown as they were given, in this order.
_PARTS = ("material", "independence", "risk", "publisher", "url", "dated", "note")


def card(
    source: Source, grades: Sequence[Graded], names: Mapping[str, str], *, has_contact: bool, lang: str
) -> list[Entry]:
    """Return a source as a card; ``names`` are those of caseworkers, by key. The contact itself is never on it."""
    kind = SOURCE_KINDS[source.kind].show(lang) if source.kind in SOURCE_KINDS else source.kind
    entries = [heading(f"{short(source.id)}  {source.label}")]
    if source.withdrawn:
        entries.append(Entry("! taken back: it can be named no more", look="bad"))
    entries += [
        Entry(kind, label="Kind"),
        Entry(grade_words(source.reliability, lang), label="Grade", look="strong"),
    ]
    if source.derived_from:
        entries.append(Entry(f"{short(source.derived_from)}: the two count as one voice", label="Repeats"))
    entries += [
        Entry(said, label=part.capitalize()) for part in _PARTS if (said := str(getattr(source, part)))
    ]
    if source.published:
        entries.append(Entry("yes", label="Published"))
    entries.append(Entry("sealed apart; c opens it" if has_contact else "none recorded", label="Contact"))
    return [*entries, GAP, heading("Grades, the first one first"), *_grades(grades, names, lang)]


def _grades(grades: Sequence[Graded], names: Mapping[str, str], lang: str) -> Iterator[Entry]:
    for one in grades:
        by = names.get(one.by, "someone unknown")
        taken_back = " (taken back)" if one.undone else ""
        yield Entry(f"{grade_words(one.reliability, lang)}, {by}{taken_back}", label=one.at[:10])
        yield Entry(one.why or "no reason given", indent=16, look="" if one.why else "dim")


def grade_words(letter: str, lang: str) -> str:
    """Return a grade of reliability with what it means."""
    return f"{letter} {RELIABILITY[letter].show(lang)}" if letter in RELIABILITY else letter
