"""Tracing requests at the desk: taking them in, looking among the cases, and logging what the enquirer was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import PERSON
from registry.cases.duties import told_to_family
from registry.cases.items import ToldEnquirer, plain_item
from registry.cases.line import CaseLine, birth_years
from registry.cases.person import Person
from registry.cases.status import STATUSES
from registry.cases.telling import knows_why
from registry.cases.terms import WAYS_OF_TELLING
from registry.cases.tracing import (
    ENQUIRER_ANSWERS,
    TOLD,
    Request,
    RequestAnswer,
    RequestClosed,
    RequestFile,
    RequestLine,
)
from registry.cases.views import CaseView
from registry.desk.claiming import fact_named, plain_value
from registry.desk.consenting import require
from registry.desk.desk import CASES, ENQUIRERS, JOURNEY, REQUESTS, Desk, in_one_act
from registry.desk.intake import gathered
from registry.desk.reading import at, items, known_keys, line, mapping, text
from registry.errors import Damaged, InputRefused, RuleNotMet
from registry.matching.find import find
from registry.matching.index import Index
from registry.provenance.consent import ENQUIRERS as TO_ENQUIRERS
from registry.provenance.consent import PURPOSES
from registry.words.dates import PartialDate
from registry.words.fact import facts_of
from registry.words.identity import number_of, short

REQUEST_FIELDS = (
    "enquirer", "relation", "contact", "looking_for", "on", "how", "consent", "note",
)  # fmt: skip
# So many candidates are compared fact by fact.
CANDIDATES = 20
_DEAD = frozenset({"reported_dead", "confirmed_dead"})


@in_one_act("request new")
def new_request(desk: Desk, raw: Any) -> RequestFile:
    """Take in a tracing request, the enquirer's contact sealed apart; raise ``InputRefused``.

    Raises ``RuleNotMet`` in a vault for a journey, from which requests do not come back.
    """
    if desk.vault.count(JOURNEY):
        raise RuleNotMet(
            "a vault for a journey takes in no tracing requests: they would not come back with it",
            "take the person in with `registry case new`, and the request at home",
        )
    given = mapping(raw, "the request")
    known_keys(given, REQUEST_FIELDS, "the request")
    sought = _sought(given.get("looking_for"))
    with at("request"):
        on = PartialDate.parse(given.get("on") or desk.today)
        request = Request(
            **desk.pen.stamp(),
            enquirer=line(given.get("enquirer"), "the enquirer") or "an enquirer",
            relation=line(given.get("relation"), "the relation"),
            on=on.text,
            how=WAYS_OF_TELLING.read(given["how"]).code if given.get("how") else "",
            consent=tuple(PURPOSES.read(one).code for one in items(given.get("consent"))),
            note=text(given.get("note"), "the note"),
            sought=sought,
        )
    contact = text(given.get("contact"), "the contact")
    identity = desk.pen.stamp()["id"]
    made = {"by": desk.pen.by, "device": desk.pen.device, "at": request.at}
    document = {"id": identity, "made": made, "items": [plain_item(request)]}
    with desk.vault.act("request new") as act:
        act.write(REQUESTS, number_of(identity), document)
        if contact:
            act.write(ENQUIRERS, number_of(identity), {"id": identity, "contact": contact})
    return RequestFile(document)


def _sought(raw: Any) -> dict[str, Any]:
    with at("looking_for"):
        stated, _ = gathered(PERSON, mapping(raw or {}, "the person sought"))
        facts, sought = facts_of(Person), dict[str, Any]()
        for key, said in stated.items():
            declared = fact_named(facts, key)
            several = declared.fact.several
            held = [one for one in (items(said) if several else [said]) if one not in (None, "")]
            with at(declared.key):
                values = [plain_value(declared, one) for one in held]
            if values:
                sought[declared.key] = values if several else values[0]
        if not {"name", "given", "nickname"} & sought.keys():
            raise InputRefused("nobody is named", 'give at least "name", in any script')
    return sought


def requests(desk: Desk) -> Iterator[RequestLine]:
    """Every request that counts, in the order in which they were taken in."""
    return (one for one in desk.vault.lines(REQUESTS) if not one.withdrawn)


def request_named(desk: Desk, ref: str) -> RequestFile:
    """Return the request that an id or its spoken form names; raise ``NotFound`` or ``InputRefused``."""
    return RequestFile(desk.document(REQUESTS, ref))


def _open_request(desk: Desk, ref: str) -> RequestFile:
    file = request_named(desk, ref)
    if file.withdrawn:
        raise RuleNotMet("that request was taken back", "bring it back with `registry undo --redo` first")
    return file


def contact_of(desk: Desk, file: RequestFile) -> str:
    """Return how to reach whoever asked, or nothing where it was not given."""
    found = desk.vault.document(ENQUIRERS, number_of(file.id))
    return str(found["contact"]) if found else ""


# Looking


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be the person sought: its id, and in which facts it fits or does not; no fact itself."""

    case: str
    score: float
    fits: tuple[str, ...]
    differs: tuple[str, ...]


