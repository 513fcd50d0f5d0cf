"""The registered classifications: who may be counted by what, and how each class grows coarser, as data."""

# One class, one line: the line is the declaration.

from __future__ import annotations

from collections.abc import Mapping

from registry.cases.status import STATUSES
from registry.disclosure.dimensions import Dimension, ladder, not_stated
from registry.words.terms import Term

# Governorates with OCHA's place codes (HXL #adm1+code) as aliases; other countries register their own.
_GOVERNORATES = (
    Term("Aleppo", "Aleppo", "Alep", "حلب", aliases=("SY02", "Halab")),
    Term("Idlib", "Idlib", "Idleb", "إدلب", aliases=("SY07", "ادلب")),
    Term("Hama", "Hama", "Hama", "حماة", aliases=("SY05", "حماه")),
    Term("Homs", "Homs", "Homs", "حمص", aliases=("SY04",)),
    Term("Latakia", "Latakia", "Lattaquié", "اللاذقية", aliases=("SY06", "Lattakia")),
    Term("Tartus", "Tartus", "Tartous", "طرطوس", aliases=("SY10", "Tartous")),
    Term("Damascus", "Damascus", "Damas", "دمشق", aliases=("SY01",)),
    Term("Rural Damascus", "Rural Damascus", "Damas-campagne", "ريف دمشق", aliases=("SY03", "Rif Dimashq")),
    Term("Dar'a", "Dar'a", "Deraa", "درعا", aliases=("SY12", "Daraa", "Dara")),
    Term("As-Sweida", "As-Sweida", "Soueïda", "السويداء", aliases=("SY13", "Sweida", "Suwayda")),
    Term("Quneitra", "Quneitra", "Quneitra", "القنيطرة", aliases=("SY14",)),
    Term("Ar-Raqqa", "Ar-Raqqa", "Raqqa", "الرقة", aliases=("SY11", "Raqqa")),
    Term("Deir-ez-Zor", "Deir-ez-Zor", "Deir ez-Zor", "دير الزور", aliases=("SY09", "Deir ez Zor")),
    Term("Al-Hasakeh", "Al-Hasakeh", "Hassaké", "الحسكة", aliases=("SY08", "Hasakeh", "Hasakah")),
    Term("another place", "another place", "autre lieu", "مكان آخر"),
    not_stated,
)

PLACE = ladder(
    "place",
    Term("place", "Place last seen", "Lieu de dernière vue", "مكان آخر مشاهدة"),
    ("governorate", _GOVERNORATES),
    (
        "region",
        (
            (
                Term("north", "north (Aleppo, Idlib)", "nord (Alep, Idleb)", "الشمال (حلب، إدلب)"),
                ("Aleppo", "Idlib"),
            ),
            (
                Term("centre", "centre (Hama, Homs)", "centre (Hama, Homs)", "الوسط (حماة، حمص)"),
                ("Hama", "Homs"),
            ),
            (
                Term(
                    "coast",
                    "coast (Latakia, Tartus)",
                    "côte (Lattaquié, Tartous)",
                    "الساحل (اللاذقية، طرطوس)",
                ),
                ("Latakia", "Tartus"),
            ),
            (
                Term("south", "Damascus and the south", "Damas et le sud", "دمشق والجنوب"),
                ("Damascus", "Rural Damascus", "Dar'a", "As-Sweida", "Quneitra"),
            ),
            (
                Term(
                    "east", "east (Raqqa, Deir-ez-Zor, Hasakeh)", "est (Raqqa, Deir ez-Zor, Hassaké)", "الشرق"
                ),
                ("Ar-Raqqa", "Deir-ez-Zor", "Al-Hasakeh"),
            ),
        ),
    ),
    elsewhere="another place",
)

