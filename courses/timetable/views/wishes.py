"""When instructors would rather not teach, and how much they can bear."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.institutions.access import allow, institution_of
from courses.institutions.enums import RoleKind
from courses.institutions.models import StaffMember
from courses.institutions.scopes import scope_of
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.day_layout import DayLayout, term_layout
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.wishing import (
    close_wishes_after,
    enter_for,
    is_open,
    wish_as_instructor,
    wishes_of_term,
)
from courses.timetable.forms import LimitForm, WishesCloseForm, WishesFilter, WishForm
from courses.timetable.models import BusyTime, Room, TeachingLimit, UnwantedTime
from courses.timetable.queries import term_asking_wishes
from courses.timetable.views.terms import READERS, WRITERS, place_asked, required_term, signed_in
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import periods_text, weekday_text

ACTS_SHOWN = 10


@allow(RoleKind.INSTRUCTOR)
@require_http_methods(["GET", "HEAD", "POST"])
def own_wishes(request: HttpRequest) -> HttpResponse:
    """The instructor's own: a grid to tick until the office's last day, to read afterwards."""
    institution = institution_of(request, RoleKind.INSTRUCTOR)
    staff = StaffMember.objects.filter(institution=institution, user=signed_in(request)).first()
    today = timezone.localdate()
    term = term_asking_wishes(institution.pk, today)
    if staff is None or term is None:
        return render(request, "courses/timetable/own_wishes.html", {"term": None})
    rows = list(UnwantedTime.objects.filter(term=term, staff=staff))
    layout = _layout(term)
    form = None
    if layout is not None:
        form = WishForm(request.POST or None, term=term, layout=layout, rows=rows)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            count = wish_as_instructor(
                term,
                staff,
                times=form.chosen(),
                weeks=form.cleaned_data["weeks"],
                own_weeks=form.own_weeks(),
                by=signed_in(request),
            )
        except TimetableRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Saved: %(count)d times that you don't want.") % {"count": count}
            )
            return redirect("timetable:own_wishes")
    context = {
        "term": term,
        "form": form,
        "is_open": is_open(term, on=today),
        "lines": [_line(row) for row in rows],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "courses/timetable/own_wishes.html", context, status=status)


@allow(*READERS)
@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """Everybody who teaches in a term: what they can bear and would like."""
    place = place_asked(request, *READERS)
    asked = WishesFilter(request.GET)
    text = asked.cleaned_data["q"] if asked.is_valid() else ""
    context = {
        "term": place.term,
        "filter": asked,
        "lines": (
            wishes_of_term(place.term, StaffMember.objects.visible_to(request.user), text=text)
            if place.term
            else []
        ),
        "close": place.term and WishesCloseForm(initial={"day": place.term.wishes_until}),
        "is_open": place.term and is_open(place.term, on=timezone.localdate()),
        "deadlines": (
            place.term.wishes_deadlines.select_related("made_by")[:ACTS_SHOWN] if place.term else []
        ),
        "may_write": scope_of(request.user).has(*WRITERS),
    }
    return render(request, "courses/timetable/wishes.html", context)


@allow(*WRITERS)
@require_POST
def wishes_close(request: HttpRequest) -> HttpResponse:
    """Set the last day on which instructors say their wishes."""
    term = required_term(request, *WRITERS)
    form = WishesCloseForm(request.POST)
    if form.is_valid():
        try:
            close_wishes_after(term, day=form.cleaned_data["day"], by=signed_in(request))
        except TimetableRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
    else:
        messages.error(request, _("This is not a date. Write it as 2026-09-01."))
    return redirect(f"{reverse('timetable:wishes')}?term={term.public_id}")


@allow(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_wishes(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One person's limits and unwanted times, entered by the office."""
    term = required_term(request, *WRITERS)
    rows = StaffMember.objects.visible_to(request.user)
    staff: StaffMember = get_object_or_404(
        rows, public_id=public_id, institution=term.institution_id
    )
    unwanted = list(UnwantedTime.objects.filter(term=term, staff=staff))
    limit = TeachingLimit.objects.filter(term=term, staff=staff).first()
    layout = _layout(term)
    if layout is None:
        raise Http404
    posted = request.POST or None
    form = WishForm(posted, term=term, layout=layout, rows=unwanted)
    limits = LimitForm(
        posted,
        initial={
            "most_per_day": limit.most_per_day if limit else None,
            "most_per_week": limit.most_per_week if limit else None,
        },
    )
    if request.method == "POST" and form.is_valid() & limits.is_valid():
        try:
            enter_for(
                term,
                staff,
                **limits.cleaned_data,
                times=form.chosen(),
                weeks=form.cleaned_data["weeks"],
                own_weeks=form.own_weeks(),
                by=signed_in(request),
            )
        except TimetableRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('timetable:wishes')}?term={term.public_id}")
    context = {
        "term": term,
        "staff": staff,
        "form": form,
        "limits": limits,
        "limit_acts": TeachingLimit.history.filter(term=term, staff=staff).select_related(
            "history_user"
        )[:ACTS_SHOWN],
        "taken": [
            (*_line(row), row.reason)
            for row in BusyTime.objects.filter(term=term, staff=staff).order_by(
                "weekday", "first_period"
            )
        ],
    }
    status = 422 if form.errors or limits.errors else 200
    return render(request, "courses/timetable/staff_wishes.html", context, status=status)


def _layout(term: Term) -> DayLayout | None:
    """How the days of a term lie; None before there are bells."""
    campuses = Room.objects.filter(institution=term.institution_id).order_by()
    try:
        return term_layout(
            term,
            Bells(term.institution_id),
            campuses.values_list("campus_id", flat=True).distinct(),
        )
    except TimetableRefused:
        return None


def _line(row: UnwantedTime | BusyTime) -> tuple[str, str, str]:
    return (
        weekday_text(row.weekday),
        periods_text(row.first_period, row.periods),
        format_weeks(row.weeks),
    )
