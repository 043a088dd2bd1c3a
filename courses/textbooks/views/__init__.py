"""Screens of textbooks."""
