"""What every report says whatever is in it, for the gate to know: its standing texts and what stands to the letter."""

from __future__ import annotations

from registry.disclosure.summary import VERSION
from registry.reports.html import STANDING as ON_PAGES
from registry.reports.wording import LANGUAGES, TEXTS, text

# Style sheets, and how the version of a classification is said.
STANDING = (*ON_PAGES, *(text("version", lang, n=VERSION) for lang in LANGUAGES))


def standing_texts() -> tuple[str, ...]:
    """Return every standing text in every language, as it is kept: a name that stands in one is no leak by itself."""
    return tuple(words for texts in TEXTS.values() for words in texts)
