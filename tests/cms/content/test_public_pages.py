import re

from django.urls import reverse

from tests.factories.content import UNITS, make_home, make_syllabus
from tests.factories.curriculum import CourseFactory


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_syllabus_shows_every_field_to_anybody(client, institution):
    page = make_syllabus(
        institution,
        course=CourseFactory(institution=institution, name_en="Career Development", code="C9"),
        majors="全校本科专业",
        prerequisites="无先修",
        description="<p>课程简介正文</p>",
        assessment="<p>平时 60%</p>",
        textbooks="<p>统编教材</p>",
    )

    shown = text_of(client.get(page.url))

    for expected in (
        "Career Development", "C9", "2.0", "通识必修课", "全校本科专业", "无先修", "课程简介正文",
        "平时 60%", "统编教材", "树立职业生涯发展的自主意识。", *(unit[0] for unit in UNITS),
        "38（理论 24，实践 8，线上 6）", institution.name,
    ):  # fmt: skip
        assert expected in shown


def test_syllabus_adds_up_the_units(client, institution):
    page = make_syllabus(institution, units=[("甲", "", 10, 4, 2), ("乙", "", 6, 0, 1)])

    assert "合计 16 4 3 23" in text_of(client.get(page.url))


def test_syllabus_escapes_what_authors_type(client, institution):
    page = make_syllabus(institution, units=[("<script>alert(1)</script>", "<b>粗</b>", 1, 0, 0)])

    html = client.get(page.url).content.decode()

    assert "<script>alert(1)</script>" not in html
    assert "&lt;b&gt;粗&lt;/b&gt;" in html


def test_draft_syllabus_is_not_served(client, institution):
    page = make_syllabus(institution, publish=False)

    assert client.get(f"/{institution.code[-5:]}/{page.slug}/").status_code == 404


def test_home_lists_published_syllabuses_only(client, institution):
    make_syllabus(institution, title="已发布大纲")
    make_syllabus(institution, title="草稿大纲", publish=False)

    shown = text_of(client.get(make_home(institution).url))

    assert "已发布大纲" in shown
    assert "草稿大纲" not in shown


def test_home_asks_the_same_of_the_database_for_one_and_for_three(
    client, institution, django_assert_num_queries, django_assert_max_num_queries
):
    make_syllabus(institution)
    url = make_home(institution).url
    client.get(url)
    with django_assert_max_num_queries(12) as one:
        client.get(url)
    used = len(one)
    make_syllabus(institution)
    make_syllabus(institution)
    client.get(url)  # Wagtail keeps the paths of sites until a page changes

    with django_assert_num_queries(used):
        client.get(url)


def test_public_pages_keep_the_strict_policy(client, institution):
    policy = client.get(make_syllabus(institution).url)["Content-Security-Policy"]

    assert "unsafe" not in policy


def test_home_without_a_syllabus_says_how_to_begin_to_whoever_may(institution, client, sign_in):
    home = make_home(institution)
    ways = [reverse("masters:available"), reverse("content_imports:new")]
    office = sign_in("office").get(home.url_path).content.decode()
    assert all(f'href="{way}"' in office for way in ways)
    for other in (client, sign_in("student"), sign_in("auditor")):
        page = other.get(home.url_path).content.decode()
        assert "还没有发布教学大纲" in page
        assert not any(way in page.split("<main")[1] for way in ways)
