"""Sealed evidence: taking a file in with the hash of its original bytes, and reading it out again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from registry.cases.casefile import CaseFile
from registry.cases.items import Exhibit, ReadOut
from registry.desk.claiming import claim_named
from registry.desk.consenting import require_exhibits
from registry.desk.desk import CASES, SOURCES, Desk, in_one_act
from registry.desk.naming import exhibit_named
from registry.desk.reading import known_keys, line, mapping, text
from registry.errors import Damaged, InputRefused, RuleNotMet
from registry.evidence.media import HEAD, kind_of
from registry.evidence.pictures import LARGEST, without_metadata
from registry.words.identity import number_of

if TYPE_CHECKING:
    from registry.evidence.stripped import Stripped

LONGEST_NAME = 255
EXPORT = "exhibit export"
# What is said of a read-out beside its exhibit.
FIELDS = ("reason", "recipient", "purpose")


@in_one_act("exhibit attach")
def attach(
    desk: Desk, case_ref: str, content: BinaryIO, name: str, *, source: str = "", claims: tuple[str, ...] = ()
) -> Exhibit:
    """Seal a file's bytes into a case, hashed before sealing; the file itself is left where it is.

    ``name`` is kept as text only and never used as a path; the type is told from the first bytes.
    """
    case = desk.case(case_ref)
    cited = tuple(claim_named(case, ref).id for ref in claims)
    source_id = desk.identify(SOURCES, source) if source else ""
    kept_name = line(name, "the file name", LONGEST_NAME) or "unnamed"
    stamp = desk.pen.stamp()
    passing = _Passing(content)
    sha256, size = desk.vault.put_exhibit(number_of(case.id), stamp["id"], cast("BinaryIO", passing))
    exhibit = Exhibit(
        **stamp,
        sha256=sha256,
        size=size,
        name=kept_name,
        media_type=kind_of(bytes(passing.head)),
        source=source_id,
        claims=cited,
    )
    desk.adding(CASES, case.id, [exhibit])
    return exhibit


class _Passing:
    """A stream that remembers its first bytes as it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.head = bytearray()

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        self.head += part[: HEAD - len(self.head)]
        return part


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why an exhibit is read out, for whom, and for which purpose that consent was given for; each may be empty."""

    reason: str = ""
    recipient: str = ""
    purpose: str = ""

    @classmethod
    def parse(cls, raw: Any) -> Purpose:
        """Read ``{"reason": …, "recipient": …, "purpose": …}``; raise ``InputRefused``."""
        given = mapping(raw, "the purpose")
        known_keys(given, FIELDS, "the purpose")
        return cls(
            *(
                read(given.get(key), f"the {key}")
                for key, read in zip(FIELDS, (text, line, line), strict=True)
            )
        )


def read_out(
    desk: Desk, case_ref: str, exhibit_ref: str, purpose: Purpose = Purpose()
) -> tuple[Exhibit, Iterator[bytes]]:  # fmt: skip
    """Return an exhibit and its original bytes, and log the read-out in the chain of custody first.

    With a ``purpose`` it is for somebody outside, and consent decides: raises ``RuleNotMet``. Without one it is for
    the office's own eyes, and logged so. After the last piece the whole hash is checked: ``Damaged`` is raised when it
    differs.
    """
    case = desk.case(case_ref)
    exhibit = exhibit_named(case, exhibit_ref)
    desk.add(case.id, [_logged(desk, exhibit, _allowed(desk, case, purpose))], EXPORT)
    return exhibit, _checked(desk, case, exhibit)


def read_out_cleared(
    desk: Desk, case_ref: str, exhibit_ref: str, purpose: Purpose = Purpose()
) -> tuple[Exhibit, ReadOut, Stripped]:  # fmt: skip
    """Return an exhibit and a copy of it without metadata, which is logged with its own hash before it is given out.

    The original stays as it is. Raises ``Damaged`` where its bytes do not hold, ``InputRefused`` for what is no
    picture that can be cleared, ``RuleNotMet`` for one too large to be held in memory.
    """
    case = desk.case(case_ref)
    exhibit = exhibit_named(case, exhibit_ref)
    purpose = _allowed(desk, case, purpose)
    if exhibit.size > LARGEST:
        raise RuleNotMet(
            f"a picture of more than {LARGEST >> 20} MiB cannot be copied without its metadata",
            "save it smaller on a computer that is offline, and attach that",
        )
    data = b"".join(_checked(desk, case, exhibit))
    made = without_metadata(data, kind_of(data))
    digest = hashlib.sha256(made.data).hexdigest()
    logged = _logged(
        desk, exhibit, purpose, copy_sha256=digest, copy_size=len(made.data), removed=made.removed
    )
    desk.add(case.id, [logged], EXPORT)
    return exhibit, logged, made


def _allowed(desk: Desk, case: CaseFile, wish: Purpose) -> Purpose:
    """Return why an exhibit may go out; for somebody outside consent decides, and ``RuleNotMet`` is raised."""
    if wish.recipient and not wish.purpose:
        raise InputRefused(
            "what goes to somebody goes for a purpose", "give the purpose that consent was given for"
        )
    if not wish.purpose:
        return wish
    return replace(wish, purpose=require_exhibits(desk, case, wish.purpose, wish.recipient).purpose)


def _logged(desk: Desk, exhibit: Exhibit, purpose: Purpose, **copy: Any) -> ReadOut:
    said: dict[str, Any] = {**desk.pen.stamp(), **copy}
    return ReadOut(exhibit=exhibit.id, **{key: getattr(purpose, key) for key in FIELDS}, **said)


def _checked(desk: Desk, case: CaseFile, exhibit: Exhibit) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in desk.vault.read_exhibit(number_of(case.id), exhibit.id):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != exhibit.sha256:
        raise Damaged("the exhibit's bytes are not those that were sealed", "run `registry vault check`")
