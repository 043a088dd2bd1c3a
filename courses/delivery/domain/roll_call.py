"""Calling the roll: who was there, and that the hours were taught."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.curriculum.models import OutlineUnit
from courses.delivery.enums import AttendanceStatus
from courses.delivery.models import AttendanceRecord, DeliveryRecord
from courses.institutions.prepared_query import Parameter
from courses.teaching.models import Enrolment
from courses.timetable.domain.unauthorised import why_not_taught
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting


class RollCallRefused(Exception):
    """The roll can't be recorded; the message is for the instructor."""


@dataclass(frozen=True)
class RollCallRow:
    """A student on the roll; `status` is None until the roll was called."""

    enrolment_id: int
    public_id: str
    student_number: str
    name: str
    class_name: str
    status: str | None


def enrolled_on(meeting: Meeting) -> Any:
    """Enrolments that held on the meeting's date: somebody who joined later is not absent."""
    return Enrolment.objects.filter(teaching_class_id=meeting.teaching_class_id).valid_on(
        meeting.date
    )


def roll_of(meeting: Meeting) -> list[RollCallRow]:
    """The roll in order of class and number; two queries whatever the size."""
    recorded = dict(
        AttendanceRecord.objects.filter(meeting=meeting).values_list("enrolment_id", "status")
    )
    rows = enrolled_on(meeting).values_list(
        "pk",
        "public_id",
        "student__student_number",
        "student__name",
        "student__administrative_class__name",
    )
    return [
        RollCallRow(pk, str(public_id), number, name, class_name, recorded.get(pk))
        for pk, public_id, number, name, class_name in rows.order_by(
            "student__administrative_class__name", "student__student_number"
        )
    ]


@transaction.atomic
def record_roll_call(
    meeting: Meeting,
    *,
    statuses: Mapping[str, str],
    by: Any,
    unit: OutlineUnit | None = None,
    note: str = "",
) -> DeliveryRecord:
    """Record everybody's attendance and the delivered hours: as many as the meeting has periods.

    `statuses` maps the enrolment's public id to an AttendanceStatus and must name exactly those
    enrolled on the meeting's date. Recording again corrects what was recorded before.
    Raises RollCallRefused for a cancelled or future meeting, for an incomplete roll, and for an
    instructor who by a rule that says "must" may not teach on that date (the office still can).
    """
    locked = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("instructor")
        .get(pk=meeting.pk)
    )
    _require_taught(locked)
    _require_allowed(locked, by)
    roll = dict(enrolled_on(locked).values_list("public_id", "pk"))
    by_public_id = {str(public_id): pk for public_id, pk in roll.items()}
    _require_complete(by_public_id, statuses)
    now = timezone.now()
    wanted = {by_public_id[public_id]: status for public_id, status in statuses.items()}
    _keep_corrected(locked, wanted, by=by)
    AttendanceRecord.objects.bulk_create(
        (
            AttendanceRecord(
                meeting=locked,
                enrolment_id=enrolment_id,
                institution_id=locked.institution_id,
                status=status,
                recorded_by=by,
                recorded_at=now,
            )
            for enrolment_id, status in wanted.items()
        ),
        update_conflicts=True,
        unique_fields=["meeting", "enrolment"],
        update_fields=["status", "recorded_by", "recorded_at"],
        batch_size=500,
    )
    delivery, _made = DeliveryRecord.objects.update_or_create(
        meeting=locked,
        defaults={
            "institution_id": locked.institution_id,
            "unit": unit or locked.unit,
            "hours": locked.periods,
            "note": note[:300],
            "recorded_by": by,
            "recorded_at": now,
        },
    )
    if locked.status != MeetingStatus.HELD:
        locked.status = MeetingStatus.HELD
        locked.save(update_fields=["status"])
    return delivery


def _keep_corrected(meeting: Meeting, wanted: Mapping[int, str], *, by: Any) -> None:
    """Keep the records that are about to change, with who had made them."""
    corrected = [
        record
        for record in AttendanceRecord.objects.filter(meeting=meeting)
        if wanted.get(record.enrolment_id, record.status) != record.status
    ]
    if corrected:
        AttendanceRecord.history.bulk_history_create(corrected, default_user=by, update=True)


def count_by_status(rows: list[RollCallRow]) -> dict[str, int]:
    """How many are present, late, absent, on leave."""
    counted = Counter(row.status for row in rows if row.status)
    return {str(status): counted[status] for status in AttendanceStatus.values}


def unrecorded(on: datetime.date | Parameter) -> Q:
    """Condition on meetings: they should have been recorded by that date and were not."""
    return Q(status=MeetingStatus.SCHEDULED, date__lt=on)


def _require_taught(meeting: Meeting) -> None:
    if meeting.status == MeetingStatus.CANCELLED:
        raise RollCallRefused(_("This meeting was cancelled; there is no roll to call."))
    if meeting.date > timezone.localdate():
        raise RollCallRefused(_("This meeting has not taken place yet."))


def _require_allowed(meeting: Meeting, by: Any) -> None:
    """Asked when the record is made: a renewal that was verified meanwhile lifts it at once."""
    if by is None or meeting.instructor.user_id != by.pk:
        return
    answer = why_not_taught(meeting)
    if answer is not None and answer.blocks:
        raise RollCallRefused(
            _(
                "You may not teach on this date, so you can't record the meeting: %(reason)s. Ask "
                "the teaching office for a substitute or a waiver, or hand in your certificate."
            )
            % {"reason": _("; ").join(answer.reasons)}
        )


def _require_complete(roll: Mapping[str, int], statuses: Mapping[str, str]) -> None:
    if not roll:
        raise RollCallRefused(_("Nobody was enrolled in this class on that day."))
    wrong = [status for status in statuses.values() if status not in AttendanceStatus.values]
    if wrong or statuses.keys() - roll.keys():
        raise RollCallRefused(
            _("The roll names somebody who is not in this class. Please reload it.")
        )
    missing = len(roll.keys() - statuses.keys())
    if missing:
        raise RollCallRefused(
            _("%(count)d students have no status yet. Please reload the roll.") % {"count": missing}
        )
