"""Coverage by month, as it is and as it would be."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from courses.institutions.access import allow, institution_of
from courses.institutions.enums import INSTITUTION_WIDE
from courses.institutions.models import Department, StaffMember
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.authorisation import judge, lapse_of
from courses.qualifications.domain.facts import TeachingFacts
from courses.qualifications.domain.findings import finding_of
from courses.qualifications.domain.forecast import forecast
from courses.qualifications.domain.what_if import WhatIf, effects_of, groups_for, try_out
from courses.qualifications.forms.what_if import WhatIfForm
from courses.qualifications.views.staff import READERS


@allow(*READERS)
@require_GET
def forecast_page(request: HttpRequest) -> HttpResponse:
    """The present forecast; with a supposition in the address, beside it what that would change.
    Nothing is stored."""
    institution = institution_of(request, *READERS)
    today = timezone.localdate()
    staff = StaffMember.objects.visible_to(request.user).filter(institution=institution)
    departments = list(
        Department.objects.filter(institution=institution, staff__in=staff.order_by().values("pk"))
        .distinct()
        .order_by("name")
    )
    people = list(staff.order_by("staff_number").only("pk", "public_id", "name", "staff_number"))
    form = WhatIfForm(
        request.GET,
        departments=departments,
        people=people,
        groups=groups_for(request.user, institution),
    )
    if form.chosen_department:
        staff = staff.filter(department__public_id=form.chosen_department)
    facts = TeachingFacts.of(staff)
    shown = forecast(facts, today=today, months=form.chosen_months)
    last = shown.months[-1].on
    context: dict[str, Any] = {
        "institution": institution,
        "form": form,
        "forecast": shown,
        "finding": finding_of(shown),
        "lapses": _lapses(facts, today, last),
        "rows": [(month, None) for month in shown.months],
    }
    what_if = form.what_if(today)
    if what_if:
        supposed_facts = TeachingFacts.of(staff)
        try_out(supposed_facts, what_if)
        supposed = forecast(supposed_facts, today=today, months=form.chosen_months)
        context |= {
            "supposed": supposed,
            "supposed_finding": finding_of(supposed),
            "rows": list(zip(shown.months, supposed.months, strict=True)),
            "effects": _effects(request, institution, what_if, last),
        }
    return render(
        request,
        "courses/qualifications/forecast.html",
        context,
        status=422 if form.errors else 200,
    )


def _effects(request: HttpRequest, institution: Any, what_if: WhatIf, last: Any) -> list[str]:
    """For whoever may read the institution's figures; a coordinator sees a department."""
    if not scope_of(request.user).has(*INSTITUTION_WIDE):
        return []
    return effects_of(institution, what_if, on=last)


def _lapses(facts: TeachingFacts, today: Any, last: Any) -> list[tuple[Any, Any]]:
    """(day, person) of those who may teach today and may not from that day on, soonest first."""
    found = []
    for person in facts.people:
        if judge(person, facts, on=today).allowed:
            day = lapse_of(person, facts, start=today, end=last)
            if day is not None:
                found.append((day, person.staff))
    return sorted(found, key=lambda pair: (pair[0], pair[1].staff_number))
