"""What commands draw for a person: tables and cards of safe text that fit a screen of 80 by 24."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from registry.cases.casefile import PERSON
from registry.cases.saying import why_of
from registry.cli import review_screens, shapes
from registry.cli.drawing import (
    grid,
    name_table,
    one_a_line,
    safe,
    shortened,
    status_glyph,
    status_text,
    table,
    text_of,
    wrapped,
)
from registry.cli.output import console_for
from registry.cli.settings import Settings
from registry.words.identity import short

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from registry.cases.views import CaseView

_FEW = 4


def done(sentence: str) -> list[RenderableType]:
    """Say in one sentence that something was done."""
    return [wrapped(sentence)]


def counted(shown: int, total: int, offset: int, what: str) -> RenderableType:
    """Say which stretch of a list this is, and whether there is more."""
    if not total:
        return wrapped(f"no {what}", "dim")
    if not shown:
        return wrapped(f"nothing from {offset + 1:,} on: there are {total:,} {what}", "dim")
    more = "; see more with --offset" if offset + shown < total else ""
    return wrapped(f"{offset + 1:,} to {offset + shown:,} of {total:,} {what}{more}", "dim")


# As many of the cases taken in at once as a screen shows.
SHOWN = 20


def taken(kept: Sequence[shapes.Taken], count: int, *, dry_run: bool = False) -> Iterator[RenderableType]:
    """Say what was taken in, or would be, and what the caseworker should know."""
    for place, one in enumerate(kept, 1):
        # Read in a dry run, a case has no id that anyone could use.
        said = f"case {place} would be taken in" if dry_run else f"{one.short}  taken in"
        yield safe(f"{said}, {len(one.claims)} claims")
        for warning in one.warnings:
            yield wrapped(f"  note: {warning}", "bold")
    if count > len(kept):
        yield wrapped(f"… and {count - len(kept):,} more; {count:,} in all")
    if dry_run:
        yield wrapped("nothing was kept: this was a dry run", "dim")
    elif count == 1:
        yield wrapped(f"see it with `registry case show {kept[0].short}`", "dim")


def cases(
    shape: shapes.CaseList, settings: Settings, offset: int, *, planned: bool = False
) -> Iterator[RenderableType]:
    """Draw a list of cases; with ``planned``, how pressing each is and when to look at it again."""
    yield from _case_table(shape, settings, "planned" if planned else "where")
    yield from review_screens.proposing_reopening(shape)
    yield counted(len(shape.items), shape.total, offset, "cases")


def _case_table(shape: shapes.CaseList, settings: Settings, fourth: str) -> Iterator[RenderableType]:
    if not shape.items:
        return
    width = console_for(settings).width
    if width <= _ONE_A_LINE:
        yield one_a_line(_case_line(item) for item in shape.items)
        return
    headings = ["id", "status", "last seen", fourth, "name"]
    if fourth == "planned":
        headings[2:4] = ["planned"]  # it needs the room of both
    elif width <= _FEW_COLUMNS:
        headings[2:4] = []
    drawn = name_table(settings, width, *headings)
    for item in shape.items:
        cells = {
            "id": text_of(item.short),
            "status": status_text(item.status, (), settings.lang),
            "last seen": _seen(item.seen_from, item.seen_to),
            "why": safe("; ".join(item.reasons)),
            "where": safe(item.last_seen_at),
            "planned": text_of(f"{item.priority or '-'} {item.review_on or ''}".strip()),
            "name": safe(" · ".join(item.names)),
        }
        drawn.add_row(*(cells[heading] for heading in headings))
    yield drawn


# Up to so many columns a case has one line without columns; up to so many it has fewer of them.
_ONE_A_LINE, _FEW_COLUMNS = 40, 72


def _case_line(item: shapes.CaseItem) -> Text:
    line = text_of(f"{item.short} ")
    line.append_text(status_glyph(item.status))
    line.append(" ")
    return line.append_text(safe(" · ".join(item.names)))


def _seen(since: str | None, until: str | None) -> Text:
    """Return a date as far as it is known, in ten characters: a day, a month, months or years."""
    if since == until or not since or not until:
        return text_of(since or until or "-")
    if since[:4] != until[:4]:
        return text_of(f"{since[:4]}/{until[:4]}")
    return text_of(since[:7] if since[:7] == until[:7] else f"{since[:7]}/{until[5:7]}")


def hits(shape: shapes.CaseList, settings: Settings) -> Iterator[RenderableType]:
    """Draw what a search found, with the reasons."""
    yield from _case_table(shape, settings, "why")
    if not shape.total:
        yield wrapped("nothing found; try a shorter part of the name", "dim")
        return
    left = f"; the best {len(shape.items):,} of them shown, see more with --limit"
    least = "at least " if shape.at_least else ""
    yield wrapped(f"{least}{shape.total:,} found{left if len(shape.items) < shape.total else ''}", "dim")


# One case


def case(
    shape: shapes.CaseShown, view: CaseView, settings: Settings, *, whole: bool = False
) -> Iterator[RenderableType]:
    """Draw one case on one screen of 80 by 24; with ``whole``, everything known of it."""
    card = grid()
    card.add_row(shape.short, shortened(_heading(shape, view), 0 if whole else 2))
    stated = shape.kind == PERSON or bool(shape.status.since)
    card.add_row(
        "status", status_text(shape.status.code if stated else "", shape.status.flags, settings.lang)
    )
    axes = (
        f"fate {shape.status.fate.replace('_', ' ')} · liberty {shape.status.liberty} · "
        f"acknowledgement {shape.status.acknowledgement}"
    )
    if stated:
        card.add_row("", shortened(wrapped(axes, "dim"), 0 if whole else 1))
    card.add_row("why", shortened(wrapped(why_of(view)), 0 if whole else 2))
    if shape.closing:
        card.add_row("closed", shortened(review_screens.closing_line(shape), 0 if whole else 1))
    conflicts, others = _facts(shape, whole=whole)
    sections = {
        "": conflicts,
        "episodes": [wrapped(said) for one in shape.episodes for said in (one.shown, one.clashes) if said],
        "timeline": [wrapped(f"{e.on}  {e.what}  {_label(shape, e.source)}") for e in shape.timeline],
        "for": _claim_lines(shape, shape.status.supporting, whole=whole),
        "against": _claim_lines(shape, shape.status.opposing, whole=whole),
        "open": [wrapped(question, "bold") for question in shape.questions],
    }
    room = (
        {label: len(lines) for label, lines in sections.items()}
        if whole
        else _shares(sections, bool(shape.closing) + bool(shape.links) + bool(shape.went_out))
    )
    _rows(card, "", conflicts, room[""], whole=whole)
    if others is not None:
        card.add_row("", shortened(others, 0 if whole else _PARAGRAPH))
    for label in ("episodes", "timeline", "for", "against", "open"):
        _rows(card, label, sections[label], room[label], whole=whole)
    if whole:
        _rows(card, "claims", claim_lines(shape.claims), len(shape.claims), whole=True)
        _rows(card, "links", [_link(link) for link in shape.links], len(shape.links), whole=True)
    elif shape.links:
        card.add_row("links", shortened(review_screens.links_line(shape), 1))
    card.add_row("consent", shortened(wrapped(_consent(shape)), 0 if whole else 1))
    if shape.went_out:
        card.add_row("went out", shortened(wrapped(_went_out(shape)), 0 if whole else 1))
    if shape.exhibits:
        card.add_row("exhibits", wrapped(f"{len(shape.exhibits)}; see `registry exhibit list {shape.short}`"))
    _rows(
        card, "notes", [wrapped(note) for note in shape.notes], len(shape.notes) if whole else 1, whole=whole
    )
    yield card


# Of the 23 lines of a screen above the prompt, head (2), status (2), why (2), the facts that agree (3),
# consent, exhibits and notes (1 each) take twelve at most; these are left for lists.
_PARAGRAPH, _LISTED = 3, 11


def _shares(sections: Mapping[str, Sequence[Text]], taken: int = 0) -> dict[str, int]:
    """Return how many lines each list may have: a few each, the longest giving way while all are too many.

    ``taken`` is how many lines go to what few cases have: how it was closed, and its ties.
    """
    room = {label: min(len(lines), _FEW) for label, lines in sections.items()}
    while sum(room.values()) > _LISTED - taken:
        longest = max(room, key=lambda label: room[label])
        room[longest] -= 1
    return room


def _heading(shape: shapes.CaseShown, view: CaseView) -> Text:
    names = " · ".join(name["text"] for name in shape.names) or view.title or "(no name known)"
    made = wrapped(names, "bold")
    made.append(f"  {shape.kind}, {shape.stage.replace('_', ' ')}", style="dim")
    if shape.planned:
        made.append(f"; {', '.join(shape.planned.values())}", style="bold")
    if shape.left_out:
        made.append(f"; sensitive answers with --all: {shape.left_out}", style="dim")
    return made


# The facts that a first look at a case needs; the others come with --all.
_FIRST_LOOK = {
    "sex", "born", "age", "origin", "vulnerability", "last_seen_on", "last_seen_at", "crossing_from", "crossing_to",
    "crossing_point", "alleged_holder", "held_at", "whereabouts", "count", "topic", "who", "what",
}  # fmt: skip


def _facts(shape: shapes.CaseShown, *, whole: bool) -> tuple[list[Text], Text | None]:
    """Facts in conflict one a line with every value; the others together."""
    lines, plain = [], []
    for key, fact in shape.facts.items():
        if (
            key in {"name", "status"}
            or not fact.values
            or not (whole or fact.conflicting or key in _FIRST_LOOK)
        ):
            continue
        if fact.conflicting:
            said = " | ".join(value.shown for value in fact.values)
            lines.append(wrapped(f"≠ {fact.label}: {said}", "bold"))
        else:
            plain.append(f"{fact.label}: {', '.join(value.shown for value in fact.values)}")
    return lines, wrapped(" · ".join(plain)) if plain else None


def _label(shape: shapes.CaseShown, source: str) -> str:
    label = next((claim.source_label for claim in shape.claims if claim.source == source), "")
    return f"({label})" if label else ""


# So much of a source's name as leaves room on its line for what it says.
_LABEL = 24


def _claim_lines(shape: shapes.CaseShown, ids: Iterable[str], *, whole: bool) -> list[Text]:
    by_id = {claim.id: claim for claim in shape.claims}
    return [
        wrapped(
            f"{c.grade} {c.short}  {_named(c, whole=whole)}: {c.shown}{' (denies)' if c.stance == 'denies' else ''}"
        )
        for one in ids
        if (c := by_id.get(one))
    ]


def claim_lines(claims: Iterable[shapes.ClaimItem]) -> list[Text]:
    """Every claim with its id, by which it can be cited or taken back."""
    made = []
    for claim in claims:
        line = wrapped(
            f"{claim.grade} {claim.short}  {claim.fact.replace('_', ' ')}: {claim.shown} ({claim.source_label})"
        )
        if claim.locator or claim.exhibit:
            line.append(f"  {_place(claim)}", style="dim")
        if claim.no_longer:
            line.append(f"  [{claim.no_longer}]")
        made.append(line)
    return made


def _place(claim: shapes.ClaimItem) -> str:
    """Say where a claim can be read: the place in its source, and the exhibit that holds it."""
    exhibit = f"exhibit {short(claim.exhibit)}" if claim.exhibit else ""
    return safe(" of ".join(filter(None, (claim.locator, exhibit)))).plain


def _named(claim: shapes.ClaimItem, *, whole: bool) -> str:
    label = claim.source_label
    return label if whole or len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"


def _link(link: Mapping[str, str]) -> Text:
    gone = " (erased)" if link.get("erased") else ""
    return wrapped(f"{link['kind'].replace('_', ' ')} {short(link['other'])}{gone}, {link['certainty']}")


def _consent(shape: shapes.CaseShown) -> str:
    given = [c.purpose.replace("_", " ") for c in shape.consent if c.stands]
    gone = [c.purpose.replace("_", " ") for c in shape.consent if not c.stands]
    words = ", ".join(given) if given else "none recorded"
    return words + (f"; withdrawn: {', '.join(gone)}" if gone else "")


def _went_out(shape: shapes.CaseShown) -> str:
    last = shape.went_out[-1]
    more = f" and {len(shape.went_out) - 1:,} before it" if len(shape.went_out) > 1 else ""
    return f"{last['form']} sheet for {last['recipient']}, {last['at'][:10]}{more}; see `registry form sent {shape.short}`"


def _rows(card: Table, label: str, lines: Sequence[Text], few: int, *, whole: bool) -> None:
    """Add the first lines of a list, each one line of the screen unless ``whole``; the last tells what is left."""
    for place, line in enumerate(lines[:few]):
        left = len(lines) - few if place + 1 == few else 0
        card.add_row(label if not place else "", shortened(line, 0 if whole else 1, more=left))


# Sources


def sources(shape: shapes.SourceList, settings: Settings, offset: int) -> Iterator[RenderableType]:
    """Draw a list of sources."""
    drawn = table(settings, "id", "grade", "kind", "label")
    for item in shape.items:
        drawn.add_row(item.short, item.reliability, safe(item.kind.replace("_", " ")), safe(item.label))
    if shape.items:
        yield drawn
    yield counted(len(shape.items), shape.total, offset, "sources")


def source(shape: shapes.SourceItem, *, has_contact: bool) -> Iterator[RenderableType]:
    """Draw one source; ``has_contact`` tells whether contact details are kept of it, opened or not."""
    card = grid()
    for key in shape.__struct_fields__:
        value = getattr(shape, key)
        if value not in ("", None, False) and key != "id":
            card.add_row(key.replace("_", " "), wrapped("yes" if value is True else value))
    if not has_contact:
        card.add_row("contact", wrapped("none recorded", "dim"))
    elif shape.contact is None:
        card.add_row("contact", wrapped("sealed; open it with --contact", "dim"))
    yield card


# The vault and its journal


def facts(pairs: Iterable[tuple[str, object]]) -> Iterator[RenderableType]:
    """Draw labels and values."""
    card = grid()
    for label, value in pairs:
        card.add_row(label, wrapped(value))
    yield card


def vault_info(shape: shapes.VaultInfo) -> Iterator[RenderableType]:
    """Draw what the opener may know of the vault."""
    from registry.desk.vault_words import WITNESS, cost_in_words, recovery_in_words

    kdf = shape.kdf
    return facts(
        [
            ("vault", shape.path),
            ("format", f"{shape.format}, epoch {shape.epoch}"),
            ("identity", shape.vault_id),
            (
                "a guess costs",
                "nothing: made for tests only"
                if kdf["test_only"]
                else cost_in_words(kdf["memory_kib"], kdf["passes"], kdf["lanes"]),
            ),
            ("caseworkers", ", ".join(shape.caseworkers)),
            ("recovery key", recovery_in_words(shape.recovery_made, shape.recovery_rehearsed)),
            (
                "holds",
                f"{shape.cases:,} cases, {shape.sources:,} sources, {shape.journal:,} acts in the journal",
            ),
            ("size", f"{shape.size:,} bytes"),
            *([("made for", "a journey; it holds a part")] if shape.travel else []),
            *([("waiting", f"{shape.waiting:,} intakes to be collected")] if shape.waiting else []),
            ("seen here", WITNESS[shape.witness]),
        ]
    )


def entries(shape: shapes.EntryList, settings: Settings, offset: int) -> Iterator[RenderableType]:
    """Draw acts of the journal."""
    drawn = table(settings, "no.", "when (UTC)", "who", "did", "to", "signature")
    drawn.columns[-1].no_wrap = True
    for item in shape.items:
        drawn.add_row(
            str(item.sequence),
            item.at[:16].replace("T", " "),
            safe(item.caseworker),
            safe(item.operation),
            safe(
                " ".join(item.records[:3]) + (f" +{len(item.records) - 3}" if len(item.records) > 3 else "")
            ),
            safe(item.signature, "" if item.signature == "holds" else "bold red"),
        )
    if shape.items:
        yield drawn
    yield counted(len(shape.items), shape.total, offset, "acts")


def by_status(counted: Iterable[tuple[str, int]], settings: Settings) -> RenderableType:
    """Draw a table of cases by status with a bar for each."""
    counted = list(counted)
    most = max((count for _, count in counted), default=1)
    drawn = table(settings, "status", "cases", "")
    drawn.columns[1].justify = "right"
    for code, count in counted:
        glyph = "#" if settings.plain else "█"
        drawn.add_row(
            status_text(code, (), settings.lang),
            str(count),
            text_of(glyph * max(1, 30 * count // most), "bold"),
        )
    return drawn
