"""教学事故, recorded by office or department."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from schedule.models import Occurrence

from courses.changes.domain.refusal import ChangeRefused
from courses.changes.enums import IncidentKind
from courses.changes.models import TeachingIncident
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Booking, Meeting


@transaction.atomic
def record_incident(meeting: Meeting, *, kind: str, note: str, by: Any) -> TeachingIncident:
    """Somebody did not teach, or taught otherwise, without approval.

    Where nobody taught, the meeting counts as cancelled, so that its hours are owed. Raises
    ChangeRefused: not begun, recorded already, or a roll was called of a meeting that is said not
    to have taken place.
    """
    now = timezone.now()
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.starts_at > now:
        raise ChangeRefused(_("The meeting has not begun yet."))
    if kind == IncidentKind.ABSENT and locked.status == MeetingStatus.HELD:
        raise ChangeRefused(
            _("The roll of this meeting was called, so it took place. Choose another kind.")
        )
    try:
        with transaction.atomic():
            incident = TeachingIncident.objects.create(
                institution_id=locked.institution_id,
                meeting=locked,
                staff_id=locked.instructor_id,
                kind=kind,
                note=note,
                recorded_by=by,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise ChangeRefused(_("This incident is recorded already.")) from error
    if kind == IncidentKind.ABSENT and locked.status == MeetingStatus.SCHEDULED:
        locked.status = MeetingStatus.CANCELLED
        locked.save(update_fields=["status"])
        Booking.objects.filter(meeting=locked).delete()
        Occurrence.objects.filter(pk=locked.occurrence_id).update(cancelled=True, updated_on=now)
    return incident
