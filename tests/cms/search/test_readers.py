"""Who finds what: what `readable_pages` says, and the teacher's part for teachers alone."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import AnonymousUser

from cms.content.domain import add_page
from cms.content.models import LessonPage, TextbookPage
from cms.content.readers import readable_pages
from cms.search.domain import find, index_pages, question_of
from cms.search.domain.finding import matching
from cms.users.models import User
from courses.institutions.enums import RoleKind
from tests.factories.content import make_home, make_syllabus
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    InstitutionFactory,
    StudentFactory,
    UserFactory,
)
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory, TermFactory

AUDIENCES = ("public", "institution", "course")


def pages_of_two_schools(institution):
    pages = []
    for school in (institution, InstitutionFactory()):
        syllabus, home = make_syllabus(school), make_home(school)
        for audience in AUDIENCES:
            fields = {"title": f"{school.pk}{audience}", "audience": audience}
            lesson = LessonPage(homework="<p>简历</p>", key_points="<p>简历秘籍</p>", **fields)
            book = TextbookPage(edition="1", authors="x", summary="<p>简历</p>", **fields)
            pages += [add_page(syllabus, lesson), add_page(home, book)]
    index_pages([page.pk for page in pages])
    return pages


@pytest.fixture(scope="module")
def kept_world(kept_institution, kept_for_module):
    with kept_for_module(lambda: pages_of_two_schools(kept_institution)) as built:
        yield built


@pytest.fixture
def world(kept_world, db):
    """Lessons and books of each audience at two schools, all with 简历; lessons with a plan."""
    return deepcopy(kept_world)


@pytest.fixture
def learner(institution, sign_in, world):
    syllabus = next(page.get_parent().specific for page in world if isinstance(page, LessonPage))
    student = StudentFactory(
        administrative_class=AdministrativeClassFactory(major__department__institution=institution),
        user=UserFactory(),
    )
    EnrolmentFactory(
        student=student,
        teaching_class=TeachingClassFactory(
            term=TermFactory(institution=institution),
            outline=OutlineFactory(course=syllabus.course),
        ),
    )
    return sign_in("student", user=student.user).user


def _pages_found(user):
    question = question_of("简历")
    entries = matching(user, question).exclude(kind="plan")
    return set(entries.values_list("page", flat=True))


def test_everybody_finds_exactly_what_they_may_read(world, learner, sign_in):
    numbers = {page.pk for page in world}
    people = [sign_in(kind).user for kind in RoleKind.values if kind != "student"]
    superuser = UserFactory(is_superuser=True)

    seen = {}
    for user in [AnonymousUser(), learner, superuser, *people]:
        fresh = User.objects.get(pk=user.pk) if user.pk else user
        allowed = set(readable_pages(fresh).values_list("pk", flat=True)) & numbers
        assert _pages_found(fresh) == allowed, user
        seen[user] = len(allowed)
    assert seen[superuser] == 12
    assert 4 < seen[learner] <= 8


@pytest.mark.parametrize(
    ("kind", "finds"),
    [("instructor", 3), ("auditor", 3), ("section", 3), ("counsellor", 0), ("province", 6)],
)
def test_plans_are_found_by_those_who_teach_or_oversee(world, sign_in, kind, finds):
    found = find(sign_in(kind).user, question_of("秘籍"))

    assert found.total == finds
    assert {hit.kind.value for hit in found.hits} <= {"plan"}
    assert all(hit.address.endswith("?view=plan") for hit in found.hits)


def test_students_and_strangers_never_find_a_plan(world, learner):
    for user in (AnonymousUser(), learner):
        found = find(user, question_of("秘籍"))
        assert (found.total, found.by_kind, found.hits) == (0, [], [])


def test_counts_tell_nothing_of_other_schools(world, sign_in):
    found = find(sign_in("instructor").user, question_of("简历"), kind="lesson")

    # Three lessons of the own school, the public one of the other.
    assert dict(found.by_kind)["lesson"] == 4
    assert found.page.paginator.count == 4
