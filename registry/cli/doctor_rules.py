"""What the doctor makes of the facts: every rule by the name of its check."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from registry import RELEASED
from registry.cli import disk_rules
from registry.cli.finding import Finding, Rule, good, unknown, warning
from registry.cli.machine import Machine, VaultSeen
from registry.vault.keys import FLOOR


def memory(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether other programs can read the memory of this one, or a crash write it down."""
    if machine.core_dumps:
        return warning("a crash of the program would write its memory to a file", "run it with `ulimit -c 0`")
    if machine.hidden_memory is None:
        return unknown(
            "whether other programs of the same user can read the memory of this one cannot be told",
            "start nothing you do not trust while the vault is open",
        )
    if not machine.hidden_memory:
        return warning(
            "other programs of the same user can read the memory of this one",
            "start nothing you do not trust while the vault is open",
        )
    return good("other programs of the same user cannot read the memory, and a crash writes none of it")


# The machine


_EARLIEST = date.fromisoformat(RELEASED)
_LATEST = _EARLIEST + timedelta(days=15 * 366)


def clock(machine: Machine, seen: VaultSeen) -> Finding:
    """Judge whether the clock can be right; deadlines and the order of what was said hang on it."""
    set_it = "set the date and the time, and the time zone"
    if machine.now.date() < _EARLIEST:
        return warning("the clock stands before the day this program was made", set_it)
    if machine.now.date() > _LATEST:
        return warning("the clock stands many years after this program was made", set_it)
    latest = max(filter(None, (seen.newest, machine.place.changed)), default=datetime.min.replace(tzinfo=UTC))
    if latest > machine.now + timedelta(minutes=10):
        return warning("the clock stands before the last save of the vault", set_it)
    return good("the clock can be right")


