"""The coded terms of crossings and of times held: how people crossed, were screened, held, and let go."""

from __future__ import annotations

from registry.words.terms import Coded, Term, Vocabulary

MODES = Vocabulary(
    "mode of crossing",
    Term("on_foot", "on foot", "à pied", "سيراً على الأقدام", aliases=("walking", "مشياً")),
    Term("bus", "bus", "autobus", "حافلة", aliases=("green bus", "باص")),
    Term("car", "car", "voiture", "سيارة"),
    Term("lorry", "lorry", "camion", "شاحنة", aliases=("truck",)),
    Term("ambulance", "ambulance", "ambulance", "سيارة إسعاف"),
    Term("other", "other", "autre", "أخرى"),
)
ORGANISERS = Vocabulary(
    "organiser of a crossing",
    Term(
        "red_cross_crescent",
        "Red Cross or Red Crescent",
        "Croix-Rouge ou Croissant-Rouge",
        "الصليب الأحمر أو الهلال الأحمر",
        aliases=("red crescent", "red cross", "icrc", "sarc", "الهلال الأحمر", "الصليب الأحمر"),
    ),
    Term("un", "United Nations", "Nations unies", "الأمم المتحدة", aliases=("onu",)),
    Term("military", "a military", "une armée", "جيش", aliases=("army",)),
    Term("armed_group", "an armed group", "un groupe armé", "جماعة مسلحة"),
    Term("local", "local people", "des habitants", "أهالي المنطقة", aliases=("local committee",)),
    Term("none", "nobody", "personne", "لا أحد", aliases=("no organiser",)),
)
SCREENINGS = Vocabulary(
    "screening at a crossing",
    Term("none", "none", "aucun", "لا تفتيش"),
    Term("name_list", "name list", "liste de noms", "قائمة أسماء"),
    Term("identity_check", "identity check", "contrôle d'identité", "تدقيق الهوية"),
    Term("interrogation", "interrogation", "interrogatoire", "استجواب"),
    Term("phone_search", "phone search", "fouille du téléphone", "تفتيش الهاتف"),
    Term("masked_informant", "masked informant", "informateur masqué", "مخبر ملثم"),
)
SEPARATIONS = Vocabulary(
    "separation at a crossing",
    Term("subject", "this person or group", "cette personne ou ce groupe", "هذا الشخص أو هذه المجموعة"),
    Term("others", "others of the party", "d'autres du convoi", "آخرون من القافلة"),
    Term("nobody", "nobody", "personne", "لا أحد"),
)
OUTSIDE_CONTACTS = Vocabulary(
    "outside contact",
    Term("none", "none", "aucun", "لا يوجد"),
    Term("message", "letter, call or message", "lettre, appel ou message", "رسالة أو اتصال"),
    Term("family_visit", "visit by the family", "visite de la famille", "زيارة من العائلة"),
    Term("lawyer", "lawyer", "avocat", "محامٍ"),
    Term(
        "humanitarian",
        "visit by a humanitarian body",
        "visite d'un organisme humanitaire",
        "زيارة من جهة إنسانية",
        aliases=("icrc visit", "red cross visit"),
    ),
)
DISCLOSED = "acknowledged_disclosed"
ACKNOWLEDGEMENTS = Vocabulary(
    "acknowledgement",
    Term(DISCLOSED, "acknowledged, place disclosed", "reconnue, lieu révélé", "معترف به والمكان معلن"),
    Term(
        "acknowledged_undisclosed",
        "acknowledged, place undisclosed",
        "reconnue, lieu non révélé",
        "معترف به والمكان غير معلن",
    ),
    Term("denied", "denied", "niée", "منفي"),
    Term("silent", "silent", "silence", "صمت", aliases=("no answer",)),
    Term("unknown", "unknown", "inconnue", "غير معروف"),
)
TRANSFERRED = "transferred"
# Ends after which the person was, as far as is claimed, out of the holder's hands.
AT_LIBERTY = frozenset({"released", "released_on_terms", "exchanged", "ransomed", "escaped"})
ENDS = Vocabulary(
    "end of a time held",
    Term("released", "released", "libéré(e)", "أُفرج عنه"),
    Term(
        "released_on_terms",
        "released on bail or settlement",
        "libéré(e) sous caution ou par arrangement",
        "أُفرج عنه بكفالة أو تسوية",
        aliases=("bail", "settlement", "تسوية"),
    ),
    Term("exchanged", "exchanged", "échangé(e)", "شمله تبادل", aliases=("prisoner exchange",)),
    Term("ransomed", "ransomed", "libéré(e) contre rançon", "أُطلق مقابل فدية"),
    Term("escaped", "escaped", "évadé(e)", "هرب"),
    Term(TRANSFERRED, "transferred", "transféré(e)", "نُقل"),
    Term("conscripted", "conscripted", "enrôlé(e) de force", "جُنّد"),
    Term(
        "died_reported",
        "reported dead, not confirmed",
        "décès signalé, non confirmé",
        "أُبلغ عن وفاته دون تأكيد",
        aliases=("died reported", "death reported"),
    ),
    Term("unknown", "unknown", "inconnue", "غير معروف"),
)


class Mode(Coded):
    """How a line was crossed."""

    vocabulary = MODES


class Organiser(Coded):
    """Who organised a crossing."""

    vocabulary = ORGANISERS


class Screening(Coded):
    """How people were screened at a crossing."""

    vocabulary = SCREENINGS


class Separation(Coded):
    """Whether anyone was taken aside at a crossing."""

    vocabulary = SEPARATIONS


class OutsideContact(Coded):
    """Contact with the world outside while held."""

    vocabulary = OUTSIDE_CONTACTS


class Acknowledgement(Coded):
    """Whether the holder admits holding the person, and where."""

    vocabulary = ACKNOWLEDGEMENTS


class End(Coded):
    """How a time held ended, as a source states it; a death reported is not a death."""

    vocabulary = ENDS
