"""Classrooms: list, add, change."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.institutions.access import allow, institution_of
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of
from courses.timetable.domain.free_rooms import free_rooms
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.rooms import add_room, change_room
from courses.timetable.forms import ROOM_ORDERS, FreeRoomForm, RoomFilter, RoomForm
from courses.timetable.models import Room
from courses.timetable.views.terms import READERS, WRITERS, signed_in

PAGE_SIZE = 50


@allow(*READERS, RoleKind.INSTRUCTOR)
@require_safe
def free(request: HttpRequest) -> HttpResponse:
    """Rooms that are free at a time: `?date=2026-09-14&first_period=3&periods=2&seats=60`."""
    institution = institution_of(request, *READERS, RoleKind.INSTRUCTOR)
    asked = request.GET if "date" in request.GET else None
    form = FreeRoomForm(
        asked, institution=institution, initial={"date": timezone.localdate().isoformat()}
    )
    found = None
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data
        found = free_rooms(
            Room.objects.visible_to(request.user).filter(institution=institution),
            date=wanted["date"],
            first_period=wanted["first_period"],
            periods=wanted["periods"],
            seats=wanted["seats"] or 0,
            campus=wanted["campus"],
        )
    context = {"form": form, "found": found, "may_look": scope_of(request.user).has(*READERS)}
    return render(request, "courses/timetable/free_rooms.html", context)


@allow(*READERS)
@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    """The rooms of the institution, with search, campus and order in the address."""
    institution = institution_of(request, *READERS)
    form = RoomFilter(request.GET, institution=institution)
    found = Room.objects.visible_to(request.user).filter(institution=institution)
    narrowed = False
    if form.is_valid():
        query, campus = form.cleaned_data["q"], form.cleaned_data["campus"]
        narrowed = bool(query or campus)
        if query:
            found = found.filter(name__icontains=query)
        if campus:
            found = found.filter(campus=campus)
    sort = request.GET.get("sort", "")
    sort = sort if sort in ROOM_ORDERS else "name"
    ordered = found.select_related("campus").order_by(*ROOM_ORDERS[sort])
    context = {
        "form": form,
        "page": Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page")),
        "sort": sort,
        "narrowed": narrowed,
        "may_write": scope_of(request.user).has(*WRITERS),
    }
    return render(request, "courses/timetable/rooms.html", context)


@allow(*WRITERS)
@require_http_methods(["GET", "POST"])
def room_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@allow(*WRITERS)
@require_http_methods(["GET", "POST"])
def room_edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    rows = Room.objects.visible_to(request.user).select_related("campus")
    institution = institution_of(request, *WRITERS)
    return _edit(request, get_object_or_404(rows, public_id=public_id, institution=institution))


def _edit(request: HttpRequest, room: Room | None) -> HttpResponse:
    institution = institution_of(request, *WRITERS)
    form = RoomForm(request.POST or None, institution=institution, room=room)
    if request.method == "POST" and form.is_valid():
        moves = room is not None and room.campus != form.cleaned_data["campus"]
        try:
            if room is None:
                add_room(**form.cleaned_data, by=signed_in(request))
            else:
                change_room(room, **form.cleaned_data, by=signed_in(request))
        except TimetableRefused as refusal:
            form.add_error("campus" if moves else "name", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("timetable:rooms")
    status = 422 if form.errors else 200
    context = {"form": form, "room": room}
    return render(request, "courses/timetable/room_form.html", context, status=status)
