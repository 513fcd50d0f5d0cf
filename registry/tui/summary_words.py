"""What the screens about summaries say: the ledger, a plan with its true counts, an attack on written files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from registry.audit.finding import Audit
from registry.desk.disclosing import Release
from registry.desk.letting_out import exposed_in_words, in_words
from registry.desk.line_lists import Proposed, Switch
from registry.desk.releases import Reach
from registry.disclosure.ledger import LedgerEntry
from registry.disclosure.plan import Plan
from registry.disclosure.policy import FLOOR, PROFILES, Policy
from registry.disclosure.request import BY
from registry.errors import RegistryError
from registry.tui.paint import GAP, Entry, heading
from registry.words.identity import short

KINDS = {"T": "figures", "L": "line list", "N": "accounts"}
CANNOT = "Printed figures cannot be called back; from a withdrawal on, no new summary counts that case."
NOTHING = "Nothing was written, and the ledger is as it was."

# The policies in the order in which they are offered, and what each is for.
POLICIES: tuple[tuple[str, str], ...] = (
    ("public", "anyone may read it"),
    ("un", "a body of the United Nations; what it is given may be published"),
    ("donor", "a donor, who copies it on without the note on method"),
    ("press", "the press, which prints one figure alone"),
)


# What holds whatever the policy: said once, above the choice.
ALWAYS = (
    f"Whatever you choose, no count under {FLOOR.persons} people of {FLOOR.families} families is printed, and figures "
    f"are rounded to {FLOOR.base}."
)


def allows(policy: Policy) -> str:
    """Say what a policy allows beyond what always holds, in one line."""
    said = f"tables of {policy.dimensions}; nobody seen within {policy.lag} days; one total under {policy.universe}"
    return said + ("; every figure said as at least" if policy.floor_band else "")


def policies() -> list[str]:
    """Return the policies to choose from, each with what it allows; the last is one's own."""
    offered = [f"{name}: {words} ({allows(PROFILES[name])})" for name, words in POLICIES]
    return [*offered, "your own: a file that makes one of these stricter"]


def dimensions() -> list[tuple[str, str]]:
    """Return what people may be counted by: the key that is asked for, and what it is in words; level 1 is the finest."""
    by_dimension: dict[str, list[str]] = {}
    for key, (dimension, _) in BY.items():
        by_dimension.setdefault(dimension, []).append(key)
    return [
        (key, _dimension(key, dimension, at, len(keys)))
        for dimension, keys in by_dimension.items()
        for at, key in enumerate(keys, 1)
    ]


def _dimension(key: str, dimension: str, at: int, of: int) -> str:
    name = _CALLED.get(dimension, dimension)
    said = [*([name] if name != key else []), *([f"level {at} of {of}"] if of > 1 else [])]
    return f"{key}: {', '.join(said)}" if said else key


def same_dimension(one: str, other: str) -> bool:
    """Tell whether two keys are levels of one dimension, of which a table has only one."""
    return BY[one][0] == BY[other][0]


_CALLED = {"seen": "when last seen", "holder": "alleged holder"}


def tables_in_words(tables: Iterable[Sequence[str]]) -> list[str]:
    """Return tables as they are read aloud."""
    return [" x ".join(table) for table in tables]


# The ledger


def ledger_row(entry: LedgerEntry, waiting: frozenset[str]) -> tuple[str, ...]:
    """Return one release as a row: id, day, kind, to whom, policy, state."""
    state = "! interrupted" if entry.release_id in waiting else "gone out"
    kind = KINDS.get(entry.release_class, entry.release_class)
    return (
        short(entry.release_id), entry.made_on, kind, entry.recipient, str(entry.policy.get("name", "")), state,
    )  # fmt: skip


def given_tables(entry: LedgerEntry) -> list[str]:
    """Return the tables of a release in words."""
    tables = entry.standing.tables if entry.standing else ()
    return [
        " x ".join(rung if key == "seen" else f"{key} by {rung}" for key, rung in table.given)
        for table in tables
    ]


