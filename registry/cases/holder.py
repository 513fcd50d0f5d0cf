"""Who is said to hold a person or a stretch of ground: the words of the source, and the side they point to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from registry.cases.named import Named
from registry.words.folding import fold
from registry.words.plain import Text
from registry.words.terms import Term, Vocabulary

SIDES = Vocabulary(
    "side",
    Term("government", "government side", "côté gouvernemental", "جانب الحكومة", codes={"huridocs": "24:01"}),
    Term("opposition", "opposition armed groups", "groupes armés d'opposition", "جماعات المعارضة المسلحة",
         codes={"huridocs": "24:0202"}),
    Term("kurdish", "Kurdish-led forces", "forces dirigées par les Kurdes", "قوات بقيادة كردية",
         codes={"huridocs": "24:0290"}),
    Term("isil", "ISIL (Da'esh)", "EIIL (Daech)", "تنظيم داعش", codes={"huridocs": "24:0290"}),
    Term("foreign", "foreign forces", "forces étrangères", "قوات أجنبية", codes={"huridocs": "24:03"}),
    Term("not_stated", "not stated", "non précisé", "غير محدد", codes={"huridocs": "24:99"}),
)  # fmt: skip

# Words by which sources name each side. Longer phrases come first within a side only for the reader:
# a phrase counts where it stands as whole words, and not only inside a longer one.
_SIDE_WORDS: dict[str, tuple[str, ...]] = {
    "isil": ("isil", "isis", "islamic state", "daesh", "da esh", "داعش", "تنظيم الدولة", "daech"),
    "kurdish": ("kurdish", "ypg", "sdf", "pyd", "asayish", "kurdes", "قسد", "كردية", "وحدات حماية الشعب"),
    "opposition": (
        "opposition", "rebel", "rebels", "armed group", "armed groups", "non state armed group", "free syrian army",
        "fsa", "nusra", "jabhat al nusra", "fatah al sham", "abu amara", "ahrar", "insurgents", "rebelles",
        "المعارضة", "جماعة مسلحة", "الجيش الحر", "فتح الشام", "جبهة النصرة", "أبو عمارة", "مسلحون",
    ),
    "government": (
        "government", "regime", "state security", "military intelligence", "air force intelligence", "army",
        "political security", "general security", "military security", "police", "pro government", "militia",
        "syrian army", "national defence forces", "ndf", "shabiha", "gouvernement", "régime", "armée",
        "الحكومة", "النظام", "قوات النظام", "القوات الحكومية", "قوات حكومية", "المخابرات العسكرية",
        "المخابرات الجوية", "الأمن", "الأمن العسكري", "الجيش", "الشبيحة", "ميليشيا", "مليشيا", "اللجان الشعبية",
    ),
    "foreign": (
        "russia", "russian", "iran", "iranian", "hezbollah", "turkey", "turkish", "russe", "روسيا", "الروسية",
        "إيران", "الإيرانية", "حزب الله", "تركيا",
    ),
}  # fmt: skip


@cache
def _folded_phrases() -> tuple[tuple[str, str], ...]:
    return tuple((f" {fold(phrase)} ", side) for side, phrases in _SIDE_WORDS.items() for phrase in phrases)


def _without(padded: str, phrases: list[str]) -> str:
    for phrase in phrases:
        padded = padded.replace(phrase, " . ")
    return padded


@dataclass(frozen=True, slots=True)
class Holder(Named):
    """An alleged holder, or the party in control of an area, as the source names it.

    A code of ``SIDES`` stands for the side itself.
    """

    @property
    def side(self) -> str:
        """The side the words point to, or ``not_stated`` where they point to none or to several."""
        if self.text in SIDES:
            return self.text
        padded = f" {fold(self.text)} "
        said = [(phrase, side) for phrase, side in _folded_phrases() if phrase in padded]
        # What only stands inside a longer phrase is not said: the Free Syrian Army is not the Syrian army.
        found = {
            side
            for phrase, side in said
            if phrase
            in _without(padded, [longer for longer, _ in said if phrase in longer and phrase != longer])
        }
        return found.pop() if len(found) == 1 else "not_stated"

    def show(self, lang: str = "en") -> str:
        """Return the holder as the source names it, or the side's label where only that was given."""
        return SIDES[self.text].show(lang) if self.text in SIDES else self.text

    def agrees(self, other: Text) -> bool:
        """Two holders agree when they are of one side: a militia and its army do not contradict."""
        if isinstance(other, Holder) and "not_stated" not in (self.side, other.side):
            return self.side == other.side
        return Text.agrees(self, other)
