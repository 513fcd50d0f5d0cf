"""The gate on written bytes: each check passes a good release and is shut by one that was tampered with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from registry.desk.standing import standing_words
from registry.disclosure import form, gate, prose, traces
from registry.disclosure.gate import Finding, pass_gate
from registry.disclosure.groups import GroupLine, GroupTotal
from registry.disclosure.plan import make, plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from registry.disclosure.sought import Identifier, Kind
from registry.disclosure.summary import Summary
from registry.disclosure.written import Written
from registry.errors import DisclosureRefused
from registry.reports import write_all
from registry.reports.standing import STANDING, standing_texts
from tests.disclosure.registers import MADE_ON, register, tie

GROUPS = [
    GroupLine("hundreds of men", 200, 999, date(2016, 12, 9), "Aleppo", "government", "un_body"),
    GroupLine("about 1,500 people", 1500, 1500, None, None, None, "media"),
]


def summary_of(size: int = 300, by: Sequence[str] = ("place,sex", "quarter,status")) -> Summary:
    found = plan(
        Request.parse(by), register(size), GROUPS, policy=FLOOR, made_on=MADE_ON, tie=tie,
        group_total=GroupTotal(1500, None, relations_known=False),
    )  # fmt: skip
    return make(found, "7K3MQ2XW9ABT")


SUMMARY = summary_of()


def against(files: dict[str, bytes], summary: Summary, names: Iterable[str] = ()) -> Written:
    found = [Identifier(Kind.NAME, name) for name in names]
    return Written(
        files, summary, FLOOR, found, standing_words(), standing_texts(), STANDING
    )  # fmt: skip


def written(lang: str = "en", identifiers: Iterable[str] = (), **changed: bytes) -> Written:
    files = write_all(SUMMARY, lang)
    files |= {name.replace("_", "."): kept for name, kept in changed.items()}
    return against(files, SUMMARY, identifiers)


def with_hashes(release: Written) -> Written:
    """Return the release with a method note that fits its tampered files."""
    note = release.files["method.md"].decode()
    for name, kept in write_all(SUMMARY).items():
        if name != "method.md":
            note = note.replace(sha256(kept).hexdigest(), sha256(release.files[name]).hexdigest())
    return replace(release, files={**release.files, "method.md": note.encode()})


def refused(release: Written) -> str:
    with pytest.raises(DisclosureRefused) as shut:
        pass_gate(release)
    assert shut.value.exit_code == 9
    return shut.value.message


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
@pytest.mark.parametrize("size", [30, 60, 1500])
def test_a_good_release_passes_in_every_language(lang: str, size: int) -> None:
    for by in (("place,sex", "quarter,status"), ("month,sex,status", "age,sex"), ("place,status,holder",)):
        summary = summary_of(size, by)
        release = against(write_all(summary, lang), summary, ["Umm Khalid"])
        assert pass_gate(release) == "audit_self"


def edited(change: Callable[[dict[str, list[dict[str, object]]]], None]) -> bytes:
    read = json.loads(write_all(SUMMARY)["summary.json"])
    change(read)
    return json.dumps(read).encode()


def test_bytes_that_differ_from_the_summary_shut_it() -> None:
    changed = edited(lambda read: read["cells"][0].update(value=310))
    assert "does not say what" in refused(with_hashes(written(summary_json=changed)))


def alone(check: Callable[[Written], Iterable[str]], release: Written) -> list[str]:
    return list(check(release))


def test_a_table_that_does_not_add_up_is_found_in_the_bytes() -> None:
    assert alone(form.adds_up, written()) == []
    changed = edited(lambda read: read["cells"][1].update(value=int(str(read["cells"][1]["value"])) + 10))
    assert alone(form.adds_up, written(summary_json=changed)) == ["a printed table does not add up"]


def test_a_cell_twice_or_a_missing_total_is_found() -> None:
    twice = edited(lambda read: read["cells"].append(read["cells"][3]))
    assert alone(form.adds_up, written(summary_json=twice))
    untotalled = edited(lambda read: read["cells"].pop(0))
    assert alone(form.adds_up, written(summary_json=untotalled))


def test_a_cell_that_is_missing_from_a_table_is_found() -> None:
    assert alone(form.complete, written()) == []
    gone = edited(lambda read: read["cells"].pop())
    assert alone(form.complete, written(summary_json=gone)) == ["a printed table lacks a cell"]


@pytest.mark.parametrize("value", [7, -10, 15, "<10", None, 12.5, True])
def test_a_value_that_is_no_step_is_found(value: object) -> None:
    changed = edited(lambda read: read["cells"][5].update(value=value))
    assert alone(form.within_policy, written(summary_json=changed))


@pytest.mark.parametrize("name", ["summary.md", "summary.html", "summary.csv", "groups.csv", "method.md"])
@pytest.mark.parametrize("said", [" of whom 7 were boys ", " 43 ", " ٧ "])
def test_a_number_that_no_cell_prints_is_found_in_any_text(name: str, said: str) -> None:
    files = write_all(SUMMARY)
    tampered = files[name].replace(b"</main>", said.encode() + b"</main>") if name.endswith("html") else (
        files[name] + said.encode()
    )  # fmt: skip
    found = alone(prose.numbers_are_printed, written(**{name.replace(".", "_"): tampered}))
    assert found == [f"a number stands in {name} that no cell prints"]


@pytest.mark.parametrize("name", ["Umm Khalid", "أم خالد", "UMM-KHALID", "umm  khálid"])
@pytest.mark.parametrize("file", ["summary.md", "summary.json", "summary.html"])
def test_a_name_in_any_spelling_is_found_in_any_file(name: str, file: str) -> None:
    said = "أمّ خالد and Umm Khalid"
    kept = write_all(SUMMARY)[file]
    tampered = (
        json.dumps({"read": json.loads(kept), "said": said}).encode()
        if file.endswith("json")
        else kept + said.encode()
    )
    release = written("en", [name], **{file.replace(".", "_"): tampered})
    assert alone(traces.no_identifier, release) == [
        f"something that identifies a person stands in {file}: a name"
    ]


def test_a_name_that_is_a_word_of_the_report_shuts_nothing() -> None:
    assert alone(traces.no_identifier, written("en", ["May", "Aleppo", "Al", "حلب", "March"])) == []


def test_a_digest_that_is_no_files_is_found() -> None:
    name_hash = sha256(b"Umm Khalid").hexdigest()
    tampered = write_all(SUMMARY)["summary.md"] + name_hash.encode()
    assert alone(traces.hashes, written(summary_md=tampered))
    assert alone(traces.hashes, written()) == []


@pytest.mark.parametrize(
    "trace",
    ["https://example.org", "<script>", "<img src=x>", "/home/", "made at 12:30",
     "40 %", "file:x", "@import x", "\x00"],
)  # fmt: skip
def test_a_trace_of_a_machine_a_network_or_a_percentage_is_found(trace: str) -> None:
    for name in ("summary.md", "summary.html", "summary.csv"):
        tampered = write_all(SUMMARY)[name] + trace.encode()
        assert alone(traces.no_traces, written(**{name.replace(".", "_"): tampered}))
    assert alone(traces.no_traces, written()) == []


def test_an_auditor_sees_only_written_bytes_and_its_fatal_finding_shuts_the_gate() -> None:
    seen: list[bytes] = []

    def calm(found: bytes, earlier: Sequence[bytes]) -> list[Finding]:
        seen.extend([found, *earlier])
        return [Finding(fatal=False, words="a narrow interval")]

    assert pass_gate(written(), [calm], [b"{}"]) == "audit_independent"
    assert seen == [write_all(SUMMARY)["summary.json"], b"{}"]
    with pytest.raises(DisclosureRefused, match="one small count is proved"):
        pass_gate(written(), [lambda *_: [Finding(fatal=True, words="one small count is proved")]])


def test_an_auditor_or_a_check_that_breaks_shuts_the_gate() -> None:
    def broken(found: bytes, earlier: Sequence[bytes]) -> list[Finding]:
        raise OSError("no memory")

    with pytest.raises(DisclosureRefused, match="could not be run"):
        pass_gate(written(), [broken])
    assert "could not be run" in refused(written(summary_json=b"{"))


CHECKS = {
    "FORM": ["same_as_summary", "within_policy", "adds_up", "complete"],
    "BYTES": ["no_identifier", "hashes", "no_traces"],
    "PROSE": ["numbers_are_printed", "words_are_standing"],
}


def test_the_checks_are_those_of_the_policy_and_none_is_left_out() -> None:
    assert {stage: [check.__name__ for check in getattr(gate, stage)] for stage in CHECKS} == CHECKS


def test_the_gate_runs_in_the_order_of_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    for stage, names in CHECKS.items():
        monkeypatch.setattr(
            gate, stage, tuple(lambda _, name=name: ran.append(name) or iter(()) for name in names)
        )
    auditors = [lambda *_: ran.append("audit") or [], lambda *_: ran.append("differencing") or []]
    pass_gate(written(), auditors)
    assert ran == [*CHECKS["FORM"], "audit", "differencing", *CHECKS["BYTES"], *CHECKS["PROSE"]]


@pytest.mark.parametrize(
    ("stage", "at"), [(stage, at) for stage, names in CHECKS.items() for at in range(len(names))]
)
@pytest.mark.parametrize("raised", [RuntimeError("broken"), MemoryError(), RecursionError(), KeyError("x")])
def test_each_check_that_raises_shuts_the_gate(
    monkeypatch: pytest.MonkeyPatch, stage: str, at: int, raised: Exception
) -> None:
    def breaks(_: Written) -> Iterator[str]:
        raise raised
        yield

    checks = list(getattr(gate, stage))
    checks[at] = breaks
    monkeypatch.setattr(gate, stage, tuple(checks))
    assert "could not be run" in refused(written())


@pytest.mark.parametrize("file", ["summary.md", "summary.html", "summary.csv", "groups.csv", "method.md"])
@pytest.mark.parametrize("said", [" Zanjabeel ", "زنجبيل", "<!-- Zanjabeel -->", "ZanjabeelMale"])
def test_a_word_that_no_report_says_is_found_even_if_no_vault_knows_it(file: str, said: str) -> None:
    tampered = write_all(SUMMARY)[file] + said.encode()
    found = alone(prose.words_are_standing, written(**{file.replace(".", "_"): tampered}))
    assert f"a word stands in {file} that no report says" in found


@pytest.mark.parametrize("langs", [("en", "fr", "ar"), ("ar", "en")])
def test_several_languages_in_one_release_pass_together(langs: tuple[str, ...]) -> None:
    files = write_all(SUMMARY, *langs)
    assert len([name for name in files if name.startswith("method.")]) == len(langs)
    assert "summary.json" in files
    assert pass_gate(against(files, SUMMARY)) == "audit_self"
    del files[f"method.{langs[0]}.md"]
    with pytest.raises(DisclosureRefused):
        pass_gate(
            against({name: kept for name, kept in files.items() if not name.startswith("method")}, SUMMARY)
        )


def test_a_planted_name_shuts_the_whole_gate_even_when_all_digests_fit() -> None:
    planted = write_all(SUMMARY)["summary.md"] + b"Khalid Hamdan"
    assert "identifies a person" in refused(with_hashes(written("en", ["Khalid Hamdan"], summary_md=planted)))
