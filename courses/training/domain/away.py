"""How many of a department are away at trainings on a day, and how many may be."""

import datetime
from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import gettext as _

from courses.institutions.models import Department, Institution, StaffMember, StaffPeriod
from courses.qualifications.domain.recognition import most_specific
from courses.training.models import DepartmentLimit, Nomination, TrainingSession


class DepartmentLimits:
    """The limits that reach some institutions, answered in memory."""

    def __init__(self, rows: Iterable[DepartmentLimit]) -> None:
        self._rows = list(rows)

    @classmethod
    def reaching(cls, institution: Institution) -> "DepartmentLimits":
        """One query."""
        return cls(DepartmentLimit.objects.reaching(institution))

    def of(self, department: Department, *, on: datetime.date) -> DepartmentLimit | None:
        """That of the department goes before those for each department."""
        own = [row for row in self._rows if row.department_id == department.pk]
        shared = [row for row in self._rows if row.department_id is None]
        found: DepartmentLimit | None = most_specific(
            own, institution=department.institution, on=on
        ) or most_specific(shared, institution=department.institution, on=on)
        return found


def staff_of(department: Department, *, on: datetime.date) -> int:
    """People of the department who are employed on the day."""
    employed = StaffPeriod.objects.valid_on(on).values("staff")
    return StaffMember.objects.filter(department=department, pk__in=employed).count()


def too_many_away(staff: StaffMember, session: TrainingSession) -> str:
    """Why one more of the person's department can't go; "" where they can, or nobody limits it. The
    day with the most people away counts. Up to three queries; the department is held."""
    department = staff.department
    if department is None:
        return ""
    limit = DepartmentLimits.reaching(staff.institution).of(department, on=session.starts_on)
    if limit is None:
        return ""
    allowed = limit.allows(staff_of(department, on=session.starts_on))
    away = most_away(department, session.days, but=staff)
    if away < allowed:
        return ""
    return _("%(department)s already has %(away)s away on one of the days; %(allowed)s may be.") % {
        "department": department.name,
        "away": away,
        "allowed": allowed,
    }


def most_away(
    department: Department, days: list[datetime.date], *, but: StaffMember | None = None
) -> int:
    """How many of the department, without `but`, are at trainings on the fullest of the days. One
    query."""
    rows = Nomination.objects.seated().filter(
        staff__department=department,
        session__starts_on__lte=days[-1],
        session__ends_on__gte=days[0],
    )
    if but is not None:
        rows = rows.exclude(staff=but)
    spans = list(
        rows.order_by()
        .values("session__starts_on", "session__ends_on")
        .annotate(people=Count("staff", distinct=True))
        .values_list("session__starts_on", "session__ends_on", "people")
    )
    return max(sum(people for first, last, people in spans if first <= day <= last) for day in days)
