"""All institutions of a province with the lights of their audits."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.compliance.domain.overview import lights_of
from assessments.compliance.domain.visibility import audited_institutions
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind

PAGE_SIZE = 50
# What needs the officer comes first.
_URGENCY = {"bad": 0, "warn": 1, "": 2, "good": 3}
_SORTS = ("urgency", "name", "code")


@allow(RoleKind.PROVINCE_OFFICER)
@require_GET
def institutions(request: HttpRequest) -> HttpResponse:
    """?q= name or identifier, ?light= bad, warn, good or none, ?sort= urgency, name or code."""
    q = request.GET.get("q", "").strip()[:50]
    light = request.GET.get("light", "")
    sort = request.GET.get("sort", "urgency")
    sort = sort if sort in _SORTS else "urgency"
    found = audited_institutions(request.user).filter(Q(name__icontains=q) | Q(code__contains=q))
    lights = lights_of(found.order_by("name", "code"))
    if light in {"bad", "warn", "good", "none"}:
        lights = [one for one in lights if (one.tone or "none") == light]
    if sort == "code":
        lights.sort(key=lambda one: one.institution.code)
    elif sort == "urgency":
        lights.sort(key=lambda one: _URGENCY[one.tone])
    page = Paginator(lights, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "assessments/compliance/institutions.html",
        {"page": page, "q": q, "light": light, "sort": sort},
    )
