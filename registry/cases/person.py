"""What may be known about one person, each fact declared on one line."""

from __future__ import annotations

from typing import Annotated

from registry.cases.harm_terms import Characterisation, Setting, TakenHow, Treatment
from registry.cases.holder import Holder
from registry.cases.status import StatusSaid
from registry.cases.terms import CivilianStatus, Sex, Vulnerability
from registry.words.coordinates import Coordinates
from registry.words.counts import Count
from registry.words.dates import PartialDate
from registry.words.fact import Fact, Leaves
from registry.words.names import Name
from registry.words.places import Place
from registry.words.plain import Age, Paragraph, Text

COARSE = Leaves.COARSE


# fmt: off
class Person:
    """The subject of a case file: someone whose fate or whereabouts are not clearly known."""

    name: Annotated[Name, Fact("Name", several=True, match=True, aliases=("full name", "latin name", "nom", "الاسم", "الاسم الكامل", "الاسم باللاتينية"))]
    given: Annotated[Name, Fact("Given name", several=True, match=True, aliases=("first name", "prénom", "الاسم الأول"))]
    father: Annotated[Name, Fact("Father's name", several=True, match=True, aliases=("father name", "nom du père", "اسم الأب"))]
    grandfather: Annotated[Name, Fact("Grandfather's name", several=True, match=True, aliases=("اسم الجد",))]
    mother: Annotated[Name, Fact("Mother's name", several=True, match=True, aliases=("mother name", "nom de la mère", "اسم الأم"))]
    family_name: Annotated[Name, Fact("Family name", several=True, match=True, aliases=("surname", "last name", "nom de famille", "الكنية"))]
    nickname: Annotated[Name, Fact("Nickname or kunya", several=True, match=True, aliases=("alias", "surnom", "اللقب"))]
    sex: Annotated[Sex, Fact("Sex", COARSE, "sex", identifying=False, aliases=("gender", "sexe", "الجنس"))]
    born: Annotated[PartialDate, Fact("Date of birth", COARSE, "age", match=True, aliases=("dob", "birth date", "birth year", "year of birth", "né le", "تاريخ الميلاد", "تاريخ الولادة", "سنة الولادة"))]
    age: Annotated[Age, Fact("Age, with the date it was stated", COARSE, "age", aliases=("âge", "العمر"))]
    born_at: Annotated[Place, Fact("Place of birth", aliases=("birthplace", "lieu de naissance", "مكان الولادة"))]
    origin: Annotated[Place, Fact("Place of origin", match=True, aliases=("hometown", "origine", "مكان الأصل"))]
    residence: Annotated[Place, Fact("Residence", aliases=("home", "home neighbourhood", "address", "domicile", "مكان السكن", "الحي"))]
    identity_number: Annotated[Text, Fact("Identity number", several=True, match=True, aliases=("national id", "الرقم الوطني"))]
    occupation: Annotated[Text, Fact("Occupation", aliases=("profession", "المهنة"))]
    civilian_status: Annotated[CivilianStatus, Fact("Civilian status", identifying=False, aliases=("statut civil", "الصفة"))]
    nationality: Annotated[Text, Fact("Nationality", several=True, aliases=("citizenship", "nationalité", "الجنسية"))]
    affiliation: Annotated[Text, Fact("Political, union or other affiliation", several=True, aliases=("party", "appartenance", "الانتماء"))]
    vulnerability: Annotated[Vulnerability, Fact("Vulnerability", several=True, identifying=False, aliases=("الضعف",))]
    last_seen_on: Annotated[PartialDate, Fact("Last seen on", COARSE, "quarter", match=True, aliases=("date last seen", "last seen date", "vu le", "تاريخ آخر مشاهدة"))]
    last_seen_at: Annotated[Place, Fact("Last seen at", COARSE, "place", match=True, aliases=("place last seen", "last seen place", "vu à", "مكان آخر مشاهدة"))]
    last_seen_point: Annotated[Coordinates, Fact("Coordinates of where last seen", aliases=("coordinates", "coordonnées", "الإحداثيات"))]
    last_seen_setting: Annotated[Setting, Fact("Kind of place last seen at", identifying=False, aliases=("type de lieu", "نوع المكان"))]
    seen_at: Annotated[Place, Fact("Also seen or reported at", several=True, aliases=("seen later at", "vu aussi à", "شوهد أيضاً في"))]
    taken_how: Annotated[TakenHow, Fact("How they came to be taken", several=True, identifying=False, aliases=("circonstances", "كيفية الأخذ"))]
    crossing_from: Annotated[Holder, Fact("Crossed from the area of", aliases=("venant de", "من منطقة"))]
    crossing_to: Annotated[Holder, Fact("Crossed to the area of", aliases=("vers", "إلى منطقة"))]
    crossing_point: Annotated[Place, Fact("Crossing point", aliases=("point de passage", "نقطة العبور"))]
    alleged_holder: Annotated[Holder, Fact("Alleged holder", COARSE, "holder", aliases=("held by", "détenu par", "الجهة المحتجزة"))]
    held_at: Annotated[Place, Fact("Said to be held at", aliases=("facility", "lieu de détention", "مكان الاحتجاز"))]
    treatment: Annotated[Treatment, Fact("Treatment, as stated", several=True, identifying=False, aliases=("traitement", "المعاملة"))]
    means: Annotated[Text, Fact("Means of violence, as stated", several=True, aliases=("method", "moyen", "وسيلة العنف"))]
    violation_ended_on: Annotated[PartialDate, Fact("Violation said to have ended on", aliases=("fin de la violation", "تاريخ انتهاء الانتهاك"))]
    earlier_arrests: Annotated[Count, Fact("Number of earlier arrests", aliases=("arrestations antérieures", "اعتقالات سابقة"))]
    court: Annotated[Text, Fact("Court or tribunal said to have tried them", several=True, aliases=("tribunal", "المحكمة"))]
    published: Annotated[Text, Fact("What was published of the case", several=True, aliases=("press", "presse", "ما نُشر"))]
    characterisation: Annotated[Characterisation, Fact("Legal view, by whoever holds it", several=True, identifying=False, aliases=("qualification", "التوصيف القانوني"))]
    death: Annotated[Paragraph, Fact("If reported dead: circumstances and cause", several=True, aliases=("death details", "si décès signalé : circonstances et cause", "إن أُبلغ عن الوفاة: الظروف والسبب"))]
    remains: Annotated[Paragraph, Fact("If reported dead: where the remains went", several=True, aliases=("burial", "si décès signalé : destination de la dépouille", "إن أُبلغ عن الوفاة: مصير الرفات"))]
    whereabouts: Annotated[Paragraph, Fact("Whereabouts, and the way that led there", aliases=("المكان الحالي",))]
    status: Annotated[StatusSaid, Fact("Status as this source states it", COARSE, "status", identifying=False, aliases=("statut", "الحالة"))]
    reference: Annotated[Text, Fact("The organisation's own reference", several=True, aliases=("ref", "id", "record id", "case number", "référence", "المرجع"))]
    family: Annotated[Text, Fact("Label shared by one family or incident", aliases=("household", "famille", "العائلة"))]
# fmt: on

# The kind of name each fact holds; the full name may say otherwise of itself.
KIND_OF_NAME = {
    "name": "full",
    "given": "given",
    "father": "father",
    "grandfather": "grandfather",
    "mother": "mother",
    "family_name": "family",
    "nickname": "nickname",
}
# Kinds of name of which a single word may mean several people and still be a name: a family called Cousins.
PARTS_OF_A_NAME = frozenset({"given", "father", "grandfather", "mother", "family", "kunya", "laqab"})
# Names by which the person is called; the others help to tell one from another.
OWN_NAMES = ("name", "given", "family_name", "nickname")

# Without these a case can hardly be followed up: what `case show` asks for first.
MINIMUM = ("name", "sex", "last_seen_on", "last_seen_at", "alleged_holder")
