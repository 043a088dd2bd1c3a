"""The order of pages below a page: by buttons, for whoever manages the institution's pages."""

from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from cms.masters.domain import adopt, release_edition
from cms.masters.groups import sync_officer
from cms.publishing.ordering import OrderRefused, order_rows, place_page
from tests.factories.content import make_home
from tests.factories.curriculum import CourseFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.masters import (
    make_lesson,
    make_master_syllabus,
    make_master_textbook,
    make_province,
)


def copy_of_a_master(institution):
    master = make_master_syllabus()
    make_lesson(master, title="求职权益", is_fixed=True)
    edition = release_edition(master, note="第一版", by=None)
    course = CourseFactory(institution=institution)
    syllabus = adopt(edition, home=make_home(institution), course=course, by=None).copy.specific
    make_lesson(syllabus, title="我校的一课")
    return syllabus


@pytest.fixture(scope="module")
def kept_copy(kept_institution, kept_for_module):
    with kept_for_module(lambda: copy_of_a_master(kept_institution)) as built:
        yield built


@pytest.fixture
def copy(kept_copy, db):
    """A school's copy: a free lesson, two fixed ones, and one of the school itself."""
    return deepcopy(kept_copy)


def titles(parent):
    return list(Page.objects.child_of(parent).order_by("path").values_list("title", flat=True))


def child(parent, title):
    return Page.objects.child_of(parent).get(title=title)


def url(parent):
    return reverse("order_pages", args=[parent.pk])


def move(client, parent, title, place):
    return client.post(url(parent), {"page": child(parent, title).pk, "place": place, "by": "up"})


@pytest.mark.parametrize(
    ("title", "place", "expected"),
    [
        ("我校的一课", 1, ["我校的一课", "兴趣与性格", "职业的世界", "求职权益"]),
        ("我校的一课", 3, ["兴趣与性格", "职业的世界", "我校的一课", "求职权益"]),
        ("兴趣与性格", 2, ["职业的世界", "兴趣与性格", "求职权益", "我校的一课"]),
        ("兴趣与性格", 4, ["职业的世界", "求职权益", "我校的一课", "兴趣与性格"]),
        ("求职权益", 4, ["兴趣与性格", "职业的世界", "我校的一课", "求职权益"]),
        ("求职权益", 3, ["兴趣与性格", "职业的世界", "求职权益", "我校的一课"]),
    ],
)
def test_page_is_put_at_a_place(author, copy, title, place, expected):
    answer = move(author("office"), copy, title, place)

    assert titles(copy) == expected
    assert answer.status_code == 302


@pytest.mark.parametrize(("title", "place"), [("求职权益", 2), ("求职权益", 1), ("职业的世界", 4)])
def test_fixed_pages_keep_their_order_among_each_other(author, copy, title, place):
    client = author("admin")
    before = titles(copy)

    answer = client.post(
        url(copy), {"page": child(copy, title).pk, "place": place}, follow=True
    ).content.decode()

    assert titles(copy) == before
    assert "之间的先后由省里定" in answer


def test_buttons_are_off_where_a_fixed_page_would_pass_another(copy):
    may = {row.page.title: (row.is_held, row.up, row.down) for row in order_rows(copy)}

    assert may == {
        "兴趣与性格": (False, False, True),
        "职业的世界": (True, True, False),
        "求职权益": (True, False, True),
        "我校的一课": (False, True, False),
    }


def test_province_orders_its_own_fixed_pages(author, institution):
    master = make_master_textbook(make_province(institution.province))
    chapter = master.get_children().get()
    officer = author("province")
    sync_officer(officer.user)

    move(officer, chapter, "第2节", 1)

    assert titles(chapter) == ["第2节", "第1节"]


@pytest.mark.parametrize("kind", ["instructor", "section", "department"])
def test_whoever_only_writes_does_not_order(author, copy, kind):
    client = author(kind)
    before = titles(copy)

    assert client.get(url(copy)).status_code == 403
    assert move(client, copy, "我校的一课", 1).status_code == 403
    assert titles(copy) == before


