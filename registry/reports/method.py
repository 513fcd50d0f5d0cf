"""The method note that goes beside every release: who is counted, how it is protected, what risk remains."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from registry.disclosure.summary import PrintedDimension, Summary
from registry.reports.markdown import reading
from registry.reports.wording import text


def write(summary: Summary, lang: str, files: Mapping[str, bytes], audit: str = "audit_self") -> bytes:
    """Return the note for the other ``files`` of a release; ``audit`` names the text on how it was audited.

    Not in it, because they would help an attacker: seeds, the solver's order, true totals.
    """
    policy = summary.policy
    parts = [
        f"# {text('method_title', lang)}",
        f"{text('title', lang)}. {text('release', lang)} `{summary.release_id}`.",
        f"{text('made_on', lang)} {summary.made_on}.",
        *_section(
            "m_universe", lang, text("m_universe_text", lang, cutoff=summary.cutoff), text("documented", lang)
        ),
        *_section("m_coverage", lang, text("m_coverage_text", lang)),
        *_section("m_classes", lang, *(_classes(dimension, lang) for dimension in summary.dimensions)),
        *_section("reading_title", lang, reading(summary, lang)),
        *_section("m_rounding", lang, text("m_rounding_text", lang, **{**policy, "policy": policy["name"]})),
        *_section("m_adversaries", lang, text("m_adversaries_text", lang)),
        *_section("m_audit", lang, text(audit, lang)),
        *_section("m_risk", lang, text("m_risk_text", lang)),
        *_section(
            "m_files", lang, *(f"- `{name}` {sha256(files[name]).hexdigest()}" for name in sorted(files))
        ),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _section(key: str, lang: str, *paragraphs: str) -> tuple[str, ...]:
    return (f"## {text(key, lang)}", *paragraphs) if paragraphs else ()


def _classes(dimension: PrintedDimension, lang: str) -> str:
    classes = "; ".join(found.term.show(lang) for found in dimension.classes)
    return f"- {dimension.name.show(lang)}: {classes}"
