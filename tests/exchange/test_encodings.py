"""Encodings told from bytes: each as it was written, and a question where two are as likely."""

from __future__ import annotations

import pytest

from registry.errors import InputRefused
from registry.exchange.encodings import encoding_named, told

ARABIC = (
    "الاسم,الجنس,ملاحظات\nخالد حسن المثال,ذكر,أخذ من الحافلة مع رجال آخرين\nسمير مثال الورق,ذكر,من العائلة\n"
)
FRENCH = "nom,sexe,remarque\nZoé Présumé,féminin,arrêtée à l'été près du père\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (ARABIC, "utf-8", "utf-8"),
        (ARABIC, "utf-8-sig", "utf-8"),
        (ARABIC, "utf-16", "utf-16"),
        (ARABIC, "cp1256", "cp1256"),
        (ARABIC, "iso8859-6", "iso8859-6"),
        (FRENCH, "utf-8", "utf-8"),
        (FRENCH, "cp1252", "cp1252"),
        (FRENCH, "utf-16-le", "utf-16-le"),
        (FRENCH, "utf-16-be", "utf-16-be"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_was_written_in(text: str, codec: str, name: str) -> None:
    raw = text.encode(codec)
    found = told([raw[:7], raw[7:]])
    assert found.name == name
    assert raw.decode(found.codec) == text


def test_letters_of_turkey_are_asked_about() -> None:
    with pytest.raises(InputRefused) as refused:
        told(["ad,soyad\nAyşe,Yıldız\nİbrahim,Doğan\n".encode("cp1254")])
    assert "cp1252" in (refused.value.hint or "")
    assert "cp1254" in (refused.value.hint or "")


def test_a_broken_sign_does_not_make_a_file_of_utf8_another() -> None:
    assert told([ARABIC.encode()[:-2]]).name == "utf-8"


def test_an_encoding_is_named_as_people_name_it() -> None:
    assert encoding_named("Windows-1256").codec == "cp1256"
    assert encoding_named("UTF8").codec == "utf-8-sig"
    with pytest.raises(InputRefused):
        encoding_named("ebcdic")
