"""Each module can be the first to be imported, with warnings as errors."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.floors import ROOT, modules_under


@pytest.mark.slow
@pytest.mark.parametrize("module", sorted(set(modules_under(ROOT)) - {"registry.__main__"}))
def test_a_module_imported_first_needs_no_other(module: str) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", f"import {module}"], cwd=ROOT, check=True)
