"""Journeys in a real browser; what they share is put away when the last of them is done."""
