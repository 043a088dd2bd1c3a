"""Changing a locked grade: one person asks with a reason, another decides; both values are kept."""

import logging
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.grading.domain.errors import GradingRefused, ScoresRefused, require
from assessments.grading.domain.lines import Line, components_of, lines_of
from assessments.grading.domain.recording import (
    LineChange,
    ScoreRow,
    merged,
    row_problems,
    write_changes,
)
from assessments.grading.domain.score_columns import column_label
from assessments.grading.domain.sheets import locked_sheet
from assessments.grading.domain.totals import outcome_of, total_of
from assessments.grading.enums import AmendmentState, GradeStatus, SheetState
from assessments.grading.models import GradeAmendment, GradeEntry, GradeSheet
from assessments.grading.rules import may_decide, may_record
from assessments.grading.scales.rounding import plain_number
from courses.teaching.domain.outcomes import EnrolmentResult, record_outcomes

logger = logging.getLogger("qihang.audit")


@transaction.atomic
def request_amendment(
    entry: GradeEntry,
    *,
    status: GradeStatus,
    scores: Mapping[str, Decimal | None],
    reason: str,
    by: Any,
) -> GradeAmendment:
    """Ask for a locked grade to be changed to this status and these scores.

    A component code left out of `scores` stays, None empties it. Raises GradingRefused: sheet not
    locked, no reason, no change, incomplete, or a request for this grade waits already.
    """
    sheet = locked_sheet(GradeSheet(pk=entry.sheet_id))
    require(may_record(by, sheet.teaching_class))
    if sheet.state != SheetState.LOCKED:
        raise GradingRefused(_("The sheet is not locked: change the score on the sheet itself."))
    if not reason.strip():
        raise GradingRefused(_("Say why the grade is to be changed."))
    line = _line(sheet, entry)
    if not line.counts:
        raise GradingRefused(_("The student has left this class."))
    components = components_of(sheet)
    row = ScoreRow(line.student.student_number, scores, status)
    if problems := row_problems(components, row, line.scores):
        raise ScoresRefused(problems[0].message, problems)
    wanted = merged(line.scores, scores)
    if status == GradeStatus.NORMAL and len(wanted) < len(components):
        raise GradingRefused(_("A grade without a status needs all scores."))
    if wanted == line.scores and status == line.entry.status:
        raise GradingRefused(_("This is what the grade is already."))
    try:
        with transaction.atomic():
            amendment = GradeAmendment.objects.create(
                entry=entry,
                institution_id=entry.institution_id,
                old=_as_json(line.entry.status, line.scores, line.entry.total),
                new={
                    **_as_json(status, wanted, total_of(sheet.scheme, components, status, wanted)),
                    # As they were called then: a history reads without the scheme.
                    "labels": {c.code: column_label(c) for c in components},
                },
                reason=reason.strip(),
                requested_by=by,
            )
    except IntegrityError as error:
        raise GradingRefused(
            _("A change of this grade is waiting for a decision already.")
        ) from error
    logger.info("amendment %s requested by user %s", amendment.public_id, by.pk)
    return amendment


@transaction.atomic
def decide_amendment(
    amendment: GradeAmendment, *, approve: bool, by: Any, note: str = ""
) -> GradeAmendment:
    """Approve or refuse a request; never by the person who made it (ASVS 2.3.5).

    Approval changes the entry and the enrolment's outcome in the same transaction. Raises
    GradingRefused for one's own request, or when somebody has decided already.
    """
    sheet = locked_sheet(amendment.entry.sheet)
    amendment = GradeAmendment.objects.select_for_update().get(pk=amendment.pk)
    line = _line(sheet, amendment.entry)
    require(may_decide(by, line.student))
    if amendment.requested_by_id in (None, by.pk):
        raise GradingRefused(
            _("A second person has to decide: you asked for this change yourself.")
        )
    if amendment.state != AmendmentState.REQUESTED:
        raise GradingRefused(_("This request has been decided already."))
    if approve and not line.counts:
        raise GradingRefused(_("The student has left this class."))
    if not approve and not note.strip():
        raise GradingRefused(_("Say why the change is refused."))
    amendment.state = AmendmentState.APPROVED if approve else AmendmentState.REFUSED
    amendment.decided_by, amendment.decided_at = by, timezone.now()
    amendment.decision_note = note.strip()
    amendment.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    if approve:
        _apply(sheet, line, amendment.new)
    logger.info("amendment %s %s by user %s", amendment.public_id, amendment.state, by.pk)
    return amendment


def _apply(sheet: GradeSheet, line: Line, new: Mapping[str, Any]) -> None:
    scores = {code: Decimal(text) for code, text in new["scores"].items()}
    write_changes(
        [LineChange(line.entry, new["status"], line.scores, scores)],
        scheme=sheet.scheme,
        components=components_of(sheet),
    )
    entry = line.entry
    outcome = outcome_of(sheet.scheme, entry.status, entry.total)
    record_outcomes([EnrolmentResult(entry.enrolment_id, outcome, entry.total)])


def _line(sheet: GradeSheet, entry: GradeEntry) -> Line:
    entries = GradeEntry.objects.filter(pk=entry.pk).select_related("enrolment__student")
    return lines_of(sheet, entries=entries)[0]


def _as_json(status: str, scores: Mapping[str, Decimal], total: Decimal | None) -> dict[str, Any]:
    return {
        "status": str(status),
        "scores": {code: plain_number(score) for code, score in scores.items()},
        "total": None if total is None else plain_number(total),
    }
