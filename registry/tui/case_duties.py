"""What the office does about one case, in words for the screen: ties, tasks, steps, exhibits and consent."""

from __future__ import annotations

from datetime import date

from registry.cases.casefile import GROUP, CaseFile
from registry.cases.consents import ends_on, expired, standing
from registry.cases.custody import FOUND
from registry.cases.duties import task_states, task_words
from registry.cases.items import Consent, ReadOut, Verified
from registry.cases.terms import ACTION_ANSWERS, ACTION_KINDS, CERTAINTIES, TIES
from registry.desk.acting import steps
from registry.desk.agenda import OVERDUE, TODAY, in_words, of_case
from registry.desk.desk import Desk
from registry.desk.erasing import erased_links
from registry.desk.forming import went_out
from registry.errors import Damaged, NotFound
from registry.provenance.consent import PURPOSES
from registry.tui.case_words import Entries, names_of
from registry.tui.paint import GAP, Entry, heading
from registry.words.identity import short
from registry.words.terms import Vocabulary

_NOTHING = "none"


def label_of(terms: Vocabulary, code: str, lang: str) -> str:
    """Return the label of a term; a code of a newer version stays as it is."""
    return terms[code].show(lang) if code in terms else code.replace("_", " ")


def ties(desk: Desk, case: CaseFile, lang: str) -> tuple[tuple[str, str], ...]:
    """Return the other cases that a case is tied to, each with what is said of the tie."""
    erased = erased_links(desk, case)
    found: list[tuple[str, str]] = []
    for link in case.links:
        kind, sure = label_of(TIES, link.kind, lang), label_of(CERTAINTIES, link.certainty, lang)
        reason = f": {link.reason}" if link.reason else ""
        found.append(
            (link.other, f"{kind}, {sure}  {short(link.other)} {_title(desk, link.other, erased)}{reason}")
        )
    for relation in case.relations.values():
        says = relation.relation.replace("_", " ")
        found.append(
            (relation.other, f"{says}  {short(relation.other)} {_title(desk, relation.other, erased)}")
        )
    return tuple(found)


def _title(desk: Desk, other: str, erased: frozenset[str]) -> str:
    if other in erased:
        return "(erased)"
    try:
        return names_of(desk.view(desk.case(other)))
    except NotFound:
        return "(not in this vault)"
    except Damaged:
        desk.vault.noticed = True
        return "(its file is damaged)"


def links(case: CaseFile, found: tuple[tuple[str, str], ...]) -> Entries:
    """Return the ties of a case as entries."""
    how = _GROUP if case.kind == GROUP else _TIE
    if not found:
        return (Entry("no other case is tied to this one", look="dim"), how)
    return (*(Entry(words) for _, words in found), GAP, Entry("o opens one of them", look="dim"), how)


_TIE = Entry("Ties are made with 4 Matches, or `registry case link`", look="dim")
_GROUP = Entry("3 Groups has its members, its counts, and how it relates to other reports", look="dim")


def tasks(desk: Desk, case: CaseFile, lang: str) -> Entries:
    """Return what a case asks of the office with the days, then what was done, then steps and what came back."""
    due = of_case(desk, case)
    made = [heading("To do")]
    for one, words in zip(due, in_words(desk, due, lang), strict=True):
        late = {OVERDUE: "! overdue ", TODAY: "! today "}.get(one.part, "")
        whose = f" ({one.duty.assignee})" if one.duty.assignee else ""
        made.append(Entry(f"{late}{words}{whose}", one.duty.due or "no day", "warn" if late else ""))
    made += [] if due else [Entry(_NOTHING, look="dim")]
    ended = [state for state in task_states(case) if state.done is not None]
    if ended:
        made += [GAP, heading("Ended")]
        for state in ended:
            said = state.done.outcome if state.done and not state.sensitive else ""
            words = f"{task_words(state.task, lang)}{said and f': {said}'}"
            made.append(Entry(words, f"✓ {state.state}" if state.state == "done" else "– given up", "dim"))
    if taken := steps(case):
        made += [GAP, heading("Steps taken")]
        for step, answers in taken:
            ref = f" ({step.reference})" if step.reference else ""
            made.append(Entry(f"{label_of(ACTION_KINDS, step.kind, lang)} to {step.to}{ref}", step.on))
            made += [
                Entry(
                    f"{label_of(ACTION_ANSWERS, one.kind, lang)}{one.text and f': {one.text}'}",
                    one.on,
                    indent=2,
                )
                for one in answers
            ]
            made += [] if answers else [Entry("no answer on record", " ", "dim", indent=2)]
    return tuple(made)


def exhibits(case: CaseFile) -> Entries:
    """Return the sealed files of a case, and when each was last looked at or read out."""
    made: list[Entry] = []
    for one in case.exhibits:
        outs = [item for item in case.every(ReadOut) if item.exhibit == one.id]
        looked = [item for item in case.every(Verified) if item.exhibit == one.id]
        made += [
            heading(f"{short(one.id)}  {one.name}"),
            Entry(
                f"{one.size:,} bytes, {one.media_type or 'kind not known'}; sealed {one.at[:10]}", indent=1
            ),
            Entry(f"SHA-256 {one.sha256}", look="dim", indent=1),
        ]
        if looked:
            found = FOUND.get(looked[-1].found, looked[-1].found)
            made.append(Entry(f"verified {looked[-1].at[:10]}: {found}", indent=1))
        made += [
            Entry(f"read out {item.at[:10]} for {item.recipient or item.purpose or 'the office'}", indent=1)
            for item in outs
        ]
    how = "Files are sealed and read out by command: `registry exhibit attach`, `registry exhibit export`"
    return (*(made or [Entry("no file is sealed here", look="dim")]), GAP, Entry(how, look="dim"))


def consent(case: CaseFile, today: str, lang: str) -> Entries:
    """Return every word on consent and whether it stands today, and what went out under it."""
    made: list[Entry] = []
    given = case.every(Consent)
    for one in given:
        end = ends_on(one)
        holds = one in standing(given, one.purpose, one.recipient) and not expired(one, today)
        sign = "✗ withdrawn" if one.withdrawn else "✓ stands" if holds else "– ended"
        to = f", for {one.recipient}" if one.recipient else ""
        by = " ".join(
            filter(None, (one.given_by, one.relation and f"({one.relation})", one.how and f"by {one.how}"))
        )
        said = f"{label_of(PURPOSES, one.purpose, lang)}{to}"
        said += "".join(f"; {words}" for words in (one.on, by) if words)
        said += f"; until {end.isoformat()}" if end and end != date.min else ""
        said += f"; keep back: {', '.join(one.withhold)}" if one.withhold else ""
        made.append(Entry(said, sign, "" if holds else "dim"))
    if not made:
        made = [
            Entry("nobody was asked, or no answer is on record: nothing of this case may go out", look="warn")
        ]
    if sheets := went_out(case):
        made += [GAP, heading("Went out")]
        made += [Entry(f"{one.form} for {one.recipient}", one.at[:10]) for one in sheets]
    return tuple(made)
