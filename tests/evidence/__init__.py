"""Tests of the room that tells what exhibits are."""
