"""Calling the roll, and the hours that follow from it."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.delivery.domain import (
    RollCallRefused,
    hours_of,
    participation_of,
    record_roll_call,
    roll_of,
)
from courses.delivery.models import AttendanceRecord, DeliveryRecord
from courses.timetable.enums import MeetingStatus
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teaching_class(institution: Any) -> Any:
    return TeachingClassFactory(term__institution=institution)


@pytest.fixture
def meeting(teaching_class: Any) -> Any:
    return MeetingFactory(teaching_class=teaching_class, date=datetime.date(2026, 9, 14))


@pytest.fixture
def enrolments(teaching_class: Any) -> list[Any]:
    return EnrolmentFactory.create_batch(3, teaching_class=teaching_class)


@pytest.fixture
def person() -> Any:
    return UserFactory()


def everybody(enrolments: list[Any], status: str = "present") -> dict[str, str]:
    return {str(one.public_id): status for one in enrolments}


def test_roll_call_delivers_as_many_hours_as_the_meeting_has_periods(
    meeting: Any, enrolments: list[Any], person: Any
) -> None:
    record_roll_call(meeting, statuses=everybody(enrolments), by=person)
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.HELD
    assert hours_of(meeting.teaching_class).delivered == 2


def test_roll_call_recorded_twice_counts_once(
    meeting: Any, enrolments: list[Any], person: Any
) -> None:
    for _again in range(2):
        record_roll_call(meeting, statuses=everybody(enrolments), by=person)
    assert DeliveryRecord.objects.count() == 1
    assert AttendanceRecord.objects.count() == 3
    assert hours_of(meeting.teaching_class).delivered == 2


def test_roll_call_can_be_corrected(meeting: Any, enrolments: list[Any], person: Any) -> None:
    record_roll_call(meeting, statuses=everybody(enrolments, "absent"), by=person)
    record_roll_call(meeting, statuses=everybody(enrolments, "late"), by=person)
    assert {row.status for row in roll_of(meeting)} == {"late"}


def test_correction_keeps_what_stood_before(
    meeting: Any, enrolments: list[Any], person: Any
) -> None:
    record_roll_call(meeting, statuses=everybody(enrolments, "absent"), by=person)
    corrected = everybody(enrolments, "absent") | {str(enrolments[0].public_id): "leave"}
    record_roll_call(meeting, statuses=corrected, by=UserFactory())
    kept = AttendanceRecord.history.get()
    assert (kept.enrolment, kept.status, kept.recorded_by) == (enrolments[0], "absent", person)


def test_late_joiner_is_not_on_an_earlier_roll(
    meeting: Any, enrolments: list[Any], teaching_class: Any
) -> None:
    joined = meeting.date + datetime.timedelta(days=1)
    EnrolmentFactory(teaching_class=teaching_class, valid_from=joined)
    assert len(roll_of(meeting)) == 3


def test_incomplete_roll_changes_nothing(meeting: Any, enrolments: list[Any], person: Any) -> None:
    with pytest.raises(RollCallRefused, match="1 名"):
        record_roll_call(meeting, statuses=everybody(enrolments[:2]), by=person)
    assert not AttendanceRecord.objects.exists()
    assert not DeliveryRecord.objects.exists()


def test_roll_with_a_stranger_changes_nothing(
    meeting: Any, enrolments: list[Any], person: Any
) -> None:
    stranger = EnrolmentFactory()
    with pytest.raises(RollCallRefused):
        record_roll_call(meeting, statuses=everybody([*enrolments, stranger]), by=person)
    assert not AttendanceRecord.objects.exists()


def test_unknown_status_is_refused(meeting: Any, enrolments: list[Any], person: Any) -> None:
    with pytest.raises(RollCallRefused):
        record_roll_call(meeting, statuses=everybody(enrolments, "asleep"), by=person)


def test_cancelled_meeting_has_no_roll(meeting: Any, enrolments: list[Any], person: Any) -> None:
    meeting.status = MeetingStatus.CANCELLED
    meeting.save()
    with pytest.raises(RollCallRefused):
        record_roll_call(meeting, statuses=everybody(enrolments), by=person)


def test_future_meeting_is_refused(teaching_class: Any, enrolments: list[Any], person: Any) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    meeting = MeetingFactory(teaching_class=teaching_class, date=tomorrow)
    for one in enrolments:
        one.valid_from = datetime.date(2020, 1, 1)
        one.save()
    with pytest.raises(RollCallRefused):
        record_roll_call(meeting, statuses=everybody(enrolments), by=person)


def test_participation_counts_hours_only_of_those_who_were_there(
    meeting: Any, enrolments: list[Any], person: Any
) -> None:
    first, second, third = enrolments
    statuses = {
        str(first.public_id): "present",
        str(second.public_id): "late",
        str(third.public_id): "leave",
    }
    record_roll_call(meeting, statuses=statuses, by=person)
    assert [participation_of(one).hours for one in enrolments] == [2, 2, 0]
    assert participation_of(first).best_reachable(30) == 32


@pytest.mark.parametrize("count", [1, 3])
def test_roll_is_read_in_two_queries(
    meeting: Any, teaching_class: Any, django_assert_num_queries: Any, count: int
) -> None:
    EnrolmentFactory.create_batch(count, teaching_class=teaching_class)
    with django_assert_num_queries(2):
        assert len(roll_of(meeting)) == count


def test_instructor_records_the_roll_on_the_page(
    sign_in: Any, institution: Any, meeting: Any, enrolments: list[Any]
) -> None:
    client = sign_in("instructor")
    meeting.instructor.user = client.user
    meeting.instructor.save()
    address = reverse("delivery:roll_call", args=[meeting.public_id])
    assert client.get(address).status_code == 200
    data = {f"s-{one.public_id}": "present" for one in enrolments}
    data |= {f"s-{enrolments[0].public_id}": "absent", "hours": "99", "status": "cancelled"}
    assert client.post(address, data).status_code == 302
    assert AttendanceRecord.objects.filter(status="absent").count() == 1
    assert DeliveryRecord.objects.get().hours == 2


def test_colleague_does_not_find_the_roll(
    sign_in: Any, institution: Any, meeting: Any, enrolments: list[Any]
) -> None:
    client = sign_in("instructor")
    StaffMemberFactory(institution=institution, user=client.user)
    address = reverse("delivery:roll_call", args=[meeting.public_id])
    assert client.post(address, {}).status_code == 404


def test_auditor_reads_the_roll_and_may_not_write_it(
    sign_in: Any, meeting: Any, enrolments: list[Any]
) -> None:
    client = sign_in("auditor")
    address = reverse("delivery:roll_call", args=[meeting.public_id])
    assert client.get(address).status_code == 200
    data = {f"s-{one.public_id}": "present" for one in enrolments}
    assert client.post(address, data).status_code == 403
    assert not AttendanceRecord.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("show", ["due", "all"])
def test_meeting_list_has_a_fixed_number_of_queries(
    sign_in: Any, teaching_class: Any, django_assert_num_queries: Any, count: int, show: str
) -> None:
    for day in range(count):
        MeetingFactory(teaching_class=teaching_class, date=datetime.date(2026, 9, 14 + day))
    client = sign_in("office")
    with django_assert_num_queries(5):
        response = client.get(reverse("delivery:meetings"), {"show": show})
    assert len(response.context["page"].object_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_class_page_has_a_fixed_number_of_queries(
    sign_in: Any, teaching_class: Any, django_assert_max_num_queries: Any, count: int
) -> None:
    EnrolmentFactory.create_batch(count, teaching_class=teaching_class)
    for day in range(count):
        MeetingFactory(teaching_class=teaching_class, date=datetime.date(2026, 9, 14 + day))
    client = sign_in("office")
    # Four of them for online hours, six for who may teach.
    with django_assert_max_num_queries(18):
        response = client.get(reverse("delivery:class", args=[teaching_class.public_id]))
    assert len(response.context["students"]) == count


def test_student_sees_only_their_own_attendance(
    sign_in: Any, meeting: Any, enrolments: list[Any], person: Any
) -> None:
    record_roll_call(meeting, statuses=everybody(enrolments), by=person)
    client = sign_in("student")
    student = enrolments[0].student
    student.user = client.user
    student.save()
    rows = client.get(reverse("delivery:mine")).context["rows"]
    assert [row.enrolment for row in rows] == [enrolments[0]]
    assert rows[0].attended.hours == 2
