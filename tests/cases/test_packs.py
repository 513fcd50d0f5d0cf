"""Field packs: read strictly, with the line of a mistake; whatever a file holds, it can only be refused."""

from __future__ import annotations

import contextlib
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cases.packs import (
    KINDS,
    LARGEST,
    MOST_FACTS,
    AsWritten,
    as_written,
    kept_pack,
    read_pack,
)
from registry.desk.packing import checked, shipped
from registry.errors import InputRefused
from registry.words.fact import Leaves
from registry.words.text import visible

HEAD = 'pack = "ours"\nversion = 1\nen = "Ours"\n'
FACT = '[[facts]]\nkey = "height"\nkind = "text"\nen = "Height"\n'

# Packs as people write them


_KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
_WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "Nd"), include_characters=" '-"), min_size=1, max_size=30
).filter(lambda text: text.strip() and visible(text) == text)


@st.composite
def packs(draw: st.DrawFn) -> tuple[str, dict[str, tuple[str, tuple[str, ...]]]]:
    """A pack as text, and what it declares: the kind of each fact and its terms."""
    lines, declared = [HEAD], {}
    for key in draw(st.lists(_KEYS, min_size=1, max_size=6, unique=True)):
        kind = draw(st.sampled_from([*KINDS, "coded"]))
        codes = tuple(draw(st.lists(_KEYS, min_size=1, max_size=4, unique=True))) if kind == "coded" else ()
        declared[f"ours.{key}"] = (kind, codes)
        flags = draw(st.lists(st.sampled_from(["several", "identifying", "sensitive"]), unique=True))
        lines.append(f"[[facts]]\nkey = '{key}'\nkind = '{kind}'\nen = \"{draw(_WORDS)}\"\n")
        lines += [f"{flag} = {draw(st.sampled_from(['true', 'false']))}\n" for flag in flags]
        lines += [f"[[facts.terms]]\ncode = '{code}'\nen = \"{draw(_WORDS)}\"\n" for code in codes]
    return "".join(lines), declared


@given(packs())
def test_what_a_pack_declares_is_what_is_read_and_nothing_of_it_leaves(made: tuple[str, dict]) -> None:  # type: ignore[type-arg]
    text, declared = made
    pack = read_pack(text)
    assert {one.declared.key: (one.kind, tuple(sorted(one.terms))) for one in pack.facts} == {
        key: (kind, tuple(sorted(codes))) for key, (kind, codes) in declared.items()
    }
    assert {one.declared.fact.leaves for one in pack.facts} == {Leaves.NEVER}
    assert not any(one.declared.fact.dimension or one.declared.fact.match for one in pack.facts)
    assert kept_pack(text).declared.keys() == pack.declared.keys()  # type: ignore[union-attr]


@given(packs(), st.data())
def test_a_value_of_a_coded_fact_comes_back_as_it_was(made: tuple[str, dict], data: st.DataObject) -> None:  # type: ignore[type-arg]
    text, _ = made
    for one in read_pack(text).facts:
        for code in one.terms:
            kind = one.declared.kind
            assert kind.parse(kind.parse(code).plain()).plain() == code
            assert kind.parse(code).show(data.draw(st.sampled_from(["en", "fr", "ar"])))


@given(packs(), st.data())
def test_a_pack_cut_or_changed_anywhere_is_read_or_refused(
    made: tuple[str, dict], data: st.DataObject
) -> None:  # type: ignore[type-arg]
    text, _ = made
    place = data.draw(st.integers(0, len(text)))
    changed = data.draw(
        st.sampled_from([text[:place], text[:place] + data.draw(st.text(max_size=5)) + text[place:]])
    )
    try:
        read_pack(changed)
    except InputRefused as refused:
        assert refused.hint
        assert visible(refused.message) == refused.message
    kept_pack(changed)


