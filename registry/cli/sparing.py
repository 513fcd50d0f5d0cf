"""What a first look at a case leaves out: sensitive facts are shown only where everything is asked for."""

from __future__ import annotations

import msgspec

from registry.cases.views import CaseView
from registry.cli.shapes import CaseShown


def spared(shape: CaseShown, view: CaseView) -> CaseShown:
    """Return a case without its sensitive facts and the claims of them, and with their number."""
    sensitive = {key for key, fact in view.facts.items() if fact.declared.fact.sensitive}
    if not sensitive:
        return shape
    kept = tuple(claim for claim in shape.claims if claim.fact not in sensitive)
    return msgspec.structs.replace(
        shape,
        facts={key: fact for key, fact in shape.facts.items() if key not in sensitive},
        claims=kept,
        left_out=len(shape.claims) - len(kept),
    )
