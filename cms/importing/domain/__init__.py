"""Bringing pages in."""

from cms.importing.domain.pages import collection_of, create_pages

__all__ = ["collection_of", "create_pages"]
