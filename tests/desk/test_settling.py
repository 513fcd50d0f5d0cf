"""A release whose files were not seen in their place is told, and put right by the next command."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.desk.desk import Desk
from registry.desk.disclosing import Release, again, enter, ledger, plan_release, prepare, take_back
from registry.desk.settling import arrived, is_unfinished, unfinished
from registry.errors import DisclosureRefused, RuleNotMet
from registry.provenance.consent import STATISTICS
from tests.desk.making import a_case


@pytest.fixture
def release(desk: Desk) -> Release:
    a_case(desk, facts={"name": "Khaled", "sex": "male"}, consent=[STATISTICS])
    return prepare(desk, plan_release(desk, ["sex"]), recipient="a body")


def test_a_release_waits_until_its_files_are_seen(desk: Desk, release: Release, tmp_path: Path) -> None:
    out = tmp_path / "out"
    enter(desk, release, str(out))
    (found,) = unfinished(desk)
    assert (found.release_id, found.folder, found.files) == (release.entry.release_id, out, release.files)
    assert is_unfinished(desk) == {release.entry.release_id}
    assert not found.stands()
    out.mkdir()
    for name, content in release.files.items():
        (out / name).write_bytes(content)
    assert found.stands()
    arrived(desk, release.entry.release_id)
    arrived(desk, release.entry.release_id)
    assert not is_unfinished(desk)
    assert [entry.release_id for entry in ledger(desk)] == [release.entry.release_id]
    assert again(desk, release.entry.release_id) == dict(release.files)


@pytest.mark.parametrize("wrong", ["missing", "changed", "more"])
def test_files_that_are_not_all_there_do_not_stand(
    desk: Desk, release: Release, tmp_path: Path, wrong: str
) -> None:
    enter(desk, release, str(tmp_path / "out"))
    (found,) = unfinished(desk)
    found.folder.mkdir()
    for name, content in release.files.items():
        (found.folder / name).write_bytes(content)
    if wrong == "missing":
        (found.folder / "summary.json").unlink()
    else:
        (found.folder / ("summary.json" if wrong == "changed" else "another")).write_bytes(b"{}")
    assert not found.stands()


def test_a_release_whose_files_never_had_their_name_is_taken_back(
    desk: Desk, release: Release, tmp_path: Path
) -> None:
    enter(desk, release, str(tmp_path / "out"))
    take_back(desk, release)
    assert ledger(desk) == []
    assert plan_release(desk, ["sex"]).refusal is None


def test_a_release_that_arrived_is_not_taken_back(desk: Desk, release: Release, tmp_path: Path) -> None:
    enter(desk, release, str(tmp_path / "out"))
    arrived(desk, release.entry.release_id)
    take_back(desk, release)
    assert len(ledger(desk)) == 1


def test_consent_taken_back_while_she_looked_at_it_keeps_it_in(desk: Desk) -> None:
    from registry.cases.items import Consent

    case = a_case(desk, facts={"name": "Khaled", "sex": "male"}, consent=[STATISTICS])
    release = prepare(desk, plan_release(desk, ["sex"]), recipient="a body")
    desk.add(case, [Consent(purpose=STATISTICS, withdrawn=True, **desk.pen.stamp())], "consent withdraw")  # type: ignore[arg-type]
    with pytest.raises(RuleNotMet, match="consent"):
        enter(desk, release)
    assert ledger(desk) == []


def test_another_release_meanwhile_keeps_it_in(desk: Desk, release: Release) -> None:
    second = prepare(desk, plan_release(desk, ["sex"]), recipient="another body")
    enter(desk, second)
    with pytest.raises(DisclosureRefused, match="another summary went out"):
        enter(desk, release)
    assert len(ledger(desk)) == 1
