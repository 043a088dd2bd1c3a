"""The office's list of outlines, the check before a release, the release, an outline."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.content.models import SyllabusPage
from cms.publishing.domain import changes_since_last, draft_of, release_syllabus
from cms.publishing.forms import OutlineFilter
from cms.publishing.overview import course_rows
from courses.curriculum.domain import (
    Hours,
    OutlineRefused,
    compare_hours,
    compare_outlines,
    hours_of,
)
from courses.curriculum.models import Course, Outline, OutlineContribution
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.institutions.scopes import scope_of

RELEASERS = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)
WRITERS = (*RELEASERS, R.DEPARTMENT_COORDINATOR, R.INSTRUCTOR)
PER_PAGE = 50


def _has_role_at(request: HttpRequest, institution_id: int, *kinds: str) -> bool:
    roles = scope_of(request.user).roles
    return any(role.institution_id == institution_id and role.kind in kinds for role in roles)


def _syllabus(request: HttpRequest, page_id: int, *kinds: str) -> SyllabusPage:
    """404 for a syllabus out of sight, 403 where the person's roles are at another institution."""
    page: SyllabusPage = get_object_or_404(
        SyllabusPage.objects.filter(
            course__in=Course.objects.visible_to(request.user)
        ).select_related("course", "live_revision"),
        pk=page_id,
    )
    if not _has_role_at(request, page.course.institution_id, *kinds):
        raise PermissionDenied
    return page


@allow(*WRITERS, R.AUDITOR, R.PROVINCE_OFFICER)
@require_safe
def outline_list(request: HttpRequest) -> HttpResponse:
    courses = Course.objects.visible_to(request.user).annotate(
        released=Max("outlines__released_at")
    )
    filters = OutlineFilter(request.GET)
    found = Paginator(filters.narrow(courses.select_related("institution")), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "cms/publishing/list.html",
        {
            "filters": filters,
            "found": found,
            "rows": course_rows(list(found)),
            "may_write": scope_of(request.user).has(*WRITERS),
            "may_create": scope_of(request.user).has(*RELEASERS),
            "narrowed": any(request.GET.get(name) for name in ("q", "state")),
        },
    )


@allow(*WRITERS)
@require_safe
def release(request: HttpRequest, page_id: int) -> HttpResponse:
    """The check before a release: unit hours against the course, kind by kind."""
    page = _syllabus(request, page_id, *WRITERS)
    context = {
        "page": page,
        "may_release": _has_role_at(request, page.course.institution_id, *RELEASERS),
    }
    try:
        draft = draft_of(page)
    except OutlineRefused as refusal:
        return render(request, "cms/publishing/release.html", context | {"refusal": str(refusal)})
    lines = compare_hours(hours_of(page.course), draft.units)
    context |= {
        "draft": draft,
        "lines": lines,
        "total": sum((unit.hours for unit in draft.units), Hours()).total,
        "empty_units": [unit for unit in draft.units if unit.hours.total == 0],
        "released": Outline.objects.filter(
            course=page.course, page_id=page.pk, revision_id=draft.revision.pk
        ).first(),
    }
    since = changes_since_last(page, draft)
    if since is not None and not context["released"]:
        context["latest"], context["differences"] = since
    context["ready"] = (
        bool(draft.units)
        and not context["empty_units"]
        and not any(line.difference for line in lines)
    )
    return render(request, "cms/publishing/release.html", context)


@allow(*RELEASERS)
@require_POST
def release_now(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _syllabus(request, page_id, *RELEASERS)
    try:
        outline = release_syllabus(page, by=request.user)
    except OutlineRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("publishing:release", page_id=page.pk)
    messages.success(request, _("Outline %(number)d is released.") % {"number": outline.number})
    return redirect("publishing:outline", public_id=outline.public_id)


@allow(*R.values)
@require_safe
def outline(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was released; nobody can change it."""
    map_lines = OutlineContribution.objects.select_related("unit").order_by("unit__position", "pk")
    found: Outline = get_object_or_404(
        Outline.objects.visible_to(request.user)
        .select_related("course__institution", "released_by")
        .prefetch_related("objectives", "units", Prefetch("objectives__contributions", map_lines)),
        public_id=public_id,
    )
    others = list(Outline.objects.filter(course=found.course_id).exclude(pk=found.pk))
    older = _compared(others, found, request.GET.get("since", ""))
    return render(
        request,
        "cms/publishing/outline.html",
        {
            "outline": found,
            "has_map": any(one.contributions.all() for one in found.objectives.all()),
            "others": others,
            "may_move": scope_of(request.user).has(*RELEASERS),
            "older": older,
            "differences": compare_outlines(older, found) if older else None,
        },
    )


def _compared(others: list[Outline], outline: Outline, wanted: str) -> Outline | None:
    """The outline named by its number, else the one before this; `others` are newest first."""
    named = next((one for one in others if str(one.number) == wanted), None)
    return named or next((one for one in others if one.number < outline.number), None)
