"""What a province fixed can't be changed at a school: not on the screen, nor by a request."""

from copy import deepcopy

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.content.models import SyllabusPage
from cms.masters.models import MasterEdition
from tests.factories.masters import change, make_master_textbook


@pytest.fixture
def world(kept_adopted, db):
    return deepcopy(kept_adopted)


@pytest.fixture
def master(world):
    return world.master


@pytest.fixture
def edition(world):
    return world.edition


@pytest.fixture
def adopted(world):
    return world.adopted


@pytest.fixture
def office(author):
    return author("office")


def edit(page, name="wagtailadmin_pages:edit", *args):
    return reverse(name, args=[page.pk, *args])


def state(page):
    page = type(page).objects.get(pk=page.pk)
    return (page.title, page.live, page.latest_revision_id, page.live_revision_id, page.path)


LESSON = {
    "title": "改掉", "slug": "changed", "hours": 2, "minutes_per_hour": 45, "audience": "course",
    "objectives": "null", "key_points": "null", "difficulties": "null", "preparation": "null",
    "homework": "null", "afterthought": "null", "body-count": 0, "plan-count": 0,
    "readings-TOTAL_FORMS": 0, "readings-INITIAL_FORMS": 0,
    "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
}  # fmt: skip


def test_editor_of_a_fixed_page_says_why_it_is_read_only(office, adopted):
    html = office.get(edit(adopted.fixed)).content.decode()

    assert "省" in html
    assert 'name="action-publish"' not in html


@pytest.mark.parametrize("action", [{}, {"action-publish": 1}, {"action-submit": 1}])
def test_fixed_page_is_not_changed_by_a_posted_form(office, adopted, action):
    before = state(adopted.fixed)

    office.post(edit(adopted.fixed), LESSON | action)

    assert state(adopted.fixed) == before


def test_free_page_of_the_same_copy_is_changed_by_a_posted_form(office, adopted):
    office.post(edit(adopted.free), LESSON)

    draft = type(adopted.free).objects.get(pk=adopted.free.pk).get_latest_revision_as_object()
    assert draft.title == "改掉"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("wagtailadmin_pages:delete", {}),
        ("wagtailadmin_pages:unpublish", {}),
        ("wagtailadmin_pages:move", {}),
    ],
)
def test_fixed_page_is_neither_deleted_unpublished_nor_moved(office, adopted, name, data):
    before = state(adopted.fixed)

    office.post(edit(adopted.fixed, name), data)

    assert state(adopted.fixed) == before


@pytest.mark.parametrize("action", ["delete", "publish", "unpublish", "move"])
@pytest.mark.parametrize("model", ["wagtailcore/page", "cms/lessonpage"])
def test_bulk_actions_leave_a_fixed_page_alone(office, adopted, action, model):
    before = state(adopted.fixed)
    app, _slash, name = model.partition("/")
    url = reverse("wagtail_bulk_action", args=[app, name, action])

    office.post(f"{url}?id={adopted.fixed.pk}&next=/admin/", {"chooser": adopted.free.pk})

    assert state(adopted.fixed) == before


def test_copy_with_fixed_pages_below_is_not_deleted(office, adopted):
    office.post(edit(adopted.syllabus, "wagtailadmin_pages:delete"))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    office.post(f"{url}?id={adopted.syllabus.pk}&next=/admin/")

    assert Page.objects.filter(pk=adopted.fixed.pk).exists()


def test_unpublishing_the_copy_leaves_fixed_pages_live(office, adopted):
    office.post(
        edit(adopted.syllabus, "wagtailadmin_pages:unpublish"), {"include_descendants": "on"}
    )

    adopted.fixed.refresh_from_db()
    assert adopted.fixed.live


def test_older_text_does_not_open_a_page_that_was_fixed_since(office, adopted):
    older = adopted.free.latest_revision_id
    type(adopted.free).objects.filter(pk=adopted.free.pk).update(is_fixed=True)
    before = state(adopted.free)

    office.post(
        edit(adopted.free, "wagtailadmin_pages:revisions_revert", older),
        LESSON | {"action-publish": 1, "revision": older},
    )

    assert state(adopted.free) == before


def test_school_can_neither_see_nor_set_what_is_fixed(office, adopted):
    assert 'name="is_fixed"' not in office.get(edit(adopted.free)).content.decode()

    office.post(edit(adopted.free), LESSON | {"is_fixed": "on"})

    page = type(adopted.free).objects.get(pk=adopted.free.pk)
    assert not page.get_latest_revision_as_object().is_fixed


