"""The dossier of a person: looked at, made, downloaded."""

import logging
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.institutions.models import StaffMember
from courses.qualifications.dossier import sections_of
from courses.qualifications.dossier.making import ask_for_dossier
from courses.qualifications.forms.dossier import DossierPeriodForm
from courses.qualifications.models import Dossier
from courses.qualifications.views.staff import OFFICE
from media.library.responses import private_file_response

audit_log = logging.getLogger("qihang.audit")

# The person themself and the office.
MAKERS = (*OFFICE, RoleKind.INSTRUCTOR)


@allow(RoleKind.INSTRUCTOR)
@require_GET
def my_dossier(request: HttpRequest) -> HttpResponse:
    staff = StaffMember.objects.filter(user=request.user.pk).first()
    if staff is None:
        # That page says what is missing and who can enter it.
        return redirect("qualifications:mine")
    return redirect("qualifications:dossier", public_id=staff.public_id)


@allow(*MAKERS)
@require_GET
def dossier(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What would be in it for the period in the address, and those made before."""
    staff = _staff(request, public_id)
    form = DossierPeriodForm(request.GET)
    sections = []
    if form.is_valid():
        said = form.cleaned_data
        sections = sections_of(staff, start=said["start"], end=said["end"])
    return render(
        request,
        "courses/qualifications/dossier.html",
        {
            "staff": staff,
            "form": form,
            "sections": sections,
            "made": Dossier.objects.visible_to(request.user)
            .filter(staff=staff)
            .select_related("made_by"),
            "is_self": staff.user_id == request.user.pk,
        },
        status=200 if form.is_valid() else 422,
    )


@allow(*MAKERS)
@require_POST
def dossier_make(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    staff = _staff(request, public_id)
    form = DossierPeriodForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the first and the last day of the period."))
        return redirect("qualifications:dossier", public_id=staff.public_id)
    job = ask_for_dossier(
        staff,
        starts_on=form.cleaned_data["start"],
        ends_on=form.cleaned_data["end"],
        by=request.user,
    )
    return redirect("jobs:detail", public_id=job.public_id)


@allow(*MAKERS)
@require_GET
def dossier_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The zip as it was made; each download is logged."""
    made = get_object_or_404(
        Dossier.objects.visible_to(request.user).select_related("file"), public_id=public_id
    )
    if made.file is None:
        raise Http404
    audit_log.info(
        "dossier downloaded user=%s staff=%s dossier=%s", request.user.pk, made.staff_id, made.pk
    )
    return private_file_response(request, made.file)


def _staff(request: HttpRequest, public_id: uuid.UUID) -> StaffMember:
    rows = StaffMember.objects.visible_to(request.user).select_related("department", "institution")
    staff: StaffMember = get_object_or_404(rows, public_id=public_id)
    return staff
