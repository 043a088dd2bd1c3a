"""Entering members of staff, and changing what they are employed as, called, and belong to."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow, institution_of
from courses.institutions.domain.particulars import change_particulars
from courses.institutions.domain.staff import (
    StaffRefused,
    change_employment,
    end_employment,
    enter_staff,
    link_account,
)
from courses.institutions.enums import RoleKind
from courses.institutions.forms import (
    AccountForm,
    EmploymentEndForm,
    EmploymentForm,
    ParticularsForm,
    StaffForm,
)
from courses.institutions.models import StaffMember

OFFICE = (RoleKind.INSTITUTION_ADMINISTRATOR, RoleKind.TEACHING_OFFICE)


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def staff_add(request: HttpRequest) -> HttpResponse:
    """A new person; from there on to the person's page."""
    institution = institution_of(request, *OFFICE)
    form = StaffForm(request.POST or None, institution=institution)
    if form.is_bound and form.is_valid():
        try:
            staff = enter_staff(institution, **form.cleaned_data, by=request.user)
        except StaffRefused as refusal:
            _say(form, refusal)
        else:
            messages.success(request, _("%(person)s is on record.") % {"person": staff})
            return redirect("qualifications:staff", public_id=staff.public_id)
    return render(
        request,
        "courses/institutions/staff_add.html",
        {"form": form, "institution": institution},
        status=400 if form.is_bound else 200,
    )


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def staff_employment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change or end the employment, name and department, or link the account: `action` says which
    form was sent."""
    people = StaffMember.objects.visible_to(request.user)
    staff = get_object_or_404(
        people.select_related("institution", "department", "user"), public_id=public_id
    )
    account = {"username": staff.user.username if staff.user else ""}
    action = request.POST.get("action", "")
    sent: dict[str, Any] = {action: request.POST}
    current = list(staff.periods.filter(valid_to=None).order_by("valid_from"))
    # The form starts from what holds, so that changing one thing doesn't change another unseen.
    holds = {"kind": current[0].kind, "school_level": current[0].school_level} if current else None
    change = EmploymentForm(sent.get("change"), initial=holds)
    end = EmploymentEndForm(sent.get("end"))
    link = AccountForm(sent.get("account"), initial=account)
    belongs = {"name": staff.name, "department": staff.department}
    particulars = ParticularsForm(
        sent.get("particulars"),
        institution=staff.institution,
        initial=belongs | {"valid_from": timezone.localdate()},
        prefix="particulars",
    )
    forms_here = (change, end, particulars, link)
    bound: forms.Form | None = next((form for form in forms_here if form.is_bound), None)
    if bound is not None and bound.is_valid():
        try:
            if bound is change:
                change_employment(staff, **change.cleaned_data, by=request.user)
            elif bound is end:
                end_employment(staff, valid_to=end.valid_to, by=request.user)
            elif bound is particulars:
                change_particulars(staff, **particulars.cleaned_data, by=request.user)
            else:
                link_account(staff, **link.cleaned_data, by=request.user)
        except StaffRefused as refusal:
            _say(bound, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("qualifications:staff", public_id=staff.public_id)
    return render(
        request,
        "courses/institutions/staff_employment.html",
        {
            "staff": staff,
            "current": current,
            "change": change,
            "end": end,
            "particulars": particulars,
            "former": staff.former_particulars.select_related("department", "recorded_by"),
            "link": link,
        },
        status=400 if request.method == "POST" else 200,
    )


def _say(form: forms.Form, refusal: StaffRefused) -> None:
    """The refusal stands at the field at fault, if the form has it."""
    field = "last_day" if refusal.field == "valid_to" else refusal.field
    form.add_error(field if field in form.fields else None, str(refusal))
