"""The kinds of source and of material, and who among them speaks in public."""

from __future__ import annotations

from registry.words.terms import Term, Vocabulary

SOURCE_KINDS = Vocabulary(
    "kind of source",
    Term("family", "family", "famille", "العائلة", aliases=("family testimony", "relative", "شهادة العائلة"),
         codes={"huridocs": "19:020101"}),
    Term("survivor", "survivor", "survivant", "ناجٍ", aliases=("released detainee", "former detainee"),
         codes={"huridocs": "19:0102"}),
    Term("eyewitness", "eyewitness", "témoin oculaire", "شاهد عيان", aliases=("witness",),
         codes={"huridocs": "19:0102"}),
    Term("fellow_traveller", "fellow traveller", "compagnon de route", "رفيق سفر", codes={"huridocs": "19:0102"}),
    Term("insider", "insider", "personne de l'intérieur", "مصدر داخلي"),
    Term("caseworker", "caseworker's observation", "observation de l'agent", "ملاحظة العامل",
         aliases=("caseworker observation",)),
    Term("local_committee", "local committee", "comité local", "لجنة محلية", aliases=("local council list",
         "local council")),
    Term("ngo", "non-governmental organisation", "ONG", "منظمة غير حكومية", aliases=("NGO", "NGO referral",
         "ngo partner"), codes={"huridocs": "19:0404"}),
    Term("un_body", "United Nations body", "organe des Nations Unies", "هيئة أممية", aliases=("UN", "UN briefing",
         "un")),
    Term("red_cross", "Red Cross or Red Crescent", "Croix-Rouge ou Croissant-Rouge", "الصليب أو الهلال الأحمر",
         aliases=("ICRC", "SARC", "red crescent")),
    Term("media", "media", "médias", "وسائل إعلام", aliases=("media report", "news", "press"),
         codes={"huridocs": "19:0301"}),
    Term("social_media", "social media", "réseaux sociaux", "وسائل التواصل", aliases=("social media post",)),
    Term("official", "official statement", "déclaration officielle", "بيان رسمي", aliases=("official notice",
         "government", "authorities"), codes={"huridocs": "16:161805191901"}),
    Term("armed_group", "armed group's statement", "déclaration d'un groupe armé", "بيان جماعة مسلحة",
         aliases=("armed-group statement",)),
    Term("leaked_document", "leaked document", "document divulgué", "وثيقة مسربة"),
    Term("court_record", "court or civil record", "acte judiciaire ou d'état civil", "سجل قضائي أو مدني",
         aliases=("civil record", "court record"), codes={"huridocs": "16:031521182001"}),
    Term("forensic", "forensic or satellite work", "expertise médico-légale ou satellite", "عمل جنائي أو فضائي",
         aliases=("satellite", "laboratory")),
    Term("phone_interview", "interview by telephone", "entretien téléphonique", "مقابلة هاتفية",
         aliases=("phone interview", "interview"), codes={"huridocs": "16:091420051801"}),
    Term("other", "other", "autre", "أخرى", codes={"huridocs": "16:90"}),
)  # fmt: skip

# Those who publish what they say: naming their kind in a summary points at no one.
PUBLISHING = frozenset({"un_body", "red_cross", "media", "official", "armed_group", "ngo"})
