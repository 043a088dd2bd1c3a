"""Pages, made by the same functions that the application uses."""

from typing import Any

from cms.content.approvals import approve_as_loaded
from cms.content.domain import create_home_page, create_syllabus_page
from cms.content.models import HomePage, SyllabusPage
from courses.curriculum.enums import ObjectiveKind
from courses.curriculum.models import Course
from courses.institutions.models import Institution
from tests.factories.curriculum import CourseFactory

OBJECTIVES = (
    (ObjectiveKind.ATTITUDE, "树立职业生涯发展的自主意识。"),
    (ObjectiveKind.KNOWLEDGE, "了解职业发展的阶段特点。"),
    (ObjectiveKind.SKILLS, "掌握自我探索和求职的方法。"),
)
# 24 + 8 + 6 hours, as CourseFactory has them.
UNITS = (
    ("建立生涯与职业意识", "职业发展与规划导论", 8, 0, 2),
    ("职业发展规划", "认识自我，了解职业与环境", 10, 4, 4),
    ("提高就业能力", "求职材料与面试", 6, 4, 0),
)


def make_home(institution: Institution) -> HomePage:
    """The institution's home page, with its groups."""
    return create_home_page(institution)


def make_syllabus(institution: Institution, **fields: Any) -> SyllabusPage:
    """A published syllabus of a new course, whose units add up to the course's hours."""
    course: Course = fields.pop("course", None) or CourseFactory(institution=institution)
    fields.setdefault("objectives", OBJECTIVES)
    fields.setdefault("units", UNITS)
    return create_syllabus_page(make_home(institution), course=course, **fields)


def publish_loaded(page: Any) -> None:
    """Save the page and publish it as a loader does, with an approval that says so."""
    revision = page.save_revision()
    approve_as_loaded(revision, reason="test")
    revision.publish()
