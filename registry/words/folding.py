"""Names folded for search and matching: in memory only, never in place of what was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that Unicode does not decompose, folded to the letter a reader takes them for. Persian, Kurdish
# and Urdu keyboards type some Arabic letters at other code points; Kurdish Latin writes sh and gh so.
_LETTERS = str.maketrans(
    {
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ێ": "ي", "ے": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
        "ۀ": "ه", "ک": "ك", "گ": "ك", "چ": "ج", "پ": "ب", "ژ": "ز", "ڤ": "ف", "ۆ": "و", "ڵ": "ل", "ڕ": "ر",
        "ـ": None, "ş": "sh", "š": "sh", "ğ": "gh", "ḫ": "kh", "ẖ": "kh", "ġ": "gh", "ṯ": "th", "ḏ": "dh",
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss",
        "'": None, "’": None, "‘": None, "`": None, "´": None, "ʿ": None, "ʾ": None, "ʼ": None, "ʻ": None,
    }
)  # fmt: skip

_ARABIC = re.compile("[\u0620-\u064a]")
_NOT_WORD = re.compile(r"[\W_]+")

# What printing Arabic to PDF and back does to lam-alef: the two letters change places. Only the forms that
# no undamaged word has are put right. صالح for صلاح is left alone, because both are names.
_DAMAGE = (
    (re.compile(r"هللا\b"), "الله"),
    (re.compile(r"(?<=\w{3})هلل\b"), "الله"),
    (re.compile(r"الء\b"), "لاء"),
    (re.compile(r"\bاال"), "الا"),
)


# Kurdish in Arabic letters writes its short vowels: the letter for e is no h within a word, and opens one on a hamza.
_KURDISH = ((re.compile(r"\bئە"), "ا"), (re.compile(r"(?<=\w)ە(?=\w)"), ""))


def is_arabic(text: str) -> bool:
    """Return whether ``text`` holds a letter of the Arabic script."""
    return bool(_ARABIC.search(text))


def _plain_letter(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Mn", "Cf"):
        return ""
    return str(unicodedata.decimal(character)) if kind == "Nd" else character


def fold(text: str) -> str:
    """Return ``text`` with everything gone that two writers of one name may do differently by habit.

    Arabic: marks, tatweel, hamza and alef forms, ya, ta marbuta, Persian letters, presentation forms and
    lam-alef damage. Latin: case, accents, apostrophes, hyphens. Digits of any script become 0-9; words
    stand apart by one blank.
    """
    return " ".join(folded for word in text.split() if (folded := _folded(word)))


@lru_cache(maxsize=65536)  # the same names, places and labels come again and again
def _folded(text: str) -> str:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    if "ە" in text:
        for written, plain in _KURDISH:
            text = written.sub(plain, text)
    text = text.translate(_LETTERS)
    text = "".join(_plain_letter(c) for c in unicodedata.normalize("NFKD", text))
    if _ARABIC.search(text):
        for damaged, sound in _DAMAGE:
            text = damaged.sub(sound, text)
        text = text.translate(_LETTERS).replace("ء", "")
    return _NOT_WORD.sub(" ", text).strip()


# The article as Latin script writes it apart, with the letters it melts into.
_ARTICLES = {"al", "el", "ul", "il"}
_SUN = {f"{vowel}{sun}": sun for vowel in "aeu" for sun in ("s", "sh", "d", "dh", "n", "r", "t", "th", "z")}
_ABD = {"عبد", "abd", "abdel", "abdul", "abdal", "abdol", "abdu", "abdur", "abdus", "abdun", "abdil"}
_ABU = {"ابو", "ابا", "ابي", "abu", "abou", "abo", "aboo", "abul", "abual", "aboul"}
_UMM = {"ام", "um", "umm", "oum", "om"}
_DIN = re.compile(r"(?:ال)?دين|(?:[aeiou][ldn])?(?:d?d)[iey]{1,2}n")
_ALLAH = {"الله", "لله", "allah", "ullah", "llah", "alla"}


def _article(word: str, following: str) -> bool:
    return word in _ARTICLES or word == "ال" or (word in _SUN and following.startswith(_SUN[word]))


def _without_articles(words: list[str]) -> list[str]:
    return [
        word
        for place, word in enumerate(words)
        if place + 1 == len(words) or not _article(word, words[place + 1])
    ]


_ENDING_IN_AL = {"jamal", "gamal", "djamal", "kamal", "jalal", "galal", "djalal"}


def _extended(word: str, ending: str) -> str:
    if ending in _ALLAH:
        return word + ending
    if is_arabic(ending):
        return word + "الدين"
    return (word if word in _ENDING_IN_AL else re.sub("(?<=..)[aeu]l$", "", word)) + "eddin"


def _joined(words: list[str]) -> list[str]:
    """Join what one writer writes apart and another together: Abd al-, Abu, -eddin, -allah."""
    done: list[str] = []
    carried = ""
    for word in words:
        if word in _ABD | _ABU | _UMM and not carried:
            carried = word
            continue
        if done and not carried and (word in _ALLAH or _DIN.fullmatch(word)):
            done[-1] = _extended(done[-1], word)
            continue
        done.append(carried + word)
        carried = ""
    return [*done, carried] if carried else done


@lru_cache(maxsize=32768)
def tokens(text: str) -> tuple[str, ...]:
    """Return the folded words of a name: standing articles dropped, compounds in one piece."""
    return tuple(_joined(_without_articles(fold(text).split())))


# ---- the consonant key -------------------------------------------------------------------------------

# One sign per sound that both scripts share. Where an Arabic letter is spelled in more than one way in
# Latin script, the first sign is the usual one. Weak letters (alef, waw, ya, ain, hamza) have none.
_ARABIC_SOUNDS = {
    "ب": "b", "ت": "t", "ث": "ts", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "dzt", "ر": "r", "ز": "z",
    "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "zd", "غ": "gj", "ف": "f", "ق": "k", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
_LATIN_SOUNDS = {
    "kh": "x", "gh": "g", "sh": "c", "ch": "c", "tch": "c", "sch": "c", "th": "t", "dh": "d", "ph": "f",
    "ck": "k", "dj": "j", "b": "b", "c": "k", "d": "d", "f": "f", "g": "j", "h": "h", "j": "j", "k": "k",
    "l": "l", "m": "m", "n": "n", "p": "b", "q": "k", "r": "r", "s": "s", "t": "t", "v": "f", "x": "x",
    "z": "z",
}  # fmt: skip
_LATIN_UNIT = re.compile("tch|sch|kh|gh|sh|ch|th|dh|ph|ck|dj|.")

# Names in which two consonants meet that look like one: فتحي, مدحت, إسحق, أدهم.
_LATIN_MEETINGS = (("fath", "fat-h"), ("edhat", "ed-hat"), ("idhat", "id-hat"), ("ishaq", "is-haq"),
                   ("ishak", "is-hak"), ("adham", "ad-ham"), ("madhoun", "mad-houn"))  # fmt: skip

# Names whose al- or el- belongs to the word.
_NO_ARTICLE = {
    "الهام", "الياس", "الاء", "الفت", "الين", "الما", "البير", "الله", "الدين",
    "elham", "ilham", "elias", "ilyas", "elyas", "alma", "albert", "elfat", "olfat", "allah",
}  # fmt: skip
_ARABIC_ARTICLE = re.compile(r"^(عبد|ابو|ابا|ابي|)ال(?=..)")
_LATIN_SERVANT = re.compile(r"^abd[aeiou]{0,2}l?-?(?=..)")
_LATIN_ARTICLE = re.compile(r"^(ab(?:u|ou|oo|o)|)(?:[ae]l)(?=[^aeiouyw]..)")
_ARABIC_TAIL = re.compile(r"(?<=..)ال(?=دين$)|(?<=.)ا?ل(?=له$)")
_LATIN_TAIL = re.compile(r"(?<=..)[aeou]l(?=d[iey]{1,2}n$)|(?<=.)(?:[aeu]l?|l)(?=la(?:h)?$)")
_LATIN_SERVANT_OF_GOD = re.compile(r"abd[aeiou]{1,2}l+[ae]h?")

_MOST_KEYS = 3


def _opening(word: str) -> str:
    """The sign of a word that opens with a weak letter: ^ for a vowel or ain, else w or y."""
    if word[0] in "اعaei" or (word[0] in "ou" and not re.match("ou[aei]", word)):
        return "^"
    return {"و": "w", "w": "w", "o": "w", "u": "w", "ي": "y", "y": "y"}.get(word[0], "")


def _closed(key: str, word: str, participle: bool) -> str:
    """Drop the final h that ة, ه and ح share; mark the passive participle, which tells محمود from محمد."""
    if len(key) > 1 and key.endswith("h") and word[-1] in "هحh" and word != "طه":
        key = key[:-1]
    return key + "w" if participle and len(key) > 2 else key


def _arabic_keys(word: str) -> list[str]:
    if word not in _NO_ARTICLE:
        word = _ARABIC_ARTICLE.sub(r"\1", word)
    word = _ARABIC_TAIL.sub("", word)
    keys = [_opening(word)]
    for letter in word:
        signs = _ARABIC_SOUNDS.get(letter, "")
        keys = [key + sign for sign in signs for key in keys][:_MOST_KEYS] if signs else keys
    participle = word[0] == "م" and word[-2:-1] == "و" and word[-1] in _ARABIC_SOUNDS
    return [_closed(key, word, participle) for key in keys]


_LATIN_PARTICIPLE = re.compile(r"m.*(?:ou|oo|[^aeio]u)(?:kh|gh|sh|th|dh|[^aeiouyw])")


def _latin_key(word: str) -> str:
    for met, apart in _LATIN_MEETINGS:
        word = word.replace(met, apart)
    key, before = _opening(word), ""
    for unit in _LATIN_UNIT.findall(word):
        if unit != before:
            key += _LATIN_SOUNDS.get(unit, "")
        before = unit
    return _closed(key, word, bool(_LATIN_PARTICIPLE.fullmatch(word)))


def _latin_keys(word: str) -> list[str]:
    if _LATIN_SERVANT_OF_GOD.fullmatch(word):
        return ["^bdl"]
    word = re.sub("c(?=[eiy])", "s", word)
    bare = word if word in _NO_ARTICLE else _LATIN_ARTICLE.sub(r"\1", _LATIN_SERVANT.sub("abd-", word))
    keys = [_latin_key(_LATIN_TAIL.sub("", bare))]
    # Written together, al- before a vowel cannot be told from a name of its own: Alashqar and Alaa, Alwan.
    if bare == word and len(word) > 4 and re.match("[ae]l[aeiouyw]", word) and word not in _NO_ARTICLE:
        keys += [_latin_key(word[2:]), _latin_key(word[2:].lstrip("aeiouyw") or word)]
    elif re.match("[ae]ll", word) and word not in _NO_ARTICLE:
        keys.append(_latin_key(word))
    return keys


@lru_cache(maxsize=65536)
def skeletons(token: str) -> tuple[str, ...]:
    """Return the consonant keys of one folded word, the likeliest first, at most three.

    Words that the two scripts spell for one name share a key: محمد, Mohamad, Muhammad; الخطيب, Khateeb.
    A key is coarse on purpose (Hassan and Hussein share one): what it finds must still be compared.
    """
    word = token.replace(" ", "")
    if not word:
        return ()
    keys = _arabic_keys(word) if is_arabic(word) else _latin_keys(word)
    return tuple(dict.fromkeys(key for key in keys if key))


def skeleton(token: str) -> str:
    """Return the likeliest consonant key of one folded word, empty where it has no consonant."""
    found = skeletons(token)
    return found[0] if found else ""


# ---- what a case line holds for the search --------------------------------------------------------------

# In the search text a consonant key stands between these two, so that no folded word can hold one.
KEY_OPENS, KEY_CLOSES = "~", ";"
FIELD_OPENS = "\n"


def _searchable(names: Iterable[str]) -> str:
    words = dict.fromkeys(word for name in names for word in (*fold(name).split(), *tokens(name)))
    keys = dict.fromkeys(key for name in names for token in tokens(name) for key in skeletons(token))
    return f" {' '.join(words)} " + "".join(f"{KEY_OPENS}{key}{KEY_CLOSES}" for key in keys)


def search_text(names: Iterable[str], **fields: Iterable[str]) -> str:
    """Return what a case line keeps to be searched: folded words and consonant keys, names first.

    Each of ``fields`` (as ``mother=["Fatima"]``) follows on a line of its own behind its tag. Memory only:
    the line is sealed like all else.
    """
    parts = [_searchable(list(names))]
    for tag, values in fields.items():
        if said := [value for value in values if value]:
            parts.append(f"{FIELD_OPENS}{tag}:{_searchable(said)}")
    return "".join(parts)
