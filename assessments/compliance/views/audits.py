"""The audit of an institution: reading it, choosing a date, running it."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.compliance.domain.overview import compared_findings, previous_run, run_as_of
from assessments.compliance.domain.presentation import document_number
from assessments.compliance.domain.visibility import AUDIENCE, audited_institutions
from assessments.compliance.forms import AuditDateForm
from assessments.compliance.jobs import AUDIT
from assessments.compliance.models import AuditRun
from courses.institutions.access import allow
from courses.institutions.enums import INSTITUTION_WIDE
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of
from media.jobs.domain import start_job


@allow(*AUDIENCE)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The person's own institution; a province officer is led to the list of institutions."""
    for role in scope_of(request.user).roles:
        if role.kind in INSTITUTION_WIDE and role.institution is not None:
            return _institution_page(request, role.institution)
    return redirect("compliance:institutions")


@allow(*AUDIENCE)
@require_GET
def institution(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    audited = get_object_or_404(audited_institutions(request.user), public_id=public_id)
    return _institution_page(request, audited)


@allow(*AUDIENCE)
@require_GET
def run(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One audit as it was made, whatever has been recorded since."""
    runs = AuditRun.objects.visible_to(request.user).select_related("institution", "made_by")
    shown: AuditRun = get_object_or_404(runs, public_id=public_id)
    form = AuditDateForm(initial={"on": shown.on})
    return render(
        request,
        "assessments/compliance/audit.html",
        _context(request, shown.institution, shown, form),
    )


@allow(*AUDIENCE)
@require_POST
def start(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Run an audit for the date asked, as long work."""
    audited = get_object_or_404(audited_institutions(request.user), public_id=public_id)
    form = AuditDateForm(request.POST)
    if not form.is_valid():
        return _page_with_error(request, audited, form)
    on = form.cleaned_data["on"]
    page = reverse("compliance:institution", args=[audited.public_id])
    job = start_job(
        AUDIT,
        title=_("Audit of %(institution)s as of %(date)s")
        % {"institution": audited.name, "date": date_format(on, "DATE_FORMAT")},
        params={
            "institution": audited.pk,
            "on": on.isoformat(),
            "run": str(uuid.uuid4()),
            "by": request.user.pk,
        },
        by=request.user,
        next_url=f"{page}?on={on.isoformat()}",
    )
    return redirect("jobs:detail", public_id=job.public_id)


def _institution_page(request: HttpRequest, audited: Institution) -> HttpResponse:
    """With ?on= the last audit of that date, else the last audit of all."""
    if "on" not in request.GET:
        shown = run_as_of(_runs(request, audited), None)
        day = shown.on if shown else timezone.localdate()
        form = AuditDateForm(initial={"on": day})
        context = _context(request, audited, shown, form)
        return render(request, "assessments/compliance/audit.html", context)
    form = AuditDateForm(request.GET)
    if not form.is_valid():
        return _page_with_error(request, audited, form)
    shown = run_as_of(_runs(request, audited), form.cleaned_data["on"])
    context = _context(request, audited, shown, form)
    return render(request, "assessments/compliance/audit.html", context)


def _page_with_error(
    request: HttpRequest, audited: Institution, form: AuditDateForm
) -> HttpResponse:
    context = _context(request, audited, None, form)
    return render(request, "assessments/compliance/audit.html", context, status=400)


def _runs(request: HttpRequest, audited: Institution) -> "QuerySet[AuditRun]":
    runs: QuerySet[AuditRun] = AuditRun.objects.visible_to(request.user).filter(institution=audited)
    return runs


def _context(
    request: HttpRequest, audited: Institution, shown: AuditRun | None, form: AuditDateForm
) -> dict[str, Any]:
    earlier = previous_run(shown) if shown else None
    return {
        "institution": audited,
        "run": shown,
        "form": form,
        "on": shown.on if shown else form.cleaned_data.get("on") if form.is_bound else None,
        "findings": compared_findings(shown, earlier) if shown else [],
        "earlier": earlier,
        "number": document_number(shown) if shown else "",
        "is_ahead": shown is not None and shown.on > timezone.localdate(),
        "recent_runs": _runs(request, audited).select_related("made_by")[:10],
        "from_province": request.user.is_authenticated
        and not scope_of(request.user).has(*INSTITUTION_WIDE),
    }
