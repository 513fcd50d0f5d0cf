"""The status of a person: what it says of fate, liberty and acknowledgement, and where it may be counted."""

from __future__ import annotations

from dataclasses import dataclass

from registry.words.terms import Coded, Term, Vocabulary


@dataclass(frozen=True, slots=True)
class Status:
    """One headline status.

    ``fate``, ``liberty`` and ``acknowledgement`` are what it says in the three small vocabularies;
    ``group`` is the class it is counted under in an anonymised table: a reported death is counted
    among the missing, since it is not a death (CED guiding principle 1, presumption of life).
    ``ends`` tells that it may close a case.
    """

    term: Term
    fate: str
    liberty: str
    acknowledgement: str
    group: str
    ends: bool = False


FATES = Vocabulary(
    "fate",
    Term("unknown", "unknown", "inconnu", "مجهول"),
    Term("alive", "alive", "en vie", "على قيد الحياة"),
    Term(
        "reported_dead",
        "death reported, not verified",
        "décès signalé, non vérifié",
        "وفاة مبلّغ عنها غير مؤكدة",
    ),
    Term("confirmed_dead", "death established", "décès établi", "وفاة ثابتة"),
)
LIBERTIES = Vocabulary(
    "liberty",
    Term("unknown", "unknown", "inconnue", "مجهولة"),
    Term("missing", "missing", "disparu", "مفقود"),
    Term("held", "held", "détenu", "محتجز"),
    Term("at_large", "at large", "libre", "طليق"),
)
ACKNOWLEDGEMENTS = Vocabulary(
    "acknowledgement",
    Term("silent", "silent", "silence", "صمت"),
    Term("denied", "denied", "niée", "إنكار", codes={"huridocs": "30:02"}),
    Term(
        "undisclosed", "acknowledged, place undisclosed", "reconnue, lieu non révélé", "اعتراف دون ذكر المكان",
        codes={"huridocs": "30:0102"}),
    Term("acknowledged", "acknowledged, place known", "reconnue, lieu connu", "اعتراف مع ذكر المكان",
         codes={"huridocs": "30:0101"}),
)  # fmt: skip

