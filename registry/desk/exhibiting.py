"""Sealed evidence: taking a file in with the hash of its original bytes, and reading it out again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from registry.cases.casefile import CaseFile
from registry.cases.items import Exhibit, plain_item
from registry.desk.claiming import claim_named
from registry.desk.desk import CASES, SOURCES, Desk
from registry.desk.reading import line, text
from registry.errors import Damaged, NotFound
from registry.words.identity import BODY, number_of, read_id


def attach(
    desk: Desk, case_ref: str, content: BinaryIO, name: str, *, source: str = "", claims: tuple[str, ...] = (), note: str = ""
) -> Exhibit:
    """Seal a file's bytes into a case, hashed before sealing; the file itself is left where it is.

    ``name`` is kept as text only and never used as a path.
    """
    case = desk.case(case_ref)
    cited = tuple(claim_named(case, ref).id for ref in claims)
    stamp = desk.pen.stamp()
    with desk.vault.act("exhibit attach"):
        sealed = desk.vault.put_exhibit(number_of(case.id), number_of(stamp["id"]), content)
        exhibit = Exhibit(
            **stamp,
            sha256=sealed.sha256,
            size=sealed.size,
            pieces=sealed.pieces,
            name=line(name, "the file name", 255) or "unnamed",
            source=desk.identify(SOURCES, source) if source else "",
            claims=cited,
            note=text(note, "the note"),
        )
        _keep(desk, case, exhibit)
    return exhibit


def _keep(desk: Desk, case: CaseFile, exhibit: Exhibit) -> None:
    def add(document: dict[str, list[object]]) -> None:
        document["items"].append(plain_item(exhibit))

    desk.vault.table(CASES).update(add, doc_ids=[number_of(case.id)])


def exhibit_named(case: CaseFile, ref: str) -> Exhibit:
    """Return the exhibit of ``case`` that an id or its spoken form names; raise ``NotFound``."""
    asked = read_id(ref)
    found = [exhibit for exhibit in case.exhibits if exhibit.id.startswith(asked)]
    if not found or (len(found) > 1 and len(asked) < BODY):
        raise NotFound("no single exhibit of this case has that id", "see `registry exhibit list CASE`")
    return found[0]


def read_out(desk: Desk, case_ref: str, exhibit_ref: str) -> tuple[Exhibit, Iterator[bytes]]:
    """Return an exhibit and its original bytes, and log the read-out in the chain of custody first.

    The last piece is followed by a check of the whole hash: ``Damaged`` is raised when it differs.
    """
    case = desk.case(case_ref)
    exhibit = exhibit_named(case, exhibit_ref)
    desk.vault.note("exhibit export", CASES, number_of(case.id), (exhibit.id,))
    return exhibit, _checked(desk, case, exhibit)


def _checked(desk: Desk, case: CaseFile, exhibit: Exhibit) -> Iterator[bytes]:
    import hashlib  # noqa: PLC0415 - only read-outs need it

    digest = hashlib.sha256()
    for piece in desk.vault.read_exhibit(number_of(case.id), number_of(exhibit.id), exhibit.pieces):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != exhibit.sha256:
        raise Damaged("the exhibit's bytes are not those that were sealed", "run `registry vault check`")
