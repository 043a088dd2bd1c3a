"""Grade scales as registered strategies; plain Python."""
