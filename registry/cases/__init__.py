"""What is known about one person or one group, and the views folded from it."""
