"""The main job from end to end, in a real process: a sourced case in a sealed vault, and a summary."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.cli.program import PASSPHRASE, Program

MOTHER = {"kind": "family", "label": "mother of two", "reliability": "B", "contact": "+963 000 111 222"}
SYNTHETIC = "Synthetic case for a test; not a real person"


def person(name: Any, **facts: Any) -> dict[str, Any]:
    seen = {"last_seen_on": "2016-12-09", "last_seen_at": "Ramouseh checkpoint", "sex": "male"}
    entry = {
        "kind": "person",
        "source": MOTHER,
        "facts": {"name": name, **seen, **facts},
        "status": "missing",
    }
    return {**entry, "consent": ["anonymous_statistics"], "note": SYNTHETIC}


THREE = [
    person("Mohamad Ahmad Al-Khateeb", father="Ahmad", alleged_holder="military intelligence"),
    person(["محمود صالح", "Mahmoud Saleh"], born="1984-04"),
    person("خالد درويش", age=15, age_on="2016-12-09"),
]


def test_from_init_to_restore(tmp_path: Path) -> None:
    program = Program(tmp_path)
    assert program.init().code == 0

    taken = program.ask("case", "new", "--from", "-", given="\n".join(json.dumps(one) for one in THREE))
    assert taken["total"] == 3
    first, second, third = (one["short"] for one in taken["items"])

    # Claims that conflict stay side by side, each with its source and grade.
    committee = {"kind": "local_committee", "label": "committee 3", "reliability": "C"}
    other = program.ask("source", "new", "--from", "-", given=committee)
    program.ask(
        "claim", "add", first, "last_seen_on", "--source", other["short"], "--grade", "C4", "--from", "-",
        given={"value": "2016-12-05", "verbatim": "he left on the Monday"},
    )  # fmt: skip
    shown = program.ask("case", "show", first)
    assert shown["facts"]["last_seen_on"]["conflicting"]
    assert [v["value"] for v in shown["facts"]["last_seen_on"]["values"]] == ["2016-12-05", "2016-12-09"]
    assert "Last seen on: sources contradict each other" in shown["questions"]

    # A guard refuses: hearsay of one source does not make anyone alive.
    heard = program.ask(
        "claim", "add", first, "status", "--source", other["short"], "--grade", "C3", "--basis", "heard",
        "--from", "-", given={"value": "located alive"},
    )  # fmt: skip
    refused = program.refused(
        11, "status", "set", first, "located_alive", "--claim", heard["short"], "--no-input"
    )
    assert "direct contact, or two independent sources" in refused["message"]
    assert "--basis direct_contact" in refused["hint"]
    assert program.ask("case", "show", first)["status"]["code"] == "missing"

    # The same change with direct contact is accepted.
    spoke = program.ask(
        "claim", "add", first, "status", "--source", other["short"], "--grade", "B1", "--basis",
        "direct_contact", "--when", "2017-01-20", "--from", "-", given={"value": "located alive"},
    )  # fmt: skip
    changed = program.ask(
        "status", "set", first, "located_alive", "--claim", spoke["short"], "--reason-from", "-",
        given="We spoke with him by telephone.",
    )  # fmt: skip
    assert (changed["previous"], changed["status"]) == ("missing", "located_alive")

    screen = program.run("case", "show", first).out
    assert "located alive" in screen
    assert "We spoke with him by telephone" in screen
    assert "+963" not in screen

    # A name written in Latin letters is found in Arabic, and the other way round.
    found = program.ask("find", "--from", "-", given="الخطيب")
    assert [item["short"] for item in found["items"]] == [first]
    found = program.ask("find", "--from", "-", given="darwish")
    assert [item["short"] for item in found["items"]] == [third]

    made = program.ask("disclose", "make", "--out", "out", "--confirm", "yes", "--no-input")
    for name, digest in made["files"].items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["cells"] == [{"at": {}, "value": "<50"}]
    again = program.refused(9, "disclose", "make", "--out", "out2", "--confirm", "yes", "--no-input")
    assert "an earlier release over these people is less than 30 days old" in again["message"]
    assert not (tmp_path / "out2").exists()

    assert program.ask("journal", "verify")["sound"]
    checked = program.ask("vault", "check")
    assert (checked["sound"], checked["cases"]) == (True, 3)

    program.ask("vault", "backup", "copy.vault")
    assert program.refused(7, "vault", "restore", "copy.vault")["code"] == "input-refused"
    restored = Program(tmp_path, "restored.vault")
    assert restored.ask("vault", "restore", "copy.vault")["cases"] == 3
    assert restored.ask("case", "show", first) == program.ask("case", "show", first)
    assert {second, third} <= {item["short"] for item in restored.ask("case", "list")["items"]}


def test_undo_takes_back_and_brings_back(program: Program) -> None:
    program.ask("case", "new", "--from", "-", given=THREE[0])
    assert program.ask("undo")["operation"] == "case new"
    assert program.ask("case", "list")["total"] == 0
    assert program.ask("undo", "--redo")["operation"] == "undo"
    assert program.ask("case", "list")["total"] == 1


def test_undo_goes_back_step_by_step(program: Program) -> None:
    case = program.ask("case", "new", "--from", "-", given=THREE[0])["short"]
    source = program.ask("source", "list")["items"][0]["short"]
    for day in ("2016-12-01", "2016-12-02"):
        program.ask(
            "claim", "add", case, "last_seen_on", "--source", source, "--from", "-", given={"value": day}
        )

    def days() -> set[str]:
        return {v["value"] for v in program.ask("case", "show", case)["facts"]["last_seen_on"]["values"]}

    assert program.ask("undo")["operation"] == "claim add"
    assert days() == {"2016-12-09", "2016-12-01"}
    assert program.ask("undo")["operation"] == "claim add"
    assert days() == {"2016-12-09"}
    program.ask("undo", "--redo")
    assert days() == {"2016-12-09", "2016-12-01"}
    program.ask("undo", "--redo")
    assert days() == {"2016-12-09", "2016-12-01", "2016-12-02"}
    assert "no undo of yours" in program.refused(11, "undo", "--redo")["message"]
    assert [program.ask("undo")["operation"] for _ in range(3)] == ["claim add", "claim add", "case new"]
    assert "nothing of yours" in program.refused(11, "undo")["message"]


def test_a_retracted_claim_stays_readable_and_no_longer_counts(program: Program) -> None:
    case = program.ask("case", "new", "--from", "-", given=THREE[0])["short"]
    claim = next(c for c in program.ask("case", "show", case)["claims"] if c["fact"] == "status")
    assert (
        program.refused(11, "claim", "retract", case, claim["short"], "--no-input")["code"] == "rule-not-met"
    )
    program.ask(
        "claim", "retract", case, claim["short"], "--reason-from", "-", given="she mixed up two brothers"
    )
    shown = program.ask("case", "show", case)
    assert "unsupported" in shown["status"]["flags"]
    assert [c["no_longer"] for c in shown["claims"] if c["id"] == claim["id"]] == ["retracted"]
    past = program.ask("case", "history", case)["items"]
    assert any("she mixed up two brothers" in one["what"] for one in past)


def test_an_exhibit_comes_out_byte_for_byte(program: Program) -> None:
    case = program.ask("case", "new", "--from", "-", given=THREE[0])["short"]
    content = bytes(range(256)) * 3000
    (program.folder / "photo of Khaled.jpg").write_bytes(content)
    exhibit = program.ask("exhibit", "attach", case, "photo of Khaled.jpg")
    assert exhibit["sha256"] == hashlib.sha256(content).hexdigest()
    assert program.ask("exhibit", "list", case)["items"] == [exhibit]
    program.ask("exhibit", "export", case, exhibit["short"], "--out", "back.jpg")
    assert (program.folder / "back.jpg").read_bytes() == content
    assert program.refused(7, "exhibit", "export", case, exhibit["short"], "--out", "back.jpg")
    assert any("read out" in one["what"] for one in program.ask("case", "history", case)["items"])


def test_groups_are_counted_as_intervals_and_nobody_twice(program: Program) -> None:
    source = {"kind": "un_body", "label": "a UN body", "reliability": "B", "published": True}
    group = {
        "kind": "group",
        "source": source,
        "facts": {"wording": "dozens of men", "count_low": 2, "count_high": 2},
    }
    group["facts"] |= {"last_seen_on": "2016-12-09", "last_seen_at": "Aleppo"}
    report = program.ask("case", "new", "--from", "-", given=group)["short"]
    people = [program.ask("case", "new", "--from", "-", given=one)["short"] for one in THREE]
    program.ask("group", "link", report, people[0], "--certainty", "certain", "--no-input")
    program.ask("group", "link", report, people[1], "--certainty", "certain", "--no-input")
    assert (
        "more people would be named"
        in program.refused(11, "group", "link", report, people[2], "--no-input")["message"]
    )
    counted = program.ask("group", "count", report)
    assert (counted["named"], counted["unnamed"]["high"]) == (2, 0)
    higher = program.ask("source", "new", "--from", "-", given={"kind": "media", "label": "a newspaper"})[
        "short"
    ]
    program.ask(
        "group", "count", report, "--source", higher, "--from", "-", given={"wording": "hundreds of men"}
    )
    total = program.ask("group", "totals")["total"]
    assert (total["low"], total["high"]) == (2, 999)


def test_the_passphrase_changes_and_the_old_one_opens_nothing(program: Program) -> None:
    (program.folder / "new").write_text("granite willow saffron tunnel mosaic feather\n", encoding="utf-8")
    program.ask("vault", "passphrase", "--new-passphrase-file", "new", "--no-input")
    assert program.refused(4, "case", "list")["code"] == "locked"
    assert program.bare("--vault", program.vault, "--passphrase-file", "new", "case", "list").code == 0


def test_a_lost_passphrase_is_replaced_with_the_recovery_key(program: Program) -> None:
    program.ask("case", "new", "--from", "-", given=THREE[0])
    (program.folder / "new").write_text("granite willow saffron tunnel mosaic feather\n", encoding="utf-8")
    key = (program.folder / "recovery").read_text(encoding="utf-8")
    words = [
        "--vault",
        program.vault,
        "vault",
        "passphrase",
        "--new-passphrase-file",
        "new",
        "--recovery-from",
        "-",
    ]
    mistyped = program.bare(*words, "--json", given=key[:2] + ("A" if key[2] != "A" else "B") + key[3:])
    assert mistyped.json["error"]["exit"] == 7
    assert program.bare(*words, given=key).code == 0
    assert program.bare("--vault", program.vault, "--passphrase-file", "new", "case", "list").code == 0
    assert program.run("case", "list").code == 4


def test_nothing_written_holds_a_name_a_note_or_the_passphrase(program: Program) -> None:
    """Every byte of every file the program wrote is searched, in the encodings a forensic tool would try."""
    case = program.ask("case", "new", "--from", "-", given=THREE)["items"][0]["short"]
    (program.folder / "paper.txt").write_bytes(b"the witness is Yusuf Hamdan")
    program.ask("exhibit", "attach", case, "paper.txt")
    program.run("case", "show", case)
    program.run("find", "--from", "-", given="Khateeb")
    program.ask("disclose", "make", "--out", "out", "--confirm", "yes", "--no-input")
    program.ask("vault", "backup", "copy.vault")
    secrets = [
        "Khateeb", "Mahmoud", "محمود", "درويش", "mother of two", "963 000", SYNTHETIC, "Yusuf Hamdan",
        PASSPHRASE, "lantern", (program.folder / "recovery").read_text(encoding="utf-8").split()[0],
    ]  # fmt: skip
    given = {"passphrase", "recovery", "paper.txt"}
    written = [p for p in program.folder.rglob("*") if p.is_file() and p.name not in given]
    assert {"case.vault", "copy.vault", "summary.html"} <= {p.name for p in written}
    for path in written:
        raw = path.read_bytes()
        for secret in secrets:
            for needle in encodings(secret):
                assert needle not in raw, f"{path.name} holds a secret"


def encodings(secret: str) -> list[bytes]:
    import base64
    import binascii

    plain = secret.encode()
    found = [plain, secret.encode("utf-16-le"), secret.encode("utf-16-be"), binascii.hexlify(plain)]
    found += [secret.upper().encode(), secret.casefold().encode(), json.dumps(secret)[1:-1].encode()]
    # Base 64 of a text depends on where it begins: cut to what is the same at each of three places.
    found += [base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3) if len(plain) > 8]
    return found


def test_a_source_that_repeats_an_unknown_one_is_refused_and_a_known_one_reads(program: Program) -> None:
    first = program.ask("source", "new", "--from", "-", given={"kind": "media", "label": "an agency"})
    repeats = {"kind": "media", "label": "a paper", "derived_from": first["short"]}
    case = program.ask("case", "new", "--from", "-", given={**THREE[0], "source": repeats})["short"]
    assert program.ask("case", "show", case)["names"]
    for unknown in ("an agency", "ZZZZZZZZZZZZ"):
        lost = {**THREE[0], "source": {**repeats, "derived_from": unknown}}
        assert program.run("case", "new", "--from", "-", "--json", given=lost).code in {7, 10}


def test_one_voice_taken_in_twice_is_one_source(program: Program) -> None:
    for one in THREE[:2]:
        program.ask("case", "new", "--from", "-", given=one)
    assert program.ask("source", "list")["total"] == 1


def test_one_intake_is_one_undo(program: Program) -> None:
    lines = "\n".join(json.dumps({"source": MOTHER, "facts": {"name": f"Person {n}"}}) for n in range(450))
    assert program.ask("case", "new", "--from", "-", given=lines)["total"] == 450
    assert len(program.ask("undo")["records"]) >= 450
    assert program.ask("case", "list")["total"] == 0
    program.ask("undo", "--redo")
    assert program.ask("case", "list")["total"] == 450


def test_a_passphrase_file_is_read_the_same_way_whenever_it_is_read(program: Program) -> None:
    odd = "granite willow\u2028saffron tunnel mosaic feather"
    (program.folder / "new").write_bytes(b"\xef\xbb\xbf" + odd.encode() + b"\r\n")
    program.ask("vault", "passphrase", "--new-passphrase-file", "new", "--no-input")
    (program.folder / "plain").write_bytes(odd.encode())
    for file in ("new", "plain"):
        assert program.bare("--vault", program.vault, "--passphrase-file", file, "case", "list").code == 0
    (program.folder / "long").write_bytes(b"word " * 2000)
    words = ["vault", "passphrase", "--no-input", "--new-passphrase-file", "long"]
    said = program.bare("--vault", program.vault, "--passphrase-file", "new", *words, "--json")
    assert said.json["error"]["exit"] == 7


def test_an_answer_nobody_reads_is_no_failure_and_one_that_is_lost_says_so(program: Program) -> None:
    common = [sys.executable, "-m", "registry", "--vault", program.vault, "--passphrase-file", "passphrase"]
    environment = {**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1"}
    given = json.dumps(THREE[0])
    for target, code in (("| true; exit ${PIPESTATUS[0]}", 0), ("> /dev/full", 1)):
        if target.endswith("full") and not Path("/dev/full").exists():
            continue
        ran = subprocess.run(
            ["bash", "-c", f'"$@" {target}', "bash", *common, "case", "new", "--from", "-"], input=given.encode(),
            cwd=program.folder, env=environment, capture_output=True, check=False,
        )  # fmt: skip
        assert ran.returncode == code, ran
        assert b"Traceback" not in ran.stderr
    assert program.ask("case", "list")["total"] == 2
