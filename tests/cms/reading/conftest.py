"""A class, its course's lessons, a book, and those who read them."""

import copy
import datetime
from dataclasses import dataclass, field
from typing import Any

import pytest

from cms.content.domain import add_page
from cms.content.models import ChapterPage, LessonPage, SectionPage, SyllabusPage, TextbookPage
from courses.curriculum.models import OutlineUnit
from courses.institutions.enums import RoleKind
from courses.institutions.models import Student
from courses.teaching.models import TeachingClass
from tests.factories.content import make_syllabus
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    StaffMemberFactory,
    StudentFactory,
)
from tests.factories.reading import make_lesson, make_section
from tests.factories.teaching import (
    EnrolmentFactory,
    TeachingAssignmentFactory,
    TeachingClassFactory,
    TermFactory,
)


@dataclass
class School:
    """One institution with a course that is taught; `lessons` are in the order of the tree."""

    institution: Any
    syllabus: SyllabusPage
    lessons: list[LessonPage] = field(default_factory=list)
    teaching_class: Any = None
    book: Any = None
    sections: list[SectionPage] = field(default_factory=list)
    teacher: Any = None


@pytest.fixture(scope="session")
def make_school():
    def make(institution, *, lessons: int = 2) -> School:
        syllabus = make_syllabus(institution)
        unit = syllabus.units.first()
        found = [
            make_lesson(syllabus, f"第{n}课", unit_key=unit.key) for n in range(1, lessons + 1)
        ]
        outline = OutlineFactory(course=syllabus.course, page_id=syllabus.pk)
        OutlineUnit.objects.create(
            outline=outline, key=unit.key, position=99, title=unit.title, theory_hours=8
        )
        teaching_class = TeachingClassFactory(
            term=TermFactory(institution=institution), outline=outline
        )
        book = add_page(
            syllabus.get_parent().specific,
            TextbookPage(title="生涯读本", edition="第一版", authors="教研室"),
        )
        chapter = add_page(book, ChapterPage(title="第一章"))
        sections = [make_section(chapter, f"第{n}节") for n in (1, 2)]
        return School(institution, syllabus, found, teaching_class, book, sections)

    return make


@pytest.fixture(scope="module")
def kept_school(kept_institution, kept_for_module, make_school):
    with kept_for_module(lambda: make_school(kept_institution)) as built:
        yield built


@pytest.fixture
def school(kept_school, db) -> School:
    return copy.deepcopy(kept_school)


@pytest.fixture
def student_in(sign_in):
    """`student_in(teaching_class)` → a client; its `student` and `user` are set."""

    def make(teaching_class: TeachingClass) -> Any:
        institution = teaching_class.institution
        client = sign_in(RoleKind.STUDENT, institution=institution)
        student: Student = StudentFactory(
            user=client.user,
            administrative_class=AdministrativeClassFactory(
                major__department__institution=institution
            ),
        )
        EnrolmentFactory(teaching_class=teaching_class, student=student)
        client.student = student
        return client

    return make


@pytest.fixture
def teacher_of(sign_in):
    """`teacher_of(teaching_class)` → a client of an instructor of the class."""

    def make(teaching_class: TeachingClass, *, until: datetime.date | None = None) -> Any:
        client = sign_in(RoleKind.INSTRUCTOR, institution=teaching_class.institution)
        staff = StaffMemberFactory(institution=teaching_class.institution, user=client.user)
        TeachingAssignmentFactory(teaching_class=teaching_class, staff=staff, valid_to=until)
        client.staff = staff
        return client

    return make
