"""The office sees what a publication would change before it publishes."""

import pytest
from django.urls import reverse

from courses.institutions.enums import RoleKind
from courses.teaching.domain import assign_instructor
from courses.timetable.domain.publication import publish
from courses.timetable.domain.version_changes import changes_of
from courses.timetable.models import Meeting, Publication
from courses.timetable.weeks import every_week
from media.jobs.models import Job
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import StaffMemberFactory
from tests.factories.qualifications import StaffCertificateFactory
from tests.factories.teaching import EnrolmentFactory

pytestmark = pytest.mark.django_db
FROM_THE_START = {"valid_from": "2026-08-31"}


@pytest.fixture
def office(sign_in):
    return sign_in(RoleKind.TEACHING_OFFICE)


@pytest.fixture
def term(institution):
    return make_term(institution, classes=1)


@pytest.fixture
def draft(term):
    """Published on Mondays; the draft says Wednesdays of the first three weeks."""
    published = make_version(term)
    make_slot(published, term.teaching_classes.get())
    publish(published, by=None)
    draft = make_version(term, number=2)
    make_slot(draft, term.teaching_classes.get(), weekday=3, weeks=every_week(1, 3))
    return draft


def page(version):
    return reverse("timetable:version_changes", kwargs={"public_id": version.public_id})


def test_change_is_said_as_weekly_times(draft, term):
    (change,) = changes_of(draft, valid_from=term.first_monday).classes
    room = term.institution.rooms.select_related("campus").first()
    name = term.teaching_classes.get().assignments.get().staff.name
    assert change.before == [f"周一 第1–2节 1–16周 {room.campus.name} {room.name} {name}"]
    assert change.after == [f"周三 第1–2节 1–3周 {room.campus.name} {room.name} {name}"]
    assert change.dates == 16


def test_people_who_see_a_change_are_counted(draft, term):
    for _ in range(3):
        EnrolmentFactory(teaching_class=term.teaching_classes.get())
    changes = changes_of(draft, valid_from=term.first_monday)
    assert (changes.instructors, changes.students) == (1, 3)


def test_version_that_is_published_changes_nothing(draft, term):
    published = term.timetable_versions.get(number=1)
    changes = changes_of(published, valid_from=term.first_monday)
    assert changes.is_empty
    assert changes.classes == []


def test_page_compares_from_the_day_that_is_asked(office, draft):
    text = office.get(page(draft), FROM_THE_START).content.decode()
    assert "周一 第1–2节 1–16周" in text
    assert "周三 第1–2节 1–3周" in text
    assert 'name="valid_from" value="2026-08-31"' in text


def test_page_says_when_nothing_would_change(office, draft, term):
    published = term.timetable_versions.get(number=1)
    assert "没有变化" in office.get(page(published), FROM_THE_START).content.decode()


def test_page_refuses_a_day_outside_the_term(office, draft):
    text = office.get(page(draft), {"valid_from": "2025-01-01"}).content.decode()
    assert "2026-08-31" in text
    assert "is-invalid" in text or "error" in text


def test_page_says_why_an_empty_version_can_not_be_published(office, term):
    text = office.get(page(make_version(term))).content.decode()
    assert "没有课表时段" in text or "无可发布" in text
    assert "csrfmiddlewaretoken" not in text.split("<main")[1]


def test_publication_from_a_day_outside_the_term_is_not_started(office, draft):
    url = reverse("timetable:version_publish", kwargs={"public_id": draft.public_id})
    assert office.post(url, {"valid_from": "2030-01-01"}).status_code == 422
    assert not Job.objects.exists()


def test_publication_from_the_page_begins_on_the_day_shown(office, draft, run_jobs):
    url = reverse("timetable:version_publish", kwargs={"public_id": draft.public_id})
    with run_jobs():
        office.post(url, FROM_THE_START)
    assert Publication.objects.get(version=draft).valid_from.isoformat() == "2026-08-31"
    assert Meeting.objects.count() == 3


def test_version_page_lists_its_publications(office, draft, term):
    publish(draft, valid_from=term.first_monday, by=office.user)
    url = reverse("timetable:version", kwargs={"public_id": draft.public_id})
    text = office.get(url).content.decode()
    assert "v2" in text
    assert office.user.name in text


def test_auditor_reads_and_can_not_publish(sign_in, draft):
    response = sign_in(RoleKind.AUDITOR).get(page(draft), FROM_THE_START)
    assert response.status_code == 200
    assert "csrfmiddlewaretoken" not in response.content.decode().split("<main")[1]


def test_page_takes_the_same_queries_for_one_class_and_three(
    office, term, draft, django_assert_max_num_queries
):
    office.get(page(draft), FROM_THE_START)
    with django_assert_max_num_queries(26):
        office.get(page(draft), FROM_THE_START)
    for period in (3, 5):
        make_slot(draft, make_class(term), weekday=3, first_period=period)
    with django_assert_max_num_queries(26):
        office.get(page(draft), FROM_THE_START)


def test_draft_follows_another_instructor_of_the_class(term, draft):
    teaching_class = term.teaching_classes.get()
    successor = StaffCertificateFactory(staff__institution=term.institution).staff
    assign_instructor(teaching_class, staff=successor, valid_from=term.first_monday, by=None)
    assert draft.slots.get().instructor == successor
    publish(draft, by=None, valid_from=term.first_monday)
    meetings = Meeting.objects.filter(teaching_class=teaching_class)
    assert set(meetings.values_list("instructor", flat=True)) == {successor.pk}


def test_draft_of_a_term_without_meetings_follows_too(term):
    version = make_version(term)
    slot = make_slot(version, term.teaching_classes.get())
    successor = StaffCertificateFactory(staff__institution=term.institution).staff
    assign_instructor(slot.teaching_class, staff=successor, by=None)
    slot.refresh_from_db()
    assert slot.instructor == successor


def test_page_names_whom_a_version_gives_classes_that_they_teach_no_more(office, draft, term):
    assert "已不再任教" not in office.get(page(draft)).content.decode()
    slot = draft.slots.get()
    slot.instructor = StaffMemberFactory(institution=term.institution, name="前任")
    slot.save()
    text = office.get(page(draft)).content.decode()
    assert "已不再任教" in text
    assert f"{slot.teaching_class.code} · 周三 第1–2节 · 前任" in text
