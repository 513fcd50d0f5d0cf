"""The shapes of what commands answer with --json; their JSON Schemas are generated from these lines."""

from __future__ import annotations

from typing import Any

import msgspec

from registry.cli import fact_shapes
from registry.cli.episode_shapes import EpisodeItem

Shape = fact_shapes.Shape
ValueItem = fact_shapes.ValueItem
FactItem = fact_shapes.FactItem


class Taken(Shape):
    """A case taken in: its claims in the order given, and what the caseworker should know.

    With ``dry_run`` it was only read: nothing is kept, and its ids will not be used again.
    """

    id: str
    short: str
    claims: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    dry_run: bool = False


class TakenList(Shape):
    """Many cases taken in, in the order given."""

    items: tuple[Taken, ...]
    total: int
    dry_run: bool = False


class Made(Shape):
    """A record made: its whole id and its spoken form."""

    id: str
    short: str


class CaseItem(Shape):
    """One case in a list; ``seen_from`` and ``seen_to`` are ISO dates, null where open."""

    id: str
    short: str
    kind: str
    names: tuple[str, ...]
    status: str
    flags: tuple[str, ...]
    seen_from: str | None
    seen_to: str | None
    last_seen_at: str
    sex: str
    age: str
    stage: str
    claims: int
    reasons: tuple[str, ...] = ()
    priority: str = ""
    review_on: str | None = None


class CaseList(Shape, omit_defaults=True):
    """A page of cases and how many there are in all; ``at_least`` where a search stopped counting there."""

    items: tuple[CaseItem, ...]
    total: int
    at_least: bool = False


class ClaimItem(Shape):
    """One claim: what it says, who says so with which grade, and whether it still stands.

    ``about`` is the episode that it speaks of, empty for the subject of the case itself.
    """

    id: str
    short: str
    fact: str
    value: Any
    shown: str
    state: str
    stance: str
    source: str
    source_label: str
    grade: str
    basis: str
    when: str
    locator: str
    verbatim: str
    stands: bool
    no_longer: str = ""
    exhibit: str = ""
    about: str = ""


class StatusItem(Shape):
    """The headline status and why: the claims for and against it; ``signed`` where the reviewer accepted it herself."""

    code: str
    label: str
    fate: str
    liberty: str
    acknowledgement: str
    flags: tuple[str, ...]
    reason: str
    author: str
    reviewer: str
    since: str
    supporting: tuple[str, ...]
    opposing: tuple[str, ...]
    signed: bool = False
    override: str = ""


class EventItem(Shape):
    """One line of the timeline; ``on`` is a partial date (ISO 8601-2)."""

    on: str
    what: str
    source: str


class ConsentItem(Shape):
    """Consent for one purpose and recipient, as it stands."""

    purpose: str
    recipient: str
    stands: bool
    on: str


class ExhibitItem(Shape):
    """A held file: hash and size of its original bytes, and the media type that they tell.

    ``mismatch`` says in words how its name speaks against its bytes.
    """

    id: str
    short: str
    name: str
    size: int
    sha256: str
    source: str
    claims: tuple[str, ...]
    type: str = ""
    mismatch: str = ""


class CaseShown(Shape):
    """One case, folded for reading; ``left_out`` counts the claims of sensitive facts, shown with --all only."""

    id: str
    short: str
    kind: str
    stage: str
    names: tuple[dict[str, str], ...]
    status: StatusItem
    facts: dict[str, FactItem]
    claims: tuple[ClaimItem, ...]
    timeline: tuple[EventItem, ...]
    questions: tuple[str, ...]
    consent: tuple[ConsentItem, ...]
    tasks: tuple[str, ...]
    exhibits: tuple[ExhibitItem, ...]
    links: tuple[dict[str, str], ...]
    notes: tuple[str, ...]
    made_at: str
    closing: dict[str, str] = msgspec.field(default_factory=dict)
    proposals: tuple[dict[str, str], ...] = ()
    went_out: tuple[dict[str, str], ...] = ()
    left_out: int = 0
    episodes: tuple[EpisodeItem, ...] = ()
    planned: dict[str, str] = msgspec.field(default_factory=dict)


class PastItem(Shape):
    """One thing that happened to a case; ``said_by`` is the source of a claim or of an exhibit."""

    id: str
    at: str
    by: str
    kind: str
    what: str
    no_longer: str
    said_by: str = ""


class PastList(Shape):
    """What happened to a case, oldest first: all of it, or the part that was asked for."""

    items: tuple[PastItem, ...]
    total: int


class ClaimList(Shape):
    """The claims of a case, those that stand no longer among them; ``left_out`` counts sensitive ones."""

    items: tuple[ClaimItem, ...]
    total: int
    left_out: int = 0


class SourceItem(Shape):
    """One source with its grade; contact details appear with --contact only."""

    id: str
    short: str
    label: str
    kind: str
    reliability: str
    why: str = ""
    material: str = ""
    independence: str = ""
    derived_from: str = ""
    risk: str = ""
    published: bool = False
    publisher: str = ""
    url: str = ""
    dated: str = ""
    note: str = ""
    withdrawn: bool = False
    contact: str | None = None


class SourceList(Shape):
    """The sources of the vault."""

    items: tuple[SourceItem, ...]
    total: int


