"""How an enrolment ended: written when a grade sheet is locked or a locked grade is amended."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from courses.teaching.enums import Outcome
from courses.teaching.models import Enrolment


@dataclass(frozen=True, slots=True)
class EnrolmentResult:
    """`grade` is the sheet's total; None where there is none (deferred, absent, void, exempt)."""

    enrolment_id: int
    outcome: Outcome
    grade: Decimal | None


@transaction.atomic
def record_outcomes(results: Iterable[EnrolmentResult]) -> int:
    """Write outcome and grade of many enrolments; returns how many were different before."""
    by_id = {result.enrolment_id: result for result in results}
    # In the order of their keys, so that two writers never wait for each other.
    enrolments = Enrolment.objects.select_for_update().filter(pk__in=by_id).order_by("pk")
    changed = []
    for enrolment in enrolments:
        result = by_id[enrolment.pk]
        if (enrolment.outcome, enrolment.grade) != (result.outcome, result.grade):
            enrolment.outcome, enrolment.grade = result.outcome, result.grade
            changed.append(enrolment)
    Enrolment.objects.bulk_update(changed, ["outcome", "grade"], batch_size=200)
    return len(changed)
