"""Everybody who teaches or works in guidance, and how they stand."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind, StaffKind
from courses.institutions.models import Department, StaffMember
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.lights import Standing, standings
from courses.qualifications.enums import Light
from courses.qualifications.forms import StaffFilterForm
from courses.qualifications.models import QualificationWaiver, StaffCertificate

OFFICE = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)
READERS = (*OFFICE, RoleKind.DEPARTMENT_COORDINATOR, RoleKind.AUDITOR)
PER_PAGE = 100

# The most urgent first.
URGENCY = {
    light: place
    for place, light in enumerate(
        (
            Light.NOT_QUALIFIED,
            Light.LAPSES_SOON,
            Light.UNDECIDED,
            Light.WAIVED,
            Light.ADVISED,
            Light.QUALIFIED,
            Light.NOT_REQUIRED,
            Light.NOT_EMPLOYED,
        )
    )
}


# The figures above a list of staff.
COUNTED = (Light.NOT_QUALIFIED, Light.LAPSES_SOON, Light.UNDECIDED, Light.WAIVED, Light.QUALIFIED)


def urgency_of(row: Standing) -> int:
    """The lower, the sooner somebody must look: by the light, and where a waiver or a post ends
    soon at least as for a certificate that does."""
    place = URGENCY[row.light]
    return place if row.lapses_on is None else min(place, URGENCY[Light.LAPSES_SOON])


@allow(*READERS)
@require_GET
def staff_list(request: HttpRequest) -> HttpResponse:
    """Staff with their light on a date. Whoever isn't employed then shows only when asked for."""
    departments = Department.objects.visible_to(request.user).order_by("name")
    form = StaffFilterForm(
        request.GET,
        departments=[(str(each.public_id), each.name) for each in departments],
        kinds=list(StaffKind.choices),
    )
    chosen = form.chosen
    found = _matching(request, chosen)
    rows = standings(found, on=form.on_date)
    if chosen["kind"]:
        rows = [row for row in rows if chosen["kind"] in row.kinds]
    if chosen["light"] != Light.NOT_EMPLOYED:
        rows = [row for row in rows if row.light != Light.NOT_EMPLOYED]
    counts = [(light, sum(1 for row in rows if row.light == light)) for light in COUNTED]
    if chosen["light"]:
        rows = [row for row in rows if row.light == chosen["light"]]
    names = {each.pk: each.name for each in departments}
    rows.sort(key=lambda row: _sort_key(row, chosen["sort"], names))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "courses/qualifications/staff_list.html",
        {
            "form": form,
            "on": form.on_date,
            "counts": counts,
            "soon_days": max((row.soon_days for row in rows), default=0),
            "page": page,
            "shown": [(row, names.get(row.staff.department_id or 0, "")) for row in page],
            "is_filtered": any(chosen[name] for name in ("q", "department", "kind", "light")),
            "is_office": scope_of(request.user).has(*OFFICE),
        },
    )


def _matching(request: HttpRequest, chosen: dict[str, Any]) -> Any:
    found = StaffMember.objects.visible_to(request.user)
    if chosen["q"]:
        found = found.filter(
            Q(name__icontains=chosen["q"]) | Q(staff_number__icontains=chosen["q"])
        )
    if chosen["department"]:
        found = found.filter(department__public_id=chosen["department"])
    return found


def _sort_key(row: Standing, sort: str | None, departments: dict[int, str]) -> tuple[Any, ...]:
    staff = row.staff
    if sort == "name":
        return staff.name, staff.staff_number
    if sort == "number":
        return (staff.staff_number,)
    if sort == "department":
        return departments.get(staff.department_id or 0, ""), staff.staff_number
    return urgency_of(row), row.lapses_on or timezone.localdate(), staff.staff_number


@allow(*READERS, RoleKind.INSTRUCTOR)
@require_GET
def staff_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One person: employment, certificates, waivers, and how they stand today."""
    staff = get_object_or_404(
        StaffMember.objects.visible_to(request.user).select_related("department"),
        public_id=public_id,
    )
    (standing,) = standings([staff], on=timezone.localdate())
    return render(
        request,
        "courses/qualifications/staff_detail.html",
        {
            "staff": staff,
            "standing": standing,
            "periods": staff.periods.order_by("-valid_from"),
            "certificates": StaffCertificate.objects.filter(staff=staff)
            .select_related("level", "evidence")
            .order_by("-issued_on", "-pk"),
            "waivers": QualificationWaiver.objects.filter(staff=staff)
            .select_related("approved_by")
            .order_by("-valid_from"),
            "today": timezone.localdate(),
            "is_office": scope_of(request.user).has(*OFFICE),
            "is_self": staff.user_id == request.user.pk,
        },
    )
