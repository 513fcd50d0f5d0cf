"""What a missing value means: silence, a refusal and ignorance are different answers."""

from __future__ import annotations

from registry.words.terms import Term, Vocabulary

KNOWN = "known"

STATES = Vocabulary(
    "state of a value",
    Term(KNOWN, "known", "connu", "معروف"),
    Term("unknown", "unknown to the source", "inconnu de la source", "غير معروف للمصدر"),
    Term("not_asked", "not asked", "pas demandé", "لم يُسأل"),
    Term("refused", "refused to say", "refus de répondre", "رفض الإجابة"),
    Term("withheld", "withheld", "non communiqué", "محجوب"),
    Term("not_applicable", "not applicable", "sans objet", "لا ينطبق"),
)
