"""Screens of rotation training."""