@pytest.mark.parametrize("kind", ["student", "auditor", "counsellor"])
def test_whoever_writes_no_pages_is_refused(sign_in, copy, kind):
    assert sign_in(kind).get(url(copy)).status_code == 403


def test_stranger_is_asked_to_sign_in(copy):
    assert Client().get(url(copy))["Location"].startswith(reverse("account_login"))


def test_pages_of_another_school_and_the_root_are_not_found(author, copy, institution):
    client = author("office")
    foreign = make_home(InstitutionFactory(province="42"))

    for parent in (foreign, Page.get_first_root_node(), make_province("42")):
        assert client.get(url(parent)).status_code == 404
    own = make_home(institution)
    # A page that stands elsewhere is no place in this list.
    client.post(url(own), {"page": child(copy, "我校的一课").pk, "place": 1})
    assert titles(copy)[-1] == "我校的一课"


@pytest.mark.parametrize(
    "sent", [{}, {"page": "x", "place": "1"}, {"place": "1"}, {"page": "-1", "place": "²"}]
)
def test_bad_input_changes_nothing_and_says_so(author, copy, sent):
    before = titles(copy)

    answer = author("office").post(url(copy), sent, follow=True).content.decode()

    assert titles(copy) == before
    assert "请重新查看顺序" in answer


@pytest.mark.parametrize("place", [0, 5, -1])
def test_place_that_is_none_is_refused(copy, place):
    with pytest.raises(OrderRefused):
        place_page(copy, child(copy, "我校的一课").pk, place=place, by=None)


def test_order_is_logged_and_no_page_is_changed_or_published(author, copy):
    client = author("office")
    lesson = child(copy, "我校的一课")

    move(client, copy, "我校的一课", 1)

    entry = PageLogEntry.objects.filter(page=lesson).latest("pk")
    assert (entry.action, entry.user) == ("wagtail.reorder", client.user)
    moved = Page.objects.get(pk=lesson.pk)
    assert (moved.latest_revision_id, moved.live_revision_id, moved.url_path) == (
        lesson.latest_revision_id,
        lesson.live_revision_id,
        lesson.url_path,
    )


def test_kept_public_page_shows_the_new_order(
    author, institution, settings, django_capture_on_commit_callbacks
):
    settings.PUBLIC_PAGE_SECONDS = 900
    book = make_master_textbook(make_province(institution.province))
    edition = release_edition(book, note="第一版", by=None)
    copy = adopt(edition, home=make_home(institution), by=None).copy.specific
    chapter = copy.get_children().get()
    client = author("office")
    before = Client().get(copy.url).content.decode()
    assert before.index("第1节") < before.index("第2节")

    with django_capture_on_commit_callbacks(execute=True):
        move(client, chapter, "第2节", 1)

    after = Client().get(copy.url).content.decode()
    assert after.index("第2节") < after.index("第1节")


def test_wagtails_own_way_to_sort_is_closed(author, copy):
    client = author("office")
    address = reverse("wagtailadmin_pages:set_page_position", args=[child(copy, "我校的一课").pk])

    assert client.post(f"{address}?position=0").status_code == 404
    assert titles(copy)[-1] == "我校的一课"
    listing = client.get(reverse("wagtailadmin_explore", args=[copy.pk]) + "?ordering=ord")
    html = listing.content.decode()
    assert "w-orderable" not in html
    assert url(copy) in html
    assert "调整顺序" in html


def test_editor_is_offered_no_sorting(author, copy):
    html = author("instructor").get(reverse("wagtailadmin_explore", args=[copy.pk])).content
    assert url(copy) not in html.decode()


def test_list_takes_the_same_queries_for_few_and_many(
    author, copy, django_assert_num_queries, django_assert_max_num_queries
):
    client = author("office")
    client.get(url(copy))
    with django_assert_max_num_queries(25) as few:
        client.get(url(copy))
    count = len(few)
    for number in range(5):
        make_lesson(copy, title=f"第{number}课")
    client.get(url(copy))
    with django_assert_num_queries(count):
        client.get(url(copy))
