"""Names that share their consonants and are not one name: a vowel, or where it stands, tells Hassan from Hussein."""

from __future__ import annotations

from functools import cache, lru_cache

from registry.matching.sounds import spelled_so
from registry.words.folding import is_arabic, skeletons

# General knowledge of Arabic names, not taken from any list of people. Each line is one set of names that are told
# apart, because brothers bear them side by side: Latin script often does not write what tells them apart, and a
# damaged PDF exchanges lam and alef.
_NEAR = """
حسن حسين حسني حسنين احسان محسن حسام
حسان حسين حسام
سمير سامر سامي سمر سميح سامح سماح ثامر
صالح صلاح مصلح فالح
فلاح صلاح
سالم سلام سليم سليمان سلمان سلامه سلمي
محمد محمود احمد حمد حمدان حماد حميد حامد حمدي حموده حماده محمدي
كريم كرم اكرم مكرم كارم
جمال جميل كمال كامل كميل
خالد خليل خلود خلدون خلف خليفه
عمر عمرو عمار عامر معمر عمران تامر
رامي رمزي رامز رمضان رائد رعد رياض
ناصر نصر نصار منصور منتصر نصري
سعيد سعد سعود سعدي مسعود اسعد ساعد سعاد
راشد رشيد رشاد مرشد رشدي
فارس فراس
نادر نذير نضير
ماجد مجد مجيد مجدي امجد
عادل عدلي عادله
منير منار نور نوره نورا
زيد زياد زايد يزيد زيدان
ياسر يسري ياسين يسار
بشار بشير بشاره
شريف اشرف
علي علاء علياء علا عالي عالم علام
امين ايمن امينه ايمان امنه
هيثم حاتم هشام هاشم حازم حزام
هادي هدي مهدي هديه
باسم بسام وسام وسيم باسل بسيم
عصام عاصم
انس يونس انيس ايناس
جابر جبر جبريل جبار
طارق طاهر
طالب طلب
عيد عايد عوده عواد عوض عياد
هاني هناء هنيه
غانم غنيم
شاهر شاكر ساهر ماهر زاهر ظاهر
داود دواد
نبيل نائل وائل نوال
"""


@cache
def _names() -> dict[str, frozenset[str]]:
    """Every name of the table with those it is told from."""
    found: dict[str, frozenset[str]] = {}
    for line in _NEAR.split("\n"):
        group = frozenset(line.translate({0x626: "ي"}).replace("ء", "").split())
        for name in group:
            found[name] = found.get(name, frozenset()) | group
    return found


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    """The names of the table by the consonant keys that they share with their spellings."""
    found: dict[str, tuple[str, ...]] = {}
    for name in _names():
        for key in skeletons(name):
            found[key] = (*found.get(key, ()), name)
    return found


_CLEARLY = 1.0  # so much likelier one name is spelled so than the next (nats), to be read as it
_READ = -7.0  # and so likely at least
_SHORTEST = 4  # letters of a Latin word that tell one name from another

# Spellings of which every reader knows the name, though another name of the table may be spelled so too; and those that
# are usual for two.
_KNOWN = {"salah": "صلاح", "salam": "سلام", "amr": "عمرو", "omar": "عمر", "umar": "عمر", "nasr": "نصر",
          "nasser": "ناصر", "naser": "ناصر", "hussein": "حسين", "hassan": "حسن", "hasan": "حسن", "amer": "عامر",
          "aamer": "عامر", "ayed": "عايد", "samir": "سمير", "samer": "سامر", "nassar": "نصار",
          "ayman": "ايمن", "hamad": "حمد", "hammad": "حماد", "zahir": "", "salima": "", "hamid": ""}  # fmt: skip


@lru_cache(maxsize=32768)
def _read_as(word: str) -> str:
    """The name of the table that a folded word spells, or nothing where it spells none or two as well."""
    if is_arabic(word) or word in _KNOWN:
        return _KNOWN.get(word, word if word in _names() else "")
    if len(word) < _SHORTEST:
        return ""
    close = {name for key in skeletons(word) for name in _by_sound().get(key, ())}
    fits = sorted(((spelled_so(name, word), name) for name in close), reverse=True)
    if not fits or fits[0][0] < _READ or (len(fits) > 1 and fits[0][0] - fits[1][0] < _CLEARLY):
        return ""
    return fits[0][1]


def told_apart(left: str, right: str) -> bool:
    """Tell whether two folded words spell two names that are known to be told apart."""
    one, other = _read_as(left), _read_as(right)
    return bool(one) and one != other and other in _names().get(one, ())
