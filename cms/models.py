"""All models of the cms app, so that migrations stay one chain per app."""

from cms.content.models import HomePage, SyllabusObjective, SyllabusPage, SyllabusUnit

__all__ = ["HomePage", "SyllabusObjective", "SyllabusPage", "SyllabusUnit"]
