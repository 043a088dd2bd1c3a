"""Moving an administrative class, taking a teaching class back."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow
from courses.teaching.domain.adjusting import move_administrative_class, remove_teaching_class
from courses.teaching.domain.mixing import MixingRules
from courses.teaching.forms import MoveForm
from courses.teaching.views.audience import OFFICE, class_or_404, say


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    teaching_class = class_or_404(request, public_id)
    form = MoveForm(request.POST or None, source=teaching_class)
    if request.method == "POST" and form.is_valid():
        moved = form.cleaned_data["administrative_class"]
        try:
            target = move_administrative_class(
                moved,
                source=teaching_class,
                target=form.cleaned_data["target"],
                by=request.user,
            )
        except ValidationError as error:
            say(form, error)
        else:
            text = _("%(name)s now sits in %(code)s.")
            messages.success(request, text % {"name": moved.name, "code": target.code})
            # What must be is refused above; this is what is so in principle.
            rules = MixingRules.of_term(target.term)
            for mixed in rules.against(target.administrative_classes.all(), joining=moved):
                messages.warning(request, mixed.sentence)
            return redirect("teaching:class", public_id=target.public_id)
    return render(
        request,
        "courses/teaching/move.html",
        {"class": teaching_class, "term": teaching_class.term, "form": form},
        status=422 if form.errors else 200,
    )


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """GET says what will change; POST does it."""
    teaching_class = class_or_404(request, public_id)
    refusal = ""
    if request.method == "POST":
        try:
            remove_teaching_class(teaching_class, by=request.user)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(request, _("%(code)s is removed.") % {"code": teaching_class.code})
            return redirect("teaching:classes", public_id=teaching_class.term.public_id)
    return render(
        request,
        "courses/teaching/remove.html",
        {"class": teaching_class, "term": teaching_class.term, "refusal": refusal},
        status=422 if refusal else 200,
    )