class ExhibitList(Shape):
    """The exhibits of a case."""

    items: tuple[ExhibitItem, ...]
    total: int


class VaultInfo(Shape):
    """What the opener may know of the vault file.

    ``recovery_made`` is null without a recovery key, and empty where the day is not known. ``witness`` says how
    it stands to what this machine saw of it: first, contained, aside, older, other, unclear, or unreadable
    where the memory itself is damaged. ``travel`` says that it was made for a journey, ``waiting`` how many intakes
    lie in its box.
    """

    path: str
    format: int
    vault_id: str
    epoch: int
    kdf: dict[str, int | bool]
    caseworkers: tuple[str, ...]
    recovery_made: str | None
    recovery_rehearsed: str | None
    cases: int
    sources: int
    journal: int
    size: int
    witness: str = ""
    travel: bool = False
    waiting: int = 0


class VaultMade(Shape):
    """A vault made, and the files that its recovery was written to: the first of text, and all of them."""

    path: str
    vault_id: str
    caseworker: str
    recovery_file: str | None
    recovery_files: tuple[str, ...]


class CheckItem(Shape):
    """One thing found wrong: in words, in which record, and what to do next.

    ``loss`` is ``lost``, or ``spare`` where nothing is; ``cases`` are the spoken ids of the cases it concerns;
    ``detail`` says the same to a technician.
    """

    what: str
    table: str
    id: str
    next: str
    loss: str = "lost"
    cases: tuple[str, ...] = ()
    detail: str = ""


class CheckResult(Shape):
    """What a whole reading of the vault found.

    ``affected`` are the spoken ids of all cases that damage concerns; ``lost`` counts the problems with which
    something is lost; ``gone`` are entries of the journal that a salvage named as lost before; ``witness`` says
    how the vault stands to what this machine saw of it, as in ``vault info``.
    """

    sound: bool
    rows: int
    cases: int
    entries: int
    problems: tuple[CheckItem, ...]
    affected: tuple[str, ...] = ()
    lost: int = 0
    gone: tuple[int, ...] = ()
    witness: str = ""


class Copied(Shape):
    """A sealed copy written and verified; ``noted`` whether the vault keeps a note of it."""

    path: str
    size: int
    cases: int
    noted: bool = True


class Compacted(Shape):
    """A vault written anew without free room; sizes of the file in bytes."""

    before: int
    after: int
    cases: int


class EntryItem(Shape):
    """One act in the journal; ``signature`` is holds, unknown signer, or broken."""

    sequence: int
    at: str
    operation: str
    caseworker: str
    device: str
    records: tuple[str, ...]
    hash: str
    signature: str = ""


class EntryList(Shape):
    """Acts in the journal, newest first."""

    items: tuple[EntryItem, ...]
    total: int


class JournalVerified(Shape):
    """The chain and its signatures were checked to the end; ``gone`` counts entries that a salvage named as lost."""

    sound: bool
    entries: int
    head: str
    gone: int = 0


class UndoneAct(Shape):
    """The act that no longer counts."""

    operation: str
    sequence: int
    records: tuple[str, ...]


class Done(Shape):
    """Something was done that leaves nothing to name."""

    done: str


class TableItem(Shape):
    """One table of an anonymised summary as planned: its dimensions, cells, and what was made coarser and why."""

    by: tuple[str, ...]
    cells: int
    coarsened: tuple[str, ...]


class CellItem(Shape):
    """One cell as planned: its classes, true persons and families (up to the policy's), and what is printed."""

    at: dict[str, str]
    persons: int
    families: int
    printed: int | str


class DisclosurePlanned(Shape):
    """What a summary would print, whether it may, and the most exposed of its cells.

    True counts stand in it: it is for the vault's own screen and goes to nobody.
    """

    passes: bool
    counted: str
    cutoff: str
    tables: tuple[TableItem, ...]
    exposed: tuple[str, ...]
    cells: tuple[CellItem, ...]
    warnings: tuple[str, ...] = ()
    refused: str = ""
    instead: str = ""


class DisclosureMade(Shape):
    """The files of a summary, each with the SHA-256 of its bytes, and what was given coarser than asked."""

    release: str
    files: dict[str, str]
    directory: str
    coarsened: tuple[str, ...] = ()


class ReleaseItem(Shape):
    """One summary that went out."""

    release: str
    made_on: str
    policy: str
    recipient: str
    kind: str
    cells: int
    approver: str
    unfinished: bool = False


class ReleaseList(Shape):
    """Everything that went out, oldest first."""

    items: tuple[ReleaseItem, ...]
    total: int


class Completion(Shape):
    """A shell and its completion script."""

    shell: str
    script: str


class Version(Shape):
    """The program's version and its parts' versions."""

    version: str
    format: int
    python: str
    parts: dict[str, str]


class DemoMade(Shape):
    """The demonstration vault: its place, how to open it, what it holds, the summary's files, and commands to try."""

    vault: str
    passphrase: str
    recovery_key: str
    cases: int
    groups: int
    sources: int
    by_status: dict[str, int]
    summary: tuple[str, ...]
    look: tuple[str, ...]


class SessionsLocked(Shape):
    """Sessions of this user that had a vault open: how many there were, and how many did not answer and were ended."""

    locked: int
    ended: int
