"""Tests of how text of any script is laid into the cells of a terminal."""
