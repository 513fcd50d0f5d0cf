"""Which terminal this is, told by what it leaves in the environment, and so how right-to-left text is written for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from registry.display.cells import Way

OVERRIDE = "REGISTRY_BIDI"
# Bi-Directional Support Mode of ECMA-48: explicit (each character stays where it is put) and implicit again.
EXPLICIT, IMPLICIT = "\x1b[8l", "\x1b[8h"

# VTE 0.58 is the first that reorders (terminal-wg.pages.freedesktop.org/bidi, implementations).
_VTE_REORDERS = 5800

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Terminal:
    """A kind of terminal: how it is known, and how text is written for it."""

    name: str
    known_by: Callable[[Environment], bool]
    way: Way
    explicit: bool = False
    """Whether it obeys ``EXPLICIT``, which then holds for whole screens."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The way chosen, the terminal it was chosen for, and who chose: environment, remembered or terminal."""

    way: Way
    terminal: str
    by: str
    explicit: bool = False


def _has(name: str) -> Callable[[Environment], bool]:
    return lambda environment: bool(environment.get(name))


def _program(*names: str) -> Callable[[Environment], bool]:
    return lambda environment: environment.get("TERM_PROGRAM", "") in names


def _term(*starts: str) -> Callable[[Environment], bool]:
    return lambda environment: environment.get("TERM", "").startswith(starts)


def _vte(environment: Environment) -> int:
    version = environment.get("VTE_VERSION", "")
    return int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0


# The first that fits is taken. What runs inside another terminal comes first, since it hides the outer one, whose
# names may still stand in the environment; docs/design/terminal-text.md says what was seen in each.
TERMINALS = (
    Terminal("no terminal that tells what it is", lambda environment: environment.get("TERM", "") == "dumb", Way.UNSURE),
    Terminal("tmux", lambda environment: _has("TMUX")(environment) or _term("tmux")(environment), Way.REORDERS),
    Terminal("screen", lambda environment: _has("STY")(environment) or _term("screen")(environment), Way.UNSURE),
    Terminal("the Linux console", _term("linux"), Way.LOGICAL),
    Terminal("mlterm", lambda environment: _has("MLTERM")(environment) or _term("mlterm")(environment), Way.REORDERS),
    Terminal("VTE", lambda environment: _vte(environment) >= _VTE_REORDERS, Way.REORDERS, explicit=True),
    Terminal("VTE before 0.58", _has("VTE_VERSION"), Way.LOGICAL),
    Terminal("Konsole", _has("KONSOLE_VERSION"), Way.REORDERS),
    Terminal("Apple Terminal", _program("Apple_Terminal"), Way.REORDERS),
    Terminal("Windows Terminal", _has("WT_SESSION"), Way.LOGICAL),
    Terminal("Alacritty", lambda environment: _has("ALACRITTY_WINDOW_ID")(environment) or _term("alacritty")(environment),
             Way.LOGICAL),
    Terminal("foot", _term("foot"), Way.LOGICAL),
    Terminal("rxvt", _term("rxvt"), Way.LOGICAL),
    Terminal("xterm", _has("XTERM_VERSION"), Way.LOGICAL),
)  # fmt: skip
UNKNOWN = "a terminal that is not known"


def chosen(environment: Environment, remembered: Mapping[str, Way] | None = None) -> Choice:
    """Return the way for the terminal that ``environment`` tells of, and why it was chosen.

    ``REGISTRY_BIDI`` names a way and goes before everything; what a person said of a terminal by its name
    goes before the table. An unknown name in ``REGISTRY_BIDI`` counts for nothing.
    """
    terminal = next((one for one in TERMINALS if one.known_by(environment)), None)
    name = terminal.name if terminal else UNKNOWN
    explicit = terminal.explicit if terminal else False
    asked = environment.get(OVERRIDE, "").lower()
    if asked in {way.value for way in Way}:
        return Choice(Way(asked), name, "environment", explicit)
    if remembered and name in remembered:
        return Choice(remembered[name], name, "remembered", explicit)
    return Choice(terminal.way if terminal else Way.UNSURE, name, "terminal", explicit)


def way_for(environment: Environment, remembered: Mapping[str, Way] | None = None) -> Way:
    """Return the way for the terminal that ``environment`` tells of."""
    return chosen(environment, remembered).way
