"""Filing a certificate: one's own, or the office for somebody."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.institutions.models import StaffMember
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.certificates import submit_certificate
from courses.qualifications.domain.lights import standings
from courses.qualifications.domain.validity import usual_last_day
from courses.qualifications.enums import CertificateState
from courses.qualifications.forms import CertificateForm, ValidityForm
from courses.qualifications.models import StaffCertificate
from courses.qualifications.views.advice import advice_on
from courses.qualifications.views.refusals import say
from courses.qualifications.views.staff import OFFICE


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
    like = _like(request, staff)
    form = CertificateForm(
        request.POST or None, request.FILES or None, initial=_initial(like) if like else {}
    )
    if request.method == "POST" and form.is_valid():
        renews = like if like and like.state == CertificateState.VERIFIED else None
        try:
            certificate = submit_certificate(
                staff, by=request.user, renews=renews, **form.cleaned_data
            )
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, _("Submitted. The office will verify it."))
            for sentence in advice_on(certificate, names=scope_of(request.user).has(*OFFICE)):
                messages.warning(request, sentence)
            return redirect(done, **arguments)
    return render(
        request,
        "courses/qualifications/submit.html",
        {
            "form": form,
            "staff": staff,
            "like": like,
            "is_self": staff.user_id == request.user.pk,
        },
        status=422 if form.errors else 200,
    )


def _like(request: HttpRequest, staff: StaffMember) -> StaffCertificate | None:
    """`?like=<id>`: the person's own certificate that is renewed, or corrected after its return."""
    asked = request.GET.get("like", "")
    if not asked:
        return None
    try:
        public_id = uuid.UUID(asked)
    except ValueError as error:
        raise Http404 from error
    rows = StaffCertificate.objects.filter(staff=staff).select_related("level")
    found: StaffCertificate = get_object_or_404(rows, public_id=public_id)
    return found


def _initial(like: StaffCertificate) -> dict[str, Any]:
    """A renewal has days of its own; what was returned is shown as it was filed."""
    kept = {"level": like.level_id, "number": like.number, "issuer": like.issuer}
    if like.state == CertificateState.RETURNED:
        kept |= {"issued_on": like.issued_on, "expires_on": like.expires_on}
    return kept


@allow(RoleKind.INSTRUCTOR, *OFFICE)
@require_GET
def validity(request: HttpRequest) -> HttpResponse:
    """The field of the last day with the usual one in it, where none is entered yet."""
    asked = ValidityForm(request.GET)
    form = CertificateForm(initial={"expires_on": request.GET.get("expires_on", "")[:10]})
    usual = None
    if asked.is_valid():
        data = asked.cleaned_data
        usual = usual_last_day(data["level"].credential_type, data["issued_on"])
        if usual is not None and not form.initial["expires_on"]:
            form.initial["expires_on"] = usual
    context = {"field": form["expires_on"], "usual": usual}
    return render(request, "courses/qualifications/_validity.html", context)
