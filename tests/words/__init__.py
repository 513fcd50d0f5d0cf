"""Tests of the kinds of value a fact can have."""
