"""What each person does on the path, in the order of the term."""
