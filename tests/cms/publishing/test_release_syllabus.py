import pytest

from cms.content.models import SyllabusContribution
from cms.publishing.domain import release_syllabus
from courses.curriculum.domain import HoursMismatch, OutlineRefused
from courses.curriculum.models import Outline
from tests.factories.content import UNITS, make_syllabus, publish_loaded
from tests.factories.curriculum import CourseFactory
from tests.factories.institutions import UserFactory


def test_release_takes_the_published_units(institution):
    page = make_syllabus(institution)

    outline = release_syllabus(page, by=UserFactory())

    assert [unit.title for unit in outline.units.all()] == [unit[0] for unit in UNITS]
    assert (outline.page_id, outline.revision_id) == (page.pk, page.live_revision_id)


def test_release_leaves_out_a_newer_draft(institution):
    page = make_syllabus(institution)
    page.units.add(type(page.units.first())(title="草稿单元", theory_hours=2, sort_order=9))
    page.save_revision()
    page.refresh_from_db()

    outline = release_syllabus(page, by=UserFactory())

    assert "草稿单元" not in [unit.title for unit in outline.units.all()]


def test_release_twice_is_one_outline(institution):
    page = make_syllabus(institution)

    assert release_syllabus(page, by=UserFactory()) == release_syllabus(page, by=UserFactory())


def test_release_after_publishing_again_is_the_next_number(institution):
    page = make_syllabus(institution)
    release_syllabus(page, by=UserFactory())
    publish_loaded(page)
    page.refresh_from_db()

    assert release_syllabus(page, by=UserFactory()).number == 2


def test_earlier_outline_does_not_change_with_the_page(institution):
    page = make_syllabus(institution)
    outline = release_syllabus(page, by=UserFactory())
    unit = page.units.first()
    unit.title = "改过的标题"
    page.units.add(unit)
    publish_loaded(page)

    assert outline.units.first().title == UNITS[0][0]


def test_release_of_an_unpublished_page_is_refused(institution):
    with pytest.raises(OutlineRefused, match="尚未发布"):
        release_syllabus(make_syllabus(institution, publish=False), by=UserFactory())


def test_release_with_missing_hours_is_refused(institution):
    page = make_syllabus(institution, units=UNITS[:2])

    with pytest.raises(HoursMismatch):
        release_syllabus(page, by=UserFactory())
    assert not Outline.objects.exists()


def test_release_of_a_foreign_course_is_refused(institution):
    page = make_syllabus(institution)
    type(page).objects.filter(pk=page.pk).update(course=CourseFactory())
    page.refresh_from_db()
    publish_loaded(page)
    page.refresh_from_db()

    with pytest.raises(OutlineRefused, match="其他学校"):
        release_syllabus(page, by=UserFactory())


def test_release_of_a_version_that_nobody_approved_is_refused(institution):
    page = make_syllabus(institution)
    page.save_revision().publish()
    page.refresh_from_db()

    with pytest.raises(OutlineRefused, match="审核"):
        release_syllabus(page, by=UserFactory())
    assert not Outline.objects.exists()


def test_release_keeps_the_key_of_each_unit_and_the_map(institution):
    page = make_syllabus(institution)
    objective, unit = page.objectives.first(), page.units.first()
    page.contributions.add(
        SyllabusContribution(
            objective_key=objective.key, unit_key=unit.key, assessment="课堂展示", sort_order=0
        )
    )
    publish_loaded(page)
    page.refresh_from_db()

    outline = release_syllabus(page, by=UserFactory())

    assert [one.key for one in outline.units.all()] == [one.key for one in page.units.all()]
    line = outline.contributions.get()
    assert (line.objective.text, line.unit.key, line.assessment) == (
        objective.text,
        unit.key,
        "课堂展示",
    )
