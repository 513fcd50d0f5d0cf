"""The coded terms of a case file: sex, stance, basis, stage, tasks, ties and relations between groups."""

from __future__ import annotations

from registry.words.terms import Coded, Term, Vocabulary

SEXES = Vocabulary(
    "sex",
    Term("male", "male", "homme", "ذكر", aliases=("m", "man", "boy", "masculin", "رجل", "صبي"),
         codes={"pfif_sex": "male", "huridocs": "39:01"}),
    Term("female", "female", "femme", "أنثى", aliases=("f", "woman", "girl", "féminin", "امرأة", "بنت"),
         codes={"pfif_sex": "female", "huridocs": "39:02"}),
    Term("other", "other", "autre", "آخر", codes={"pfif_sex": "other"}),
)  # fmt: skip
CIVILIAN = Vocabulary(
    "civilian status",
    Term("civilian", "civilian", "civil", "مدني"),
    Term("fighter", "fighter", "combattant", "مقاتل"),
    Term("former_fighter", "former fighter", "ancien combattant", "مقاتل سابق"),
    Term("medical", "medical worker", "personnel médical", "عامل طبي"),
    Term("aid", "aid or rescue worker", "secouriste ou humanitaire", "عامل إغاثة أو إنقاذ"),
    Term("media", "media worker", "journaliste", "إعلامي"),
)
VULNERABILITIES = Vocabulary(
    "vulnerability",
    Term("minor", "minor", "mineur(e)", "قاصر"),
    Term("elder", "elder", "personne âgée", "مسن"),
    Term("wounded", "wounded", "blessé(e)", "جريح"),
    Term("ill", "ill", "malade", "مريض"),
    Term("disabled", "disabled", "handicapé(e)", "ذو إعاقة"),
    Term("pregnant", "pregnant", "enceinte", "حامل"),
)
STANCES = Vocabulary(
    "stance",
    Term("asserts", "asserts", "affirme", "يؤكد"),
    Term("denies", "denies", "nie", "ينفي"),
    Term("retracts", "takes back", "se rétracte", "يتراجع"),
    Term("no_knowledge", "has no knowledge", "n'en a pas connaissance", "لا علم له"),
)
# How the source came to know, or what the claim rests on.
BASES = Vocabulary(
    "basis of a claim",
    Term(
        "direct_contact",
        "direct contact with the person",
        "contact direct avec la personne",
        "اتصال مباشر بالشخص",
    ),
    Term("saw", "saw with own eyes", "a vu de ses yeux", "رآه بعينه"),
    Term("heard", "was told", "a entendu dire", "سمع من غيره"),
    Term("document", "document", "document", "وثيقة"),
    Term("laboratory", "laboratory result", "résultat de laboratoire", "نتيجة مخبرية"),
    Term("published", "published statement", "déclaration publiée", "تصريح منشور"),
)
STAGES = Vocabulary(
    "stage of work",
    Term("draft", "draft", "brouillon", "مسودة"),
    Term("open", "open", "ouvert", "مفتوح"),
    Term("in_review", "in review", "en examen", "قيد المراجعة"),
    Term("closed", "closed", "clos", "مغلق"),
)
CLOSING_REASONS = Vocabulary(
    "reason for closing",
    Term(
        "end_status", "the fate and whereabouts are clarified", "sort et lieu élucidés", "اتضح المصير والمكان"
    ),
    Term("family_request", "the family asked for it", "à la demande de la famille", "بطلب من العائلة"),
    Term("same_person", "the same person as another case", "même personne qu'un autre dossier", "الشخص نفسه"),
    Term("out_of_scope", "outside the registry's scope", "hors du champ du registre", "خارج نطاق السجل"),
)
TASK_KINDS = Vocabulary(
    "kind of task",
    Term("family_follow_up", "follow up with the family", "suivi avec la famille", "متابعة مع العائلة"),
    Term("recontact", "contact again", "recontacter", "معاودة الاتصال", aliases=("re-contact",)),
    Term(
        "verify_death", "verify the reported death", "vérifier le décès signalé", "التحقق من الوفاة المبلّغة"
    ),
    Term("check_contradiction", "check a contradiction", "vérifier une contradiction", "التحقق من تناقض"),
    Term(
        "notify_family",
        "tell the family (sensitive)",
        "informer la famille (sensible)",
        "إبلاغ العائلة (حساس)",
    ),
    Term("verify", "verify", "vérifier", "تحقق"),
    Term("query_authority", "ask an authority", "interroger une autorité", "الاستعلام لدى سلطة"),
    Term("tracing_request", "tracing request", "demande de recherches", "طلب بحث"),
    Term("wgeid", "send to the UN Working Group", "saisir le Groupe de travail de l'ONU", "إحالة إلى الفريق العامل"),
    Term("ced", "send to the UN Committee", "saisir le Comité de l'ONU", "إحالة إلى اللجنة المعنية"),
    Term("referral", "refer to another service", "orienter vers un autre service", "إحالة إلى جهة أخرى"),
    Term("facility_cross_check", "cross-check with a facility", "recouper avec un lieu de détention", "مقارنة مع مكان احتجاز"),
    Term("match_review", "review a possible match", "examiner une correspondance", "مراجعة تطابق محتمل"),
    Term("consent_review", "review consent", "revoir le consentement", "مراجعة الموافقة"),
    Term("retention_review", "review whether to keep", "revoir la conservation", "مراجعة الاحتفاظ بالبيانات"),
    Term("safety_check", "check on safety", "vérifier la sécurité", "التحقق من السلامة"),
)  # fmt: skip
# Tasks of which a list says that they are there, and not why.
NOTIFY_FAMILY = "notify_family"
SENSITIVE_TASKS = frozenset({NOTIFY_FAMILY})
ACTION_KINDS = Vocabulary(
    "kind of step",
    Term("query", "query", "demande d'information", "استعلام"),
    Term("complaint", "complaint", "plainte", "شكوى"),
    Term("submission", "submission", "communication", "بلاغ"),
    Term("tracing_request", "tracing request", "demande de recherches", "طلب بحث"),
    Term("referral", "referral", "orientation", "إحالة"),
    Term("visit", "visit", "visite", "زيارة"),
    Term("reminder", "reminder", "rappel", "تذكير"),
    Term("reply", "reply to an answer", "réplique à une réponse", "رد على جواب"),
    Term("notice_of_withdrawal", "notice that consent was withdrawn", "avis de retrait du consentement", "إشعار بسحب الموافقة"),
    Term("other", "other step", "autre démarche", "خطوة أخرى"),
)  # fmt: skip
ACTION_ANSWERS = Vocabulary(
    "kind of answer",
    Term("received", "received, nothing said yet", "reçu, sans réponse au fond", "وصل دون رد"),
    Term("information", "information was given", "des informations ont été données", "قُدمت معلومات"),
    Term("denial", "it denies", "dénégation", "إنكار"),
    Term("refusal", "it refuses to answer", "refus de répondre", "رفض الرد"),
    Term("no_record", "it has no record", "aucune trace", "لا سجل لديه"),
    Term("other", "other answer", "autre réponse", "جواب آخر"),
)  # fmt: skip
WAYS_OF_TELLING = Vocabulary(
    "way of telling",
    Term("in_person", "in person", "en personne", "وجهاً لوجه"),
    Term("telephone", "by telephone", "par téléphone", "بالهاتف"),
    Term("letter", "by letter", "par lettre", "برسالة"),
    Term("message", "by message", "par message", "برسالة قصيرة"),
    Term("through_another", "through somebody else", "par une autre personne", "عن طريق شخص آخر"),
)
TIES = Vocabulary(
    "kind of link",
    Term(
        "member_of",
        "member of the group",
        "membre du groupe",
        "من أفراد المجموعة",
        aliases=("member of group",),
    ),
    Term(
        "same_person", "same person", "même personne", "الشخص نفسه", codes={"bayanat_relation": "Same Person"}
    ),
    Term("possible_match", "possible match", "correspondance possible", "تطابق محتمل"),
    Term(
        "not_same", "not the same person", "pas la même personne", "ليس الشخص نفسه", aliases=("not the same",)
    ),
    Term("kin", "kin", "parenté", "قرابة"),
    Term("crossed_with", "crossed with", "a traversé avec", "عبر مع"),
    Term("taken_with", "taken with", "emmené avec", "أُخذ مع"),
    Term("held_with", "held with", "détenu avec", "محتجز مع"),
    Term("saw_in_custody", "saw in custody", "a vu en détention", "رآه في الاحتجاز"),
    Term("seen_in_custody_by", "seen in custody by", "vu en détention par", "شوهد في الاحتجاز من قبل"),
    Term("last_seen_by", "last seen by", "vu en dernier par", "شوهد آخر مرة من قبل"),
    Term("was_last_to_see", "was the last to see", "a vu en dernier", "آخر من رآه"),
)
# How a tie reads from the other side; the others read the same from both.
INVERSE = {
    "saw_in_custody": "seen_in_custody_by",
    "seen_in_custody_by": "saw_in_custody",
    "last_seen_by": "was_last_to_see",
    "was_last_to_see": "last_seen_by",
}
CERTAINTIES = Vocabulary(
    "certainty",
    Term("maybe", "maybe", "peut-être", "ربما"),
    Term("likely", "likely", "probable", "مرجح"),
    Term("certain", "certain", "certain", "مؤكد"),
)
VERDICTS = Vocabulary(
    "verdict on a proposal",
    Term("accepted", "accepted", "accepté", "مقبول"),
    Term("refused", "refused", "refusé", "مرفوض"),
    Term("withdrawn", "withdrawn by its author", "retiré par son auteur", "سحبه صاحبه"),
)
# What a group report is about. Only the first is what a summary of missing people may speak of.
MISSING_OR_HELD = "missing_or_held"
CONCERNS = Vocabulary(
    "concern of a report",
    Term(MISSING_OR_HELD, "people missing or held", "personnes disparues ou détenues", "مفقودون أو محتجزون"),
    Term(
        "movement", "people who left or were moved", "personnes parties ou déplacées", "أشخاص غادروا أو نُقلوا"
    ),
    Term(
        "trapped", "people who stayed or are trapped", "personnes restées ou piégées", "أشخاص بقوا أو محاصرون"
    ),
    Term("casualties", "people killed or hurt", "personnes tuées ou blessées", "قتلى أو جرحى"),
    Term("risk", "people at risk", "personnes en danger", "أشخاص معرضون للخطر"),
    Term("event", "an event, no people counted", "un événement, sans décompte", "حدث بلا عدد"),
)
GROUP_RELATIONS = Vocabulary(
    "relation between groups",
    Term("same", "the same people", "les mêmes personnes", "الأشخاص أنفسهم"),
    Term("subset", "part of the other", "une partie de l'autre", "جزء من الآخر"),
    Term("superset", "contains the other", "contient l'autre", "يشمل الآخر"),
    Term("overlaps", "overlaps with the other", "recoupe l'autre", "يتقاطع مع الآخر"),
    Term("disjoint", "nobody in common", "personne en commun", "لا أحد مشترك"),
    Term("unknown", "not known", "inconnue", "غير معروفة"),
)


class Sex(Coded):
    """Sex as stated by the source."""

    vocabulary = SEXES


class Concern(Coded):
    """What a group report is about."""

    vocabulary = CONCERNS


class CivilianStatus(Coded):
    """Civilian status as stated by the source."""

    vocabulary = CIVILIAN


class Vulnerability(Coded):
    """One ground of particular vulnerability."""

    vocabulary = VULNERABILITIES
