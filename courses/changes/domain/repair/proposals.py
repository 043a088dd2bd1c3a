"""Asking for proposals, and keeping them as they were found."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.repair.keeping import as_kept
from courses.changes.domain.repair.reading import read_problem
from courses.changes.domain.repair.trouble import Trouble, concerned, require_sense
from courses.changes.models import Repair
from courses.teaching.models import Term
from courses.timetable.solver.repair.problem import Emphasis


def propose_repair(
    term: Term,
    trouble: Trouble,
    *,
    reason: str,
    now: datetime.datetime | None = None,
    by: Any,
) -> Repair:
    """Search three proposals and keep them, in place of those that were found for the same days
    and not carried out. Nothing else changes.

    Raises ChangeRefused for dates that make no sense, and where no meeting is concerned.
    """
    # ortools takes a second to load and is only needed here.
    from courses.timetable.solver.repair.search import repair

    now = now or timezone.now()
    require_sense(term, trouble, today=timezone.localtime(now).date())
    if not concerned(term, trouble, now=now).exists():
        raise ChangeRefused(_("No meeting that could be changed takes place then."))
    problem = read_problem(term, trouble, now=now)
    found = [repair(problem, emphasis) for emphasis in Emphasis]
    kept = as_kept(term, problem, found)
    with transaction.atomic():
        # Locked first: one that is carried out at this moment stays, with its changes.
        unused = [one.pk for one in _unused(term, trouble).select_for_update().only("pk")]
        if unused:
            Repair.objects.filter(pk__in=unused).delete()
        return Repair.objects.create(
            institution_id=term.institution_id,
            term=term,
            staff=trouble.staff,
            room=trouble.room,
            first_date=trouble.first,
            last_date=trouble.last,
            reason=reason,
            proposals=kept,
            made_by=by,
            made_at=now,
        )


def _unused(term: Term, trouble: Trouble) -> QuerySet[Repair]:
    """Proposals for the same person or room on some of the same days that nobody took."""
    return Repair.objects.filter(
        term=term,
        staff=trouble.staff,
        room=trouble.room,
        first_date__lte=trouble.last,
        last_date__gte=trouble.first,
        applied_at=None,
    )
