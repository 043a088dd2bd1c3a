"""The week of every class, department, instructor and room of a school, one after the other, and
the office's board: no week is left out because it is the slow one."""

import statistics
from collections.abc import Iterable

from django.test import Client
from django.urls import reverse

from courses.institutions.models import AdministrativeClass, Department, StaffMember
from courses.timetable.domain.drafts import copy_version
from courses.timetable.models import Room, TimetableVersion
from tests.bench.measuring import Measured, Results, repeated
from tests.bench.suite import _ok

TIMES = 3
BOARD = "timetable:board"


def weeks_of_everybody(
    results: Results, client: Client, version: TimetableVersion, floor: float
) -> None:
    """`size` is the number of different pages. The weeks of the term take turns, so that holidays
    and odd weeks are among them. The client is the office."""
    term = version.term
    classes = AdministrativeClass.objects.filter(teaching_classes__term=term).distinct()
    slots = version.slots.all()
    for name, kind, rows in (
        ("week of a class", "class", classes),
        ("week of a department", "department", Department.objects.all()),
        (
            "week of an instructor",
            "instructor",
            StaffMember.objects.filter(pk__in=slots.values("instructor")),
        ),
        ("week of a room", "room", Room.objects.filter(pk__in=slots.values("room"))),
    ):
        asked = [
            {"kind": kind, "of": str(row.public_id), "week": str(number % term.weeks + 1)}
            for number, row in enumerate(rows.order_by("pk"))
        ]
        _spread(results, name, client, asked, floor)
    draft = copy_version(version, by=version.made_by)
    ways_in: list[dict[str, str]] = [{"kind": kind} for kind in ("class", "instructor", "room")]
    _spread(results, "board, nothing chosen yet", client, ways_in, floor)
    rooms = Room.objects.filter(pk__in=draft.slots.values("room")).order_by("pk")
    asked = [
        {"kind": "room", "of": str(room.public_id), "version": str(draft.public_id)}
        for room in rooms
    ]
    _spread(results, "board of a draft, by room", client, asked, floor)
    draft.delete()


def _spread(
    results: Results, name: str, client: Client, asked: Iterable[dict[str, str]], floor: float
) -> None:
    """Each page several times: its median counts. Of the pages the median, the one that 95 of 100
    don't exceed, and the slowest, by CPU; all with the most statements that any of them needs."""
    address = reverse(BOARD)
    pages = [
        repeated(lambda one=one: _ok(client.get(address, one)), TIMES, warm=1) for one in asked
    ]
    pages.sort(key=lambda page: page.cpu_seconds)
    queries = max(page.queries for page in pages)
    chosen = {"median": _middle(pages), "slowest": pages[-1]}
    if len(pages) >= 20:
        chosen["95th of 100"] = pages[-(-95 * len(pages) // 100) - 1]
    for which in sorted(chosen, key=lambda which: chosen[which].cpu_seconds):
        page = chosen[which]
        results.add(
            f"{name}, {which}",
            size=len(pages),
            took=Measured(page.seconds, page.cpu_seconds, queries),
            floor=floor,
            floor_name="bare view, signed in",
        )


def _middle(pages: list[Measured]) -> Measured:
    return Measured(
        statistics.median(page.seconds for page in pages),
        statistics.median(page.cpu_seconds for page in pages),
    )
