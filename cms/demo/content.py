"""The course's pages, a school's copy of the province's master, and its first release."""

from cms.content.domain import ensure_site_root
from cms.demo import syllabus
from cms.demo.course_pages import create_master, create_school_content, create_second_edition
from cms.publishing.domain import release_syllabus
from cms.users.models import User
from courses.curriculum.models import Course, CourseRequirement, Outline
from courses.institutions.models import Institution


def create_outline(
    institution: Institution, *, entry_year: int, province: User, by: User
) -> Outline:
    """The course, what the province wrote for it, the school's copy with lessons of its own, and
    outline 1; first-years of `entry_year` must take it. A second edition waits to be taken over."""
    course = Course.objects.create(institution=institution, **syllabus.COURSE)
    CourseRequirement.objects.create(institution=institution, course=course, entry_year=entry_year)
    ensure_site_root()
    masters = create_master(institution.province, by=province)
    school = create_school_content(institution, course=course, masters=masters, by=by)
    outline = release_syllabus(school.syllabus, by=by)
    create_second_edition(masters, by=province)
    return outline
