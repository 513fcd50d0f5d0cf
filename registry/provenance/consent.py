"""Consent: for one purpose and recipient, by one person, on one day, and until it is withdrawn."""

from __future__ import annotations

from registry.words.terms import Term, Vocabulary

STATISTICS = "anonymous_statistics"
CASE_WORK = "case_work"
# News of the person for a family that asks: what a tracing request may be answered with.
ENQUIRERS = "enquirers"
# A text written to be published that names nobody.
NARRATIVE, PUBLIC_NAMING = "anonymous_narrative", "public_naming"

PURPOSES = Vocabulary(
    "purpose of consent",
    Term(CASE_WORK, "case work", "suivi du dossier", "متابعة الحالة", aliases=("store",)),
    Term("red_cross_tracing", "Red Cross tracing", "recherches de la Croix-Rouge", "بحث الصليب الأحمر"),
    Term("wgeid", "UN Working Group (WGEID)", "Groupe de travail de l'ONU (GTDFI)", "الفريق العامل للأمم المتحدة",
         aliases=("share_un",)),
    Term("ced", "UN Committee (CED)", "Comité de l'ONU (CED)", "لجنة الأمم المتحدة"),
    Term("accountability", "accountability mechanism", "mécanisme de responsabilité", "آلية المساءلة"),
    Term("lawyer", "lawyer", "avocat", "محامٍ"),
    Term("ngo_partner", "partner organisation", "organisation partenaire", "منظمة شريكة"),
    Term(STATISTICS, "anonymous statistics", "statistiques anonymes", "إحصاءات مجهولة الهوية"),
    Term(NARRATIVE, "anonymous account", "récit anonyme", "رواية مجهولة الهوية"),
    Term(PUBLIC_NAMING, "public naming", "publication du nom", "نشر الاسم", aliases=("public",)),
    Term("media", "media", "médias", "وسائل الإعلام"),
    Term(ENQUIRERS, "answers to enquiring families", "réponses aux familles qui demandent", "الرد على العائلات السائلة"),
)  # fmt: skip
