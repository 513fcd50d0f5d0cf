"""Starts the program."""

from __future__ import annotations

import sys


def main() -> int:
    """Run one command and return its exit code; an interrupt before it has begun does nothing."""
    try:
        from registry.cli.run import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
