"""What must be taught, by whom, when, and what happened."""
