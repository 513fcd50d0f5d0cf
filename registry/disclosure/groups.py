"""Group reports: what a source said of many unnamed people, in its own words or as a range."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.disclosure.classifications import HOLDER, PLACE
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
    bound. ``seen`` is a day of the report's period; ``place`` and ``holder`` are leaf codes.
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
    if high is not None and high < policy.group_low:
        low, high = None, policy.group_low
    if low is not None and low < policy.group_low:
        low = None
    return PrintedGroup(
        wording=line.wording.strip() if may_print(line.wording, policy) else None,
        low=low,
        high=high,
        period=quarter_term(Quarter.of(line.seen)) if line.seen else None,
        place=PLACE.nodes[PLACE.leaf(line.place)].term,
        holder=HOLDER.nodes[HOLDER.leaf(line.holder)].term,
        source=SOURCE_KINDS[line.source_kind] if line.public else ANOTHER_SOURCE,
    )


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.\u202f\u00a0 ]*\d|\d", re.UNICODE)
_HARAKAT = re.compile("[\u064b-\u065f\u0670\u0640]")


def may_print(wording: str, policy: Policy) -> bool:
    """Return whether a source's wording holds only words of the closed vocabulary and no small number.

    Free text never leaves: a word that nobody listed may be a name.
    """
    rest = _WORD.sub("", wording)
    words = [_folded(word) for word in _WORD.findall(wording)]
    listed = all(_listed(word) or _large_number(word, policy) for word in words)
    return bool(words) and listed and not rest.translate(_PUNCTUATION)


_PUNCTUATION = {ord(mark): None for mark in " ,.;:()«»\"'“”‘’–-،؛~+\u00a0\u202f"}


def _listed(word: str) -> bool:
    """Return whether a word is listed; Arabic writes "and" as the first letter of the next word."""
    return word in WORDS or word.removeprefix("و") in WORDS


def _folded(word: str) -> str:
    return _HARAKAT.sub("", word).casefold().replace("’", "'")


def _large_number(word: str, policy: Policy) -> bool:
    digits = re.sub(r"[,.\s]", "", word)
    return digits.isdecimal() and int(digits) >= policy.group_low


_ENGLISH = """
    a about aged aleppo all almost an and approximately around as at between boy boys child children
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
