"""How well names are compared: F1 and recall on labelled pairs, and pairs a second.

``python -m bench.names FOLDER [--held-out] [--learn]``

FOLDER holds ``pairs_dev.csv`` (``left``, ``right``, ``same_person``, ``kind``, ``channel``) and, for the other two,
``component_variants_dev.csv`` (one component of a name in ``arabic_2025``, ``arabic_2024``, ``latin_ibc`` and
``latin_dict``, with ``count``). ``--learn`` writes ``registry/matching/weights.py`` anew from the latter. ``--held-out``
learns from one half of the components, chosen by a digest of their letters, and measures pairs of which neither
family name was in that half; then the other way round. Every figure is at the program's own fixed threshold.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from pathlib import Path
from time import process_time

from bench.letters import learnt, pairs_of, written
from registry.matching import comparing, compounds, near, parts, sounds, weights
from registry.matching.comparing import SAME, Person, compare
from registry.matching.keys import keys
from registry.words.folding import fold, tokens

Row = dict[str, str]
Scored = Sequence[tuple[float, Row]]

_WEIGHTS = Path(weights.__file__)
_HEAD = '''"""How Arabic letters are spelled in Latin script: shares per mille, learnt by `python -m bench.names FOLDER --learn`."""

from __future__ import annotations

# One line a letter: the letter, how common it is, then the pieces that spell it with their shares; - is none. A weak
# letter has a line of its own at the beginning of a word (ٱ for alef, the joined form of ain) and at its end (ى, ة, أ).
SPELLINGS = """\\
'''


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def scored(rows: Iterable[Row]) -> list[tuple[float, Row]]:
    return [(compare(Person.of(row["left"]), Person.of(row["right"])).score, row) for row in rows]


def at_threshold(found: Scored, threshold: float = SAME) -> tuple[float, float, float]:
    """Return F1, precision and recall of the pairs whose score reaches the threshold."""
    right = sum(score >= threshold and row["same_person"] == "1" for score, row in found)
    said = sum(score >= threshold for score, _ in found)
    true = sum(row["same_person"] == "1" for _, row in found)
    return 2 * right / (said + true), right / said if said else 1.0, right / true


def recall_at(found: Scored, precision: float) -> float:
    """Return the highest recall of any threshold at which so much of what is said is right; ties go together."""
    true = sum(row["same_person"] == "1" for _, row in found)
    best, right, said = 0.0, 0, 0
    by_score: dict[float, list[Row]] = {}
    for score, row in found:
        by_score.setdefault(score, []).append(row)
    for score in sorted(by_score, reverse=True):
        said += len(by_score[score])
        right += sum(row["same_person"] == "1" for row in by_score[score])
        if right / said >= precision:
            best = right / true
    return best


def told(label: str, found: Scored) -> None:
    f1, precision, recall = at_threshold(found)
    at = recall_at(found, 0.95)
    print(f"{label:<28}{len(found):>6} pairs  F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}"
          f"  recall at precision 0.95 {at:.4f}")  # fmt: skip


def quality(found: Scored) -> None:
    told("all", found)
    for channel in sorted({row["channel"] for _, row in found}):
        told(channel, [one for one in found if one[1]["channel"] == channel])
    wrong = Counter(row["kind"] for score, row in found if (score >= SAME) != (row["same_person"] == "1"))
    print("wrong by kind:", ", ".join(f"{kind} {count}" for kind, count in wrong.most_common()))


def speed(rows: Sequence[Row]) -> None:
    for label in ("every word new", "words seen before"):
        if label == "every word new":
            _forget()
        start = process_time()
        scored(rows)
        print(f"{label}: {len(rows) / (process_time() - start):,.0f} pairs a second of processor time")


def blocking(rows: Iterable[Row]) -> None:
    same = [row for row in rows if row["same_person"] == "1"]
    met = sum(bool(keys(row["left"]) & keys(row["right"])) for row in same)
    print(f"pairs of one person that share a blocking key: {met / len(same):.4f}")


# ---- held out ----------------------------------------------------------------------------------------------


def _caches() -> Iterator[_lru_cache_wrapper]:  # type: ignore[type-arg]
    for module in (sounds, near, compounds, parts, comparing):
        for made in vars(module).values():
            if isinstance(made, _lru_cache_wrapper):
                yield made


def _forget() -> None:
    for made in _caches():
        made.cache_clear()


@contextmanager
def _table(text: str) -> Iterator[None]:
    """Compare with another table of spellings for a while."""
    usual = sounds.SPELLINGS
    sounds.SPELLINGS = text
    _forget()
    try:
        yield
    finally:
        sounds.SPELLINGS = usual
        _forget()


def _half(row: Row) -> bool:
    letters = "".join(sorted(set(fold(row["arabic_2025"]).replace("ال", ""))))
    return bool(hashlib.blake2b(letters.encode(), digest_size=1).digest()[0] & 1)


def _unseen(learnt_from: Iterable[Row]) -> Callable[[Row], bool]:
    columns = ("arabic_2025", "arabic_2024", "latin_ibc", "latin_dict")
    seen = {fold(row[column]).replace(" ", "") for row in learnt_from for column in columns}

    def family(name: str) -> str:
        return tokens(name)[-1].replace(" ", "")

    return lambda row: not any(family(row[side]) in seen for side in ("left", "right"))


def held_out(components: Sequence[Row], pairs: Sequence[Row]) -> None:
    for side in (True, False):
        half = [row for row in components if _half(row) is side]
        test = [row for row in pairs if _unseen(half)(row)]
        with _table(written(*learnt(pairs_of(half)))):
            told("held out: other families", scored(test))
            told("  (all pairs, half learnt)", scored(pairs))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--learn", action="store_true")
    asked.add_argument("--held-out", action="store_true")
    given = asked.parse_args()
    if given.learn:
        table = written(*learnt(pairs_of(rows_of(given.folder / "component_variants_dev.csv"))))
        _WEIGHTS.write_text(f'{_HEAD}{table}"""\n', encoding="utf-8")
        print(f"wrote {len(table.splitlines())} letters, {len(table):,} characters")
        return
    pairs = rows_of(given.folder / "pairs_dev.csv")
    quality(scored(pairs))
    blocking(pairs)
    speed(pairs)
    if given.held_out:
        held_out(rows_of(given.folder / "component_variants_dev.csv"), pairs)


if __name__ == "__main__":
    main()
