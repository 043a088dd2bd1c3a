"""本周, what waits for the office, and the way to open a term."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import ngettext

from assessments.compliance.domain.presentation import present_run
from assessments.compliance.models import AuditRun
from assessments.grading.enums import AmendmentState, SheetState
from assessments.grading.models import GradeAmendment, GradeSheet
from cms.portal.homes.opening import opening_of
from cms.portal.homes.today import Today, today_at
from cms.portal.homes.waiting import (
    Waiting,
    changes_waiting,
    class_lines,
    institution_as,
    nominations_waiting,
    open_points,
    reviews_waiting,
)
from courses.changes.enums import Step
from courses.delivery.domain.roll_call import unrecorded
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
from courses.training.enums import ApprovalStep


def office_home(user: Any, scope: Scope) -> dict[str, Any]:
    institution = institution_as(scope, RoleKind.TEACHING_OFFICE)
    assert institution is not None  # a constraint of the role
    today = today_at(institution.pk)
    week = _week(today)
    classes = TeachingClass.objects.filter(term=today.term).select_related("outline")
    owed = sum(line.owed for line in class_lines(list(classes)))
    run = last_audit(institution)
    gaps = gaps_of_term(today.term) if today.term else []
    return {
        "today": today,
        "gaps": gaps,
        "week": week,
        "points": open_points(
            [
                changes_waiting(user, Step.OFFICE, role=RoleKind.TEACHING_OFFICE),
                nominations_waiting(user, ApprovalStep.INSTITUTION, role=RoleKind.TEACHING_OFFICE),
                *reviews_waiting(user),
                *_points(institution, today, week["unrecorded"], owed),
            ]
        ),
        "audit": run,
        "findings": present_run(run) if run else [],
        "opening": opening_of(institution, today),
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


def _points(institution: Institution, today: Today, overdue: int, owed: int) -> list[Waiting]:
    certificates = StaffCertificate.objects.filter(
        institution=institution, state=CertificateState.SUBMITTED
    ).count()
    ending = len(expiring(institution, on=today.date))
    sheets = GradeSheet.objects.filter(institution=institution, state=SheetState.SUBMITTED).count()
    amendments = GradeAmendment.objects.filter(
        institution=institution, state=AmendmentState.REQUESTED
    ).count()
    days = CalendarDay.objects.filter(
        term=today.term, kind=DayKind.MAKE_UP_WORKDAY, follows=None, date__gte=today.date
    ).count()
    return [
        Waiting(
            days,
            ngettext(
                "make-up workday: which day's timetable is taught?",
                "make-up workdays: which day's timetable is taught?",
                days,
            ),
            "timetable:calendar",
        ),
        Waiting(
            overdue,
            ngettext("meeting without a record", "meetings without a record", overdue),
            "delivery:meetings",
            "?show=due",
        ),
        Waiting(owed, ngettext("hour owed", "hours owed", owed), "delivery:meetings", "?show=all"),
        Waiting(
            certificates,
            ngettext(
                "certificate of staff to verify", "certificates of staff to verify", certificates
            ),
            "qualifications:inbox",
        ),
        Waiting(
            ending,
            ngettext("certificate that ends soon", "certificates that end soon", ending),
            "qualifications:certificates",
            "?state=ending",
        ),
        Waiting(
            sheets,
            ngettext("grade sheet to check", "grade sheets to check", sheets),
            "grading:sheets",
            "?state=submitted",
        ),
        Waiting(
            amendments,
            ngettext("change of a grade to decide", "changes of grades to decide", amendments),
            "grading:amendments",
        ),
    ]