def units(page, **changes):
    """The form of a syllabus with its two units; `changes` by field name."""
    data = {
        "title": page.title, "slug": page.slug, "course": page.course_id, "description": "null",
        "assessment": "null", "textbooks": "null",
        "objectives-TOTAL_FORMS": 0, "objectives-INITIAL_FORMS": 0,
        "contributions-TOTAL_FORMS": 0, "contributions-INITIAL_FORMS": 0,
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
        "units-TOTAL_FORMS": 2, "units-INITIAL_FORMS": 2,
    }  # fmt: skip
    for number, unit in enumerate(page.units.all()):
        for name in ("id", "key", "title", "content", "theory_hours", "practice_hours",
                     "online_hours"):  # fmt: skip
            data[f"units-{number}-{name}"] = getattr(unit, name)
        data[f"units-{number}-ORDER"] = number + 1
    return data | changes


def drafted_units(page):
    draft = SyllabusPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [(unit.title, unit.theory_hours, unit.is_fixed) for unit in draft.units.all()]


@pytest.mark.parametrize(
    "changes",
    [
        {"units-0-title": "改掉"},
        {"units-0-theory_hours": 1},
        {"units-0-DELETE": "on"},
        {"units-0-key": "11111111-1111-4111-8111-111111111111"},
        {"units-TOTAL_FORMS": 0, "units-INITIAL_FORMS": 0},
    ],
)
def test_fixed_unit_is_neither_changed_nor_removed(office, adopted, changes):
    before = drafted_units(adopted.syllabus)

    response = office.post(edit(adopted.syllabus), units(adopted.syllabus, **changes))

    assert response.status_code == 200
    assert drafted_units(adopted.syllabus) == before


def test_other_units_are_changed_added_and_put_between(office, adopted):
    response = office.post(
        edit(adopted.syllabus),
        units(adopted.syllabus)
        | {
            "units-TOTAL_FORMS": 3, "units-1-title": "了解职业与专业", "units-1-ORDER": 3,
            "units-2-id": "", "units-2-key": "22222222-2222-4222-8222-222222222222",
            "units-2-title": "走进我校", "units-2-content": "", "units-2-theory_hours": 2,
            "units-2-practice_hours": 0, "units-2-online_hours": 0, "units-2-ORDER": 2,
            "units-2-is_fixed": "on",
        },
    )  # fmt: skip

    assert response.status_code == 302
    assert drafted_units(adopted.syllabus) == [
        ("认识自我", 12, True), ("走进我校", 2, False), ("了解职业与专业", 12, False)
    ]  # fmt: skip


def test_province_officer_says_what_is_fixed(author, master, edition):
    officer = author("province")
    lesson = master.get_children().first().specific

    html = officer.get(edit(lesson)).content.decode()
    officer.post(edit(lesson), LESSON | {"title": lesson.title, "is_fixed": "on"})

    assert 'name="is_fixed"' in html
    lesson = type(lesson).objects.get(pk=lesson.pk)
    assert lesson.get_latest_revision_as_object().is_fixed


def test_province_officer_writes_masters_and_no_schools_page(author, master, adopted):
    officer = author("province").user

    assert master.permissions_for_user(officer).can_edit()
    assert not adopted.free.permissions_for_user(officer).can_edit()
    assert not adopted.free.permissions_for_user(officer).permissions


def test_school_edits_no_master(office, master, edition):
    lesson = master.get_children().first().specific
    before = state(lesson)

    response = office.post(edit(lesson), LESSON)

    assert response.status_code in {302, 403, 404}
    assert state(lesson) == before


def test_master_with_editions_is_not_deleted(author, master, edition):
    officer = author("province")

    officer.post(edit(master, "wagtailadmin_pages:delete"))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    officer.post(f"{url}?id={master.pk}&next=/admin/")

    assert Page.objects.filter(pk=master.pk).exists()
    assert MasterEdition.objects.exists()


def test_master_without_editions_is_deleted(author, master):
    book = make_master_textbook()
    for page in book.get_descendants(inclusive=True):
        page.specific.unpublish()

    author("province").post(edit(book, "wagtailadmin_pages:delete"))

    assert not Page.objects.filter(pk=book.pk).exists()


def test_copy_stays_fixed_when_its_master_is_deleted(master, adopted):
    Page.objects.get(pk=adopted.fixed.master_id).specific.delete()

    adopted.fixed.refresh_from_db()
    assert adopted.fixed.master_id is None
    assert adopted.fixed.is_held
    assert change(adopted.fixed, publish=False).get_lock() is not None
