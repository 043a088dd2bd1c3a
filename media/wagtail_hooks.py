"""Wagtail finds this file by its name and app; what it registers is in the slices."""

from media.library import admin_hooks  # noqa: F401 — registration
