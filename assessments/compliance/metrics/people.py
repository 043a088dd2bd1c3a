"""Who is employed on a date, and as what."""

import datetime
from collections.abc import Mapping
from typing import Any

from courses.institutions.enums import StaffKind
from courses.institutions.models import Institution, StaffPeriod


def check_staff_parameters(parameters: Mapping[str, Any]) -> None:
    """Raise ValueError unless `staff_kinds` and `school_level_only` can be used."""
    kinds = parameters["staff_kinds"]
    if not isinstance(kinds, list) or not kinds or not set(kinds) <= set(StaffKind.values):
        raise ValueError(f"staff_kinds: {kinds!r}")
    if not isinstance(parameters["school_level_only"], bool):
        raise ValueError("school_level_only must be true or false")


def staff_periods_on(
    institution: Institution, parameters: Mapping[str, Any], on: datetime.date
) -> list[StaffPeriod]:
    """One employment period for each person of the kinds that count, by staff number; one query.

    Somebody who is both manager and teacher on the date is one person.
    """
    periods = StaffPeriod.objects.valid_on(on).filter(
        institution=institution, kind__in=parameters["staff_kinds"]
    )
    if parameters["school_level_only"]:
        periods = periods.filter(school_level=True)
    chosen: dict[int, StaffPeriod] = {}
    for period in periods.select_related("staff__department").order_by(
        "staff__staff_number", "staff_id", "valid_from", "pk"
    ):
        chosen.setdefault(period.staff_id, period)
    return list(chosen.values())


def person_figures(period: StaffPeriod) -> dict[str, Any]:
    """What was recorded of the person on the date, as JSON."""
    staff = period.staff
    return {
        "id": staff.pk,
        "public_id": str(staff.public_id),
        "number": staff.staff_number,
        "name": staff.name,
        "department": staff.department.name if staff.department else "",
        "kind": period.kind,
        "school_level": period.school_level,
        "from": period.valid_from.isoformat(),
        "to": period.valid_to.isoformat() if period.valid_to else None,
    }
