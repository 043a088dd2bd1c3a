"""Puts the demonstration back to the days before its term, whenever that is: run by school_term."""

import datetime

import django

# Nobody reads the demonstration on the day it was written for: its term begins next week.
WEEK = datetime.timedelta(days=7)


def go_back() -> None:
    """Nothing is published, held, asked for or recorded; the term begins on the next Monday."""
    from django.db import transaction
    from django.utils import timezone
    from schedule.models import Calendar, Event, Occurrence

    from courses.changes.models import ChangeRequest, GroupChange, TeachingIncident
    from courses.delivery.models import AttendanceRecord, DeliveryRecord
    from courses.teaching.models import Term
    from courses.timetable.domain.calendar import propose_calendar
    from courses.timetable.models import CalendarDay, Meeting, Publication, Slot, TimetableVersion

    today = timezone.localdate()
    with transaction.atomic():
        for model in (
            *(AttendanceRecord, DeliveryRecord, TeachingIncident, ChangeRequest, GroupChange),
            *(Meeting, Occurrence, Publication, Slot, TimetableVersion, Event, Calendar),
            CalendarDay,
        ):
            model.objects.all().delete()
        term = Term.objects.get()
        term.first_monday = today - datetime.timedelta(days=today.weekday()) + WEEK
        term.save(update_fields=["first_monday"])
        propose_calendar(term, by=None)


if __name__ == "__main__":
    django.setup()
    go_back()
