"""An offline, sealed case registry for people missing or detained after crossing lines."""

__version__ = "0.1.0"