SEX = ladder(
    "sex",
    Term("sex", "Sex", "Sexe", "الجنس"),
    (
        "sex",
        (
            Term("male", "male", "masculin", "ذكر", aliases=("m", "man", "boy")),
            Term("female", "female", "féminin", "أنثى", aliases=("f", "woman", "girl")),
            not_stated,
        ),
    ),
    (
        "male or other",
        (
            (
                Term(
                    "female or not stated",
                    "female or not stated",
                    "féminin ou non précisé",
                    "أنثى أو غير مذكور",
                ),
                ("female", "not stated"),
            ),
        ),
    ),
    elsewhere="not stated",
)

MINORS = "0-17"
AGE = ladder(
    "age",
    Term("age", "Age when last seen", "Âge à la dernière vue", "العمر عند آخر مشاهدة"),
    (
        "age",
        (
            Term(MINORS, "0 to 17", "0 à 17 ans", "من 0 إلى 17", aliases=("minor", "child")),
            Term("18-59", "18 to 59", "18 à 59 ans", "من 18 إلى 59", aliases=("adult",)),
            Term("60+", "60 and over", "60 ans et plus", "60 فأكثر", aliases=("elder", "60 and over")),
            not_stated,
        ),
    ),
)


def _counted_as(group: str) -> tuple[str, ...]:
    """Return the codes and English words of the headline statuses that are counted under ``group``."""
    terms = [status.term for status in STATUSES.values() if status.group == group]
    return (group, *(word for term in terms for word in (term.code, term.en)))


# Death reported is never a class of the dead: it is counted as missing, fate not clarified, until
# death is officially notified or remains are identified.
DEATH_ESTABLISHED = "death established"
STATUS = ladder(
    "status",
    Term("status", "Situation", "Situation", "الوضع"),
    (
        "headline group",
        (
            Term(
                "missing",
                "missing, fate not clarified",
                "disparu, sort non élucidé",
                "مفقود، المصير غير معروف",
                aliases=_counted_as("missing"),
            ),
            Term(
                "held",
                "held (reported or acknowledged)",
                "détenu (signalé ou reconnu)",
                "محتجز (حسب بلاغ أو إقرار)",
                aliases=_counted_as("held"),
            ),
            Term(
                "released or located",
                "released (reported) or located alive",
                "libéré (signalé) ou retrouvé vivant",
                "أُفرج عنه (حسب بلاغ) أو عُثر عليه حياً",
                aliases=_counted_as("alive"),
            ),
            Term(
                DEATH_ESTABLISHED,
                "death established",
                "décès établi",
                "وفاة مثبتة",
                aliases=_counted_as("death_established"),
            ),
            not_stated,
        ),
    ),
    (
        "fate",
        (
            (
                Term(
                    "still missing or held",
                    "still missing or held",
                    "toujours disparu ou détenu",
                    "ما زال مفقوداً أو محتجزاً",
                ),
                ("missing", "held"),
            ),
            (
                Term("fate clarified", "fate clarified", "sort élucidé", "المصير معروف"),
                ("released or located", DEATH_ESTABLISHED),
            ),
        ),
    ),
)

HOLDER = ladder(
    "holder",
    Term("holder", "Alleged holder", "Détenteur présumé", "الجهة المحتجِزة المزعومة"),
    (
        "side",
        (
            Term(
                "government side",
                "government side",
                "côté gouvernemental",
                "الجانب الحكومي",
                aliases=("government",),
            ),
            Term(
                "armed groups",
                "opposition or other armed groups",
                "opposition ou autres groupes armés",
                "المعارضة أو مجموعات مسلحة أخرى",
                aliases=("opposition", "kurdish", "isil", "armed group", "other armed groups"),
            ),
            Term(
                "foreign", "foreign forces", "forces étrangères", "قوات أجنبية", aliases=("foreign forces",)
            ),
            Term("other", "another holder", "autre détenteur", "جهة أخرى"),
            not_stated,
        ),
    ),
    (
        "government or not",
        (
            (
                Term("another side", "another side", "autre côté", "جانب آخر"),
                ("armed groups", "foreign", "other"),
            ),
        ),
    ),
)

REGISTERED: Mapping[str, Dimension] = {d.key: d for d in (PLACE, SEX, AGE, STATUS, HOLDER)}