def account(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether the program has more power than it needs."""
    if machine.administrator is None:
        return unknown("whether this account is an administrator's cannot be told", "use an ordinary account")
    if machine.administrator:
        return warning(
            "the program runs as the administrator of the machine", "use it from an ordinary account"
        )
    return good("the program runs as an ordinary user")


def temporary_folder(machine: Machine, _: VaultSeen) -> Finding:
    """Judge the folder that other programs, such as editors, write to in passing."""
    if machine.open_temp is None:
        return unknown(
            "who may write to the folder for temporary files cannot be told", "use an account of your own"
        )
    if machine.open_temp:
        return warning(
            "anyone on this machine can replace files in the folder for temporary files",
            "have it repaired with `chmod +t` by whoever administers the machine",
        )
    return good("the folder for temporary files is not open to replacement by others")


# The end of security fixes (peps.python.org, release schedules 664, 693, 719 and 745).
_PYTHON_ENDS = {
    11: date(2027, 10, 31),
    12: date(2028, 10, 31),
    13: date(2029, 10, 31),
    14: date(2030, 10, 31),
}


def python(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether this Python still gets security fixes."""
    major, minor = machine.python
    ends = _PYTHON_ENDS.get(minor, _LATEST) if major == 3 else _LATEST
    if machine.now.date() > ends:
        return warning(
            f"Python {major}.{minor} gets no security fixes any more",
            "install a newer Python, then registry anew",
        )
    return good(f"Python {major}.{minor} gets security fixes until {ends.year}" if ends != _LATEST else
                f"Python {major}.{minor} is newer than this program knows")  # fmt: skip


# Since 3.31.0 SQLite can be told not to trust what a file says of itself (sqlite.org/pragma.html, trusted_schema).
_SQLITE = (3, 31, 0)


def sqlite(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether SQLite knows the guards that the vault asks it for."""
    version = ".".join(map(str, machine.sqlite))
    if machine.sqlite < _SQLITE:
        return warning(
            f"SQLite {version} does not know how to distrust a file made by someone else",
            "install a newer Python, which brings a newer SQLite; until then open only vaults of your own",
        )
    return good(f"SQLite {version} knows the guards that the vault asks for")


def parts(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether every part of the program is installed."""
    if machine.absent:
        what = ", ".join(machine.absent)
        return warning(f"parts that some commands need are not installed: {what}", "install registry anew")
    left_out = f", without the extras {', '.join(machine.absent_extras)}" if machine.absent_extras else ""
    return good(f"all parts of the program are installed{left_out}")


# The terminal


def terminal(machine: Machine, _: VaultSeen) -> Finding:
    """Judge whether names in every script can be shown whole."""
    here = machine.terminal
    if not here.here:
        return unknown("the answer does not go to a terminal", "run it on the terminal you work with")
    if here.encoding is not None and here.encoding.lower().replace("-", "") != "utf8":
        return warning(
            "the terminal is not set to UTF-8, so names in Arabic may be shown as question marks",
            "set LANG to a UTF-8 locale such as C.UTF-8",
        )
    if here.kind in {"", "dumb"} and machine.system != "win32":
        return warning(
            "the terminal does not say what it can do", "set TERM, or use another terminal program"
        )
    if here.columns < 80 or here.lines < 24:
        return warning(
            "the window is smaller than 80 columns by 24 lines", "make it larger, or the letters smaller"
        )
    return good("the terminal shows UTF-8 in a window that is large enough")


def what_is_kept_of_the_screen(machine: Machine, _: VaultSeen) -> Finding:
    """Judge who keeps what was shown, and who may be looking."""
    here = machine.terminal
    if here.from_afar:
        return warning(
            "you work on this machine from another one, which sees all that you type and read",
            "work at the machine itself",
        )
    if here.keeper:
        return warning(
            f"{here.keeper} keeps what was shown, also after the window is closed",
            "end its session when you have done with the vault (tmux: `tmux kill-session`)",
        )
    return unknown(
        "what was shown can be scrolled back to until the terminal is closed",
        "close the window when you have done",
    )


# The program cannot see what is drawn. Well-known given names and a city, of nobody.
SAMPLE = "خالد · محمود · فاطمة · حلب"


def arabic(machine: Machine, _: VaultSeen) -> Finding:
    """Say that only an eye can tell whether Arabic is drawn well."""
    del machine
    return unknown(
        "only you can see whether Arabic is drawn well",
        "look at this line: the letters of each word should be joined, with no boxes among them; if not, run "
        "`registry doctor bidi`, or choose another font or another terminal program",
    )


# The vault


def _not_opened(seen: VaultSeen, what: str) -> Finding:
    if not seen.there:
        return unknown(f"there is no vault yet, so {what} cannot be told", "make one with `registry init`")
    if seen.damaged:
        return warning(f"the vault could not be looked into: {seen.refusal}", "run `registry vault check`")
    because = seen.refusal or "it was not opened"
    return unknown(f"{what} cannot be told: {because}", "run it again with the passphrase")


def backup(machine: Machine, seen: VaultSeen) -> Finding:
    """Judge the age of the last backup."""
    del machine
    if not seen.opened or seen.due is None:
        return _not_opened(seen, "how old the last backup is")
    how = "run `registry vault backup FOLDER` with a folder on a stick"
    if seen.due.days is None:
        return (
            warning("there is no backup of the vault", how)
            if seen.cases
            else good("nothing is in the vault yet")
        )
    age = {0: "of today", 1: "of yesterday"}.get(seen.due.days, f"{seen.due.days} days old")
    if seen.due.due:
        return warning(f"the last backup is {age}, and things were changed since", how)
    return good(f"the last backup is {age}")


def guessing(machine: Machine, seen: VaultSeen) -> Finding:
    """Judge what one guess at the passphrase costs, by the vault's header."""
    del machine
    if seen.cost is None:
        return _not_opened(seen, "what a guess at the passphrase costs")
    if seen.test_kdf:
        return warning(
            "the vault was made for tests: guessing its passphrase costs nothing", "make a new one"
        )
    times = seen.cost.memory * seen.cost.passes / (FLOOR.memory * FLOOR.passes)
    if times < 1:
        return warning("guessing the passphrase costs less than it should", "restore the vault from a backup")
    return good(
        f"a guess at the passphrase costs {times:.1f} times the floor ({seen.cost.memory // 1024} MiB)"
    )


RULES: dict[str, Rule] = {
    "disk-encryption": disk_rules.disk_encryption,
    "swap": disk_rules.swap,
    "hibernation": disk_rules.hibernation,
    "memory": memory,
    "file-system": disk_rules.filesystem,
    "shared-folder": disk_rules.synced_folder,
    "free-space": disk_rules.free_space,
    "permissions": disk_rules.permissions,
    "backup": backup,
    "guessing": guessing,
    "clock": clock,
    "account": account,
    "temporary-files": temporary_folder,
    "python": python,
    "sqlite": sqlite,
    "parts": parts,
    "terminal": terminal,
    "screen": what_is_kept_of_the_screen,
    "arabic": arabic,
}


def examined(machine: Machine, seen: VaultSeen) -> dict[str, Finding]:
    """Return every finding by the name of its check."""
    return {name: rule(machine, seen) for name, rule in RULES.items()}
