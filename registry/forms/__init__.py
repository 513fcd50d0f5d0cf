"""One case filled into the sheet of one recipient: what is missing, by when, and how it reads."""
