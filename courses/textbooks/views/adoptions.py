"""Books of a term: what each course uses, proposals, decisions."""

import datetime
import uuid

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.curriculum.models import Course
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of
from courses.teaching.models import TeachingClass, Term
from courses.textbooks.domain import (
    AdoptionRefused,
    decide_adoption,
    end_adoption,
    propose_textbook,
)
from courses.textbooks.forms import EndForm, ProposalForm, TermFilter
from courses.textbooks.models import Textbook, TextbookAdoption
from courses.textbooks.views.roles import DECIDERS, PROPOSERS, READERS, require_role_at


def term_of(request: HttpRequest) -> tuple[TermFilter, Term | None]:
    """The term that the address names, else the latest that the person may see; the form shows
    which one it is."""
    terms = Term.objects.visible_to(request.user).select_related("institution")
    form = TermFilter(request.GET, terms=terms)
    term = (form.cleaned_data.get("term") if form.is_valid() else None) or terms.first()
    return TermFilter({"term": term.public_id} if term else {}, terms=terms), term


@allow(*READERS)
@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    """What each course of the term uses, and what waits for a decision."""
    form, term = term_of(request)
    courses = []
    if term is not None:
        adoptions = (
            TextbookAdoption.objects.visible_to(request.user)
            .filter(term=term)
            .select_related("textbook", "proposed_by", "decided_by")
            .prefetch_related("classes")
        )
        courses = list(
            Course.objects.visible_to(request.user)
            .filter(teaching_classes__term=term)
            .distinct()
            .order_by("code")
            .prefetch_related(Prefetch("textbook_adoptions", adoptions, to_attr="books"))
        )
    return render(
        request,
        "courses/textbooks/term_list.html",
        {
            "form": form,
            "term": term,
            "courses": courses,
            "may_propose": scope_of(request.user).has(*PROPOSERS),
            "deciding_at": {
                role.institution_id
                for role in scope_of(request.user).roles
                if role.kind in DECIDERS
            },
        },
    )


@allow(*PROPOSERS)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """A book for a course of the term in the address."""
    _form, term = term_of(request)
    if term is None:
        messages.info(request, _("Open a term first; then choose its textbooks."))
        return redirect("textbooks:term")
    require_role_at(request, term.institution_id, *PROPOSERS)
    books = Textbook.objects.visible_to(request.user).reaching(term.institution)
    form = ProposalForm(
        request.POST or None,
        courses=_courses(request, term),
        textbooks=books,
        classes=TeachingClass.objects.visible_to(request.user).filter(term=term),
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            adoption = propose_textbook(
                values["course"],
                term=term,
                textbook=values["textbook"],
                part=values["part"],
                reason=values["reason"],
                classes=values["classes"],
                valid_from=values["valid_from"],
                at_once=_may_decide(request, term.institution),
                by=request.user,
            )
        except AdoptionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = adoption.decided_at is not None
            messages.success(
                request,
                _("The book is in use.") if done else _("Proposed. The teaching office decides."),
            )
            return redirect(f"{reverse('textbooks:term')}?term={term.public_id}")
    context = {"form": form, "term": term, "has_books": books.exists()}
    status = 422 if form.errors else 200
    return render(request, "courses/textbooks/propose.html", context, status=status)


def _courses(request: HttpRequest, term: Term) -> QuerySet[Course]:
    """An instructor proposes for courses they teach in the term, others for all of the term."""
    classes = TeachingClass.objects.visible_to(request.user).filter(term=term)
    if scope_of(request.user).has(*DECIDERS, RoleKind.SECTION_HEAD):
        return (
            Course.objects.visible_to(request.user).filter(teaching_classes__term=term).distinct()
        )
    return Course.objects.visible_to(request.user).filter(teaching_classes__in=classes).distinct()


def _may_decide(request: HttpRequest, institution: Institution) -> bool:
    return any(
        role.institution_id == institution.pk and role.kind in DECIDERS
        for role in scope_of(request.user).roles
    )


def _adoption(request: HttpRequest, public_id: uuid.UUID) -> TextbookAdoption:
    found: TextbookAdoption = get_object_or_404(
        TextbookAdoption.objects.visible_to(request.user).select_related(
            "term", "course", "textbook"
        ),
        public_id=public_id,
    )
    require_role_at(request, found.institution_id, *DECIDERS)
    return found


@allow(*DECIDERS)
@require_POST
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """`approve` or `return` with a note."""
    adoption = _adoption(request, public_id)
    try:
        decide_adoption(
            adoption,
            approve=request.POST.get("decision") == "approve",
            note=request.POST.get("note", "")[:300],
            by=request.user,
        )
    except AdoptionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Decided."))
    return redirect(f"{reverse('textbooks:term')}?term={adoption.term.public_id}")


@allow(*DECIDERS)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """From a day on the book is no longer used."""
    adoption = _adoption(request, public_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on: datetime.date = form.cleaned_data["on"]
        try:
            end_adoption(adoption, on=on, note=form.cleaned_data["note"], by=request.user)
        except AdoptionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded. That the book was used stays on record."))
            return redirect(f"{reverse('textbooks:term')}?term={adoption.term.public_id}")
    context = {"form": form, "adoption": adoption}
    status = 422 if form.errors else 200
    return render(request, "courses/textbooks/end.html", context, status=status)
