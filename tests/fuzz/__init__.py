"""What reads bytes or text from outside, as functions that a fuzzer can call."""
