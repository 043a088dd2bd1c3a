"""Which textbook a course uses in a term, and who approved it."""
