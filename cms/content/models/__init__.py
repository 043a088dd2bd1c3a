"""Page types."""

from cms.content.models.home import HomePage
from cms.content.models.syllabus import SyllabusObjective, SyllabusPage, SyllabusUnit

__all__ = ["HomePage", "SyllabusObjective", "SyllabusPage", "SyllabusUnit"]
