"""Case files to and from colleagues, spreadsheets and other systems."""
