"""Every word that reports say of themselves: the gate passes these, and no others that no summary holds."""

from __future__ import annotations

from functools import cache

from registry.disclosure.contents import parts_of
from registry.disclosure.scan import ways_of
from registry.disclosure.specimen import bare_summary
from registry.reports import write_all
from registry.reports.csv import TAGS
from registry.reports.standing import STANDING, standing_texts
from registry.reports.wording import LANGUAGES


@cache
def standing_words() -> frozenset[str]:
    """Return every folded word of the standing texts, and of files that hold no data at all.

    The files are written from a summary of empty classes, so that tags, attributes and column tags are known
    by looking and not from a list kept beside the writers.
    """
    found = {word for text in standing_texts() for words in ways_of(text) for word in words}
    for lang in LANGUAGES:
        for name, content in write_all(bare_summary(TAGS), lang).items():
            for part in parts_of(name, content):
                text = part.text
                for known in STANDING:  # passed to the letter: its words are not known to stand elsewhere
                    text = text.replace(known, " ")
                found |= {word for words in ways_of(text, part.drawn) for word in words}
    return frozenset(word for word in found if not word.isdigit())
