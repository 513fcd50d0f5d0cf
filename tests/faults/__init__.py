"""Faults put into every operation that changes a vault, and what must be true after each of them."""
