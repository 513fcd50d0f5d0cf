"""Sealed evidence: taking a file in with the hash of its original bytes, and reading it out again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from registry.cases.casefile import CaseFile
from registry.cases.items import Exhibit, ReadOut
from registry.desk.claiming import claim_named
from registry.desk.consenting import require_exhibits
from registry.desk.desk import CASES, SOURCES, Desk, in_one_act
from registry.desk.reading import line
from registry.errors import Damaged, InputRefused, NotFound
from registry.words.identity import BODY, number_of, read_id

LONGEST_NAME = 255


@in_one_act("exhibit attach")
def attach(
    desk: Desk, case_ref: str, content: BinaryIO, name: str, *, source: str = "", claims: tuple[str, ...] = ()
) -> Exhibit:
    """Seal a file's bytes into a case, hashed before sealing; the file itself is left where it is.

    ``name`` is kept as text only and never used as a path.
    """
    case = desk.case(case_ref)
    cited = tuple(claim_named(case, ref).id for ref in claims)
    source_id = desk.identify(SOURCES, source) if source else ""
    kept_name = line(name, "the file name", LONGEST_NAME) or "unnamed"
    stamp = desk.pen.stamp()
    sha256, size = desk.vault.put_exhibit(number_of(case.id), stamp["id"], content)
    exhibit = Exhibit(**stamp, sha256=sha256, size=size, name=kept_name, source=source_id, claims=cited)
    desk.adding(CASES, case.id, [exhibit])
    return exhibit


def exhibit_named(case: CaseFile, ref: str) -> Exhibit:
    """Return the exhibit of ``case`` that an id or its spoken form names; raise ``NotFound``."""
    asked = read_id(ref)
    found = [exhibit for exhibit in case.exhibits if exhibit.id.startswith(asked)]
    if not found or (len(found) > 1 and len(asked) < BODY):
        raise NotFound("no single exhibit of this case has that id", "see `registry exhibit list CASE`")
    return found[0]


def read_out(
    desk: Desk, case_ref: str, exhibit_ref: str, *, purpose: str = "", recipient: str = ""
) -> tuple[Exhibit, Iterator[bytes]]:
    """Return an exhibit and its original bytes, and log the read-out in the chain of custody first.

    With a ``purpose`` it is for somebody outside, and consent decides: raises ``RuleNotMet``. Without one it is for
    the office's own eyes, and logged so. After the last piece the whole hash is checked: ``Damaged`` is raised when it
    differs.
    """
    case = desk.case(case_ref)
    exhibit = exhibit_named(case, exhibit_ref)
    if recipient and not purpose:
        raise InputRefused(
            "what goes to somebody goes for a purpose", "give the purpose that consent was given for"
        )
    if purpose:
        purpose = require_exhibits(desk, case, purpose, recipient).purpose
    made = ReadOut(**desk.pen.stamp(), exhibit=exhibit.id, purpose=purpose, recipient=recipient)
    desk.add(case.id, [made], "exhibit export")
    return exhibit, _checked(desk, case, exhibit)


def _checked(desk: Desk, case: CaseFile, exhibit: Exhibit) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in desk.vault.read_exhibit(number_of(case.id), exhibit.id):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != exhibit.sha256:
        raise Damaged("the exhibit's bytes are not those that were sealed", "run `registry vault check`")
