"""Keeps the registry secret, whole and recoverable."""
