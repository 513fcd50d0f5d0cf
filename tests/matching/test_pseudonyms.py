"""What headquarters compares holds no word of a person, and agrees where two spellings of one name do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.matching.pseudonyms import COLUMNS, KEY_BYTES, Compared, key_mark, parts_of, pseudonyms

KEY, OTHER = bytes(KEY_BYTES), bytes([1]) * KEY_BYTES
ONE = Compared(
    "000000000001", "Mohamad", "Omar", "", "Khateeb", "Salma", "1984-05-06", "male", "SY02", "2016-12", "0012345",
)  # fmt: skip


def test_no_word_is_in_the_columns() -> None:
    made = pseudonyms(ONE, KEY)
    assert tuple(made) == COLUMNS
    assert made["id"] == ONE.id
    for column, said in made.items():
        if column == "id" or said is None:
            continue
        assert len(said) == 16
        assert set(said) <= set("0123456789abcdef")
    assert made["grandfather"] is None is made["grandfather_sound"]


def test_two_spellings_share_the_hash_of_their_sound_and_not_of_their_word() -> None:
    latin, arabic = pseudonyms(ONE, KEY), pseudonyms(replace(ONE, given="محمد", family="الخطيب"), KEY)
    for part in ("given", "family"):
        assert latin[f"{part}_sound"] == arabic[f"{part}_sound"]
        assert latin[part] != arabic[part]


def test_one_word_in_two_places_has_two_hashes() -> None:
    """Else who holds columns without the key could tell that a man bears his grandfather's name."""
    made = pseudonyms(replace(ONE, given="Omar", father="Omar"), KEY)
    assert len({made["given"], made["father"], made["given_sound"], made["father_sound"]}) == 4


def test_another_key_gives_other_hashes_and_another_mark() -> None:
    ours, theirs = pseudonyms(ONE, KEY), pseudonyms(ONE, OTHER)
    assert not {said for said in ours.values() if said and said != ONE.id} & set(theirs.values())
    assert key_mark(KEY) != key_mark(OTHER)
    with pytest.raises(ValueError, match="wrong length"):
        pseudonyms(ONE, b"short")


def test_days_swapped_and_years_beside_each_other_are_told() -> None:
    made = pseudonyms(ONE, KEY)
    swapped, after = (pseudonyms(replace(ONE, born=born), KEY) for born in ("1984-06-05", "1985"))
    assert made["born"] != swapped["born"]
    assert made["born_swapped"] == swapped["born_swapped"]
    assert made["born_next"] == after["born_year"]
    assert after["born"] is None
    assert pseudonyms(replace(ONE, born=""), KEY)["born_year"] is None


def test_a_name_is_taken_apart_as_names_are_given() -> None:
    assert parts_of("Samir Mithal") == {"given": "samir", "family": "mithal"}
    four = parts_of("محمد أحمد خالد الخطيب")
    assert list(four) == ["given", "father", "grandfather", "family"]
    assert list(parts_of("Abd al-Rahman Mithal")) == ["given", "family"]
    assert list(parts_of("Samir")) == ["given"]
