"""The scan of finished bytes: everything planted is found, in every spelling and place, and nothing else is."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable

import pytest

from registry.desk.demo.people import people
from registry.desk.identifying import identifiers_in
from registry.desk.standing import standing_words
from registry.disclosure.contents import Unreadable, parts_of
from registry.disclosure.plan import make, plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from registry.disclosure.scan import Scan
from registry.disclosure.sought import Identifier, Kind
from registry.disclosure.traces import no_identifier
from registry.disclosure.written import Written
from registry.reports import write_all
from registry.reports.standing import STANDING, standing_texts
from registry.words.identity import new_id, short
from tests.disclosure.registers import MADE_ON, SHAPES, register, tie
from tests.reports.goldens import summary

SUMMARY = summary(300)
FILES = write_all(SUMMARY, "en", "ar")
CASE = "7Q3MK2XW9ABD"
EXHIBIT = hashlib.sha256(b"a photograph").hexdigest()
VAULT = (
    Identifier(Kind.NAME, "محمد عبد الرحمن الخطيب"),
    Identifier(Kind.NAME, "Khaled Yusuf Darwish"),
    Identifier(Kind.NAME, "Umm Khalid"),
    Identifier(Kind.NAME, "the baker of Salaheddin street"),
    Identifier(Kind.NAME, "scan of the letter.jpg"),
    Identifier(Kind.NUMBER, "+963 944 123 456"),
    Identifier(Kind.NUMBER, "02010456789"),
    Identifier(Kind.NUMBER, "REF-77/2016-AB"),
    Identifier(Kind.DAY, "1985-03-09"),
    Identifier(Kind.ID, CASE),
    Identifier(Kind.ID, short(CASE)),
    Identifier(Kind.SIGNS, "umm.khalid77@example.org"),
    Identifier(Kind.DIGEST, EXHIBIT),
)


def released(files: dict[str, bytes], *, vault: object = VAULT, about: object = SUMMARY) -> Written:
    return Written(files, about, FLOOR, vault, standing_words(), standing_texts(), STANDING)  # type: ignore[arg-type]


SCAN = Scan(released(FILES).sought(), released(FILES).passed())


def kinds(text: str) -> set[Kind]:
    """Return what is found in a text beside those that belong in a release."""
    return {kind for _, kind in SCAN.faults({"x.txt": text.encode()})}


def digest(name: str, text: str) -> bytes:
    return hashlib.new(name, text.encode()).digest()


NAMES = [
    "محمد عبد الرحمن الخطيب", "مُحَمَّد عبدالرحمن الخطيب", "محـــمد الخطيب", "الخطیب", "ﺍﻟﺨﻄﻴﺐ", "بيطخلا",
    "Mohamad Abdulrahman al-Khatib", "Muhammad El Khateeb", "MOHAMMED ALKHATIB", "Khatib",
    "Khaled Yusuf Darwish", "KHALED DARWISH", "Khālid Darwīsh", "Darwish, Khaled", "خالد درويش", "خالد يوسف درويش",
    "khaled_darwish", "khaledDarwish", "KhaledDarwish", "khaleddarwish.csv", "xx-khaledyusufdarwish-yy",
    "K h a l e d", "Da\u200brwish", "Ｄａｒｗｉｓｈ", "Darw\u0131sh", "D\u00adarwish",
    "Umm Khalid", "أم خالد", "Oum Khaled", "baker of Salaheddin", "letter.jpg",
    "Khaled&#32;Dar&#119;ish", "%D8%AE%D8%A7%D9%84%D8%AF", r"\u062e\u0627\u0644\u062f", "44617277697368",
    base64.b64encode(b"Khaled Darwish").decode(), base64.b64encode("محمد الخطيب".encode()).decode(),
    base64.urlsafe_b64encode("أم خالد".encode()).decode(),
]  # fmt: skip
NUMBERS = [
    "+963944123456", "00963 944 123 456", "0944 123 456", "0944-123-456", "(0944) 123-456", "0944.123.456",
    "٠٩٤٤١٢٣٤٥٦", "۰۹۴۴ ۱۲۳ ۴۵۶", "०९४४१२३४५६", "09 44 12 34 56", "944\u00a0123\u2011456", "0944\u200b123456",
    "02010456789", "0201 045 6789", "٠٢٠١٠٤٥٦٧٨٩", "no02010456789x",
]  # fmt: skip
DAYS = [
    "1985-03-09", "9/3/1985", "09.03.1985", "3/9/1985", "09-03-85", "1985/3/9", "19850309", "09031985",
    "9 March 1985", "March 9, 1985", "9 mars 1985", "٩ آذار ١٩٨٥", "9 آذار 1985", "9 مارس 1985", "born 9th March 1985", "the 9th of March 1985", "March 9 1985", "9 mars 85", "1985 March 9",
    "٩/٣/١٩٨٥", "9\u200f/3/\u200f1985",
]  # fmt: skip
SIGNS = [
    CASE, CASE.lower(), "7Q3M-K2XW-9ABD", "7q3 mk2 xw9abd", short(CASE), short(CASE).lower(), short(CASE).replace("-", ""),
    f"case{CASE}x", "umm.khalid77@example.org", "umm khalid77 (at) example org umm.khalid77@example.org",
    "REF-77/2016-AB", "ref77 2016ab", base64.b64encode(CASE.encode()).decode(), CASE.encode().hex(),
]  # fmt: skip


def hashed() -> list[str]:
    found = []
    for text in ("Khaled Yusuf Darwish", "khaled yusuf darwish", "محمد عبد الرحمن الخطيب", "+963 944 123 456", "963944123456",
                 CASE, "1985-03-09", "umm.khalid77@example.org"):  # fmt: skip
        for algorithm in ("sha256", "sha1", "md5"):
            raw = digest(algorithm, text)
            found += [raw.hex(), raw.hex().upper(), raw.hex()[:8], raw.hex()[:12], raw.hex()[3:19]]
            found += [base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode().rstrip("=")[:11]]
    return [*found, EXHIBIT, EXHIBIT[:8], EXHIBIT[:16].upper(), f"id_{EXHIBIT[:10]}_x"]


PLANTED = [
    *((text, Kind.NAME) for text in NAMES), *((text, Kind.NUMBER) for text in NUMBERS), *((text, Kind.DAY) for text in DAYS),
    *((text, Kind.SIGNS) for text in SIGNS),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), PLANTED)
def test_what_identifies_is_found_in_any_spelling(text: str, kind: Kind) -> None:
    assert kind in kinds(f"People documented {text} by place")


@pytest.mark.parametrize("text", hashed())
def test_hashes_of_what_identifies_are_found_whole_and_cut(text: str) -> None:
    assert Kind.DIGEST in kinds(text)


@pytest.mark.parametrize(
    "text",
    ["", "People documented by place", "about 40", "10 20 30 40 50 60 70", "2016", "SHA-256", "Aleppo", "March",
     "2017-06-01", "1985", "9 March 1986", "10/3/1985", "0944", "under 20; under 30", "1,500 people",
     "9, March 1985", "under 9, March 1985: about 40", "January – March 1985: 9"],
)  # fmt: skip
def test_what_identifies_nobody_is_passed(text: str) -> None:
    assert kinds(text) == set()


def test_a_word_of_the_style_sheet_alone_is_no_word_of_the_report() -> None:
    assert "grid" not in standing_words()
    assert "tahoma" not in standing_words()
    assert {"aleppo", "svg", "documented"} <= standing_words() | released(FILES).words


def packed(name: str, content: bytes, comment: bytes = b"") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
        made.comment = comment
    return kept.getvalue()


def pdf(drawn: bytes = b"", *, info: bytes = b"", bare: bytes = b"") -> bytes:
    """Return a PDF of one packed stream, as its parts are scanned; no reader needs to open it."""
    stream = zlib.compress(b"BT /F1 12 Tf " + drawn + b" ET")
    head = b"%PDF-1.7\n1 0 obj << /Title " + (info or b"(a summary)") + b" >> endobj\n"
    return (
        head + bare + b"2 0 obj << /Filter /FlateDecode >> stream\n" + stream + b"\nendstream endobj\n%%EOF"
    )


CMAP = b"stream\n1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <062E> <0002> <0627> endbfchar 1 beginbfrange <0003> <0003> [<0644>] endbfrange 1 beginbfrange <0004> <0004> <062F> endbfrange\nendstream"

PLACES: dict[str, Callable[[], dict[str, bytes]]] = {
    "a file's name": lambda: {"Khaled Darwish.md": b"x"},
    "text": lambda: {"a.md": b"| male | Khaled |"},
    "a cell": lambda: {"a.csv": b"male,Khaled\r\n"},
    "a JSON value": lambda: {"a.json": json.dumps({"at": "خالد"}).encode()},
    "a JSON key": lambda: {"a.json": json.dumps({"Darwish": 1}).encode()},
    "an attribute": lambda: {"a.html": b'<p data-x="Khaled">all</p>'},
    "an attribute's name": lambda: {"a.html": b"<p darwish>all</p>"},
    "a comment": lambda: {"a.html": b"<p>all</p><!-- Khaled -->"},
    "an entity": lambda: {"a.html": b"<p>&#1582;&#x627;&#1604;&#1583;</p>"},
    "a style": lambda: {"a.html": b"<style>.Darwish{}</style>"},
    "metadata of a page": lambda: {"a.html": b'<meta name="author" content="Khaled">'},
    "a drawing": lambda: {"a.html": b"<svg><desc>Khaled</desc></svg>"},
    "a declaration": lambda: {"a.html": b"<!DOCTYPE Khaled><p>all</p>"},
    "UTF-16": lambda: {"a.txt": "Khaled".encode("utf-16")},
    "a packed file": lambda: {"a.zip": packed("a.txt", b"Khaled Darwish")},
    "a packed file's name": lambda: {"a.zip": packed("Darwish.txt", b"all")},
    "a packed file's comment": lambda: {"a.zip": packed("a.txt", b"all", b"Khaled")},
    "a packed file within one": lambda: {"a.xlsx": packed("b.zip", packed("a.txt", b"Khaled"))},
    "a page drawn in PDF": lambda: {"a.pdf": pdf(b"(Khaled) Tj")},
    "a word cut up in PDF": lambda: {"a.pdf": pdf(b"[(Kha) 20 (led) -3 (x)] TJ")},
    "PDF metadata": lambda: {"a.pdf": pdf(info=b"<FEFF062E06270644062F>")},
    "escaped PDF text": lambda: {"a.pdf": pdf(b"(Kh\\141led) Tj")},
    "glyphs of a PDF": lambda: {"a.pdf": pdf(b"<0001000200030004> Tj", bare=CMAP)},
    "glyphs of a PDF as drawn": lambda: {"a.pdf": pdf(b"<0004000300020001> Tj", bare=CMAP)},
    "a name in a PDF": lambda: {"a.pdf": pdf(bare=b"3 0 obj << /Author /Darwish >> endobj\n")},
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_name_is_found_wherever_a_file_can_hold_it(place: str) -> None:
    found = list(SCAN.faults(PLACES[place]()))
    assert Kind.NAME in {kind for _, kind in found}, found


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.bin", b"\x80\x81"), ("a.txt", b"a\x00b"), ("a.zip", b"PK\x03\x04 cut short"), ("a.pdf", b"%PDF-1.4 /Encrypt"),
     ("deep.zip", packed("1.zip", packed("2.zip", packed("3.txt", b"all"))))],
)  # fmt: skip
def test_what_cannot_be_looked_through_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Unreadable):
        list(parts_of(name, content))
    assert "nothing unread" in next(no_identifier(released({**FILES, name: content})))


KIND_OF = {
    "خالد درويش": Kind.NAME, "0944 123 456": Kind.NUMBER, "9 March 1985": Kind.DAY, short(CASE): Kind.SIGNS, EXHIBIT[:9]: Kind.DIGEST,
}  # fmt: skip
SMALL = summary(60)
SMALL_FILES = write_all(SMALL, "en")
# The digests of its own files are passed by a release; those of another one are signs like any.
SMALL_SCAN = Scan(released(SMALL_FILES, about=SMALL).sought(), released(SMALL_FILES, about=SMALL).passed())


@pytest.mark.parametrize("name", SMALL_FILES)
@pytest.mark.parametrize("text", KIND_OF)
def test_what_is_planted_in_a_real_file_is_found(name: str, text: str) -> None:
    kept = SMALL_FILES[name]
    if name.endswith(".json"):
        kept = json.dumps({**json.loads(kept), "said": text}).encode()
    else:
        kept += f"\n{text}\n".encode()
    assert list(SMALL_SCAN.faults({**SMALL_FILES, name: kept})) == [(name, KIND_OF[text])]


SOURCES = (
    "a family",
    "UN body",
    "local committee",
    "the mother",
    "eyewitness 4",
    "published report",
    "Aleppo",
    "May",
)


def vault_of(seed: int, size: int) -> list[Identifier]:
    """Return the identifiers of a register with realistic names in two scripts, phones, birthdays and labels."""
    chance = random.Random(seed)
    cases = people()
    parts = [word for case in cases for word in case.intake["facts"]["name"][0]["text"].split()]
    found = [Identifier(Kind.NAME, label) for label in SOURCES]
    for number in range(size):
        case = chance.choice(cases)
        found += identifiers_in(
            {"claims": [{"fact": key, "value": value} for key, value in case.intake["facts"].items()]}
        )
        found.append(Identifier(Kind.NAME, " ".join(chance.sample(parts, chance.randint(2, 4)))))
        found.append(Identifier(Kind.NUMBER, f"09{chance.randrange(10**8):08}"))
        found.append(
            Identifier(
                Kind.DAY,
                f"{chance.randint(1940, 2017)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            )
        )
        identity = new_id(chance.randrange)
        found += [Identifier(Kind.ID, identity), Identifier(Kind.ID, short(identity))]
        found.append(Identifier(Kind.DIGEST, chance.randbytes(32).hex()))
        found.append(Identifier(Kind.NAME, f"family {number}"))
    return found


def false_alarms(seeds: range) -> list[int]:
    shapes, sizes = list(SHAPES), (30, 60, 120, 300, 1200)
    alarms = []
    for seed in seeds:
        by = (("place,sex", "quarter,status"), ("month,sex", "age,sex"), ("place,status,holder",))[seed % 3]
        size = sizes[seed % len(sizes)]
        found = plan(
            Request.parse(by), register(size, shapes[seed % len(shapes)], seed), (), policy=FLOOR, made_on=MADE_ON, tie=tie
        )  # fmt: skip
        if found.refusal:
            continue
        made = make(found, new_id(random.Random(seed).randrange))
        written = released(write_all(made, "en", "fr", "ar"), vault=vault_of(seed, size), about=made)
        alarms.append(len(list(no_identifier(written))))
    return alarms


def test_a_clean_release_raises_no_false_alarm() -> None:
    assert not any(false_alarms(range(4)))


@pytest.mark.slow
def test_no_false_alarm_over_a_hundred_registers() -> None:
    alarms = false_alarms(range(125))
    assert len(alarms) >= 100
    assert not any(alarms), alarms
