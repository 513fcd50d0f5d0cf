"""Telling words for several people from a person's name, in English, French and Arabic, so that a group is never kept as one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from registry.errors import InputRefused
from registry.words.count_rules import RULES
from registry.words.folding import fold

HINT = (
    'take it in as a group: {"kind": "group", "facts": {"wording": "…"}}, and each person who is named as a case of '
    'their own; a real name that only looks so is kept with "really": true beside it, or by answering yes'
)


@cache
def _folded(*lists: str) -> frozenset[str]:
    return frozenset(fold(word) for words in lists for word in words.split())


def _with_article(words: frozenset[str]) -> frozenset[str]:
    """The Arabic words also with the article, and with "and" or "with" written onto them."""
    arabic = [word for word in words if not word.isascii()]
    return words | {f"{start}{word}" for word in arabic for start in ("ال", "و", "وال", "بال", "من")}


# Plural words for people. One man is no group, so no singular stands here.
@cache
def _people() -> frozenset[str]:
    return _with_article(
        _folded(
            "men boys youths youngsters males women girls females people persons individuals civilians children kids "
            "minors detainees prisoners fighters captives hostages workers students teachers doctors nurses medics "
            "villagers residents inhabitants families relatives others strangers passengers displaced patients bodies corpses",
            "hommes garçons femmes filles gens personnes individus civils enfants détenus détenues prisonniers "
            "combattants otages ouvriers étudiants habitants familles autres inconnus déplacés blessés malades disparus cadavres",
            "رجال شبان شباب أشخاص أفراد مدنيين مدنيون نساء أطفال معتقلين معتقلون محتجزين محتجزون أسرى مفقودين "
            "مفقودون مقاتلين مقاتلون نازحين نازحون جرحى مرضى عائلات أسر سكان أهالي طلاب عمال آخرين آخرون ذكور إناث "
            "مسلحين مسلحون عناصر جثث",
        )
    )  # fmt: skip


@cache
def _kin() -> frozenset[str]:
    return _with_article(
        _folded(
            "brothers sisters sons daughters cousins uncles nephews siblings twins friends neighbours neighbors colleagues",
            "frères soeurs sœurs fils cousins cousines oncles neveux amis voisins collègues jumeaux",
            "إخوة أخوة إخوان أشقاء شقيقات أخوات أولاد بنات أقارب أقرباء أصدقاء جيران أعمام أخوال",
        )
    )  # fmt: skip


# Kin of someone who was named before: "and his brothers".
_HIS_KIN = (
    "اخوته واخوته اخوانه واخوانه اشقاوه واشقاوه اشقائه واشقائه اولاده واولاده ابناوه وابناوه ابنائه وابنائه وعائلته "
    "عائلته واقاربه اقاربه واقرباوه ورفاقه رفاقه واصدقاوه واصدقائه واخرون واخرين واسرته اسرته"
)
_OF_SOMEONE = "his her their its the some two three four five six several other ses leurs deux trois quatre cinq d des les quelques"
_ARTICLES = "a an the un une la le les"
_AND = "and with plus et avec"
_HOUSEHOLD = "family famille household others autres co everyone"

_STRONG = "hundreds dozens scores thousands multitudes centaines dizaines douzaines milliers مئات المئات عشرات العشرات آلاف الآلاف ألوف"
_LOOSE = (
    "several many some various numerous few unknown unidentified unnamed anonymous missing arrested detained young "
    "old elderly military-age armed all both other more "
    "plusieurs quelques certains nombreux divers inconnus inconnues anonymes jeunes arrêtés tous autres "
    "عدة بضعة بعض جميع كل عدد مجهولين مجهولون مجهولي مجهولو شبابا كثير"
)  # fmt: skip
_NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen dozens "
    "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante soixante cent mille "
    "dizaine douzaine vingtaine trentaine quarantaine cinquantaine centaine millier "
    "اثنان اثنين ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة تسع عشرة عشر عشرون عشرين ثلاثون "
    "ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة ألف"
)  # fmt: skip
# Arabic numbers that are followed by a singular.
_TENS = "عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة ألف"
# What may stand between a number and the people it counts.
_BETWEEN = (
    "of the a an young old armed unknown unidentified unnamed other more adult male female civilian teenage local "
    "de des d du la les jeunes autres inconnus personnes من ال"
)
# Words that open a phrase about many, before "of" or its like.
_OPENING = (
    "group groups crowd convoy busload family families number members residents people inhabitants everyone "
    "groupe groupes foule convoi famille familles membres habitants nombre مجموعة مجموعات عائلة عائلات عدد أفراد أهالي "
    "سكان حافلة قافلة"
)  # fmt: skip
_OF = "of from in de d du des من في"
# After words for people these say where they are from or what befell them: "men from the east".
_ABOUT_THEM = (
    "from of in at who that and or aged between near inside missing unknown unidentified arrested detained taken killed "
    "de du des d à qui et ou inconnus arrêtés âgés من في الذين و مجهولين مجهولون مجهولو مجهولي الهوية"
)  # fmt: skip


def reads_as_many(text: str, *, part: bool = False) -> bool:
    """Return whether ``text`` says several people and not one person's name.

    It takes words for several people beside what counts or joins them: "50 civils", "unknown men", "عشرات الشبان",
    "five brothers and their cousins", "Ahmad and his sons". A word alone that is also a surname
    ("Shabab", "Rajul", "Khamis", "Sitta") says nothing. ``part`` says that the text is a part of a name, such as a
    family name: there a single word is never taken for several people, whatever it means ("Cousins").
    """
    words = fold(_AND_NUMBER.sub("", _ELIDED.sub(r"\1 ", text))).split()
    if len(words) < (2 if part else 1) or _telling().isdisjoint(words):
        return False
    if len(words) > 1 and words[0] in _folded(_ARTICLES):
        words = words[1:]
        if words[-1] in _kin():
            return True
    return any(rule(words) for rule in (_counted, _opened, _only_people, _people_told_of, _joined, _by_rule))


_ELIDED = re.compile(r"\b([dl])['’](?=\w)", re.IGNORECASE)
_AND_NUMBER = re.compile(r"\bو(?=[\d٠-٩])")


@cache
def _telling() -> frozenset[str]:
    """The words without one of which nothing here is said of several people: most names are told by these alone."""
    words = _people() | _kin() | _singular_counted() | _openings()
    return words | _folded(_STRONG, _HIS_KIN, _HOUSEHOLD)


def _is_people(word: str) -> bool:
    return word in _people() or word in _kin()


def _number(word: str) -> bool:
    return (word.isdigit() and word not in {"0", "1", "00", "01"}) or word in _folded(_NUMBERS)


def _counted(words: Sequence[str]) -> bool:
    """A number or a quantity, and people within the next words."""
    quantities = _folded(_STRONG, _LOOSE)
    if len(words) > 2 and _number(words[0]) and words[-1] in _kin():
        return True
    for place, word in enumerate(words):
        if not (_number(word) or word in quantities):
            continue
        for following in words[place + 1 : place + 5]:
            if _is_people(following) or (_large(word) and following in _singular_counted()):
                return True
            if not (following in _folded(_BETWEEN, _LOOSE) or _number(following)):
                break
    return False


def _large(word: str) -> bool:
    return word.isdigit() or (_number(word) and word in _folded(_TENS))


@cache
def _openings() -> frozenset[str]:
    return _with_article(_folded(_OPENING))


@cache
def _singular_counted() -> frozenset[str]:
    """Arabic counts eleven and more in the singular: ٥٠ رجلا."""
    return _folded(
        "رجل رجلا شاب شابا شخص شخصا مدني مدنيا طفل طفلا امرأة معتقل معتقلا محتجز محتجزا مفقود مفقودا عائلة أسرة"
    )


def _opened(words: Sequence[str]) -> bool:
    """Dozens of …, a group of …, the family of …, hundreds."""
    if words[0] in _folded(_STRONG):
        return True
    if len(words) > 1 and words[-1] == "family":
        return True
    if words[0] not in _openings() or len(words) < 2:
        return False
    return words[1] in _folded(_OF) or not words[0].isascii()


def _only_people(words: Sequence[str]) -> bool:
    """Nothing but words for several people and what describes them: men and boys, young men."""
    rest = _folded(_BETWEEN, _LOOSE, _AND, _OF_SOMEONE)
    told = [word for word in words if _is_people(word)]
    return (
        bool(told)
        and (len(words) > 1 or told[0].isascii())
        and all(_is_people(w) or w in rest for w in words)
    )


def _people_told_of(words: Sequence[str]) -> bool:
    """Men from the east; رجال من الحي."""
    return len(words) > 1 and words[0] in _people() and words[1] in _folded(_ABOUT_THEM)


def _joined(words: Sequence[str]) -> bool:
    """A name, and others with it: and his brothers, et ses frères, وإخوته, and family."""
    if any(word in _folded(_HIS_KIN) for word in words[1:]):
        return True
    for place, word in enumerate(words):
        if word not in _folded(_AND):
            continue
        after = [one for one in words[place + 1 :] if one not in _folded(_OF_SOMEONE)]
        if after and (_is_people(after[0]) or after[0] in _folded(_HOUSEHOLD)):
            return True
    return False


def _by_rule(words: Sequence[str]) -> bool:
    """What the rules of counting read as a number, before people: a few dozen men."""
    said = " ".join(words)
    return any(
        _before_people(said, fold(phrase)) for rule in RULES if not rule.share for phrase in rule.words
    )


def _before_people(said: str, phrase: str) -> bool:
    _, found, after = f" {said} ".partition(f" {phrase} ")
    following = [word for word in after.split() if word not in _folded(_BETWEEN)]
    return bool(found) and bool(following) and _is_people(following[0])


def refuse_many(text: str, *, part: bool = False) -> None:
    """Raise ``InputRefused`` for a name that says several people; the words themselves are not repeated."""
    if reads_as_many(text, part=part):
        raise InputRefused("that reads as several people, not as the name of one", HINT)
