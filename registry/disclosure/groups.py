"""Group reports: what a source said of many unnamed people, in its own words or as a range."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.disclosure.classifications import DEATH_ESTABLISHED, HOLDER, PLACE, STATUS
from registry.disclosure.periods import Quarter, quarter_term
from registry.disclosure.policy import Policy
from registry.disclosure.summary import Interval, PrintedGroup
from registry.sources.kinds import PUBLISHING, SOURCE_KINDS
from registry.words.terms import Term

ANOTHER_SOURCE = Term("another source", "another source", "autre source", "مصدر آخر")


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group report as the desk hands it over.

    ``wording`` is the source's own; ``low`` and ``high`` are persons, ``None`` where the source gave no
    bound. ``seen`` is a day of the report's period, None where it spans more than a quarter; ``place``,
    ``holder`` and ``status`` are leaf codes.
    ``source_kind`` is a code of ``SOURCE_KINDS``, given only where the source published; ``cleared`` says
    that a person cleared a report from a source that is not public.
    """

    wording: str
    low: int | None
    high: int | None
    seen: date | None = None
    place: str | None = None
    holder: str | None = None
    source_kind: str = ""
    cleared: bool = False
    status: str | None = None

    @property
    def public(self) -> bool:
        """Whether the source is of a kind that publishes what it says: then it is no secret of a family's."""
        return self.source_kind in PUBLISHING


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """The interval the desk gives for all groups together: from what surely differs to the sum of highs."""

    low: int
    high: int | None
    relations_known: bool

    def printed(self) -> Interval:
        """Return the interval as a summary holds it."""
        return Interval(self.low, self.high, self.relations_known)


def printed_groups(lines: Iterable[GroupLine], policy: Policy, cutoff: date) -> tuple[PrintedGroup, ...]:
    """Return the group reports that may be printed, in an order that tells nothing of the register's.

    Left out: reports from sources neither public nor cleared, and reports about people seen after the
    cut-off that are not public anyway.
    """
    kept = [_printed(line, policy) for line in lines if _may_leave(line, cutoff)]
    return tuple(sorted(kept, key=lambda group: group.order))


def _may_leave(line: GroupLine, cutoff: date) -> bool:
    return line.public or (line.cleared and (line.seen is None or line.seen <= cutoff))


def _printed(line: GroupLine, policy: Policy) -> PrintedGroup:
    low, high = line.low, line.high
    small = any(bound is not None and bound < policy.group_low for bound in (low, high))
    if high is not None and high < policy.group_low:
        low, high = None, policy.group_low
    if low is not None and low < policy.group_low:
        low = None
    return PrintedGroup(
        wording=line.wording.strip() if not small and may_print(line.wording, policy) else None,
        low=low,
        high=high,
        situation=_situation(line.status),
        period=quarter_term(Quarter.of(line.seen)) if line.seen else None,
        place=PLACE.nodes[PLACE.leaf(line.place)].term,
        holder=HOLDER.nodes[HOLDER.leaf(line.holder)].term,
        source=SOURCE_KINDS[line.source_kind] if line.public else ANOTHER_SOURCE,
    )


def _situation(status: str | None) -> Term:
    """Return the class of a group's situation; deaths are told by the broader class, as in tables by place."""
    leaf = STATUS.leaf(status)
    if leaf == DEATH_ESTABLISHED:
        leaf = STATUS.climbs[1][leaf]
    return STATUS.nodes[leaf].term


# A number is a run of digits; marks inside it count only where they part thousands.
_WORD = re.compile(
    r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d{1,3}(?:[,. \u202f\u00a0\u066c]\d{3})+(?!\d)|\d+", re.UNICODE
)
_HARAKAT = re.compile("[\u064b-\u065f\u0670\u0640]")
# Words that speak of one person, or count so few that they point at somebody.
_ONE = frozenset(
    "a an one two three four five six seven eight nine man woman boy girl child person civilian resident family couple "
    "un une deux trois quatre cinq sept huit neuf homme femme garçon fille enfant personne famille civil "
    "رجل امرأة صبي بنت طفل طفلة شخص عائلة مدني واحد واحدة اثنان".split()
)
# "A convoy", "a group": an article before a word for many is not a person.
_ARTICLES = frozenset("a an un une".split())
_MANY = frozenset(
    "convoy group dozen hundred thousand great number total majority groupe douzaine centaine millier dizaine "
    "vingtaine trentaine quarantaine cinquantaine soixantaine nombre".split()
)


