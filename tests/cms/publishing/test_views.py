import pytest
from django.urls import reverse

from courses.curriculum.models import Outline
from tests.factories.content import UNITS, make_syllabus
from tests.factories.curriculum import CourseFactory, OutlineFactory
from tests.factories.institutions import InstitutionFactory, RoleFactory

LIST = reverse("publishing:list")


@pytest.mark.parametrize(
    "kind", ["office", "admin", "department", "instructor", "auditor", "province"]
)
def test_list_shows_courses_of_ones_institution(sign_in, institution, kind):
    make_syllabus(institution, title="本校大纲")
    make_syllabus(InstitutionFactory(province="42"), title="外校大纲")

    html = sign_in(kind).get(LIST).content.decode()

    assert "本校大纲" in html
    assert "外校大纲" not in html


@pytest.mark.parametrize("kind", ["student", "counsellor"])
def test_list_is_closed_to_others(sign_in, kind):
    assert sign_in(kind).get(LIST).status_code == 403


def test_list_is_found_by_name_and_filtered_by_state(sign_in, institution):
    CourseFactory(institution=institution, name="创业基础", code="EMPTY-COURSE")
    OutlineFactory(
        course=CourseFactory(institution=institution, name="生涯规划", code="SHOWN-COURSE")
    )
    client = sign_in("office")

    assert "EMPTY-COURSE" not in client.get(LIST, {"q": "生涯"}).content.decode()
    assert "EMPTY-COURSE" not in client.get(LIST, {"state": "with"}).content.decode()
    assert "SHOWN-COURSE" not in client.get(LIST, {"state": "without"}).content.decode()


def test_list_survives_nonsense_in_the_address(sign_in, institution):
    CourseFactory(institution=institution, code="E1")

    response = sign_in("office").get(LIST, {"sort": "'; drop", "state": "x", "page": "-4"})

    assert "E1" in response.content.decode()


def test_list_says_what_to_do_when_empty(sign_in):
    assert "先设置课程" in sign_in("office").get(LIST).content.decode()


def test_list_asks_the_same_of_the_database_for_one_and_for_three(
    sign_in, institution, django_assert_max_num_queries, django_assert_num_queries
):
    client = sign_in("office")

    def add_course():
        OutlineFactory(course=make_syllabus(institution).course)

    add_course()
    client.get(LIST)
    with django_assert_max_num_queries(15) as one:
        client.get(LIST)
    used = len(one)
    add_course()
    add_course()
    client.get(LIST)  # Wagtail keeps the paths of sites until a page changes

    with django_assert_num_queries(used):
        client.get(LIST)


def test_check_shows_the_difference_by_kind(sign_in, institution):
    page = make_syllabus(institution, units=UNITS[:2])

    html = sign_in("office").get(reverse("publishing:release", args=[page.pk])).content.decode()

    assert "-6" in html
    assert "不足" in html
    assert "release/" in html
    assert reverse("publishing:release_now", args=[page.pk]) not in html


def test_looking_at_the_check_releases_nothing(sign_in, institution):
    page = make_syllabus(institution)

    sign_in("office").get(reverse("publishing:release", args=[page.pk]))

    assert not Outline.objects.exists()


def test_office_releases_with_a_post(sign_in, institution):
    page = make_syllabus(institution)

    response = sign_in("office").post(reverse("publishing:release_now", args=[page.pk]))

    outline = Outline.objects.get()
    assert response.url == reverse("publishing:outline", args=[outline.public_id])


def test_release_is_no_get(sign_in, institution):
    page = make_syllabus(institution)

    client = sign_in("office")

    assert client.get(reverse("publishing:release_now", args=[page.pk])).status_code == 405


def test_refused_release_says_why(sign_in, institution):
    page = make_syllabus(institution, units=UNITS[:1])

    response = sign_in("office").post(
        reverse("publishing:release_now", args=[page.pk]), follow=True
    )

    assert "各单元学时之和与课程学时不符" in response.content.decode()


@pytest.mark.parametrize("kind", ["instructor", "department"])
def test_authors_see_the_check_but_do_not_release(sign_in, institution, kind):
    page = make_syllabus(institution)
    client = sign_in(kind)

    assert client.get(reverse("publishing:release", args=[page.pk])).status_code == 200
    assert client.post(reverse("publishing:release_now", args=[page.pk])).status_code == 403


def test_another_institutions_syllabus_is_not_there(sign_in, institution):
    page = make_syllabus(InstitutionFactory())
    client = sign_in("office")

    assert client.get(reverse("publishing:release", args=[page.pk])).status_code == 404
    assert client.post(reverse("publishing:release_now", args=[page.pk])).status_code == 404


def test_a_role_elsewhere_does_not_release_here(sign_in, institution):
    page = make_syllabus(institution)
    client = sign_in("instructor")
    RoleFactory(user=client.user, kind="office", institution=InstitutionFactory())

    response = client.post(reverse("publishing:release_now", args=[page.pk]))

    assert response.status_code == 404
    assert not Outline.objects.exists()


@pytest.mark.parametrize("kind", ["student", "counsellor", "auditor", "instructor", "province"])
def test_every_member_reads_an_outline(sign_in, institution, kind):
    outline = OutlineFactory(course=CourseFactory(institution=institution))

    response = sign_in(kind).get(reverse("publishing:outline", args=[outline.public_id]))

    assert "第1单元" in response.content.decode()


def test_another_institutions_outline_is_not_there(sign_in):
    outline = OutlineFactory()

    response = sign_in("office").get(reverse("publishing:outline", args=[outline.public_id]))

    assert response.status_code == 404
