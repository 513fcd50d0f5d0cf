"""Measurements of the whole program at sizes that a real register reaches."""
