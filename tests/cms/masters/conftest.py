"""A province with a master in its first edition, and a school that adopted it."""

from types import SimpleNamespace

import pytest

from cms.content.models import LessonPage
from cms.masters.domain import adopt, release_edition
from cms.masters.groups import sync_officer
from cms.publishing.groups import sync_groups
from tests.factories.content import make_home
from tests.factories.curriculum import CourseFactory
from tests.factories.masters import make_master_syllabus


@pytest.fixture
def master(db):
    return make_master_syllabus()


@pytest.fixture
def edition(master):
    return release_edition(master, note="第一版", by=None)


@pytest.fixture
def home(institution):
    return make_home(institution)


def copy_of(edition, institution):
    course = CourseFactory(institution=institution)
    adoption = adopt(edition, home=make_home(institution), course=course, by=None)
    lessons = LessonPage.objects.child_of(adoption.copy).order_by("path")
    return SimpleNamespace(
        adoption=adoption, syllabus=adoption.copy.specific, free=lessons[0], fixed=lessons[1]
    )


@pytest.fixture
def adopted(edition, institution):
    """The adoption with the copy's pages: `syllabus`, the free lesson, the fixed lesson."""
    return copy_of(edition, institution)


@pytest.fixture(scope="module")
def kept_adopted(kept_institution, kept_for_module):
    """`master`, `edition` and `adopted` at once, for modules all of whose tests start there."""

    def build():
        master = make_master_syllabus()
        edition = release_edition(master, note="第一版", by=None)
        return SimpleNamespace(
            master=master, edition=edition, adopted=copy_of(edition, kept_institution)
        )

    with kept_for_module(build) as built:
        yield built


@pytest.fixture
def author(sign_in):
    """`author("office")` → a client of a person who may enter Wagtail's admin."""

    def make(kind, **role):
        client = sign_in(kind, **role)
        sync_groups(client.user)
        sync_officer(client.user)
        client.user = type(client.user).objects.get(pk=client.user.pk)
        return client

    return make
