"""The method note that goes beside every release: who is counted, how it is protected, what risk remains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from registry.disclosure.summary import PrintedDimension, Summary
from registry.reports.markdown import reading
from registry.reports.wording import said_day, text

# The heading of a part of the note, its paragraphs, and the points listed below them.
Told = tuple[str, tuple[str, ...], tuple[str, ...]]


def write(summary: Summary, lang: str, files: Mapping[str, bytes], audit: str = "audit_self") -> bytes:
    """Return the note for the other ``files`` of a release; ``audit`` names the text on how it was audited.

    Not in it, because they would help an attacker: seeds, the solver's order, true totals.
    """
    parts = [
        f"# {text('method_title', lang)}",
        f"{text('title', lang)}. {text('release', lang)} `{summary.release_id}`.",
        f"{text('made_on', lang)} {said_day(summary.made_on, lang)}.",
    ]
    hashes = tuple(f"`{name}` {sha256(files[name]).hexdigest()}" for name in sorted(files))
    *before, risk = told(summary, lang)
    audited = (text("m_audit", lang), (text(audit, lang),), ())
    for heading, paragraphs, points in (*before, audited, risk, (text("m_files", lang), (), hashes)):
        parts += [f"## {heading}", *paragraphs, *(f"- {point}" for point in points)]
    return ("\n\n".join(parts) + "\n").encode()


def told(summary: Summary, lang: str) -> Iterator[Told]:
    """Yield the parts of the note that hold for every file alike, in their order; the risk that remains is last."""
    policy = {**summary.policy, "policy": summary.policy["name"]}
    universe = (
        text("m_universe_text", lang, cutoff=said_day(summary.cutoff, lang)),
        text("documented", lang),
    )
    yield text("m_universe", lang), universe, ()
    yield text("m_coverage", lang), (text("m_coverage_text", lang),), ()
    if summary.dimensions:
        yield text("m_classes", lang), (), tuple(_classes(found, lang) for found in summary.dimensions)
    yield text("reading_title", lang), (reading(summary, lang),), ()
    band = "_floor" if summary.one_way else ""
    how = text(f"m_said{band}", lang, base=summary.base)
    yield text("m_rounding", lang), (text("m_rounding_text", lang, said=how, **policy),), ()
    yield text("m_adversaries", lang), (text("m_adversaries_text", lang),), ()
    yield text("m_risk", lang), (text("m_risk_text", lang, told=text(f"m_told{band}", lang)),), ()


def _classes(dimension: PrintedDimension, lang: str) -> str:
    classes = "; ".join(found.term.show(lang) for found in dimension.classes)
    version = text("version", lang, n=dimension.version)
    return text("classes_version", lang, name=dimension.name.show(lang), version=version, classes=classes)
