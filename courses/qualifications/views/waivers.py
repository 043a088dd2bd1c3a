"""Granting a waiver."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow
from courses.institutions.models import StaffMember
from courses.qualifications.domain.authorisation import authorisation
from courses.qualifications.domain.waivers import grant_waiver
from courses.qualifications.forms import WaiverForm
from courses.qualifications.views.refusals import say
from courses.qualifications.views.staff import OFFICE


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def waiver_grant(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who comes from the assignment of a class (?next=…) goes on there."""
    staff = get_object_or_404(StaffMember.objects.visible_to(request.user), public_id=public_id)
    form = WaiverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            grant_waiver(
                staff,
                reason=data["reason"],
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
                by=request.user,
            )
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, _("The waiver is on record."))
            return redirect(_way_back(request, staff))
    return render(
        request,
        "courses/qualifications/waiver.html",
        {
            "form": form,
            "staff": staff,
            "authorisation": authorisation(staff, on=timezone.localdate()),
        },
        status=422 if form.errors else 200,
    )


def _way_back(request: HttpRequest, staff: StaffMember) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return reverse("qualifications:staff", args=[staff.public_id])
