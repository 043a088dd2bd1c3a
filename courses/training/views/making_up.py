"""Students who would have two classes at once by the make-ups of a plan."""

from typing import Any

from django.db.models import QuerySet

from courses.changes.views.missing import missing_of_changes
from courses.teaching.views.missing import MissingOfAct
from courses.training.domain.planning.made_up import made_up_by
from courses.training.models import PlannedCover, RotationPlan


def missing_of_make_ups(
    user: Any, plan: RotationPlan, covers: QuerySet[PlannedCover]
) -> MissingOfAct:
    """At the make-ups among these covers of the plan, by the meeting's primary key, as if all of
    the plan's in their institutions were carried out. A fixed number of queries, few where nothing
    is made up."""
    shown = covers.order_by().filter(date__isnull=False)
    made_up = made_up_by(plan, shown.values("institution"))
    (missing,) = missing_of_changes(
        user,
        made_up.terms,
        [made_up.placed],
        only=set(shown.values_list("meeting", flat=True)) if made_up.placed else (),
    )
    return missing
