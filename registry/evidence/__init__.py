"""What exhibits are: their type told from their bytes, names fit for a file, and copies without metadata."""
