"""Checks of what people read: every number is printed by a cell, and every word is one that reports say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.disclosure.contents import parts_of
from registry.disclosure.scan import ways_of
from registry.disclosure.written import Written

_NUMBER = re.compile(r"\d+")
_HEX = re.compile(r"\b[0-9a-fA-F]{32,}\b")
# A column's tag in the Humanitarian Exchange Language, such as #adm1+name.
_HXL = re.compile(r"#[a-z]+\d?(?:\+[a-z_]+\d?)*")


def numbers_are_printed(written: Written) -> Iterator[str]:
    """Check that every number in a text is a printed value, a label's, a date's or the policy's."""
    allowed = _allowed_numbers(written)
    for name, words in written.prose():
        bare = _HXL.sub("", _HEX.sub("", words))
        for known in (written.summary.release_id, *written.standing):
            bare = bare.replace(known, " ")
        for number in _NUMBER.findall(bare):
            if int(number) not in allowed:
                yield f"a number stands in {name} that no cell prints"
                return


def _allowed_numbers(written: Written) -> frozenset[int]:
    summary, base = written.summary, written.policy.base
    plain = written.policy.plain() | {"floor_band": None}
    allowed = {value for value in plain.values() if isinstance(value, int)} | {base, 256}  # that of SHA-256
    prints = {cell.value for cell in summary.cells if isinstance(cell.value, int)}
    if summary.one_way:
        allowed |= {summary.least(value) for value in prints} - {0}
    else:
        # The bounds by which a print of nought or of one step is said.
        allowed |= {2 * base, 3 * base} | {value for value in prints if value > base}
    for group in summary.groups:
        allowed |= {bound for bound in (group.low, group.high) if bound is not None}
        allowed |= _numbers(
            re.sub(r"(?<=\d)[,. \u00a0\u202f](?=\d)", "", group.wording or ""), group.wording or ""
        )
    if summary.group_total:
        allowed |= {
            bound for bound in (summary.group_total.low, summary.group_total.high) if bound is not None
        }
    for term in written.terms():
        allowed |= _numbers(term.en, term.fr, term.ar)
    return frozenset(allowed | _numbers(summary.made_on, summary.cutoff))


def _numbers(*texts: str) -> set[int]:
    return {int(number) for words in texts for number in _NUMBER.findall(words)}


def words_are_standing(written: Written) -> Iterator[str]:
    """Check that no file says, shown or hidden, a word that is of no standing text, label, code or wording.

    So a name is kept out even where it stands in no vault, or in a spelling that nobody thought of.
    """
    belong, passed = written.words, written.passed()
    for name, content in written.files.items():
        for part in parts_of(name, content):
            text = part.text
            for known in passed:
                text = text.replace(known, " ")
            if not _belongs(text, part.drawn, belong):
                yield f"a word stands in {name} that no report says"
                break


def _belongs(text: str, drawn: bool, belong: frozenset[str]) -> bool:
    """Tell whether a text is made of known words, either as it stands or cut where letters meet digits."""
    return any(all(word in belong or word.isdigit() for word in words) for words in ways_of(text, drawn))
