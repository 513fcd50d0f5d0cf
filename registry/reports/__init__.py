"""A summary turned into files, one format to a module."""
