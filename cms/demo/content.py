"""The syllabus page and its first release."""

from cms.content.domain import create_home_page, create_syllabus_page, ensure_site_root
from cms.demo import syllabus
from cms.publishing.domain import release_syllabus
from cms.users.models import User
from courses.curriculum.models import Course, CourseRequirement, Outline
from courses.institutions.models import Institution


def create_outline(institution: Institution, *, entry_year: int, by: User) -> Outline:
    """The course, its page, and outline 1; first-years of `entry_year` must take it."""
    course = Course.objects.create(institution=institution, **syllabus.COURSE)
    CourseRequirement.objects.create(institution=institution, course=course, entry_year=entry_year)
    ensure_site_root()
    page = create_syllabus_page(
        create_home_page(institution, by=by),
        course=course,
        objectives=syllabus.OBJECTIVES,
        units=syllabus.UNITS,
        majors="全校各专业",
        description=syllabus.DESCRIPTION,
        assessment=syllabus.ASSESSMENT,
        textbooks=syllabus.TEXTBOOKS,
        by=by,
    )
    return release_syllabus(page, by=by)
