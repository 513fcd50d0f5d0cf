"""`registry export`: whole cases as the tables of Uwazi and Bayanat, for one named colleague, by consent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)

SYSTEMS = ("uwazi", "bayanat")
_HELP = {
    "uwazi": "Hand whole cases over as the CSV file that Uwazi imports.",
    "bayanat": "Hand whole cases over as a CSV file with the columns of Bayanat's actors.",
}
_EPILOG = (
    'Example: registry export {0} for-them.csv --case K7Q-2M9X --recipient "Their Centre" --purpose ngo_partner --reason-from why.txt   '
    "Consent must stand for that purpose towards that recipient in every case. With --sealed the file opens with a passphrase only."
)


def _command(system: str) -> Callable[..., None]:
    def export(
        context: typer.Context,
        out: Annotated[Path, typer.Argument(metavar="OUT", help="The new file; never an existing one.")],
        recipient: Annotated[str, typer.Option(help="To whom, as the consents name them.")],
        purpose: Annotated[str, typer.Option(help="The purpose whose consent stands, such as ngo_partner.")],
        case: Annotated[list[str] | None, typer.Option(metavar="ID", help="A case; repeat.")] = None,
        source: Annotated[
            str | None,
            typer.Option("--from", metavar="FILE", help="Ids of cases, one a line; - for standard input."),
        ] = None,
        reason_from: Annotated[
            str | None,
            typer.Option("--reason-from", metavar="FILE", help="The reason, as text; - for standard input."),
        ] = None,
        withhold: Annotated[
            list[str] | None, typer.Option(metavar="FACT", help="Hold this fact back too; repeat.")
        ] = None,
        sealed: Annotated[
            bool, typer.Option("--sealed", help="Seal it with a passphrase of its own.")
        ] = False,
        confirm: Annotated[
            str, typer.Option(metavar="RECIPIENT", help="Without asking: the recipient once more.")
        ] = "",
        new_passphrase_file: Annotated[
            str | None, typer.Option(metavar="FILE", help="With --no-input: the sealed file's passphrase.")
        ] = None,
    ) -> None:
        from registry.cli.exporting_run import Asked, run

        asked = Asked(
            system, out, recipient, purpose, tuple(case or ()), source, reason_from, tuple(withhold or ()), sealed,
            confirm, new_passphrase_file,
        )  # fmt: skip
        run(context.obj, asked)

    export.__doc__ = _HELP[system]
    return export


for _system in SYSTEMS:
    app.command(_system, epilog=_EPILOG.format(_system))(_command(_system))
