"""The sheet's own words in English, French and Arabic."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str, str]] = {
    "to": ("To", "Destinataire", "إلى"),
    "reference": ("Our reference", "Notre référence", "مرجعنا"),
    "made_on": ("Date of this sheet", "Date de cette fiche", "تاريخ هذه الاستمارة"),
    "or": ("or", "ou", "أو"),
    "also": ("also", "aussi", "وأيضاً"),
    "claim": ("claim", "déclaration", "إفادة"),
    "grade": ("grade", "cote", "تقييم"),
    "denied": ("denied", "nié", "منفي"),
    "not_known": ("not known", "non connu", "غير معروف"),
    "yes": ("yes", "oui", "نعم"),
    "no": ("no", "non", "لا"),
    "assessed": (
        "as the organisation assesses it",
        "selon l'appréciation de l'organisation",
        "بحسب تقدير المنظمة",
    ),
    "stated": ("stated by whoever submits", "indiqué par l'auteur", "بحسب مقدّم الطلب"),
    "consent_given": ("given for this purpose", "donné à cette fin", "أُعطيت لهذا الغرض"),
    "consent_none": ("none on record", "aucun au dossier", "لا موافقة مسجلة"),
    "answered": ("answer", "réponse", "الجواب"),
    "no_answer": ("no answer on record", "aucune réponse au dossier", "لا جواب مسجل"),
    "incomplete": (
        "Not complete: some of what the recipient requires is not known.",
        "Incomplet : certaines informations exigées par le destinataire ne sont pas connues.",
        "غير مكتمل: بعض ما يطلبه المتلقي غير معروف.",
    ),
    "presumed_living": (
        "a death is reported and not verified; the person is searched for as living",
        "un décès est signalé et non vérifié ; la personne est recherchée comme vivante",
        "أُبلغ عن وفاة لم تُؤكَّد؛ ويُبحث عن الشخص بوصفه حياً",
    ),
    "grades": (
        "Grades: A to F for the source, 1 to 6 for the statement; F and 6: cannot be judged. Sources are confidential.",
        "Cotes : A à F pour la source, 1 à 6 pour la déclaration ; F et 6 : ne peut être jugé. Les sources sont confidentielles.",
        "التقييم: A إلى F للمصدر، و1 إلى 6 للإفادة؛ F و6: يتعذر الحكم. المصادر سرية.",
    ),
}


def word(key: str, lang: str) -> str:
    """Return one of the sheet's own words, in English where the language is not known."""
    en, fr, ar = WORDS[key]
    return {"fr": fr, "ar": ar}.get(lang, en)
