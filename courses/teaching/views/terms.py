"""Terms and what each has to offer."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of
from courses.teaching.domain.plan import plan_of
from courses.teaching.domain.terms import open_term, set_exam_weeks
from courses.teaching.forms import ExamWeeksForm, TermForm
from courses.teaching.models import TeachingClass, Term
from courses.teaching.views.audience import OFFICE, OVERSEERS, READERS, say, term_or_404


@allow(*READERS)
@require_GET
def term_list(request: HttpRequest) -> HttpResponse:
    terms = Term.objects.visible_to(request.user)
    classes = dict(
        TeachingClass.objects.visible_to(request.user)
        .filter(term__in=terms)
        .order_by()
        .values_list("term")
        .annotate(number=Count("pk"))
    )
    scope = scope_of(request.user)
    return render(
        request,
        "courses/teaching/term_list.html",
        {
            "rows": [(term, classes.get(term.pk, 0)) for term in terms],
            "today": timezone.localdate(),
            "is_office": scope.has(*OFFICE),
            "is_overseer": scope.has(*OVERSEERS),
        },
    )


@allow(*OFFICE)
@require_http_methods(["GET", "POST"])
def term_open(request: HttpRequest) -> HttpResponse:
    institution = institution_of(request, *OFFICE)
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            term = open_term(institution, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, _("The term is open."))
            return redirect("teaching:term", public_id=term.public_id)
    return render(
        request,
        "courses/teaching/term_open.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@allow(*OVERSEERS)
@require_GET
def term_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The plan of the term: who needs what, what is placed, what is missing."""
    return _term_page(request, term_or_404(request, public_id))


@allow(*OFFICE)
@require_POST
def exam_weeks(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """How many weeks after the teaching weeks are for exams."""
    term = term_or_404(request, public_id)
    form = ExamWeeksForm(request.POST)
    if form.is_valid():
        try:
            set_exam_weeks(term, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            say(form, error)
            term.refresh_from_db()
        else:
            messages.success(request, _("Saved."))
            return redirect("teaching:term", public_id=term.public_id)
    return _term_page(request, term, form, status=422)


def _term_page(
    request: HttpRequest, term: Term, form: ExamWeeksForm | None = None, *, status: int = 200
) -> HttpResponse:
    classes = TeachingClass.objects.visible_to(request.user).filter(term=term)
    scope = scope_of(request.user)
    return render(
        request,
        "courses/teaching/term_detail.html",
        {
            "term": term,
            "needs": plan_of(term),
            "classes": classes.count(),
            "unassigned": classes.without_instructor().count(),
            "week": term.week_of(timezone.localdate()),
            "is_office": scope.has(*OFFICE),
            "exam_form": form or ExamWeeksForm(initial={"exam_weeks": term.exam_weeks}),
        },
        status=status,
    )
