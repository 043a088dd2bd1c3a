"""Published meetings that contradict a calendar or busy times that were entered after them."""

import pytest
from django.urls import reverse

from courses.timetable.domain.busy_import import apply_busy_times, read_busy_file
from courses.timetable.domain.calendar import add_special_day
from courses.timetable.domain.contradicted import (
    LISTED,
    at_times_taken,
    in_weeks_kept_free,
    on_days_without_classes,
)
from courses.timetable.domain.free_weeks import keep_weeks_free
from courses.timetable.enums import DayKind, MeetingStatus
from courses.timetable.models import CalendarDay, Meeting
from courses.timetable.weeks import week_set
from tests.factories.changes import DAY, published_term
from tests.factories.institutions import StaffMemberFactory
from tests.factories.timetable import RoomFactory

HEADER = "课程名称,行政班,教师,教室,星期,节次,周次\r\n"


@pytest.fixture
def world(institution):
    return published_term(institution)


@pytest.fixture
def office(sign_in):
    return sign_in("office")


def _closed(world):
    days = CalendarDay.objects.filter(term=world.term)
    return on_days_without_classes(world.term, days, meetings=Meeting.objects.all())


def _holiday(world, date):
    add_special_day(world.term, date=date, name="停课", by=None)


def _taken(world):
    return at_times_taken(world.term, meetings=Meeting.objects.all())


def _busy(world, *, room="", staff="", group="", weekday=None, periods="1-2"):
    date = world.meeting.date
    row = f"高等数学,{group},{staff},{room},{weekday or date.isoweekday()},{periods},1-16\r\n"
    table = read_busy_file((HEADER + row).encode(), filename="其他课程.csv")
    return apply_busy_times(world.term, table, source="公共课", by=None)


# --- days without classes ---------------------------------------------------------------------


def test_meeting_on_a_day_that_became_a_holiday_is_found(world):
    later = world.add_meeting(world.meeting.date + DAY)
    assert _closed(world) == []
    _holiday(world, world.meeting.date)
    (day,) = _closed(world)
    assert (day.date, [one.meeting for one in day.meetings]) == (
        world.meeting.date,
        [world.meeting],
    )
    assert later not in [one.meeting for one in day.meetings]


@pytest.mark.parametrize("status", [MeetingStatus.HELD, MeetingStatus.CANCELLED])
def test_meeting_that_was_held_or_cancelled_contradicts_nothing(world, status):
    _holiday(world, world.meeting.date)
    Meeting.objects.update(status=status)
    assert _closed(world) == []


def test_long_list_is_cut_and_counted(world):
    _holiday(world, world.meeting.date)
    for _ in range(LISTED):
        world.add_meeting(
            world.meeting.date,
            teaching_class=world.add_class(),
            room=RoomFactory(campus=world.room.campus),
            instructor=StaffMemberFactory(institution=world.institution),
        )
    (day,) = _closed(world)
    assert (len(day.listed), day.more) == (LISTED, 1)


def test_days_are_asked_of_in_one_query(world, django_assert_num_queries):
    _holiday(world, world.meeting.date)
    days = list(CalendarDay.objects.filter(term=world.term))
    for number in (1, 3):
        for n in range(1, number):
            world.add_meeting(world.meeting.date, first_period=1 + 2 * n)
        with django_assert_num_queries(1):
            found = on_days_without_classes(world.term, days, meetings=Meeting.objects.all())
        assert len(found[0].meetings) == number


CLOSED = {"kind": DayKind.SPECIAL, "name": "停电"}


def test_entering_a_day_says_how_many_meetings_are_still_on_it(office, world):
    fields = {"term": str(world.term.public_id), "date": world.meeting.date.isoformat()}
    page = office.post(reverse("timetable:special_add"), fields | CLOSED, follow=True)
    text = page.content.decode()
    assert "已保存。当天仍有 1 次已发布的课" in text
    assert "当天不上课" not in text
    address = f"{reverse('changes:group')}?date={world.meeting.date.isoformat()}"
    assert address in text


def test_entering_an_empty_day_says_that_no_class_meets(office, world):
    fields = {"term": str(world.term.public_id), "date": (world.meeting.date + DAY).isoformat()}
    page = office.post(reverse("timetable:special_add"), fields | CLOSED, follow=True)
    text = page.content.decode()
    assert "已记入校历" in text
    assert "已发布的课" not in text


