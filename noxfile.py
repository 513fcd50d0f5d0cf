"""The suite on every Python and every release of cryptography that is supported: ``nox``, or one session by name.

``nox -l`` lists them; words after ``--`` go to pytest. Each session makes a virtual environment of its own.
"""

from __future__ import annotations

import nox

PYTHONS = ["3.11", "3.12", "3.13"]
# The oldest that is supported and the last for Windows on ARM; the last for Intel Macs; and the newest there is.
RELEASES = ["46.0.3", "48.0.1", "newest"]
# What touches cryptography: the vault, its readers, and the main job from end to end.
SEALED = ["tests/vault", "tests/fuzz", "tests/cli/test_transcript.py"]

nox.options.sessions = ["tests", "sealed"]
nox.options.reuse_existing_virtualenvs = True


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the suite on one Python with the newest of everything."""
    session.install(".[test]")
    session.run("python", "-m", "pytest", "-q", *session.posargs)


@nox.session
@nox.parametrize("release", RELEASES)
def sealed(session: nox.Session, release: str) -> None:
    """Run what seals and opens on one release of cryptography."""
    wanted = "cryptography" if release == "newest" else f"cryptography=={release}"
    session.install(".[test]", wanted)
    session.run("python", "-c", "import cryptography; print('cryptography', cryptography.__version__)")
    session.run("python", "-m", "pytest", "-q", *(session.posargs or SEALED))


@nox.session
def pycanon(session: nox.Session) -> None:
    """Have every line list of seeded registers measured by pycanon, which is no dependency of the program."""
    session.install(".[test]", "pycanon", "pandas")
    session.run(
        "python",
        "-m",
        "pytest",
        "-q",
        "-m",
        "slow",
        *(session.posargs or ["tests/disclosure/test_pycanon.py"]),
    )


@nox.session
def linkage(session: nox.Session) -> None:
    """Find the cases of one person beside Splink in the same run: ``nox -s linkage -- DATA``; no dependency of the program."""
    session.install(".[test]", "splink>=5,<6", "duckdb", "pandas")
    session.run("python", "-m", "bench.linkage", *session.posargs)


@nox.session
def hq(session: nox.Session) -> None:
    """Compare cases at headquarters' scale, on DuckDB and on Spark; Spark needs Java 17 or later."""
    session.install(".[test,spark]")
    wanted = ["tests/matching/test_engine.py", "tests/desk/test_hq.py", "-m", "slow or not slow", "-rs"]
    session.run("python", "-m", "pytest", "-q", *(session.posargs or wanted))
