"""Two people of one school at the same moment (PostgreSQL and SQLite alike)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cms.content.models import LessonPage, SyllabusPage
from cms.masters.domain import MasterRefused, adopt, differences, merge_edition, release_edition
from cms.masters.models import Adoption, MasterEdition
from tests.factories.content import make_home
from tests.factories.curriculum import CourseFactory
from tests.factories.masters import change, make_master_syllabus

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work):
    """`work` by two people, each with a connection of their own: what came back or was refused."""
    together = threading.Barrier(2)

    def run(_number):
        try:
            together.wait(timeout=60)
            return work()
        except MasterRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


def test_master_adopted_by_two_people_at_once_is_one_copy(institution):
    edition = release_edition(make_master_syllabus(), note="第一版", by=None)
    home, course = make_home(institution), CourseFactory(institution=institution)

    answers = at_once(lambda: adopt(edition, home=home, course=course, by=None))

    assert sum(isinstance(answer, MasterRefused) for answer in answers) == 1
    assert Adoption.objects.count() == 1
    assert SyllabusPage.objects.child_of(home).count() == 1
    assert LessonPage.objects.descendant_of(home).count() == 2


def test_edition_released_by_two_people_at_once_has_one_number():
    master = make_master_syllabus()

    answers = at_once(lambda: release_edition(master, note="第一版", by=None))

    assert sum(isinstance(answer, MasterRefused) for answer in answers) == 1
    assert [edition.number for edition in MasterEdition.objects.all()] == [1]


def test_edition_merged_by_two_people_at_once_is_merged_once(institution):
    master = make_master_syllabus()
    edition = release_edition(master, note="第一版", by=None)
    adoption = adopt(
        edition, home=make_home(institution), course=CourseFactory(institution=institution), by=None
    )
    lesson = LessonPage.objects.child_of(master).order_by("path").first()
    change(lesson, title="新题")
    second = release_edition(master, note="第二版", by=None)
    copy = LessonPage.objects.get(master=lesson)
    before = copy.revisions.count()
    accept = [page.number for page in differences(adoption).to_decide]

    at_once(lambda: merge_edition(adoption, second, accept=accept, by=None))

    copy.refresh_from_db()
    assert copy.title == "新题"
    assert copy.revisions.count() == before + 1