def test_page_of_building_leads_to_the_meetings(office, world):
    _holiday(world, world.meeting.date)
    text = office.get(reverse("timetable:build"), {"term": world.term.public_id}).content.decode()
    assert "不上课的日子仍有 1 次已发布的课" in text


def test_whole_day_is_asked_for_with_the_date_of_the_address(office, world):
    date = world.meeting.date.isoformat()
    text = office.get(reverse("changes:group"), {"date": date}).content.decode()
    assert f'value="{date}"' in text
    assert office.get(reverse("changes:group"), {"date": "nonsense"}).status_code == 200


def test_auditor_reads_of_the_meetings_without_the_way_to_change_them(sign_in, world):
    _holiday(world, world.meeting.date)
    page = sign_in("auditor").get(reverse("timetable:calendar"), {"term": world.term.public_id})
    text = page.content.decode()
    assert world.teaching_class.code in text
    assert reverse("changes:group") not in text


# --- times of other courses -------------------------------------------------------------------


@pytest.mark.parametrize("what", ["room", "staff", "group"])
def test_meeting_at_a_time_taken_since_is_found_with_the_reason(world, what):
    group = world.teaching_class.administrative_classes.get()
    name = {"room": world.room.name, "staff": world.instructor.name, "group": group.name}[what]
    receipt = _busy(world, **{what: name})
    assert "有 1 次已发布的课" in receipt["notes"][0]
    (day,) = _taken(world)
    assert [(one.meeting, one.because) for one in day.meetings] == [(world.meeting, "高等数学")]


def test_meeting_beside_a_time_taken_is_not_found(world):
    receipt = _busy(world, room=world.room.name, periods="3-4")
    assert (receipt["notes"], _taken(world)) == ([], [])


def test_meeting_that_is_over_is_not_found(world):
    last_week = world.meeting.date - 14 * DAY
    Meeting.objects.filter(pk=world.meeting.pk).update(date=last_week)
    world.meeting.bookings.update(date=last_week)
    _busy(world, room=world.room.name)
    assert _taken(world) == []


def test_times_are_asked_of_in_the_same_queries(world, django_assert_num_queries):
    _busy(world, room=world.room.name)
    for number in (1, 3):
        for week in range(1, number):
            world.add_meeting(world.meeting.date + 7 * week * DAY)
        with django_assert_num_queries(4):
            found = _taken(world)
        assert len(found) == number


def test_page_of_times_taken_lists_the_meetings(office, world):
    _busy(world, staff=world.instructor.name)
    page = office.get(reverse("timetable:busy_times"), {"term": world.term.public_id})
    text = page.content.decode()
    assert world.teaching_class.code in text
    assert "被占用：高等数学" in text
    assert f"{reverse('changes:group')}?date={world.meeting.date.isoformat()}" in text


# --- weeks kept free --------------------------------------------------------------------------


def _keeps_free(world, *weeks):
    keep_weeks_free(
        world.term,
        weeks=week_set(weeks),
        reason="求职",
        administrative_class=world.student.administrative_class,
        by=None,
    )


def _in_free_weeks(world):
    return in_weeks_kept_free(world.term, meetings=Meeting.objects.all())


def test_meeting_in_a_week_that_was_kept_free_since_is_found(world):
    _keeps_free(world, world.meeting.week + 1)
    assert _in_free_weeks(world) == []
    _keeps_free(world, world.meeting.week)
    (day,) = _in_free_weeks(world)
    (one,) = day.meetings
    assert (one.meeting, one.kept_free_by) == (
        world.meeting,
        world.student.administrative_class.name,
    )
    Meeting.objects.update(status=MeetingStatus.CANCELLED)
    assert _in_free_weeks(world) == []


def test_weeks_kept_free_are_asked_of_in_the_same_queries(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        _in_free_weeks(world)
    _keeps_free(world, *range(1, 17))
    for number in (1, 3):
        for week in range(1, number):
            world.add_meeting(world.meeting.date + 7 * week * DAY)
        with django_assert_num_queries(4):
            found = _in_free_weeks(world)
        assert len(found) == number


def test_page_of_free_weeks_lists_the_meetings(office, world):
    where, query = reverse("timetable:free_weeks"), {"term": world.term.public_id}
    assert world.teaching_class.code not in office.get(where, query).content.decode()
    _keeps_free(world, world.meeting.week)
    text = office.get(where, query).content.decode()
    assert "空闲周内已发布的课" in text
    assert f"{world.student.administrative_class.name}本周为空闲周" in text
