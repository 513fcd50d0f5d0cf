"""Forms: readiness, deadlines, and the sheets in every format and language."""
