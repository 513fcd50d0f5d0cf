"""Going through pairs at the terminal: each key does what the screen says, and a refusal brings the pair back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from registry.cli import match_review
from registry.cli.settings import Settings
from registry.desk.desk import Desk
from registry.desk.matching import open_candidates, scan_cases
from tests.desk.conftest import desk  # noqa: F401 - the fixture
from tests.desk.making import a_case

ARABIC = {"name": "قتيبة زهير الكواكبي", "mother": "أمينة", "born": "1984-05-09"}
LATIN = {"name": "Qutaiba Zuhair Al-Kawakibi", "mother": "Amina", "born": "1984"}

Going = Callable[..., str]


@pytest.fixture
def going(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Going:  # noqa: F811
    """Return a way to go through the pairs with these answers, which returns all that was shown."""

    def go(*answers: str) -> str:
        given = iter(answers)

        def read(settings: Settings, prompt: str) -> str:
            for answer in given:
                return answer
            raise EOFError

        monkeypatch.setattr(match_review, "read_line", read)
        match_review.go_through(desk, Settings())
        shown = capsys.readouterr()
        return shown.out + shown.err

    return go


def two(desk: Desk) -> tuple[str, str]:  # noqa: F811
    return a_case(desk, facts=ARABIC), a_case(desk, facts=LATIN)


def test_without_a_scan_it_says_how_to_begin(desk: Desk, going: Going) -> None:  # noqa: F811
    two(desk)
    assert "match scan" in going()


def test_the_same_with_certainty_and_reason(desk: Desk, going: Going) -> None:  # noqa: F811
    one, other = two(desk)
    scan_cases(desk)
    shown = going("x", "s", "z", "s", "l", "", "s", "l", "the mother says so")
    assert match_review.KEYS in shown
    assert "refused: that is no certainty" in shown
    assert "refused" in shown
    assert "linked as the same person" in shown
    assert "no further pair waits" in shown
    link = desk.case(one).links[0]
    assert (link.other, link.certainty, link.reason) == (other, "likely", "the mother says so")


def test_not_the_same_later_and_stop(desk: Desk, going: Going) -> None:  # noqa: F811
    one, _ = two(desk)
    scan_cases(desk)
    going("q")
    assert desk.case(one).links == ()
    going()  # the end of input stops too
    going("l")
    assert len(open_candidates(desk)) == 1
    going("a", "n", "seen side by side")
    assert [link.kind for link in desk.case(one).links] == ["not_same"]
    assert open_candidates(desk) == []
