"""The pages lead where they say, and the decisions are numbered and listed."""

from __future__ import annotations

import re
from pathlib import Path

from tests.floors import ROOT

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
DECISIONS = ROOT / "docs" / "decisions"


def written_pages() -> list[Path]:
    """Return every Markdown page of the project."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")])


def broken_links(page: Path, text: str) -> list[str]:
    """Return the relative links of a page that lead to no file."""
    targets = [
        target for target in LINK.findall(text) if "://" not in target and not target.startswith("mailto:")
    ]
    return [target for target in targets if not (page.parent / target).exists()]


def test_every_relative_link_leads_to_a_file() -> None:
    found = {
        str(p.relative_to(ROOT)): broken_links(p, p.read_text(encoding="utf-8")) for p in written_pages()
    }
    assert {page: links for page, links in found.items() if links} == {}


def test_a_link_that_leads_nowhere_is_found() -> None:
    assert broken_links(ROOT / "README.md", "[a](nowhere.md) [b](https://example.org/x) [c](LICENSE)") == [
        "nowhere.md"
    ]


def test_decisions_are_numbered_once_and_listed() -> None:
    pages = [path.name for path in DECISIONS.glob("[0-9]*.md") if path.name != "0000-template.md"]
    numbers = [name[:4] for name in pages]
    assert len(set(numbers)) == len(numbers)
    listed = re.findall(r"\]\((\d{4}-[^)]+)\)", (DECISIONS / "README.md").read_text(encoding="utf-8"))
    assert sorted(set(listed) - {"0000-template.md"}) == sorted(pages)


def test_a_decision_says_what_it_gives_up() -> None:
    for path in DECISIONS.glob("[0-9]*.md"):
        text = path.read_text(encoding="utf-8")
        assert re.match(r"# \S+\. ", text), path.name
        assert "## What this gives up" in text, path.name
        assert "Status: " in text, path.name
