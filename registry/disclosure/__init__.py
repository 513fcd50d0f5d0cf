"""What may be said of many without saying who; the only maker of a summary."""
