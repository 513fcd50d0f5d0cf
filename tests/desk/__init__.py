"""Tests of the verbs of the work."""
