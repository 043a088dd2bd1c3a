"""Long work and importers of this slice: audits."""
