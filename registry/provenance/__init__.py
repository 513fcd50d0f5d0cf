"""What happened to records and exhibits, by whom, in order, and with what consent."""
