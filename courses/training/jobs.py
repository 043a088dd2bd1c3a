"""Long work of this slice: planning rotation training, and carrying a plan out."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.institutions.models import Institution
from courses.training.domain.planning import (
    Cycle,
    PlanOptions,
    Scope,
    carry_out_plan,
    make_plan,
    scope_of_plan,
)
from courses.training.domain.refusal import TrainingRefused
from courses.training.enums import PlanState
from courses.training.models import RotationPlan
from media.jobs.domain import start_job
from media.jobs.errors import JobRefused
from media.jobs.models import Job
from media.jobs.progress import Progress
from media.jobs.registry import job_kind

PLAN, CARRY_OUT = "training.plan", "training.carry_out"


def start_planning(
    scope: Scope,
    cycle: Cycle,
    options: PlanOptions,
    *,
    based_on: RotationPlan | None = None,
    by: User,
) -> Job:
    """Queue the search; the result is a draft. Until there is one the work leads to all plans."""
    said = {"cycle": cycle.said, "scope": _named(scope)}
    if based_on is None:
        title = _("Plan rotation training %(cycle)s: %(scope)s") % said
    else:
        title = _("Plan rotation training %(cycle)s again from no. %(number)d: %(scope)s") % (
            said | {"number": based_on.number}
        )
    params = {
        "province": scope.province,
        "institution": scope.institution.pk if scope.institution else None,
        "first_year": cycle.first_day.year,
        "last_year": cycle.last_day.year,
        "options": options.stored(),
        "based_on": based_on.pk if based_on else None,
        "by": by.pk,
    }
    return start_job(PLAN, title=title, params=params, by=by, next_url=reverse("rotation:plans"))


def start_carrying_out(plan: RotationPlan, *, by: User) -> Job:
    """Queue the nominations and changes of an approved plan."""
    said = {
        "cycle": plan.cycle_said,
        "number": plan.number,
        "scope": _named(scope_of_plan(plan)),
    }
    return start_job(
        CARRY_OUT,
        title=_("Carry out rotation training plan %(cycle)s no. %(number)d: %(scope)s") % said,
        params={"plan": plan.pk, "by": by.pk},
        by=by,
        next_url=_address(plan),
    )


def _named(scope: Scope) -> str:
    return scope.institution.name if scope.institution else _("the whole province")


def _address(plan: RotationPlan) -> str:
    return reverse("rotation:plan", kwargs={"public_id": plan.public_id})


@job_kind(PLAN)
def _plan(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    # A worker that died after its commit must not leave a second draft when the job runs again.
    plan = RotationPlan.objects.filter(figures__job=progress.job_id).first()
    if plan is None or not progress.job_id:
        place = params["institution"]
        based_on = params["based_on"]
        try:
            plan = make_plan(
                Scope(params["province"], Institution.objects.get(pk=place) if place else None),
                Cycle.read(f"{params['first_year']}-{params['last_year']}"),
                PlanOptions.read(params["options"]),
                based_on=RotationPlan.objects.get(pk=based_on) if based_on else None,
                progress=progress,
                job=progress.job_id or None,
                by=User.objects.filter(pk=params["by"]).first(),
            )
        except TrainingRefused as refusal:
            raise JobRefused(str(refusal)) from refusal
    Job.objects.filter(pk=progress.job_id).update(next_url=_address(plan))
    return {
        "plan": str(plan.public_id),
        "placed": plan.figures["placed"],
        "unplaced": plan.figures["unplaced"],
    }


@job_kind(CARRY_OUT)
def _carry_out(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Safe to run again: parts that were carried out stay so, the others go on."""
    plan = RotationPlan.objects.get(pk=params["plan"])
    if plan.state != PlanState.APPROVED:
        raise JobRefused(_("This plan is not approved."))
    by = User.objects.filter(pk=params["by"]).first()
    return carry_out_plan(plan, progress=progress, by=by)
