"""Recording a meeting that its instructor may not teach."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.delivery.domain import RollCallRefused, record_roll_call
from courses.delivery.models import DeliveryRecord
from courses.qualifications.domain import grant_waiver, verify_certificate
from courses.qualifications.enums import CertificateState, Recognition
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.qualifications import (
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def meeting(institution):
    """Of today, by somebody whose certificate ended yesterday."""
    TeachingRuleFactory(province=institution.province)
    today = timezone.localdate()
    staff = StaffMemberFactory(institution=institution, user=UserFactory())
    StaffCertificateFactory(
        staff=staff,
        level=LevelRecognitionFactory(recognition=Recognition.COUNTS).level,
        expires_on=today - DAY,
    )
    teaching_class = TeachingClassFactory(term__institution=institution)
    found = MeetingFactory(teaching_class=teaching_class, instructor=staff, date=today)
    EnrolmentFactory(teaching_class=teaching_class, valid_from=today - 30 * DAY)
    return found


def record(meeting, by):
    roll = meeting.teaching_class.enrolments.all()
    return record_roll_call(
        meeting, statuses={str(one.public_id): "present" for one in roll}, by=by
    )


def test_instructor_can_not_record_after_the_last_day(meeting) -> None:
    with pytest.raises(RollCallRefused):
        record(meeting, meeting.instructor.user)
    assert not DeliveryRecord.objects.exists()


def test_last_day_itself_is_recorded(meeting) -> None:
    meeting.instructor.certificates.update(expires_on=meeting.date)
    assert record(meeting, meeting.instructor.user).hours == meeting.periods


def test_office_records_what_took_place(meeting) -> None:
    assert record(meeting, UserFactory()).hours == meeting.periods


def test_verified_renewal_lifts_it_at_once(meeting) -> None:
    old = meeting.instructor.certificates.get()
    renewal = StaffCertificateFactory(
        staff=old.staff,
        level=old.level,
        issued_on=meeting.date - DAY,
        state=CertificateState.SUBMITTED,
    )
    verify_certificate(renewal, by=UserFactory())
    assert record(meeting, meeting.instructor.user).hours == meeting.periods


def test_waiver_lifts_it(meeting) -> None:
    grant_waiver(
        meeting.instructor,
        reason="已报名",
        valid_from=meeting.date,
        valid_to=meeting.date + DAY,
        by=UserFactory(),
    )
    assert record(meeting, meeting.instructor.user).hours == meeting.periods


def test_undecided_is_a_notice_only(meeting, sign_in) -> None:
    meeting.instructor.certificates.all().delete()
    StaffCertificateFactory(
        staff=meeting.instructor,
        level=LevelRecognitionFactory(recognition=Recognition.UNDECIDED).level,
    )
    page = sign_in("instructor", user=meeting.instructor.user).get(
        reverse("delivery:roll_call", args=[meeting.public_id])
    )
    assert "尚未认定" in page.content.decode()
    assert record(meeting, meeting.instructor.user).hours == meeting.periods


def test_screen_says_why_and_offers_no_form(meeting, sign_in) -> None:
    address = reverse("delivery:roll_call", args=[meeting.public_id])
    instructor = sign_in("instructor", user=meeting.instructor.user)
    page = instructor.get(address).content.decode()
    assert "当日不具备任教资格" in page
    assert 'id="roll"' not in page
    roll = meeting.teaching_class.enrolments.get()
    answer = instructor.post(address, {f"s-{roll.public_id}": "present"})
    assert answer.status_code == 422
    assert 'id="roll"' in sign_in("office").get(address).content.decode()


def test_class_page_marks_the_meetings(meeting, sign_in) -> None:
    address = reverse("delivery:class", args=[meeting.teaching_class.public_id])
    assert "当日不具备任教资格" in sign_in("office").get(address).content.decode()
