"""Asking an outside expert, and taking the link back."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.reviewing.access import AUTHORS, page_for
from cms.reviewing.domain import ReviewRefused, invite_expert, revoke_invitation
from cms.reviewing.forms import InvitationForm
from cms.reviewing.models import ReviewInvitation
from courses.institutions.access import allow


@allow(*AUTHORS)
@require_POST
def invite(request: HttpRequest, page_id: int) -> HttpResponse:
    """Make a link; this answer is the only place where it is ever shown."""
    page = page_for(request.user, page_id)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say who is invited, and for how many days."))
        return redirect("reviews:page", page_id=page.pk)
    try:
        invitation, token = invite_expert(
            page,
            expert=form.cleaned_data["expert"],
            days=form.cleaned_data["days"],
            by=request.user,
        )
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("reviews:page", page_id=page.pk)
    address = settings.BASE_URL + reverse("expert:review", args=[token])
    return render(
        request,
        "cms/reviewing/invited.html",
        {"page": page, "invitation": invitation, "address": address},
    )


@allow(*AUTHORS)
@require_POST
def revoke(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    invitation: ReviewInvitation = get_object_or_404(
        ReviewInvitation.objects.select_related("page"), public_id=public_id
    )
    if not invitation.page.permissions_for_user(request.user).can_edit():
        raise Http404
    revoke_invitation(invitation, by=request.user)
    messages.success(request, _("The link no longer works."))
    return redirect("reviews:page", page_id=invitation.page_id)
