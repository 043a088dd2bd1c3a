"""Stored files: Wagtail images and documents, private files."""
