"""The People Finder Interchange Format, 1.1 to 1.4: persons with their notes, read and never written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import IO, Any
from xml.parsers import expat

from registry.errors import InputRefused
from registry.exchange.entries import Entry, Problem
from registry.words.crosswalk import schemes
from registry.words.dates import PartialDate
from registry.words.text import clean

_SPACES = (
    "http://zesty.ca/pfif/1.1",
    "http://zesty.ca/pfif/1.2",
    "http://zesty.ca/pfif/1.3",
    "http://zesty.ca/pfif/1.4",
)
_CHUNK = 1 << 16
# A person of a feed has some dozens of fields of some lines; beyond this it is no person.
_LONGEST, _MOST_FIELDS, _DEEPEST = 200_000, 5_000, 6

# Field of PFIF -> fact. Versions 1.1 to 1.3 call the names first and last name.
_FACTS: Mapping[str, str] = {
    "full_name": "name", "given_name": "given", "first_name": "given", "family_name": "family_name",
    "last_name": "family_name", "alternate_names": "nickname", "sex": "sex", "date_of_birth": "born", "age": "age",
}  # fmt: skip
_SEVERAL_LINES = frozenset({"full_name", "alternate_names"})
_HOME = (
    "home_street",
    "home_neighborhood",
    "home_city",
    "home_state",
    "home_postal_code",
    "home_zip",
    "home_country",
)
_NOTE = ("description", "other", "photo_url", "profile_urls")
# Whom to ask, which is kept with the source's contact details and nowhere else.
_CONTACT = ("author_email", "author_phone", "email_of_found_person", "phone_of_found_person")


@dataclass
class Record:
    """One person or note of a feed: its line, its fields in order, the notes within it, and what is wrong with it."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    notes: list[Record] = field(default_factory=list)
    flaw: str = ""


def is_pfif(begins: bytes) -> bool:
    """Tell whether a file that begins so is a feed of people."""
    return b"zesty.ca/pfif" in begins[:4096] and begins.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_pfif(stream: IO[bytes]) -> Iterator[tuple[int, str, Entry]]:
    """Yield for each person its line, its record id, and what it comes to; notes become statements of their authors.

    A note that stands outside of any person joins the person whose record id it names. A feed that breaks off yields
    what came before the break and one entry that says so. Raises ``InputRefused`` for what is no feed.
    """
    home = ""
    for record in _records(stream):
        fields = record.fields
        key = fields.get("person_record_id", "")
        if fields.get("note_record_id"):
            yield record.line, key, _alone(record)
            continue
        home = home or key.partition("/")[0]
        yield (
            record.line,
            key,
            _of_another(entry_of(record)) if key.partition("/")[0] != home else entry_of(record),
        )


def _of_another(entry: Entry) -> Entry:
    """Say of a person's record that it is a copy: the domain in an id names who keeps the record."""
    copied = Problem(
        "person_record_id",
        "the id is of another keeper than the first of this feed",
        "ask that keeper for its own record",
    )
    return replace(entry, problems=(*entry.problems, copied))


def _alone(note: Record) -> Entry:
    """Return what a note outside of any person comes to: statements about the person whose record id it names."""
    claims, kept, problems = _note(note)
    if not claims:  # words without a status are a statement all the same
        claims = [
            {
                "fact": "status",
                "state": "unknown",
                "verbatim": note.fields.get("text", ""),
                **_when(note.fields),
            }
        ]
    source = _source(note.fields, note.fields.get("author_name") or "author of a note")
    document = {
        "kind": "person",
        "source": source,
        "claims": claims,
        "note": "\n".join(kept),
        **_when(note.fields),
    }
    return Entry({key: value for key, value in document.items() if value}, tuple(problems), joins=True)


def entry_of(record: Record) -> Entry:
    """Return what one person of a feed comes to."""
    if record.flaw:
        return Entry({}, (Problem("", record.flaw, "ask for the feed again", waits=True),))
    if not record.fields.get("person_record_id"):
        return Entry(
            {},
            (
                Problem(
                    "person_record_id", "the person has no record id", "ask for the feed again", waits=True
                ),
            ),
        )
    facts, kept, problems = _facts(record.fields)
    facts["reference"] = [record.fields["person_record_id"]]
    source = _source(
        record.fields,
        record.fields.get("source_name") or record.fields.get("author_name") or "people finder feed",
    )
    claims: list[dict[str, Any]] = []
    for note in record.notes:
        more, said, wrong = _note(note)
        claims += more
        kept += said
        problems += wrong
    document = {
        "kind": "person", "source": source, "facts": facts, "claims": claims, "note": "\n".join(kept),
        **_when(record.fields),
    }  # fmt: skip
    if not {"name", "given", "family_name"} & facts.keys():
        problems.append(Problem("full_name", "the person has no name", "ask for the feed again", waits=True))
    return Entry({key: value for key, value in document.items() if value}, tuple(problems))


