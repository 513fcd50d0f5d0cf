"""Which case files answer a search, and which may be the same person."""
