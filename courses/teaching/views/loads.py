"""How much everybody is to teach in a term."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow
from courses.teaching.domain.workload import set_target_loads, workloads
from courses.teaching.forms import TargetLoadsForm
from courses.teaching.views.audience import OFFICE, say, term_or_404


@allow(*OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def loads(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """All teachers, what they have, and what they are to have; saved together."""
    term = term_or_404(request, public_id)
    form = TargetLoadsForm(request.POST or None, workloads=workloads(term))
    if request.method == "POST" and form.is_valid():
        try:
            set_target_loads(term, form.targets(), by=request.user)
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, _("Saved. The next proposal goes by it."))
            return redirect("teaching:loads", public_id=term.public_id)
    return render(
        request,
        "courses/teaching/loads.html",
        {"term": term, "form": form},
        status=422 if form.errors else 200,
    )
