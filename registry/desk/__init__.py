"""The verbs of the work, over the vault."""
