import pytest
from django.urls import reverse

from cms.content.models import LessonPage
from cms.masters.domain import adopt, release_edition
from cms.masters.models import Adoption, MasterEdition
from tests.factories.content import make_home
from tests.factories.curriculum import CourseFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.masters import (
    change,
    make_adoption,
    make_master_syllabus,
    make_master_textbook,
    make_province,
)


def page_of(client, name, *args):
    return client.get(reverse(f"masters:{name}", args=args)).content.decode()


def test_school_sees_masters_of_its_province_only(sign_in, edition):
    other = make_master_textbook(make_province("42"))
    release_edition(other, note="邻省", by=None)

    html = page_of(sign_in("instructor"), "available")

    assert "职业发展与就业指导" in html
    assert "大学生职业发展教程" not in html
    assert reverse("masters:adopt", args=[edition.public_id]) not in html


def test_office_compares_hours_and_adopts(sign_in, edition, institution):
    office = sign_in("office")
    course = CourseFactory(institution=institution, theory_hours=20)
    url = reverse("masters:adopt", args=[edition.public_id])

    html = office.get(url, {"course": course.pk}).content.decode()
    office.post(url, {"course": course.pk})

    assert "24" in html
    assert "20" in html
    adoption = Adoption.objects.get()
    assert (adoption.institution, adoption.copy.specific.course) == (institution, course)
    assert adoption.adopted_by == office.user


def test_textbook_is_adopted_without_a_course(sign_in, institution):
    edition = release_edition(make_master_textbook(), note="第一版", by=None)

    sign_in("admin").post(reverse("masters:adopt", args=[edition.public_id]), {"textbook": 1})

    assert Adoption.objects.get().edition == edition


def test_course_of_another_school_is_neither_offered_nor_taken(sign_in, edition):
    foreign = CourseFactory(institution=InstitutionFactory(province="41"), name="外校课程")
    office = sign_in("office")
    url = reverse("masters:adopt", args=[edition.public_id])

    assert "外校课程" not in office.get(url).content.decode()
    assert office.post(url, {"course": foreign.pk}).status_code == 200
    assert not Adoption.objects.exists()


@pytest.fixture
def second(master, adopted):
    """A second edition; both sides changed the free lesson's title, the master its first block."""
    change(adopted.free, title="我校的兴趣课")
    lesson = LessonPage.objects.child_of(master).order_by("path").first()
    change(lesson, title="兴趣、性格与气质")
    return release_edition(master, note="第二版：气质", by=None)


def test_difference_shows_all_three_texts_with_the_changed_words_marked(sign_in, adopted, second):
    html = page_of(sign_in("section"), "difference", adopted.adoption.public_id)

    assert "<ins>、</ins>" in html
    assert "我校的" in html
    assert "第二版：气质" in html
    assert reverse("masters:merge", args=[adopted.adoption.public_id]) in html
    assert 'type="checkbox"' not in html


def test_office_takes_over_what_it_ticked_and_chose(sign_in, adopted, second):
    office = sign_in("office")
    number = adopted.free.master_id

    office.post(
        reverse("masters:merge", args=[adopted.adoption.public_id]),
        {
            "edition": str(second.public_id),
            "accept": [number, "x"],
            f"choice-{number}-title": "theirs",
        },
    )

    page = LessonPage.objects.get(pk=adopted.free.pk)
    assert page.get_latest_revision_as_object().title == "兴趣、性格与气质"


def test_merge_of_an_edition_that_is_no_longer_the_newest_asks_to_look_again(
    sign_in, adopted, second, edition
):
    office = sign_in("office")

    office.post(
        reverse("masters:merge", args=[adopted.adoption.public_id]),
        {"edition": str(edition.public_id), "accept": adopted.free.master_id},
    )

    adopted.adoption.refresh_from_db()
    assert adopted.adoption.edition == edition


def test_copy_and_edition_of_others_are_not_found(sign_in, edition):
    other = InstitutionFactory(province="42")
    adoption = make_adoption(other, CourseFactory(institution=other))
    office = sign_in("office")
    for name, key in (
        ("difference", adoption.public_id),
        ("adopt", adoption.edition.public_id),
        ("edition", adoption.edition.public_id),
    ):
        assert office.get(reverse(f"masters:{name}", args=[key])).status_code == 404
    officer = sign_in("province")
    key = adoption.master.translation_key
    assert officer.get(reverse("masters:master", args=[key])).status_code == 404


