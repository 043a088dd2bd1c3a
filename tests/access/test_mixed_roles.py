"""Whoever holds several roles: a role here opens nothing there."""

import datetime
from typing import Any

import pytest
from django.urls import reverse

from courses.institutions.enums import RoleKind
from courses.institutions.models import StaffMember
from courses.institutions.scopes import act_as
from courses.teaching.models import TeachingClass, Term
from courses.timetable.models import Meeting
from tests.factories.institutions import (
    AdministrativeClassFactory,
    DepartmentFactory,
    InstitutionFactory,
    RoleFactory,
    StaffMemberFactory,
)
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory, TermFactory
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("elsewhere", ["auditor", "office"])
def test_office_of_one_school_removes_no_class_of_another(sign_in: Any, elsewhere: str) -> None:
    office = sign_in("office")
    other = InstitutionFactory()
    RoleFactory(user=office.user, kind=elsewhere, institution=other)
    foreign = TeachingClassFactory(term__institution=other)
    answer = office.post(reverse("teaching:remove", args=[foreign.public_id]))
    gone = not TeachingClass.objects.filter(pk=foreign.pk).exists()
    assert (answer.status_code == 302, gone) == ((elsewhere == "office"),) * 2


def test_office_grants_no_waiver_where_it_only_audits(sign_in: Any) -> None:
    office = sign_in("office")
    staff = StaffMemberFactory()
    RoleFactory(user=office.user, kind="auditor", institution=staff.institution)
    sent = {"reason": "x", "valid_from": "2026-09-01", "valid_to": "2027-01-01"}
    address = reverse("qualifications:waiver", args=[staff.public_id])
    assert office.post(address, sent).status_code == 404


def test_office_opens_no_term_of_a_school_where_it_only_studies(sign_in: Any) -> None:
    office = sign_in("office")
    term = TermFactory(institution=InstitutionFactory())
    RoleFactory(user=office.user, kind="student", institution=term.institution)
    assert office.get(reverse("teaching:propose", args=[term.public_id])).status_code == 404


@pytest.mark.parametrize("reads_as", ["auditor", "department"])
def test_instructor_who_also_reads_the_meetings_of_others_records_none_of_them(
    sign_in: Any, institution: Any, reads_as: str
) -> None:
    department = DepartmentFactory(institution=institution)
    group = AdministrativeClassFactory(major__department=department)
    teaching_class = TeachingClassFactory(
        term__institution=institution, administrative_classes=[group]
    )
    meeting = MeetingFactory(teaching_class=teaching_class, date=datetime.date(2026, 9, 14))
    enrolment = EnrolmentFactory(teaching_class=teaching_class)
    client = sign_in("instructor")
    place = {"department": department} if reads_as == "department" else {}
    RoleFactory(user=client.user, kind=reads_as, institution=institution, **place)
    address = reverse("delivery:roll_call", args=[meeting.public_id])
    assert client.get(address).status_code == 200
    answer = client.post(address, {f"s-{enrolment.public_id}": "present"})
    assert answer.status_code == 403
    assert Meeting.objects.get(pk=meeting.pk).status == "scheduled"


def test_rows_of_a_view_are_those_of_the_roles_it_allows() -> None:
    here, there = StaffMemberFactory(), StaffMemberFactory()
    role = RoleFactory(kind="office", institution=here.institution)
    RoleFactory(user=role.user, kind="auditor", institution=there.institution)
    act_as(role.user, [RoleKind.TEACHING_OFFICE])
    assert set(StaffMember.objects.visible_to(role.user)) == {here}
    assert set(StaffMember.objects.visible_to(role.user, acting_as=["auditor"])) == {there}
    assert not Term.objects.visible_to(role.user, acting_as=[]).exists()
