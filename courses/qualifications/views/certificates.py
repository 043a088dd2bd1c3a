"""Filing a certificate, and deciding on it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.institutions.models import StaffMember
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.certificates import (
    number_advice,
    return_certificate,
    revoke_certificate,
    submit_certificate,
    verify_certificate,
)
from courses.qualifications.domain.lights import standings
from courses.qualifications.domain.recognition import recognition_on
from courses.qualifications.enums import CertificateState
from courses.qualifications.forms import CertificateForm, DecisionForm, RevocationForm
from courses.qualifications.models import StaffCertificate
from courses.qualifications.views.refusals import say
from courses.qualifications.views.staff import OFFICE, READERS


@allow(RoleKind.INSTRUCTOR)
@require_GET
def my_certificates(request: HttpRequest) -> HttpResponse:
    """The person's own certificates, with what today's rules say about them."""
    staff = StaffMember.objects.filter(user=request.user.pk).select_related("institution").first()
    rows = StaffCertificate.objects.filter(staff=staff).select_related("level", "evidence")
    return render(
        request,
        "courses/qualifications/my_certificates.html",
        {
            "staff": staff,
            "standing": standings([staff], on=timezone.localdate())[0] if staff else None,
            "certificates": rows.order_by("-issued_on", "-pk"),
            "today": timezone.localdate(),
        },
    )


@allow(RoleKind.INSTRUCTOR)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """An instructor files an own certificate."""
    staff = get_object_or_404(StaffMember, user=request.user.pk)
    return _submission(request, staff, done="qualifications:mine")


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def submit_for(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The office files a certificate for somebody; another person has to verify it."""
    staff = get_object_or_404(StaffMember.objects.visible_to(request.user), public_id=public_id)
    return _submission(request, staff, done="qualifications:staff", public_id=staff.public_id)


def _submission(
    request: HttpRequest, staff: StaffMember, *, done: str, **arguments: Any
) -> HttpResponse:
    form = CertificateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            certificate = submit_certificate(staff, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, _("Submitted. The office will verify it."))
            for sentence in _advice(certificate, names=scope_of(request.user).has(*OFFICE)):
                messages.warning(request, sentence)
            return redirect(done, **arguments)
    return render(
        request,
        "courses/qualifications/submit.html",
        {"form": form, "staff": staff, "is_self": staff.user_id == request.user.pk},
        status=422 if form.errors else 200,
    )


@allow(*OFFICE)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits to be verified, the oldest first."""
    rows = (
        StaffCertificate.objects.visible_to(request.user)
        .filter(state=CertificateState.SUBMITTED)
        .select_related("staff__department", "level", "submitted_by")
        .order_by("created_at", "pk")
    )
    return render(request, "courses/qualifications/inbox.html", {"certificates": rows})


@allow(*READERS, RoleKind.INSTRUCTOR)
@require_GET
def certificate_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _detail(request, _visible(request, public_id))


@allow(*OFFICE)
@require_POST
def verify(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _decide(request, public_id, verb=verify_certificate, done=_("Verified."))


@allow(*OFFICE)
@require_POST
def return_(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    done = _("Returned to the holder.")
    return _decide(request, public_id, verb=return_certificate, done=done)


def _decide(
    request: HttpRequest, public_id: uuid.UUID, *, verb: Callable[..., Any], done: str
) -> HttpResponse:
    """Carry out a decision on a submitted certificate, and go on to the next in the inbox."""
    certificate = _visible(request, public_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            verb(certificate, by=request.user, note=form.cleaned_data["note"])
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, done)
            return redirect("qualifications:inbox")
    return _detail(request, certificate, decision=form)


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
    )
    certificate: StaffCertificate = get_object_or_404(rows, public_id=public_id)
    return certificate


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
    return render(
        request,
        "courses/qualifications/certificate.html",
        {
            "certificate": certificate,
            "answer": recognition_on(
                certificate.level, institution=certificate.institution, on=timezone.localdate()
            ),
            "advice": _advice(certificate, names=True) if is_office else (),
            "decision": decision or DecisionForm(),
            "revocation": revocation or RevocationForm(),
            "is_office": is_office,
            "is_own": request.user.pk in (certificate.submitted_by_id, certificate.staff.user_id),
            "today": timezone.localdate(),
        },
        status=422 if refused is not None else 200,
    )


def _advice(certificate: StaffCertificate, *, names: bool) -> list[str]:
    """Sentences about an odd number; who else has it is said only to the office."""
    advice = number_advice(certificate.staff, level=certificate.level, number=certificate.number)
    sentences = []
    if advice.expected:
        sentences.append(
            _("The number doesn't look as usual (%(expected)s). Compare it with the scan.")
            % {"expected": advice.expected}
        )
    if advice.others:
        holders = "、".join(sorted({other.staff.name for other in advice.others}))
        sentences.append(
            _("%(names)s has filed the same number. One of the two must be wrong.")
            % {"names": holders}
            if names
            else _("Somebody else has filed the same number. Check it.")
        )
    return sentences
