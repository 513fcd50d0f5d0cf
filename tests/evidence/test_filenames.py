"""A name for a file is one part, shows what it is, and is no device, option, hidden or running file."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.evidence.filenames import _DEVICES, _FORBIDDEN, LONGEST, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("photo of Khaled.jpg", "photo of Khaled.jpg"),
        ("صورة خالد.jpg", "صورة خالد.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\scan.png", "scan.png"),
        ("a\x1b[2Jb\n.txt", "a[2Jb.txt"),
        ("photo\u202egpj.exe", "photogpj.exe.held"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("LPT\u00b9.txt", "_LPT\u00b9.txt"),
        ("-rf", "rf"),
        ("--help.txt", "help.txt"),
        (".bashrc", "bashrc"),
        ("name.", "name"),
        ("name. . .", "name"),
        ("run.BAT", "run.BAT.held"),
        ("x.desktop", "x.desktop.held"),
        ('a<b>c:d"e|f?g*h.txt', "a_b_c_d_e_f_g_h.txt"),
        ("", "exhibit"),
        ("...", "exhibit"),
        ("\u200b\u202e", "exhibit"),
        (" .jpg", "jpg"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    for letter in ("a", "خ", "𐍈"):
        made = safe_name(letter * 300 + ".jpeg")
        assert made.endswith(".jpeg")
        assert len(made) <= LONGEST
        assert len(made.encode()) <= 205


@given(st.text(max_size=300))
def test_any_name_is_safe_on_every_system_and_stays_as_it_is_the_second_time(name: str) -> None:
    made = safe_name(name)
    assert made
    assert made[0] not in "-. ~"
    assert made[-1] not in ". "
    assert not any(c in _FORBIDDEN or unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in made)
    assert made.partition(".")[0].upper() not in _DEVICES
    assert len(made) <= LONGEST + 5
    assert len(made.encode()) <= 255
    assert safe_name(made) == made
