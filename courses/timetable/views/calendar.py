"""The term calendar: holidays, make-up workdays, special days."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of
from courses.teaching.models import Term
from courses.timetable.domain.calendar import SOURCE, calendar_warnings, place_of, propose_calendar
from courses.timetable.domain.calendar_by_hand import enter_day, remove_entered_day, strike_day
from courses.timetable.domain.contradicted import on_days_without_classes, still_on
from courses.timetable.domain.make_up_days import answer_make_up_day
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import DayKind
from courses.timetable.forms import CalendarDayForm, MakeUpForm, TermChoice
from courses.timetable.models import CalendarDay, Meeting
from courses.timetable.views.terms import READERS, WRITERS, place_asked, required_term, signed_in
from courses.timetable.wording import dated_text


def _address(term: Term) -> str:
    return f"{reverse('timetable:calendar')}?term={term.public_id}"


@allow(*READERS)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All days of the term that are not ordinary, and the questions still open."""
    place = place_asked(request, *READERS)
    if place.term is None:
        context = {"term": None, "may_write": scope_of(request.user).has(*WRITERS)}
        return render(request, "courses/timetable/calendar.html", context)
    return _page(request, place.term)


@allow(*WRITERS)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Fetch the published holidays again."""
    term = required_term(request, *WRITERS)
    proposal = propose_calendar(term, by=signed_in(request))
    messages.success(
        request,
        _("The calendar holds %(count)d days that are not ordinary.")
        % {"count": len(proposal.days)},
    )
    return redirect(_address(term))


@allow(*WRITERS)
@require_POST
def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Which date's timetable a make-up workday is taught by."""
    day = _day(request, public_id)
    days = list(CalendarDay.objects.filter(term=day.term))
    form = MakeUpForm(request.POST, day=day, days=days)
    if not form.is_valid():
        messages.error(request, _("Choose a holiday of this term that is not made up yet."))
        return redirect(_address(day.term))
    follows = form.cleaned_data["follows"]
    try:
        answer_make_up_day(
            day,
            follows=datetime.date.fromisoformat(follows) if follows else None,
            by=signed_in(request),
        )
    except TimetableRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Saved. A published timetable changes when it is published again.")
        )
    return redirect(_address(day.term))


@allow(*WRITERS)
@require_POST
def add_special(request: HttpRequest) -> HttpResponse:
    """A day that the office enters itself: a holiday, a make-up workday, a day without classes."""
    term = required_term(request, *WRITERS)
    form = CalendarDayForm(request.POST, term=term, days=_days(term))
    if form.is_valid():
        try:
            day = enter_day(term, **form.cleaned_data, by=signed_in(request))
        except TimetableRefused as refusal:
            form.add_error("date", str(refusal))
        else:
            _tell(request, day)
            return redirect(_address(term))
    return _page(request, term, form, status=422)


@allow(*WRITERS)
@require_POST
def strike(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a published holiday or make-up workday an ordinary day."""
    said = _("The day is an ordinary one now.")
    return _give_back(request, public_id, act=strike_day, said=said)


@allow(*WRITERS)
@require_POST
def remove_special(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a day that the office entered or struck again what is published."""
    said = _("The day is again what the published calendar says.")
    return _give_back(request, public_id, act=remove_entered_day, said=said)


def _give_back(
    request: HttpRequest, public_id: uuid.UUID, *, act: Callable[..., Any], said: str
) -> HttpResponse:
    day = _day(request, public_id)
    try:
        act(day, by=signed_in(request))
    except TimetableRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(_address(day.term))


def _day(request: HttpRequest, public_id: uuid.UUID) -> CalendarDay:
    days = CalendarDay.objects.visible_to(request.user).select_related("term__institution")
    # Shared rows can be read by every member; writing needs the role at this very institution.
    institution = institution_of(request, *WRITERS)
    day: CalendarDay = get_object_or_404(days, public_id=public_id, institution=institution)
    return day


def _tell(request: HttpRequest, day: CalendarDay) -> None:
    """What was published before stays on a day on which nobody is to teach any more."""
    count = 0 if day.kind == DayKind.MAKE_UP_WORKDAY else still_on(day.term, day.date)
    if not count:
        said = {"date": day.date.isoformat(), "kind": day.get_kind_display()}
        messages.success(request, _("%(date)s is in the calendar: %(kind)s.") % said)
        return
    text = ngettext(
        "Saved. %(count)d published meeting is still on that day; move or cancel it.",
        "Saved. %(count)d published meetings are still on that day; move or cancel them.",
        count,
    )
    messages.warning(request, text % {"count": count})


def _days(term: Term) -> list[CalendarDay]:
    return list(CalendarDay.objects.filter(term=term).select_related("entered_by").order_by("date"))


def _page(
    request: HttpRequest, term: Term, day_form: CalendarDayForm | None = None, *, status: int = 200
) -> HttpResponse:
    days = _days(term)
    for day in days:
        day.term = term
    may_write = scope_of(request.user).has(*WRITERS)
    lines = [
        {
            "day": day,
            "dated": dated_text(day.date, place_of(term, day.date).week),
            "follows": dated_text(day.follows, place_of(term, day.follows).week)
            if day.follows
            else "",
            "form": MakeUpForm(day=day, days=days)
            if may_write and day.kind == DayKind.MAKE_UP_WORKDAY
            else None,
        }
        for day in days
    ]
    context = {
        "term": term,
        "terms": TermChoice(institution=term.institution, term=term),
        "lines": lines,
        "warnings": calendar_warnings(term, days),
        "contradicted": on_days_without_classes(
            term, days, meetings=Meeting.objects.visible_to(request.user)
        ),
        "day_form": day_form or CalendarDayForm(term=term, days=days),
        "source": SOURCE,
        "may_write": may_write,
        "kinds": DayKind,
    }
    return render(request, "courses/timetable/calendar.html", context, status=status)
