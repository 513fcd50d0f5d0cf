"""A hostile reader of summaries: it sees only what was written, and says only what it can prove.

Nothing here imports the program. What a print means, what the method promises and who is feared stand in
the design's page on disclosure, and this package was written from that page alone.
"""
