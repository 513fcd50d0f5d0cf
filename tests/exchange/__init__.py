"""Lists of others, read: encodings, separators, workbooks, forms, feeds and files that mean harm."""
