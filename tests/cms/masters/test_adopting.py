import pytest
from wagtail.models import Page

from cms.content.models import LessonPage, SectionPage, SyllabusPage
from cms.masters.domain import MasterRefused, adopt, hours_of_edition, release_edition
from cms.masters.models import Adoption
from courses.institutions.models import Institution
from tests.factories.content import make_home
from tests.factories.curriculum import CourseFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.masters import (
    block,
    change,
    make_lesson,
    make_master_textbook,
    make_province,
)


def ids(page):
    return [item.id for item in page.body]


def test_copy_has_the_pages_with_their_ids_and_keys(master, edition, adopted, home):
    theirs = list(LessonPage.objects.child_of(master).order_by("path"))
    ours = [adopted.free, adopted.fixed]

    assert adopted.syllabus.get_parent().pk == home.pk
    assert adopted.syllabus.live
    assert [page.title for page in ours] == [page.title for page in theirs]
    assert [ids(page) for page in ours] == [ids(page) for page in theirs]
    assert [page.unit_key for page in ours] == [page.unit_key for page in theirs]
    for relation in ("units", "objectives"):
        keys = [[row.key for row in getattr(p, relation).all()] for p in (master, adopted.syllabus)]
        assert keys[0] == keys[1]
    assert [unit.is_fixed for unit in adopted.syllabus.units.all()] == [True, False]
    assert adopted.syllabus.contributions.get().assessment == "生涯规划书"
    assert [page.is_fixed for page in ours] == [False, True]
    assert [page.master_id for page in ours] == [page.pk for page in theirs]
    assert [page.master_revision_id for page in ours] == [p.live_revision_id for p in theirs]


def test_copy_is_live_and_its_release_follows_the_schools_course(adopted, institution):
    assert adopted.free.live
    assert not adopted.free.has_unpublished_changes
    assert adopted.syllabus.course.institution == institution


def test_master_is_untouched_by_its_adoption(master, adopted):
    change(adopted.free, title="我校的兴趣课")

    assert LessonPage.objects.child_of(master).order_by("path").first().title == "兴趣与性格"
    assert master.course is None


def test_same_master_twice_is_refused_in_words(edition, adopted, home, institution):
    count = Page.objects.count()
    course = CourseFactory(institution=institution)
    with pytest.raises(MasterRefused):
        adopt(edition, home=home, course=course, by=None)
    assert Page.objects.count() == count


def test_master_of_another_province_is_refused(edition):
    stranger = InstitutionFactory(province="42")
    course = CourseFactory(institution=stranger)
    with pytest.raises(MasterRefused):
        adopt(edition, home=make_home(stranger), course=course, by=None)
    assert not Adoption.objects.exists()


def test_syllabus_needs_a_course_of_the_school(edition, home):
    other = CourseFactory(institution=InstitutionFactory())
    for course in (None, other):
        with pytest.raises(MasterRefused):
            adopt(edition, home=home, course=course, by=None)
    assert not SyllabusPage.objects.child_of(home).exists()


def test_hours_of_edition_are_compared_with_the_course(edition, institution):
    course = CourseFactory(institution=institution)

    lines = hours_of_edition(edition, course)

    assert {line.kind: line.actual for line in lines} == {
        "theory": 24, "practice": 8, "online": 6
    }  # fmt: skip


def test_master_without_an_edition_is_refused(master, home, institution):
    with pytest.raises(MasterRefused):
        adopt(master, home=home, course=CourseFactory(institution=institution), by=None)


def test_links_lead_to_the_schools_own_copy_whichever_was_adopted_first(master, home, institution):
    book = make_master_textbook()
    section = SectionPage.objects.descendant_of(book).first()
    link = f'<p>见<a linktype="page" id="{section.pk}">教程</a>。</p>'
    make_lesson(
        master, title="阅读课", slug="reading", readings=[section], body=[block("d1", link)]
    )
    syllabus = release_edition(master, note="第一版", by=None)
    textbook = release_edition(book, note="第一版", by=None)
    course = CourseFactory(institution=institution)

    copy = adopt(syllabus, home=home, course=course, by=None).copy
    lesson = LessonPage.objects.child_of(copy).get(slug="reading")
    assert lesson.readings.get().reading_id == section.pk
    change(lesson, publish=False, title="阅读课（草稿）")
    adopt(textbook, home=home, by=None)

    lesson.refresh_from_db()
    own = SectionPage.objects.descendant_of(home).get(master=section)
    assert lesson.readings.get().reading_id == own.pk
    assert f'id="{own.pk}"' in lesson.body[0].value.source
    draft = lesson.get_latest_revision_as_object()
    assert (lesson.title, draft.title) == ("阅读课", "阅读课（草稿）")
    assert draft.readings.all()[0].reading_id == own.pk


def test_copies_of_two_schools_have_nothing_to_do_with_each_other(edition, adopted):
    other: Institution = InstitutionFactory(province="41")
    course = CourseFactory(institution=other)

    second = adopt(edition, home=make_home(other), course=course, by=None)

    assert second.copy.pk != adopted.adoption.copy_id
    assert Adoption.objects.count() == 2


def test_page_that_a_school_copies_from_its_copy_is_its_own(adopted):
    own = adopted.fixed.copy(update_attrs={"slug": "own", "title": "校本"})

    own.refresh_from_db()
    assert (own.is_fixed, own.master_id, own.master_revision_id) == (False, None, None)
    assert not own.get_latest_revision_as_object().is_held


def test_textbook_of_another_provinces_home_stays_there(home):
    book = make_master_textbook(make_province("42"))
    with pytest.raises(MasterRefused):
        adopt(release_edition(book, note="第一版", by=None), home=home, by=None)
