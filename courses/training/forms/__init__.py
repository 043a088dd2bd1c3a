"""What people fill in around rotation training, a file for each concept."""
