"""Groups of commands whose own word is a command too: `registry vault backup DEST` beside `registry vault backup list`."""

from __future__ import annotations

from typing import Any, ClassVar

from typer.core import TyperGroup

# The command behind a group's word when no other word of its own follows; it has no name to be typed.
NAMELESS = ""


class OrNameless(TyperGroup):
    """A group with a nameless command, which takes what is none of the group's own words."""

    nameless: ClassVar[str]
    """The name under which Typer knows it; Typer gives no command an empty one."""
    heading: ClassVar[str]
    """What stands above its options in the group's help."""
    alone: ClassVar[bool] = False
    """Whether the group's word alone runs it, or shows help."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.commands = {NAMELESS: self.commands.pop(self.nameless), **self.commands}

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the nameless command in front of anything but the group's own words and its help."""
        own = {*self.commands, *ctx.help_option_names} - {NAMELESS}
        if args[0] not in own if args else self.alone:
            args = [NAMELESS, *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Show the options of the nameless command with the group's own."""
        shown = [p.get_help_record(ctx) for p in self.commands[NAMELESS].params]
        with formatter.section(self.heading):
            formatter.write_dl([record for record in shown if record])
        super().format_options(ctx, formatter)

    def list_commands(self, ctx: Any) -> list[str]:
        """Leave the nameless command out of lists."""
        return [name for name in super().list_commands(ctx) if name != NAMELESS]
