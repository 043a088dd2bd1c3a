"""A certificate, and deciding on it."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind, StaffKind
from courses.institutions.models import StaffPeriod
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.certificate_rules import verifiers_of
from courses.qualifications.domain.certificates import (
    return_certificate,
    revoke_certificate,
    verify_certificate,
)
from courses.qualifications.domain.recognition import Readings, RecognitionAnswer
from courses.qualifications.enums import CertificateState
from courses.qualifications.forms import DecisionForm, RevocationForm
from courses.qualifications.models import StaffCertificate
from courses.qualifications.views.advice import advice_on
from courses.qualifications.views.refusals import say
from courses.qualifications.views.register import filter_of, waiting
from courses.qualifications.views.staff import OFFICE, READERS


@allow(*READERS, RoleKind.INSTRUCTOR)
@require_GET
def certificate_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _detail(request, _visible(request, public_id))


@allow(*OFFICE)
@require_POST
def verify(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _decide(request, public_id, verb=verify_certificate)


@allow(*OFFICE)
@require_POST
def return_(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    done = _("Returned to the holder.")
    return _decide(request, public_id, verb=return_certificate, done=done)


def _decide(
    request: HttpRequest, public_id: uuid.UUID, *, verb: Callable[..., Any], done: str = ""
) -> HttpResponse:
    """Carry out a decision on a submitted certificate, and go on to the next in the inbox."""
    certificate = _visible(request, public_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            written = verb(certificate, by=request.user, note=form.cleaned_data["note"])
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, done or _verified(written))
            return redirect(_next(request, certificate))
    return _detail(request, certificate, decision=form)


def _verified(certificate: StaffCertificate) -> str:
    if certificate.state == CertificateState.VERIFIED:
        return _("Verified.")
    return _("Your verification is on record; a second person has to verify it too.")


def _next(request: HttpRequest, decided: StaffCertificate) -> str:
    """The next of the inbox, by the filters with which it was opened, that this person can decide;
    the inbox when none is left."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    rows = (
        waiting(request, filter_of(request))
        .exclude(pk=decided.pk)
        .exclude(submitted_by=request.user.pk)
        .exclude(staff__user=request.user.pk)
        .exclude(first_checked_by=request.user.pk)
    )
    later = Q(created_at__gt=decided.created_at) | Q(
        created_at=decided.created_at, pk__gt=decided.pk
    )
    following = rows.filter(later).first() or rows.first()
    if following is None:
        return reverse("qualifications:inbox") + query
    return reverse("qualifications:certificate", args=[following.public_id]) + query


@allow(*OFFICE)
@require_POST
def revoke(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    certificate = _visible(request, public_id)
    form = RevocationForm(request.POST)
    if form.is_valid():
        try:
            revoke_certificate(certificate, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, _("Revoked."))
            return redirect("qualifications:certificate", public_id=certificate.public_id)
    return _detail(request, certificate, revocation=form)


def _visible(request: HttpRequest, public_id: uuid.UUID) -> StaffCertificate:
    rows = StaffCertificate.objects.visible_to(request.user).select_related(
        "staff__department",
        "institution",
        "level__credential_type",
        "evidence",
        "submitted_by",
        "decided_by",
        "first_checked_by",
        "renews__level",
    )
    certificate: StaffCertificate = get_object_or_404(rows, public_id=public_id)
    return certificate


def _readings_for_holder(
    certificate: StaffCertificate, *, on: datetime.date
) -> list[tuple[str, RecognitionAnswer]]:
    """(kind in words, whether the level counts) for each kind of employment of the holder; without
    any, for all kinds. Two queries."""
    periods = StaffPeriod.objects.filter(staff=certificate.staff_id).valid_on(on)
    kinds = sorted(set(periods.values_list("kind", flat=True)))
    readings = Readings.reaching([certificate.institution])
    answers = [
        (
            str(StaffKind(kind).label) if kind else "",
            readings.answer(
                certificate.level_id, institution=certificate.institution, on=on, kind=kind
            ),
        )
        for kind in kinds or [""]
    ]
    # Kinds that are read alike need not be told apart.
    if len({answer.reading for _kind, answer in answers}) == 1:
        return [("", answers[0][1])]
    return answers


def _detail(
    request: HttpRequest,
    certificate: StaffCertificate,
    *,
    decision: DecisionForm | None = None,
    revocation: RevocationForm | None = None,
) -> HttpResponse:
    """The certificate with its evidence; after a refused decision with the reason."""
    refused = decision or revocation
    if refused is not None:
        certificate.refresh_from_db()
    is_office = scope_of(request.user).has(*OFFICE)
    today = timezone.localdate()
    response = render(
        request,
        "courses/qualifications/certificate.html",
        {
            "certificate": certificate,
            "renewals": certificate.renewals.select_related("level").order_by("issued_on", "pk"),
            "verifiers": verifiers_of(certificate.institution, on=today),
            "query": f"?{request.GET.urlencode()}" if request.GET else "",
            "readings": _readings_for_holder(certificate, on=today),
            "advice": advice_on(certificate, names=True) if is_office else (),
            "decision": decision or DecisionForm(),
            "revocation": revocation or RevocationForm(),
            "is_office": is_office,
            "is_own": request.user.pk in (certificate.submitted_by_id, certificate.staff.user_id),
            "is_self": certificate.staff.user_id == request.user.pk,
            "has_checked": certificate.first_checked_by_id == request.user.pk,
            "today": today,
        },
        status=422 if refused is not None else 200,
    )
    # A PDF is shown in a frame of the page; nothing else of the policy changes.
    setattr(response, "_csp_update", {"frame-src": [SELF]})  # noqa: B010 — read by django-csp
    return response
