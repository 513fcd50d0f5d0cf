"""The demonstration: what was publicly said of eastern Aleppo, and two hundred invented people."""
