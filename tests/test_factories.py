"""The factories make whole, consistent rows."""

import pytest

from tests.factories.grading import GradeSheetFactory
from tests.factories.institutions import RoleFactory, StudentFactory
from tests.factories.qualifications import CertificateRuleFactory, StaffCertificateFactory
from tests.factories.teaching import EnrolmentFactory, TeachingAssignmentFactory
from tests.factories.timetable import MeetingFactory


@pytest.mark.django_db
def test_enrolment_factory_stays_in_one_institution() -> None:
    enrolment = EnrolmentFactory()
    assert enrolment.student.institution == enrolment.institution == enrolment.course.institution


@pytest.mark.django_db
def test_meeting_factory_stays_in_one_institution() -> None:
    meeting = MeetingFactory()
    assert meeting.room.institution == meeting.instructor.institution == meeting.institution


@pytest.mark.django_db
@pytest.mark.parametrize(
    "factory",
    [
        CertificateRuleFactory,
        GradeSheetFactory,
        RoleFactory,
        StudentFactory,
        StaffCertificateFactory,
        TeachingAssignmentFactory,
    ],
)
def test_factory_makes_a_saved_row(factory) -> None:
    assert factory().pk
