"""A tracing request: who looks for whom, and what they were told; a table of its own that is counted nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import msgspec

from registry.cases.casefile import PERSON, CaseFile
from registry.cases.items import Claim, Kept, plain_item
from registry.words.terms import Term, Vocabulary
from registry.words.undone import in_order, undone

NOTHING_YET, COME_BACK, ASK_MORE, REFERRED, TOLD = "nothing_yet", "come_back", "ask_more", "referred", "told"
# What an enquirer may read on the screen. Each sentence is true whether or not anybody was found, so that none
# of them tells by being chosen; only `told` says that something was said, and that is said by a person.
ENQUIRER_ANSWERS = Vocabulary(
    "answer to a request",
    Term(
        NOTHING_YET,
        "We have nothing to tell you yet. Your request stays with us.",
        "Nous n'avons encore rien à vous dire. Votre demande reste chez nous.",
        "ليس لدينا ما نقوله لكم بعد. طلبكم محفوظ لدينا.",
    ),
    Term(
        COME_BACK,
        "Please come back, or call us: we would like to speak with you again.",
        "Revenez nous voir, ou appelez-nous : nous aimerions vous reparler.",
        "نرجو أن تعودوا إلينا أو تتصلوا بنا: نود أن نتحدث معكم مرة أخرى.",
    ),
    Term(
        ASK_MORE,
        "To go on looking we would like to ask you some more.",
        "Pour poursuivre les recherches, nous aimerions vous poser d'autres questions.",
        "لمواصلة البحث نود أن نسألكم المزيد.",
    ),
    Term(
        REFERRED,
        "With your agreement another service will look as well, and will contact you.",
        "Avec votre accord, un autre service cherchera aussi et vous contactera.",
        "بموافقتكم ستبحث جهة أخرى أيضاً وستتصل بكم.",
    ),
    Term(
        TOLD,
        "Your caseworker has spoken with you.",
        "La personne qui vous suit vous a parlé.",
        "لقد تحدث معكم المسؤول عن طلبكم.",
    ),
)


class Request(Kept, tag="request", frozen=True, kw_only=True, omit_defaults=True):
    """What was asked: under which pseudonym, in which relation, for whom, and what the enquirer agreed to.

    ``sought`` holds plain values by the keys of the facts of a person, a list of them where there may be several.
    The enquirer's name and address lie in a compartment of their own.
    """

    enquirer: str
    sought: dict[str, Any]
    relation: str = ""
    on: str = ""
    how: str = ""
    consent: tuple[str, ...] = ()
    note: str = ""


class RequestAnswer(Kept, tag="request_answer", frozen=True, kw_only=True, omit_defaults=True):
    """The enquirer was answered: with which sentence, when, how and by whom.

    ``told`` is what was said beside the sentence. What is said of a case is kept in that case: here stand only
    the ids of the case and of the item.
    """

    kind: str
    on: str
    by_name: str
    how: str = ""
    told: str = ""
    case: str = ""
    item: str = ""


class RequestClosed(Kept, tag="request_closed", frozen=True, kw_only=True, omit_defaults=True):
    """Nobody looks any more on this request, and why."""

    reason: str


_KINDS: Mapping[str, type[Kept]] = {
    str(kind.__struct_config__.tag): kind for kind in (Request, RequestAnswer, RequestClosed)
}


class RequestFile:
    """One tracing request, read: its document is only added to."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.id: str = document["id"]

    @cached_property
    def items(self) -> tuple[Kept, ...]:
        """The items that count and that this version understands, oldest first."""
        gone = undone(self.document["items"])
        return tuple(
            msgspec.convert(item, _KINDS[item["t"]])
            for item in in_order(self.document["items"])
            if item["t"] in _KINDS and item["id"] not in gone
        )

    @property
    def withdrawn(self) -> bool:
        """Whether taking the request in was undone."""
        return not any(isinstance(item, Request) for item in self.items)

    @property
    def request(self) -> Request:
        """What was asked, also where taking it in was undone."""
        first = next(item for item in in_order(self.document["items"]) if item["t"] == "request")
        return msgspec.convert(first, Request)

    @property
    def answers(self) -> tuple[RequestAnswer, ...]:
        """What the enquirer was told, oldest first."""
        return tuple(item for item in self.items if isinstance(item, RequestAnswer))

    @property
    def closed(self) -> RequestClosed | None:
        """Why nobody looks any more, None while somebody does."""
        return next((item for item in reversed(self.items) if isinstance(item, RequestClosed)), None)

    def as_sought(self) -> CaseFile:
        """Return whoever is sought in the form of a case, to be compared with others; it is kept nowhere."""
        claims = [
            plain_item(Claim(id=f"{number:012}", source="", fact=fact, value=value))
            for number, (fact, value) in enumerate(
                (fact, one)
                for fact, held in self.request.sought.items()
                for one in (held if isinstance(held, list) else [held])
            )
        ]
        return CaseFile({"id": self.id, "kind": PERSON, "made": self.document["made"], "items": claims})


class RequestLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One request in a list: nothing in it names anybody."""

    id: str
    on: str
    relation: str
    answers: int
    answered_on: str
    answered: str
    closed: bool
    withdrawn: bool
    made_at: str


def request_line_of(document: Mapping[str, Any]) -> RequestLine:
    """Fold a request into its line."""
    file = RequestFile(document)
    last = file.answers[-1] if file.answers else None
    return RequestLine(
        id=file.id,
        on=file.request.on,
        relation=file.request.relation,
        answers=len(file.answers),
        answered_on=last.on if last else "",
        answered=last.kind if last else "",
        closed=file.closed is not None,
        withdrawn=file.withdrawn,
        made_at=str(document["made"]["at"]),
    )
