"""Meetings, hours and attendance."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.curriculum.models import Outline
from courses.delivery.domain import (
    MyHours,
    RollCallRefused,
    hours_of,
    hours_of_classes,
    move_to_outline,
    of_class,
    online_hours_of,
    participation_in,
    preview_move,
    record_roll_call,
    roll_of,
)
from courses.delivery.domain.roll_call import count_by_status
from courses.delivery.enums import AttendanceStatus
from courses.delivery.forms import MeetingFilter, RollCallForm
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.institutions.models import Student
from courses.teaching.models import Enrolment, TeachingClass
from courses.timetable.domain.unauthorised import unauthorised, why_not_taught
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting

WRITERS = (R.INSTRUCTOR, R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)
OFFICES = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)
DECIDERS = (*OFFICES, R.DEPARTMENT_COORDINATOR)
READERS = (*WRITERS, R.DEPARTMENT_COORDINATOR, R.AUDITOR)


@allow(*READERS)
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings to record, or all of them; what is overdue comes first."""
    form = MeetingFilter(request.GET)
    meetings = form.apply(Meeting.objects.visible_to(request.user), today=timezone.localdate())
    meetings = meetings.select_related(
        "teaching_class__course", "room", "instructor", "term", "unit"
    )
    page = Paginator(meetings, 50).get_page(request.GET.get("page"))
    return render(request, "courses/delivery/meeting_list.html", {"form": form, "page": page})


@allow(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def roll_call(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The roll of one meeting; those who may record it send it back."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related(
            "teaching_class__course",
            "teaching_class__outline",
            "room",
            "instructor",
            "unit",
            "term",
        ),
        public_id=public_id,
    )
    # Reading as coordinator or auditor and recording as instructor elsewhere don't add up.
    writable = Meeting.objects.visible_to(request.user, acting_as=WRITERS)
    may_record = writable.filter(pk=meeting.pk).exists()
    rows = roll_of(meeting)
    form = RollCallForm(request.POST or None, rows=rows, meeting=meeting)
    refusal = ""
    if request.method == "POST":
        if not may_record:
            raise PermissionDenied
        if form.is_valid():
            try:
                delivery = record_roll_call(
                    meeting,
                    statuses=form.statuses,
                    unit=form.cleaned_data["unit"],
                    note=form.cleaned_data["note"],
                    by=request.user,
                )
            except RollCallRefused as reason:
                refusal = str(reason)
            else:
                saved = _("Recorded: %(hours)d hours, %(students)d students.")
                messages.success(
                    request, saved % {"hours": delivery.hours, "students": len(form.statuses)}
                )
                return redirect("delivery:roll_call", public_id=meeting.public_id)
    lacking = why_not_taught(meeting)
    is_own = meeting.instructor.user_id == request.user.pk
    blocked = lacking is not None and lacking.blocks and is_own
    context = {
        "meeting": meeting,
        "lacking": lacking,
        "is_own": is_own,
        "blocked": blocked,
        "form": form,
        "rows": form.rows_with_choice(),
        "counts": [(AttendanceStatus(key).label, n) for key, n in count_by_status(rows).items()],
        "recorded": any(row.status for row in rows),
        "may_record": may_record and not blocked and meeting.date <= timezone.localdate(),
        "may_ask": meeting.starts_at > timezone.now() and is_own,
        "may_order": (
            meeting.starts_at > timezone.now() or meeting.status == MeetingStatus.CANCELLED
        )
        and Meeting.objects.visible_to(request.user, acting_as=OFFICES)
        .filter(pk=meeting.pk)
        .exists(),
        "may_report": meeting.starts_at <= timezone.now()
        and Meeting.objects.visible_to(request.user, acting_as=DECIDERS)
        .filter(pk=meeting.pk)
        .exists(),
        "refusal": refusal,
        "statuses": AttendanceStatus.choices,
    }
    return render(
        request, "courses/delivery/roll_call.html", context, status=422 if refusal else 200
    )


