"""Long work and importers of this slice: certificate batches."""
