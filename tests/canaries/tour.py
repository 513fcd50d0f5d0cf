"""A tour of every command, one line each: what it is given, and what of it may be read where.

A new command needs one ``Step`` here, after the steps that make what it works on. Words in braces are
filled from what earlier steps kept. ``shows`` names the kinds of planted text that the answer is meant to
show to the caseworker; ``clear`` the files that are meant to hold something in the clear, and what. All
else must hold nothing. The hostile words of ``tests/cli/test_hostile_words.py`` go into the same lines.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.cli.program import Said

PASSPHRASE = "vestibule marzipan outrigger tamarind scaffold quicksilver"
NEW_PASSPHRASE = "parsonage turpentine oleander bricklayer minaret gossamer"
THEIR_PASSPHRASE = "clavichord dromedary wainscot periwinkle ballyhoo stevedore"

# Kind -> planted text: each word of at least six letters is looked for by itself too.
CANARIES: dict[str, str] = {
    "passphrase": PASSPHRASE,
    "new passphrase": NEW_PASSPHRASE,
    "a colleague's passphrase": THEIR_PASSPHRASE,
    "name": "Zebulonius Quillfeatherby",
    "arabic": "زبرجدان المثالاوي",
    "accented": "Théodosiane Brûléeön",
    "father": "Ignatiusson Wobblethorpe",
    "note": "whispered underneath floorboards pseudonote",
    "wording": "seventeen haberdashers",
    "label": "Clandestinus Tipsterling",
    "contact": "semaphoring.kiosk@example.invalid",
    "quotation": "thunderclappingly soliloquised utterance",
    "reason": "because Perambulatrix vouchsafed",
    "occupation": "campanologist extraordinaire",
    "exhibit": "exhibitionary parchment watermarkings",
    "file name": "daguerreotypical.txt",
    "topic": "convoyance of Marmaladebridge",
    "facility": "Gloomthistle Oubliette",
    "actor": "Brigadier Snodgrassington",
    "own place": "Whortleberry Culvertway",
}
NAMES = ("name", "arabic", "accented", "father")
# What a named sheet holds: that is what it is for.
# What a sheet says of a person, and of the steps that were taken for them.
SHEET = (*NAMES, "occupation", "note", "topic", "quotation")
CASE = (*NAMES, "note", "label", "quotation", "reason", "occupation", "wording", "topic", "file name")
EPISODE = (*CASE, "facility", "actor", "own place")
C = CANARIES

_PERSON = {
    "kind": "person",
    "source": {"kind": "family", "label": C["label"], "reliability": "B", "contact": C["contact"], "note": C["note"]},
    "facts": {"name": [C["name"], C["arabic"], C["accented"]], "father": C["father"], "occupation": C["occupation"], "sex": "male",
              "last_seen_on": "2016-12-09", "last_seen_at": "Ramouseh checkpoint"},
    "claims": [{"fact": "alleged_holder", "value": "military intelligence", "verbatim": C["quotation"]}],
    "status": "missing",
    "consent": ["anonymous_statistics", "wgeid"],
    "note": C["note"],
}  # fmt: skip
_GROUP = {
    "kind": "group",
    "source": {"kind": "media", "label": C["label"]},
    "facts": {"wording": C["wording"], "count_low": 10, "count_high": 17, "topic": C["topic"]},
}


@dataclass(frozen=True)
class Step:
    """One command of the tour."""

    words: str
    given: Any = ""
    keep: str = ""  # the name under which later steps find the answer's id
    shows: tuple[str, ...] = ()
    clear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bare: bool = False  # without the vault and its passphrase
    reveals: tuple[
        str, ...
    ] = ()  # fields of the answer that are secrets of its own, shown here and never again
    told: tuple[str, ...] = ()  # what the caseworker herself wrote on the command line
    ends: bool = False  # it leaves a vault that does not open: it is given a copy, `gone.vault`
    slow: bool = False
    code: int = 0

    @property
    def command(self) -> tuple[str, ...]:
        """The words that name the command."""
        words = []
        for word in self.words.split():
            if not word[0].isalpha() or not word.replace("-", "").isalpha():
                break
            words.append(word)
        return tuple(words)


_CLOSE = Step("case close {person} --why family_request --reason-from -", C["reason"], keep="proposal")
_AS_AIDE = "--passphrase-file their-passphrase"
# What asks for a second person, while there is one.
_REVIEW = (
    _CLOSE,
    Step("review list", shows=CASE),
    Step("review show {proposal}", shows=CASE),
    Step(f"review refuse {{proposal}} --reason-from - {_AS_AIDE}", C["reason"]),
    _CLOSE,
    Step("review withdraw {proposal} --reason-from -", C["reason"]),
    _CLOSE,
    Step("review accept {proposal} --family-told 2017", code=11),
    Step(f"review accept {{proposal}} {_AS_AIDE}"),
    Step("claim add {person} status --source {source} --from - --grade B2", {"value": "held_reported"}, keep="late", shows=("label",)),
    Step("case reopen {person} --claim {late} --reason-from -", C["reason"]),
)  # fmt: skip

TOUR: tuple[Step, ...] = (
    Step("init --no-input --test-kdf --recovery-file paper", clear={"paper": ("recovery key",)}),
    Step("demo --dir shown", bare=True, keep="demo", reveals=("passphrase", "recovery_key"), slow=True),
    Step("case new --from -", _PERSON, keep="person"),
    Step("case new --dry-run --from -", _PERSON),
    Step("case new --from -", {**_PERSON, "facts": {**_PERSON["facts"], "name": C["father"]}}, keep="other"),
    Step("case new --from -", {**_PERSON, "facts": {"born": C["name"]}}, code=7),
    Step("case new --from -", _GROUP, keep="group"),
    Step("case new --from -", {**_GROUP, "facts": {**_GROUP["facts"], "wording": f"some {C['wording']}"}}, keep="group2"),
    Step("case drafts list --names"),
    Step("case drafts drop 7ZZ-ZZZZ --confirm 7ZZ-ZZZZ", code=7),
    Step("pack check ante_mortem", bare=True),
    Step("pack add ante_mortem"),
    Step("pack list"),
    Step("pack show ante_mortem"),
    Step("pack export ante_mortem"),
    Step("find --facts --from -", C["quotation"]),
    Step("pack remove ante_mortem"),
    Step("case list", shows=CASE),
    Step("case list --json-lines", shows=CASE),
    Step("case show {person} --all", shows=CASE),
    Step("case show {person} --json", shows=CASE),
    Step("case show {group}", shows=CASE),
    Step("case history {person}", shows=CASE),
    Step("case history {person} --since 2020-01-01 --kind claim --kind note --json", shows=CASE),
    Step("source new --from -", {"kind": "media", "label": C["label"], "contact": C["contact"]}, keep="source", shows=("label",)),
    Step("source list", shows=("label",)),
    Step("source grade {source} B --why-from -", C["reason"], shows=("label",)),
    Step("source show {source} --contact", shows=("label", "contact", "note", "reason")),
    Step("source show {source}", shows=("label", "note", "reason")),
    Step("claim add {person} occupation --source {source} --from - --grade B2", {"value": C["occupation"], "verbatim": C["quotation"]}, keep="claim", shows=("occupation", "quotation", "label")),
    Step("claim retract {person} {claim} --reason-from -", C["reason"]),
    Step("case edit {person} --source {source} --from -", {"facts": {"occupation": C["occupation"]}, "reason": C["reason"], "priority": "high", "review_on": "2099-01-01"}, shows=("reason",)),
    Step("case edit {person} --priority urgent --review-on none"),
    Step("case list --sort priority", shows=CASE),
    Step("exhibit attach {person} given", keep="exhibit"),
    Step("exhibit attach {person} -", C["exhibit"]),
    Step("exhibit attach {other} {file}", keep="named", shows=("file name",), told=("file name",)),
    Step("exhibit list {other}", shows=("file name",)),
    Step("exhibit list {person}", shows=("file name",)),
    Step("exhibit export {person} {exhibit} --out copy.txt", clear={"copy.txt": ("exhibit",)}),
    Step("exhibit export {person} {exhibit} --out read-out.txt --from -", {"reason": C["reason"], "recipient": C["label"], "purpose": "wgeid"}, clear={"read-out.txt": ("exhibit",)}),
    Step("exhibit export {person} {exhibit} --out cleared.jpg --without-metadata", code=7),
    Step("claim add {person} sex --source {source} --exhibit {exhibit} --from -", {"value": "male", "locator": C["note"]}, keep="located", shows=("note", "label")),
    Step("exhibit show {person} {exhibit}", shows=(*CASE, "reason")),
    Step("exhibit show {other} {named}", shows=(*CASE, "reason")),
    Step("exhibit verify {person}", shows=("file name",)),
    Step("exhibit verify --all --json", shows=("file name",)),
    Step("case at {person} now --all", shows=CASE),
    Step("case diff {person} --from {located} --to now", shows=(*CASE, "reason")),
    Step("case restore {person} --to {located} --dry-run --json", code=11),
    Step("claim list {person} --all", shows=(*CASE, "label")),
    Step("claim add {person} sex --source {source} --from -", {"value": "female"}, keep="later", shows=("label",)),
    Step("case restore {person} --to {located} --confirm {person}", shows=(*CASE, "reason")),
    Step("journal show --case {person} --by caseworker --since 2020-01-01"),
    Step("status set {person} held_reported --reason-from -", C["reason"], code=11),
    Step("status set {person} missing --reason-from -", C["reason"]),
    Step("consent grant {person} --purpose wgeid --from -", {"given_by": C["father"], "relation": "father", "how": C["note"], "withhold": ["occupation", C["reason"]]}, keep="consent", shows=("father", "note", "reason")),
    Step("consent grant {person} --purpose enquirers --from -", {"given_by": C["father"]}),
    Step("consent list {person}", shows=("father", "reason")),
    Step("task add {person} notify_family --why-from -", C["reason"], keep="task"),
    Step("task add {person} recontact --why-from -", C["note"], keep="recontact", shows=("note",)),
    Step("task move {person} {recontact} --due 2026-12-24"),
    Step("task list", shows=("note",)),
    Step("task list {person} --all --reasons", shows=("note", "reason")),
    Step("agenda --until 2030-01-01", shows=("note", "label")),
    Step("task done {person} {task} --outcome-from -", C["reason"], code=11),
    Step("task done {person} {task} --from -", {"told_by": C["label"], "told": C["father"], "on": "2016-12-20", "how": "in_person", "note": C["note"]}),
    Step("task show {person} {task}"),
    Step("task show {person} {task} --sealed", shows=("label", "father", "note", "reason")),
    Step("action add {person} --kind submission --purpose wgeid --from -", {"to": C["topic"], "reference": C["quotation"], "note": C["note"]}, keep="step", shows=("topic", "quotation", "note")),
    Step("action answer {person} {step} --kind no_record --from -", {"text": C["quotation"]}),
    Step("action list {person}", shows=("topic", "quotation")),
    Step("request new --from -", {"enquirer": C["label"], "relation": "sister", "contact": C["contact"], "note": C["note"], "looking_for": {"name": C["name"], "father": C["father"]}}, keep="request"),
    Step("request list"),
    Step("request show {request}", shows=("label", "note", "name", "father")),
    Step("request show {request} --contact", shows=("label", "note", "name", "father", "contact")),
    Step("request match {request}"),
    Step("request answer {request} come_back --from -", {"told": C["reason"]}),
    Step("request answer {request} told --case {person} --from -", {"told": C["reason"]}),
    Step("request close {request} --reason-from -", C["reason"]),
    Step("consent withdraw {person} --purpose wgeid", shows=("topic", "label")),
    Step("request erase {request} --confirm {request}"),
    Step("case link {person} {other} --kind kin --reason-from -", C["reason"]),
    Step("case unlink {person} {other} --reason-from -", C["reason"]),
    Step("review recontact {person}"),
    Step("group count {group}", shows=("wording", "topic", "label")),
    Step("group count {group} --source {source} --from -", {"wording": C["wording"], "low": 11, "high": 17}, shows=("wording", "topic", "label")),
    Step("group link {group} {person} --reason-from -", C["reason"]),
    Step("group show {group}", shows=("name", "arabic", "accented", "wording", "topic", "label", "reason")),
    Step("group members {group}", shows=("name", "arabic", "accented", "reason")),
    Step("group rules hundreds --low 150 --high 400 --reason-from -", C["reason"], shows=("reason",)),
    Step("group rules", shows=("reason",)),
    Step("group unlink {group} {person} --reason-from -", C["reason"]),
    Step("group relate {group} {group2} overlaps --reason-from -", C["reason"]),
    Step("group totals", shows=("wording", "topic")),
    Step("facility add --source {source} --from -", {"facts": {"name": C["facility"], "type": "prison", "description": C["note"]}}, keep="facility", shows=("facility",)),
    Step("facility control {facility} --source {source} --from -", {"by": C["actor"], "since": "2012"}, shows=("facility", "actor")),
    Step("facility list", shows=("facility",)),
    Step("actor add --source {source} --from -", {"facts": {"name": C["actor"], "type": "individual"}}, keep="actor", shows=("actor",)),
    Step("actor review {actor} --reason-from - --alone", C["reason"]),
    Step("actor list", shows=("actor",)),
    Step("actor show {actor} --json", shows=("actor", "label", "reason"), keep="actor"),
    Step("place add --source {source} --from -", {"facts": {"name": C["own place"], "parent": "Aleppo"}}, keep="place", shows=("own place",)),
    Step("place control {place} --source {source} --from -", {"by": "government", "since": "2016-12"}, shows=("own place",)),
    Step("place list --from -", C["own place"], shows=("own place",)),
    Step("crossing add {person} --source {source} --from -", {"facts": {"on": "2016-12-09", "from_place": C["own place"], "point": "Ramouseh checkpoint", "separated_by": C["actor"]}}, keep="crossing"),
    Step("crossing show {person}", shows=EPISODE),
    Step("crossing show X-RAMOUSEH 2016-12-09", shows=EPISODE),
    Step("held add {person} --source {source} --from -", {"facts": {"taken_on": "2016-12-09", "facility": {"value": C["facility"], "verbatim": C["quotation"]}, "holder": C["actor"]}}, keep="held"),
    Step("held end {person} {held} --source {source} --from -", {"facts": {"end": "released", "ended_on": "2017-03"}}),
    Step("held show {person} {held}", shows=EPISODE),
    Step("facility show {facility} --json", shows=EPISODE, keep="facility"),
    Step("place show {place} --json", shows=("own place", "label"), keep="place"),
    Step("facility retract {facility} {facilityclaim} --reason-from -", C["reason"]),
    Step("actor retract {actor} {actorclaim} --reason-from -", C["reason"]),
    Step("place retract {place} {placeclaim} --reason-from -", C["reason"]),
    Step("find --from -", C["name"], shows=NAMES),
    Step("find --from -", f"mother:{C['father']} seen:2016-12", shows=NAMES),
    Step("match scan"),
    Step("match review"),
    Step("match review {person} {other} --all", shows=EPISODE),
    Step("match later {person} {other}"),
    Step("match link {person} {other} --certainty maybe --reason-from -", C["reason"]),
    Step("match unlink {person} {other} --reason-from -", C["reason"]),
    Step("match apart {person} {other} --reason-from -", C["reason"]),
    Step("match unlink {person} {other} --reason-from -", C["reason"]),
    Step("match clusters"),
    Step("match compare --from -", {"left": C["name"], "right": {"name": C["arabic"], "father": C["father"]}}, shows=NAMES),
    Step("consent grant {person} --purpose wgeid --from -", {"given_by": C["father"]}),
    Step("consent grant {person} --purpose ngo_partner --from -", {"given_by": C["father"], "withhold": ["occupation"]}),
    Step("export uwazi peers.csv --case {person} --recipient Centre --purpose ngo_partner --reason-from - --confirm Centre", C["reason"],
         clear={"peers.csv": NAMES}),
    Step("export bayanat actors.csv --case {person} --recipient Centre --purpose ngo_partner --reason-from - --confirm Centre", C["reason"],
         clear={"actors.csv": NAMES}),
    Step("export uwazi sealed.vault --sealed --case {person} --recipient Centre --purpose ngo_partner --reason-from - --confirm Centre "
         "--new-passphrase-file their-passphrase", C["reason"]),
    Step("export uwazi refused.csv --case {other} --recipient Centre --purpose ngo_partner --reason-from - --confirm Centre", C["reason"], code=11),
    Step("hq columns ours.columns --new-key hq-key"),
    Step("hq columns again.columns --key-from hq-key"),
    Step("hq pairs ours.columns --out found.pairs --engine abacus", bare=True, code=2),
    Step("hq take no.pairs", code=10),
    Step("form wgeid {person}"),
    Step("form wgeid {person} --from - --out sheet.html --recipient WGEID", {"steps": C["note"], "submitter": C["note"], "submitter_contact": C["note"]}, clear={"sheet.html": SHEET}),
    Step("form wgeid {person} --from -", {"submitter": [C["name"]]}, code=7),
    Step("form ced {person} --draft --withhold mother", shows=SHEET),
    Step("form ced {person} --out refused.html", code=11),
    Step("form tracing {person}"),
    Step("form sent {person}"),
    Step("form list", bare=True),
    Step("disclose plan"),
    Step("disclose make --out summary --confirm yes --recipient {recipient}", keep="release"),
    Step("disclose ledger"),
    Step("disclose ledger {release}"),
    Step("disclose reach {person}"),
    Step("disclose rebase --out rebased --confirm yes", code=9),
    Step("disclose again {release} --out summary2"),
    Step("disclose check summary summary2", bare=True),
    Step("import file list.csv --dry-run --save-map map.toml"),
    Step("import file list.csv --map map.toml", keep="import"),
    Step("import list"),
    Step("import rows {import}", shows=("arabic", "quotation")),
    Step("import undo {import}"),
    Step("disclose list plan"),
    Step("disclose list allow --reason-from -", C["reason"]),
    Step("disclose list show", shows=("reason",)),
    Step("disclose list propose --recipient {recipient} --reason-from -", C["reason"], code=11),
    Step("disclose list make 000-0000 --out list", code=10),
    Step("disclose list refuse 000-0000 --reason-from -", C["reason"], code=10),
    Step("disclose list withdraw 000-0000", code=10),
    Step("disclose list forbid --reason-from -", C["reason"]),
    Step("disclose narrative write {person} --from -", f"He left one winter. {C['name']} waits.", keep="text"),
    Step("disclose narrative show {person}", code=11),
    Step("consent grant {person} --purpose anonymous_narrative"),
    Step("disclose narrative show {person}", shows=NAMES),
    Step("disclose narrative make {person} --recipient public --out told --confirm {text}", code=9),
    Step("vault info"),
    Step("vault check"),
    Step("vault slots add --no-input --caseworker aide --new-passphrase-file their-passphrase"),
    Step("vault slots list"),
    Step("vault slots role --caseworker aide --role reviewer"),
    *_REVIEW,
    Step("vault slots remove --caseworker aide --confirm aide"),
    Step("vault recovery rehearse --recovery-from paper"),
    Step("vault recovery sheet page.html --recovery-from paper", clear={"page.html": ("recovery key",)}),
    Step("vault recovery split --recovery-from paper --recovery-file share"),
    Step("vault rekey"),
    Step("vault rekey --deep"),
    Step("vault compact"),
    Step("vault upgrade --backup before.vault", code=11),
    Step("vault backup copy.vault"),
    Step("vault backup verify copy.vault"),
    Step("vault backup list"),
    Step("vault salvage saved.vault"),
    Step("vault accept --confirm older", code=11),
    Step("vault lock"),
    Step("vault recovery renew --recovery-file newer-paper"),
    Step("vault passphrase --no-input --new-passphrase-file new-passphrase"),
    Step("vault restore copy.vault --vault restored.vault"),
    Step("vault travel road.vault --case {other} --no-input --new-passphrase-file their-passphrase"),
    Step("vault return road.vault --no-input --travel-passphrase-file their-passphrase"),
    Step("vault intake-only field.vault --caseworker Nour --no-input --new-passphrase-file their-passphrase"),
    Step("vault waiting"),
    Step("vault collect field.vault"),
    Step("vault quarantine"),
    Step("vault panic --confirm destroy", ends=True),
    Step("journal show"),
    Step("journal verify"),
    Step("journal checkpoint"),
    Step("journal checkpoint --compare --from -", "no code of this program", code=7),
    Step("undo"),
    Step("undo --redo"),
    Step("doctor"),
    Step("doctor bidi", bare=True),
    Step("tui", code=2),
    Step("shell", "case list\nfind --from -\nvault info\n", shows=CASE, code=2),
    Step("case erase {other} --basis law --confirm {other}"),
    Step("case erased"),
    Step("docs fields", bare=True),
    Step("vocabulary list", bare=True),
    Step("vocabulary show status", bare=True),
    Step("completion bash", bare=True),
    Step("version --sbom", bare=True),
)  # fmt: skip

# Files that the caseworker brings, in the clear of course.
BROUGHT = ("passphrase", "new-passphrase", "their-passphrase", "given", "list.csv", C["file name"])
LIST = f"record_id,name,sex,note\nS-1,{C['name']},male,{C['note']}\nS-2,{C['arabic']},sideways,{C['quotation']}\n"

Run = Callable[[list[str], bytes], Said]


def walked(folder: Path, run: Run, *, quick: bool = False) -> Iterator[tuple[Step, Said, dict[str, str]]]:
    """Walk the tour in a folder; yield each step, what it answered, and the texts to look for by then."""
    kept, texts = {"recipient": "somebody", "file": C["file name"]}, dict(CANARIES)
    current = "passphrase"
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n", "utf-8")
    (folder / "new-passphrase").write_text(f"{NEW_PASSPHRASE}\n", "utf-8")
    (folder / "their-passphrase").write_text(f"{THEIR_PASSPHRASE}\n", "utf-8")
    (folder / "list.csv").write_text(LIST, "utf-8")
    for name in ("given", C["file name"]):
        (folder / name).write_text(C["exhibit"] * 300, "utf-8")
    for step in TOUR:
        if step.slow and quick:
            continue
        words = [word.format_map(kept) for word in step.words.split()]
        as_json = bool(step.keep) and "--json" not in words
        if not step.bare:
            front = [] if "--vault" in words else ["--vault", spare(folder) if step.ends else "case.vault"]
            opener = "passphrase" if "restore" in words else current
            words = [*front, "--passphrase-file", opener, *words]
        given = step.given if isinstance(step.given, str) else json.dumps(step.given, ensure_ascii=False)
        said = run([*words, *(["--json"] if as_json else [])], given.encode())
        assert said.code == step.code, (step.words, said)
        if step.keep:
            answer = said.json
            kept[step.keep] = str(answer.get("ref") or answer.get("short") or answer.get("release") or "")
            if claims := answer.get(
                "claims"
            ):  # the last of what was claimed, for a command that takes one back
                kept[f"{step.keep}claim"] = str(
                    claims[-1]["short"] if isinstance(claims[-1], dict) else claims[-1]
                )
            texts |= {secret(step, name): str(answer[name]) for name in step.reveals}
        if (paper := folder / "paper").exists():
            texts["recovery key"] = paper.read_text("utf-8").strip()
        if step.command[:2] == ("vault", "passphrase"):
            current = "new-passphrase"
        yield step, said, texts


def spare(folder: Path) -> str:
    """Make a copy of the vault for a command that ends it, and return its name."""
    shutil.copy(folder / "case.vault", folder / "gone.vault")
    return "gone.vault"


def secret(step: Step, name: str) -> str:
    """Return the kind under which a secret that a step's own answer reveals is looked for."""
    return f"{' '.join(step.command)}: {name}"


def commands_without_a_step() -> list[str]:
    """Return the commands of the program, hidden ones too, that no step walks."""
    walked_over = {step.command for step in TOUR}
    return [path for path, _ in commands() if not any(_names(step, path) for step in walked_over)]


def _names(step: tuple[str, ...], path: str) -> bool:
    words = tuple(path.split())
    return step[: len(words)] == words


@cache
def commands() -> tuple[tuple[str, Any], ...]:
    """Return every command of the program, hidden ones too, by its words."""
    from registry.cli.app import app
    from registry.cli.tree import command_of

    def below(command: Any, before: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield " ".join(before), command
            return
        for name, one in inner.items():
            yield from below(one, (*before, name))

    return tuple(below(command_of(app), ()))
