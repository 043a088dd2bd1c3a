"""Who reads what: one table, asked page by page, of lists, and of the served page."""

import datetime

import pytest
from django.test import Client
from wagtail.models import Page

from cms.content.domain import add_page
from cms.content.models import CasePage, EntrepreneurshipIndexPage, HomePage
from cms.content.readers import may_read, readable_pages
from cms.users.models import User
from courses.institutions.models import Role
from tests.factories.content import make_home, make_syllabus
from tests.factories.curriculum import CourseFactory
from tests.factories.institutions import InstitutionFactory

EVERYBODY = {
    "instructor", "head", "counsellor", "auditor", "near_instructor", "near_student",
    "far_instructor", "officer", "superuser", "anonymous", "learner", "former", "other_learner",
    "idle_student",
}  # fmt: skip
TEACHING = {"instructor", "head", "auditor", "officer", "superuser"}
STUDENTS = {"learner", "former", "other_learner", "idle_student"}
NEAR = {"near_instructor", "near_student"}

READS = {
    "public_lesson": EVERYBODY,
    "institution_lesson": TEACHING | STUDENTS | {"counsellor"},
    "course_lesson": TEACHING | {"learner", "former"},
    "public_book": EVERYBODY,
    "institution_book": TEACHING | STUDENTS | {"counsellor"},
    "course_book": TEACHING | {"learner", "former", "other_learner"},
    "master_public_lesson": EVERYBODY,
    "master_institution_lesson": TEACHING | STUDENTS | NEAR | {"counsellor"},
    "master_course_lesson": TEACHING | {"near_instructor"},
    "master_course_book": TEACHING | {"near_instructor"},
    "case": EVERYBODY,
}


@pytest.fixture
def world(home, syllabus, province_home, master, make_lesson, make_book, people, student_of):
    other = CourseFactory(institution=syllabus.course.institution)
    people.learner = student_of(syllabus.course)
    people.former = student_of(syllabus.course, valid_to=datetime.date(2026, 12, 1))
    people.other_learner = student_of(other)
    people.idle_student = student_of()
    index = add_page(home, EntrepreneurshipIndexPage(title="创业"))
    pages = {"case": [add_page(index, CasePage(title="案例", industry="农业", source="本校"))]}
    for audience in ("public", "institution", "course"):
        pages[f"{audience}_lesson"] = [make_lesson(syllabus, audience)]
        pages[f"{audience}_book"] = list(vars(make_book(home, audience)).values())
        pages[f"master_{audience}_lesson"] = [make_lesson(master, audience)]
    pages["master_course_book"] = list(vars(make_book(province_home, "course")).values())
    return people, pages


def fresh(user):
    return User.objects.get(pk=user.pk) if user.pk else user


def test_table_of_readers_holds_page_by_page_and_in_lists(world):
    people, pages = world
    readers = vars(people)
    assert set(readers) == EVERYBODY

    for name, client in readers.items():
        listed = set(readable_pages(fresh(client.user)).values_list("pk", flat=True))
        for kind, expected in READS.items():
            for page in pages[kind]:
                wanted = name in expected
                assert may_read(page, fresh(client.user)) == wanted, (name, kind, page)
                assert (page.pk in listed) == wanted, (name, kind, page)


def test_page_that_may_not_be_read_is_not_found(world):
    people, pages = world

    for kind, expected in READS.items():
        for page in pages[kind]:
            assert people.learner.get(page.url).status_code == (
                200 if "learner" in expected else 404
            ), kind
            assert Client().get(page.url).status_code == (
                200 if "anonymous" in expected else 404
            ), kind


def test_student_whose_role_was_taken_away_reads_no_more(syllabus, make_lesson, student_of):
    lesson = make_lesson(syllabus)
    learner = student_of(syllabus.course)
    assert learner.get(lesson.url).status_code == 200

    Role.objects.filter(user=learner.user).delete()

    assert learner.get(lesson.url).status_code == 404


def test_students_of_another_school_with_the_same_course_code_read_nothing(
    syllabus, make_lesson, make_book, home, student_of
):
    twin = CourseFactory(institution=InstitutionFactory(), code=syllabus.course.code)
    stranger = student_of(twin)

    assert stranger.get(make_lesson(syllabus).url).status_code == 404
    assert stranger.get(make_book(home).section.url).status_code == 404


def test_drafts_are_listed_to_nobody(syllabus, people, institution):
    draft = make_syllabus(institution, publish=False)

    assert not readable_pages(people.instructor.user).filter(pk=draft.pk).exists()


def test_reading_asks_at_most_two_more_queries(
    world, django_assert_num_queries, django_assert_max_num_queries
):
    people, pages = world
    for client in (people.learner, people.idle_student, people.instructor):
        for kind in ("course_lesson", "course_book"):
            page = Page.objects.get(pk=pages[kind][-1].pk).specific
            # One for the roles, which every page of a signed-in person asks anyway.
            with django_assert_max_num_queries(3):
                may_read(page, fresh_with_roles(client.user))
    public = Page.objects.get(pk=pages["public_lesson"][0].pk).specific
    with django_assert_num_queries(0):
        may_read(public, people.learner.user)


def fresh_with_roles(user):
    return User(pk=user.pk, username=user.username)


def test_lists_can_be_narrowed_further(world, home, province_home):
    people, _pages = world

    homes = readable_pages(people.learner.user, HomePage.objects.all())

    assert set(homes) == {home, province_home}
    assert make_home(home.institution) in homes
