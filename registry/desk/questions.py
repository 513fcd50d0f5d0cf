"""What an interview asks, in the order in which a family tells it: data, one line a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from registry.cases.casefile import GROUP, PERSON
from registry.desk.asked import DATES, Question, Section
from registry.desk.group_questions import GROUP_SECTIONS
from registry.provenance.consent import STATISTICS

__all__ = ["CONSENT", "NOTE", "SECTIONS", "Question", "Section"]

CONSENT = "consent."
NOTE = "note"

_SIDES = "whose ground it was: government, opposition, or the group by name, as the family says it"

# fmt: off
_WHO = Section("who", "Who", "Qui", "من", (
    Question(
        "name", "Full name", "Nom complet", "الاسم الكامل",
        "as the family says it, in any script; several spellings with ; between them",
    ),
    Question(
        "nickname", "Nickname or kunya", "Surnom ou kunya", "الكنية أو اللقب",
        "what people call him or her, such as Abu Ahmad",
    ),
    Question("sex", "Sex", "Sexe", "الجنس"),
    Question("born", "Date of birth", "Date de naissance", "تاريخ الميلاد", f"as far as it is known: {DATES}"),
    Question(
        "age", "Age when last seen", "Âge lors de la dernière fois", "العمر عند آخر مشاهدة",
        "a number; for another day say which: 34 2018-05",
        unless=("born",),
    ),
))
_FAMILY = Section("family", "Family", "Famille", "العائلة", (
    Question(
        "father", "Father's name", "Nom du père", "اسم الأب",
        "father and mother tell two people of one name apart",
    ),
    Question("mother", "Mother's name", "Nom de la mère", "اسم الأم", "with her own family's name where it is said"),
    Question("grandfather", "Grandfather's name", "Nom du grand-père", "اسم الجد"),
    Question("residence", "Where they lived", "Domicile", "مكان السكن", "town, neighbourhood or village"),
    Question("origin", "Where the family comes from", "Lieu d'origine", "مكان الأصل"),
))
_SEEN = Section("seen", "Last seen", "Vu pour la dernière fois", "آخر مشاهدة", (
    Question(
        "last_seen_on", "Last seen on", "Vu le", "تاريخ آخر مشاهدة",
        f"never guess: give what is known, as {DATES}",
    ),
    Question(
        "last_seen_at", "Last seen at", "Vu à", "مكان آخر مشاهدة",
        "checkpoint, street, neighbourhood or town; kept as said",
    ),
    Question("crossing_from", "Crossed from whose area", "Venant de la zone de", "من منطقة", _SIDES),
    Question("crossing_to", "Crossed to whose area", "Vers la zone de", "إلى منطقة", _SIDES),
    Question("crossing_point", "Crossing point", "Point de passage", "نقطة العبور"),
))
_TAKEN = Section("taken", "Who took them", "Qui les a pris", "من أخذهم", (
    Question(
        "alleged_holder", "Who is said to hold them", "Détenu par, selon la source", "الجهة المحتجزة",
        "service, unit or group, in the source's words; an allegation, not a finding",
    ),
    Question("held_at", "Where they are said to be held", "Lieu de détention allégué", "مكان الاحتجاز"),
))
_SINCE = Section("since", "What is known since", "Ce que l'on sait depuis", "ما عُرف بعد ذلك", (
    Question(
        "status", "What this source says became of them", "Ce qui est advenu, selon la source", "ما صار به بحسب المصدر",
        "what the source says, not what the office concludes; a death that is told is noted as reported",
    ),
    Question(
        "whereabouts", "How that is known, and what was heard", "Comment cela est su", "كيف عُرف ذلك",
        "in a sentence or two: who called, who saw, when",
    ),
))
_MORE = Section("more", "More about the person", "Plus sur la personne", "المزيد عن الشخص", (
    Question("family_name", "Family name, where it is apart", "Nom de famille", "اسم العائلة"),
    Question("given", "Given name, where it is apart", "Prénom", "الاسم الأول"),
    Question("identity_number", "Identity number", "Numéro d'identité", "الرقم الوطني"),
    Question("occupation", "Occupation", "Profession", "المهنة"),
    Question("civilian_status", "Civilian status", "Statut civil", "الصفة"),
    Question("vulnerability", "Vulnerability", "Vulnérabilité", "الضعف", "several with ; between them"),
    Question("reference", "The organisation's own reference", "Référence", "المرجع"),
    Question(
        "family", "Label shared by the family's cases", "Étiquette de la famille", "علامة العائلة",
        "any word that is no name, the same for all of one family",
    ),
), offered=True)
_CONSENT = Section("consent", "Consent", "Consentement", "الموافقة", (
    Question(
        f"{CONSENT}case_work", "May we work on the case", "Pouvons-nous suivre le dossier", "هل نعمل على الحالة",
        "yes or no; say what that means before you ask",
    ),
    Question(
        f"{CONSENT}{STATISTICS}", "May it be counted in anonymous figures", "Compter dans des chiffres anonymes", "هل تُحسب في أرقام مجهولة",
        "yes or no; without it the case is in no summary",
    ),
))
_NOTE = Section("note", "Note", "Note", "ملاحظة", (
    Question(
        NOTE, "Note of your own", "Note à vous", "ملاحظة خاصة",
        "the caseworker's own words; never leaves the vault",
    ),
))
# fmt: on

SECTIONS: Mapping[str, Sequence[Section]] = {
    PERSON: (_WHO, _FAMILY, _SEEN, _TAKEN, _SINCE, _MORE, _CONSENT, _NOTE),
    GROUP: (*GROUP_SECTIONS, _NOTE),
}
