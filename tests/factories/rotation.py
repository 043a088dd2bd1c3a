"""Plans of rotation training with what they say of people."""

import datetime
from dataclasses import asdict

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from courses.training import models
from courses.training.planner.problem import Weights
from courses.training.planner.proposal import Cost
from tests.factories.institutions import InstitutionFactory, StaffMemberFactory
from tests.factories.timetable import MeetingFactory
from tests.factories.training import TrainingSessionFactory

FIGURES = {
    "people": 2,
    "placed": 1,
    "unplaced": 1,
    "most_placed": 1,
    "total": 20_040,
    "bound": 20_000,
    "gap": 0.002,
    "seconds": 5.0,
    "cpu_seconds": 6.0,
    "megabytes": 300,
    "sessions": 1,
    "meetings": 1,
    "covers": 1,
    "uncovered": 0,
    "moved": 0,
    "reading_seconds": 0.1,
    "seed": 1,
    "job": None,
    "cost": asdict(Cost(unplaced=1, substituting=2)),
    "weights": asdict(Weights()),
    "curve": [[1.0, 20_100, None, 1], [4.5, 20_040, 20_000, 1]],
}


class RotationPlanFactory(DjangoModelFactory):
    """A draft of the province 41; `institution=` makes it that institution's own."""

    class Meta:
        model = models.RotationPlan

    institution = None
    province = factory.LazyAttribute(lambda one: "" if one.institution else "41")
    number = factory.Sequence(lambda n: n + 1)
    first_day = datetime.date(2026, 1, 1)
    last_day = datetime.date(2028, 12, 31)
    made_at = factory.LazyFunction(timezone.now)
    figures = factory.LazyFunction(lambda: dict(FIGURES))


class PlanPartFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanPart

    plan = factory.SubFactory(RotationPlanFactory)
    institution = factory.SubFactory(InstitutionFactory)
    people = 2
    placed = 1


class PlannedSeatFactory(DjangoModelFactory):
    class Meta:
        model = models.PlannedSeat

    plan = factory.SubFactory(RotationPlanFactory)
    staff = factory.SubFactory(StaffMemberFactory)
    institution = factory.SelfAttribute("staff.institution")
    department = factory.SelfAttribute("staff.department")
    session = factory.SubFactory(TrainingSessionFactory)


class PlannedCoverFactory(DjangoModelFactory):
    """Of the seat's person: a meeting of theirs, taught by a colleague."""

    class Meta:
        model = models.PlannedCover

    seat = factory.SubFactory(PlannedSeatFactory)
    plan = factory.SelfAttribute("seat.plan")
    staff = factory.SelfAttribute("seat.staff")
    institution = factory.SelfAttribute("seat.institution")
    department = factory.SelfAttribute("seat.department")
    meeting = factory.SubFactory(
        MeetingFactory,
        instructor=factory.SelfAttribute("..staff"),
        teaching_class__term__institution=factory.SelfAttribute("....institution"),
    )
    substitute = factory.SubFactory(
        StaffMemberFactory, institution=factory.SelfAttribute("..institution")
    )


class UnplacedStaffFactory(DjangoModelFactory):
    class Meta:
        model = models.UnplacedStaff

    plan = factory.SubFactory(RotationPlanFactory)
    staff = factory.SubFactory(StaffMemberFactory)
    institution = factory.SelfAttribute("staff.institution")
    department = factory.SelfAttribute("staff.department")
    reason = "full"