def candidates(desk: Desk, ref: str, limit: int = CANDIDATES) -> list[Candidate]:
    """Return the cases that may be whoever is sought, best first, by id and reasons alone.

    Nothing is written, and nothing of a case is in the answer: who sees it learns that something was found only
    where there is a candidate at all, so it is for the caseworker's own screen.
    """
    file = _open_request(desk, ref)
    sought = CaseView(file.as_sought())
    lines = Index(one for one in desk.lines() if one.kind == PERSON)
    found: dict[str, tuple[float, tuple[str, ...], CaseLine]] = {}
    for query in _queries(sought):
        for hit in find(query, lines, limit):
            if hit.line.id not in found or found[hit.line.id][0] < hit.score:
                found[hit.line.id] = (hit.score, hit.reasons, hit.line)
    best = sorted(found.values(), key=lambda one: (-one[0], one[2].id))[:limit]
    made = [_compared(desk, sought, *one) for one in best]
    return sorted(made, key=lambda one: (len(one.differs), -len(one.fits), -one.score, one.case))


def _queries(sought: CaseView) -> Iterator[str]:
    for name in sought.names:
        yield f"{name.text} "
    parts = [sought.best(key) for key in ("given", "father", "family_name")]
    if all(parts):
        yield " ".join(part.text for part in parts) + " "


def _compared(
    desk: Desk, sought: CaseView, score: float, reasons: tuple[str, ...], found: CaseLine
) -> Candidate:
    fits = list(reasons)
    differs: list[str] = []
    for key in ("father", "mother"):
        name = sought.best(key)
        if name is not None:
            words = " ".join(f"{key}:{word}" for word in name.text.split())
            if find(words, [found], 1):
                fits.append(key)
    try:
        view = desk.view(desk.case(found.id))
    except Damaged:
        desk.vault.noticed = True
        return Candidate(found.id, score, tuple(dict.fromkeys(fits)), ())
    for key in ("sex", "last_seen_on", "last_seen_at", "identity_number"):
        here, there = sought.best(key), view.best(key)
        if here is not None and there is not None:
            (fits if here.agrees(there) else differs).append(key.replace("_", " "))
    born, known = birth_years(sought), birth_years(view)
    if None not in (*born, *known):
        (fits if _overlap(born, known) else differs).append("age")
    return Candidate(found.id, score, tuple(dict.fromkeys(fits)), tuple(differs))


def _overlap(left: tuple[Any, Any], right: tuple[Any, Any]) -> bool:
    return bool(left[0] <= right[1] and right[0] <= left[1])


# Answering


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer on record, and the sentence that the enquirer may read."""

    request: str
    answer: RequestAnswer

    def sentence(self, lang: str = "en") -> str:
        """Return the sentence in the enquirer's language; nothing in it depends on any case."""
        return ENQUIRER_ANSWERS[self.answer.kind].show(lang)


