"""A class that has no weekly time in a version: three proposals, and a draft with one of them."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.institutions.access import allow
from courses.teaching.domain.single_students import StudentElsewhere
from courses.teaching.models import TeachingClass
from courses.teaching.views.missing import Missing, MissingOfAct, missing_of_acts
from courses.timetable.domain.class_added import (
    ClassProposal,
    MovedTime,
    NewTime,
    accept_class,
    classes_without_times,
    propose_class,
)
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import Room, TimetableVersion
from courses.timetable.solver.repair.weekly_problem import WeeklyEmphasis
from courses.timetable.views.building import version_or_404
from courses.timetable.views.grid import found_or_404
from courses.timetable.views.terms import WRITERS, signed_in
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import periods_text, weekday_text


@dataclass(frozen=True)
class Moved:
    """What becomes of a weekly time of another class, in words. `missing`: students who have
    something else at the new time."""

    name: str
    before: str
    after: str
    missing: Missing | None


@dataclass(frozen=True)
class Column:
    """A proposal in words: the new weekly times, each with the students who have something else
    then, and what becomes of others. `students`: how many have something else at a new time."""

    proposal: ClassProposal
    title: str
    new: list[tuple[str, Missing | None]]
    moved: list[Moved]
    students: int
    same_as: str


@allow(*WRITERS)
@require_safe
def class_added(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """`?class=` names the class; without it they are listed."""
    return _page(request, version_or_404(request, public_id, *WRITERS))


@allow(*WRITERS)
@require_POST
def class_accepted(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make the draft."""
    version = version_or_404(request, public_id, *WRITERS)
    if not request.POST.get("class"):
        return _page(request, version, refusal=_("Choose one of the proposals."), status=422)
    teaching_class = _class(request, version, request.POST["class"])
    emphasis, _colon, key = request.POST.get("proposal", "").partition(":")
    try:
        draft = accept_class(
            version, teaching_class, emphasis=emphasis, key=key, by=signed_in(request)
        )
    except TimetableRefused as refused:
        return _page(request, version, refusal=str(refused), status=409)
    messages.success(
        request,
        _("Version %(number)d has the class in it. Compare it, then publish it.")
        % {"number": draft.number},
    )
    return redirect("timetable:version_changes", public_id=draft.public_id)


def _page(
    request: HttpRequest, version: TimetableVersion, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    asked = request.POST.get("class") or request.GET.get("class") or ""
    columns: list[Column] = []
    chosen: TeachingClass | None = None
    if asked:
        chosen = _class(request, version, asked)
        try:
            columns = _columns(request, propose_class(version, chosen))
        except TimetableRefused as refused:
            refusal = refusal or str(refused)
    context: dict[str, Any] = {
        "version": version,
        "classes": classes_without_times(version, TeachingClass.objects.visible_to(request.user)),
        "chosen": chosen,
        "columns": columns,
        "somebody_elsewhere": any(column.students for column in columns),
        "refusal": refusal,
    }
    return render(request, "courses/timetable/class_added.html", context, status=status)


def _class(request: HttpRequest, version: TimetableVersion, public_id: str) -> TeachingClass:
    rows = TeachingClass.objects.visible_to(request.user).filter(term=version.term_id)
    found: TeachingClass = found_or_404(rows.select_related("course", "outline"), public_id)
    return found


def _columns(request: HttpRequest, proposals: list[ClassProposal]) -> list[Column]:
    titles = {
        WeeklyEmphasis.FEWEST: _("Fewest changes"),
        WeeklyEmphasis.ROOMS_ONLY: _("Others change rooms at most"),
        WeeklyEmphasis.PLEASANT: _("Good times for the new class"),
    }
    missing = missing_of_acts(request.user, [_missed(one) for one in proposals])
    return [
        _column(one, titles[one.emphasis], titles[one.same_as] if one.same_as else "", of_one)
        for one, of_one in zip(proposals, missing, strict=True)
    ]


def _missed(one: ClassProposal) -> dict[int, tuple[StudentElsewhere, ...]]:
    """By number of the line: new times, then those of others that move."""
    times: list[NewTime | MovedTime] = [*one.new, *one.moved]
    return {number: time.missed_by for number, time in enumerate(times) if time.missed_by}


def _column(one: ClassProposal, title: str, same_as: str, missing: MissingOfAct) -> Column:
    return Column(
        proposal=one,
        title=title,
        new=[
            (
                f"{_when(time.weekday, time.first_period, time.periods, time.weeks)} "
                f"{_where(time.room)} {time.instructor.name}",
                missing.by_line.get(number),
            )
            for number, time in enumerate(one.new)
        ],
        moved=[
            _moved(time, missing.by_line.get(number))
            for number, time in enumerate(one.moved, start=len(one.new))
        ],
        students=missing.students,
        same_as=same_as,
    )


def _moved(time: MovedTime, missing: Missing | None) -> Moved:
    slot = time.slot
    before = _when(slot.weekday, slot.first_period, slot.periods, slot.weeks)
    after = _when(time.weekday, time.first_period, slot.periods, time.weeks)
    return Moved(
        name=f"{slot.teaching_class.course.name} {slot.teaching_class.code}",
        before=f"{before} {_where(slot.room)}",
        after=_where(time.room) if time.only_room else f"{after} {_where(time.room)}",
        missing=missing,
    )


def _when(weekday: int, first: int, periods: int, weeks: int) -> str:
    return f"{weekday_text(weekday)} {periods_text(first, periods)} {format_weeks(weeks)}"


def _where(room: Room) -> str:
    return f"{room.campus.name} {room.name}"