# Mistakes, each with its line


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the pack, `pack`|`pack`: that is not a key"),
        ("pack = ", "end of document: that is not TOML"),
        ("pack = x", "line 1, column 8: that is not TOML"),
        (HEAD, "at least one fact"),
        (HEAD.replace("1", "0") + FACT, "line 2: `version`"),
        (HEAD.replace("1", "true") + FACT, "line 2: `version`"),
        (HEAD.replace("ours", "Ours") + FACT, "line 1: `pack`"),
        (HEAD.replace("ours", "a.b") + FACT, "line 1: `pack`"),
        (HEAD + 'leaves = "counted"\n' + FACT, "line 4: field 4 of the pack"),
        (HEAD + FACT + "leaves = true\n", "line 8: field 4 of the fact"),
        (HEAD + FACT + 'dimension = "age"\n', "line 8: field 4 of the fact"),
        (HEAD + FACT + "match = true\n", "line 8: field 4 of the fact"),
        (HEAD + FACT.replace('"text"', '"holder"'), "line 6: fact 1, `kind`"),
        (HEAD + FACT.replace('"text"', "3"), "line 6: fact 1, `kind`"),
        (HEAD + FACT.replace('"height"', '"Height"'), "line 5: fact 1, `key`"),
        (HEAD + FACT.replace('en = "Height"\n', ""), "line 4: fact 1, `en`: there is no English label"),
        (HEAD + FACT.replace('"Height"', '["a"]'), "line 7: fact 1, `en`"),
        (HEAD + FACT + FACT, "line 9: fact 2, `key`: two facts"),
        (HEAD + FACT + 'several = "yes"\n', "line 8: fact 1, `several`"),
        (HEAD + FACT + "aliases = [3]\n", "line 8: fact 1, `aliases`"),
        (HEAD + FACT.replace('"text"', '"coded"'), "fact 1, `terms`: a coded fact has terms"),
        (HEAD + FACT + '[[facts.terms]]\ncode = "a"\nen = "A"\n', "fact 1, `terms`: only a coded fact"),
        (
            HEAD + FACT.replace('"text"', '"coded"') + '[[facts.terms]]\ncode = "a"\nen = "A"\n' * 2,
            "line 12: fact 1, term 2, `code`: two terms",
        ),
        (HEAD + 'facts = "none"\n', "`facts`: facts are a list"),
        (HEAD + "facts = [3]\n", "fact 1: a fact is a table"),
        (HEAD + 'subject = "place"\n' + FACT, "line 4: `subject`"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_pack(text)
    assert any(part in refused.value.message for part in says.split("|")), refused.value.message
    assert refused.value.hint


# Files that mean harm


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000,
        "\n".join(f"{'[' * 900}" for _ in range(5)),
        "a = " + "{b=" * 3000,
        HEAD + FACT + 'help = "' + "x" * 5000 + '"',
        "x" * (LARGEST + 1),
        "# " + "é" * LARGEST,
        "a" + ".a" * 60_000 + " = 1",
        "version = " + "9" * 1900,
        "version = 1e" + "9" * 300,
        "\x00\x01\x02",
        "pack = \ud800",
        HEAD + FACT * (MOST_FACTS + 1),
        "[[facts]]\n" * 13_000,
        f"{HEAD}[facts]\n[facts.facts]\n",
        HEAD + '[[facts]]\n"\\u001b]52;c;aaa\\u0007" = 1\n',
        HEAD + FACT.replace("Height", "\\u001b[2JHeight"),
        HEAD + FACT.replace("Height", "\u202eHeight"),
        HEAD + FACT.replace("Height", "\u200bHeight"),
        HEAD + FACT.replace("Height", "a" + "\u0301" * 50),
        HEAD + FACT + 'help = "\\u009b31m"\n',
        HEAD.replace("Ours", "\\u0085") + FACT,
    ],
)  # fmt: skip
def test_a_hostile_pack_is_refused_at_once_and_says_nothing_of_itself(text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_pack(text)
    said = refused.value.message + refused.value.hint
    assert visible(said) == said
    assert len(said) < 300
    assert kept_pack(text) is None or "height" not in str(kept_pack(text).declared)  # type: ignore[union-attr]


@given(st.text(string.printable, max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(InputRefused):
        read_pack(text)


# What another version wrote


def test_a_pack_of_a_newer_version_is_read_as_far_as_it_goes() -> None:
    newer = (
        HEAD
        + 'colour = "red"\n'
        + FACT
        + 'unit = "cm"\n'
        + FACT.replace("height", "mood").replace("text", "feeling")
    )
    with pytest.raises(InputRefused, match="line 4"):
        read_pack(newer)
    assert list(kept_pack(newer).declared) == ["ours.height"]  # type: ignore[union-attr]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    )
)
def test_what_no_pack_declares_is_shown_as_it_was_written(raw: object) -> None:
    declared = as_written("ours.mood")
    value = declared.kind.parse(raw)
    assert isinstance(value, AsWritten)
    assert value.plain() == raw
    assert isinstance(value.show("ar"), str)
    assert declared.fact.sensitive
    assert declared.fact.leaves is Leaves.NEVER


# What the program brings


@pytest.mark.parametrize("key", list(shipped()))
def test_a_shipped_pack_is_sound_and_speaks_three_languages(key: str) -> None:
    pack = checked(shipped()[key])
    assert pack.key == key
    assert pack.source
    for one in pack.facts:
        assert {"en", "fr", "ar"} <= set(one.declared.fact.labels or {})
        assert one.section
    for term_line in re.findall(r"\[\[facts\.terms\]\]\n(.*?)\n\n", shipped()[key] + "\n\n", re.DOTALL):
        assert "fr = " in term_line
        assert "ar = " in term_line


def test_the_ante_mortem_pack_is_asked_only_where_wanted_and_is_sensitive() -> None:
    pack = checked(shipped()["ante_mortem"])
    assert pack.asked == "offered"
    assert all(one.declared.fact.sensitive for one in pack.facts)
    sections = {one.section for one in pack.facts}
    assert {"Teeth", "Clothing when last seen", "Relatives and samples", "Injuries and illness"} <= sections
