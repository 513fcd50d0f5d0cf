"""A coverage-guided fuzzer over the same readers, for hours when there is time: not part of the suite.

``pip install atheris`` in a virtual environment on Linux (Python 3.11 to 3.13), then::

    python -m tests.fuzz.guided "journal entry" -max_total_time=600
    python -m tests.fuzz.guided all -max_total_time=60

Further words go to libFuzzer. It ends with an input that raised anything but a refusal, kept in the folder
it runs in, or with its count of runs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path


def _one(name: str, options: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["registry"]):
        from tests.fuzz.targets import TARGETS, calm, valid

    folder = Path(tempfile.mkdtemp(prefix="registry-fuzz-"))
    for number, raw in enumerate(valid()[name]):
        (folder / str(number)).write_bytes(raw)
    target = TARGETS[name]
    atheris.Setup(
        [sys.argv[0], str(folder), "-rss_limit_mb=1500", "-timeout=10", "-max_len=8192", *options],
        lambda raw: calm(target, raw) and None,
    )
    atheris.Fuzz()


def main() -> int:
    """Fuzz one reader, or each in turn in a process of its own; return 1 where one found something."""
    name, options = sys.argv[1], sys.argv[2:]
    if name != "all":
        _one(name, options)
        return 0
    from tests.fuzz.targets import TARGETS

    found = []
    for each in TARGETS:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.guided", each, *options],
            capture_output=True,
            text=True,
            check=False,
        )
        last = [
            line for line in ran.stderr.splitlines() if "Done " in line or "cov:" in line or "ERROR" in line
        ][-2:]
        sys.stdout.write(f"{each}: exit {ran.returncode}: {' | '.join(last)}\n")
        sys.stdout.flush()
        if ran.returncode:
            found.append(each)
            sys.stdout.write(ran.stdout[-2000:] + ran.stderr[-2000:])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