def released(entry: LedgerEntry, waiting: frozenset[str] = frozenset()) -> list[Entry]:
    """Return everything that the ledger keeps of one release, but for whom it counted."""
    width = entry.standing.reach if entry.standing else FLOOR.base - 1
    rebased = "; figures re-based" if entry.standing and entry.standing.rebased else ""
    entries = [
        heading(f"{KINDS.get(entry.release_class, 'release')} of {entry.made_on}, to {entry.recipient}"),
        Entry(entry.release_id, "release"),
        Entry(f"last seen up to {entry.cutoff}", "people"),
        Entry(f"{len(entry.people):,} files (for this screen only)", "counted"),
        Entry(entry.approver, "approved by"),
        Entry(entry.audit, "audit"),
        Entry(str(entry.policy.get("name", "")), "policy"),
        Entry(f"within {width} of the truth{rebased}", "figures"),
    ]
    if entry.release_id in waiting:
        entries.append(Entry(
            "interrupted before its files were seen in their folder; making the next summary puts that right, and "
            f"`registry disclose again {short(entry.release_id)} --out DIR` gives them elsewhere", "! state", "warn",
        ))  # fmt: skip
    entries += [Entry(words, "table" if at == 0 else " ") for at, words in enumerate(given_tables(entry))]
    entries += [GAP, heading("What was printed")]
    entries += [
        Entry(f"{at.replace('|', ', ') or 'all'}: {value}") for at, value in sorted(entry.printed.items())
    ]
    entries += [GAP, heading("Files, with their SHA-256")]
    entries += [Entry(f"{name}  {digest}") for name, digest in entry.hashes.items()]
    return [*entries, GAP, Entry(CANNOT, look="dim")]


def reached(found: Reach) -> list[Entry]:
    """Say which releases counted a case, and to whom they went."""
    if not found.entries:
        return [Entry("no summary that went out counted this case")]
    entries: list[Entry] = []
    for entry in found.entries:
        tables = "; ".join(given_tables(entry)) or "one total"
        entries.append(
            Entry(f"{entry.made_on}, to {entry.recipient}: {tables}", label=short(entry.release_id))
        )
    return [*entries, GAP, Entry(CANNOT, look="warn")]


# A plan


def planned(plan: Plan, *, every: bool = False) -> list[Entry]:
    """Say what a plan would print, what is coarser than asked and why, and whether it passes."""
    entries = [_verdict(plan)]
    if plan.refusal is not None:
        entries.append(Entry(plan.refusal.hint, indent=2))
    if plan.instead is not None:
        tables = "; ".join(tables_in_words(plan.instead.tables)) or "the total alone"
        entries.append(Entry(f"passes instead: {tables} (i takes it)", look="good", indent=2))
    entries += [Entry(f"note: {warning}", look="warn") for warning in plan.warnings]
    entries += [
        GAP,
        Entry(f"{len(plan.people):,} people counted, last seen by {plan.cutoff}; true counts below"),
        Entry("For this screen only: photograph nothing of it.", look="dim"),
    ]
    for table in plan.request.tables:
        changes = [change for change in plan.coarsened if change.table == table]
        entries += [GAP, heading(" x ".join(table))]
        entries += [Entry(f"{one.change}: {one.reason}", "made coarser") for one in changes]
        if not changes and plan.passes:
            entries.append(Entry("as asked", "made coarser"))
    if plan.exposed:
        entries += [GAP, heading("Most exposed cells")]
        entries += [Entry(exposed_in_words(cell), indent=2) for cell in plan.exposed]
    if every:
        entries += [GAP, heading(f"Every cell: {len(plan.cells):,}")]
        entries += [Entry(exposed_in_words(cell), indent=2) for cell in plan.cells]
    elif plan.cells:
        entries += [GAP, Entry(f"{len(plan.cells):,} cells in all; c shows every one", look="dim")]
    entries += [Entry(f"group report: {group.wording}", indent=2) for group in plan.groups]
    return entries


def _verdict(plan: Plan) -> Entry:
    if plan.refusal is not None:
        return Entry(f"\u2717 refused: {plan.refusal.message}", look="bad")
    return Entry("\u2713 passes: Enter goes on to where it is written", look="good")


def refused(refusal: RegistryError) -> list[Entry]:
    """Say why something may not go out, what would satisfy the rule, and that nothing was left."""
    return [Entry(refusal.hint), GAP, Entry(NOTHING)]


# Before it goes out


