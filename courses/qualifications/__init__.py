"""Credentials, staff certificates, and the dated rules that say what counts."""
