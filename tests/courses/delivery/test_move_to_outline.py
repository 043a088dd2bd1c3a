"""A class moves to another outline: what was taught stays, the rest follows the new one."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from courses.curriculum.models import OutlineUnit
from courses.delivery.domain import hours_of, move_to_outline, preview_move
from courses.delivery.models import DeliveryRecord, OutlineMove
from courses.institutions.domain.roles import grant_role
from courses.institutions.enums import RoleKind
from courses.timetable.enums import MeetingStatus
from tests.factories.curriculum import CourseFactory, OutlineFactory
from tests.factories.institutions import InstitutionFactory, UserFactory
from tests.factories.teaching import TeachingClassFactory
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 10, 1)
KEYS = [uuid.UUID(int=number) for number in range(1, 9)]


def outline_with(course, number, units):
    """`units`: (key number, title, theory hours)."""
    outline = OutlineFactory(
        course=course,
        number=number,
        theory_hours=sum(hours for _key, _title, hours in units),
        practice_hours=0,
        online_hours=0,
        units=False,
    )
    OutlineUnit.objects.bulk_create(
        OutlineUnit(outline=outline, position=n, key=KEYS[key], title=title, theory_hours=hours)
        for n, (key, title, hours) in enumerate(units, start=1)
    )
    return outline


@pytest.fixture
def course():
    return CourseFactory()


@pytest.fixture
def taught(course):
    """A class of outline 1 (A 4, B 4 hours): the first meeting of A was held, three are to come."""
    outline = outline_with(course, 1, [(0, "A", 4), (1, "B", 4)])
    one = TeachingClassFactory(outline=outline, term__institution=course.institution)
    first, second = outline.units.all()
    dates = [TODAY + datetime.timedelta(days=days) for days in (-7, 7, 14, 21)]
    for date, unit in zip(dates, (first, first, second, second), strict=True):
        MeetingFactory(teaching_class=one, date=date, unit=unit)
    held = one.meetings.first()
    held.status = MeetingStatus.HELD
    held.save(update_fields=["status"])
    DeliveryRecord.objects.create(
        meeting=held,
        institution=one.institution,
        unit=first,
        hours=2,
        recorded_at=held.ends_at,
    )
    return one


def titles(teaching_class):
    return [one.unit.title if one.unit else None for one in teaching_class.meetings.all()]


def test_taught_meeting_keeps_its_unit_and_the_rest_follow_the_new_outline(taught, course):
    new = outline_with(course, 2, [(2, "序", 2), (0, "A 改", 4), (1, "B", 2)])
    move_to_outline(taught, new, by=UserFactory(), on=TODAY)
    taught.refresh_from_db()
    assert taught.outline == new
    # Two of the four hours of A were taught: the new A has two left.
    assert titles(taught) == ["A", "序", "A 改", "B"]
    assert taught.meetings.first().delivery.unit.outline.number == 1


def test_hours_owed_follow_the_new_outline(taught, course):
    before = hours_of(taught)
    assert (before.planned, before.owed) == (8, 0)
    new = outline_with(course, 2, [(0, "A", 6), (1, "B", 6)])
    move_to_outline(taught, new, by=None, on=TODAY)
    after = hours_of(taught)
    assert (after.planned, after.delivered, after.scheduled, after.owed) == (12, 2, 6, 4)


def test_preview_says_what_the_move_does_and_changes_nothing(taught, course):
    new = outline_with(course, 2, [(0, "A", 6), (1, "B", 6)])
    preview = preview_move(taught, new, on=TODAY)
    assert preview.kept == 1
    assert preview.unplaced == 4
    assert (preview.before.owed, preview.after.owed) == (0, 4)
    assert [one.unit.title for one in preview.coming] == ["A", "A", "B"]
    taught.refresh_from_db()
    assert taught.outline.number == 1
    assert titles(taught) == ["A", "A", "B", "B"]
    move = move_to_outline(taught, new, by=None, on=TODAY)
    assert (move.kept, move.changed) == (1, 3)
    assert titles(taught) == ["A", "A", "A", "B"]


def test_past_meeting_that_nobody_recorded_keeps_its_unit(taught, course):
    new = outline_with(course, 2, [(3, "X", 8)])
    later = TODAY + datetime.timedelta(days=10)
    move_to_outline(taught, new, by=None, on=later)
    assert titles(taught) == ["A", "A", "X", "X"]


def test_meetings_beyond_the_last_unit_have_none(taught, course):
    new = outline_with(course, 2, [(0, "A", 4)])
    move_to_outline(taught, new, by=None, on=TODAY)
    assert titles(taught) == ["A", "A", None, None]


def test_second_move_remembers_what_was_taught_by_the_first_outline(taught, course):
    second = outline_with(course, 2, [(3, "X", 8)])
    third = outline_with(course, 3, [(0, "A", 4), (1, "B", 4)])
    move_to_outline(taught, second, by=None, on=TODAY)
    move_to_outline(taught, third, by=None, on=TODAY)
    assert titles(taught) == ["A", "A", "B", "B"]
    assert [move.target.number for move in OutlineMove.objects.all()] == [3, 2]


def test_outline_of_another_course_is_refused(taught):
    with pytest.raises(ValidationError):
        move_to_outline(taught, OutlineFactory(), by=None, on=TODAY)
    assert not OutlineMove.objects.exists()


def test_own_outline_is_refused(taught):
    with pytest.raises(ValidationError):
        move_to_outline(taught, taught.outline, by=None, on=TODAY)


def office_of(client, institution):
    user = UserFactory()
    grant_role(user, kind=RoleKind.TEACHING_OFFICE, institution=institution, by=None)
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    return client


def test_office_sees_what_would_happen_and_moves(taught, course, client):
    new = outline_with(course, 2, [(0, "A", 6), (1, "B", 6)])
    office = office_of(client, course.institution)
    listed = office.get(reverse("delivery:outline_classes", args=[new.public_id]))
    address = reverse("delivery:move", args=[taught.public_id, 2])
    assert address in listed.content.decode()
    assert office.get(address).status_code == 200
    taught.refresh_from_db()
    assert taught.outline.number == 1
    office.post(address)
    taught.refresh_from_db()
    assert taught.outline == new


def test_office_of_another_institution_finds_nothing(taught, course, client):
    outline_with(course, 2, [(0, "A", 6)])
    office = office_of(client, InstitutionFactory())
    assert office.post(reverse("delivery:move", args=[taught.public_id, 2])).status_code == 404


def test_list_takes_the_same_queries_for_one_and_three_classes(
    taught, course, client, django_assert_num_queries, django_assert_max_num_queries
):
    office = office_of(client, course.institution)
    address = reverse("delivery:outline_classes", args=[taught.outline.public_id])
    office.get(address)
    with django_assert_max_num_queries(14) as one:
        office.get(address)
    for number in (8, 9):
        TeachingClassFactory(outline=taught.outline, term=taught.term, code=f"CLASS-{number}")
    with django_assert_num_queries(len(one)):
        office.get(address)
