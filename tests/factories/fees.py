"""Contracts, rates and delivered meetings."""

import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from courses.delivery.models import DeliveryRecord
from courses.fees.models import FeeRule
from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffContract
from courses.teaching.models import Term
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting
from tests.factories.institutions import InstitutionFactory, StaffMemberFactory
from tests.factories.teaching import TeachingClassFactory, TermFactory
from tests.factories.timetable import MeetingFactory


class FeeRuleFactory(DjangoModelFactory):
    """150 yuan for outside experts of whatever title, 200 for professors."""

    class Meta:
        model = FeeRule

    institution = factory.SubFactory(InstitutionFactory)
    rates = factory.LazyFunction(
        lambda: [
            {
                "kind": "external_expert",
                "title": "university-teacher-title.professor",
                "rate": "200.00",
            },
            {"kind": "external_expert", "title": "", "rate": "150.00"},
        ]
    )
    citation = "校外专家课酬标准（校教〔2026〕8号）"
    valid_from = datetime.date(2026, 1, 1)


class StaffContractFactory(DjangoModelFactory):
    class Meta:
        model = StaffContract

    staff = factory.SubFactory(StaffMemberFactory)
    institution = factory.SelfAttribute("staff.institution")
    kind = StaffKind.EXTERNAL_EXPERT
    number = factory.Sequence(lambda n: f"HT-{n:04d}")
    starts_on = datetime.date(2026, 9, 1)
    ends_on = datetime.date(2027, 1, 31)


def expert_of(institution: Any, **values: Any) -> Any:
    return StaffMemberFactory(institution=institution, kind=StaffKind.EXTERNAL_EXPERT, **values)


def teach(staff: Any, on: datetime.date, *, hours: int = 2, **values: Any) -> Meeting:
    """A meeting of the person with its roll called."""
    if "teaching_class" not in values:
        term = Term.objects.filter(institution=staff.institution).first()
        term = term or TermFactory(institution=staff.institution)
        values["teaching_class"] = TeachingClassFactory(term=term)
    meeting = MeetingFactory(
        institution=staff.institution,
        instructor=staff,
        date=on,
        periods=hours,
        status=MeetingStatus.HELD,
        **values,
    )
    confirm(meeting, hours=hours)
    return meeting


def confirm(meeting: Meeting, *, hours: int = 2) -> DeliveryRecord:
    return DeliveryRecord.objects.create(
        meeting=meeting,
        institution_id=meeting.institution_id,
        hours=hours,
        recorded_at=timezone.now(),
    )