@allow(*READERS)
@require_safe
def class_delivery(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hours of a class, its meetings, and each student's attendance."""
    teaching_class = get_object_or_404(
        TeachingClass.objects.visible_to(request.user).select_related("course", "outline", "term"),
        public_id=public_id,
    )
    enrolments = list(
        Enrolment.objects.visible_to(request.user)
        .filter(teaching_class=teaching_class, valid_to=None)
        .select_related("student__administrative_class", "teaching_class", "term__institution")
        .order_by("student__administrative_class__name", "student__student_number")
    )
    participation = participation_in(enrolments)
    hours = hours_of(teaching_class)
    online = online_hours_of(enrolments)
    meetings = list(
        Meeting.objects.visible_to(request.user)
        .filter(teaching_class=teaching_class)
        .select_related("room", "instructor", "unit", "term")
    )
    lacking = unauthorised(meetings)
    context = {
        "teaching_class": teaching_class,
        "hours": hours,
        "online_units": of_class(online.values()),
        "crediting": next((one.crediting for one in online.values()), None),
        "meetings": [(one, lacking.get(one.pk)) for one in meetings],
        "lacking": len(lacking),
        "students": [
            (
                one,
                participation[one.pk],
                participation[one.pk].best_reachable(hours.remaining),
                online[one.pk],
            )
            for one in enrolments
        ],
    }
    return render(request, "courses/delivery/class.html", context)


@allow(R.STUDENT)
@require_safe
def my_attendance(request: HttpRequest) -> HttpResponse:
    """A student's own attendance and hours: so far, and the best still reachable."""
    enrolments = list(
        Enrolment.objects.visible_to(request.user)
        .filter(valid_to=None, student__user=request.user)
        .select_related("teaching_class__outline", "course", "term__institution", "student")
        .order_by("-term__first_monday")
    )
    hours = hours_of_classes([one.teaching_class for one in enrolments])
    participation = participation_in(enrolments)
    online = online_hours_of(enrolments)
    rows = [
        MyHours(one, participation[one.pk], hours[one.teaching_class_id], online[one.pk])
        for one in enrolments
    ]
    is_linked = bool(rows) or Student.objects.filter(user=request.user.pk).exists()
    return render(request, "courses/delivery/mine.html", {"rows": rows, "is_linked": is_linked})


@allow(*OFFICES)
@require_safe
def outline_classes(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Classes of the outline's course: by which outline each is taught, and moving those that are
    taught by another one."""
    outline: Outline = get_object_or_404(
        Outline.objects.visible_to(request.user).select_related("course"), public_id=public_id
    )
    classes = (
        TeachingClass.objects.visible_to(request.user)
        .filter(course=outline.course)
        .select_related("outline", "term")
        .with_instructor_name()
        .order_by("-term__first_monday", "code")
    )
    page = Paginator(classes, 50).get_page(request.GET.get("page"))
    hours = hours_of_classes(page)
    return render(
        request,
        "courses/delivery/outline_classes.html",
        {
            "outline": outline,
            "page": page,
            "rows": [(one, hours[one.pk]) for one in page],
        },
    )


@allow(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def move_class(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    """What moving a class to that outline will do; and the move."""
    teaching_class = get_object_or_404(
        TeachingClass.objects.visible_to(request.user).select_related("course", "outline", "term"),
        public_id=public_id,
    )
    outline: Outline = get_object_or_404(
        Outline.objects.visible_to(request.user), course=teaching_class.course_id, number=number
    )
    try:
        if request.method == "POST":
            move = move_to_outline(teaching_class, outline, by=request.user)
            moved = _(
                "%(code)s is now taught by outline %(number)d. %(kept)d meetings kept their unit."
            )
            values = {"code": teaching_class.code, "number": outline.number, "kept": move.kept}
            messages.success(request, moved % values)
            return redirect("delivery:class", public_id=teaching_class.public_id)
        preview = preview_move(teaching_class, outline)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("delivery:outline_classes", public_id=outline.public_id)
    return render(
        request,
        "courses/delivery/move.html",
        {"teaching_class": teaching_class, "outline": outline, "preview": preview},
    )
