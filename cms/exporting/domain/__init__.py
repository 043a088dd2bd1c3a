"""Documents that leave the house."""

from cms.exporting.domain.formats import Export
from cms.exporting.domain.offering import (
    CALENDAR_EXPORTS,
    OUTLINE_EXPORTS,
    PAGE_EXPORTS,
    exports_of_outline,
    exports_of_page,
)
from cms.exporting.domain.outlines import syllabus_as_released

__all__ = [
    "CALENDAR_EXPORTS",
    "OUTLINE_EXPORTS",
    "PAGE_EXPORTS",
    "Export",
    "exports_of_outline",
    "exports_of_page",
    "syllabus_as_released",
]
