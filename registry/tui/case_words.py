"""One case in words for the screen: its card, and its parts as entries; folded in the desk's thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from registry.cases.casefile import GROUP
from registry.cases.episode_words import clashes_of, what_of
from registry.cases.folds import FactView
from registry.cases.items import Claim
from registry.cases.planning import plan_of
from registry.cases.reviewing import stage_in_words, told_as, why_in_words
from registry.cases.saying import grade_of, shown_value, why_of
from registry.cases.signs import sign_of
from registry.cases.status import ACKNOWLEDGEMENTS, FATES, LIBERTIES, STATUS_TERMS, STATUSES
from registry.cases.views import CaseView
from registry.desk.desk import Desk
from registry.desk.reviewing import asked_by_ties, waiting
from registry.sources.grading import RELIABILITY
from registry.sources.kinds import SOURCE_KINDS
from registry.tui.paint import GAP, Entry, heading
from registry.words.dates import PartialDate
from registry.words.identity import short

Entries = tuple[Entry, ...]

# The look of each class of status; its sign and its word say the same. A death that is only reported is counted
# among the missing, and looks like what has to be checked.
_LOOKS = {"held": "bad", "alive": "good", "death_established": "accent", "missing": "strong"}
CONFLICT, DENIED, UNSAID = "≠", "✗", "–"


@dataclass(frozen=True, slots=True)
class Told:
    """A case as its screen shows it: what its head says, its card, its parts by name, and what it is tied to.

    ``ties`` are the ids of other cases with what is said of each. ``left_out`` counts sensitive values not shown.
    """

    id: str
    head: Entries
    card: Entries
    parts: dict[str, Entries]
    ties: tuple[tuple[str, str], ...] = ()
    left_out: int = 0


def status_words(code: str, lang: str) -> str:
    """Return a status as its sign and its word; what nobody stated as such."""
    if not code:
        return "- not stated"
    return f"{sign_of(code)} {STATUS_TERMS[code].show(lang) if code in STATUS_TERMS else code}"


def status_look(code: str) -> str:
    """Return the look of a status, one of the words of ``themes.LOOKS``."""
    if code == "death_reported":
        return "warn"
    return _LOOKS.get(STATUSES[code].group, "") if code in STATUSES else ""


def stated(view: CaseView) -> str:
    """Return the code of the status of a case; empty for a group report of which nobody stated one."""
    return view.case.status if view.case.kind != GROUP or view.case.assessment else ""


def names_of(view: CaseView) -> str:
    """Return the names of a case in one line, in every script in which they are known."""
    return " · ".join(name.text for name in view.names) or view.title or "(no name known)"


def chip_of(view: CaseView, claim: Claim) -> str:
    """Return who says something, how it is graded, and when it was so."""
    source = view.sources.get(claim.source)
    on = f", {claim.on}" if claim.on else ""
    basis = f", {claim.basis.replace('_', ' ')}" if claim.basis else ""
    return f"{source.label if source else 'source not here'} {grade_of(claim, view.sources)}{on}{basis}"


def head(view: CaseView, lang: str) -> Entries:
    """Return the two lines above every part of a case."""
    case, code = view.case, stated(view)
    flags = "".join(f" [{flag}]" for flag in view.flags)
    planned = "".join(f"; {words}" for words in plan_of(case).words)
    return (
        Entry(f"{short(case.id)}  {names_of(view)}", look="title"),
        Entry(
            f"{status_words(code, lang)}{flags}  ({case.kind}, {stage_in_words(case.stage_code)}{planned})",
            look=status_look(code),
        ),
    )


def card(desk: Desk, view: CaseView, lang: str = "en") -> Entries:
    """Return what one must know of a case at a glance: names, status and why, last seen, holder, what is open."""
    case, code = view.case, stated(view)
    made = [heading(name.text) for name in view.names] or [heading(names_of(view))]
    made.append(Entry(status_words(code, lang), "status", look=status_look(code), chip=", ".join(view.flags)))
    made.append(Entry(why_of(view), "why"))
    made += [Entry(f"waits for review: {told_as(one)}", "proposed", look="warn") for one in case.waiting]
    for label, keys in (
        ("last seen", ("last_seen_on", "last_seen_at")),
        ("holder", ("alleged_holder", "held_at")),
    ):
        if said := [value.show(lang) for key in keys if (value := view.best(key)) is not None]:
            made.append(Entry(", ".join(said), label))
    made += [
        Entry(
            f"{CONFLICT} {fact.declared.fact.label_in(lang)}: {_every_value(fact, lang)}",
            "conflict",
            look="warn",
        )
        for fact in view.conflicts
    ]
    made += [Entry(asked, "open", look="strong") for asked in asked_by_ties(desk, view)]
    made += [Entry(one.asks, "open") for one in view.questions if one.code != "conflict"]
    made += [Entry(words, "planned") for words in plan_of(case).words]
    return tuple(made)


def _every_value(fact: FactView, lang: str) -> str:
    return " | ".join(held.value.show(lang) for held in fact.held)


# The parts of a case


def facts(view: CaseView, lang: str, *, everything: bool = False) -> tuple[Entries, int]:
    """Return every value of every fact with who says so, those in conflict under one another; and how many are left out.

    Sensitive facts are left out unless ``everything`` was asked for.
    """
    made: list[Entry] = []
    left_out = 0
    for key, fact in view.facts.items():
        if key == "status":
            continue
        if fact.declared.fact.sensitive and not everything:
            left_out += sum(len(held.claims) for held in fact.held) + len(fact.missing) + len(fact.denied)
            continue
        made += _fact(view, fact, lang)
    if left_out:
        made += [GAP, Entry(f"{left_out} sensitive answers are not shown; x shows them", look="dim")]
    if view.case.notes:
        made += [GAP, heading("Notes of the office; they never leave")]
        made += [Entry(note.text, note.at[:10]) for note in view.case.notes]
    return tuple(made), left_out


def _fact(view: CaseView, fact: FactView, lang: str) -> Iterator[Entry]:
    label = fact.declared.fact.label_in(lang)
    for held in fact.held:
        sign, look = (f"{CONFLICT} ", "warn") if fact.conflicting else ("", "")
        first, *others = held.claims
        yield Entry(f"{sign}{held.value.show(lang)}", label, look, chip=chip_of(view, first))
        yield from (Entry("also", " ", "dim", chip=chip_of(view, one)) for one in others)
        label = " "
    for claim in fact.missing:
        says = (
            "has no knowledge of it"
            if claim.stance == "no_knowledge"
            else shown_value(view.case, claim, lang)
        )
        yield Entry(f"{UNSAID} {says}", label, "dim", chip=chip_of(view, claim))
        label = " "
    for claim in fact.denied:
        yield Entry(
            f"{DENIED} denied: {shown_value(view.case, claim, lang)}", label, chip=chip_of(view, claim)
        )
        label = " "


def claim_words(view: CaseView, claim: Claim, lang: str) -> str:
    """Return one claim in a line: its id, what it says of which fact, and who says so."""
    declared = view.case.declared(claim)
    label = declared.fact.label_in(lang) if declared else claim.fact
    stance = "" if claim.stance == "asserts" else f" ({claim.stance.replace('_', ' ')})"
    return (
        f"{short(claim.id)}  {label}: {shown_value(view.case, claim, lang)}{stance} [{chip_of(view, claim)}]"
    )


def status_part(desk: Desk, view: CaseView, lang: str) -> Entries:
    """Return the status of a case and why: the claims for and against, what is proposed, and what is open."""
    case, code = view.case, stated(view)
    made = [Entry(status_words(code, lang), "status", look=status_look(code), chip=", ".join(view.flags))]
    if code in STATUSES:
        of = STATUSES[code]
        axes = (FATES[of.fate], LIBERTIES[of.liberty], ACKNOWLEDGEMENTS[of.acknowledgement])
        words = zip(("fate", "liberty", "acknowledgement"), axes, strict=True)
        made.append(Entry(" · ".join(f"{axis}: {term.show(lang)}" for axis, term in words), " ", "dim"))
    made.append(Entry(why_of(view), "why"))
    if case.stage is not None:
        stage = case.stage
        why = "; ".join(filter(None, (why_in_words(stage.why), stage.reason, stage.override)))
        made.append(
            Entry(f"{stage_in_words(stage.stage)} since {stage.at[:10]}, by {stage.author}: {why}", "stage")
        )
    for label, claims in (("Claims for it", view.supporting), ("Claims against it", view.opposing)):
        made += [GAP, heading(label), *(Entry(claim_words(view, one, lang), indent=1) for one in claims)]
        if not claims:
            made.append(Entry("none", look="dim", indent=1))
    if case.waiting:
        made += [GAP, heading("Waits for a second person; until then the case stands as it is")]
        for proposed in case.waiting:
            found = waiting(desk, view, proposed)
            made.append(
                Entry(f"{told_as(proposed)}, proposed by {proposed.author} {proposed.at[:10]}", look="warn")
            )
            made += [Entry(rule.says, "waits on") for rule in (*found.changed, *found.rules)]
            made.append(Entry(", ".join(found.reviewers) or "a colleague at home", "who may decide"))
            made.append(Entry(f"`{found.next}`", "next"))
    asked = [*asked_by_ties(desk, view), *(one.asks for one in view.questions)]
    if asked:
        made += [GAP, heading("Open"), *(Entry(one, indent=1) for one in asked)]
    return tuple(made)


def timeline(view: CaseView, lang: str) -> Entries:
    """Return what is dated, earliest first: claims with their days, crossings and times held; dates as far as known."""
    found = [(event.on, Entry(event.what, chip=_label(view, event.source))) for event in view.timeline]
    undated = []
    for episode in view.episodes:
        says, clash = what_of(episode, lang), clashes_of(episode, lang)
        entries = [Entry(says, look="strong"), *([Entry(clash, look="warn")] if clash else [])]
        if episode.began is None:
            undated += entries
        else:
            found += [(episode.began, entry) for entry in entries]
    found.sort(key=lambda one: one[0].sort_key)
    made, before = [], ""
    for on, entry in found:
        label = _day(on, lang)
        made.append(Entry(entry.text, label if label != before else " ", entry.look, entry.chip))
        before = label
    made += [Entry(entry.text, "day not known", entry.look, entry.chip) for entry in undated]
    return tuple(made) or (Entry("nothing here has a date yet", look="dim"),)


def _day(on: PartialDate, lang: str) -> str:
    """Return a date for the margin: as it is kept where that fits, in words where they are shorter."""
    words = on.show(lang)
    return on.text if len(on.text) <= len(words) or len(words) > 15 else words


def _label(view: CaseView, source: str) -> str:
    return view.sources[source].label if source in view.sources else ""


def sources(view: CaseView, lang: str) -> Entries:
    """Return everyone whose claims stand in a case, who says most first, with how reliable they are."""
    counted: dict[str, int] = {}
    for claim in view.case.claims:
        counted[claim.source] = counted.get(claim.source, 0) + 1
    made: list[Entry] = []
    for identity in sorted(counted, key=lambda one: -counted[one]):
        source, count = view.sources.get(identity), counted[identity]
        says = f"{count} claim{'' if count == 1 else 's'} here"
        if source is None:
            made += [heading(short(identity)), Entry(f"not in this vault; {says}", indent=1), GAP]
            continue
        kind = SOURCE_KINDS[source.kind].show(lang) if source.kind in SOURCE_KINDS else source.kind
        made.append(heading(f"{source.label}{'  (taken back)' if source.withdrawn else ''}"))
        made.append(Entry(f"{kind}; {says}", short(identity)))
        made.append(
            Entry(f"{source.reliability}: {RELIABILITY[source.reliability].show(lang)}", "reliability")
        )
        made += [Entry(source.why, "why")] if source.why else []
        if source.derived_from:
            made.append(
                Entry(
                    f"{_label(view, source.derived_from) or short(source.derived_from)}: both count once",
                    "repeats",
                )
            )
        made.append(GAP)
    return tuple(made[:-1]) or (Entry("no source speaks here", look="dim"),)


def joined_entries(parts: Iterable[Sequence[Entry]]) -> Entries:
    """Return several lists of entries as one, a gap between each two that are not empty."""
    made: list[Entry] = []
    for part in parts:
        if part:
            made += [*([GAP] if made else []), *part]
    return tuple(made)
