"""What an office says to the province's proposal for its people."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.institutions.access import allow
from courses.training.domain.planning import comment_on_part, decline_seat
from courses.training.domain.refusal import TrainingRefused
from courses.training.forms.plans import CommentForm, DeclineForm
from courses.training.models import PlannedSeat, PlanPart
from courses.training.rules import OFFICES
from courses.training.views.plan_roles import plan_or_404, signed_in


@allow(*OFFICES)
@require_POST
def comment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = plan_or_404(request, public_id)
    part = get_object_or_404(PlanPart.objects.visible_to(request.user), plan=plan)
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["comment"])))
        return redirect("rotation:plan", public_id=plan.public_id)
    try:
        comment_on_part(part, comment=form.cleaned_data["comment"], by=signed_in(request))
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved. Whoever plans sees it with your institution."))
    return redirect("rotation:plan", public_id=plan.public_id)


@allow(*OFFICES)
@require_POST
def decline(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    seats = PlannedSeat.objects.visible_to(request.user).select_related("plan")
    seat = get_object_or_404(seats, public_id=public_id)
    form = DeclineForm(request.POST)
    try:
        if not form.is_valid():
            raise TrainingRefused(" ".join(map(str, form.errors["reason"])))
        decline_seat(seat, reason=form.cleaned_data["reason"], by=signed_in(request))
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved. The next plan looks for another session."))
    return redirect("rotation:people", public_id=seat.plan.public_id)
