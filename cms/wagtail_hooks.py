"""Wagtail finds this file by its name and app; what it registers is in the slices."""

from cms.publishing import admin_hooks  # noqa: F401 — registration
