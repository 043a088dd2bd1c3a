"""Rooms and meetings."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from schedule.models import Calendar, Event, Occurrence

from courses.timetable import models
from tests.factories.institutions import CampusFactory, StaffMemberFactory
from tests.factories.teaching import TeachingClassFactory


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = models.Room

    campus = factory.SubFactory(CampusFactory)
    institution = factory.SelfAttribute("campus.institution")
    name = factory.Sequence(lambda n: f"教{n:03d}")
    capacity = 120


class MeetingFactory(DjangoModelFactory):
    """A meeting of two periods with its persisted occurrence; no bookings."""

    class Meta:
        model = models.Meeting

    teaching_class = factory.SubFactory(TeachingClassFactory)
    institution = factory.SelfAttribute("teaching_class.institution")
    term = factory.SelfAttribute("teaching_class.term")
    date = datetime.date(2026, 9, 14)
    week = 3
    weekday = factory.LazyAttribute(lambda m: m.date.isoweekday())
    first_period = 1
    periods = 2
    starts_at = factory.LazyAttribute(
        lambda m: timezone.make_aware(datetime.datetime.combine(m.date, datetime.time(8, 0)))
    )
    ends_at = factory.LazyAttribute(lambda m: m.starts_at + datetime.timedelta(minutes=100))
    room = factory.SubFactory(
        RoomFactory, campus__institution=factory.SelfAttribute("...institution")
    )
    instructor = factory.SubFactory(
        StaffMemberFactory, institution=factory.SelfAttribute("..institution")
    )

    @factory.lazy_attribute
    def occurrence(self):
        calendar, _made = Calendar.objects.get_or_create(name="test", slug="test")
        event = Event.objects.create(
            start=self.starts_at,
            end=self.ends_at,
            title=self.teaching_class.code,
            calendar=calendar,
        )
        return Occurrence.objects.create(
            event=event,
            title=self.teaching_class.code,
            start=self.starts_at,
            end=self.ends_at,
            original_start=self.starts_at,
            original_end=self.ends_at,
        )
