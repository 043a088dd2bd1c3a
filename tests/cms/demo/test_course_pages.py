"""The course as pages: what the province writes, what a school makes of it, what a new edition
brings."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest

from cms.content.models import (
    CasePage,
    GlossaryPage,
    HandbookPage,
    LessonPage,
    NewsPage,
    PolicyPage,
    ReadingListPage,
    SectionPage,
    SyllabusPage,
    TextbookPage,
)
from cms.demo.course_pages import (
    Masters,
    SchoolContent,
    create_master,
    create_school_content,
    create_second_edition,
)
from cms.demo.syllabus import COURSE
from cms.masters.domain import differences, merge_edition
from cms.masters.models import Adoption, MasterEdition
from cms.publishing.domain import release_syllabus
from cms.users.models import User
from courses.curriculum.models import Course
from tests.factories.institutions import InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Built:
    by: User
    masters: Masters
    school: SchoolContent


@pytest.fixture(scope="module")
def built(kept_for_module: Callable[..., AbstractContextManager[Built]]) -> Iterator[Built]:
    with kept_for_module(build) as built:
        yield built


def build() -> Built:
    by = UserFactory()
    masters = create_master("41", by=by)
    institution = InstitutionFactory(province="41")
    course = Course.objects.create(institution=institution, **COURSE)
    school = create_school_content(institution, course=course, masters=masters, by=by)
    return Built(by, masters, school)


@pytest.fixture
def by(built: Built) -> User:
    return built.by


@pytest.fixture
def masters(db: None, built: Built) -> Masters:
    """As they are stored: another test may have changed the objects."""
    syllabus, textbook, entrepreneurship = (
        MasterEdition.objects.get(pk=edition.pk)
        for edition in (
            built.masters.syllabus,
            built.masters.textbook,
            built.masters.entrepreneurship,
        )
    )
    return Masters(syllabus=syllabus, textbook=textbook, entrepreneurship=entrepreneurship)


@pytest.fixture
def school(db: None, built: Built) -> SchoolContent:
    return SchoolContent(
        syllabus=SyllabusPage.objects.get(pk=built.school.syllabus.pk),
        textbook=TextbookPage.objects.get(pk=built.school.textbook.pk),
    )


def test_lessons_of_the_copy_know_units_and_read_the_schools_own_book(
    school: SchoolContent,
) -> None:
    lessons = LessonPage.objects.child_of(school.syllabus)
    units = {unit.key: unit.title for unit in school.syllabus.units.all()}
    assert lessons.count() == 19 + 2
    assert {units[lesson.unit_key] for lesson in lessons} == set(units.values())
    read = [row.reading for lesson in lessons for row in lesson.readings.all()]
    assert len(read) == 12
    assert all(page.is_descendant_of(school.textbook) for page in read)
    fixed = lessons.filter(is_fixed=True).values_list("slug", flat=True)
    assert sorted(fixed) == ["decision-balance", "labour-rights", "university-and-career"]


def test_copy_can_be_released_with_the_hours_of_the_course(school: SchoolContent, by: User) -> None:
    outline = release_syllabus(school.syllabus, by=by)
    assert (outline.theory_hours, outline.practice_hours, outline.online_hours) == (22, 10, 6)
    assert outline.units.count() == 10


def test_school_has_its_public_pages(school: SchoolContent) -> None:
    home = school.syllabus.get_parent()
    below = {
        model: model.objects.descendant_of(home).live().count()
        for model in (CasePage, PolicyPage, NewsPage, HandbookPage, GlossaryPage, ReadingListPage)
    }
    assert list(below.values()) == [4, 4, 2, 4, 1, 1]


def test_second_edition_reaches_the_copy_and_local_lessons_stay(
    masters: Masters, school: SchoolContent, by: User
) -> None:
    before = set(LessonPage.objects.child_of(school.syllabus).values_list("slug", flat=True))
    for edition in create_second_edition(masters, by=by):
        assert edition.number == 2
        adoption = Adoption.objects.get(master=edition.master)
        found = differences(adoption, edition).to_decide
        merge_edition(adoption, edition, accept=[page.number for page in found], by=by)
    lessons = LessonPage.objects.child_of(school.syllabus).live()
    assert set(lessons.values_list("slug", flat=True)) == before
    assert "共享手机屏幕" in str(lessons.get(slug="job-information").body)
    assert "每轮八分钟" in str(lessons.get(slug="resume").body)
    added = SectionPage.objects.descendant_of(school.textbook).live().get(slug="online-interview")
    assert added.get_parent().slug == "job-search"


def test_second_edition_changes_two_lessons_of_nineteen(
    masters: Masters, school: SchoolContent, by: User
) -> None:
    syllabus, textbook = create_second_edition(masters, by=by)
    changed = [
        [page.title for page in differences(adoption, edition).to_decide]
        for edition in (syllabus, textbook)
        for adoption in [Adoption.objects.get(master=edition.master)]
    ]
    assert sorted(changed[0]) == ["就业信息的收集与筛选", "简历与求职信"]
    assert "第四节 网上面试的准备" in changed[1]
