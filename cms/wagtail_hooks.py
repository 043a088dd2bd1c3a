"""Wagtail finds this file by its name and app; what it registers is in the slices."""

from cms.content import page_hooks  # noqa: F401 — registration
from cms.masters import admin_hooks as master_hooks  # noqa: F401 — registration
from cms.publishing import admin_hooks  # noqa: F401 — registration
from cms.reviewing import admin_hooks as review_hooks  # noqa: F401 — registration
