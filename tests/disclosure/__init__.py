"""What may be said of many: laws, refusals and attacks."""
