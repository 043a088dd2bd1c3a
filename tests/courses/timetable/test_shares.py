"""A class that several instructors teach one after the other, from the search to the feed."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.teaching.enums import WeeklyPattern
from courses.timetable.domain.building import build_timetable
from courses.timetable.domain.demands import read_demands
from courses.timetable.domain.publication import publish
from courses.timetable.domain.slot_places import weeks_on
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking, Meeting
from courses.timetable.solver.checker import check_placements
from courses.timetable.weeks import every_week, weeks_in
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.teaching import TeachingAssignmentFactory

pytestmark = pytest.mark.django_db

FIRST, LAST = every_week(1, 8), every_week(9, 18)
PAGE_QUERIES = 7


def shared(term, *, shares=(50, 50), weeks=(FIRST, LAST), **fields):
    campus = term.institution.rooms.first().campus
    made = make_class(term, instructor=False, campus=campus, **fields)
    for share, own in zip(shares, weeks, strict=True):
        TeachingAssignmentFactory(teaching_class=made, share=share, weeks=own)
    return made


def people(made):
    return [one.staff for one in made.assignments.order_by("pk")]


def build(term, **options):
    return build_timetable(term, **{"seconds": 10, "workers": 1, "by": None} | options)


def test_search_is_asked_for_each_part_in_its_weeks(institution):
    term = make_term(institution, classes=0)
    made = shared(term)
    found = read_demands(term)
    asked = {one.instructor: (one.weeks, one.apart_from) for one in found.problem.demands}
    one, other = people(made)
    assert asked == {str(one.pk): (FIRST, ()), str(other.pk): (LAST, ())}


@pytest.mark.parametrize(
    ("shares", "meetings"), [((50, 50), [8, 8]), ((75, 25), [12, 4]), ((33, 33), [8, 8])]
)
def test_meetings_are_shared_out_by_share(institution, shares, meetings):
    term = make_term(institution, classes=0)
    shared(term, shares=shares)
    assert [*read_demands(term).needed.values()] == meetings


def test_each_instructor_teaches_in_the_own_weeks_only(institution):
    term = make_term(institution, classes=0)
    made = shared(term)
    slots = {slot.instructor: slot for slot in build(term).slots.select_related("instructor")}
    one, other = people(made)
    assert not slots[one].weeks & ~FIRST
    assert not slots[other].weeks & ~LAST


def test_both_parts_of_a_class_twice_a_week_have_two_times(institution):
    term = make_term(institution, classes=0)
    shared(term, weekly_pattern=WeeklyPattern.TWICE)
    demands = read_demands(term).problem.demands
    assert [len(one.apart_from) for one in demands] == [1, 1, 1, 1]
    assert len({one.id for one in demands}) == 4


def test_limit_of_a_week_counts_the_own_weeks_only(institution):
    """Two periods a week at most: one class in the first weeks, another in the last ones."""
    from courses.timetable.models import TeachingLimit

    term = make_term(institution, classes=0)
    staff = people(shared(term))[0]
    later = make_class(
        term, instructor=False, campus=institution.rooms.first().campus, weeks=LAST, hours=16
    )
    TeachingAssignmentFactory(teaching_class=later, staff=staff)
    TeachingLimit.objects.create(institution=institution, term=term, staff=staff, most_per_week=2)
    version = build(term)
    assert version.solver_report["unplaced"] == []
    assert version.slots.filter(instructor=staff).count() == 2


def test_part_whose_weeks_are_kept_free_is_named(institution):
    term = make_term(institution, classes=0)
    shared(term, weeks=(every_week(1, 8), every_week(9, 10)))
    term.teaching_classes.update(weeks=every_week(1, 8))
    (entry,) = build(term).solver_report["unplaced"]
    assert entry["reason"] == "part_without_weeks"


def test_qualification_is_asked_for_on_the_own_dates_only(institution):
    from courses.timetable.domain.qualified import qualification_warnings

    term = make_term(institution, classes=0)
    made = shared(term)
    slots = list(build(term).slots.select_related("instructor", "teaching_class"))
    first = next(slot for slot in slots if slot.instructor == people(made)[0])
    ends = term.first_monday + datetime.timedelta(weeks=8)
    first.instructor.periods.update(valid_to=ends)
    assert qualification_warnings(slots, dates=read_demands(term).dates) == []


@pytest.fixture
def published(institution):
    term = make_term(institution, classes=0)
    made = shared(term)
    publish(build(term), valid_from=term.first_monday, by=None)
    return made


def test_published_meetings_carry_the_instructor_of_their_week(published):
    one, other = people(published)
    taught = {
        staff: {meeting.week for meeting in Meeting.objects.filter(instructor=staff)}
        for staff in (one, other)
    }
    assert taught[one] <= {*weeks_in(FIRST)}
    assert taught[other] <= {*weeks_in(LAST)}
    # One of the first eight may fall to the national day: the other instructor teaches it.
    assert sum(map(len, taught.values())) == Meeting.objects.count() == 16


def test_instructors_are_booked_in_their_weeks_only(published):
    for staff in people(published):
        dates = Meeting.objects.filter(instructor=staff).values_list("date", flat=True)
        booked = Booking.objects.filter(kind=ResourceKind.STAFF, resource_id=staff.pk)
        assert {*booked.values_list("date", flat=True)} == {*dates}


def test_feed_of_an_instructor_has_the_own_meetings_only(published, client):
    from courses.timetable.domain.feeds import renew_feed

    for staff in people(published):
        staff.user = UserFactory()
        staff.save()
        text = client.get(
            reverse("feeds:ics", kwargs={"token": renew_feed(staff.user)})
        ).content.decode()
        others = [one for one in people(published) if one != staff]
        assert staff.name in text
        assert not any(one.name in text for one in others)


def test_version_of_a_shared_class_breaks_no_rule_of_days_apart(institution):
    """Both parts on the same weekday, in different weeks."""
    term = make_term(institution, classes=0)
    made = shared(term)
    version = make_version(term)
    for staff, weeks in zip(people(made), (FIRST, LAST), strict=True):
        make_slot(version, made, instructor=staff, weeks=weeks)
    found = problem_of(version)
    assert check_placements(found.problem, found.placements.values()) == []


def test_part_that_is_moved_stays_in_its_weeks(institution):
    term = make_term(institution, classes=0)
    made = shared(term)
    version = make_version(term)
    slot = make_slot(version, made, instructor=people(made)[0], weeks=FIRST)
    found = problem_of(version)
    for weekday in range(1, 6):
        assert not weeks_on(slot, weekday, found) & ~FIRST


@pytest.mark.parametrize("number", [1, 3])
def test_reading_shared_classes_takes_no_more_queries(institution, number):
    term = make_term(institution, classes=0)
    make_class(term)
    with_one = _queries(term)
    for _ in range(number):
        shared(term)
    assert _queries(term) == with_one


def _queries(term):
    with CaptureQueriesContext(connection) as captured:
        read_demands(term)
    return len(captured)


# --- the page ---------------------------------------------------------------------------------


@pytest.fixture
def unshared(institution):
    return make_class(make_term(institution, classes=0, rooms=1))


@pytest.fixture
def office(sign_in):
    return sign_in("office")


def page_of(made):
    return reverse("timetable:class_shares", args=[made.public_id])


def posted(*rows):
    return {
        f"{name}_{number}": value
        for number, row in enumerate(rows, start=1)
        for name, value in zip(("staff", "percent", "weeks"), row, strict=True)
    }


def test_office_shares_a_class_by_weeks(unshared, office):
    (first,) = people(unshared)
    second = StaffMemberFactory(institution=unshared.institution)
    answer = office.post(
        page_of(unshared),
        posted((first.public_id, "60", "1-9"), (second.public_id, "40", "10-16")),
    )
    assert answer.status_code == 302
    found = unshared.assignments.order_by("pk").values_list("staff", "share", "weeks")
    assert [*found] == [
        (first.pk, 60, every_week(1, 9)),
        (second.pk, 40, every_week(10, 16)),
    ]
    page = office.get(page_of(unshared)).content.decode()
    assert 'value="10–16周"' in page
    page = office.get(reverse("teaching:class", args=[unshared.public_id])).content.decode()
    assert "承担 60% 学时" in page


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("first", "60", ""), ("second", "50", "")], "合计 110%"),
        ([("first", "50", "1-9"), ("second", "50", "9-16")], "第 9 周同时分给了"),
        ([("first", "", "")], "请填写这位教师承担的份额"),
        ([("first", "50", "1-8"), ("", "", "9-16")], "请选择这些周次由谁授课"),
        ([("first", "50", "1-80")], "80"),
    ],
)
def test_shares_that_make_no_sense_change_nothing(unshared, office, rows, sentence):
    (first,) = people(unshared)
    second = StaffMemberFactory(institution=unshared.institution)
    known = {"first": first.public_id, "second": second.public_id, "": ""}
    answer = office.post(page_of(unshared), posted(*((known[row[0]], *row[1:]) for row in rows)))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert [*unshared.assignments.values_list("staff", "share", "weeks")] == [(first.pk, 100, None)]


def test_person_with_published_meetings_is_not_left_out(institution, office):
    term = make_term(institution, classes=1)
    publish(build(term), valid_from=term.first_monday, by=None)
    made = term.teaching_classes.get()
    other = StaffMemberFactory(institution=institution)
    answer = office.post(page_of(made), posted((other.public_id, "100", "")))
    assert answer.status_code == 422
    assert "仍有已发布的课次" in answer.content.decode()
    assert other not in people(made)


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_shares_takes_a_fixed_number_of_queries(unshared, office, number):
    StaffMemberFactory.create_batch(number, institution=unshared.institution)
    office.get(page_of(unshared))
    with CaptureQueriesContext(connection) as captured:
        office.get(page_of(unshared))
    assert len(captured) == PAGE_QUERIES
