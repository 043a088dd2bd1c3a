"""Editions of provincial masters, and who took them over."""

from cms.masters.models.adoption import Adoption
from cms.masters.models.edition import EditionPage, MasterEdition

__all__ = ["Adoption", "EditionPage", "MasterEdition"]
