"""Who teaches: one class by hand, or all open ones as proposed."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow
from courses.institutions.models import StaffMember
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.domain.assignments import (
    NotQualified,
    assign_instructor,
    assign_proposed,
    fitness,
)
from courses.teaching.domain.candidates import candidates
from courses.teaching.domain.days import day_in_term
from courses.teaching.domain.proposals import InstructorProposal, propose_instructors
from courses.teaching.forms import AssignForm
from courses.teaching.models import TeachingClass
from courses.teaching.views.audience import OFFICE, class_or_404, say, term_or_404


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """First choose a person from the list with reasons (?staff=…), then confirm."""
    teaching_class = class_or_404(request, public_id)
    chosen = request.GET.get("staff", "")
    if not chosen:
        return _choose(request, teaching_class)
    try:
        staff_id = uuid.UUID(chosen)
    except ValueError:
        return redirect("teaching:assign", public_id=teaching_class.public_id)
    staff = get_object_or_404(
        StaffMember.objects.visible_to(request.user),
        institution_id=teaching_class.institution_id,
        public_id=staff_id,
    )
    return _confirm(request, teaching_class, staff)


def _choose(request: HttpRequest, teaching_class: TeachingClass) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:50]
    people = candidates(teaching_class.term)
    if query:
        people = [
            each
            for each in people
            if query in each.staff.name or query.lower() in each.staff.staff_number.lower()
        ]
    term = teaching_class.term
    rows = [
        (each, day_in_term(term, each.fitness.lapses.on) if each.fitness.lapses else "")
        for each in people
    ]
    return render(
        request,
        "courses/teaching/assign_choose.html",
        {"class": teaching_class, "term": term, "rows": rows, "query": query},
    )


def _confirm(
    request: HttpRequest, teaching_class: TeachingClass, staff: StaffMember
) -> HttpResponse:
    term = teaching_class.term
    form = AssignForm(request.POST or None, staff=staff, term=term)
    reasons: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            lapses = assign_instructor(
                teaching_class,
                staff=staff,
                by=request.user,
                waiver=form.cleaned_data.get("waiver"),
                valid_from=form.cleaned_data["valid_from"],
            )
        except NotQualified as error:
            reasons = error.reasons
            form.add_error(None, _("%(name)s can't be assigned.") % {"name": staff.name})
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, _("%(name)s teaches this class.") % {"name": staff.name})
            if lapses is not None:
                day = day_in_term(term, lapses.on)
                text = _("%(name)s may no longer teach from %(day)s. Renew, or plan a substitute.")
                messages.warning(request, text % {"name": staff.name, "day": day})
            return redirect("teaching:class", public_id=teaching_class.public_id)
    fit = fitness(staff, term=term, facts=TeachingFacts.of([staff]))
    return render(
        request,
        "courses/teaching/assign_confirm.html",
        {
            "class": teaching_class,
            "term": term,
            "staff": staff,
            "form": form,
            "fitness": fit,
            "reasons": reasons or fit.authorisation.reasons,
            "lapses": day_in_term(term, fit.lapses.on) if fit.lapses else "",
        },
        status=422 if form.errors else 200,
    )


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def instructors(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A proposal for every class without an instructor; what stays ticked is carried out."""
    term = term_or_404(request, public_id)
    proposals = propose_instructors(term)
    if request.method == "POST":
        ticked = set(request.POST.getlist("accept"))
        accepted = [each for each in proposals if _mark(each) in ticked]
        try:
            done = assign_proposed(accepted, by=request.user)
        except (NotQualified, ValidationError) as error:
            messages.error(request, _("Nothing was changed: %(reason)s") % {"reason": error})
            return redirect("teaching:instructors", public_id=term.public_id)
        text = ngettext(
            "%(number)d class has an instructor now.",
            "%(number)d classes have an instructor now.",
            len(done),
        )
        messages.success(request, text % {"number": len(done)})
        if len(done) < len(ticked):
            messages.warning(request, _("Some proposals changed meanwhile. Look at them again."))
            return redirect("teaching:instructors", public_id=term.public_id)
        return redirect("teaching:classes", public_id=term.public_id)
    waiting = TeachingClass.objects.filter(term=term).without_instructor().count()
    return render(
        request,
        "courses/teaching/instructors.html",
        {
            "term": term,
            "rows": [
                (each, _mark(each), day_in_term(term, each.lapses_on) if each.lapses_on else "")
                for each in proposals
            ],
            "waiting": waiting,
        },
    )


def _mark(proposal: InstructorProposal) -> str:
    return f"{proposal.teaching_class.public_id}:{proposal.staff.public_id}"
