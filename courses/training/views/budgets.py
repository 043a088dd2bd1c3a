"""How much may be spent on trainings, and how much is."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.institutions.scopes import scope_of
from courses.training.domain import (
    TrainingRefused,
    add_budget,
    change_budget,
    remove_budget,
    spent_of,
)
from courses.training.forms.budgets import BudgetForm
from courses.training.models import TrainingBudget
from courses.training.rules import runs
from courses.training.views.people import OWNERS, owner_of

PER_PAGE = 50


@allow(*OWNERS, R.AUDITOR)
@require_safe
def budget_list(request: HttpRequest) -> HttpResponse:
    """The own ones; a province's officer also sees those of its institutions."""
    rows = (
        TrainingBudget.objects.visible_to(request.user)
        .select_related("institution")
        .order_by(F("institution__name").asc(nulls_first=True), "-first_year", "last_year", "pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    spent = spent_of(page.object_list)
    return render(
        request,
        "courses/training/budgets.html",
        {
            "page": page,
            "lines": [
                {
                    "budget": one,
                    "spent": spent[one.pk],
                    "left": one.amount - spent[one.pk],
                    "over": spent[one.pk] - one.amount,
                    "may_edit": runs(request.user, one),
                }
                for one in page.object_list
            ],
            "may_add": scope_of(request.user).has(*OWNERS),
        },
    )


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def budget_add(request: HttpRequest) -> HttpResponse:
    institution, province = owner_of(request)
    form = BudgetForm(request.POST or None, budget=None, of_province=institution is None)
    if request.method == "POST" and form.is_valid():
        try:
            add_budget(form.said, institution=institution, province=province, by=request.user)
        except TrainingRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved. Plans and approvals keep to it from now on."))
            return redirect("training:budgets")
    return _page(request, form)


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def budget_edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    budget = _own(request, public_id)
    form = BudgetForm(request.POST or None, budget=budget, of_province=budget.is_of_province)
    if request.method == "POST" and form.is_valid():
        try:
            change_budget(budget, form.said, by=request.user)
        except TrainingRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Saved. Plans and approvals keep to it from now on."))
            return redirect("training:budgets")
    return _page(request, form, budget)


@allow(*OWNERS)
@require_POST
def budget_remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    budget = _own(request, public_id)
    if request.POST.get("confirmed") != "yes":
        messages.error(request, _("Tick that it is to be removed."))
        return redirect("training:budget_edit", public_id=budget.public_id)
    years = budget.years_said
    remove_budget(budget, by=request.user)
    messages.success(request, _("The budget %(years)s is removed.") % {"years": years})
    return redirect("training:budgets")


def _own(request: HttpRequest, public_id: uuid.UUID) -> TrainingBudget:
    budget: TrainingBudget = get_object_or_404(
        TrainingBudget.objects.visible_to(request.user).select_related("institution"),
        public_id=public_id,
    )
    if not runs(request.user, budget):
        raise Http404
    return budget


def _page(
    request: HttpRequest, form: BudgetForm, budget: TrainingBudget | None = None
) -> HttpResponse:
    return render(
        request,
        "courses/training/budget_form.html",
        {
            "form": form,
            "budget": budget,
            "spent": spent_of([budget])[budget.pk] if budget else None,
        },
        status=422 if form.errors else 200,
    )
