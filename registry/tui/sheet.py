"""The sheet of an interview: its questions one under the other with what was answered, and what is shown at its end."""

from __future__ import annotations

from collections.abc import Iterator

from registry.cases.casefile import PERSON
from registry.desk.drafting import SOURCE, Draft
from registry.desk.interview_course import Course
from registry.desk.interview_steps import Step
from registry.desk.likely import AlreadyHere, Likely
from registry.tui.paint import GAP, Entry, Label, heading
from registry.words.identity import short

# Each mark with its meaning: where one is, answered, passed over, still to come.
HERE, ANSWERED, PASSED, OPEN = "▸", "✓", "·", " "


def sheet(course: Course, here: Step | None) -> tuple[list[Entry], int]:
    """Return the questions with their answers, and the number of the entry where one is."""
    entries: list[Entry] = []
    section, at = "", 0
    for step in course.steps():
        if step.section != section:
            section = step.section
            entries.append(heading(section))
        if here is not None and step.key == here.key:
            at = len(entries)
        entries.append(_line(course, step, here))
    return entries, at


def _line(course: Course, step: Step, here: Step | None) -> Entry:
    told, is_here = course.told(step), here is not None and step.key == here.key
    mark = HERE if is_here else ANSWERED if told else PASSED if course.was_put(step) else OPEN
    label = "Who says so" if step.key == SOURCE else step.question
    if step.offers:
        return Entry(f"{mark} {step.question}", look="chosen" if is_here else "dim")
    return Entry(told, label=f"{mark} {label}", look="strong" if is_here else "", broad=True)


def review(course: Course, found: AlreadyHere | None) -> list[Entry]:
    """Return what will be kept, and who may be here already."""
    entries = [heading("This is what will be kept")]
    entries += [
        Entry(course.told(step), label=step.section if step.key == SOURCE else step.question, broad=True)
        for step in course.answered()
    ]
    return [*entries, GAP, *_already(course.draft, found)]


def _already(draft: Draft, found: AlreadyHere | None) -> Iterator[Entry]:
    if found is None:
        yield Entry("Looking whether this person is here already…", look="dim")
        return
    if found.cases:
        yield heading("! May be here already")
        yield from (entry for one in found.cases for entry in _likely(one))
        yield Entry("Read them before you keep a second file; two files of one person can be linked later.")
    elif draft.known("name"):
        yield Entry("Nobody of a like name is here yet.", look="good")
    for one in found.drafts:
        told = f"! Interview {one.short} of {one.begun[:10]} is not finished, and tells of a like name: {one.called}"
        yield Entry(told, look="warn")


def _likely(one: Likely) -> Iterator[Entry]:
    line = one.line
    yield Entry(" / ".join(line.names), label=short(line.id), look="warn")
    agree, differ = (", ".join(fact.replace("_", " ") for fact in side) for side in (one.agree, one.differ))
    said = "; ".join(filter(None, (agree and f"alike: {agree}", differ and f"different: {differ}", line.at)))
    if said:
        yield Entry(said, indent=2, look="dim")


def draft_label(draft: Draft, by: str) -> Label:
    """Return what one unfinished interview is called where they are listed."""
    kind = "" if draft.kind == PERSON else "group report:"
    return draft.short, draft.touched[:16].replace("T", " "), by, kind, draft.called or "no name yet"
