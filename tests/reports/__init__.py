"""The formats, against kept pages."""
