"""The interview about many unnamed people: same keys, same drafts, another minimum, figures by the office's rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.cases.group import Group
from registry.cli.interview import Interview, Left
from registry.desk.count_rules import set_rule
from registry.desk.desk import Desk
from registry.desk.drafting import Draft, draft_named, new_draft, save_draft
from registry.desk.interview_steps import here_at
from registry.desk.interviewing import keep, meter
from registry.desk.opening import make_desk
from registry.desk.questions import NOTE, SECTIONS
from registry.vault.recovery import RecoveryKey
from registry.words.fact import facts_of
from tests.cli.program import Program
from tests.cli.test_asking import talk
from tests.cli.test_interview import Typed

SOURCE = ["UN body", "UN office", "B", ""]
PASSPHRASE = "lantern orbit copper meadow violin harbour"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    made = make_desk(
        tmp_path / "v", PASSPHRASE, RecoveryKey.generate(), caseworker="Rim", device="test", test_kdf=True
    )
    with made.vault:
        yield made


def hold(desk: Desk, *lines: str, draft: Draft | None = None) -> tuple[Draft, Typed]:
    face = Typed(lines=list(lines))
    held = Interview(
        face,
        draft or new_draft(desk.pen, kind="group"),
        here_at(desk, "group"),
        lambda one: save_draft(desk, one),
    )
    with pytest.raises((EOFError, Left)):
        held.hold()
    return held.draft, face


def test_every_question_fills_a_fact_of_a_group_in_three_languages() -> None:
    facts, asked = facts_of(Group), [q for section in SECTIONS["group"] for q in section.questions]
    assert {q.key for q in asked} - {NOTE} <= facts.keys()
    assert len({q.key for q in asked}) == len(asked)
    for question in asked:
        assert len({question.show(lang) for lang in ("en", "fr", "ar")}) == 3, question.key


def test_a_report_is_told_kept_and_read_by_its_rule(desk: Desk) -> None:
    draft, face = hold(
        desk, *SOURCE, "hundreds of men", "men of 30 to 50", "Aleppo east", "1", "", "2016-12", "Aleppo"
    )
    assert "hundreds of men (between 200 and 999)" not in face.said, "only where what was answered is shown"
    measured = meter(draft)
    assert (measured.known, measured.of, measured.missing) == (3, 3, ())
    taken = keep(desk, draft)
    view = desk.view(desk.case(taken.id))
    assert (view.case.kind, view.title) == ("group", "Aleppo east: hundreds of men (between 200 and 999)")
    assert view.case.assessment is None
    assert list(desk.vault.numbers("drafts")) == []


def test_what_was_answered_shows_figures_by_the_rule_of_the_office(desk: Desk) -> None:
    set_rule(desk, "hundreds", 150, 800, "as the committee uses the word")
    _, face = hold(desk, *SOURCE, "hundreds of men", "=", "")
    assert "between 150 and 800" in face.said


def test_a_report_that_was_left_is_sealed_and_gone_on_with_and_its_parts_are_offered(desk: Desk) -> None:
    draft, _ = hold(desk, *SOURCE, "200 to 250", "-", ".")
    again = draft_named(desk, draft.short)
    assert (again.kind, again.value("count")) == ("group", "200 to 250")
    more, _ = hold(desk, "", "", "y", "at least 20", "-", draft=again)
    assert more.sections == ["parts"] and more.value("men") == "at least 20"
    taken = keep(desk, more)
    stated = {claim.fact: (claim.state, claim.value) for claim in desk.case(taken.id).claims}
    assert stated["men"][1]["low"] == 20
    assert (stated["who"][0], stated["women"][0]) == ("unknown", "unknown")


def test_a_status_that_a_report_states_is_a_claim_and_no_assessment(desk: Desk) -> None:
    draft, _ = hold(desk, *SOURCE, "30 men", *([""] * 4), *([""] * 5), "", "", "held (reported)")
    taken = keep(desk, draft)
    assert desk.case(taken.id).assessment is None
    assert [c.value for c in desk.case(taken.id).claims if c.fact == "status"] == ["held_reported"]


def test_at_a_terminal_one_report_after_the_other_of_one_source(program: Program) -> None:
    def told(words: str) -> list[tuple[str, str]]:
        asked = [
            ("How many", words),
            ("Who: sex", ""),
            ("What the report", ""),
            ("What it concerns", ""),
            ("Ask about", ""),
        ]
        asked += [
            (one, "")
            for one in ("When they", "Where", "Crossed from", "Crossed to", "Crossing point", "Who is said")
        ]
        return [
            *asked,
            ("What is said", ""),
            ("What this source", ""),
            ("Ask about", ""),
            ("Note", ""),
            ("Enter keeps", ""),
        ]

    source = [("Who says so?", "1"), ("A pseudonym", "committee"), ("How reliable", ""), ("Contact", "")]
    talk(
        program, "case", "new", "--kind", "group",
        answers=[*source, *told("hundreds of men"), ("Another report", "y"), *told("30 men"), ("Another report", "")],
    )  # fmt: skip
    listed = program.ask("case", "list", "--kind", "group")
    assert sorted(name for item in listed["items"] for name in item["names"]) == [
        "30 men",
        "hundreds of men (between 200 and 999)",
    ]
    assert program.ask("source", "list")["total"] == 1


def test_the_kind_is_for_a_new_interview_alone(program: Program) -> None:
    assert program.run("case", "new", "--kind", "group", "--from", "-", given="{}").code == 2