def _facts(fields: Mapping[str, str]) -> tuple[dict[str, Any], list[str], list[Problem]]:
    facts: dict[str, Any] = {}
    kept = [f"{key}: {fields[key]}" for key in _NOTE if fields.get(key)]
    problems: list[Problem] = []
    for name, key in _FACTS.items():
        said = fields.get(name, "")
        if not said:
            continue
        if key in ("name", "given", "family_name", "nickname"):
            lines = said.split("\n") if name in _SEVERAL_LINES else [said]
            facts.setdefault(key, []).extend(" ".join(line.split()) for line in lines if line.strip())
        elif key == "born":
            _try(facts, kept, problems, name, "born", lambda said=said: PartialDate.parse(said).plain(), said)
        elif key == "age" and not said.isdigit():
            kept.append(f"age: {said}")  # a range of ages is no age; it is kept as it was written
        else:
            facts[key] = said.casefold()
    home = ", ".join(fields[key] for key in _HOME if fields.get(key))
    if home:
        facts["residence"] = " ".join(home.split())
    if "sex" in facts and facts["sex"] not in schemes()["pfif_sex"].codes:
        problems.append(Problem("sex", "the sex is not a value of the format", "it is kept in the note"))
        kept.append(f"sex: {facts.pop('sex')}")
    return facts, kept, problems


def _try(
    facts: dict[str, Any], kept: list[str], problems: list[Problem], name: str, key: str, read: Any, said: str
) -> None:
    try:
        facts[key] = read()
    except InputRefused as refused:
        problems.append(Problem(name, refused.message, refused.hint))
        kept.append(f"{name}: {said}")


def _note(note: Record) -> tuple[list[dict[str, Any]], list[str], list[Problem]]:
    """Return what a note claims, with its author as the source, and what of it is kept as words."""
    fields = note.fields
    if note.flaw:
        return [], [], [Problem("note", note.flaw, "ask for the feed again")]
    source = _source(fields, fields.get("author_name") or "author of a note")
    words = fields.get("text", "")
    about: dict[str, Any] = {"source": source, **_when(fields)}
    if words:
        about["verbatim"] = words
    claims: list[dict[str, Any]] = []
    problems: list[Problem] = []
    status = fields.get("status", "")
    reads = schemes()["pfif_status"].reads
    if status in reads:
        claims.append({"fact": "status", "value": reads[status], **about})
    elif status:
        problems.append(
            Problem("status", "the status is not a value of the format", "it is kept in the note")
        )
    if place := fields.get("last_known_location"):
        claims.append({"fact": "seen_at", "value": " ".join(place.split())[:300], **about})
    kept = (
        []
        if claims and status in reads
        else [f"note of {fields.get('author_name', 'somebody')}: {words}"]
        if words
        else []
    )
    if status and status not in reads:
        kept.append(f"status: {status}")
    kept += [f"{key}: {fields[key]}" for key in ("photo_url", "linked_person_record_id") if fields.get(key)]
    return claims, kept, problems


def _source(fields: Mapping[str, str], label: str) -> dict[str, Any]:
    source: dict[str, Any] = {"kind": "other", "label": " ".join(label.split())[:200]}
    contact = ", ".join(fields[key] for key in _CONTACT if fields.get(key))
    if contact:
        source["contact"] = contact
    if url := fields.get("source_url"):
        source["url"] = " ".join(url.split())[:400]
    return source


def _when(fields: Mapping[str, str]) -> dict[str, str]:
    said = fields.get("source_date", "")[:10]
    try:
        return {"when": PartialDate.parse(said).text} if said else {}
    except InputRefused:
        return {}


class _Feed:
    """The persons of a feed as the parser comes by them."""

    def __init__(self) -> None:
        self.done: list[Record] = []
        self.seen = False
        self._open: list[Record] = []
        self._field = ""
        self._text: list[str] = []
        self._size = self._depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.StartDoctypeDeclHandler = _refuse_doctype

    def _start(self, name: str, _given: object) -> None:
        space, _, local = name.rpartition(" ")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InputRefused(
                "the feed nests its records deeper than the format does", "ask for the feed again"
            )
        if not self.seen:
            if local != "pfif" or space not in _SPACES:
                raise InputRefused(
                    "the file is no feed of people (PFIF 1.1 to 1.4)", "ask for the feed again"
                )
            self.seen = True
        elif local in ("person", "note"):
            self._open.append(Record(self.parser.CurrentLineNumber))
        elif self._open:
            self._field, self._text, self._size = local, [], 0

    def _data(self, text: str) -> None:
        if self._field:
            self._size += len(text)
            if self._size <= _LONGEST:
                self._text.append(text)

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self._depth -= 1
        if local in ("person", "note") and self._open:
            record = self._open.pop()
            if self._open:
                self._open[-1].notes.append(record)
            else:
                self.done.append(record)
        elif self._field == local and self._open:
            record, self._field = self._open[-1], ""
            if self._size > _LONGEST or len(record.fields) >= _MOST_FIELDS:
                record.flaw = "a field is far longer than a person's can be"
            elif text := clean("".join(self._text), paragraphs=True):
                record.fields.setdefault(local, text)

    @property
    def broken_off(self) -> Record | None:
        """The person that was being read when the feed ended."""
        return self._open[0] if self._open else None


def _records(stream: IO[bytes]) -> Iterator[Record]:
    feed = _Feed()
    try:
        while chunk := stream.read(_CHUNK):
            feed.parser.Parse(chunk)
            yield from feed.done
            feed.done.clear()
        feed.parser.Parse(b"", True)
        yield from feed.done
    except expat.ExpatError as broken:
        yield from feed.done
        if not feed.seen:
            raise InputRefused(
                "the file is no feed of people (PFIF 1.1 to 1.4)", "ask for the feed again"
            ) from broken
        rest = feed.broken_off or Record(broken.lineno)
        yield Record(
            rest.line, rest.fields, flaw="the feed breaks off here, and nothing after it can be read"
        )


def _refuse_doctype(*_: object) -> None:
    raise InputRefused(
        "the feed declares a document type, which feeds of people have no use for", "be wary of who sent it"
    )
