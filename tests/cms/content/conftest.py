"""Pages with readers, and the people who may and may not read them."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from cms.content.domain import add_page, ensure_site_root
from cms.content.models import (
    ChapterPage,
    HomePage,
    LessonPage,
    SectionPage,
    SyllabusPage,
    TextbookPage,
)
from tests.factories.content import make_home, make_syllabus
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    InstitutionFactory,
    StudentFactory,
    UserFactory,
)
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory, TermFactory


@pytest.fixture
def home(institution):
    return make_home(institution)


@pytest.fixture
def syllabus(institution):
    return make_syllabus(institution)


@pytest.fixture
def province_home(db):
    page = HomePage(title="河南省", province="41", slug="p41")
    ensure_site_root().add_child(instance=page)
    return page


@pytest.fixture
def master(province_home):
    return add_page(province_home, SyllabusPage(title="省级大纲"))


@pytest.fixture
def make_lesson():
    def make(syllabus, audience="course", *, title="第一课", **fields):
        return add_page(syllabus, LessonPage(title=title, audience=audience, **fields))

    return make


@pytest.fixture
def make_book():
    """A textbook with one chapter and one section."""

    def make(home, audience="course", *, title="教材"):
        book = TextbookPage(title=title, audience=audience, edition="第1版", authors="编写组")
        add_page(home, book)
        chapter = add_page(book, ChapterPage(title="第一章"))
        return SimpleNamespace(
            book=book, chapter=chapter, section=add_page(chapter, SectionPage(title="第一节"))
        )

    return make


@pytest.fixture
def student_of(sign_in, institution):
    """`student_of(course)` → a client; the enrolment is open unless `valid_to=` is given."""

    def make(course=None, **enrolment):
        at = course.institution if course else institution
        student = StudentFactory(
            administrative_class=AdministrativeClassFactory(major__department__institution=at),
            user=UserFactory(),
        )
        if course is not None:
            term = at.terms.first() or TermFactory(institution=at)
            EnrolmentFactory(
                student=student,
                teaching_class=TeachingClassFactory(
                    term=term, outline=OutlineFactory(course=course)
                ),
                **enrolment,
            )
        return sign_in("student", user=student.user, institution=at)

    return make


@pytest.fixture
def people(sign_in):
    """A client of each kind of person at the institution, near it and far from it."""

    def at(province, kind):
        return sign_in(kind, institution=InstitutionFactory(province=province))

    everywhere = sign_in("auditor")
    everywhere.user.is_superuser = True
    everywhere.user.save()
    return SimpleNamespace(
        instructor=sign_in("instructor"),
        head=sign_in("section"),
        counsellor=sign_in("counsellor"),
        auditor=sign_in("auditor"),
        near_instructor=at("41", "instructor"),
        near_student=at("41", "student"),
        far_instructor=at("42", "instructor"),
        officer=sign_in("province"),
        superuser=everywhere,
        anonymous=SimpleNamespace(user=AnonymousUser()),
    )
