"""The same release has the same bytes under another user, host, time zone, locale, home, folder, mask and hash seed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from registry.desk.desk import Desk
from registry.desk.intake import take_in
from registry.provenance.consent import STATISTICS
from tests.desk.conftest import PASSPHRASE

ROOT = Path(__file__).parents[2]
NOBODY = "65534"
SCRIPT = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from registry.cli.writing import new_folder
from registry.desk.disclosing import plan_release, prepare
from registry.desk.opening import open_desk
vault, out, passphrase, user = sys.argv[1:]

def release():
    desk = open_desk(Path(vault), passphrase, device="a laptop", read_only=True,
                     clock=lambda: datetime(2017, 6, 1, 12, tzinfo=UTC), chance=lambda below: 123456789 % below)
    planned = plan_release(desk, ["place,sex", "quarter,status"])
    return prepare(desk, planned, recipient="a body", langs=("en", "fr", "ar"))

if user:
    release()  # everything is loaded while this user may still read the program
    os.setgroups([])
    os.setgid(int(user))
    os.setuid(int(user))
made = release()
with new_folder(Path(out), made.files):
    pass
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("same")


def kept(desk: Desk, path: Path, folder: Path) -> Path:
    """Fill the desk's vault, which is at ``path``, and return a copy that anyone may read."""
    from tests.cli.test_disclose import people

    entries = [{**one, "consent": [STATISTICS]} for one in people(120)]
    list(take_in(desk, entries, alone=True))
    copy = folder / "a.vault"
    shutil.copyfile(path, copy)
    copy.chmod(0o644)
    return copy


def made(
    vault: Path,
    out: Path,
    *before: str,
    cwd: Path | None = None,
    user: str = "",
    mask: int = -1,
    **around: str,
) -> dict[str, str]:
    """Make the release in a process of its own, and return the hashes of the files that it wrote."""
    environment = {**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT)}
    place = str(out) if cwd is None else out.name
    ran = subprocess.run(
        [*before, sys.executable, "-c", SCRIPT, str(vault), place, PASSPHRASE, user],
        env=environment | around, cwd=cwd or ROOT, capture_output=True, check=False, umask=mask,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr.decode()
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


def test_the_same_release_has_the_same_bytes_anywhere(desk: Desk, tmp_path: Path, folders: Path) -> None:
    vault = kept(desk, tmp_path / "v", folders)
    first = made(vault, folders / "first")
    assert len(first) >= 13
    elsewhere = folders / "another folder" / "with الاسم"
    elsewhere.mkdir(parents=True)
    second = made(
        vault, elsewhere / "out", cwd=elsewhere, mask=0o077, TZ="Pacific/Kiritimati", LANG="tr_TR.UTF-8",
        LC_ALL="tr_TR.UTF-8", HOME=str(elsewhere), PYTHONHASHSEED="7", COLUMNS="40", USER="someone", LOGNAME="someone",
        SOURCE_DATE_EPOCH="1", PYTHONUTF8="0",
    )  # fmt: skip
    assert second == first


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_and_under_another_user_and_host(desk: Desk, tmp_path: Path) -> None:
    folder = Path("/var/tmp") / f"registry-same-{os.getpid()}"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    try:
        vault = kept(desk, tmp_path / "v", folder)
        first = made(vault, folder / "first")
        if shutil.which("unshare"):
            ran = 'hostname another-host && exec "$@"'
            assert made(vault, folder / "host", "unshare", "-u", "sh", "-c", ran, "sh") == first
        assert made(vault, folder / "nobody", user=NOBODY, HOME="/nonexistent", PYTHONHASHSEED="99") == first
        assert (folder / "nobody").stat().st_uid == int(NOBODY)
    finally:
        shutil.rmtree(folder)
