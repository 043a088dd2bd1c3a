import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, Locale, Page, Site

from cms.content.domain import (
    PageRefused,
    create_home_page,
    create_syllabus_page,
    ensure_site_root,
)
from cms.content.models import HomePage
from tests.factories.content import make_home, make_syllabus
from tests.factories.curriculum import CourseFactory
from tests.factories.institutions import InstitutionFactory


@pytest.fixture
def institution(db):
    """Without a home page: these tests are about its making."""
    return InstitutionFactory()


def test_site_root_removes_what_wagtail_installs(db):
    root = Page.get_first_root_node()
    root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    for name in ("Editors", "Moderators"):
        Group.objects.create(name=name)

    ensure_site_root()

    assert not root.get_children().exists()
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


def test_site_root_twice_changes_nothing(db):
    assert ensure_site_root().pk == ensure_site_root().pk
    assert Site.objects.count() == 1


def test_site_root_works_in_an_emptied_database(db):
    Site.objects.all().delete()
    Page.objects.all().delete()
    Collection.objects.all().delete()
    Locale.objects.all().delete()

    home = create_home_page(InstitutionFactory(code="4141010459"))

    assert home.url == "/10459/"


def test_home_page_is_served_under_the_last_five_digits(client, db):
    make_home(InstitutionFactory(code="4141010459", name="郑州大学"))

    assert "郑州大学" in client.get("/10459/").content.decode()


def test_home_page_is_made_once(institution):
    assert create_home_page(institution) == create_home_page(institution)
    assert HomePage.objects.count() == 1


def test_home_page_takes_the_whole_identifier_where_five_digits_are_taken(db):
    create_home_page(InstitutionFactory(code="4141010459"))

    second = create_home_page(InstitutionFactory(code="4241010459"))

    assert second.slug == "4241010459"


def test_syllabus_of_another_institutions_course_is_refused(institution):
    home = make_home(institution)

    with pytest.raises(PageRefused, match="其他学校"):
        create_syllabus_page(home, course=CourseFactory())


def test_syllabus_is_published_with_a_first_revision(institution):
    page = make_syllabus(institution)

    assert page.live
    assert page.live_revision.as_object().units.count() == 3


def test_syllabus_may_stay_a_draft(institution):
    page = make_syllabus(institution, publish=False)

    assert not page.live
    assert page.latest_revision.as_object().units.count() == 3


def test_second_syllabus_of_a_course_gets_an_address_of_its_own(institution):
    first = make_syllabus(institution)

    second = make_syllabus(institution, course=first.course)

    assert second.slug != first.slug
