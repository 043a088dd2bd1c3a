"""Locking: from here on the grade is a fact, and the enrolment says how it ended."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.grading.domain.errors import GradingRefused, require
from assessments.grading.domain.sheets import locked_sheet
from assessments.grading.domain.totals import outcome_of
from assessments.grading.enums import SheetState
from assessments.grading.models import GradeEntry, GradeSheet
from assessments.grading.rules import may_lock
from courses.teaching.domain.outcomes import EnrolmentResult, record_outcomes


@transaction.atomic
def lock_sheet(sheet: GradeSheet, *, by: Any) -> GradeSheet:
    """Lock a submitted sheet and publish its grades: outcome and grade of every open enrolment.

    `by` None: the command line or the demo. Raises GradingRefused unless the sheet is submitted.
    """
    require(by is None or may_lock(by, sheet.teaching_class))
    sheet = locked_sheet(sheet)
    if sheet.state != SheetState.SUBMITTED:
        raise GradingRefused(_("Only a submitted sheet can be locked."))
    entries = GradeEntry.objects.filter(sheet=sheet, enrolment__valid_to=None)
    record_outcomes(
        EnrolmentResult(enrolment_id, outcome_of(sheet.scheme, status, total), total)
        for enrolment_id, status, total in entries.values_list("enrolment_id", "status", "total")
    )
    sheet.state = SheetState.LOCKED
    sheet.locked_by, sheet.locked_at = by, timezone.now()
    sheet.save(update_fields=["state", "locked_by", "locked_at"])
    return sheet
