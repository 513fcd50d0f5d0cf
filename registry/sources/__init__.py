"""Who said it and how far they can be relied on."""
