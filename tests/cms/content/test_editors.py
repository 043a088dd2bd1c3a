"""What editors offer, and what they refuse, by posting what a browser posts."""

import uuid

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.content.domain import add_page
from cms.content.models import (
    EntrepreneurshipIndexPage,
    LessonPage,
    PolicyPage,
    SyllabusContribution,
    SyllabusPage,
)
from cms.publishing.groups import sync_groups
from tests.factories.curriculum import CourseFactory
from tests.factories.institutions import InstitutionFactory


@pytest.fixture
def office(sign_in, home):
    client = sign_in("office")
    sync_groups(client.user)
    return client


def syllabus_form(course, *, objectives=(), units=(), contributions=(), **fields):
    form = {
        "title": "大纲",
        "slug": "dagang",
        "course": course.pk,
        "majors": "",
        "prerequisites": "",
        "description": rich_text("<p>简介</p>"),
        "assessment": rich_text(""),
        "textbooks": rich_text(""),
        "search_description": "",
        "objectives": inline_formset(objectives),
        "units": inline_formset(units),
        "contributions": inline_formset(contributions),
        "comments": inline_formset([]),
    }
    return nested_form_data(form | fields)


def objective(key, text="能规划"):
    return {"key": str(key), "kind": "skills", "text": text}


def unit(key, title="认识自我"):
    return {
        "key": str(key), "title": title, "content": "", "theory_hours": 2, "practice_hours": 0,
        "online_hours": 0,
    }  # fmt: skip


def line(objective_key, unit_key):
    return {"objective_key": str(objective_key), "unit_key": str(unit_key), "assessment": "规划书"}


def draft_of(page):
    return page.get_latest_revision_as_object()


def test_map_may_name_rows_of_the_same_submission(office, home, institution):
    aim, part = uuid.uuid4(), uuid.uuid4()
    form = syllabus_form(
        CourseFactory(institution=institution),
        objectives=[objective(aim)],
        units=[unit(part)],
        contributions=[line(aim, part)],
    )

    response = office.post(f"/admin/pages/add/cms/syllabuspage/{home.pk}/", form)

    assert response.status_code == 302, errors_in(response)
    saved = draft_of(SyllabusPage.objects.get()).contributions.get()
    assert (saved.objective_key, saved.unit_key) == (aim, part)


def errors_in(response):
    form = response.context["form"]
    return form.errors, {name: formset.errors for name, formset in form.formsets.items()}


def test_map_refuses_rows_that_are_not_on_the_page(office, home, institution):
    form = syllabus_form(
        CourseFactory(institution=institution),
        units=[unit(uuid.uuid4())],
        contributions=[line(uuid.uuid4(), uuid.uuid4())],
    )

    response = office.post(f"/admin/pages/add/cms/syllabuspage/{home.pk}/", form)

    assert "这一行已不在本页" in response.content.decode()
    assert not SyllabusPage.objects.exists()


def test_map_offers_the_rows_of_the_page_by_name(office, syllabus):
    first = syllabus.units.first()
    syllabus.contributions = [
        SyllabusContribution(
            objective_key=syllabus.objectives.first().key, unit_key=first.key, assessment="测验"
        )
    ]
    syllabus.save_revision().publish()

    html = office.get(f"/admin/pages/{syllabus.pk}/edit/").content.decode()

    assert f'<option value="{first.key}" selected>{first.title}</option>' in html
    assert "cms/syllabus_editor.js" in html


def test_syllabus_of_a_foreign_course_is_refused(office, home):
    form = syllabus_form(CourseFactory(institution=InstitutionFactory()))

    office.post(f"/admin/pages/add/cms/syllabuspage/{home.pk}/", form)

    assert not SyllabusPage.objects.exists()


def test_school_is_not_asked_for_what_its_course_says(office, home):
    fields = office.get(f"/admin/pages/add/cms/syllabuspage/{home.pk}/").context["form"].fields

    assert "course" in fields
    assert not {"name_en", "recommended_credits", "recommended_nature"} & set(fields)


def lesson_form(**fields):
    form = {
        "title": "第一课",
        "slug": "di-yi-ke",
        "unit_key": "",
        "hours": 2,
        "minutes_per_hour": 45,
        "audience": "course",
        "methods": "",
        "materials": "",
        "preparation_minutes": "",
        "search_description": "",
        "plan": streamfield([]),
        "body": streamfield([]),
        "readings": inline_formset([]),
        "comments": inline_formset([]),
    }
    for name in (
        "objectives", "key_points", "difficulties", "afterthought", "preparation", "homework"
    ):  # fmt: skip
        form[name] = rich_text("")
    return nested_form_data(form | fields)


