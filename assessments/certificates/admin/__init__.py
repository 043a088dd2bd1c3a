"""Templates in Wagtail's admin."""
