"""Tests of finding cases."""
