"""今天: what I teach, and what I still have to hand in."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.grading.enums import SheetState
from cms.portal.homes.today import lines_of, today_at
from cms.reading.domain.lessons_ahead import (
    LessonAhead,
    lessons_ahead,
    plans_of,
    with_hours_before,
)
from courses.changes.domain import notices_asked_for_staff, publications_asked_for_staff
from courses.changes.enums import RequestState, Step
from courses.changes.models import ChangeRequest
from courses.delivery.domain.roll_call import unrecorded
from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import StaffMember
from courses.institutions.prepared_query import Parameter, PreparedQuery, a_date
from courses.institutions.scopes import Scope
from courses.qualifications.domain import to_mind_asked
from courses.teaching.models import TeachingAssignment, TeachingClass
from courses.timetable.domain.unauthorised import gaps_of
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting
from courses.timetable.queries import terms_with_open_wishes

SHOWN = 8
COMING = 16


def instructor_home(user: Any, scope: Scope) -> dict[str, Any]:
    staff = _STAFF.first(user=user.pk)
    if staff is None:
        return {"staff": None, "today": today_at(None)}
    today = today_at(staff.institution_id)
    asked = {"staff": staff.pk, "today": today.date}
    own = Meeting.objects.taught_by(staff)
    assigned = TeachingAssignment.objects.filter(staff=staff)
    going_on = assigned.filter(Q(valid_to=None) | Q(valid_to__gt=today.date))
    # One statement for all that hangs on nothing else than the person and the day.
    together = AskedTogether()
    ahead = together.rows(_COMING.asking(**asked))
    due = together.rows(_UNRECORDED.asking(**asked))
    all_due = together.count(own.filter(unrecorded(today.date)))
    classes = together.count(going_on)
    sheets = together.rows(_sheets_due(staff, today.date)[:SHOWN])
    certificates = to_mind_asked(together, staff, on=today.date)
    notices = notices_asked_for_staff(together, user, staff)
    publications = publications_asked_for_staff(together, user, staff)
    wishes = together.rows(terms_with_open_wishes(staff.institution_id, today.date))
    substitutions = together.rows(_SUBSTITUTIONS.asking(staff=staff.pk))
    coming = ahead()
    later = [
        one for one in coming if one.date > today.date and one.status != MeetingStatus.CANCELLED
    ]
    return {
        "staff": staff,
        "today": today,
        # A class from today on counts although its timetable isn't published yet.
        "teaches": bool(coming) or classes() > 0,
        "meetings": lines_of(one for one in coming if one.date == today.date),
        "next": lines_of(later[:1]),
        "plans": _plans([one for one in coming if one.date == today.date] or later[:1]),
        "unrecorded": lines_of(due()),
        "unrecorded_count": all_due(),
        "sheets": sheets(),
        "certificates": certificates(),
        "gaps": gaps_of(own.filter(date__gte=today.date)),
        "notices": notices(),
        "publications": publications(),
        "wishes": wishes(),
        "substitutions": substitutions(),
    }


def _plans(meetings: list[Meeting]) -> list[LessonAhead]:
    """The lesson plans of the day's meetings, else of the next one's; each once."""
    found = lessons_ahead([one for one in meetings if one.status != MeetingStatus.CANCELLED])
    lessons = {lesson.pk: lesson for each in found.values() for lesson in each}
    return plans_of(list(lessons.values()))


def _sheets_due(staff: StaffMember, on: datetime.date) -> QuerySet[Any]:
    """Classes whose meetings are over without a sheet handed in, or whose sheet was sent back."""
    still_meeting = Meeting.objects.filter(
        teaching_class=OuterRef("pk"), status=MeetingStatus.SCHEDULED, date__gte=on
    )
    has_met = Meeting.objects.filter(teaching_class=OuterRef("pk"), status=MeetingStatus.HELD)
    assigned = TeachingAssignment.objects.filter(staff=staff).valid_on(on)
    over = Q(Exists(has_met)) & ~Q(Exists(still_meeting))
    sent_back = ~Q(grade_sheet__return_note="") & Q(grade_sheet__isnull=False)
    return (
        TeachingClass.objects.filter(pk__in=assigned.values("teaching_class"))
        .filter(Q(grade_sheet=None) | Q(grade_sheet__state=SheetState.DRAFT))
        .filter(over | sent_back)
        .select_related("course", "grade_sheet")
        .order_by("code")
    )


# --- What every instructor asks each morning ---------------------------------------------------
_STAFF: PreparedQuery[StaffMember] = PreparedQuery(
    lambda: StaffMember.objects.filter(user=Parameter("user")).select_related("institution")
)


def _meetings() -> Any:
    return Meeting.objects.taught_by(Parameter("staff")).with_names().calendar_order()


# A day has no more meetings than this, so one question answers today and the next one.
_COMING: PreparedQuery[Meeting] = PreparedQuery(
    lambda: with_hours_before(_meetings().filter(date__gte=a_date("today")))[:COMING]
)
_SUBSTITUTIONS: PreparedQuery[ChangeRequest] = PreparedQuery(
    lambda: (
        ChangeRequest.objects.filter(
            substitute=Parameter("staff"), state=RequestState.WAITING, waits_for=Step.SUBSTITUTE
        )
        .with_names()
        .order_by("first_date", "pk")[:SHOWN]
    )
)
_UNRECORDED: PreparedQuery[Meeting] = PreparedQuery(
    lambda: _meetings().filter(unrecorded(a_date("today")))[:SHOWN]
)