@in_one_act("request answer")
def answer_request(desk: Desk, ref: str, kind: str, raw: Any = None, *, case: str = "") -> Answered:
    """Log what an enquirer was told, when, how and by whom; raise ``RuleNotMet``.

    ``raw`` may hold ``told``, ``on``, ``how`` and ``by``. To say something of a case (``told``) takes its id, the words
    that were said, and consent to answer enquiring families; a death is never told this way before the family was
    told as `task done` records it.
    """
    file = _open_request(desk, ref)
    given = mapping(raw or {}, "the answer")
    known_keys(given, ("told", "on", "how", "by"), "the answer")
    said = ENQUIRER_ANSWERS.read(kind).code
    if (said == TOLD) != bool(case):
        raise InputRefused(
            "what is said of a case is logged with that case, and nothing else is",
            "give --case with the answer `told`, and with no other",
        )
    about = _about(desk, given)
    if case:
        identity, item = _told_of(desk, file, case, about)
        about = {**about, "told": "", "case": identity, "item": item}
    answer = RequestAnswer(**desk.pen.stamp(), kind=said, **about)
    desk.adding(REQUESTS, file.id, [answer])
    return Answered(file.id, answer)


def _about(desk: Desk, given: Mapping[str, Any]) -> dict[str, str]:
    on = PartialDate.parse(given.get("on") or desk.today)
    if on.earliest is not None and on.earliest.isoformat() > desk.today:
        raise InputRefused("the day of the answer is still to come", "log an answer once it was given")
    return {
        "on": on.text,
        "by_name": line(given.get("by"), "by") or desk.name,
        "how": WAYS_OF_TELLING.read(given["how"]).code if given.get("how") else "",
        "told": text(given.get("told"), "what was told"),
    }


def _told_of(desk: Desk, file: RequestFile, case_ref: str, about: Mapping[str, str]) -> tuple[str, str]:
    """Record in a case that something of it was told, where consent allows it; return the ids of case and item."""
    case = desk.open_case(case_ref)
    if not about["told"]:
        raise InputRefused("what was told is missing", 'give it with --from -, as {"told": "…"}')
    require(desk, case, TO_ENQUIRERS, f"request {short(file.id)}")
    if STATUSES[case.status].fate in _DEAD and not knows_why(
        case, desk.sources_of(case), told_to_family(case)
    ):
        raise RuleNotMet(
            "a death is not told as an answer to a request",
            "tell the family first: `registry task add CASE notify_family`, then `registry task done` with who told whom",
        )
    told = ToldEnquirer(**desk.pen.stamp(), request=file.id, **about)
    desk.adding(CASES, case.id, [told])
    return case.id, told.id


def words_told(desk: Desk, file: RequestFile) -> dict[str, str]:
    """Return what was said of cases on a request, by the id of the answer; what was erased since is left out."""
    found = {}
    for answer in file.answers:
        document = desk.vault.document(CASES, number_of(answer.case)) if answer.case else None
        for item in document["items"] if document else ():
            if item["id"] == answer.item:
                found[answer.id] = str(item["told"])
    return found


@in_one_act("request close")
def close_request(desk: Desk, ref: str, reason: str) -> RequestFile:
    """Note that nobody looks any more on a request; raise ``RuleNotMet`` without a reason, or where it is closed."""
    file = _open_request(desk, ref)
    if file.closed is not None:
        raise RuleNotMet("that request is closed already", f"see `registry request show {short(file.id)}`")
    reason = text(reason, "the reason")
    if not reason:
        raise RuleNotMet("closing a request needs a reason", "write it to --reason-from -")
    desk.adding(REQUESTS, file.id, [RequestClosed(**desk.pen.stamp(), reason=reason)])
    return request_named(desk, file.id)


def erase_request(desk: Desk, ref: str, typed: str) -> str:
    """Erase a request with its compartment for good, once its id was typed back; return its id.

    What was told of a case stays in that case, without the enquirer's name. Raises ``RuleNotMet``.
    """
    identity = desk.identify(REQUESTS, ref)
    try:
        same = desk.identify(REQUESTS, typed) == identity
    except InputRefused:
        same = False
    if not same:
        raise RuleNotMet(
            "the id typed back is not that request's", "type the short id as `request list` has it"
        )
    with desk.vault.act("request erase", traceless=True) as act:
        number = number_of(identity)
        act.remove(REQUESTS, number)
        if desk.vault.has(ENQUIRERS, number):
            act.remove(ENQUIRERS, number)
        for table in (REQUESTS, ENQUIRERS):
            desk.vault.touched(table)
    desk.vault.overwrite_remains()
    return identity
