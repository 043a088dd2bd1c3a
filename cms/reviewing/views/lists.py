"""待我审核, 我提交的, and sending a page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.reviewing.access import AUTHORS, OFFICES, REVIEWERS, page_for
from cms.reviewing.domain import ReviewRefused, send_for_review, withdraw_from_review
from cms.reviewing.listing import inbox_of, own_pages, own_waiting, states_of
from courses.institutions.access import allow
from courses.institutions.scopes import scope_of

PER_PAGE = 30


@allow(*REVIEWERS)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for me, and what I wrote that waits for others at my level."""
    found = Paginator(inbox_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "cms/reviewing/inbox.html",
        {
            "found": found,
            "own": list(own_waiting(request.user)[:PER_PAGE]),
            "may_set_times": scope_of(request.user).has(*OFFICES),
        },
    )


@allow(*AUTHORS)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Pages that I write: draft, in review, returned, published."""
    found = Paginator(own_pages(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "cms/reviewing/mine.html",
        {
            "found": found,
            "lines": states_of(list(found)),
            "may_bring_in": any(role.institution_id for role in scope_of(request.user).roles),
        },
    )


@allow(*AUTHORS)
@require_POST
def send(request: HttpRequest, page_id: int) -> HttpResponse:
    page = page_for(request.user, page_id)
    try:
        send_for_review(page, by=request.user)
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Sent for review."))
    return redirect("reviews:page", page_id=page.pk)


@allow(*AUTHORS)
@require_POST
def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    page = page_for(request.user, page_id)
    try:
        withdraw_from_review(page, by=request.user)
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. You can change the page again."))
    return redirect("reviews:page", page_id=page.pk)
