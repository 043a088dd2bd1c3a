"""Nominating people, answering, withdrawing."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.institutions.models import StaffMember
from courses.institutions.scopes import scope_of
from courses.training.domain import (
    TrainingRefused,
    approve,
    candidates,
    nominate,
    nomination_rule_of,
    refuse,
    short_of_money,
    withdraw,
)
from courses.training.forms.reason import ReasonForm
from courses.training.forms.request_values import chosen
from courses.training.models import Nomination, SeatQuota
from courses.training.rules import speaks_for
from courses.training.views.people import (
    NOMINATORS,
    OWNERS,
    institution_acted_for,
    visible_session,
)


@allow(*NOMINATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def nominate_people(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who may go, who is due first, and what each would miss. Several at once: each is nominated or
    refused for itself, and it is said who wasn't."""
    session = visible_session(request, public_id)
    institution = institution_acted_for(request.user, *NOMINATORS)
    if institution is None:
        raise Http404
    people = StaffMember.objects.visible_to(request.user).filter(institution=institution)
    if request.method == "POST":
        wanted = people.filter(public_id__in=chosen(request.POST.getlist("staff")))
        done = 0
        for staff in wanted.select_related("institution").order_by("pk"):
            acting_for = speaks_for(request.user, session, staff.institution)
            try:
                nominate(session, staff, acting_for=acting_for, by=request.user)
                done += 1
            except TrainingRefused as refusal:
                said = {"name": staff.name, "why": refusal}
                messages.error(request, _("%(name)s: %(why)s") % said)
        if done:
            words = ngettext("%(count)s person nominated.", "%(count)s people nominated.", done)
            messages.success(request, words % {"count": done})
        else:
            messages.warning(request, _("Nobody was nominated."))
        return redirect("training:session", public_id=session.public_id)
    quotas = SeatQuota.objects.filter(session=session, department=None)
    return render(
        request,
        "courses/training/nominate.html",
        {
            "session": session,
            "candidates": candidates(session, people),
            "quota": quotas.filter(institution=institution).first(),
            "has_quotas": quotas.exists(),
            "rule": nomination_rule_of(session, on=timezone.localdate()),
            "no_money": short_of_money(session, institution),
            "takes": session.takes_nominations_on(timezone.localdate()),
        },
    )


def _visible(request: HttpRequest, public_id: uuid.UUID) -> Nomination:
    found: Nomination = get_object_or_404(
        Nomination.objects.visible_to(request.user).with_names(), public_id=public_id
    )
    return found


@allow(*OWNERS)
@require_POST
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """`answer`: yes, or no with a reason."""
    one = _visible(request, public_id)
    acting_for = speaks_for(request.user, one.session, one.institution)
    if acting_for is None:
        raise Http404
    try:
        if request.POST.get("answer") == "yes":
            approve(one, acting_for=acting_for, by=request.user)
        else:
            reason = request.POST.get("reason", "")
            refuse(one, acting_for=acting_for, reason=reason, by=request.user)
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        one.refresh_from_db()
        said = {"name": one.staff.name, "state": one.get_state_display()}
        messages.success(request, _("%(name)s: %(state)s.") % said)
    return redirect("training:session", public_id=one.session.public_id)


@allow(*OWNERS, R.INSTRUCTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_nomination(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Asks for a reason where one is needed, and says what follows."""
    one = _visible(request, public_id)
    today = timezone.localdate()
    rule = nomination_rule_of(one.session, on=today)
    form = ReasonForm(request.POST or None)
    is_mine = one.staff.user_id == request.user.pk
    if not is_mine and speaks_for(request.user, one.session, one.institution) is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(one, by=request.user, **form.cleaned_data)
        except TrainingRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Withdrawn."))
            if is_mine and not scope_of(request.user).has(*OWNERS):
                return redirect("training:mine")
            return redirect("training:session", public_id=one.session.public_id)
    last_free = rule.last_free_day(one.session.starts_on)
    return render(
        request,
        "courses/training/withdraw.html",
        {
            "one": one,
            "form": form,
            "is_mine": is_mine,
            "may": one.is_open and today < one.session.starts_on,
            "last_free": last_free,
            "is_late": one.is_seated and today > last_free,
            "rule": rule,
        },
        status=422 if form.errors else 200,
    )
