"""What stays of an erased case: that it was erased, when, by whom and on what basis, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from registry.errors import Damaged, NotFound
from registry.words.identity import BODY, SPOKEN, id_of, number_of
from registry.words.terms import Term, Vocabulary

if TYPE_CHECKING:
    from registry.vault.vault import Vault

TOMBSTONES = "tombstones"

# Why a case may be erased: the grounds of article 17 of the EU's General Data Protection Regulation, as a
# caseworker meets them.
BASES_OF_ERASURE = Vocabulary(
    "basis of an erasure",
    Term("family-request", "at the family's request", "à la demande de la famille", "بطلب من العائلة"),
    Term("own-request", "at the person's own request", "à la demande de la personne", "بطلب من الشخص نفسه"),
    Term("consent-withdrawn", "because consent was withdrawn", "consentement retiré", "سُحبت الموافقة"),
    Term("court-order", "by order of a court", "sur décision de justice", "بأمر من المحكمة"),
    Term("law", "because a law requires it", "exigée par la loi", "بحكم القانون"),
    Term("no-longer-needed", "because its purpose has ended", "finalité atteinte", "انتهى الغرض منه"),
    Term("taken-in-wrongly", "because it should not have been taken in", "saisi à tort", "أُدخل خطأً"),
)


class Tombstone(msgspec.Struct, frozen=True):
    """One erasure: the id of the case, who (public key), on which device, when (UTC), and why.

    The journal's signed entry of the same act commits to these words.
    """

    id: str
    by: str
    device: str
    at: str
    basis: str
    reason: str = ""

    @property
    def in_words(self) -> str:
        """Say in one sentence that the case was erased, without saying who it was about."""
        basis = BASES_OF_ERASURE.terms.get(self.basis)
        return f"that case was erased on {self.at[:10]} {basis.en if basis else ''}".rstrip()

    def refusal(self) -> NotFound:
        """Return the refusal to show a case that was erased."""
        return NotFound(self.in_words, "erasure cannot be undone; see `registry case erased`")


def tombstones(vault: Vault) -> Iterator[Tombstone]:
    """Yield every erasure, oldest first. Raises ``Damaged``."""
    for _, document in vault.documents(TOMBSTONES):
        try:
            yield msgspec.convert(document, Tombstone)
        except msgspec.ValidationError:
            raise Damaged("the note of an erasure cannot be read", "run `registry vault check`") from None


def is_erased(vault: Vault, identity: str) -> bool:
    """Whether the case of that whole identity was erased."""
    return vault.has(TOMBSTONES, number_of(identity))


def erased_as(vault: Vault, asked: str) -> Tombstone | None:
    """Return the erasure of the one case that a whole identity or its spoken form names, or ``None``."""
    if not vault.count(TOMBSTONES):
        return None
    places = 5 * (BODY - SPOKEN) if len(asked) < BODY else 0
    found = [n for n in vault.numbers(TOMBSTONES) if n >> places == number_of(asked)]
    if len(found) != 1:
        return None
    return next(stone for stone in tombstones(vault) if stone.id == id_of(found[0]))
