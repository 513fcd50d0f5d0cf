"""What may be known about one time held, each fact on one line: Convention (CED) article 17(3), (a) to (h)."""

from __future__ import annotations

from typing import Annotated

from registry.cases.episode_terms import Acknowledgement, End, OutsideContact
from registry.cases.holder import Holder
from registry.cases.named import Named
from registry.words.dates import PartialDate
from registry.words.fact import Fact, in_three
from registry.words.places import Place
from registry.words.plain import Paragraph, Text


# fmt: off
class HeldEpisode:
    """One deprivation of liberty at one place, from being taken or brought there until it ended; (a), who, is the case.

    The letters are those of article 17(3) of the International Convention for the Protection of All Persons
    from Enforced Disappearance: what a register of people deprived of liberty must hold.
    """

    taken_on: Annotated[PartialDate, Fact("Taken on", labels=in_three("arrêté le", "تاريخ الأخذ"), note="17(3)(b)")]
    taken_at: Annotated[Place, Fact("Taken at", labels=in_three("arrêté à", "مكان الأخذ"), note="17(3)(b)")]
    taken_by: Annotated[Holder, Fact("Taken by", labels=in_three("arrêté par", "الجهة الآخذة"), note="17(3)(b)")]
    ordered_by: Annotated[Holder, Fact("Ordered by", labels=in_three("sur ordre de", "بأمر من"), note="17(3)(c)")]
    grounds: Annotated[Paragraph, Fact("Grounds given", several=True, labels=in_three("motifs invoqués", "الأسباب المعلنة"), note="17(3)(c)")]
    holder: Annotated[Holder, Fact("Held by", labels=in_three("détenu par", "الجهة المحتجزة"), aliases=("alleged holder",), note="17(3)(d)")]
    facility: Annotated[Named, Fact("Held at", labels=in_three("lieu de détention", "مكان الاحتجاز"), aliases=("place of detention",), note="17(3)(e)")]
    facility_authority: Annotated[Holder, Fact("In charge of that place", labels=in_three("responsable du lieu", "المسؤول عن المكان"), note="17(3)(e)")]
    admitted_on: Annotated[PartialDate, Fact("Admitted there on", labels=in_three("admis le", "تاريخ الدخول"), note="17(3)(e)")]
    seen_on: Annotated[PartialDate, Fact("Seen there on", several=True, labels=in_three("vu sur place le", "شوهد هناك في"))]
    conditions: Annotated[Paragraph, Fact("Conditions there", several=True, labels=in_three("conditions de détention", "ظروف الاحتجاز"))]
    counsel: Annotated[Text, Fact("Lawyer or other counsel", several=True, labels=in_three("avocat ou autre conseil", "محامٍ أو مدافع آخر"))]
    health: Annotated[Paragraph, Fact("Health", several=True, labels=in_three("santé", "الحالة الصحية"), note="17(3)(f)")]
    outside_contact: Annotated[OutsideContact, Fact("Contact with the outside", several=True, identifying=False, labels=in_three("contact avec l'extérieur", "الاتصال بالخارج"))]
    acknowledgement: Annotated[Acknowledgement, Fact("Acknowledgement by the holder", identifying=False, labels=in_three("reconnaissance par le détenteur", "اعتراف الجهة المحتجزة"))]
    death: Annotated[Paragraph, Fact("If reported dead: circumstances and cause", several=True, labels=in_three("si décès signalé : circonstances et cause", "إن أُبلغ عن الوفاة: الظروف والسبب"), note="17(3)(g)")]
    remains: Annotated[Paragraph, Fact("If reported dead: where the remains went", several=True, labels=in_three("si décès signalé : destination de la dépouille", "إن أُبلغ عن الوفاة: مصير الرفات"), note="17(3)(g)")]
    end: Annotated[End, Fact("How it ended", identifying=False, labels=in_three("fin", "كيف انتهى"), note="17(3)(h)")]
    ended_on: Annotated[PartialDate, Fact("Ended on", labels=in_three("fin le", "تاريخ الانتهاء"), note="17(3)(h)")]
    moved_to: Annotated[Named, Fact("Moved to", labels=in_three("transféré vers", "نُقل إلى"), note="17(3)(h)")]
    moved_by: Annotated[Holder, Fact("Moved by", labels=in_three("transféré par", "الجهة الناقلة"), note="17(3)(h)")]
    account: Annotated[Text, Fact("What else the source says", several=True, labels=in_three("autres indications", "ما يقوله المصدر أيضاً"))]
# fmt: on

# By what a time held is placed: the first of these that is claimed is when it began, the last when it ended.
BEGINS = ("admitted_on", "taken_on", "seen_on")
# What `held end` speaks of.
ENDING = ("end", "ended_on", "moved_to", "moved_by", "death", "remains", "account")
