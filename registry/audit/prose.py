"""Figures that stand in words beside the tables: percentages, means, days, and numbers that no cell prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from registry.audit.finding import Finding
from registry.audit.reading import Release

# A reader finds a percentage of fewer people than this out by trying (policy: base 100 or more, whole).
_PERCENT_BASE = 100
_ARABIC = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٪", "01234567890123456789.%")

_PERCENT = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:%|percent\b|per cent\b|pour ?cent\b|بالمئة|بالمائة|في المئة|في المائة)",
    re.IGNORECASE,
)
_MEAN = re.compile(
    r"\b(?:mean|average|averaged|median|moyenne|médiane)\b[^.;\n]{0,60}?\d|\d[^.;\n]{0,20}\bon average\b|"
    r"(?:متوسط|وسطي|الوسيط)[^.;\n]{0,60}?\d",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b")
# "One" is left out: in English and French it is an article or a pronoun far more often than a count.
_SMALL = {
    word: value
    for value, words in enumerate(
        (
            "two|deux|اثنان|شخصان",
            "three|trois|ثلاثة",
            "four|quatre|أربعة",
            "five|cinq|خمسة",
            "six|ستة",
            "seven|sept|سبعة",
            "eight|huit|ثمانية",
            "nine|neuf|تسعة",
        ),
        2,
    )
    for word in words.split("|")
}
_PEOPLE = (
    "people|persons?|men|man|women|woman|boys?|girls?|child|children|minors?|cases?|detainees?|prisoners?|civilians?|"
    "families|family|brothers?|sisters?|personnes?|hommes?|femmes?|garçons?|filles?|enfants?|mineurs?|détenus?|familles?|"
    "أشخاص|شخص|رجال|رجل|نساء|امرأة|أطفال|طفل|معتقلين|معتقلون|عائلات|عائلة"
)
# A figure of people: a number, at most two words, and what is counted.
_COUNTED = re.compile(
    rf"(?<![\w.,-])({'|'.join(sorted(_SMALL, key=len, reverse=True))}|\d{{1,3}}(?:[,\u00a0\u202f ]\d{{3}})+|\d+)"
    rf"\s+(?:\w+\s+){{0,2}}?(?:{_PEOPLE})\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_ADVICE = "leave it out of the text: what is said in words must stand in a table"


def in_summary(release: Release) -> Iterator[Finding]:
    """Yield what the texts inside a summary say beyond its cells."""
    for text in release.prose:
        yield from in_text(text, [release], "a text in the summary")


def in_text(text: str, releases: Sequence[Release], place: str) -> Iterator[Finding]:
    """Yield what a text beside some summaries says beyond their cells; mark-up is taken off first."""
    plain = _MARKUP.sub(" ", text).translate(_ARABIC)
    names = tuple(release.name for release in releases)
    for kind, words in (
        *_percentages(plain, releases),
        *_means(plain),
        *_days(plain, releases),
        *_counts(plain, releases),
    ):
        yield Finding(kind, fatal=True, words=f"{place}: {words}", advice=_ADVICE, releases=names)


def _percentages(text: str, releases: Sequence[Release]) -> Iterator[tuple[str, str]]:
    for said in dict.fromkeys(found[1] for found in _PERCENT.finditer(text)):
        if "." in said or "," in said:
            yield (
                "percentage",
                f"{said} % carries more digits than rounded figures have: with it a reader finds the counts by trying",
            )
        elif not _of_prints(int(said), releases):
            share = f"{said} % is no share of two printed figures, the second {_PERCENT_BASE} or more"
            yield ("percentage", f"{share}: it says something that the tables hold back")


def _of_prints(share: int, releases: Sequence[Release]) -> bool:
    for release in releases:
        numbers = {cell.number for cell in release.cells.values() if cell.number is not None}
        bases = [whole for whole in numbers if whole >= _PERCENT_BASE]
        if any(
            (200 * part + whole) // (2 * whole) == share
            for whole in bases
            for part in numbers
            if part <= whole
        ):
            return True
    return False


def _means(text: str) -> Iterator[tuple[str, str]]:
    if _MEAN.search(text):
        yield (
            "mean",
            "a mean or a median with a number: several of them, or one of a small class, give the values of single people",
        )


def _days(text: str, releases: Sequence[Release]) -> Iterator[tuple[str, str]]:
    known = {day for release in releases for day in release.days}
    if any(day[0] not in known for day in _DAY.finditer(text)):
        yield (
            "day",
            "a day that is neither the release's own nor its cut-off: a day can be one person's day",
        )


def _counts(text: str, releases: Sequence[Release]) -> Iterator[tuple[str, str]]:
    printed = {n for release in releases for n in release.figures}
    constants = {n for release in releases for n in release.constants}
    for said in dict.fromkeys(found[1] for found in _COUNTED.finditer(text)):
        number = _SMALL.get(said.casefold()) or int(re.sub(r"\D", "", said) or 0)
        if number not in printed and number not in constants:
            yield ("prose", f"“{said}” is a figure of people that no cell prints")


def in_columns(text: str, releases: Sequence[Release], place: str) -> Iterator[Finding]:
    """Yield the figures of a table written as text (CSV) that no cell prints."""
    known = {n for release in releases for n in (*release.figures, *release.constants)}
    odd: dict[str, None] = {}
    for line in text.splitlines():
        for field in re.split(r"[,;\t]", line):
            bare = field.strip().strip('"')
            if bare.isascii() and bare.isdigit() and int(bare[:12]) not in known:
                odd[bare] = None
    if odd:
        yield Finding(
            "prose",
            fatal=True,
            words=f"{place}: {_listed(odd)} stands in a column and in no cell",
            advice=_ADVICE,
            releases=tuple(release.name for release in releases),
        )


def _listed(odd: Iterable[str], most: int = 4) -> str:
    shown = list(odd)
    return ", ".join(shown[:most]) + (" and others" if len(shown) > most else "")
