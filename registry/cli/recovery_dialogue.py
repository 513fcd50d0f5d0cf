"""Making, trying and printing what opens a vault when a passphrase is lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from registry.cli import output, people_screens, screens
from registry.cli.hygiene import hide_memory
from registry.cli.paper import KEY_FORM, SHARES_FORM, kept, page_of
from registry.cli.papering import Wanted, on_paper, warn_of_files
from registry.cli.people_shapes import RecoveryMade, RecoveryRehearsed
from registry.cli.secret_dialogue import read_page, read_recovery
from registry.cli.session import at_desk, device_name, vault_path
from registry.cli.settings import Settings
from registry.cli.sheet import sheet
from registry.desk.opening import opens
from registry.desk.rehearsing import record, recovery_of
from registry.provenance.stamp import utc_now
from registry.vault.places import FORMAT
from registry.vault.recovery import RecoveryKey


def renew(settings: Settings, wanted: Wanted) -> None:
    """Make a new recovery key; it counts once it was typed back, or written where asked."""
    wanted.refuse_unkept(settings)
    with at_desk(settings) as desk:
        desk.vault.refuse_unwritable()
        recovery = RecoveryKey.generate()

        def in_use() -> bool | None:
            return opens(vault_path(settings), recovery, device_name())

        with on_paper(settings, recovery, wanted, in_use) as (texts, sheets):
            desk.vault.renew_recovery(recovery)
    _tell_made(settings, wanted, texts, sheets, renewed=True)


def split(settings: Settings, sources: Sequence[str] | None, wanted: Wanted) -> None:
    """Turn a key that opens this vault into three shares; the vault itself stays as it is."""
    wanted.refuse_unkept(settings)
    hide_memory()
    recovery = read_recovery(settings, sources)
    with at_desk(settings, recovery=recovery, read_only=True):
        pass  # only a key that opens this vault is worth three sheets of paper
    with on_paper(settings, recovery, wanted) as (texts, sheets):
        pass
    _tell_made(settings, wanted, texts, sheets, renewed=False)


def _tell_made(
    settings: Settings, wanted: Wanted, texts: Sequence[Path], sheets: Sequence[Path], *, renewed: bool
) -> None:
    shape = RecoveryMade(
        form=SHARES_FORM if wanted.shares else KEY_FORM,
        renewed=renewed,
        files=tuple(map(str, texts)),
        sheets=tuple(map(str, sheets)),
    )
    output.answer(settings, shape, lambda: screens.done(_said(shape)))
    warn_of_files(settings, texts, sheets)


def _said(shape: RecoveryMade) -> str:
    if not shape.renewed:
        return "any two of the three shares open this vault; destroy the paper with the whole key"
    what = "the new recovery key opens" if shape.form == KEY_FORM else "any two of the three new shares open"
    return f"{what} this vault; the old paper opens only copies from before"


def rehearse(settings: Settings, sources: Sequence[str] | None) -> None:
    """Try the recovery on this vault, and keep the day; nothing else changes."""
    hide_memory()
    recovery = read_recovery(settings, sources)
    with at_desk(settings, recovery=recovery) as desk:
        before = recovery_of(desk)
        keeps = not settings.read_only and desk.vault.info().format == FORMAT
        if keeps:
            record(desk)
        shape = RecoveryRehearsed(
            opens=True,
            made=before.made or None,
            rehearsed_before=before.rehearsed or None,
            recorded=keeps,
        )
    output.answer(settings, shape, lambda: people_screens.rehearsed(shape))


def draw(settings: Settings, source: str | None, out: Path) -> None:
    """Write a page for printing of the key or the share that someone holds."""
    hide_memory()
    page = page_of(read_page(settings, source))
    with kept([(out, sheet(page, utc_now().date().isoformat()))]):
        pass
    shape = RecoveryMade(
        form=SHARES_FORM if page.is_share else KEY_FORM, renewed=False, files=(), sheets=(str(out),)
    )
    output.answer(settings, shape, lambda: screens.done("the page is written; print it, then delete it"))
    warn_of_files(settings, (), [out])
