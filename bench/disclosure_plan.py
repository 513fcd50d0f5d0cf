"""How long a whole plan takes, from people handed over to a summary, as the register grows.

Run as ``python -m bench.disclosure_plan``. Prints the number of people, the linked cells and the seconds.
"""

from __future__ import annotations

import time

from registry.disclosure.plan import make, plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from tests.disclosure.registers import MADE_ON, register, tie

ASKED = ("place,sex", "place,quarter", "quarter,status,sex", "sex,age")
SIZES = (1_000, 10_000, 100_000)


def main() -> None:
    """Plan and make one summary for each size and print one line each."""
    print(f"{'people':>8} {'cells':>6} {'seconds':>8}")
    for size in SIZES:
        people = register(size)
        start = time.perf_counter()
        found = plan(Request.parse(ASKED), people, policy=FLOOR, made_on=MADE_ON, tie=tie)
        make(found, "R")
        print(f"{size:8} {len(found.cells):6} {time.perf_counter() - start:8.2f}", flush=True)


if __name__ == "__main__":
    main()
