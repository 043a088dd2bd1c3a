"""Long work and importers of this slice: roster import."""
