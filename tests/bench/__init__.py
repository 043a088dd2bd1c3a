"""`make bench`: how long the main things take, each against a floor measured in the same run."""
