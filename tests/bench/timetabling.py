"""A school's published timetable: grids, the board, edits, changes, feeds, and publishing again.

`python -m tests.bench.timetabling` measures on an SQLite of its own, or on DATABASE_URL, which must
be empty.
"""

import datetime
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent


def bench_timetabling(results: Any) -> None:
    """The `school` demonstration is loaded. `size` is the number of meetings of its term."""
    from django.test import override_settings
    from django.urls import reverse
    from django.utils import timezone

    from courses.changes.domain import free_times, substitutes_for
    from courses.institutions.models import StaffMember
    from courses.timetable.domain.feeds import renew_feed
    from courses.timetable.models import Meeting, TimetableVersion
    from tests.bench.measuring import measured, repeated
    from tests.bench.suite import _client, _ok
    from tests.bench.weeks import weeks_of_everybody

    version = TimetableVersion.objects.get(state="published")
    term = version.term
    size = Meeting.objects.filter(term=term).count()
    client = _client("office")
    with override_settings(ROOT_URLCONF="tests.bench.bare"):
        floor = repeated(lambda: client.get("/bare/"), 50).cpu_seconds

    def line(name: str, call: Any, times: int = 15) -> None:
        took = repeated(call, times)
        results.add(name, size=size, took=took, floor=floor, floor_name="bare view, signed in")

    weeks_of_everybody(results, client, version, floor)
    line(
        "free rooms of an hour",
        lambda: _ok(
            client.get(
                reverse("timetable:rooms_free"),
                {"date": term.first_monday.isoformat(), "first_period": "1", "periods": "2"},
            )
        ),
    )
    slot = version.slots.first()
    page = reverse("timetable:slot", kwargs={"public_id": slot.public_id})
    line("every place of a weekly time", lambda: _ok(client.get(page)), 7)

    coming = (
        Meeting.objects.filter(term=term, status="scheduled", date__gte=timezone.localdate())
        .with_names()
        .select_related("term")
        .calendar_order()
        .first()
    )
    line("free times for a change", lambda: free_times(coming), 7)
    line("substitutes for a meeting", lambda: substitutes_for([coming]), 7)

    teacher = StaffMember.objects.filter(meetings__term=term, user__isnull=False).first()
    address = reverse("feeds:ics", kwargs={"token": renew_feed(teacher.user)})
    etag = client.get(address)["ETag"]
    line("feed of an instructor", lambda: _ok(client.get(address)))
    line("the same, unchanged (304)", lambda: client.get(address, headers={"if-none-match": etag}))

    _as_before_the_term(term)
    _repairs(results, term, size)
    _classes_added(results, version)
    _publishing(results, version, size, measured)
    _publishing_twice_as_many(results, version, measured)


def _as_before_the_term(term: Any) -> None:
    """Nothing is held, recorded or asked for."""
    from courses.changes.models import ChangeRequest, GroupChange, TeachingIncident
    from courses.delivery.models import AttendanceRecord, DeliveryRecord
    from courses.timetable.models import Meeting

    for rows in (AttendanceRecord, DeliveryRecord, ChangeRequest, GroupChange, TeachingIncident):
        rows.objects.all().delete()
    Meeting.objects.filter(slot=None).delete()
    Meeting.objects.filter(term=term).update(status="scheduled")


