"""Upgrading a filled database."""
