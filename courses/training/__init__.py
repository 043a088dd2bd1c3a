"""Rotation training of instructors."""
