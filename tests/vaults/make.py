"""Makes the kept vault of the current format; every format ever released stays here and must open.

Run as ``python -m tests.vaults.make`` once for a new format.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from tests.vault.build import case, create

FILE = Path(__file__).with_name("format-1.vault")
EXHIBIT = b"a synthetic exhibit\n" * 3

if __name__ == "__main__":
    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    with create(FILE) as vault:
        with vault.act("case new"):
            vault.table("cases").insert_multiple([case(n, f"Synthetic Person {n}") for n in range(1, 71)])
        vault.table("cases").update({"name": "ليلى المثال"}, doc_ids=[2])
        vault.table("cases").remove(doc_ids=[3])
        vault.table("sources").insert(case(900, "Synthetic Source"))
        vault.put_exhibit(2, "EX1", io.BytesIO(EXHIBIT))
