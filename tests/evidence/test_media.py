"""The type of an exhibit is told from its bytes, and a name that says another kind is told."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.evidence.media import HEAD, KINDS, TEXT, UNKNOWN, called, ending_of, kind_of, mismatch


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(
                zipfile.ZipInfo(name),
                "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x",
            )
    return held.getvalue()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
        (b"MM\x00*\x00\x00\x00\x08", "image/tiff"),
        (b"GIF89a", "image/gif"),
        (b"BM" + bytes(12) + b"\x28\x00\x00\x00", "image/bmp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"OggS\x00", "audio/ogg"),
        (b"MZ" + bytes(70), "application/x-executable"),
        (b"\x7fELF\x02", "application/x-executable"),
        (zipped("a.txt"), "application/zip"),
        (zipped("mimetype", "content.xml"), "application/vnd.oasis.opendocument"),
        (zipped("[Content_Types].xml", "word/document.xml"), "application/vnd.openxmlformats-officedocument"),
        (gzip.compress(b"x", mtime=0), "application/gzip"),
        (b"<!DOCTYPE html><p>", "text/html"),
        (b'<?xml version="1.0"?><!-- a --><svg xmlns="">', "image/svg+xml"),
        (b"<?xml version='1.0'?><gpx>", "application/xml"),
        (b"he left on Monday\n", TEXT),
        ("خرج يوم الاثنين".encode(), TEXT),
        (b"\xef\xbb\xbfname,age\n", TEXT),
        (b"BMX is a sport", TEXT),
        (b"", UNKNOWN),
        (b"\x00\x01\x02\x03", UNKNOWN),
        (b"abc\xff", UNKNOWN),
    ],
)  # fmt: skip
def test_the_first_bytes_tell_the_kind(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


@given(st.binary(max_size=200))
def test_any_bytes_are_of_some_kind_in_the_table(head: bytes) -> None:
    kind = kind_of(head)
    assert kind == UNKNOWN or kind in {one.type for one in KINDS}


def test_a_text_cut_in_the_middle_of_a_letter_is_text() -> None:
    assert kind_of(("x" + "ا" * HEAD).encode()) == TEXT


@pytest.mark.parametrize(
    ("name", "kind", "says"),
    [
        ("photo.jpg", "image/jpeg", ""),
        ("PHOTO.JPEG ", "image/jpeg", ""),
        ("photo.jpg", "application/x-executable", "the name says JPEG picture, the bytes say: program"),
        ("photo.jpg", "text/html", "the name says JPEG picture, the bytes say: web page"),
        ("list.txt", "application/pdf", "the name says text, the bytes say: PDF document"),
        (
            "film.mp4",
            UNKNOWN,
            "the name says MP4 film or sound, the bytes say: of no kind that is known here",
        ),
        ("page.html", TEXT, ""),
        ("scan", "image/jpeg", ""),
        (".jpg", "image/png", ""),
        ("x.unheardof", "image/png", ""),
        ("photo.jpg", "", ""),
    ],
)
def test_a_name_that_speaks_against_the_bytes_is_told(name: str, kind: str, says: str) -> None:
    assert mismatch(name, kind) == says


def test_what_nobody_recorded_is_called_that() -> None:
    assert called("") == "not recorded"
    assert called("image/png") == "PNG picture"
    assert ending_of("a.b.PDF") == "pdf"
