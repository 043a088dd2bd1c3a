"""What people fill in about grades."""
