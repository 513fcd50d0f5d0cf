"""Which terminal this is, told by what it leaves in the environment, and so how right-to-left text is written for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from registry.display.cells import Way
from registry.display.shaping import can_shape

OVERRIDE = "REGISTRY_BIDI"
# What has a terminal leave each character where it is put, and what ends that: BDSM of ECMA-48 and a setting of mlterm.
_EXPLICIT = ("\x1b[8l", "\x1b[8h")
_NO_LAYOUT = ("\x1b]5379;use_ctl=false\x07", "\x1b]5379;use_ctl=true\x07")

# VTE 0.58 is the first that reorders (terminal-wg.pages.freedesktop.org/bidi, implementations).
_VTE_REORDERS = 5800

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Terminal:
    """A kind of terminal: how it is known, and how text is written for it."""

    name: str
    known_by: Callable[[Environment], bool]
    way: Way
    still: tuple[str, str] = ("", "")
    """What has it leave each character where it is put, and what ends that; for programs that own the whole screen."""
    joins: bool = False
    """Whether it makes ligatures of letters that were left unjoined, and so other names."""
    spare: int = 0
    """How many columns of a line stay free, where marks of no width take room."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The way chosen, the terminal it was chosen for, and who chose: environment, remembered or terminal."""

    way: Way
    terminal: str
    by: str
    spare: int = 0


@dataclass(frozen=True, slots=True)
class FullScreen:
    """How a program that owns the whole screen writes: what it sends first, its way, and what it sends at the end."""

    way: Way
    opens: str = ""
    closes: str = ""


def _has(*names: str) -> Callable[[Environment], bool]:
    return lambda environment: any(environment.get(name) for name in names)


def _term(*starts: str) -> Callable[[Environment], bool]:
    return lambda environment: environment.get("TERM", "").startswith(starts)


def _either(*tests: Callable[[Environment], bool]) -> Callable[[Environment], bool]:
    return lambda environment: any(test(environment) for test in tests)


def _both(*tests: Callable[[Environment], bool]) -> Callable[[Environment], bool]:
    return lambda environment: all(test(environment) for test in tests)


def _program(*names: str) -> Callable[[Environment], bool]:
    return lambda environment: environment.get("TERM_PROGRAM", "") in names


def _new_vte(environment: Environment) -> bool:
    version = environment.get("VTE_VERSION", "")
    return version.isascii() and version.isdecimal() and len(version) < 9 and int(version) >= _VTE_REORDERS


# tmux and screen keep the names that the terminal left which they were started in; text between marks was read
# correctly through both where that was VTE or one that leaves the order alone.
_INSIDE = _either(_has("TMUX", "STY"), _term("tmux", "screen"))
_ALACRITTY = _either(_has("ALACRITTY_WINDOW_ID"), _term("alacritty"))
_MARKS_HOLD = _both(
    _either(_has("VTE_VERSION", "XTERM_VERSION"), _ALACRITTY),
    lambda environment: not _has("MLTERM", "KONSOLE_VERSION", "KITTY_WINDOW_ID")(environment),
)

# The first that fits is taken. What runs inside another terminal comes first, since it hides the outer one; then
# those that need the most care, since a terminal that is started from another one keeps its names.
# docs/design/terminal-text.md says what was seen in each.
TERMINALS = (
    Terminal("a terminal that can do nothing", lambda environment: environment.get("TERM", "") in {"", "dumb"}
             and not _has("WT_SESSION")(environment), Way.UNSURE),
    Terminal("tmux or screen, started in a known terminal", _both(_INSIDE, _MARKS_HOLD), Way.REORDERS),
    Terminal("tmux or screen", _INSIDE, Way.UNSURE),
    Terminal("the Linux console", _term("linux"), Way.LOGICAL),
    Terminal("Konsole", _has("KONSOLE_VERSION"), Way.UNSURE),
    Terminal("kitty", _either(_has("KITTY_WINDOW_ID"), _term("xterm-kitty")), Way.UNSURE),
    Terminal("mlterm", _either(_has("MLTERM"), _term("mlterm")), Way.REORDERS, _NO_LAYOUT, joins=True, spare=12),
    Terminal("Apple Terminal", _program("Apple_Terminal"), Way.UNSURE),
    Terminal("VTE", _new_vte, Way.REORDERS, _EXPLICIT),
    Terminal("VTE before 0.58", _has("VTE_VERSION"), Way.LOGICAL),
    Terminal("Windows Terminal", _has("WT_SESSION"), Way.LOGICAL),
    Terminal("Alacritty", _ALACRITTY, Way.LOGICAL),
    Terminal("rxvt", _term("rxvt"), Way.LOGICAL),
    Terminal("xterm", _has("XTERM_VERSION"), Way.LOGICAL),
)  # fmt: skip
UNKNOWN = Terminal("a terminal that is not known", lambda _: True, Way.UNSURE)


def chosen(
    environment: Environment, remembered: Mapping[str, Way] | None = None, *, joined: bool = True
) -> Choice:
    """Return the way for the terminal that ``environment`` tells of, and why it was chosen.

    ``REGISTRY_BIDI`` names a way and goes before everything; what a person said of a terminal by its name
    goes before the table. A name in ``REGISTRY_BIDI`` that is no way counts for nothing. ``joined`` says
    whether letters are joined here (``shaping.can_shape``).
    """
    terminal = _found(environment)
    asked = environment.get(OVERRIDE, "").lower()
    if asked in {way.value for way in Way}:
        return Choice(Way(asked), terminal.name, "environment", terminal.spare)
    if remembered and terminal.name in remembered:
        return Choice(remembered[terminal.name], terminal.name, "remembered", terminal.spare)
    way = Way.UNSURE if terminal.joins and not joined else terminal.way
    return Choice(way, terminal.name, "terminal", terminal.spare)


def _found(environment: Environment) -> Terminal:
    return next((one for one in TERMINALS if one.known_by(environment)), UNKNOWN)


def full_screen(environment: Environment, remembered: Mapping[str, Way] | None = None) -> FullScreen:
    """Return how a program that owns the whole screen writes to the terminal that ``environment`` tells of.

    It sends ``opens`` before anything else and ``closes`` at its end, however it ends. Where a terminal can be
    told to leave characters where they are put, marks are not needed, and no part drawn over another takes them.
    """
    choice = chosen(environment, remembered, joined=can_shape())
    terminal = _found(environment)
    if terminal.still[0] and (choice.way is Way.REORDERS or choice.by == "terminal"):
        return FullScreen(Way.LOGICAL, *terminal.still)
    return FullScreen(choice.way)


def way_for(environment: Environment, remembered: Mapping[str, Way] | None = None) -> Way:
    """Return the way for the terminal that ``environment`` tells of; letters are joined where that is installed."""
    return chosen(environment, remembered, joined=can_shape()).way
