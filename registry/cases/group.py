"""What may be known about many unnamed people in one report, each fact declared on one line."""

from __future__ import annotations

from typing import Annotated

from registry.cases.harm_terms import Characterisation
from registry.cases.holder import Holder
from registry.cases.status import StatusSaid
from registry.cases.terms import Concern
from registry.words.coordinates import Coordinates
from registry.words.counts import Count
from registry.words.dates import PartialDate
from registry.words.fact import Fact, Leaves
from registry.words.places import Place
from registry.words.plain import Paragraph, Text

COARSE = Leaves.COARSE
WORDING = Leaves.WORDING


# fmt: off
class Group:
    """The subject of a group report: "hundreds of men and boys", never a person with a made-up name."""

    count: Annotated[Count, Fact("How many, in the source's words", WORDING, identifying=False, aliases=("wording", "number", "nombre", "العدد"))]
    men: Annotated[Count, Fact("Of them men", aliases=("hommes", "رجال"))]
    women: Annotated[Count, Fact("Of them women", aliases=("femmes", "نساء"))]
    boys: Annotated[Count, Fact("Of them boys", aliases=("garçons", "صبيان"))]
    girls: Annotated[Count, Fact("Of them girls", aliases=("filles", "فتيات"))]
    males: Annotated[Count, Fact("Of them male, of any age", aliases=("de sexe masculin", "ذكور"))]
    females: Annotated[Count, Fact("Of them female, of any age", aliases=("de sexe féminin", "إناث"))]
    children: Annotated[Count, Fact("Of them children", aliases=("minors", "enfants", "أطفال"))]
    reported_dead: Annotated[Count, Fact("Of them reported dead", aliases=("dead", "morts signalés", "وفيات مبلّغ عنها"))]
    reported_missing: Annotated[Count, Fact("Of them reported missing", aliases=("disparus", "مفقودون مبلّغ عنهم"))]
    survivors: Annotated[Count, Fact("Beside them, known to have survived", aliases=("survivants", "ناجون"))]
    topic: Annotated[Text, Fact("What the report is about", identifying=False, aliases=("subject", "sujet", "الموضوع"))]
    concern: Annotated[Concern, Fact("What the report concerns", identifying=False, aliases=("about", "objet", "موضوع التقرير"))]
    who: Annotated[Text, Fact("Who: sex and ages", aliases=("sex and age", "qui", "من هم"))]
    last_seen_on: Annotated[PartialDate, Fact("When", COARSE, "quarter", aliases=("date", "quand", "متى"))]
    last_seen_at: Annotated[Place, Fact("Where", COARSE, "place", aliases=("place", "où", "أين"))]
    last_seen_point: Annotated[Coordinates, Fact("Coordinates of where", aliases=("coordinates", "coordonnées", "الإحداثيات"))]
    region: Annotated[Text, Fact("Wider region, as the source names it", several=True, aliases=("région", "المنطقة"))]
    route: Annotated[Text, Fact("Route or corridor", several=True, aliases=("itinéraire", "المسار"))]
    crossing_from: Annotated[Holder, Fact("Crossed from the area of", aliases=("venant de", "من منطقة"))]
    crossing_to: Annotated[Holder, Fact("Crossed to the area of", aliases=("vers", "إلى منطقة"))]
    crossing_point: Annotated[Place, Fact("Crossing point", aliases=("point de passage", "نقطة العبور"))]
    alleged_holder: Annotated[Holder, Fact("Alleged holder", COARSE, "holder", aliases=("held by", "détenus par", "الجهة المحتجزة"))]
    means: Annotated[Text, Fact("Means of violence or cause of death, as stated", several=True, aliases=("cause", "moyen", "السبب"))]
    characterisation: Annotated[Characterisation, Fact("Legal view, by whoever holds it", several=True, identifying=False, aliases=("qualification", "التوصيف القانوني"))]
    what: Annotated[Paragraph, Fact("What is said to have happened", several=True, aliases=("event", "événement", "الحدث"))]
    status: Annotated[StatusSaid, Fact("Status as this source states it", COARSE, "status", identifying=False, aliases=("statut", "الحالة"))]
    reference: Annotated[Text, Fact("The organisation's own reference", several=True, aliases=("ref", "référence", "المرجع"))]
# fmt: on

MINIMUM = ("count", "last_seen_on", "last_seen_at")
