"""Which case files answer a search, and why."""