def about_to(plan: Plan, release: Release, recipient: str, folder: str) -> list[Entry]:
    """Say for the last time what goes out, to whom, and what a reader is left with."""
    tables = "; ".join(tables_in_words(plan.request.tables)) or "the total alone"
    entries = [
        Entry(recipient, "to"),
        Entry(plan.policy.name, "policy"),
        Entry(tables, "tables"),
        Entry(folder, "folder"),
        Entry(", ".join(release.files), "files"),
        GAP,
        heading("Most exposed"),
        *(Entry(exposed_in_words(cell), indent=2) for cell in plan.exposed),
    ]
    if release.exposed:
        entries += [GAP, heading("The auditor found nothing fatal; nearest to a small count, for a reader")]
        entries += [Entry(words, indent=2) for words in release.exposed]
    return entries


def gone_out(release: Release, plan: Plan, folder: str) -> list[Entry]:
    """Say which files a summary has, with their hashes."""
    entries = [Entry(folder, "folder"), GAP]
    entries += [Entry(f"{name}  {digest}") for name, digest in release.entry.hashes.items()]
    entries += [
        Entry(f"{' x '.join(one.table)}: {one.change}: {one.reason}", "coarser") for one in plan.coarsened
    ]
    return [*entries, GAP, Entry("Look through the folder before you hand it over; c here attacks it again.")]


def pages(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return the files that will be written, the readable ones first, each with its text."""
    order = (".md", ".csv", ".json", ".html")

    def place(name: str) -> int:
        return next((at for at, ending in enumerate(order) if name.endswith(ending)), len(order))

    names = sorted(files, key=lambda name: (place(name), name))
    return [(name, files[name].decode("utf-8", "replace")) for name in names]


# An attack on what was written


def attacked(found: Audit) -> list[Entry]:
    """Say what a reader can work out from written summaries, fatal findings first."""
    fatal = sum(1 for one in found.findings if one.fatal)
    entries = [
        Entry(f"\u2717 {fatal:,} reasons not to give this out", look="bad")
        if fatal
        else Entry(
            "\u2713 nothing fatal was found; what a reader knows beside the files is not in it", look="good"
        ),
        Entry(
            f"{len(found.releases):,} summaries, {found.cells:,} cells, read as by someone who knows the method"
        ),
    ]
    for one in found.findings:
        entries += [GAP, Entry(f"{'! must not go out' if one.fatal else 'note'}: {one.words}",
                               look="bad" if one.fatal else ""), Entry(one.advice, "what to do")]  # fmt: skip
    if found.exposed:
        entries += [GAP, heading("Nearest to a small count")]
    for cell in found.exposed:
        upper = f"to {cell.high:,}" if cell.high is not None else "or more"
        at = in_words(tuple(sorted(cell.at)))
        entries.append(
            Entry(f"{at}: printed {cell.printed}, a reader is left with {cell.low:,} {upper}", indent=2)
        )
    return entries


# What waits


def waiting(last: Switch | None, proposals: Sequence[Proposed]) -> Iterator[Entry]:
    """Say which line lists wait for a second person, and how lists and accounts are made."""
    yield heading("Line lists: a line a person, without identities")
    if last is None or not last.on:
        yield Entry("not allowed in this vault", "\u2717 state")
    else:
        yield Entry(f"allowed since {last.at[:10]} by {last.author}: {last.reason}", "state")
    for one in proposals:
        wish = one.wish
        may = ", ".join(one.reviewers) or "nobody here"
        yield Entry(
            f"to {wish.recipient}: {wish.reason} (by {', '.join(wish.columns) or 'all columns'}; "
            f"proposed by {wish.author}; may let it out: {may})",
            label=short(wish.id), chip=one.state,
        )  # fmt: skip
    if not proposals:
        yield Entry("none was proposed")
    yield Entry("`registry disclose list plan`, `propose`, `make`, `refuse`, `withdraw`", "commands")
    yield GAP
    yield heading("Accounts: texts written to be published, one case each")
    yield Entry(
        "`registry disclose narrative write CASE`, `show CASE`, `make CASE --recipient R --out DIR`",
        "commands",
    )
    yield Entry(
        "Each is read whole and confirmed by its own id, by whoever publishes it; they have commands only."
    )
