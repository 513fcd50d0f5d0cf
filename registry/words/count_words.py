"""Reading counts of people from a source's own words, in English, French and Arabic, by visible rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from registry.words.count_rules import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    EXACT,
    HOW_TO_WRITE,
    LARGEST,
    LESS_THAN,
    MORE_THAN,
    NO_NUMBER,
    RANGE,
    RULES,
    SEVERAL,
    Rule,
    refuse,
)
from registry.words.folding import fold
from registry.words.text import plain_digits


class Reading(NamedTuple):
    """What a wording says: bounds in people, ``None`` where not stated, the rule, and whether it is approximate."""

    low: int | None
    high: int | None
    rule: str
    approximate: bool = False


def _phrases(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        rule: tuple(sorted(map(fold, words.split(",")), key=len, reverse=True))
        for rule, words in table.items()
    }


# The turns of phrase that say on which side of its number a count lies.
_BOUNDS = _phrases(
    {
        AT_LEAST: "at least,no fewer than,not less than,no less than,or more,minimum,au moins,au minimum,ou plus,"
        "على الأقل,لا يقل عن,ما لا يقل عن,أو أكثر",
        MORE_THAN: "more than,over,above,upwards of,plus de,au delà de,أكثر من,ما يزيد عن,ما يزيد على,يزيد عن",
        AT_MOST: "at most,up to,no more than,not more than,maximum,au plus,jusqu'à,على الأكثر,لا يزيد عن,"
        "ما لا يزيد عن",
        LESS_THAN: "less than,fewer than,under,below,moins de,أقل من",
    }
)
_ABOUT_WORDS = tuple(
    sorted((fold(word) for rule in RULES if rule.share for word in rule.words), key=len, reverse=True)
)

_SMALL = {fold(word): value for value, row in enumerate((
    "one,un,une,واحد,واحدة", "two,deux,اثنان,اثنين", "three,trois,ثلاثة,ثلاث", "four,quatre,أربعة,أربع",
    "five,cinq,خمسة,خمس", "six,ستة,ست", "seven,sept,سبعة,سبع", "eight,huit,ثمانية,ثماني", "nine,neuf,تسعة,تسع",
    "ten,dix,عشرة,عشر", "eleven,onze", "twelve,douze",
), 1) for word in row.split(",")} | {fold(word): value for word, value in {
    "مئتان": 200, "مئتين": 200, "مئتا": 200, "مئتي": 200, "مائتا": 200, "مائتي": 200, "ألفان": 2000, "ألفين": 2000,
    "ألفا": 2000, "ألفي": 2000,
}.items()}  # fmt: skip
_ROUND = {fold(word): value for word, value in {
    "a dozen": 12, "two dozen": 24, "a hundred": 100, "a thousand": 1000, "une dizaine": 10, "une douzaine": 12,
    "une vingtaine": 20, "une trentaine": 30, "une quarantaine": 40, "une cinquantaine": 50,
    "une centaine": 100, "un millier": 1000, "half a dozen": 6,
}.items()}  # fmt: skip
_PEOPLE = frozenset(
    fold(word)
    for words in (
        "men man boys boy males people persons person civilians women children youths brothers relatives",
        "hommes homme garçons personnes personne civils femmes enfants jeunes frères détenus detainees",
        "رجال رجلا رجل شبان شباب شابا أشخاص شخص شخصا مدنيين مدني مدنيا أطفال نساء إخوة معتقلين معتقلا",
    )
    for word in words.split()
)
_TIMES = {fold(word): value for word, value in {
    "hundred": 100, "thousand": 1000, "million": 1_000_000, "millions": 1_000_000, "cent": 100, "cents": 100,
    "mille": 1000, "مئة": 100, "مائة": 100, "ألف": 1000, "آلاف": 1000, "مليون": 1_000_000, "ملايين": 1_000_000,
}.items()}  # fmt: skip

_NUMBER = re.compile(r"\d+(?:[,.\u066b\u066c'’\u00a0\u202f\u2009]\d+)*(?: \d{3}(?!\d))*")
_GROUPED = re.compile(r"\d{1,3}(?:([,.\u066c'’ \u00a0\u202f\u2009])\d{3})(?:\1\d{3})*")
_TO = r"\s*(?:[-–—]|to|and|or|à|et|ou|إلى|الى|و|أو)\s*"
_BETWEEN_NUMBERS = re.compile(_TO)
# Numbers that do not count the people of the group: a part of it, or ages.
_PART_OF_IT = re.compile(
    r"[\s,(]*\b(?:incl\b|including|among them|dont|y compris|من بينهم|بينهم|منهم).*", re.DOTALL
)
_AGES_AND_TIMES = re.compile(
    rf"(?:\bage[ds]?\b|\bâgé\w*|أعمار\w*|عمر\w*)[^\d;]{{0,25}}\d+(?:{_TO}\d+)?"
    rf"|\d+(?:{_TO}\d+)?[\s-]*(?:hours?|days?|weeks?|months?|years?|yrs?|heures?|jours?|semaines?|mois|ans"
    rf"|ساعات|ساعة|أيام|يوما|أسابيع|أشهر|سنة|عاما)\b(?:[\s-]*old\b)?"
)
_SHARE = re.compile(r"\s*(?:%|٪|per ?cent|pour ?cent|بالمئة|بالمائة|في المئة)")


def read_number(text: str) -> int:
    """Return the whole number that ``text`` writes, in any script, with or without marks of thousands.

    ``8,000``, ``8.000``, ``8 000`` and ``٨٬٠٠٠`` are eight thousand: a mark before exactly three digits
    marks thousands, since people do not come in fractions. Raises ``InputRefused`` where the marks do not
    fit that (``8,5``, ``1,00``, ``1.000,5``, ``0.500``).
    """
    digits = plain_digits(text).strip()
    if digits.isascii() and digits.isdigit():
        number = int(digits) if len(digits) < 12 else LARGEST + 1
    elif _GROUPED.fullmatch(digits) and not digits.startswith("0"):
        number = int(re.sub(r"\D", "", digits))
    else:
        raise refuse("the marks in that number can be read in more than one way", "write it as 8000 or 8,000")
    if number > LARGEST:
        raise refuse("the number is too large to count people", "check the number")
    return number


def _says(folded: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in f" {folded} " for phrase in phrases)


def _times(after: str) -> int:
    """What the word after a number multiplies it by: "3 thousand"."""
    following = fold(after).split()
    return _TIMES.get(following[0], 1) if following else 1


def _limits(number: int, folded: str) -> tuple[int | None, int | None, str]:
    """Low, high and rule of one number among its words; a bound that is not stated is ``None``."""
    found = []
    for rule in (AT_MOST, AT_LEAST, MORE_THAN, LESS_THAN):
        # "no more than" holds "more than": what is found is taken out before the next is sought.
        for phrase in _BOUNDS[rule]:
            if f" {phrase} " in f" {folded} ":
                folded = f" {folded} ".replace(f" {phrase} ", " ").strip()
                found.append(rule)
    if len(found) > 1:
        raise refuse()
    rule = found[0] if found else EXACT
    low = None if rule in (AT_MOST, LESS_THAN) else number
    high = None if rule in (AT_LEAST, MORE_THAN) else number
    return low, high, rule


def _in_words(folded: str) -> tuple[int, bool] | None:
    """A number in words that opens the wording, and whether it is a round one: "three men", "a dozen".

    Only before a word for people or at the end, so that "twenty-five" is not read as five.
    """
    for phrase in [phrase for table in _BOUNDS.values() for phrase in table] + list(_ABOUT_WORDS):
        folded = f" {folded} ".replace(f" {phrase} ", " ").strip()
    for word, value in _ROUND.items():
        if f"{folded} ".startswith(f"{word} "):
            return value, True
    words = folded.split()
    if not words or words[0] not in _SMALL:
        return None
    times = _TIMES.get(words[1], 1) if len(words) > 1 else 1
    following = words[2:3] if times > 1 else words[1:2]
    return None if following and following[0] not in _PEOPLE else (_SMALL[words[0]] * times, False)


def _by_rule(folded: str, rules: Iterable[Rule]) -> Rule | None:
    found = []
    for rule in rules:
        for phrase in sorted(map(fold, rule.words if not rule.share else ()), key=len, reverse=True):
            if f" {phrase} " in f" {folded} ":
                folded = f" {folded} ".replace(f" {phrase} ", " ").strip()
                found.append(rule)
                break
    # "Several hundreds", "plusieurs centaines": the larger unit says how many.
    found = [rule for rule in found if rule.code != SEVERAL] or found
    if len(found) > 1:
        raise refuse("the wording holds more than one count")
    return found[0] if found else None


def _without_digits(text: str, rules: Iterable[Rule]) -> Reading:
    folded = fold(text)
    number, named = _in_words(folded), _by_rule(folded, rules)
    multiplied = number is not None and any(word in _TIMES for word in folded.split())
    if number is not None and named is not None and not multiplied:
        raise refuse("the wording holds more than one count")
    if number is None:
        low, high, rule = (named.low, named.high, named.code) if named else (None, None, NO_NUMBER)
        return Reading(low, high, rule)
    low, high, rule = _limits(number[0], folded)
    return _roughly(Reading(low, high, rule, number[1] or _says(folded, _ABOUT_WORDS)), rules)


def _roughly(read: Reading, rules: Iterable[Rule]) -> Reading:
    """Return a number that is said to be a rough one as the interval that the rule for such words makes of it."""
    if not read.approximate or read.rule != EXACT or read.low is None:
        return read
    share = next((rule for rule in rules if rule.share), None)
    low, high = share.around(read.low) if share else (read.low, read.low)
    return Reading(low, high, ABOUT, approximate=True)


def _one_number(text: str, match: re.Match[str], rules: Iterable[Rule]) -> Reading:
    before, after = text[: match.start()], text[match.end() :]
    folded = fold(f"{before} # {after}")
    low, high, rule = _limits(read_number(match[0]) * _times(after), folded)
    return _roughly(Reading(low, high, rule, _says(folded, _ABOUT_WORDS)), rules)


def _two_numbers(text: str, first: re.Match[str], second: re.Match[str]) -> Reading:
    if not _BETWEEN_NUMBERS.fullmatch(text[first.end() : second.start()]):
        raise refuse("the wording holds more than one number", HOW_TO_WRITE)
    times = _times(text[second.end() :])
    low, high = read_number(first[0]) * times, read_number(second[0]) * times
    if low > high:
        raise refuse("the range ends below where it begins", "put the smaller number first")
    return Reading(low, high, RANGE, _says(fold(text[: first.start()]), _ABOUT_WORDS))


def read_wording(wording: str, rules: Iterable[Rule] = RULES) -> Reading:
    """Return the count that a source's own words state.

    Numbers of a part ("incl. 3,000 children"), ages and times are left aside. Words without any number have no
    bounds. Raises ``InputRefused`` where the words hold more than one count, or a share of something.
    """
    rules = tuple(rules)
    text = _AGES_AND_TIMES.sub(" ", _PART_OF_IT.sub("", plain_digits(wording).casefold()))
    numbers = list(_NUMBER.finditer(text))
    if re.match(r"\s*[-−]\d", text):
        raise refuse("a count is never below zero")
    if any(_SHARE.match(text, number.end()) for number in numbers):
        raise refuse("a share of something is not a count of people")
    if not numbers:
        return _without_digits(text, rules)
    if (
        ";" in wording
        or len(numbers) > 2
        or _by_rule(fold(_NUMBER.sub(" # ", text)), _unless_times(text, rules))
    ):
        raise refuse("the wording holds more than one count")
    if len(numbers) == 1:
        return _one_number(text, numbers[0], rules)
    return _two_numbers(text, numbers[0], numbers[1])


def _unless_times(text: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules whose words do not stand in ``text`` only to multiply a number (``3 آلاف``)."""
    multiplied = {fold(text[match.end() :]).split(" ")[0] for match in _NUMBER.finditer(text)}
    return tuple(rule for rule in rules if not multiplied & set(map(fold, rule.words)) - {""})
