"""Letters of appointment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.certificates.domain import CertificatesRefused
from assessments.certificates.domain.appointing import issue_appointment
from assessments.certificates.forms import AppointmentForm
from assessments.certificates.views.shared import ISSUERS, issuing_institution
from courses.institutions.access import allow
from courses.institutions.models import StaffMember
from media.pdf import PdfError


@allow(*ISSUERS)
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest) -> HttpResponse:
    """Who, as what, from when to when; POST issues the letter."""
    staff = StaffMember.objects.visible_to(request.user).filter(
        institution=issuing_institution(request)
    )
    form = AppointmentForm(
        request.POST or None,
        staff=staff.select_related("institution").order_by("name", "staff_number"),
        initial={"issued_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        try:
            certificate = issue_appointment(wanted.pop("staff"), by=request.user, **wanted)
        except CertificatesRefused as refusal:
            form.add_error(None, str(refusal))
        except PdfError as failure:  # the fonts of the server are missing
            form.add_error(None, failure.args[0])
        else:
            messages.success(request, _("The letter of appointment is issued."))
            return redirect("certificates:detail", public_id=certificate.public_id)
    return render(request, "assessments/certificates/appoint.html", {"form": form})
