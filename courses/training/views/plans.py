"""Plans of rotation training: the list, starting one, its result, approving it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.institutions.access import allow
from courses.institutions.scopes import scope_of
from courses.training.domain.planning import (
    Cycle,
    Expected,
    PlanOptions,
    decide_plan,
    expected_spending,
    scope_of_plan,
)
from courses.training.domain.planning.wording import bound_sentence, cost_label
from courses.training.domain.refusal import TrainingRefused
from courses.training.enums import PartState, PlanState, SeatChange
from courses.training.forms.plans import CommentForm, StartPlanForm
from courses.training.jobs import start_carrying_out, start_planning
from courses.training.models import (
    PlannedCover,
    PlannedSeat,
    PlanPart,
    RotationPlan,
    TrainingBudget,
)
from courses.training.rules import runs
from courses.training.views.making_up import missing_of_make_ups
from courses.training.views.people import OWNERS, READERS
from courses.training.views.plan_roles import (
    may_answer,
    own_plan_or_404,
    plan_or_404,
    plans_of,
    scope_asked,
    signed_in,
)

PER_PAGE = 50


@allow(*READERS)
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans that concern the person, and the start of a new one."""
    return _list(request, StartPlanForm(initial={"cycle": _usual_cycle()}))


@allow(*OWNERS)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Hand the search to the worker."""
    form = StartPlanForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    cycle: Cycle = form.cleaned_data["cycle"]
    job = start_planning(
        scope_asked(request),
        cycle,
        form.options(),
        by=signed_in(request),
    )
    return redirect("jobs:detail", public_id=job.public_id)


@allow(*READERS)
@require_safe
def plan_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What came out: figures, the bound in words, the curve, institutions. A department or an
    institution sees its own part of a province's plan."""
    plan = plan_or_404(request, public_id)
    figures = plan.figures
    parts = PlanPart.objects.visible_to(request.user).filter(plan=plan)
    page = Paginator(
        parts.select_related("institution").order_by("-problems", "institution__name"), PER_PAGE
    ).get_page(request.GET.get("page"))
    seats = PlannedSeat.objects.visible_to(request.user).filter(plan=plan)
    own = page.object_list[0] if may_answer(request, plan) and len(page.object_list) else None
    decides = runs(request.user, plan)
    waiting = (
        plan.state == PlanState.APPROVED and plan.parts.filter(state=PartState.PROPOSED).exists()
    )
    context = {
        "plan": plan,
        "figures": figures,
        "bound": bound_sentence(figures["placed"], figures["most_placed"], figures["gap"]),
        "cost": _cost(figures),
        "curve": _curve(figures),
        "page": page,
        "states": PlanState,
        "part_states": PartState,
        "is_whole": decides or plan.institution_id is not None,
        "may_decide": decides,
        "waiting": waiting,
        "money": _money(request, plan) if plan.is_draft or waiting else [],
        "moved": seats.filter(change=SeatChange.MOVED).count() if plan.based_on_id else 0,
        "declined": seats.exclude(declined_reason="").count(),
        "students": _students(request, plan) if plan.is_draft or waiting else 0,
        "own_part": own,
        "comment_form": CommentForm(initial={"comment": own.comment}) if own else None,
    }
    return render(request, "courses/training/plan.html", context)


@allow(*OWNERS)
@require_POST
def approve(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Approve a draft and hand the nominations to the worker; of an approved plan go on with parts
    that nobody has tried."""
    plan = own_plan_or_404(request, public_id)
    by = signed_in(request)
    if plan.state != PlanState.APPROVED:
        try:
            plan = decide_plan(plan, approved=True, by=by)
        except TrainingRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("rotation:plan", public_id=plan.public_id)
    job = start_carrying_out(plan, by=by)
    return redirect("jobs:detail", public_id=job.public_id)


@allow(*OWNERS)
@require_POST
def discard(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = own_plan_or_404(request, public_id)
    try:
        decide_plan(plan, approved=False, by=signed_in(request))
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The proposal is discarded. Nothing else has changed."))
    return redirect("rotation:plans")


@allow(*OWNERS)
@require_POST
def again(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Plan again with the fewest changes against this plan."""
    plan = own_plan_or_404(request, public_id)
    if plan.state == PlanState.DISCARDED:
        messages.error(request, _("This plan was discarded. Start a new one."))
        return redirect("rotation:plan", public_id=plan.public_id)
    job = start_planning(
        scope_of_plan(plan),
        Cycle(plan.first_day, plan.last_day),
        PlanOptions.read(plan.options),
        based_on=plan,
        by=signed_in(request),
    )
    return redirect("jobs:detail", public_id=job.public_id)


def _list(request: HttpRequest, form: StartPlanForm, *, status: int = 200) -> HttpResponse:
    plans = plans_of(request).select_related("institution", "based_on", "made_by")
    context = {
        "form": form,
        "page": Paginator(plans, PER_PAGE).get_page(request.GET.get("page")),
        "may_plan": scope_of(request.user).has(*OWNERS),
        "states": PlanState,
    }
    return render(request, "courses/training/plans.html", context, status=status)


def _students(request: HttpRequest, plan: RotationPlan) -> int:
    """How many would have two classes at once by meetings that the plan has made up."""
    covers = PlannedCover.objects.visible_to(request.user).filter(plan=plan)
    return missing_of_make_ups(request.user, plan, covers).students


def _money(request: HttpRequest, plan: RotationPlan) -> list[Expected]:
    """What is still to be given. Of institutions' budgets a province's officer sees those that
    don't suffice."""
    budgets = TrainingBudget.objects.visible_to(request.user).filter(
        first_year__lte=plan.last_day.year, last_year__gte=plan.first_day.year
    )
    if plan.institution_id is not None:
        budgets = budgets.filter(institution=plan.institution)
    lines = expected_spending(plan, budgets.select_related("institution"))
    return [one for one in lines if one.missing or runs(request.user, one.budget)]


def _usual_cycle() -> str:
    year = timezone.localdate().year
    return f"{year}-{year + 2}"


def _cost(figures: dict[str, Any]) -> list[tuple[str, int, int, int]]:
    """(what is counted, how many, points each, points) of the parts that cost something."""
    rows = [
        (cost_label(name), amount, figures["weights"][name], amount * figures["weights"][name])
        for name, amount in figures["cost"].items()
        if amount
    ]
    return sorted(rows, key=lambda row: -row[3])


def _curve(figures: dict[str, Any]) -> list[tuple[float, int, int | None, int]]:
    """A search that found its best plan at once is drawn as a line to its end, not as a point."""
    curve = [
        (round(seconds, 1), cost, bound, placed)
        for seconds, cost, bound, placed in figures["curve"]
    ]
    end = round(figures["seconds"], 1)
    if len(curve) == 1 and curve[0][0] < end:
        curve.append((end, *curve[0][1:]))
    return curve
