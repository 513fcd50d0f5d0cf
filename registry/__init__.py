"""An offline, sealed case registry for people missing or detained after crossing lines."""

__version__ = "0.1.0"
# The day this version was made: a clock that stands before it is wrong.
RELEASED = "2026-11-22"
