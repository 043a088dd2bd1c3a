"""Certificates of trainings: who is due, and issuing for a session."""

import logging
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from assessments.certificates.domain import CertificatesRefused
from assessments.certificates.domain.document import signed_document
from assessments.certificates.domain.errors import SigningRefused
from assessments.certificates.domain.training import (
    certificates_of_session,
    issue_training,
    of_latest_template,
    sessions_due,
    uncertified,
)
from assessments.certificates.forms import TrainingForm
from assessments.certificates.views.shared import ISSUERS, attachment, issuing_institution
from courses.institutions.access import allow
from courses.training.models import Completion, TrainingSession
from media.pdf import PdfError

audit_log = logging.getLogger("qihang.audit")


@allow(*ISSUERS)
@require_GET
def training_list(request: HttpRequest) -> HttpResponse:
    """Sessions whose participants are due."""
    sessions = sessions_due(issuing_institution(request))
    return render(request, "assessments/certificates/training_list.html", {"sessions": sessions})


@allow(*ISSUERS)
@require_http_methods(["GET", "POST"])
def training_session(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who of the institution completed it; POST issues for those who are ticked."""
    institution = issuing_institution(request)
    session = _session(request, public_id)
    completions = list(uncertified(institution).filter(session=session))
    form = TrainingForm(
        request.POST or None,
        completions=completions,
        initial={"issued_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in completions if one.pk in form.cleaned_data["completions"]]
        try:
            issued = issue_training(
                chosen, issued_on=form.cleaned_data["issued_on"], by=request.user
            )
        except (CertificatesRefused, PdfError) as refusal:
            form.add_error(None, str(refusal.args[0]))
        else:
            count = len(issued)
            messages.success(
                request,
                ngettext("%(count)d certificate issued.", "%(count)d certificates issued.", count)
                % {"count": count},
            )
            return redirect("certificates:training", public_id=public_id)
    certificates = list(certificates_of_session(institution, session))
    context = {
        "session": session,
        "completions": completions,
        "form": form,
        "certificates": certificates,
        "left_out": len(certificates) - len(of_latest_template(certificates)),
    }
    return render(request, "assessments/certificates/training_session.html", context)


@allow(*ISSUERS)
@require_GET
def training_document(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Those that stand in one PDF, as far as one template goes; a session has few enough people to
    make it on the spot."""
    session = _session(request, public_id)
    certificates = of_latest_template(
        certificates_of_session(issuing_institution(request), session)
    )
    if not certificates:
        raise Http404
    try:
        content = signed_document(certificates)
    except (PdfError, SigningRefused) as failure:
        messages.error(request, failure.args[0])
        return redirect("certificates:training", public_id=public_id)
    audit_log.info(
        "certificates of session %s downloaded by user %s", session.public_id, request.user.pk
    )
    name = _("Certificates of %(session)s.pdf") % {"session": session.code}
    return attachment(content, name=name, content_type="application/pdf")


def _session(request: HttpRequest, public_id: uuid.UUID) -> TrainingSession:
    """A session to which somebody of the institution went: any other is none of its business."""
    completed = Completion.objects.visible_to(request.user).filter(
        institution=issuing_institution(request)
    )
    session: TrainingSession = get_object_or_404(
        TrainingSession.objects.filter(pk__in=completed.values("session")).select_related(
            "programme"
        ),
        public_id=public_id,
    )
    return session
