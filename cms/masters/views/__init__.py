"""Screens of masters: the province's, and the schools'."""