def test_lesson_chooses_a_unit_of_its_syllabus(office, syllabus):
    part = syllabus.units.first()
    form = lesson_form(unit_key=str(part.key))

    response = office.post(f"/admin/pages/add/cms/lessonpage/{syllabus.pk}/", form)

    assert response.status_code == 302, errors_in(response)
    assert draft_of(LessonPage.objects.get()).unit_key == part.key


def test_lesson_refuses_a_unit_of_another_syllabus(office, syllabus):
    form = lesson_form(unit_key=str(uuid.uuid4()))

    response = office.post(f"/admin/pages/add/cms/lessonpage/{syllabus.pk}/", form)

    assert "大纲里没有这个单元" in response.content.decode()
    assert not LessonPage.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "words"), [(80, "还有 10 分钟没有安排"), (100, "多出 10 分钟")]
)
def test_lesson_says_when_its_steps_do_not_fill_it(office, syllabus, make_lesson, minutes, words):
    activity = {"title": "讲授", "minutes": minutes, "form": "lecture", "text": "<p>讲</p>"}
    lesson = make_lesson(syllabus, plan=[{"type": "activity", "value": activity}])

    assert words in office.get(f"/admin/pages/{lesson.pk}/edit/").content.decode()


@pytest.mark.parametrize("slug", ["di-yi-ke", "第一课"])
def test_title_and_slug_may_be_chinese(office, syllabus, slug):
    response = office.post(
        f"/admin/pages/add/cms/lessonpage/{syllabus.pk}/",
        lesson_form(title="认识自我", slug=slug) | {"action-publish": "1"},
    )

    assert response.status_code == 302, errors_in(response)
    assert LessonPage.objects.get().slug == slug


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("homework", '<p><a href="http://10.0.0.8/">内网</a></p>'),
        ("objectives", '<p><a href="http://localhost:8000/">本机</a></p>'),
    ],
)
def test_refused_link_is_said_at_its_field(office, syllabus, field, value):
    form = lesson_form(**{field: rich_text(value)})

    response = office.post(f"/admin/pages/add/cms/lessonpage/{syllabus.pk}/", form)

    assert list(response.context["form"].errors) == [field]
    assert "校外读者打不开" in response.content.decode()
    assert not LessonPage.objects.exists()


def test_script_in_rich_text_that_is_posted_is_dropped(office, syllabus):
    form = lesson_form(homework=rich_text("<p>写<b>一页</b></p><script>alert(1)</script>"))

    office.post(f"/admin/pages/add/cms/lessonpage/{syllabus.pk}/", form)

    assert "script" not in draft_of(LessonPage.objects.get()).homework


@pytest.mark.parametrize("url", ["http://192.168.0.1/x", "ftp://a.gov.cn/x"])
def test_address_of_a_policy_leads_to_a_public_place(office, home, url):
    index = add_page(home, EntrepreneurshipIndexPage(title="创业"))
    form = nested_form_data(
        {
            "title": "政策", "slug": "zhengce", "summary": "", "issuer": "厅", "number": "",
            "region": "省", "valid_from": "2026-01-01", "valid_until": "", "original_url": url,
            "body": streamfield([]), "search_description": "", "comments": inline_formset([]),
        }
    )  # fmt: skip

    response = office.post(f"/admin/pages/add/cms/policypage/{index.pk}/", form)

    assert list(response.context["form"].errors) == ["original_url"]
    assert not PolicyPage.objects.exists()


def test_embeds_are_offered_nowhere(office, syllabus, make_lesson):
    html = office.get(f"/admin/pages/{make_lesson(syllabus).pk}/edit/").content.decode()

    assert "&quot;embed&quot;" not in html
    assert '"EMBED"' not in html


def test_preview_shows_the_draft(office, syllabus, make_lesson):
    lesson = make_lesson(syllabus)
    address = f"/admin/pages/{lesson.pk}/edit/preview/"
    office.post(address, lesson_form(title="改过的标题", slug=lesson.slug))

    response = office.get(address, {"mode": ""})

    assert response.status_code == 200
    assert "改过的标题" in response.content.decode()


def test_explorer_asks_the_same_for_few_and_for_many(
    office, home, syllabus, make_lesson, institution, django_assert_max_num_queries
):
    def used(address):
        office.get(address)
        with django_assert_max_num_queries(80) as queries:
            assert office.get(address).status_code == 200
        return len(queries)

    make_lesson(syllabus, title="课 0")
    addresses = (
        f"/admin/pages/{home.pk}/",
        f"/admin/pages/{syllabus.pk}/",
        f"/admin/pages/{syllabus.pk}/edit/",
        "/admin/pages/search/?q=课",
    )
    few = {address: used(address) for address in addresses}
    for number in range(1, 6):
        make_lesson(syllabus, title=f"课 {number}")
        another = add_page(home, SyllabusPage(title=f"大纲 {number}", course=syllabus.course))
        make_lesson(another, title=f"别课 {number}")

    assert {address: used(address) for address in addresses} == few
