"""Which parts of a video a person has watched."""
