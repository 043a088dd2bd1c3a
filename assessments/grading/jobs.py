"""Long work and importers of this slice: score import."""