def test_copy_of_a_neighbour_in_the_same_province_is_not_found(sign_in, edition):
    other = InstitutionFactory(province="41")
    course = CourseFactory(institution=other)
    adoption = adopt(edition, home=make_home(other), course=course, by=None)

    url = reverse("masters:difference", args=[adoption.public_id])
    assert sign_in("office").get(url).status_code == 404


def test_officer_begins_and_releases_editions_and_sees_the_schools(sign_in, institution):
    officer = sign_in("province")
    officer.post(reverse("masters:open_home"))
    master = make_master_syllabus(make_province())
    url = reverse("masters:master", args=[master.translation_key])

    assert master.title in page_of(officer, "editions")
    officer.post(url, {"note": "第一版"})
    again = officer.post(url, {"note": "没有变化"})

    assert MasterEdition.objects.get().released_by == officer.user
    assert again.status_code == 200
    html = officer.get(url).content.decode()
    assert institution.name in html


def test_lists_take_the_same_queries_for_one_and_for_three(
    sign_in, adopted, django_assert_num_queries, django_assert_max_num_queries
):
    clients = {"available": sign_in("office"), "editions": sign_in("province")}
    counts = {}
    for name, client in clients.items():
        page_of(client, name)
        with django_assert_max_num_queries(30) as few:
            page_of(client, name)
        counts[name] = len(few)
    home = make_home(adopted.adoption.institution)
    for _ in range(2):
        book = make_master_textbook()
        adopt(release_edition(book, note="第一版", by=None), home=home, by=None)
    for name, client in clients.items():
        # New homes and sites empty Wagtail's cache of addresses.
        page_of(client, name)
        with django_assert_num_queries(counts[name]):
            page_of(client, name)


def test_edition_that_only_sorts_is_released_and_taken_over(sign_in, master, adopted):
    officer, office = sign_in("province"), sign_in("office")
    address = reverse("masters:master", args=[master.translation_key])
    assert "自最新一版以来没有发布新内容" in officer.get(address).content.decode()
    free, fixed = LessonPage.objects.child_of(master).order_by("path")
    fixed.move(free, pos="left")

    officer.post(address, {"note": "先讲职业，再讲自我"})

    assert MasterEdition.objects.latest("number").number == 2
    assert "有新的一版" in page_of(office, "available")
    html = page_of(office, "difference", adopted.adoption.public_id)
    assert "页面的先后有变化" in html
    office.post(
        reverse("masters:merge", args=[adopted.adoption.public_id]),
        {"edition": str(MasterEdition.objects.latest("number").public_id), "whole": 1},
    )
    lessons = LessonPage.objects.child_of(adopted.syllabus).order_by("path")
    assert [page.title for page in lessons] == ["职业的世界", "兴趣与性格"]
    assert "已是最新" in page_of(office, "available")
    assert "页面的先后有变化" not in page_of(office, "difference", adopted.adoption.public_id)


def test_text_that_the_school_left_alone_is_not_shown_twice(sign_in, master, adopted):
    lesson = LessonPage.objects.child_of(master).order_by("path").first()
    change(lesson, title="兴趣、性格与气质")
    release_edition(master, note="第二版", by=None)

    assert "与母版原文相同" in page_of(sign_in("office"), "difference", adopted.adoption.public_id)
    change(adopted.free, title="我校的兴趣课")
    html = page_of(sign_in("office"), "difference", adopted.adoption.public_id)
    assert "与母版原文相同" not in html


def test_whoever_merged_into_drafts_is_led_to_where_they_are_sent(sign_in, adopted, second):
    answer = sign_in("office").post(
        reverse("masters:merge", args=[adopted.adoption.public_id]),
        {"edition": str(second.public_id), "accept": adopted.free.master_id},
        follow=True,
    )

    assert answer.redirect_chain[-1][0] == reverse("reviews:mine")
    html = answer.content.decode()
    assert "现为草稿" in html
    assert reverse("reviews:send", args=[adopted.free.pk]) in html
