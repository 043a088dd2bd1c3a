"""Long work: one progress record each, cancellable, safe to run twice."""
