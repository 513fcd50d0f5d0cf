"""The interview: every answer is saved before the next is asked, can be seen, corrected, and says what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.interview import BROTHER, MINIMUM, measure
from registry.cases.items import Link
from registry.cases.person import Person
from registry.cli.interview import Face, Interview, Left
from registry.cli.settings import Settings
from registry.desk.claiming import claim_of
from registry.desk.desk import DRAFTS, Desk
from registry.desk.drafting import Draft, draft_named, drafts, drop_draft, new_draft, save_draft
from registry.desk.erasing import erase
from registry.desk.interview_steps import Here, here_at, steps
from registry.desk.interviewing import entry_of, keep, meter
from registry.desk.kin import OTHER_KIN, like, sources_speaking
from registry.desk.opening import make_desk
from registry.desk.packing import add_pack, shipped
from registry.desk.questions import SECTIONS
from registry.desk.undoing import undo_last
from registry.errors import NotFound, RuleNotMet
from registry.provenance.stamp import Pen
from registry.vault.recovery import RecoveryKey
from registry.words.fact import Declared, facts_of
from tests.desk.making import a_case, a_source

PASSPHRASE = "lantern orbit copper meadow violin harbour"
SOURCE = ["family", "mother of two", "B", ""]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    made = make_desk(
        tmp_path / "v", PASSPHRASE, RecoveryKey.generate(), caseworker="Rim", device="test", test_kdf=True
    )
    with made.vault:
        yield made


@dataclass
class Typed(Face):
    """A face at which lines are typed; each may come with what must be so before it is."""

    settings: Settings = field(default_factory=Settings)
    lines: list[str] = field(default_factory=list)
    said: str = ""
    before: Callable[[str], None] = lambda prompt: None

    def ask(self, prompt: str) -> str:
        self.said += prompt
        self.before(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    def tell(self, words: str) -> None:
        self.said += words + "\n"


def hold(
    desk: Desk, *lines: str, draft: Draft | None = None, before: Callable[[str], None] = lambda prompt: None
) -> tuple[Draft, Typed]:
    """Type lines at an interview until they end; return its draft, and what was shown."""
    face = Typed(lines=list(lines), before=before)
    held = Interview(
        face, draft or new_draft(desk.pen), here_at(desk, "person"), lambda one: save_draft(desk, one)
    )
    with pytest.raises((EOFError, Left)):
        held.hold()
    return held.draft, face


# How long it takes


def test_a_minimum_interview_stays_within_its_measure(desk: Desk) -> None:
    first, case = measure(desk, MINIMUM)
    assert (first.prompts, first.claims) == (27, 12)
    assert first.keys <= 150
    assert first.typing < 60  # of the three minutes, what is not talk
    file = desk.case(case)
    assert not meter_missing(desk, case)
    second, brother = measure(desk, BROTHER, like(desk, file, sources_speaking(file)[0]))
    assert second.prompts <= 16
    assert second.keys < first.keys / 2
    assert {c.source for c in desk.case(brother).claims} == {c.source for c in file.claims}


def meter_missing(desk: Desk, case: str) -> list[str]:
    return [q.asks for q in desk.view(desk.case(case)).questions if q.code == "unknown"]


# Questions


def test_every_question_is_of_a_declared_fact_and_is_asked_once() -> None:
    asked = [q.key for section in SECTIONS["person"] for q in section.questions]
    assert len(asked) == len(set(asked))
    facts = {key for key in asked if "." not in key and key != "note"}
    assert facts <= set(facts_of_subject())
    for section in SECTIONS["person"]:
        for one in (section, *section.questions):
            assert one.en and one.fr and one.ar


def test_the_source_comes_first_and_every_answer_is_its_claim(desk: Desk) -> None:
    draft, face = hold(desk, *SOURCE, "خالد", "", "1")
    assert face.said.index("Who says so?") < face.said.index("Full name")
    taken = keep(desk, draft)
    case = desk.case(taken.id)
    (source,) = case.sources()
    assert desk.source(source).label == "mother of two"
    assert {claim.fact: claim.value for claim in case.claims}["sex"] == "male"
    assert drafts(desk) == []


def test_a_source_that_spoke_before_is_named_by_a_letter_or_its_id(desk: Desk) -> None:
    known = a_source(desk)
    by_letter, face = hold(desk, "a", "خالد")
    assert "committee A" in face.said
    assert "A pseudonym" not in face.said
    by_id, _ = hold(desk, known, "خالد")
    assert by_letter.value("source") == by_id.value("source") == known
    _, face = hold(desk, "43A-0000", "no such kind", "99")
    assert "check character" in face.said
    assert "not a known kind of source" in face.said
    assert "no kind of source has that number" in face.said


@pytest.mark.parametrize(
    ("key", "state"), [("-", "unknown"), ("!", "refused"), ("*", "withheld"), ("/", "not_applicable")]
)
def test_one_key_says_why_there_is_no_answer(desk: Desk, key: str, state: str) -> None:
    draft, _ = hold(desk, *SOURCE, "خالد", key, key)
    case = desk.case(keep(desk, draft).id)
    assert {c.fact: c.state for c in case.claims} == {"name": "known", "nickname": state, "sex": state}


def test_what_is_passed_over_is_no_claim_and_is_not_asked_again(desk: Desk) -> None:
    draft, face = hold(desk, *SOURCE, "خالد", "", "", "")
    assert [c.fact for c in desk.case(keep(desk, draft).id).claims] == ["name"]
    _, again = hold(desk, draft=draft)
    assert "Nickname" not in again.said
    assert "Age when last seen" in again.said
    assert face.said.count("Nickname") == 1


def test_a_state_is_no_answer_to_what_the_source_is_not_asked(desk: Desk) -> None:
    _, face = hold(desk, "1", "-", "mother")
    assert "this is no question to the source" in face.said


@pytest.mark.parametrize("typed", ["2016-99", "09/12/2016", "yesterday-ish"])
def test_a_date_that_is_refused_is_asked_again_with_the_reason(desk: Desk, typed: str) -> None:
    draft, face = hold(desk, *SOURCE, "خالد", "", "", typed, "١٩٨٤")
    assert face.said.count("Date of birth: ") == 2
    assert draft.answers["born"] == [{"value": "١٩٨٤"}]
    assert {c.fact: c.value for c in desk.case(keep(desk, draft).id).claims}["born"]["text"] == "1984"


def test_help_shows_the_keys_on_either_keyboard(desk: Desk) -> None:
    _, face = hold(desk, *SOURCE, "؟", "?")
    assert face.said.count("several spellings with ; between them") == 2
    assert face.said.count("Full name: ") == 3


def test_several_spellings_are_several_claims(desk: Desk) -> None:
    draft, _ = hold(desk, *SOURCE, "خالد درويش ؛ Khaled Darwish")
    assert [c.value["text"] for c in desk.case(keep(desk, draft).id).claims] == [
        "خالد درويش",
        "Khaled Darwish",
    ]


def test_an_age_is_of_the_day_last_seen_or_of_the_day_given(desk: Desk) -> None:
    draft, _ = hold(desk, *SOURCE, "خالد", "", "", "", "٣٤", "", "", "", "", "", "2016-12-09")
    entry = entry_of(draft, desk.facts("person"), desk.today)
    assert entry["facts"]["age"]["value"] == {"years": "٣٤", "on": "2016-12-09"}
    draft, _ = hold(desk, *SOURCE, "خالد", "", "", "", "40 2022-05")
    assert {c.fact: c.value for c in desk.case(keep(desk, draft).id).claims}["age"] == {
        "years": 40,
        "on": "2022-05",
    }


# Back, what was answered, and correcting it


def test_back_goes_one_question_back_and_on_again(desk: Desk) -> None:
    draft, face = hold(desk, *SOURCE, "خالد", "<", "محمود", "", "1")
    assert draft.answers["name"] == [{"value": "محمود"}]
    assert "now: خالد" in face.said
    assert draft.answers["sex"] == [{"value": "male"}]


def test_back_at_the_first_question_stays_there(desk: Desk) -> None:
    _, face = hold(desk, "<", "<", "1")
    assert "A pseudonym" in face.said


def test_an_answer_is_corrected_from_anywhere_and_the_interview_goes_on_there(desk: Desk) -> None:
    draft, face = hold(desk, *SOURCE, "خالد", "", "1", "", "=", "4", "محمود", "34")
    assert "4  Full name: خالد" in face.said
    assert draft.answers["name"] == [{"value": "محمود"}]
    assert draft.answers["age"][0]["value"]["years"] == "34"


def test_an_answer_is_taken_away_again(desk: Desk) -> None:
    draft, _ = hold(desk, *SOURCE, "خالد", "Abu Ahmad", "<", "~", "1")
    assert draft.given[-2:] == ("name", "sex")
    assert "Ahmad" not in str(drafts(desk)[0].answers)


def test_the_end_shows_everything_and_keeps_only_when_told(desk: Desk) -> None:
    passed = [""] * 22
    draft, face = hold(desk, *SOURCE, "خالد", *passed, "nonsense", "99", "4", "محمود")
    assert face.said.count("this is what will be kept") == 2
    assert face.said.count("there is no answer of that number") == 2
    assert draft.answers["name"] == [{"value": "محمود"}]
    told, _ = hold(desk, "<", "a note", ".", draft=draft)
    assert told.value("note") == "a note"


def test_without_a_fact_there_is_nothing_to_keep(desk: Desk) -> None:
    _, face = hold(desk, *SOURCE, *[""] * 40)
    assert "a case needs at least one fact" in face.said
    assert face.said.count("Full name: ") >= 2


def test_the_meter_counts_what_is_known_and_says_what_it_allows(desk: Desk) -> None:
    draft, face = hold(desk, *SOURCE, "خالد", "", "-")
    found = meter(draft)
    assert (found.known, found.of, found.otherwise) == (1, 5, 1)
    assert "ask for what is missing" in found.allows
    assert "nothing to keep yet" in face.said
    assert "1 of 5" in hold(desk, draft=draft)[1].said


# Packs and what is offered

PACK = """pack = "ours"
version = 1
en = "Our own"
asked = "always"
[[facts]]
key = "bus"
kind = "text"
section = "The bus"
en = "Bus, by its colour"
help = "as the family remembers it"
[[facts]]
key = "stage"
kind = "coded"
en = "Where he was separated"
[[facts.terms]]
code = "gate"
en = "at the gate"
[[facts.terms]]
code = "road"
en = "on the road"
"""
# From the name to the question before what is offered.
REST = [""] * 18


def test_a_pack_that_is_always_asked_is_asked_before_consent(desk: Desk) -> None:
    add_pack(desk, PACK)
    draft, face = hold(desk, *SOURCE, "خالد", *REST, "", "?", "white", "3", "٢", "y")
    assert "── The bus ──" in face.said
    assert "as the family remembers it" in face.said
    assert "1 at the gate  2 on the road" in face.said
    assert face.said.index("Where he was separated: ") < face.said.index("May we work")
    claims = {c.fact: c.value for c in desk.case(keep(desk, draft).id).claims}
    assert (claims["ours.bus"], claims["ours.stage"]) == ("white", "road")


def test_what_is_offered_is_asked_only_where_it_is_wanted(desk: Desk) -> None:
    add_pack(desk, shipped()["ante_mortem"])
    _, without = hold(desk, *SOURCE, "خالد", *REST, "", "", "y")
    assert "ante-mortem data (44 questions)?" in without.said
    assert "Height" not in without.said
    draft, face = hold(desk, *SOURCE, "محمود", *REST, "", "y", "178", "1", "<", "<", "179")
    assert "── Body ──" in face.said
    assert draft.answers["ante_mortem.height"] == [{"value": "179"}]
    again, face = hold(desk, "80", draft=draft_named(desk, draft.short))
    assert face.said.count("(44 questions)?") == 0
    assert again.value("ante_mortem.weight") == "80"


# Nothing is lost


def test_each_answer_is_on_the_disk_before_the_next_question(desk: Desk) -> None:
    asked: list[int] = []

    def before(prompt: str) -> None:
        kept = drafts(desk)
        asked.append(len(kept[0].given) if kept else 0)

    hold(desk, *SOURCE, "خالد", "Abu Ahmad", "1", "1984", "صالح", before=before)
    # One more with each answer; the contact, left empty, adds none.
    assert asked == [0, 1, 2, 3, 3, 4, 5, 6, 7, 8]


def test_a_draft_is_gone_on_with_where_it_was_left(desk: Desk) -> None:
    draft, _ = hold(desk, *SOURCE, "خالد", ".")
    again = draft_named(desk, draft.short)
    assert again.answers == draft.answers
    finished, face = hold(desk, "", "2", draft=again)
    assert "Full name: " not in face.said
    assert finished.value("sex") == "female"
    with pytest.raises(NotFound):
        draft_named(desk, "000-0000")


def test_a_dropped_draft_leaves_no_sealed_byte(desk: Desk, tmp_path: Path) -> None:
    import sqlite3

    def rows() -> set[bytes]:
        reading = sqlite3.connect(f"file:{tmp_path / 'v'}?mode=ro", uri=True)
        try:
            return {bytes(v) for name in "abri" for (v,) in reading.execute(f"select v from {name}")}
        finally:
            reading.close()

    before = rows()
    draft, _ = hold(desk, *SOURCE, "خالد", *["-"] * 6)
    sealed = rows() - before
    drop_draft(desk, draft)
    assert desk.vault.count(DRAFTS) == 0
    gone = [blob for blob in sealed - rows() if len(blob) > 200]
    assert gone
    file = (tmp_path / "v").read_bytes()
    assert not [blob for blob in gone if blob[40:104] in file]
    assert desk.vault.verify_journal()


def test_two_sessions_do_not_write_over_each_other_nor_take_someone_in_twice(desk: Desk) -> None:
    mine, _ = hold(desk, *SOURCE, "خالد")
    theirs = draft_named(desk, mine.short)
    theirs.answers["sex"] = [{"value": "male"}]
    save_draft(desk, theirs)
    with pytest.raises(RuleNotMet, match="another session"):
        save_draft(desk, mine)
    with pytest.raises(RuleNotMet, match="another session"):
        keep(desk, mine)
    keep(desk, theirs)
    with pytest.raises(RuleNotMet, match="another session"):
        keep(desk, theirs)
    assert desk.count() == 1


@pytest.mark.parametrize("saved", [True, False])
def test_a_save_that_is_interrupted_leaves_a_draft_that_can_be_saved_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, saved: bool
) -> None:
    draft, _ = hold(desk, *SOURCE, "خالد")
    commit, held = desk.vault.container.commit, []

    def interrupted() -> None:
        held.append(desk.vault)
        if saved:
            commit()
        raise KeyboardInterrupt

    draft.answers["sex"] = [{"value": "male"}]
    monkeypatch.setattr(desk.vault.container, "commit", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_draft(desk, draft)
    monkeypatch.setattr(desk.vault.container, "commit", commit)
    draft.answers["born"] = [{"value": "1984"}]
    save_draft(desk, draft)
    assert held
    assert draft_named(desk, draft.short).known("born")


def test_an_age_of_no_day_is_kept_and_the_caseworker_told(desk: Desk) -> None:
    draft, _ = hold(desk, *SOURCE, "خالد", "", "", "", "34")
    assert "the age has no date" in keep(desk, draft).warnings[0]


def test_what_stands_in_a_label_cannot_act_on_the_terminal(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    a_source(desk, "\x1b]52;c;aGk=\x07 \u202eevil")
    held = Interview(Face(Settings()), new_draft(desk.pen), here_at(desk, "person"), lambda one: None)
    with pytest.raises((EOFError, OSError)):
        held.hold()
    said = capsys.readouterr().err
    assert "spoke before" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


# The family


def test_a_brother_has_what_is_shared_as_claims_of_his_own(desk: Desk) -> None:
    _, first = measure(desk, MINIMUM)
    file = desk.case(first)
    draft = like(desk, file, sources_speaking(file)[0])
    draft.answers["name"] = [{"value": "محمود"}]
    brother = desk.case(keep(desk, draft).id)
    own, his = ({c.fact: c for c in one.claims} for one in (desk.case(first), brother))
    assert set(his) == {
        "name", "father", "mother", "residence", "last_seen_on", "last_seen_at", "crossing_from", "crossing_to", "family",
    }  # fmt: skip
    assert his["father"].value == own["father"].value
    assert his["father"].id != own["father"].id
    assert his["father"].source == own["father"].source
    assert his["family"].value == own["family"].value
    assert not brother.consented("anonymous_statistics")


def test_the_two_cases_are_tied_both_ways_and_undone_together(desk: Desk) -> None:
    _, first = measure(desk, MINIMUM)
    file = desk.case(first)
    draft = like(desk, file, sources_speaking(file)[0])
    second = keep(desk, draft).id

    def kin(case: str) -> list[str]:
        return [link.other for link in desk.case(case).every(Link) if link.kind == "kin"]

    assert (kin(first), kin(second)) == ([second], [first])
    undo_last(desk)
    assert (kin(first), desk.case(second).withdrawn) == ([], True)
    assert "family" not in {c.fact for c in desk.case(first).claims}


def test_other_kin_have_parents_of_their_own(desk: Desk) -> None:
    _, first = measure(desk, MINIMUM)
    file = desk.case(first)
    draft = like(desk, file, sources_speaking(file)[0], OTHER_KIN)
    assert not {"father", "mother"} & set(draft.answers)
    assert draft.known("residence")


def test_only_what_that_source_said_is_taken_over(desk: Desk) -> None:
    case = a_case(desk, claims=[{"fact": "father", "value": "صالح", "source": a_source(desk)}])
    family, committee = sources_speaking(desk.case(case))
    assert "father" not in like(desk, desk.case(case), family).answers
    assert like(desk, desk.case(case), committee).known("father")


def test_each_answer_taken_over_is_shown_and_can_be_changed(desk: Desk) -> None:
    _, first = measure(desk, MINIMUM)
    file = desk.case(first)
    draft, face = hold(
        desk, "محمود", "", "=", "3", "صالح الأحمد", draft=like(desk, file, sources_speaking(file)[0])
    )
    assert "taken over from the family's other case" in face.said
    assert "Father's name: صالح" in face.said
    assert draft.answers["father"] == [{"value": "صالح الأحمد"}]


def test_erasing_a_case_takes_the_drafts_begun_from_it_along(desk: Desk) -> None:
    case = a_case(desk, facts={"name": "Khaled", "father": "Saleh"})
    file = desk.case(case)
    save_draft(desk, like(desk, file, sources_speaking(file)[0]))
    other, _ = hold(desk, *SOURCE, "محمود")
    erase(desk, case, "family_request")
    assert [one.id for one in drafts(desk)] == [other.id]


# Whatever is typed

TYPED = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "", "", "-", "!", "*", "/", "<", "=", "~", "?", "؟", "y", "n", "1", "2", "٣", "99", "b"]
        ),
        st.sampled_from(
            ["خالد ؛ Khaled", "2016-12-09", "09/12/2016", "34 2018", "{", '{"years": 3}', "male", "; ;"]
        ),
        st.text(max_size=12),
    ),
    max_size=60,
)


@given(TYPED)
def test_whatever_is_typed_every_answer_can_be_shown_and_kept_or_is_refused(lines: list[str]) -> None:
    here = Here(facts_of_subject())
    draft = new_draft(Pen("0" * 64, "test"))
    saved: list[bytes] = []
    face = Typed(lines=[line.strip() for line in lines])
    held = Interview(face, draft, here, lambda one: saved.append(msgspec.json.encode(one)))
    try:
        held.hold()
    except (EOFError, Left):
        held.tidy()
    if draft.given:
        assert msgspec.json.decode(saved[-1], type=Draft).answers == draft.answers
    for step in steps(draft, here, "ar"):
        if draft.answers.get(step.key):
            assert step.show(draft.answers[step.key])
    entry = entry_of(draft, here.facts, "2026-11-22")
    claimed = [
        claim_of(here.facts[key], one, "S", Pen("0" * 64, "test"))
        for key, said in entry["facts"].items()
        for one in (said if isinstance(said, list) else [said])
    ]
    assert len(claimed) >= len(entry["facts"])
    assert meter(draft).known <= meter(draft).of


def facts_of_subject() -> Mapping[str, Declared]:
    return facts_of(Person)
