"""From teaching classes to a draft."""

from datetime import date

import pytest

from courses.teaching.enums import WeeklyPattern
from courses.timetable.domain.beginnings import begin_with_last_term
from courses.timetable.domain.bells import adopt_sample_bells
from courses.timetable.domain.building import build_timetable, unchanged_version
from courses.timetable.domain.demands import read_demands
from courses.timetable.domain.reasons import unplaced_sentence
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.scores import MOST_STEPS, line_of, scores_of, thinned
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.enums import VersionState
from courses.timetable.models import BellSchedule, BusyTime, Slot, TimetableVersion
from courses.timetable.solver.solution import Step, Unplaced, UnplacedReason
from courses.timetable.weeks import every_week, format_weeks
from media.jobs.errors import JobCancelled
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import (
    AdministrativeClassFactory,
    CampusFactory,
    StaffMemberFactory,
)
from tests.factories.teaching import (
    EnrolmentFactory,
    TeachingAssignmentFactory,
    TeachingClassFactory,
    TermFactory,
)
from tests.factories.timetable import RoomFactory

pytestmark = pytest.mark.django_db


def _build(term, **options):
    return build_timetable(term, **{"seconds": 10, "workers": 1, "by": None} | options)


def test_build_stores_a_draft_with_every_class_placed(institution):
    version = _build(make_term(institution, classes=2))
    assert (version.state, version.number) == (VersionState.DRAFT, 1)
    assert version.slots.count() == version.solver_report["placed"] == 2
    assert version.solver_report["unplaced"] == version.solver_report["owed"] == []


def test_build_numbers_versions_of_a_term(institution):
    term = make_term(institution, classes=1)
    assert [_build(term).number, _build(term).number] == [1, 2]


def test_build_chooses_the_weeks_that_reach_the_hours(institution):
    slot = _build(make_term(institution, classes=1, hours=8)).slots.get()
    assert format_weeks(slot.weeks) in ("1–4周", "1–5周")


def test_build_of_odd_and_even_weeks_makes_two_slots_on_different_days(institution):
    term = make_term(institution, classes=0)
    make_class(
        term,
        weekly_pattern=WeeklyPattern.ODD_AND_EVEN,
        campus=term.institution.rooms.first().campus,
    )
    odd, even = sorted(_build(term).slots.all(), key=lambda slot: slot.weeks & 1, reverse=True)
    assert format_weeks(odd.weeks).endswith("(单)")
    assert format_weeks(even.weeks).endswith("(双)")
    assert odd.weekday != even.weekday


def test_build_starts_double_periods_side_by_side(institution):
    starts = _build(make_term(institution, classes=6, rooms=1)).slots.values_list("first_period")
    assert {start for (start,) in starts} <= {1, 3, 5, 7, 9}


def test_build_names_the_class_without_an_instructor(institution):
    term = make_term(institution, classes=1)
    lonely = make_class(term, instructor=False)
    (entry,) = _build(term).solver_report["unplaced"]
    assert (entry["code"], entry["reason"]) == (lonely.code, "no_instructor")
    assert entry["sentence"] == "没有安排任课教师。"


def test_build_says_in_words_that_no_room_is_large_enough(institution):
    term = make_term(institution, classes=1, rooms=0)
    RoomFactory(campus=term.teaching_classes.get().campus, capacity=1)
    for _ in range(2):
        EnrolmentFactory(teaching_class=term.teaching_classes.get())
    (entry,) = _build(term).solver_report["unplaced"]
    assert entry["sentence"] == "该班 2 人，可用教室最多 1 座。"


def test_build_places_on_the_campus_of_the_class(institution):
    term = make_term(institution, classes=1, rooms=1)
    RoomFactory(institution=institution, campus__institution=institution, capacity=500)
    slot = _build(term).slots.get()
    assert slot.room.campus == slot.teaching_class.campus