_TENS_AND_MORE = frozenset("مئة مائة مئتا مئتي مائتا مائتي ألف ألفا ألفي آلاف مليون".split())


def may_print(wording: str, policy: Policy) -> bool:
    """Return whether a source's wording holds only words of the closed vocabulary, no small number and no single person.

    Free text never leaves: a word that nobody listed may be a name.
    """
    rest = _WORD.sub("", wording)
    words = [_folded(word) for word in _WORD.findall(wording)]
    listed = all(_listed(word) or _large_number(word, policy) for word in words)
    return bool(words) and listed and not _speaks_of_one(words) and not rest.translate(_PUNCTUATION)


def _speaks_of_one(words: list[str]) -> bool:
    """Return whether a word means one person or a handful; "an estimated 37,000" and "a convoy" do not."""
    for place, word in enumerate(words):
        following = words[place + 1 : place + 3]
        # Arabic counts in the singular: "200 person", "a thousand man".
        if place and (words[place - 1][:1].isdigit() or words[place - 1] in _TENS_AND_MORE):
            continue
        if word in _ARTICLES and any(near in _MANY or near[:1].isdigit() for near in following):
            continue
        if word in _ONE or word.removeprefix("و") in _ONE:
            return True
    return False


_PUNCTUATION = {ord(mark): None for mark in " ,.;:()«»\"'“”‘’–-،؛~+\u00a0\u202f"}


def _listed(word: str) -> bool:
    """Return whether a word is listed; Arabic writes "and" as the first letter of the next word."""
    return word in WORDS or word.removeprefix("و") in WORDS


def _folded(word: str) -> str:
    return _HARAKAT.sub("", word).casefold().replace("’", "'")


def _large_number(word: str, policy: Policy) -> bool:
    digits = re.sub(r"[,.\s\u066c]", "", word)
    return digits.isdecimal() and int(digits) >= policy.group_low


_ENGLISH = """
    a about aged convoy displaced idp idps with aleppo all almost an and approximately around as at between boy boys child children
    civilian civilians damascus dozen dozens eighty elderly elders estimated families family female
    females fewer fifty five-hundred forty from girl girls governorate group groups half hama homs
    hundred hundreds idlib in including individuals known latakia least less mainly male males man
    many men men's more most mostly nearly ninety no not number of old only or over patients people
    person persons raqqa residents seventy several sixty some tartus ten tens than the thirty
    thousand thousands to twelve twenty unknown up woman women wounded year years young youths
"""
_FRENCH = """
    à au aux au-dessus autour civil civils centaine centaines cent cents cinquante d' dans de des dix
    dizaine dizaines du en enfant enfants entre environ et famille familles femme femmes fille filles garçon
    garçons groupe groupes habitant habitants homme hommes jeune jeunes jusqu'à jusqu l'ordre la le les
    mille milliers moins nombreux nombreuses ou personne personnes plus plusieurs presque près principalement
    que quelque quelques quarante quatre-vingts résident résidents soixante trente un une vingt vieillards
    d'hommes d'enfants d'habitants d'un d'une âgés ans alep idleb damas
"""
_ARABIC = """
    أكثر أقل من على الأقل حوالي نحو قرابة ما يقارب زهاء بين و أو إلى مئات المئات مئة مائة ألف آلاف الآلاف
    عشرات العشرات عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين رجل رجال الرجال ورجال صبي صبية فتيان
    الفتيان وفتيان والفتيان أولاد وأولاد أطفال الأطفال وأطفال والأطفال نساء النساء ونساء والنساء امرأة
    مدني مدنيين مدنيون المدنيين شخص أشخاص شخصا شخصاً عائلة عائلات أسرة أسر سكان السكان شباب الشباب وشباب
    معظمهم بينهم في عدد كبير غير معروف عدة مجموعة حلب إدلب حماة حمص دمشق
"""
WORDS = frozenset(_folded(word) for word in f"{_ENGLISH} {_FRENCH} {_ARABIC}".split())
