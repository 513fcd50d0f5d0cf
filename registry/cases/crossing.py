"""What may be known about one crossing from one party's area to another's, each fact declared on one line."""

from __future__ import annotations

from typing import Annotated

from registry.cases.episode_terms import Mode, Organiser, Screening, Separation
from registry.cases.holder import Holder
from registry.words.counts import Count
from registry.words.dates import PartialDate
from registry.words.fact import Fact, in_three
from registry.words.places import Place
from registry.words.plain import Paragraph, Text


# fmt: off
class Crossing:
    """Passing from one party's area to another's; who held which area is computed, and shown beside what is claimed."""

    on: Annotated[PartialDate, Fact("When", labels=in_three("quand", "متى"), aliases=("crossed on", "date"))]
    from_place: Annotated[Place, Fact("From", labels=in_three("de", "من"), aliases=("departure", "départ", "مكان الانطلاق"))]
    to_place: Annotated[Place, Fact("To", labels=in_three("à", "إلى"), aliases=("arrival", "arrivée", "مكان الوصول"))]
    from_control: Annotated[Holder, Fact("From the area of", labels=in_three("depuis la zone de", "من منطقة"), aliases=("crossing from",))]
    to_control: Annotated[Holder, Fact("To the area of", labels=in_three("vers la zone de", "إلى منطقة"), aliases=("crossing to",))]
    point: Annotated[Place, Fact("Point or corridor", labels=in_three("point de passage ou couloir", "نقطة العبور أو الممر"), aliases=("crossing point", "corridor"))]
    mode: Annotated[Mode, Fact("How", identifying=False, labels=in_three("comment", "كيف"), aliases=("mode",))]
    organiser: Annotated[Organiser, Fact("Organised by", identifying=False, labels=in_three("organisé par", "الجهة المنظمة"), aliases=("organizer",))]
    party_size: Annotated[Count, Fact("Size of the party", identifying=False, labels=in_three("taille du convoi", "حجم القافلة"), aliases=("party",))]
    screening: Annotated[Screening, Fact("Screening", several=True, identifying=False, labels=in_three("contrôles", "التفتيش"))]
    separation: Annotated[Separation, Fact("Who was taken aside", several=True, identifying=False, labels=in_three("qui a été mis à part", "من الذي فُصل"), aliases=("separated",))]
    separated_who: Annotated[Text, Fact("Taken aside, in the source's words", several=True, labels=in_three("mis à part, selon la source", "المفصولون بحسب المصدر"))]
    separated_by: Annotated[Holder, Fact("Taken aside by", labels=in_three("mis à part par", "الجهة التي فصلت"))]
    separated_to: Annotated[Place, Fact("Taken in the direction of", labels=in_three("emmené vers", "أُخذ باتجاه"))]
    documents_taken: Annotated[Text, Fact("Documents taken", several=True, labels=in_three("documents confisqués", "وثائق مصادرة"))]
    last_contact: Annotated[PartialDate, Fact("Last contact", labels=in_three("dernier contact", "آخر اتصال"))]
    account: Annotated[Paragraph, Fact("What happened there", several=True, labels=in_three("ce qui s'est passé", "ما جرى هناك"))]
# fmt: on