def test_build_keeps_parts_of_days_free(institution):
    term = make_term(institution, classes=3)
    parts = [(day, part) for day in range(1, 6) for part in ("afternoon", "evening")]
    version = _build(term, keep_free=[*parts, (1, "morning"), (2, "morning")])
    assert {slot.weekday for slot in version.slots.all()} <= {3, 4, 5}
    assert {slot.first_period for slot in version.slots.all()} <= {1, 3}


def test_build_reports_hours_that_the_term_is_too_short_for(institution):
    term = make_term(institution, classes=1, hours=60)
    (owed,) = _build(term).solver_report["owed"]
    assert owed["of"] == 60
    assert owed["hours"] in range(60 - 36, 60 - 30)


def test_build_without_bells_is_refused(institution):
    term = make_term(institution, classes=1)
    BellSchedule.objects.all().delete()
    with pytest.raises(TimetableRefused, match="作息"):
        _build(term)


def test_build_without_classes_is_refused(institution):
    with pytest.raises(TimetableRefused, match="教学班"):
        _build(make_term(institution, classes=0))


def test_build_without_rooms_is_refused(institution):
    with pytest.raises(TimetableRefused, match="教室"):
        _build(make_term(institution, rooms=0))


@pytest.mark.parametrize(
    ("shared", "smallest", "sentence"),
    [
        (0, False, "无法与 {other} 同时排下。"),
        (1, False, "无法与 {other} 同时排下：各班都有{who}。"),
        (1, True, "无法与 {other} 同时排下：各班都有{who}。 其中任何一个班不排，其余的就能排下。"),
    ],
)
def test_conflict_says_who_is_in_all_classes(institution, shared, smallest, sentence):
    term = make_term(institution, classes=0)
    staff = StaffMemberFactory(pk=10**6, institution=institution)
    first, other = (make_class(term, instructor=False) for _ in range(2))
    for each in (first, other):
        TeachingAssignmentFactory(teaching_class=each, staff=staff)
    # A class with the number of the instructor, which only one of the two has.
    other.administrative_classes.add(
        AdministrativeClassFactory(pk=10**6, major__department__institution=institution)
    )
    demands = read_demands(term)
    keys = {found.pk: key for key, found in demands.classes.items()}
    one, two = keys[first.pk], keys[other.pk]
    entry = Unplaced(
        one,
        UnplacedReason.CONFLICT,
        conflicting=(two,),
        smallest=smallest,
        resources=(str(staff.pk),) * shared,
    )
    said = sentence.format(other=other.code, who=staff.name)
    assert unplaced_sentence(entry, demands) == said


def test_class_in_its_own_way_is_not_said_to_conflict_with_itself(institution):
    term = make_term(institution, classes=0)
    make_class(term, weekly_pattern=WeeklyPattern.TWICE)
    demands = read_demands(term)
    one, two = demands.classes
    entry = Unplaced(one, UnplacedReason.CONFLICT, conflicting=(two,))
    assert unplaced_sentence(entry, demands) == "每周两次课不能都排下。"


def test_build_cancelled_leaves_nothing(institution):
    def cancel(percent, message):
        raise JobCancelled

    with pytest.raises(JobCancelled):
        _build(make_term(institution), progress=cancel)
    assert TimetableVersion.objects.count() == Slot.objects.count() == 0


def test_build_that_is_stopped_keeps_the_best_plan_as_a_draft(institution):
    term = make_term(institution, classes=2)
    first, second = term.teaching_classes.all()
    staff = first.assignments.get().staff
    second.assignments.update(staff=staff)
    # Only the first and the last double period of Monday's daytime are left: no plan is without
    # idle periods, which no bound knows, so that the search goes on.
    for weekday, start, periods in ((1, 3, 4), *((day, 1, 12) for day in range(2, 6))):
        BusyTime.objects.create(
            term=term,
            institution=institution,
            staff=staff,
            weekday=weekday,
            first_period=start,
            periods=periods,
            weeks=every_week(1, term.weeks),
            reason="进修",
        )
    version = _build(term, seconds=60, keep_free=[(1, "evening")], is_stop_asked=lambda: True)
    assert version.solver_report["stopped"]
    assert version.solver_report["seconds"] < 30
    assert (version.state, version.slots.count()) == (VersionState.DRAFT, 2)
    assert unchanged_version(term, seed=1, keep_free=[(1, "evening")]) is None


