"""Programmes, sessions and who goes to them."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from courses.institutions.enums import StaffKind
from courses.qualifications.enums import Severity
from courses.training import models
from courses.training.domain import count_seats
from courses.training.enums import (
    CompletionResult,
    NominationState,
    Presence,
    ProgrammeKind,
    SessionState,
)
from tests.factories.institutions import InstitutionFactory, StaffMemberFactory

DAY = datetime.timedelta(days=1)


class TrainingProgrammeFactory(DjangoModelFactory):
    """Of the province 41; `institution=` makes it that institution's own."""

    class Meta:
        model = models.TrainingProgramme

    institution = None
    province = factory.LazyAttribute(lambda one: "" if one.institution else "41")
    code = factory.Sequence(lambda n: f"LX{n:03d}")
    name = factory.Sequence(lambda n: f"就业指导教师轮训{n}")
    kind = ProgrammeKind.ROTATION
    hours = 24


class TrainingSessionFactory(DjangoModelFactory):
    """Three days in four weeks, open, of the programme's owner."""

    class Meta:
        model = models.TrainingSession

    programme = factory.SubFactory(TrainingProgrammeFactory)
    institution = factory.SelfAttribute("programme.institution")
    province = factory.SelfAttribute("programme.province")
    code = factory.Sequence(lambda n: f"第{n}期")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + 28 * DAY)
    ends_on = factory.LazyAttribute(lambda one: one.starts_on + 2 * DAY)
    registration_closes_on = factory.LazyAttribute(lambda one: one.starts_on - 7 * DAY)
    place = "郑州市"
    seats = 10
    state = SessionState.OPEN


class SeatQuotaFactory(DjangoModelFactory):
    class Meta:
        model = models.SeatQuota

    session = factory.SubFactory(TrainingSessionFactory)
    institution = factory.SubFactory(InstitutionFactory)
    seats = 2


class TrainingBudgetFactory(DjangoModelFactory):
    """Of the province 41 for the year of a usual session; `institution=` makes it its own."""

    class Meta:
        model = models.TrainingBudget

    institution = None
    province = factory.LazyAttribute(lambda one: "" if one.institution else "41")
    first_year = factory.LazyFunction(lambda: (timezone.localdate() + 28 * DAY).year)
    last_year = factory.SelfAttribute("first_year")
    amount = Decimal(10_000)


class NominationFactory(DjangoModelFactory):
    """A seat in the session, which is then counted; `state=` says another outcome."""

    class Meta:
        model = models.Nomination
        skip_postgeneration_save = True

    session = factory.SubFactory(TrainingSessionFactory)
    staff = factory.SubFactory(StaffMemberFactory)
    institution = factory.SelfAttribute("staff.institution")
    department = factory.SelfAttribute("staff.department")
    state = NominationState.APPROVED
    waits_for = factory.LazyAttribute(
        lambda one: "province" if one.state == NominationState.NOMINATED else ""
    )
    nominated_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def counted(self, create, extracted, **kwargs):
        if create:
            count_seats(self.session)
            self.session.refresh_from_db()


class SessionAttendanceFactory(DjangoModelFactory):
    class Meta:
        model = models.SessionAttendance

    nomination = factory.SubFactory(NominationFactory)
    institution = factory.SelfAttribute("nomination.institution")
    date = factory.SelfAttribute("nomination.session.starts_on")
    presence = Presence.PRESENT
    hours = Decimal(8)
    recorded_at = factory.LazyFunction(timezone.now)


class CompletionFactory(DjangoModelFactory):
    """A training that a person completed on `completed_on`, the last day of its session."""

    class Meta:
        model = models.Completion

    class Params:
        programme = None

    staff = factory.SubFactory(StaffMemberFactory)
    institution = factory.SelfAttribute("staff.institution")
    completed_on = factory.LazyFunction(lambda: timezone.localdate() - 100 * DAY)
    session = factory.LazyAttribute(
        lambda one: TrainingSessionFactory(
            ends_on=one.completed_on,
            starts_on=one.completed_on - 2 * DAY,
            state=SessionState.HELD,
            **({"programme": one.programme} if one.programme else {}),
        )
    )
    nomination = factory.LazyAttribute(
        lambda one: NominationFactory(
            session=one.session, staff=one.staff, state=NominationState.COMPLETED
        )
    )
    hours = factory.LazyAttribute(lambda one: Decimal(one.session.programme.hours))
    result = CompletionResult.PASSED
    recorded_at = factory.LazyFunction(timezone.now)


class CycleRuleFactory(DjangoModelFactory):
    """Of the institution or the province; full-time teachers need 24 hours in three years."""

    class Meta:
        model = models.CycleRule

    institution = None
    province = ""
    staff_kind = StaffKind.FULL_TIME_TEACHER
    months = 36
    required_hours = 24
    severity = Severity.IN_PRINCIPLE
    citation = "测试文件"
    valid_from = datetime.date(2008, 1, 1)


class NominationRuleFactory(DjangoModelFactory):
    class Meta:
        model = models.NominationRule

    institution = None
    province = ""
    free_withdrawal_days = 7
    citation = "测试文件"
    valid_from = datetime.date(2008, 1, 1)


class DepartmentLimitFactory(DjangoModelFactory):
    class Meta:
        model = models.DepartmentLimit

    institution = None
    province = ""
    people = 1
    citation = "测试文件"
    valid_from = datetime.date(2008, 1, 1)
