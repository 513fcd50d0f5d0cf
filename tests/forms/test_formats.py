"""The three formats: hostile names act in none of them, Arabic runs from right to left, and Word can read the document."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import docx
import pytest

from registry.errors import InputRefused, RuleNotMet
from registry.forms import html, markdown, word
from registry.forms.rules import LANGUAGES, form_codes
from registry.forms.sheet import Sheet
from registry.words.names import Name
from registry.words.text import REORDERING, TAGS, clean
from tests.cases.build import Maker
from tests.cli.values import VALUES
from tests.forms.made import claims, material, sheet

INJECTIONS = {
    "tag": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "entity": "&lt;b&gt; &#60;b&#62; &amp;",
    "comment": "<!-- --><b>",
    "markdown link": "[Ali](javascript:alert(1))",
    "markdown image": "![a](http://evil.example/x.png)",
    "autolink": "<http://evil.example> www.evil.example http://evil.example",
    "emphasis": "**Ali** __Ali__ ~~Ali~~ `Ali`",
    "heading": "# Ali\n## Khaled",
    "list": "- Ali\n1. Khaled\n* Omar",
    "quote": "> Ali",
    "code": "```\nAli\n```",
    "table": "| a | b |\n|---|---|\n| c | d |",
    "reference": "[a]: http://evil.example",
    "break out": "*Ali*\n\n</div>\n# Ali",
    "footnote": "[^1]: Ali",
    "mathematics": "$$Ali$$ \\(x\\)",
    "field code": '{ INCLUDEPICTURE "http://evil.example/x.png" }',
    "document xml": "</w:t></w:r><w:r><w:t>Ali",
}
HOSTILE = {**{k: v for k, v in VALUES.items() if "\ud800" not in v}, **INJECTIONS}


def hostile(value: str) -> Sheet:
    """Return a sheet with a value in the name, in a place, in a free text and in an answer."""
    maker = Maker()
    facts: dict[str, Any] = {
        "last_seen_at": value[:400] or "x",
        "whereabouts": value or "x",
        "residence": value[:400] or "x",
    }
    given = claims(maker, facts)
    try:
        given += claims(maker, {"name": Name.parse(value[:150]).plain()})
    except InputRefused:  # it is no name, and tried as text all the same
        given += claims(maker, {"name": {"text": "Ali", "kind": "full"}})
    filled = material(
        "wgeid", *given, maker=maker, answers={"submitter": value or "x", "circumstances": value or "x"}
    )
    return sheet("wgeid", "en", filled)


class Tags(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_comment(self, data: str) -> None:
        self.seen.add(f"comment {data}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: bytes) -> Tags:
    tags = Tags()
    tags.feed(page.decode())
    return tags


PLAIN = read(html.write(sheet("wgeid", "en")))


@pytest.mark.parametrize("name", HOSTILE)
def test_no_value_acts_in_a_page(name: str) -> None:
    tags = read(html.write(hostile(HOSTILE[name])))
    assert tags.seen <= PLAIN.seen
    assert tags.attributes <= PLAIN.attributes
    shown = "".join(tags.text)
    assert not {chr(point) for point in (*REORDERING, *TAGS)} & set(shown)
    assert not any((ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in shown)


# What a reader of Markdown could obey where it is not escaped.
_OBEYED = re.compile(r"(?<!\\)[`_{}\[\]#+!|~$^@=]|(?<!\\)(?:\\\\)*(?<!\\)<(?!div|/div)|\bwww\.|https?:")
_OURS = re.compile(r"^(#{1,2} |\*\*|- \*?|  \*)|(\*|\*\*|\\)$", re.MULTILINE)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_value_acts_in_markdown(name: str) -> None:
    text = markdown.write(hostile(HOSTILE[name])).decode()
    assert _OBEYED.search(_OURS.sub("", text)) is None
    assert "<" not in text
    assert not {chr(point) for point in (*REORDERING, *TAGS)} & set(text)
    # A value never opens a block of its own: each line is ours, or the rest of one.
    for line in text.split("\n"):
        assert line == "" or line.startswith(("# ", "## ", "- ", "**", "  ")) or line in _NOTES


_NOTES = set(markdown.write(sheet("wgeid", "en")).decode().split("\n"))


def test_no_value_breaks_a_document() -> None:
    """All of them in one document, since making one takes a while; each is a statement of its own in it."""
    maker = Maker()
    given = claims(
        maker, {"whereabouts": [value for value in HOSTILE.values() if clean(value, paragraphs=True)]}
    )
    made = sheet("wgeid", "en", material("wgeid", *given, maker=maker))
    content = word.write(made)
    document = docx.Document(BytesIO(content))
    shown = "\n".join(c.text for t in document.tables for row in t.rows for c in row.cells)
    assert len(document.tables) == len(made.parts)
    assert shown.count("claim ") >= len(given) - len(HOSTILE) // 10, (
        "values that are equal once clean stand together"
    )
    assert not {chr(point) for point in (*REORDERING, *TAGS)} & set(shown)
    with zipfile.ZipFile(BytesIO(content)) as packed:
        body = packed.read("word/document.xml").decode()
        assert not re.search(r"<w:(instrText|fldSimple|hyperlink|object|drawing|pict)", body)
        assert not any(
            "External" in packed.read(one).decode() for one in packed.namelist() if one.endswith(".rels")
        )


# Word documents


def everything(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", form_codes())
def test_a_document_says_what_the_sheet_says(code: str, lang: str) -> None:
    made = sheet(code, lang)
    text = everything(docx.Document(BytesIO(word.write(made))))
    assert made.title in text
    for part in made.parts:
        assert part.label in text
        for entry in part.entries:
            assert entry.label in text
            for line in (*entry.lines, *entry.gaps):
                assert line.text in text
                assert line.basis in text


def test_arabic_runs_from_right_to_left_and_latin_names_in_it_do_not() -> None:
    document = docx.Document(BytesIO(word.write(sheet("wgeid", "ar"))))
    body = document.element.xml
    paragraphs = body.count("<w:p>") + body.count("<w:p ")
    assert body.count("<w:bidi/>") == paragraphs + 1, "every paragraph, and the section"
    assert body.count("<w:bidiVisual/>") == len(document.tables)
    runs = {
        run.text: run.font.rtl
        for t in document.tables
        for r in t.rows
        for c in r.cells
        for p in c.paragraphs
        for run in p.runs
    }
    assert runs["خالد درويش"] is True
    assert runs["Khaled Darwish"] is None
    english = docx.Document(BytesIO(word.write(sheet("wgeid", "en")))).element.xml
    assert "<w:bidi/>" not in english


def test_the_page_says_its_direction() -> None:
    assert '<html lang="ar" dir="rtl">' in html.write(sheet("ced", "ar")).decode()
    assert '<html lang="fr" dir="ltr">' in html.write(sheet("ced", "fr")).decode()
    assert markdown.write(sheet("ced", "ar")).decode().startswith('<div dir="rtl" lang="ar">')


def test_a_document_tells_neither_who_made_it_nor_when() -> None:
    content = word.write(sheet("wgeid", "en"))
    properties = docx.Document(BytesIO(content)).core_properties
    told = [
        properties.author,
        properties.last_modified_by,
        properties.title,
        properties.comments,
        properties.keywords,
    ]
    assert set(told) == {""}
    assert {properties.created.year, properties.modified.year, properties.last_printed.year} == {2000}
    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.testzip() is None


def test_the_same_sheet_is_the_same_document_anywhere() -> None:
    code = (
        "import sys; from tests.forms.made import sheet; from registry.forms import word; "
        "sys.stdout.buffer.write(word.write(sheet('ced', 'ar')))"
    )
    outside = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "PYTHONPATH": "."}
    made = subprocess.run([sys.executable, "-c", code], env=outside, capture_output=True, check=True)
    assert made.stdout == word.write(sheet("ced", "ar"))


def test_without_the_library_the_refusal_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(RuleNotMet) as refused:
        word.write(sheet("wgeid", "en"))
    assert "install registry[docx]" in refused.value.hint


def test_a_sheet_with_gaps_says_so_at_its_head() -> None:
    whole = sheet("wgeid", "en")
    assert "Not complete" not in html.write(whole).decode()
    from registry.forms.filling import sheet_of

    gaps = sheet_of(material("wgeid"), "en", recipient="WGEID", made_on="2017-02-01", complete=False)
    for content in (
        html.write(gaps).decode(),
        markdown.write(gaps).decode(),
        everything(docx.Document(BytesIO(word.write(gaps)))),
    ):
        assert "Not complete" in content


def test_a_page_loads_nothing() -> None:
    page = html.write(sheet("wgeid", "en")).decode()
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe|object|form)|url\(|@import|https?:", page)
