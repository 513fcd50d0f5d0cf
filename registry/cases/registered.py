"""What may be known of a facility, an actor and a place, each fact declared on one line."""

from __future__ import annotations

from typing import Annotated

from registry.cases.control import Control
from registry.cases.holder import Holder
from registry.cases.register_terms import ActorType, FacilityType, PlaceKind, Precision, Sensitivity, Side
from registry.words.fact import Fact, in_three
from registry.words.places import Place
from registry.words.plain import Paragraph, Text


# fmt: off
class Facility:
    """Any place where people are held against their will, formal or not, for any length of time."""

    name: Annotated[Text, Fact("Name", several=True, labels=in_three("nom", "الاسم"))]
    alias: Annotated[Text, Fact("Other name", several=True, labels=in_three("autre nom", "اسم آخر"), aliases=("aliases", "also known as"))]
    type: Annotated[FacilityType, Fact("Type", identifying=False, labels=in_three("type", "النوع"))]
    parent: Annotated[Place, Fact("Lies in", labels=in_three("se trouve à", "يقع في"), aliases=("place",))]
    precision: Annotated[Precision, Fact("How exactly it is known", identifying=False, labels=in_three("précision", "الدقة"))]
    sensitivity: Annotated[Sensitivity, Fact("Sensitivity", identifying=False, labels=in_three("sensibilité", "الحساسية"))]
    control: Annotated[Control, Fact("Run by", several=True, labels=in_three("dirigé par", "تديره"), aliases=("controller",))]
    description: Annotated[Paragraph, Fact("Description", several=True, labels=in_three("description", "وصف"))]


class Actor:
    """An alleged holder: a body, a force, a group, or one private individual, who needs a second look."""

    name: Annotated[Text, Fact("Name", several=True, labels=in_three("nom", "الاسم"))]
    alias: Annotated[Text, Fact("Other name", several=True, labels=in_three("autre nom", "اسم آخر"), aliases=("aliases", "also known as"))]
    type: Annotated[ActorType, Fact("Type", identifying=False, labels=in_three("type", "النوع"))]
    parent: Annotated[Holder, Fact("Part of", labels=in_three("fait partie de", "جزء من"))]
    side: Annotated[Side, Fact("Side", identifying=False, labels=in_three("côté", "الطرف"))]
    description: Annotated[Paragraph, Fact("Description", several=True, labels=in_three("description", "وصف"))]


class PlaceRecord:
    """A place of the organisation's own, or what it knows of a place of the gazetteer."""

    name: Annotated[Text, Fact("Name", several=True, labels=in_three("nom", "الاسم"))]
    alias: Annotated[Text, Fact("Other name", several=True, labels=in_three("autre nom", "اسم آخر"), aliases=("aliases", "also known as"))]
    kind: Annotated[PlaceKind, Fact("Kind", identifying=False, labels=in_three("sorte", "النوع"))]
    parent: Annotated[Place, Fact("Lies in", labels=in_three("se trouve à", "يقع في"), aliases=("place",))]
    control: Annotated[Control, Fact("Controlled by", several=True, labels=in_three("contrôlé par", "تحت سيطرة"), aliases=("controller",))]
    description: Annotated[Paragraph, Fact("Description", several=True, labels=in_three("description", "وصف"))]
# fmt: on
