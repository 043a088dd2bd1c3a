"""Somebody is away or a room is lost: what is proposed, and that it happens as a whole or not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from courses.changes.domain import ChangeRefused
from courses.changes.domain.notices import notices_for_staff, notices_for_student
from courses.changes.domain.repair import Trouble, apply_repair, proposals_of, propose_repair
from courses.changes.models import MeetingChange, Repair
from courses.institutions.models import StaffMember, StaffPeriod
from courses.qualifications.enums import Recognition
from courses.timetable.domain.free_weeks import keep_weeks_free
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Booking, CalendarDay, Meeting
from courses.timetable.solver.repair.problem import Emphasis, Kind
from tests.courses.changes.taken_times import take
from tests.factories.changes import DAY, Published
from tests.factories.institutions import StaffMemberFactory
from tests.factories.qualifications import (
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)
from tests.factories.timetable import RoomFactory

TIMES, HANDS, MIXED = Emphasis.SAME_TIMES, Emphasis.SAME_HANDS, Emphasis.MIXED


def ill(world: Published, **values: Any) -> Repair:
    """The instructor, in the week of the meeting."""
    monday = world.meeting.date - world.meeting.date.weekday() * DAY
    given = {"first": monday, "last": monday + 6 * DAY, "staff": world.instructor} | values
    return propose_repair(world.term, Trouble(**given), reason="住院", by=world.office)


def flooded(world: Published) -> Repair:
    trouble = Trouble(world.meeting.date, world.meeting.date, room=world.room)
    return propose_repair(world.term, trouble, reason="漏水", by=world.office)


def kinds(repair: Repair) -> dict[Emphasis, list[Kind]]:
    return {one.emphasis: [line.kind for line in one.lines] for one in proposals_of(repair)}


def test_proposals_differ_in_what_they_keep_and_change_nothing(world: Published) -> None:
    repair = ill(world)
    found = kinds(repair)
    assert (found[TIMES], found[HANDS]) == ([Kind.SUBSTITUTE], [Kind.TIME])
    same_times, same_hands, mixed = proposals_of(repair)
    assert same_times.lines[0].after.instructor == world.colleague.pk
    assert [(load.name, load.before, load.more) for load in same_times.loads] == [
        (world.colleague.name, 0, 2)
    ]
    after = same_hands.lines[0].after
    assert after.instructor == world.instructor.pk
    assert not repair.first_date <= after.date <= repair.last_date
    assert mixed.same_as in (TIMES, HANDS), "there is no third way"
    assert not MeetingChange.objects.exists()


def test_nobody_substitutes_or_moves_to_a_date_after_the_certificate(world: Published) -> None:
    """The colleague's holds for the first of two meetings, the instructor's until its day."""
    TeachingRuleFactory(province=world.institution.province)
    level = LevelRecognitionFactory(recognition=Recognition.COUNTS).level
    for staff in (world.instructor, world.colleague):
        StaffCertificateFactory(staff=staff, level=level, expires_on=world.meeting.date)
    later = world.add_meeting(world.meeting.date + DAY, first_period=3)
    # From today on: whoever is away from Monday may still hold a meeting in what is left of a week.
    away = ill(world, first=timezone.localdate())
    by_emphasis = {one.emphasis: one.lines for one in proposals_of(away)}
    times = {line.meeting: line for line in by_emphasis[TIMES]}
    assert times[world.meeting.pk].kind == Kind.SUBSTITUTE
    assert times[later.pk].kind == Kind.CANCEL
    for proposal in proposals_of(ill(world)):
        for line in proposal.lines:
            assert line.kind != Kind.TIME or line.after.date <= world.meeting.date


def test_substitution_is_carried_out_with_bookings_history_and_news(world: Published) -> None:
    repair = apply_repair(ill(world), emphasis=TIMES, by=world.office)
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague
    staff = Booking.objects.filter(kind="staff").values_list("resource_id", flat=True)
    assert set(staff) == {world.colleague.pk}
    change = MeetingChange.objects.get()
    assert (change.repair, change.applied_at) == (repair, repair.applied_at)
    assert (repair.applied, repair.applied_by) == (TIMES, world.office)
    assert len(notices_for_student(world.student.user, world.student)) == 1
    for staff_member in (world.instructor, world.colleague):
        assert len(notices_for_staff(staff_member.user, staff_member)) == 1


def test_move_takes_the_feed_along(world: Published) -> None:
    before = world.meeting.occurrence.updated_on
    apply_repair(ill(world), emphasis=HANDS, by=world.office)
    world.meeting.refresh_from_db()
    world.meeting.occurrence.refresh_from_db()
    assert world.meeting.occurrence.start == world.meeting.starts_at
    assert world.meeting.occurrence.updated_on > before
    assert set(Booking.objects.values_list("date", flat=True)) == {world.meeting.date}


def test_lost_room_gives_another_room_or_another_time(world: Published) -> None:
    repair = flooded(world)
    assert kinds(repair)[TIMES] == [Kind.ROOM]
    assert kinds(repair)[HANDS] == [Kind.TIME]
    apply_repair(repair, emphasis=TIMES, by=world.office)
    world.meeting.refresh_from_db()
    assert (world.meeting.room, world.meeting.instructor) == (world.other_room, world.instructor)


def test_two_classes_never_get_the_same_colleague_at_once(world: Published) -> None:
    other = world.add_meeting(
        world.meeting.date,
        teaching_class=world.add_class(),
        instructor=StaffMemberFactory(institution=world.institution),
        room=world.other_room,
    )
    StaffMember.objects.filter(pk=other.instructor_id).update(user=None)
    apply_repair(
        ill(world, staff=other.instructor), emphasis=TIMES, by=world.office
    )  # takes one of the two who are left
    apply_repair(ill(world), emphasis=TIMES, by=world.office)
    taken = Meeting.objects.filter(date=world.meeting.date)
    people = list(taken.values_list("instructor", flat=True))
    assert len(people) == len(set(people))
    assert other.instructor_id not in people, "who is ill doesn't substitute"


def test_substitute_who_has_fallen_ill_since_is_not_sent(world: Published) -> None:
    first = ill(world)
    assert proposals_of(first)[0].lines[0].after.instructor == world.colleague.pk
    world.add_meeting(
        world.meeting.date + DAY,
        teaching_class=world.add_class(),
        instructor=world.colleague,
        room=world.other_room,
    )
    apply_repair(ill(world, staff=world.colleague), emphasis=HANDS, by=world.office)
    with pytest.raises(ChangeRefused, match=f"{world.colleague.name}在 .* 不在岗"):
        apply_repair(first, emphasis=TIMES, by=world.office)
    world.meeting.refresh_from_db()
    first.refresh_from_db()
    assert (world.meeting.instructor, first.applied_at) == (world.instructor, None)


def test_room_that_was_lost_since_is_not_taken(world: Published) -> None:
    first = flooded(world)
    assert proposals_of(first)[0].lines[0].after.room == world.other_room.pk
    other = world.add_meeting(
        world.meeting.date,
        teaching_class=world.add_class(),
        instructor=world.colleague,
        room=world.other_room,
    )
    RoomFactory(campus=world.room.campus, capacity=200)
    trouble = Trouble(other.date, other.date, room=world.other_room)
    second = propose_repair(world.term, trouble, reason="停电", by=world.office)
    apply_repair(second, emphasis=TIMES, by=world.office)
    with pytest.raises(ChangeRefused, match=f"{world.other_room.name} 在 .* 不能使用"):
        apply_repair(first, emphasis=TIMES, by=world.office)
    world.meeting.refresh_from_db()
    assert world.meeting.room == world.room


def test_week_that_students_keep_free_since_takes_no_meeting(world: Published) -> None:
    repair = ill(world)
    week = proposals_of(repair)[1].lines[0].after.week
    group = world.teaching_class.administrative_classes.get()
    keep_weeks_free(
        world.term, weeks=1 << (week - 1), reason="求职", administrative_class=group, by=None
    )
    with pytest.raises(ChangeRefused, match="空闲周"):
        apply_repair(repair, emphasis=HANDS, by=world.office)
    again = proposals_of(ill(world))[1].lines[0].after
    assert again.week != week


def test_meeting_without_any_place_is_cancelled_and_says_why(world: Published) -> None:
    StaffPeriod.objects.filter(staff=world.colleague).delete()
    repair = ill(world, first=timezone.localdate(), last=world.term.last_day)
    found = proposals_of(repair)
    assert {line.kind for one in found for line in one.lines} == {Kind.CANCEL}
    assert found[0].lines[0].why == {"fit": 0, "free": 0, "rooms": 0, "times": 0}
    assert [one.same_as for one in found] == [None, TIMES, TIMES]
    apply_repair(repair, emphasis=TIMES, by=world.office)
    world.meeting.refresh_from_db()
    assert world.meeting.status == MeetingStatus.CANCELLED
    assert not Booking.objects.exists()


def test_earlier_and_held_meetings_are_left_alone(world: Published) -> None:
    held = world.add_meeting(world.meeting.date + DAY)
    Meeting.objects.filter(pk=held.pk).update(status=MeetingStatus.HELD)
    past = world.add_meeting(timezone.localdate() - DAY)
    repair = ill(world, first=world.term.first_monday)
    assert {line.meeting for one in proposals_of(repair) for line in one.lines} == {
        world.meeting.pk
    }
    assert past.date < timezone.localdate()


def occupy_the_colleague(world: Published) -> None:
    world.add_meeting(
        world.meeting.date,
        teaching_class=world.add_class(),
        instructor=world.colleague,
        room=world.other_room,
    )


def dismiss_the_colleague(world: Published) -> None:
    StaffPeriod.objects.filter(staff=world.colleague).delete()


def move_the_meeting(world: Published) -> None:
    Meeting.objects.filter(pk=world.meeting.pk).update(room=world.other_room)


def remove_the_meeting(world: Published) -> None:
    Meeting.objects.filter(pk=world.meeting.pk).delete()


def add_another(world: Published) -> None:
    world.add_meeting(world.meeting.date + DAY)


def hold_it(world: Published) -> None:
    Meeting.objects.filter(pk=world.meeting.pk).update(status=MeetingStatus.HELD)


@pytest.mark.parametrize(
    "happens",
    [
        occupy_the_colleague,
        dismiss_the_colleague,
        move_the_meeting,
        remove_the_meeting,
        add_another,
        hold_it,
    ],
)
def test_proposal_of_another_world_is_refused_and_nothing_changes(
    world: Published, happens: Callable[[Published], None]
) -> None:
    repair = ill(world)
    happens(world)
    before = list(Meeting.objects.order_by("pk").values())
    with pytest.raises(ChangeRefused):
        apply_repair(repair, emphasis=TIMES, by=world.office)
    assert list(Meeting.objects.order_by("pk").values()) == before
    assert not MeetingChange.objects.exists()
    repair.refresh_from_db()
    assert repair.applied_at is None


def test_new_date_that_became_a_holiday_is_refused(world: Published) -> None:
    repair = ill(world)
    on = proposals_of(repair)[1].lines[0].after.date
    CalendarDay.objects.create(
        term=world.term, institution=world.institution, date=on, kind="holiday"
    )
    with pytest.raises(ChangeRefused, match=on.isoformat()):
        apply_repair(repair, emphasis=HANDS, by=world.office)


def test_one_of_three_is_carried_out_once(world: Published) -> None:
    repair = apply_repair(ill(world), emphasis=TIMES, by=world.office)
    with pytest.raises(ChangeRefused):
        apply_repair(repair, emphasis=HANDS, by=world.office)
    assert MeetingChange.objects.count() == 1


def test_asking_again_replaces_what_nobody_took(world: Published) -> None:
    first = ill(world)
    again = ill(world)
    flooded(world)
    later = ill(world, first=world.meeting.date + 0 * DAY, last=world.meeting.date)
    assert set(Repair.objects.filter(staff=world.instructor)) == {later}
    assert Repair.objects.filter(room=world.room).count() == 1
    assert {first.pk, again.pk} & set(Repair.objects.values_list("pk", flat=True)) == set()


def test_proposal_that_was_replaced_meanwhile_is_refused_with_a_sentence(world: Published) -> None:
    first = ill(world)
    ill(world)
    with pytest.raises(ChangeRefused, match="替换"):
        apply_repair(first, emphasis=TIMES, by=world.office)
    assert not MeetingChange.objects.exists()


def test_what_was_carried_out_stays_in_the_list(world: Published) -> None:
    done = apply_repair(ill(world), emphasis=TIMES, by=world.office)
    world.add_meeting(world.meeting.date + DAY)
    again = ill(world)
    assert set(Repair.objects.all()) == {done, again}


def test_unknown_proposal_is_refused(world: Published) -> None:
    with pytest.raises(ChangeRefused):
        apply_repair(ill(world), emphasis="cheapest", by=world.office)


def test_times_taken_by_other_courses_are_kept_away_from(world: Published) -> None:
    group = world.teaching_class.administrative_classes.get()
    take(world, group, but_for={(4, 3)})
    after = proposals_of(ill(world))[1].lines[0].after
    assert (after.date.isoweekday(), after.first_period) == (4, 3)


@pytest.mark.parametrize(
    ("first", "last"),
    [(7, 0), (-400, -390), (400, 410)],
)
def test_dates_without_sense_are_refused(world: Published, first: int, last: int) -> None:
    today = timezone.localdate()
    with pytest.raises(ChangeRefused):
        ill(world, first=today + first * DAY, last=today + last * DAY)
    assert not Repair.objects.exists()


def test_nobody_concerned_is_said(world: Published) -> None:
    with pytest.raises(ChangeRefused):
        ill(world, staff=world.colleague)


def test_asking_costs_as_much_whatever_the_number(
    world: Published, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(30):
        ill(world)
    Repair.objects.all().delete()
    for number in (1, 2):
        world.add_meeting(
            world.meeting.date + number * DAY,
            first_period=3,
            room=RoomFactory(campus=world.room.campus),
        )
    with django_assert_num_queries(30):
        assert len(proposals_of(ill(world))[0].lines) == 3
