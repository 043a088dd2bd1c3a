"""Credited hours are corrected by who records results, with a reason."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow
from courses.training.domain import (
    TrainingRefused,
    attended_hours,
    correct_completion,
    corrections_of,
)
from courses.training.forms.correcting import CorrectionForm
from courses.training.models import Completion
from courses.training.rules import runs
from courses.training.views.people import OWNERS


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def completion(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    one: Completion = get_object_or_404(
        Completion.objects.visible_to(request.user).select_related(
            "staff", "institution", "session__programme", "session__institution", "recorded_by"
        ),
        public_id=public_id,
    )
    if not runs(request.user, one.session):
        raise Http404
    form = CorrectionForm(
        request.POST or None, most=one.session.programme.hours, initial={"hours": one.hours}
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct_completion(one, by=request.user, **form.cleaned_data)
        except TrainingRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Corrected. What stood there before is kept."))
            return redirect("training:completion", public_id=one.public_id)
    return render(
        request,
        "courses/training/completion.html",
        {
            "one": one,
            "form": form,
            "attended": attended_hours(one.session).get(one.nomination_id),
            "corrections": corrections_of(one),
        },
        status=422 if form.errors else 200,
    )
