"""The files a command reads and writes: what a killed save leaves, what is refused, and what is cleaned up."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest

from registry.cli import demonstrating, exhibits
from registry.cli.settings import Settings
from registry.cli.writing import new_file, new_folder
from registry.desk.opening import make_desk
from registry.errors import InputRefused, NotSaved, RegistryError, UsageRefused
from registry.vault.recovery import RecoveryKey
from tests.cli.program import PASSPHRASE, Program
from tests.floors import ROOT

ENTRY: dict[str, Any] = {
    "kind": "person",
    "source": {"kind": "family", "label": "a family", "reliability": "B"},
    "facts": {"name": "Ali"},
}

# Attaches a large exhibit that never ends, and says when much of it stands in the file, unsaved.
ATTACHER = """
import sys, time
from pathlib import Path
from registry.desk.exhibiting import attach
from registry.desk.opening import open_desk

class Endless:
    given = 0
    def read(self, size):
        if self.given > 8 * 2**20:
            print("under way", flush=True)
            time.sleep(60)
        self.given += size
        return bytes(size)

desk = open_desk(Path(sys.argv[1]), sys.argv[2], device="test")
attach(desk, sys.argv[3], Endless(), "")
"""


def case_of(program: Program) -> str:
    return str(program.ask("case", "new", "--from", "-", given=ENTRY)["short"])


def kill_in_mid_save(program: Program, case: str) -> Path:
    """Kill a session in the middle of a save and return the journal that it leaves."""
    with subprocess.Popen(
        [sys.executable, "-c", ATTACHER, program.vault, PASSPHRASE, case],
        cwd=program.folder, stdout=subprocess.PIPE,
        env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT)},
    ) as attacher:  # fmt: skip
        assert attacher.stdout is not None
        assert attacher.stdout.readline() == b"under way\n"
        attacher.send_signal(signal.SIGKILL)
    journal = program.folder / f"{program.vault}-journal"
    assert journal.stat().st_size > 0
    return journal


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_after_a_kill_in_mid_save_every_reading_command_answers(program: Program) -> None:
    case = case_of(program)
    for words in (
        ["case", "list"],
        ["vault", "check"],
        ["vault", "backup", "copy.vault"],
        ["--read-only", "case", "list"],
    ):
        journal = kill_in_mid_save(program, case)
        said = program.run(*words)
        assert said.code == 0, (words, said)
        assert not journal.exists()
    assert program.ask("case", "list")["total"] == 1
    assert program.ask("exhibit", "list", case)["total"] == 0


def attaching(program: Program, case: str, **more: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "registry", "--vault", program.vault, "--passphrase-file", "passphrase",
         "exhibit", "attach", case, "-", "--json"],
        cwd=program.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT)}, **more,
    )  # fmt: skip


def test_a_slow_pipe_keeps_no_other_session_from_saving(program: Program) -> None:
    case = case_of(program)
    content = os.urandom(3 * 2**20 + 17)
    with attaching(program, case) as slow:
        assert slow.stdin is not None
        slow.stdin.write(content[:-9])
        slow.stdin.flush()  # the pipe holds far less: most of it has been read when this returns
        for _ in range(2):
            case_of(program)
        answer, _ = slow.communicate(content[-9:])
        assert slow.returncode == 0
    exhibit = json.loads(answer)
    assert exhibit["sha256"] == hashlib.sha256(content).hexdigest()
    program.ask("exhibit", "export", case, exhibit["short"], "--out", "back")
    assert (program.folder / "back").read_bytes() == content


def test_a_pipe_brings_so_much_and_a_file_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(exhibits, "FROM_A_PIPE", 2)
    whole = bytes(2 * 2**20)
    assert exhibits.read_whole(io.BytesIO(whole)).read() == whole
    with pytest.raises(InputRefused, match="more than 2 MiB"):
        exhibits.read_whole(io.BytesIO(whole + b"x"))
    (tmp_path / "film").write_bytes(whole + b"x")
    with exhibits.at_hand(str(tmp_path / "film")) as content:
        assert content.read() == whole + b"x"


# Files and folders a command makes


class Stopped(BaseException):
    """Stands for a signal that ends the program in the middle of a step."""


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    with new_file(tmp_path / "out") as stream:
        stream.write(b"first half, ")
        stream.flush()
        assert "out" not in listed(tmp_path)
        assert [name for name in listed(tmp_path) if not name.startswith(".")] == []
        stream.write(b"second half")
    assert listed(tmp_path) == ["out"]
    assert (tmp_path / "out").read_bytes() == b"first half, second half"
    if os.name == "posix":
        assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "out").stat().st_nlink == 1


def fail_after(stream: IO[bytes], failure: BaseException) -> None:
    stream.write(b"half")
    stream.flush()
    raise failure


def test_a_file_that_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Stopped), new_file(tmp_path / "out") as stream:
        fail_after(stream, Stopped())
    with pytest.raises(NotSaved), new_file(tmp_path / "out") as stream:
        fail_after(stream, OSError(28, "no space"))
    assert listed(tmp_path) == []


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_came_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def without_links(*_: object) -> None:
        raise PermissionError(1, "as memory sticks answer")

    if not links:
        monkeypatch.setattr(os, "link", without_links)
    with new_file(tmp_path / "alone") as stream:
        stream.write(b"mine")
    with pytest.raises(InputRefused), new_file(tmp_path / "out"):
        (tmp_path / "out").write_bytes(b"another's")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    with pytest.raises(InputRefused), new_file(tmp_path / "nowhere"):
        pass
    assert (tmp_path / "alone").read_bytes() == b"mine"
    assert (tmp_path / "out").read_bytes() == b"another's"
    assert listed(tmp_path) == ["alone", "nowhere", "out"]


@pytest.mark.skipif(os.name == "nt", reason="signals are of POSIX")
def test_a_killed_export_leaves_no_half_file_under_its_name(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from registry.cli.writing import new_file\n"
        "with new_file(Path('out')) as stream:\n"
        "    stream.write(b'half'); stream.flush(); print('under way', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as exporter:  # fmt: skip
        assert exporter.stdout is not None
        exporter.stdout.readline()
        exporter.send_signal(signal.SIGTERM)
    assert not (tmp_path / "out").exists()


def refused_before_the_body(directory: Path, refusal: type[RegistryError]) -> None:
    entered = False
    with pytest.raises(refusal), new_folder(directory, {"a.csv": b"1"}):
        entered = True
    assert not entered


def test_a_folder_that_cannot_be_made_is_refused_before_anything_is_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "old").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "here")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "file").write_bytes(b"x")
    before = listed(tmp_path)
    monkeypatch.chdir(tmp_path / "here")
    for place in (
        Path(),
        Path(".."),
        tmp_path / "here",
        tmp_path / "full",
        tmp_path / "link",
        tmp_path / "gone",
    ):
        refused_before_the_body(place, InputRefused)
    refused_before_the_body(Path("-"), UsageRefused)
    refused_before_the_body(tmp_path / "file" / "out", NotSaved)
    refused_before_the_body(tmp_path / "file" / "further" / "out", NotSaved)
    assert listed(tmp_path) == before
    assert listed(tmp_path / "here") == []


@pytest.mark.skipif(os.name == "nt", reason="permissions are of POSIX")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_in_a_closed_place_is_refused_before_anything_is_entered(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    refused_before_the_body(tmp_path / "closed" / "out", NotSaved)


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_is_whole_or_as_it_was(tmp_path: Path, there: bool) -> None:
    out = tmp_path / "out"
    if there:
        out.mkdir()
    with pytest.raises(Stopped), new_folder(out, {"a.csv": b"1"}):
        raise Stopped
    assert listed(tmp_path) == (["out"] if there else [])
    assert not there or listed(out) == []
    with new_folder(out, {"a.csv": b"1", "b.csv": b"2"}):
        assert not out.exists()
    assert listed(tmp_path) == ["out"]
    assert listed(out) == ["a.csv", "b.csv"]


def test_a_dash_is_no_name_for_what_is_written(program: Program) -> None:
    case = case_of(program)
    shown = program.ask("exhibit", "attach", case, "-", given=b"paper")["short"]
    acts = program.ask("journal", "show")["total"]
    assert "file" in program.refused(2, "exhibit", "export", case, shown, "--out", "-")["hint"]
    assert "file" in program.refused(2, "vault", "backup", "-")["hint"]
    assert program.ask("journal", "show")["total"] == acts
    made = program.bare(
        "--vault", "new.vault", "--passphrase-file", "passphrase",
        "init", "--no-input", "--test-kdf", "--recovery-file", "-", "--json",
    )  # fmt: skip
    assert made.code == 2
    assert not (program.folder / "new.vault").exists()
    assert not (program.folder / "-").exists()


# Copies of the vault


def test_a_backup_never_goes_over_a_file(program: Program) -> None:
    (program.folder / "there").write_bytes(b"mine")
    program.refused(7, "vault", "backup", "there")
    assert (program.folder / "there").read_bytes() == b"mine"
    assert not [name for name in listed(program.folder) if name.endswith(".part")]


def test_a_place_without_a_copy_or_a_vault_says_which(program: Program) -> None:
    (program.folder / "folder").mkdir()
    places = ["folder"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(program.folder / "pipe")
        places.append("pipe")
    missing = program.bare("--vault", "new.vault", "vault", "restore", "nowhere", "--json")
    assert missing.code == 10
    assert missing.json["error"]["message"] == "there is no copy at that place"
    assert "init" not in missing.hint
    for place in places:
        for words in (
            ["--vault", place, "case", "list"],
            ["--vault", "new.vault", "vault", "restore", place],
        ):
            said = program.bare(*words, "--json")  # no passphrase is asked for
            assert (said.code, said.json["error"]["message"]) == (
                10,
                "what stands at that place is not a vault file",
            )
            assert "init" not in said.hint
    over = program.bare("--vault", program.vault, "vault", "restore", program.vault, "--json")
    assert over.code == 7


def test_a_wrong_recovery_key_is_called_one(program: Program) -> None:
    (program.folder / "new").write_text("granite willow saffron tunnel mosaic feather", encoding="utf-8")
    other = " ".join(RecoveryKey(bytes(32)).groups())
    said = program.bare(
        "--vault", program.vault, "vault", "passphrase", "--no-input",
        "--recovery-from", "-", "--new-passphrase-file", "new", "--json", given=other,
    )  # fmt: skip
    assert said.code == 4
    assert said.json["error"]["message"] == "the recovery key does not open this vault"
    assert "paper" in said.hint


# The demonstration, and what only reads


def fail(*_: object, **__: object) -> None:
    raise Stopped


@pytest.mark.parametrize(
    ("step", "there"),
    [("make_desk", False), ("build", True), ("build", False), ("_summary", False), ("answer", True)],
)
def test_a_demonstration_that_fails_takes_away_what_it_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, there: bool
) -> None:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    cheap = partial(make_desk, test_kdf=True)
    monkeypatch.setattr(demonstrating, "make_desk", cheap)
    if step == "_summary":
        monkeypatch.setattr(demonstrating, "build", lambda *_: None)
    monkeypatch.setattr(demonstrating, step, fail)
    folder = tmp_path / "new" / "demo"
    if there:
        folder.mkdir(parents=True)
        (folder.parent / "mine").write_bytes(b"mine")
    with pytest.raises(Stopped):
        demonstrating.demonstrate(Settings(json=True, quiet=True), folder)
    assert listed(tmp_path) == (["new"] if there else [])
    assert not there or (listed(folder), listed(folder.parent)) == ([], ["demo", "mine"])


def test_a_demonstration_leaves_alone_what_it_did_not_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another_comes(*_: object, **__: object) -> None:
        (tmp_path / "demo" / "mine").write_bytes(b"mine")
        raise Stopped

    monkeypatch.setattr(demonstrating, "make_desk", another_comes)
    with pytest.raises(Stopped):
        demonstrating.demonstrate(Settings(json=True, quiet=True), tmp_path / "demo")
    assert listed(tmp_path / "demo") == ["mine"]
    with pytest.raises(InputRefused):
        demonstrating.demonstrate(Settings(json=True, quiet=True), tmp_path / "demo")
    assert listed(tmp_path / "demo") == ["mine"]


def test_nothing_is_made_where_only_reading_was_asked_for(program: Program) -> None:
    program.ask("vault", "backup", "copy")
    before = listed(program.folder)
    for words in (
        ["--vault", "new.vault", "--passphrase-file", "passphrase", "init", "--no-input", "--test-kdf",
         "--recovery-file", "paper"],
        ["demo", "--dir", "shown"],
        ["--vault", "new.vault", "--passphrase-file", "passphrase", "vault", "restore", "copy"],
    ):  # fmt: skip
        said = program.bare("--read-only", *words, "--json")
        assert said.code == 11, said
        assert "--read-only" in said.hint
    assert listed(program.folder) == before


def test_a_refusal_that_nobody_can_be_told_keeps_its_code(program: Program) -> None:
    """The answer goes to the full disk that is the reason for the refusal."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no file that is always full")
    ran = subprocess.run(
        ["bash", "-c", '"$@" > /dev/full', "bash", sys.executable, "-m", "registry", "--vault", program.vault,
         "--passphrase-file", "passphrase", "case", "show", "K7Q-2M9X", "--json"],
        cwd=program.folder, capture_output=True, check=False,
        env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ran.returncode in {7, 10}
    assert ran.stderr == b""