def _repairs(results: Any, term: Any, size: int) -> None:
    """Each instructor in turn away in weeks 6 to 8, each room lost in week 6: the median and the
    slowest of all. The floor is reading the meetings that are to come."""
    from django.utils import timezone

    from courses.changes.domain.repair import Trouble, dates_of_weeks, proposals_of, propose_repair
    from courses.changes.domain.repair.trouble import still_open
    from courses.institutions.models import StaffMember
    from courses.timetable.models import Meeting, Room
    from tests.bench.measuring import Measured, measured, repeated

    begins = term.first_monday - datetime.timedelta(days=1)
    now = timezone.make_aware(datetime.datetime.combine(begins, datetime.time(8)))
    floor = repeated(lambda: list(still_open(term, now=now).values_list()), 5).cpu_seconds
    meetings = Meeting.objects.filter(term=term)
    first, last = dates_of_weeks(term, 6, 8)
    troubles = {
        "ill for weeks 6-8": [
            Trouble(first, last, staff=person)
            for person in StaffMember.objects.filter(
                pk__in=meetings.filter(date__range=(first, last)).values("instructor")
            )
        ],
        "room lost in week 6": [
            Trouble(first, first + datetime.timedelta(days=6), room=room)
            for room in Room.objects.filter(pk__in=meetings.filter(week=6).values("room"))
        ],
    }
    for name, asked in troubles.items():
        took: list[Measured] = []
        changed, owed = 0, [0, 0, 0]
        propose_repair(term, asked[0], reason="bench", now=now, by=None)
        for trouble in asked:
            with measured() as one:
                made = propose_repair(term, trouble, reason="bench", now=now, by=None)
            took.append(one)
            proposals = proposals_of(made)
            changed += len(proposals[0].lines)
            owed = [sum(pair) for pair in zip(owed, (p.hours_owed for p in proposals), strict=True)]
        took.sort(key=lambda one: one.cpu_seconds)
        for which, one in (("median", took[len(took) // 2]), ("slowest", took[-1])):
            results.add(
                f"{name}, {which}",
                size=len(asked),
                took=one,
                floor=floor,
                floor_name=f"reading {size} meetings",
            )
        print(f"  {changed} meetings changed, hours owed by proposal {owed}")  # noqa: T201 — a command line tool


def _classes_added(results: Any, version: Any) -> None:
    """Each class in turn taken out of the version and added again; the floor is reading what is
    asked. Twenty classes, spread over all."""
    from courses.teaching.models import TeachingClass
    from courses.timetable.domain.class_added import propose_class
    from courses.timetable.domain.drafts import copy_version
    from courses.timetable.domain.version_problem import problem_of
    from tests.bench.measuring import Measured, measured, repeated

    floor = repeated(lambda: problem_of(version), 5).cpu_seconds
    classes = list(TeachingClass.objects.filter(slots__version=version).distinct().order_by("pk"))
    took: list[Measured] = []
    moved, left = [0, 0, 0], [0, 0, 0]
    for teaching_class in classes[:: max(1, len(classes) // 20)]:
        draft = copy_version(version, by=version.made_by)
        draft.slots.filter(teaching_class=teaching_class).delete()
        with measured() as one:
            found = propose_class(draft, teaching_class)
        took.append(one)
        moved = [count + len(each.moved) for count, each in zip(moved, found, strict=True)]
        left = [count + each.unplaced for count, each in zip(left, found, strict=True)]
        draft.delete()
    took.sort(key=lambda one: one.cpu_seconds)
    for which, one in (("median", took[len(took) // 2]), ("slowest", took[-1])):
        results.add(
            f"class added, {which}",
            size=len(took),
            took=one,
            floor=floor,
            floor_name="reading the version as a problem",
        )
    print(f"  by proposal: {moved} weekly times of others moved, {left} without a place")  # noqa: T201 — a command line tool


def _next_weekday(weekday: int) -> int:
    """Of the five, or of the weekend."""
    return weekday % 5 + 1 if weekday <= 5 else 13 - weekday


def _publishing(results: Any, version: Any, size: int, measured: Any) -> None:
    """The whole term on other dates, then the same back; the floor is writing the same rows."""
    from django.db import transaction

    from courses.timetable.domain.drafts import copy_version
    from courses.timetable.domain.publication import publish
    from courses.timetable.domain.settled import settled_meetings
    from courses.timetable.models import Booking, Meeting, Slot

    term = version.term
    begins = term.first_monday - datetime.timedelta(days=7)
    other = copy_version(version, by=version.made_by)
    # Every weekday becomes the next one, of the weekend too: each plan still fits in itself.
    slots = list(other.slots.all())
    for slot in slots:
        slot.weekday = _next_weekday(slot.weekday)
    Slot.objects.bulk_update(slots, ["weekday"])
    moved = size - settled_meetings(term, valid_from=begins).count()
    bookings = list(Booking.objects.filter(meeting__term=term))
    meetings = list(Meeting.objects.filter(term=term))
    with measured() as floor, transaction.atomic():
        Booking.objects.filter(meeting__term=term).delete()
        Meeting.objects.bulk_update(meetings, ["date"], batch_size=500)
        Booking.objects.bulk_create(bookings, batch_size=5000)
    for name, one in (("publish, all dates change", other), ("roll back", version)):
        with measured() as took:
            publish(one, valid_from=begins, by=None)
        results.add(
            name,
            size=moved,
            took=took,
            floor=floor.cpu_seconds,
            floor_name="the same rows by the ORM",
        )


def _publishing_twice_as_many(results: Any, version: Any, measured: Any) -> None:
    """Some 3,700 meetings: each weekly time once more, ten periods later, in days of twenty."""
    import uuid

    from django.db import transaction

    from courses.timetable.domain.bells import set_bell_schedule
    from courses.timetable.domain.drafts import copy_version
    from courses.timetable.domain.publication import publish
    from courses.timetable.models import BellSchedule, Booking, Meeting, Slot

    term = version.term
    day, begins = datetime.timedelta(days=1), term.first_monday - datetime.timedelta(days=7)
    BellSchedule.objects.filter(institution=term.institution_id).delete()
    first = datetime.datetime.combine(term.first_monday, datetime.time(5))
    starts = [first + datetime.timedelta(minutes=45 * number) for number in range(20)]
    set_bell_schedule(
        term.institution,
        name="twenty periods",
        valid_from=term.first_monday - day,
        periods=[(at.time(), (at + datetime.timedelta(minutes=40)).time()) for at in starts],
        by=None,
    )
    double = copy_version(version, by=version.made_by)
    more = list(double.slots.all())
    for slot in more:
        slot.pk, slot.public_id, slot.event = None, uuid.uuid4(), None
        slot.first_period += 10
    Slot.objects.bulk_create(more)
    other = copy_version(double, by=version.made_by)
    slots = list(other.slots.all())
    for slot in slots:
        slot.weekday = _next_weekday(slot.weekday)
    Slot.objects.bulk_update(slots, ["weekday"])
    publish(double, valid_from=begins, by=None)
    size = Meeting.objects.filter(term=term).count()
    bookings = list(Booking.objects.filter(meeting__term=term))
    meetings = list(Meeting.objects.filter(term=term))
    with measured() as floor, transaction.atomic():
        Booking.objects.filter(meeting__term=term).delete()
        Meeting.objects.bulk_update(meetings, ["date"], batch_size=500)
        Booking.objects.bulk_create(bookings, batch_size=5000)
    with measured() as took:
        publish(other, valid_from=begins, by=None)
    results.add(
        "publish twice as many, all dates change",
        size=size,
        took=took,
        floor=floor.cpu_seconds,
        floor_name="the same rows by the ORM",
    )


def main() -> None:
    scratch = ROOT / "var" / "bench-timetabling.sqlite3"
    if "DATABASE_URL" not in os.environ:
        scratch.parent.mkdir(exist_ok=True)
        for leftover in scratch.parent.glob("bench-timetabling.sqlite3*"):
            leftover.unlink()
        os.environ["DATABASE_URL"] = f"sqlite:///{scratch}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.core.management import call_command

    from cms.demo.loading import load_demo
    from tests.bench.measuring import Results

    call_command("migrate", verbosity=0)
    load_demo("school", seed=7)
    results = Results()
    bench_timetabling(results)
    (ROOT / "var" / "bench-timetabling.json").write_text(
        json.dumps(results.as_json(), ensure_ascii=False, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
