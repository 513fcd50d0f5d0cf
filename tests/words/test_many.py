"""A group typed in as a person's name is told from a name, and a name that only looks so is not refused."""

from __future__ import annotations

import pytest

from registry.errors import InputRefused
from registry.words.many import reads_as_many, refuse_many

MANY = """
hundreds of men
hundreds of men and boys
dozens
a group of youths
unknown men
three unknown persons
thirty detainees
15-20 men
at least 82 men
4 brothers
five brothers and their cousins
some civilians
tens of thousands of people
several dozen young men
young men
men from the east of the city
the men of the village
all the young men
a busload of men
residents of the quarter
unidentified bodies
Ahmad and his brothers
Ahmad and others
Ahmad family
the Hassan brothers
five Hassan brothers
brothers
50 civils
une dizaine d'hommes
plusieurs jeunes hommes
hommes inconnus
un groupe de civils
cinq frères et leurs cousins
famille de Ahmad
Ahmad et ses frères
deux inconnus
les hommes du quartier
quelques hommes
عشرات
عشرات الشبان
مئات الرجال
أكثر من مئة شاب
خمسون شابا
٥٠ مدنيا
50 رجلا
بين 20 و30 شابا
خمسة إخوة وأبناء عمهم
ثلاثة أشقاء
عدة رجال
عدد من المدنيين
رجال مجهولون
شبان من الحي
مجموعة من الشبان
عائلة أحمد
أهالي الحي
أحمد وإخوته
""".strip().splitlines()

# Invented, of words that are also numbers, plural nouns or kin.
NAMES = """
Rajul Shabab
Muhammad Shabab
محمد شباب
محمد خميس
محمد عاشور
Ashour Khamis
أبو ستة
Abu Sitta
سبعة
احمد ابو خمسة
رجال المحمد
طلال رجال
Khaled al-Rijal
خالد الأخوة
علي الناس
وليد ورد
والي وهاب
Corrie ten Boom
Jean Six
Paul Garçon
Olivier Cent
John Men
Dean Brothers
Boy George
Ali Arbaa
Anna Friend
Juan Child
Six
أم العشرة
نور الأسر
""".strip().splitlines()


@pytest.mark.parametrize("text", MANY)
def test_words_for_several_people_are_told_from_a_name(text: str) -> None:
    assert reads_as_many(text)


@pytest.mark.parametrize("text", NAMES)
def test_a_name_of_such_words_is_not_refused(text: str) -> None:
    assert not reads_as_many(text)


def test_a_single_word_is_taken_for_several_people_only_where_it_would_be_the_whole_name() -> None:
    assert reads_as_many("Cousins")
    assert not reads_as_many("Cousins", part=True)
    assert reads_as_many("unknown men", part=True)


@pytest.mark.parametrize("text", ["", "   ", "٫", "and", "the", "و", "d'"])
def test_what_is_no_name_either_is_not_refused_here(text: str) -> None:
    assert not reads_as_many(text)


def test_the_refusal_says_how_to_take_it_in_and_repeats_none_of_it() -> None:
    with pytest.raises(InputRefused, match="several people") as refused:
        refuse_many("five Quillfeatherby brothers")
    assert '"kind": "group"' in refused.value.hint
    assert "really" in refused.value.hint
    assert "Quillfeatherby" not in refused.value.message + refused.value.hint
