"""From a meeting to a request, or to an order of the office: what, which of the proposals, why."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.changes.domain import (
    ChangeRefused,
    free_rooms,
    free_times,
    order_change,
    request_change,
    rule_on,
    substitutes_for,
)
from courses.changes.domain.limits import used_for_private_reasons
from courses.changes.domain.requesting import meetings_until, waiting_or_made
from courses.changes.domain.times import WEEKS_AHEAD
from courses.changes.enums import SEVERAL_WEEKS, ChangeKind, ReasonKind
from courses.changes.forms import AskForm
from courses.changes.views.people import OFFICES
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.teaching.views.missing import missing_for
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting

WHOLE_TERM = 30
LATER_SHOWN = 20


@allow(R.INSTRUCTOR, *OFFICES)
@require_safe
def choose(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is to change of the meeting."""
    meeting, orders = _meeting(request, public_id)
    return render(
        request,
        "courses/changes/choose.html",
        {
            "meeting": meeting,
            "orders": orders,
            "kinds": _kinds(meeting),
            "waiting": waiting_or_made([meeting]).get(meeting.pk),
            "is_over": meeting.status != MeetingStatus.CANCELLED
            and meeting.starts_at <= timezone.now(),
        },
    )


@allow(R.INSTRUCTOR, *OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    """The proposals of one kind of change, the reason, and sending it."""
    if kind not in ChangeKind.values:
        raise Http404
    meeting, orders = _meeting(request, public_id)
    until = _until(request)
    meetings = meetings_until(meeting, until=until, kind=kind)
    weeks = WHOLE_TERM if request.GET.get("later") else WEEKS_AHEAD
    offered = _offered(kind, meeting, meetings, weeks=weeks)
    form = AskForm(
        request.POST or None,
        kind=kind,
        institution=meeting.institution,
        offered=kind != ChangeKind.CANCEL,
        needs_words=orders,
        initial={"until": until},
    )
    refusals: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        proposal = form.proposal()
        if proposal is None:
            form.add_error("choice", _("Choose one of the proposals."))
        else:
            act = order_change if orders else request_change
            try:
                made = act(
                    meeting,
                    proposal,
                    reason_kind=form.cleaned_data["reason_kind"],
                    reason=form.cleaned_data["reason"],
                    until=form.cleaned_data["until"],
                    by=request.user,
                )
            except ChangeRefused as refused:
                refusals = refused.sentences
            else:
                said = _("The request is sent.") if made.is_waiting else _("Carried out.")
                messages.success(request, said)
                return redirect("changes:detail", public_id=made.public_id)
    context = {
        "meeting": meeting,
        "orders": orders,
        "kind": kind,
        "kind_label": ChangeKind(kind).label,
        "offered": offered,
        "choices": _with_missing(request, offered),
        "form": form,
        "refusals": refusals,
        "chosen": request.POST.get("choice", ""),
        "later": weeks == WHOLE_TERM,
        "until": until,
        "later_meetings": _later(meeting) if kind in SEVERAL_WEEKS else [],
        "meetings": meetings,
        **({} if orders else _rule(meeting)),
    }
    status = 422 if refusals or form.errors else 200
    return render(request, "courses/changes/ask.html", context, status=status)


def _meeting(request: HttpRequest, public_id: uuid.UUID) -> tuple[Meeting, bool]:
    """The meeting, and whether the person changes it as the office does. Of their own meetings
    those of the office ask like everybody."""
    ordering = Meeting.objects.visible_to(request.user, acting_as=OFFICES)
    orders = ordering.filter(public_id=public_id).exclude(instructor__user=request.user.pk)
    if is_order := orders.exists():
        meetings = ordering
    else:
        meetings = Meeting.objects.visible_to(request.user, acting_as=(R.INSTRUCTOR,))
    found: Meeting = get_object_or_404(
        meetings.with_names().select_related("term__institution", "institution"),
        public_id=public_id,
    )
    return found, is_order


def _kinds(meeting: Meeting) -> list[tuple[str, Any, str]]:
    """Value, word and icon of the changes that are possible at all."""
    if meeting.status == MeetingStatus.CANCELLED:
        return [(ChangeKind.MAKE_UP, ChangeKind.MAKE_UP.label, "calendar-plus")]
    icons = {
        ChangeKind.SUBSTITUTE: "person-check",
        ChangeKind.MOVE: "calendar-week",
        ChangeKind.ROOM: "door-open",
        ChangeKind.CANCEL: "calendar-x",
    }
    return [(kind.value, kind.label, icon) for kind, icon in icons.items()]


def _offered(kind: str, meeting: Meeting, meetings: list[Meeting], *, weeks: int) -> list[Any]:
    if not meetings:
        return []
    if kind == ChangeKind.SUBSTITUTE:
        return substitutes_for(meetings)
    if kind == ChangeKind.ROOM:
        return free_rooms(meetings)
    if kind == ChangeKind.CANCEL:
        return []
    return free_times(meeting, weeks=weeks)


def _with_missing(request: HttpRequest, offered: list[Any]) -> list[tuple[Any, Any]]:
    """Each proposal with the students who have another class then."""
    missed = [getattr(one, "missed_by", ()) for one in offered]
    return list(zip(offered, missing_for(request.user, missed), strict=True))


def _until(request: HttpRequest) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(
            request.POST.get("until") or request.GET.get("until") or ""
        )
    except ValueError:
        return None


def _later(meeting: Meeting) -> list[Meeting]:
    """The meetings of the class after this one that the same person is to teach."""
    rows = Meeting.objects.filter(
        teaching_class=meeting.teaching_class_id,
        instructor=meeting.instructor_id,
        status=MeetingStatus.SCHEDULED,
        date__gt=meeting.date,
    )
    return list(rows.order_by("starts_at", "pk")[:LATER_SHOWN])


def _rule(meeting: Meeting) -> dict[str, Any]:
    rule = rule_on(meeting.institution, on=timezone.localdate())
    times, periods = used_for_private_reasons(meeting.instructor, meeting.term)
    return {
        "rule": rule,
        "private_times": times,
        "private_periods": periods,
        "urgent_said": _(", ").join(
            str(ReasonKind(one).label) for one in (rule.urgent_reasons if rule else [])
        ),
    }
