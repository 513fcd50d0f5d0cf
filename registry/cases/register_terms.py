"""The coded terms of the registers: kinds of facility, of actor and of place, and how exactly a place is known."""

from __future__ import annotations

from registry.cases.holder import SIDES
from registry.words.terms import Coded, Term, Vocabulary

FACILITY_TYPES = Vocabulary(
    "type of facility",
    Term("prison", "prison", "prison", "سجن"),
    Term("military_prison", "military prison", "prison militaire", "سجن عسكري"),
    Term(
        "security_branch",
        "security or intelligence branch",
        "branche de sécurité ou de renseignement",
        "فرع أمني",
        aliases=("intelligence branch", "security branch"),
    ),
    Term("police", "police station", "poste de police", "مخفر شرطة"),
    Term("military_base", "military base", "base militaire", "قاعدة عسكرية", aliases=("barracks", "ثكنة")),
    Term("checkpoint", "checkpoint", "barrage", "حاجز"),
    Term("court", "court", "tribunal", "محكمة"),
    Term("hospital", "hospital", "hôpital", "مستشفى", aliases=("مشفى",)),
    Term("camp", "camp or shelter", "camp ou abri", "مخيم أو مركز إيواء"),
    Term("school", "school", "école", "مدرسة"),
    Term("private", "house or private place", "maison ou lieu privé", "منزل أو مكان خاص"),
    Term("other", "other", "autre", "آخر"),
)
PRECISIONS = Vocabulary(
    "precision of a place",
    Term("exact", "the very site", "le site même", "الموقع نفسه"),
    Term("neighbourhood", "neighbourhood or village", "quartier ou village", "حي أو قرية"),
    Term("town", "town or sub-district", "ville ou sous-district", "مدينة أو ناحية"),
    Term("district", "district", "district", "منطقة"),
    Term("governorate", "governorate", "gouvernorat", "محافظة"),
    Term("unknown", "not known", "inconnue", "غير معروفة"),
)
SENSITIVITIES = Vocabulary(
    "sensitivity",
    Term("public", "publicly known", "connu publiquement", "معروف علناً"),
    Term("restricted", "for caseworkers only", "réservé aux intervenants", "للعاملين فقط"),
    Term(
        "secret",
        "naming it endangers a source",
        "le nommer met une source en danger",
        "ذكره يعرض مصدراً للخطر",
    ),
)
INDIVIDUAL = "individual"
ACTOR_TYPES = Vocabulary(
    "type of actor",
    Term("state_body", "state body", "organe de l'État", "جهة حكومية"),
    Term("security_service", "security or intelligence service", "service de sécurité", "جهاز أمني"),
    Term("armed_forces", "armed forces", "forces armées", "قوات مسلحة"),
    Term("militia", "militia", "milice", "ميليشيا"),
    Term("armed_group", "armed group", "groupe armé", "جماعة مسلحة"),
    Term("foreign_force", "foreign force", "force étrangère", "قوة أجنبية"),
    Term(INDIVIDUAL, "private individual", "particulier", "شخص بعينه", aliases=("person", "individual")),
    Term("other", "other", "autre", "آخر"),
)
PLACE_KINDS = Vocabulary(
    "kind of place",
    Term("governorate", "governorate", "gouvernorat", "محافظة"),
    Term("district", "district", "district", "منطقة"),
    Term("subdistrict", "sub-district", "sous-district", "ناحية"),
    Term("city", "town or city", "ville", "مدينة"),
    Term("village", "village", "village", "قرية"),
    Term("neighbourhood", "neighbourhood", "quartier", "حي"),
    Term("area", "area", "zone", "مساحة"),
    Term("crossing", "crossing point", "point de passage", "معبر"),
    Term("corridor", "corridor", "couloir", "ممر"),
    Term("checkpoint", "checkpoint", "barrage", "حاجز"),
    Term("site", "site", "site", "موقع"),
)


class FacilityType(Coded):
    """What sort of place people are held in."""

    vocabulary = FACILITY_TYPES


class Precision(Coded):
    """How exactly a place is known."""

    vocabulary = PRECISIONS


class Sensitivity(Coded):
    """Who may learn of a place."""

    vocabulary = SENSITIVITIES


class ActorType(Coded):
    """What sort of actor is alleged to hold people."""

    vocabulary = ACTOR_TYPES


class PlaceKind(Coded):
    """What sort of place it is."""

    vocabulary = PLACE_KINDS


class Side(Coded):
    """The side an actor is of."""

    vocabulary = SIDES
