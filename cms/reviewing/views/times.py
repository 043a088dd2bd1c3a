"""How long each level has to read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.reviewing.access import OFFICES
from cms.reviewing.domain import ReviewRefused, set_review_days
from cms.reviewing.enums import DEFAULT_DAYS, LEVELS_OF_INSTITUTION
from cms.reviewing.forms import ReviewTimeForm
from cms.reviewing.models import ReviewTime
from courses.institutions.access import allow, institution_of


@allow(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def review_times(request: HttpRequest) -> HttpResponse:
    institution = institution_of(request, *OFFICES)
    form = ReviewTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_review_days(institution, **form.cleaned_data, by=request.user)
        except ReviewRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Steps that have begun keep their date."))
            return redirect("reviews:times")
    said = list(ReviewTime.objects.filter(institution=institution).order_by("level", "-valid_from"))
    today = timezone.localdate()
    lines = []
    for level in LEVELS_OF_INSTITUTION:
        own = [one for one in said if one.level == level]
        now = next((one for one in own if one.valid_from <= today), None)
        coming = [one for one in own if one.valid_from > today]
        lines.append((level.label, now.days if now else DEFAULT_DAYS[level], now, coming))
    return render(
        request,
        "cms/reviewing/times.html",
        {"form": form, "lines": lines},
        status=422 if form.errors else 200,
    )