_ALL = (
    Status(
        Term("missing", "missing", "disparu(e)", "مفقود", aliases=("disappeared", "unknown", "مفقودة"),
             codes={"pfif_status": "believed_missing", "huridocs": "25:0103",
                    "bayanat_event": "Missing", "bayanat_case": "Missing", "wgeid": "outstanding"}),
        "unknown", "missing", "silent", "missing",
    ),
    Status(
        Term("held_reported", "held (reported)", "détenu(e) (signalé)", "محتجز (مبلّغ)",
             aliases=("reported detained", "detained", "held", "reported held", "arrested", "محتجز", "معتقل"),
             codes={"pfif_status": "believed_missing", "huridocs": "25:0202",
                    "bayanat_event": "Held", "bayanat_case": "Missing", "wgeid": "outstanding"}),
        "unknown", "held", "silent", "held",
    ),
    Status(
        Term("held_denied", "held (denied)", "détenu(e) (nié)", "محتجز (مع إنكار)", aliases=("detention denied",),
             codes={"pfif_status": "believed_missing", "huridocs": "25:0202",
                    "bayanat_event": "Held", "bayanat_case": "Missing", "wgeid": "outstanding"}),
        "unknown", "held", "denied", "held",
    ),
    Status(
        Term("held_undisclosed", "held (acknowledged, place undisclosed)", "détenu(e) (reconnu, lieu non révélé)",
             "محتجز (معترف به دون ذكر المكان)",
             codes={"pfif_status": "believed_alive", "huridocs": "25:0202",
                    "bayanat_event": "Held", "bayanat_case": "Missing", "wgeid": "outstanding"}),
        "alive", "held", "undisclosed", "held",
    ),
    Status(
        Term("held_acknowledged", "held (acknowledged, place known)", "détenu(e) (reconnu, lieu connu)",
             "محتجز (معترف به والمكان معروف)",
             codes={"pfif_status": "believed_alive", "huridocs": "25:010402", "bayanat_event": "Held"}),
        "alive", "held", "acknowledged", "held",
    ),
    Status(
        Term("before_court", "before a court", "devant un tribunal", "أمام محكمة",
             codes={"pfif_status": "believed_alive", "huridocs": "25:020202", "bayanat_event": "Trial"}),
        "alive", "held", "acknowledged", "held",
    ),
    Status(
        Term("conscripted", "conscripted (reported)", "enrôlé de force (signalé)", "مجنّد قسراً (مبلّغ)",
             aliases=("conscripted reported", "forcibly conscripted"),
             codes={"pfif_status": "believed_alive", "huridocs": "25:90"}),
        "alive", "held", "silent", "held",
    ),
    Status(
        Term("released_reported", "released (reported)", "libéré(e) (signalé)", "أُفرج عنه (مبلّغ)",
             aliases=("released", "reported released"),
             codes={"pfif_status": "believed_alive", "huridocs": "25:0201", "bayanat_event": "Released"}),
        "alive", "at_large", "silent", "alive",
    ),
    Status(
        Term("located_alive", "located alive", "retrouvé(e) en vie", "عُثر عليه حياً", aliases=("found alive", "alive"),
             codes={"pfif_status": "believed_alive", "huridocs": "25:010401", "bayanat_event": "Found", "wgeid": "clarified"}),
        "alive", "at_large", "silent", "alive", ends=True,
    ),
    Status(
        Term("escaped", "escaped", "évadé(e)", "فارّ",
             codes={"pfif_status": "believed_alive", "huridocs": "25:020109"}),
        "alive", "at_large", "silent", "alive", ends=True,
    ),
    Status(
        Term("death_reported", "death reported (not verified)", "décès signalé (non vérifié)",
             "وفاة مبلّغ عنها (غير مؤكدة)", aliases=("death reported", "reported dead", "died reported"),
             codes={"pfif_status": "believed_missing", "huridocs": "25:0103",
                    "bayanat_event": "Missing", "bayanat_case": "Missing", "wgeid": "outstanding"}),
        "reported_dead", "unknown", "silent", "missing",
    ),
    Status(
        Term("death_notified", "death officially notified", "décès officiellement notifié", "وفاة مبلّغة رسمياً",
             aliases=("officially notified dead",),
             codes={"pfif_status": "believed_dead", "huridocs": "25:0101", "bayanat_event": "Death"}),
        "confirmed_dead", "unknown", "silent", "death_established", ends=True,
    ),
    Status(
        Term("remains_identified", "remains identified", "restes identifiés", "رفات محددة الهوية",
             codes={"pfif_status": "believed_dead", "huridocs": "25:0101",
                    "bayanat_event": "Death", "bayanat_case": "Identified", "wgeid": "clarified"}),
        "confirmed_dead", "unknown", "silent", "death_established", ends=True,
    ),
    Status(
        Term("not_missing", "not missing", "non disparu(e)", "غير مفقود",
             codes={"pfif_status": "believed_alive", "huridocs": "25:90"}),
        "alive", "at_large", "silent", "alive", ends=True,
    ),
)  # fmt: skip

STATUSES: dict[str, Status] = {status.term.code: status for status in _ALL}
STATUS_TERMS = Vocabulary("status", *(status.term for status in _ALL))

# What a case is called before anyone has assessed it: presumption of life, and no more than is known.
UNASSESSED = "missing"


_DEAD = frozenset({"reported_dead", "confirmed_dead"})


def contradict(one: str, other: str) -> bool:
    """Tell whether two statuses cannot both be true: of the dead and the living, or of two known liberties.

    That someone is held and that the holder acknowledges it do not contradict each other; that someone
    is missing and that someone is held do, until a person weighs them.
    """
    left, right = STATUSES[one], STATUSES[other]
    if (left.fate in _DEAD) != (right.fate in _DEAD):
        return True
    return left.liberty != right.liberty and "unknown" not in (left.liberty, right.liberty)


class StatusSaid(Coded):
    """A status as one source states it; only an assessment makes it the case's own."""

    vocabulary = STATUS_TERMS

    def agrees(self, other: Coded) -> bool:
        """Two statements agree when both can be true at once."""
        return not contradict(self.code, other.code)
