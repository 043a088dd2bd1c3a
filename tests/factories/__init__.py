"""Factories of real rows; one file per slice."""
