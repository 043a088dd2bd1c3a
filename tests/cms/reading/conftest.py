"""A class, its course's lessons, a book, and those who read them."""

import datetime
import uuid
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
from tests.factories.teaching import (
    EnrolmentFactory,
    TeachingAssignmentFactory,
    TeachingClassFactory,
    TermFactory,
)

REFLECTION = "8f3cf4b0-7e0f-4b5f-9c6e-111111111111"
HEADING = "8f3cf4b0-7e0f-4b5f-9c6e-222222222222"
BODY = [
    {"type": "heading", "value": {"text": "认识自我", "level": "2"}, "id": HEADING},
    {"type": "prose", "value": "<p>兴趣、能力与价值观。</p>"},
    {
        "type": "reflection",
        "value": {"question": "你最看重什么？", "hint": "写三点", "may_share": True},
        "id": REFLECTION,
    },
]
PLAN = [
    {
        "type": "activity",
        "value": {
            "title": "导入",
            "minutes": minutes,
            "form": "lecture",
            "materials": "",
            "text": "<p>教师提示语</p>",
        },
    }
    for minutes in (30, 60)
]


def make_lesson(syllabus: SyllabusPage, title: str = "第一课", **fields: Any) -> LessonPage:
    """A published lesson with a heading, a text, a self-reflection and a plan of 90 minutes."""
    fields.setdefault("body", BODY)
    fields.setdefault("plan", PLAN)
    fields.setdefault("key_points", "<p>教学重点所在</p>")
    lesson = LessonPage(title=title, **fields)
    for name in ("body", "plan"):
        block = LessonPage._meta.get_field(name).stream_block
        setattr(lesson, name, block.to_python(fields[name]))
    return add_page(syllabus, lesson)


def make_section(chapter: ChapterPage, title: str) -> SectionPage:
    block = SectionPage._meta.get_field("body").stream_block
    return add_page(chapter, SectionPage(title=title, body=block.to_python(BODY)))


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


@pytest.fixture
def make_school(sign_in):
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


@pytest.fixture
def school(institution, make_school) -> School:
    return make_school(institution)


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


@pytest.fixture
def nobody_key() -> uuid.UUID:
    return uuid.uuid4()
