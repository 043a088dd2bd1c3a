"""The page of an outside expert: one revision, its comments of theirs, and nothing else."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.content.shown_files import recordings_and_documents_in
from cms.reviewing.domain import ReviewRefused, comment_as_expert, open_invitation
from cms.reviewing.expert_files import at_the_link
from cms.reviewing.forms import CommentForm
from cms.reviewing.parts import parts_of
from media.rate_limit import seconds_to_wait

# Addresses tried a minute by one place; readers turn a page far less often.
LIMIT, WINDOW = 60, 60


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """404 alike for a link that never was, is over, was taken back, or whose page is gone."""
    wait = seconds_to_wait(
        "expert-review", request.META.get("REMOTE_ADDR", ""), limit=LIMIT, seconds=WINDOW
    )
    if wait:
        answer = render(request, "cms/reviewing/expert_wait.html", status=429)
        answer["Retry-After"] = str(wait)
        return _private(answer)
    invitation = open_invitation(token)
    if invitation is None:
        return _private(render(request, "cms/reviewing/expert_gone.html", status=404))
    page = invitation.revision.as_object()
    parts = parts_of(page)
    refusal = ""
    if request.method == "POST":
        form = CommentForm(request.POST)
        if not form.is_valid():
            refusal = _("Write a comment first.")
        else:
            try:
                comment_as_expert(invitation, parts=parts, **form.cleaned_data)
            except ReviewRefused as reason:
                refusal = str(reason)
            else:
                return _private(redirect("expert:review", token=token))
    said = list(invitation.comments.all())
    files = recordings_and_documents_in(page)
    shown = [replace(part, html=at_the_link(part.html, files, token=token)) for part in parts]
    answer = render(
        request,
        "cms/reviewing/expert.html",
        {
            "invitation": invitation,
            "page": page,
            "parts": [(part, [one for one in said if one.path == part.path]) for part in shown],
            "refusal": refusal,
        },
        status=422 if refusal else 200,
    )
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    """Not kept, not indexed, and its address not told to any place it links to. Told to nobody at
    all ("no-referrer"), a browser would send comments without saying where they come from, and
    they would be refused as forged."""
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    return answer
