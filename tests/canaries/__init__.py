"""Planted names, notes and passphrases, and the search for them in everything that the program lets out."""
