"""Screens of grades."""
