"""Who is paid by the hour, and what the next statement of a person would say."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.fees.domain import (
    FeesRefused,
    draft_statement,
    open_hours,
    people_paid,
    settle_statement,
)
from courses.fees.domain.rates import Rates
from courses.fees.domain.usual_periods import usual_periods
from courses.fees.forms import FeePeriodForm
from courses.fees.models import FeeStatement
from courses.institutions.access import allow, institution_of
from courses.institutions.enums import RoleKind
from courses.institutions.models import StaffMember
from courses.institutions.scopes import scope_of

OFFICE = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)
READERS = (*OFFICE, RoleKind.AUDITOR)
PER_PAGE = 100


@allow(*READERS)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whose kind of employment the rates name, with hours taught and settled."""
    institution = institution_of(request, *READERS)
    form = FeePeriodForm(request.GET)
    rows, unsettled, has_rates = [], [], True
    if form.is_valid():
        wanted = form.cleaned_data
        found = StaffMember.objects.visible_to(request.user).filter(institution=institution)
        if wanted["q"]:
            found = found.filter(
                Q(name__icontains=wanted["q"]) | Q(staff_number__icontains=wanted["q"])
            )
        rows = people_paid(institution, found, starts_on=wanted["start"], ends_on=wanted["end"])
        unsettled = open_hours(institution, found, until=wanted["end"])
        has_rates = bool(rows or Rates(institution).kinds_on(wanted["end"]))
    return render(
        request,
        "courses/fees/people.html",
        {
            "form": form,
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
            "open_hours": sum(row.open_hours for row in rows),
            "open": unsettled[:PER_PAGE],
            "more_open": max(0, len(unsettled) - PER_PAGE),
            "until": form.cleaned_data.get("end"),
            "waiting": sum(row.waiting for row in rows),
            "has_rates": has_rates,
            "is_office": scope_of(request.user).has(*OFFICE),
            "today": timezone.localdate(),
            "usual": usual_periods(institution, timezone.localdate()),
        },
        status=200 if form.is_valid() else 422,
    )


@allow(*READERS)
@require_GET
def person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What would be settled for the period, what isn't and why, and earlier statements."""
    staff = _staff(request, public_id)
    form = FeePeriodForm(request.GET, searches=False)
    draft = None
    if form.is_valid():
        days = {"starts_on": form.cleaned_data["start"], "ends_on": form.cleaned_data["end"]}
        draft = draft_statement(staff, **days)
    return render(
        request,
        "courses/fees/person.html",
        {
            "staff": staff,
            "form": form,
            "draft": draft,
            "contracts": staff.contracts.order_by("-starts_on", "-pk"),
            "statements": FeeStatement.objects.visible_to(request.user).filter(staff=staff),
            "is_over": form.is_valid() and form.cleaned_data["end"] <= timezone.localdate(),
            "is_self": staff.user_id == request.user.pk,
            "is_office": scope_of(request.user).has(*OFFICE),
            "today": timezone.localdate(),
            "usual": usual_periods(staff.institution, timezone.localdate()),
        },
        status=200 if form.is_valid() else 422,
    )


@allow(*OFFICE)
@require_POST
def settle(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Settle exactly the draft that was shown."""
    staff = _staff(request, public_id)
    form = FeePeriodForm(request.POST, searches=False)
    if not form.is_valid():
        messages.error(request, _("Choose the first and the last day of the period."))
        return redirect("fees:person", public_id=staff.public_id)
    try:
        made = settle_statement(
            staff,
            starts_on=form.cleaned_data["start"],
            ends_on=form.cleaned_data["end"],
            shown=request.POST.get("shown", ""),
            by=request.user,
        )
    except FeesRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("fees:person", public_id=staff.public_id)
    messages.success(request, _("Settled. Print it to be signed."))
    return redirect("fees:statement", public_id=made.public_id)


@allow(RoleKind.INSTRUCTOR)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The person's own settled statements."""
    statements = FeeStatement.objects.visible_to(request.user)
    return render(request, "courses/fees/mine.html", {"statements": statements})


def _staff(request: HttpRequest, public_id: uuid.UUID) -> StaffMember:
    rows = StaffMember.objects.visible_to(request.user).select_related("institution", "department")
    staff: StaffMember = get_object_or_404(rows, public_id=public_id)
    return staff
