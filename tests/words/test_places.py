"""Places found by any of their names in either script, and left alone where a name is not enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.words.places import GOVERNORATE, Entry, Gazetteer, Place, gazetteer


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Aleppo", "SY02"),
        ("حلب", "SY02"),
        ("Alep", "SY02"),
        ("Aleppo city", "X-ALEPPO"),
        ("Idleb", "SY07"),
        ("ادلب", "SY07"),
        ("Sha'aar", "N0156"),
        ("al-Shaar neighbourhood", "N0156"),
        ("حي الشعار", "N0156"),
        ("الشعار، حلب", "N0156"),
        ("Sha'aar, Aleppo", "N0156"),
        ("Aleppo, Sha'aar", "N0156"),
        ("Boustan el Kasr", "N0204"),
        ("Şêxmeqsûd", "N0123"),
        ("Mirjeh", "N0213"),
        ("Resafeh", "N0124"),
        ("Masaken Hanano", "N0129"),
        ("Al-Haidariya", "N0122"),
        ("الحيدرية", "N0122"),
        ("Castello road", "X-CASTELLO"),
        ("طريق الكاستيلو", "X-CASTELLO"),
        ("معبر بستان القصر", "X-BUSTAN-QASR"),
        ("معبر المشارقة", "X-MASHARQA"),
        ("Sheikh Maqsoud crossing", "X-SHEIKH-MAQSOUD"),
        ("حاجز الراموسة", "X-RAMOUSEH"),
        ("نقطة تسجيل هنانو", "X-HANANO-REG"),
        ("مركز إيواء جبرين", "X-JIBREEN-SHELTER"),
        ("المحالج", "X-MAHALEJ"),
        ("شرق حلب", "X-ALEPPO-EAST"),
        ("SY0204", "SY0204"),
    ],
)
def test_names_lead_to_their_place(text: str, code: str) -> None:
    assert Place.parse(text).code == code


@pytest.mark.parametrize(
    "text", ["Nowhere", "Suran", "صوران", "Hameidiyyeh", "a shop near the mosque", "Sha'aar, Homs"]
)
def test_what_is_unknown_or_ambiguous_is_kept_as_written(text: str) -> None:
    place = Place.parse(text)
    assert (place.text, place.code, place.governorate(), place.chain()) == (text, None, None, ())
    assert place.show() == text


def test_a_parent_or_an_area_settles_a_shared_name() -> None:
    assert Place.parse("Suran, Hama").code == "SY050101"
    assert Place.parse("صوران، حلب").code == "SY020405"
    assert Place.parse("Hameidiyyeh", within="SY02").code == "N0150"
    assert Place.parse("Hameidiyyeh", within="SY10").code == "SY100002"


def test_two_neighbourhoods_with_the_same_consonants_are_not_confused() -> None:
    assert Place.parse("Zahraa").code == "N0135"
    assert Place.parse("Zuhour").code == "N0137"


@pytest.mark.parametrize("text", ["Zaher", "Karam", "Homsi", "Medan"])
def test_the_same_consonants_alone_do_not_make_a_place(text: str) -> None:
    assert Place.parse(text).code is None


def test_the_chain_leads_up_to_the_country() -> None:
    assert Place.parse("معبر بستان القصر").chain() == (
        "X-BUSTAN-QASR", "N0204", "X-ALEPPO", "SY020000", "SY0200", "SY02", "SY",
    )  # fmt: skip


def test_there_are_fourteen_governorates_with_labels_in_three_languages() -> None:
    places = gazetteer()
    found = {code: entry for code, entry in places.entries.items() if entry.kind == GOVERNORATE}
    assert list(found) == [f"SY{number:02}" for number in range(1, 15)]
    assert {places.governorate_of(code) for code in found} == set(found)
    assert [found["SY02"].label(lang) for lang in ("en", "fr", "ar")] == ["Aleppo", "Alep", "حلب"]
    assert all(entry.fr and entry.ar for entry in found.values())


def test_every_entry_hangs_in_the_tree_and_is_found_by_each_name_in_its_area() -> None:
    places = gazetteer()
    for entry in places.entries.values():
        chain = places.chain(entry.code)
        assert chain[-1] == "SY"
        assert len(chain) == len(set(chain))
        for name in entry.names:
            found = places.find(name, within=entry.parent or None)
            # A name shared with a place inside or around it leads to the larger of the two.
            assert found is not None
            assert found == entry.code or found in chain or entry.code in places.chain(found)


def test_labels_fall_back_on_english_and_on_the_code() -> None:
    places = gazetteer()
    assert places.label("N0156", "fr") == "Sha'aar"
    assert places.label("N0156", "ar") == "الشعار"
    assert places.label("SY99") == "SY99"


def test_a_place_is_shown_as_written_with_its_governorate_where_that_is_not_said() -> None:
    assert Place.parse("الشعار").show() == "الشعار (Aleppo)"
    assert Place.parse("الشعار").show("ar") == "الشعار (حلب)"
    assert Place.parse("الشعار، حلب").show("ar") == "الشعار، حلب"
    assert Place.parse("Aleppo").show() == "Aleppo"


def test_a_stored_code_stands_even_where_this_gazetteer_does_not_know_it() -> None:
    place = Place.parse({"text": "a new shelter", "code": "X-NEW-SHELTER"})
    assert place.code == "X-NEW-SHELTER"
    assert place.governorate() is None


@pytest.mark.parametrize("raw", [None, "", "  ", "!?", 5, {}, {"text": ""}, {"text": "x", "code": 5},
                                 {"text": "x", "code": "a b"}, {"text": "x", "more": 1}, "x" * 301])  # fmt: skip
def test_what_is_no_place_is_refused(raw: object) -> None:
    with pytest.raises(InputRefused):
        Place.parse(raw)


@given(st.text(max_size=60))
def test_any_text_is_kept_or_refused(raw: str) -> None:
    try:
        place = Place.parse(raw)
    except InputRefused:
        return
    assert Place.parse(place.plain()) == place
    assert place.show("ar")
    if place.code is not None:
        assert place.chain()[0] == place.code


def test_names_of_one_chain_mean_the_largest_and_of_two_chains_nothing() -> None:
    tree = Gazetteer(
        [
            Entry("SY", "", "country", "Land", "", ""),
            Entry("A", "SY", "governorate", "Town", "", ""),
            Entry("A1", "A", "district", "Town", "", ""),
            Entry("A2", "A", "district", "Mill", "", ""),
            Entry("B", "SY", "governorate", "Mill", "", ""),
        ]
    )
    assert tree.find("Town") == "A"
    assert tree.find("Mill") is None
    assert tree.find("Mill, Town") == "A2"
    assert tree.find("Mill", within="A") == "A2"
