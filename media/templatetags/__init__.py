"""Template tags of the media app."""
