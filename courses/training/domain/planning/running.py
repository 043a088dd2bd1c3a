"""From a scope and a cycle to a stored proposal."""

import datetime
import time
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.training.domain.planning.options import PlanOptions
from courses.training.domain.planning.reading import read_problem
from courses.training.domain.planning.scope import Cycle, Scope
from courses.training.domain.planning.searching import search
from courses.training.domain.planning.standing import Standing
from courses.training.domain.planning.storing import store_plan
from courses.training.domain.planning.wording import phase_sentence
from courses.training.domain.refusal import TrainingRefused
from courses.training.enums import PlanState
from courses.training.models import RotationPlan
from courses.training.planner.proposal import Report
from courses.training.planner.validation import InvalidProblem

Progress = Callable[[int, object], None]
"""`progress(percent, message)`; may raise to stop the work, which then leaves nothing behind."""


def make_plan(
    scope: Scope,
    cycle: Cycle,
    options: PlanOptions,
    *,
    based_on: RotationPlan | None = None,
    seed: int = 1,
    progress: Progress | None = None,
    job: int | None = None,
    now: datetime.datetime | None = None,
    by: Any,
) -> RotationPlan:
    """Propose who goes where and who teaches meanwhile; nothing but the proposal is written.

    With `based_on` as little as may be changes against that plan: of a draft against its proposals,
    of an approved one against the seats that people have by now. `job` is the long work that plans,
    if one does. Raises TrainingRefused: nothing to plan, or a plan to go by that was discarded.
    """
    if based_on is not None and based_on.state == PlanState.DISCARDED:
        raise TrainingRefused(_("This plan was discarded. Start a new one."))
    now = now or timezone.now()
    tell = progress or (lambda _percent, _message: None)
    tell(1, _("Reading people, sessions and timetables"))
    began = time.monotonic()
    standing = Standing.of(based_on) if based_on is not None else None
    reading = read_problem(scope, cycle, options, standing=standing, now=now)
    reading_seconds = round(time.monotonic() - began, 1)
    percent, message = 5, _("Making a first plan")

    def news(report: Report | None) -> None:
        nonlocal percent, message
        if report is not None:
            percent, message = 5 + report.percent * 85 // 100, phase_sentence(report)
        tell(percent, message)

    try:
        found = search(reading.problem, seconds=options.seconds, seed=seed, news=news)
    except InvalidProblem as invalid:
        raise TrainingRefused(
            _("The data contradict each other, so nothing can be planned: %(what)s")
            % {"what": invalid}
        ) from invalid
    tell(95, _("Writing the proposal"))
    return store_plan(
        scope,
        cycle,
        options,
        reading,
        found,
        based_on=based_on,
        standing=standing,
        figures={"reading_seconds": reading_seconds, "seed": seed, "job": job},
        by=by,
    )
