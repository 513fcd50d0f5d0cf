"""Makes the kept vault of the current format; every format ever released stays here and must open.

Run as ``python -m tests.vaults.make`` once for a new format.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from tests.vault.build import case, create, reopen

FILE = Path(__file__).with_name("format-2.vault")
EXHIBIT = b"a synthetic exhibit\n" * 3
LATER = b"a synthetic exhibit of a later epoch\n"
COLLEAGUE = "lantern saddle pepper grammar cobweb violin"
DEPARTED = "harbour meadow copper orbit thimble walnut"

if __name__ == "__main__":
    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    with create(FILE) as vault:
        with vault.act("case new"):
            vault.table("cases").insert_multiple([case(n, f"Synthetic Person {n}") for n in range(1, 71)])
        vault.table("cases").update({"name": "ليلى المثال"}, doc_ids=[2])
        vault.table("cases").remove(doc_ids=[3])
        vault.table("sources").insert(case(900, "Synthetic Source"))
        vault.put_exhibit(2, "EX1", io.BytesIO(EXHIBIT))
        vault.add_person("Synthetic Colleague", "reviewer", COLLEAGUE)
        vault.add_person("Synthetic Departed", "caseworker", DEPARTED)
    with reopen(FILE, passphrase=DEPARTED) as vault:
        vault.table("cases").update({"name": "changed by who left"}, doc_ids=[4])
    with reopen(FILE) as vault:
        vault.remove_person("Synthetic Departed")
        vault.table("cases").update({"name": "changed in epoch 2"}, doc_ids=[5])
        vault.put_exhibit(2, "EX2", io.BytesIO(LATER))