def test_build_asks_nobody_to_stop_before_there_is_a_plan(institution):
    heard = []

    def cancel(percent, message):
        raise JobCancelled

    with pytest.raises(JobCancelled):
        _build(make_term(institution), progress=cancel, is_stop_asked=lambda: heard.append(True))
    assert heard == []
    assert TimetableVersion.objects.count() == 0


def test_build_reads_any_number_of_classes_in_the_same_queries(
    institution, django_assert_max_num_queries
):
    term = make_term(institution, classes=1)
    with django_assert_max_num_queries(27):
        _build(term)
    for _ in range(4):
        make_class(term)
    with django_assert_max_num_queries(27):
        _build(term)


def test_unchanged_version_is_found_until_a_class_is_added(institution):
    term = make_term(institution, classes=1)
    version = _build(term, seed=3)
    assert unchanged_version(term, seed=3) == version
    make_class(term)
    assert unchanged_version(term, seed=3) is None


def test_build_begins_with_the_places_of_last_term(institution):
    before = make_term(institution, classes=1, code="2025-2026-1", first_monday=date(2025, 9, 8))
    old = before.teaching_classes.get()
    version = make_version(before)
    room = institution.rooms.last()
    make_slot(version, old, weekday=4, first_period=3, room=room)
    version.state = VersionState.PUBLISHED
    version.save()
    term = TermFactory(institution=institution, first_monday=date(2026, 9, 7))
    adopt_sample_bells(term, by=None)
    again = TeachingClassFactory(
        term=term, outline=old.outline, administrative_classes=old.administrative_classes.all()
    )
    TeachingAssignmentFactory(teaching_class=again, staff=old.assignments.get().staff)

    demands = read_demands(term)
    begin_with_last_term(demands, term)

    (place,) = demands.problem.near
    assert (place.day, place.start, place.room) == (4, 3, str(room.pk))


def test_build_tells_what_the_plan_costs_and_how_it_got_there(institution):
    report = _build(make_term(institution, classes=3)).solver_report
    assert report["curve"][-1][1] == report["cost"] >= report["bound"]


def test_scores_are_those_of_the_draft_as_it_stands(institution):
    version = _build(make_term(institution, classes=2))
    room = RoomFactory(campus=institution.rooms.first().campus, capacity=999)
    version.slots.update(room=room)
    found = {score.part: score for score in scores_of(problem_of(version))}
    assert found["spare_seats"].amount > 1_000


def test_plan_that_was_never_bettered_is_a_flat_line_to_the_end():
    report = {"curve": [[0.4, 12]], "seconds": 3.2}
    assert line_of(report) == [(0, 12), (3.2, 12)]


def test_way_down_is_drawn_as_it_was():
    assert line_of({"curve": [[0.4, 12], [1.5, 7]], "seconds": 3.2}) == [(0.4, 12), (1.5, 7)]
    assert line_of({}) == []


def test_curve_keeps_its_ends_when_it_is_thinned():
    steps = [Step(number / 10, 1_000 - number) for number in range(500)]
    kept = thinned(steps)
    assert len(kept) <= MOST_STEPS
    assert (kept[0], kept[-1]) == ((0.0, 1_000), (49.9, 501))


def test_build_says_how_many_classes_need_the_few_rooms_of_a_kind(institution):
    term = make_term(institution, classes=0, rooms=0)
    campus = CampusFactory(institution=institution, name="东校区")
    RoomFactory(campus=campus, name="机401", kind="机房")
    RoomFactory(campus=campus, name="大教室")
    # Forty periods of five days are open to double periods side by side.
    for _ in range(27):
        make_class(term, campus=campus, room_kind="机房")

    (entry, *_others) = _build(term, seconds=30).solver_report["unplaced"]

    assert entry["reason"] == "rooms_overloaded"
    assert "27 个教学班" in entry["sentence"]
    assert "机房 东校区（机401）" in entry["sentence"]
