"""The terminal UI: a caseworker's whole day on one full screen, over the same desk as the commands."""
