"""Screens of people and units."""
