"""Who of a plan goes where, who has no place and why, and who teaches meanwhile."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.institutions.models import Department
from courses.institutions.scopes import scope_of
from courses.training.domain import last_trained
from courses.training.domain.planning.wording import reason_sentence
from courses.training.forms.plans import DeclineForm, PeopleFilterForm
from courses.training.models import (
    Nomination,
    PlannedCover,
    PlannedSeat,
    RotationPlan,
    UnplacedStaff,
)
from courses.training.views.making_up import missing_of_make_ups
from courses.training.views.people import READERS
from courses.training.views.plan_roles import may_answer, plan_or_404

PER_PAGE = 50
LONGEST_FIRST = F("last_trained").asc(nulls_first=True)


@allow(*READERS)
@require_safe
def people(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Seats of a plan; each person of one's own place."""
    plan = plan_or_404(request, public_id)
    rows = PlannedSeat.objects.visible_to(request.user).filter(plan=plan).with_names()
    form = _form(request, plan)
    found = (
        _filtered(rows, form)
        .annotate(last_trained=last_trained("staff"))
        .order_by("session__starts_on", "session__code", LONGEST_FIRST, "staff__name", "pk")
    )
    return _render(
        request,
        "people",
        plan,
        form,
        _page(request, found),
        may_answer=may_answer(request, plan),
        decline_form=DeclineForm(),
    )


@allow(*READERS)
@require_safe
def unplaced(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who doesn't meet the cycle, with the reason in words."""
    plan = plan_or_404(request, public_id)
    rows = UnplacedStaff.objects.visible_to(request.user).filter(plan=plan)
    form = _form(request, plan, with_sessions=False)
    found = (
        _filtered(rows, form)
        .select_related("staff", "department", "institution")
        .annotate(last_trained=last_trained("staff"))
    )
    page = _page(request, found.order_by("institution__name", LONGEST_FIRST, "staff__name", "pk"))
    asked = _nominations_of(page)
    shown = [
        (row, reason_sentence(row.reason, row.subjects, alone=row.alone), asked[row.staff_id])
        for row in page
    ]
    return _render(request, "unplaced", plan, form, page, shown=shown)


def _nominations_of(rows: Iterable[UnplacedStaff]) -> dict[int, list[Nomination]]:
    """By person what they are nominated for, as it is now: who waits for a seat, or an answer, is
    sent nowhere else on those days. One query."""
    found: dict[int, list[Nomination]] = defaultdict(list)
    nominations = Nomination.objects.filter(staff__in=[row.staff_id for row in rows])
    still_open = nominations.still_open().of_sessions_to_come().select_related("session")
    for one in still_open.order_by("session__starts_on", "pk"):
        found[one.staff_id].append(one)
    return found


@allow(*READERS)
@require_safe
def covers(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Meetings that are missed, and who teaches them or when they are made up, with the single
    students who have another class then."""
    plan = plan_or_404(request, public_id)
    rows = PlannedCover.objects.visible_to(request.user).filter(plan=plan)
    form = _form(request, plan, with_sessions=False)
    found = _filtered(rows, form).select_related(
        "staff",
        "institution",
        "substitute__department",
        "room__campus",
        "meeting__teaching_class__course",
        "meeting__term",
        "request",
    )
    page = _page(request, found.order_by("meeting__starts_at", "pk"))
    missing = missing_of_make_ups(request.user, plan, found)
    lines = [(cover, missing.by_line.get(cover.meeting_id)) for cover in page]
    return _render(request, "covers", plan, form, page, lines=lines, students=missing.students)


def _render(
    request: HttpRequest,
    name: str,
    plan: RotationPlan,
    form: PeopleFilterForm,
    page: Page[Any],
    **more: Any,
) -> HttpResponse:
    context = {
        "plan": plan,
        "form": form,
        "page": page,
        "place": name,
        "is_filtered": any(form.chosen.values()),
        "is_province": scope_of(request.user).has(RoleKind.PROVINCE_OFFICER),
        **more,
    }
    return render(request, f"courses/training/plan_{name}.html", context)


def _page(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _form(
    request: HttpRequest, plan: RotationPlan, *, with_sessions: bool = True
) -> PeopleFilterForm:
    """What can be chosen is what the person may see: three queries at most."""
    scope = scope_of(request.user)
    sessions: list[tuple[str, str]] = []
    if with_sessions:
        known = plan.seats.values_list("session__public_id", "session__code").distinct()
        sessions = [(str(pk), code) for pk, code in known.order_by("session__code")]
    institutions: list[tuple[str, str]] = []
    departments: list[tuple[str, str]] = []
    if scope.has(RoleKind.PROVINCE_OFFICER):
        rows = plan.parts.order_by("institution__name")
        institutions = [
            (str(pk), name)
            for pk, name in rows.values_list("institution__public_id", "institution__name")
        ]
    else:
        mine = Department.objects.visible_to(request.user).order_by("name")
        departments = [(str(pk), name) for pk, name in mine.values_list("public_id", "name")]
    return PeopleFilterForm(
        request.GET,
        institutions=institutions,
        sessions=sessions,
        departments=departments,
        compared=with_sessions and plan.based_on_id is not None,
    )


def _filtered(rows: QuerySet[Any], form: PeopleFilterForm) -> QuerySet[Any]:
    chosen = form.chosen
    if text := chosen.get("q"):
        rows = rows.filter(Q(staff__name__icontains=text) | Q(staff__staff_number__icontains=text))
    if value := chosen.get("institution"):
        rows = rows.filter(institution__public_id=value)
    if value := chosen.get("department"):
        rows = rows.filter(department__public_id=value)
    if value := chosen.get("session"):
        rows = rows.filter(session__public_id=value)
    if value := chosen.get("change"):
        rows = rows.filter(change=value)
    return rows
