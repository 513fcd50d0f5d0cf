"""The purposes of consent: a closed list, each for itself."""

from __future__ import annotations

import pytest

from registry.errors import InputRefused
from registry.provenance.consent import PURPOSES, STATISTICS


def test_statistics_are_a_purpose_of_their_own_and_no_other_word_means_them() -> None:
    assert [term.code for term in PURPOSES if term.code == STATISTICS] == [STATISTICS]
    for other in ("case_work", "media", "public_naming", "share_un", "ngo partner"):
        assert PURPOSES.read(other).code != STATISTICS


@pytest.mark.parametrize("raw", ["everything", "", "all", "statistics"])
def test_consent_to_nothing_in_particular_is_refused(raw: str) -> None:
    with pytest.raises(InputRefused):
        PURPOSES.read(raw)
