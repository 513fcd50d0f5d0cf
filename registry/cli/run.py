"""One run of the command line: nothing leaves it but an answer, or one plain sentence and an exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import signal
import sys
from collections.abc import Sequence

from registry.cli.hygiene import harden
from registry.cli.reminding import say_reminder
from registry.cli.settings import hoisted
from registry.errors import InputRefused, Interrupted, NotFound, NotSaved, RegistryError, UsageRefused


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    harden()
    _end_gently()
    return answered(sys.argv[1:] if arguments is None else arguments)


def answered(arguments: Sequence[str]) -> int:
    """Run one command's words and return its exit code; whatever goes wrong is one sentence."""
    words = hoisted(arguments)
    as_json = "--json" in words
    try:
        code = _run(words)
        say_reminder()
        return code
    except RegistryError as refused:
        return _failed(refused, as_json)
    except (KeyboardInterrupt, EOFError):
        return _failed(Interrupted("stopped", "what was saved before stays saved"), as_json)
    except MemoryError:
        return _failed(
            RegistryError("the machine ran out of memory", "close other programs and try again"), as_json
        )
    except OSError as failed:
        return _failed(_of_system(failed), as_json)
    except Exception as unexpected:  # noqa: BLE001 - a traceback would show what the vault holds
        return _failed(_unexpected(unexpected), as_json)


def _end_gently() -> None:
    """Let a closed window or a polite end be what Ctrl-C is, so that nothing half-written stays behind."""

    def stop(number: int, frame: object) -> None:
        del number, frame
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        with contextlib.suppress(AttributeError, ValueError):  # no such signal here, or not the main thread
            signal.signal(getattr(signal, name), stop)


def _run(words: list[str]) -> int:
    import typer

    from registry.cli.app import app
    from registry.cli.tree import command_of

    if "_REGISTRY_COMPLETE" in os.environ:
        from typer._completion_classes import completion_init

        completion_init()
    try:
        result = command_of(app)(words, prog_name="registry", standalone_mode=False)
    except typer.TyperException as misunderstood:
        if type(misunderstood).__name__ == "NoArgsIsHelpError" and "--json" not in words:
            sys.stderr.write(f"{misunderstood.format_message()}\n")
            return UsageRefused.exit_code
        raise UsageRefused(*_in_our_words(misunderstood, words)) from misunderstood
    except typer.Abort as stopped:
        raise Interrupted("stopped", "what was saved before stays saved") from stopped
    if result == Interrupted.exit_code:  # Typer turns Ctrl-C into an exit code without a word
        raise KeyboardInterrupt
    if callable(result):  # a command that runs others is given what runs them
        return int(result(answered))
    return result if isinstance(result, int) else 0


def _in_our_words(misunderstood: Exception, words: Sequence[str]) -> tuple[str, str]:
    """Return the parser's complaint without the caseworker's words, which may be a name or a secret."""
    message = str(getattr(misunderstood, "format_message", lambda: misunderstood)()).strip().rstrip(".")
    if type(misunderstood).__name__ == "NoArgsIsHelpError":
        message = "the command is not complete"
    message = re.sub(r"(extra argument\(?s?\)?) \(.*\)\Z", r"\1", message, flags=re.DOTALL)
    message = re.sub(r"(?i)(no such option)[^(]*", r"\1 ", message, flags=re.DOTALL).strip()
    front, colon, rest = message.partition(": ")
    for word in {*words, *(word.split("=", 1)[1] for word in words if "=" in word)} - {""}:
        for quoted in (f"'{word}'", f'"{word}"', repr(word)):
            # What begins with a dash before the colon is the option that the complaint is about.
            front = front if word.startswith("-") else front.replace(quoted, "…")
            rest = rest.replace(quoted, "…")
    message = front + colon + rest
    context = getattr(misunderstood, "ctx", None)
    path = context.command_path.rstrip() if context else "registry"
    message = message[:1].lower() + message[1:] or "the command is not complete"
    return message, f"see `{path} --help`"


_FULL = frozenset({errno.ENOSPC, errno.EIO, errno.EROFS, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def _of_system(failed: OSError) -> RegistryError:
    """Name a failure of the system without naming the file: a path can hold a person's name."""
    what = os.strerror(failed.errno).lower() if failed.errno else "the system refused"
    if failed.errno == errno.ENOENT:
        return NotFound("a file that was named is not there", "check the path")
    kind = NotSaved if failed.errno in _FULL else InputRefused
    return kind(f"a file could not be used: {what}", "check the path, the permissions and the free space")


def _unexpected(unexpected: Exception) -> RegistryError:
    """Reduce a programming error to its kind and place in our own code, which hold no data."""
    place = ""
    trace = unexpected.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("registry"):
            place = f"{module.removeprefix('registry.')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return RegistryError(
        f"something unexpected happened ({type(unexpected).__name__} at {place or 'start'})",
        "nothing more was changed; run `registry vault check`, and report this line, which holds no data",
    )


def _failed(refused: RegistryError, as_json: bool) -> int:
    from registry.cli.output import write_failure

    # Where nobody can be told, the code tells.
    with contextlib.suppress(OSError, ValueError, AttributeError, RegistryError):
        write_failure(refused, as_json=as_json)
    return refused.exit_code
