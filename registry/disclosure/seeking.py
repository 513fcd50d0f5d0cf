"""Looking in a text for what identifies anyone in the vault, whatever the script, case, marks or blanks of either."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

# A name of one or two letters cannot be told from a syllable of ordinary words.
SHORTEST = 3
# A shorter run of digits is a year or a count, which ordinary text holds too.
_DIGITS = 6


class Seeker:
    """What is looked for, brought to one spelling once, so that any number of texts can be read."""

    def __init__(
        self, identifiers: Iterable[str], fold: Callable[[str], str], known: Iterable[str] = ()
    ) -> None:
        self.fold = fold
        plain = {word for words in known for word in _words(fold(words))}
        folded = [_words(fold(identifier)) for identifier in identifiers]
        whole = {" ".join(words) for words in folded}
        self.words = {words for words in whole if len(words) >= SHORTEST and words not in plain}
        self.longest = max((words.count(" ") + 1 for words in self.words), default=0)
        # The same letters without any blank: a name or a number that was spaced out, or run together.
        self.joined = {
            found for words in folded if len(found := "".join(words)) >= _DIGITS and found not in plain
        }

    def found(self, text: str) -> Iterator[str]:
        """Yield each run of folded words in ``text`` that identifies somebody."""
        words = _words(self.fold(text))
        for start in range(len(words)):
            for end in range(start + 1, min(start + self.longest, len(words)) + 1):
                rest = words[start + 1 : end]
                for first in bare(words[start]):
                    if (run := " ".join((first, *rest))) in self.words:
                        yield run
                        break
        yield from self._run_together(words)

    def _run_together(self, words: Sequence[str]) -> Iterator[str]:
        """Yield what stands in the text once its blanks are gone, beginning and ending where words do."""
        if not self.joined:
            return
        longest = max(map(len, self.joined))
        for start in range(len(words)):
            run = ""
            for word in words[start:]:
                run += word
                if len(run) > longest:
                    break
                if run in self.joined:
                    yield run


def bare(word: str) -> tuple[str, ...]:
    """Return a folded word as it stands, and without the particles that Arabic writes in one with what follows.

    As in وللخالد: up to two of them, and the article.
    """
    found = [word]
    for _ in range(2):
        if len(found[-1]) > SHORTEST and found[-1][0] in _PARTICLES:
            found.append(found[-1][1:])
    return tuple(
        dict.fromkeys(
            [*found, *(one[2:] for one in found if one.startswith("ال") and len(one) > SHORTEST + 1)]
        )
    )


# And, so, in or with, to, like.
_PARTICLES = frozenset("وفبلك")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
