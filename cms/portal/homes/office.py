"""本周, what waits for the office, and the way to open a term."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import ngettext

from assessments.compliance.domain.presentation import present_run
from assessments.compliance.models import AuditRun
from assessments.grading.enums import AmendmentState, SheetState
from assessments.grading.models import GradeAmendment, GradeSheet
from assessments.reference_data.domain import loaded_as_shipped
from cms.portal.homes.opening import opening_asked
from cms.portal.homes.today import Today, today_at
from cms.portal.homes.waiting import (
    Point,
    changes_waiting,
    class_lines,
    institution_as,
    nominations_waiting,
    open_points,
    point,
    reviews_waiting,
)
from courses.changes.enums import Step
from courses.delivery.domain.roll_call import unrecorded
from courses.institutions.asked_together import AskedTogether
from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution
from courses.institutions.scopes import Scope
from courses.qualifications.domain import expiring
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import StaffCertificate
from courses.teaching.models import TeachingClass
from courses.timetable.domain.unauthorised import gaps_of_term
from courses.timetable.enums import DayKind, MeetingStatus
from courses.timetable.models import CalendarDay, Meeting
from courses.training.domain import uncovered_meetings
from courses.training.enums import ApprovalStep
from courses.training.models import Nomination


def office_home(user: Any, scope: Scope) -> dict[str, Any]:
    institution = institution_as(scope, RoleKind.TEACHING_OFFICE)
    assert institution is not None  # a constraint of the role
    role = RoleKind.TEACHING_OFFICE
    today = today_at(institution.pk)
    week = _week(today)
    run = last_audit(institution)
    together = AskedTogether()
    reference_data = together.count(loaded_as_shipped())
    points = [
        changes_waiting(together, user, Step.OFFICE, role=role),
        nominations_waiting(together, user, ApprovalStep.INSTITUTION, role=role),
        *reviews_waiting(together, user),
        *_points(together, institution, today, overdue=week["unrecorded"]),
    ]
    opening = opening_asked(together, institution, today)
    return {
        "today": today,
        "has_reference_data": reference_data() > 0,
        "gaps": gaps_of_term(today.term) if today.term else [],
        "week": week,
        "points": open_points(points),
        "audit": run,
        "findings": present_run(run) if run else [],
        "opening": opening(),
    }


def last_audit(institution: Institution) -> AuditRun | None:
    """The audit made last, with its institution."""
    runs = AuditRun.objects.filter(institution=institution).select_related("institution")
    return runs.order_by("-made_at", "-pk").first()


def _week(today: Today) -> dict[str, int]:
    """Meetings of this week, and those of the whole term that nobody recorded; one query."""
    in_week = Q(week=today.week or 0)
    return Meeting.objects.filter(term=today.term).aggregate(
        meetings=Count("pk", filter=in_week & ~Q(status=MeetingStatus.CANCELLED)),
        held=Count("pk", filter=in_week & Q(status=MeetingStatus.HELD)),
        cancelled=Count("pk", filter=in_week & Q(status=MeetingStatus.CANCELLED)),
        unrecorded=Count("pk", filter=unrecorded(today.date)),
    )


def _points(
    together: AskedTogether, institution: Institution, today: Today, *, overdue: int
) -> list[Point]:
    here = {"institution": institution}
    classes = together.rows(TeachingClass.objects.filter(term=today.term).select_related("outline"))
    days = CalendarDay.objects.filter(
        term=today.term, kind=DayKind.MAKE_UP_WORKDAY, follows=None, date__gte=today.date
    )
    certificates = StaffCertificate.objects.filter(**here, state=CertificateState.SUBMITTED)
    sheets = GradeSheet.objects.filter(**here, state=SheetState.SUBMITTED)
    amendments = GradeAmendment.objects.filter(**here, state=AmendmentState.REQUESTED)
    ending = len(expiring(institution, on=today.date))
    return [
        point(
            together.count(days),
            lambda n: ngettext(
                "make-up workday: which day's timetable is taught?",
                "make-up workdays: which day's timetable is taught?",
                n,
            ),
            "timetable:calendar",
        ),
        point(
            together.count(uncovered_meetings(Nomination.objects.filter(institution=institution))),
            lambda n: ngettext(
                "meeting of people at trainings without a substitute",
                "meetings of people at trainings without a substitute",
                n,
            ),
            "training:away",
        ),
        point(
            lambda: overdue,
            lambda n: ngettext("meeting without a record", "meetings without a record", n),
            "delivery:meetings",
            "?show=due",
        ),
        point(
            lambda: sum(line.owed for line in class_lines(classes())),
            lambda n: ngettext("hour owed", "hours owed", n),
            "delivery:meetings",
            "?show=all",
        ),
        point(
            together.count(certificates),
            lambda n: ngettext(
                "certificate of staff to verify", "certificates of staff to verify", n
            ),
            "qualifications:inbox",
        ),
        point(
            lambda: ending,
            lambda n: ngettext("certificate that ends soon", "certificates that end soon", n),
            "qualifications:certificates",
            "?state=ending",
        ),
        point(
            together.count(sheets),
            lambda n: ngettext("grade sheet to check", "grade sheets to check", n),
            "grading:sheets",
            "?state=submitted",
        ),
        point(
            together.count(amendments),
            lambda n: ngettext("change of a grade to decide", "changes of grades to decide", n),
            "grading:amendments",
        ),
    ]
