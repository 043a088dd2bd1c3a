"""The search for a term's timetable and dates on which instructors may not teach."""

import datetime

import pytest
from django.urls import reverse

from courses.qualifications.domain import grant_waiver
from courses.qualifications.enums import Recognition
from courses.teaching.enums import WeeklyPattern
from courses.timetable.domain.building import build_timetable
from courses.timetable.domain.class_added import propose_class
from courses.timetable.domain.demands import read_demands
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.scheduling_rules import add_scheduling_rule, load_scheduling_rules
from courses.timetable.domain.slot_places import places_of
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.models import BusyTime, SchedulingRule
from courses.timetable.solver.problem import Weights
from courses.timetable.weeks import every_week, format_weeks
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import StaffMemberFactory, StaffPeriodFactory, UserFactory
from tests.factories.qualifications import (
    CredentialLevelFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)
from tests.factories.teaching import TeachingAssignmentFactory

pytestmark = pytest.mark.django_db
# Weeks are counted from 31 August 2026: Wednesday of week 9, and the Sunday of week 8.
WEDNESDAY, EIGHT_WEEKS = datetime.date(2026, 10, 28), datetime.date(2026, 10, 25)


@pytest.fixture
def level(institution):
    TeachingRuleFactory(province=institution.province)
    found = CredentialLevelFactory(name="三级 职业指导师")
    LevelRecognitionFactory(level=found, province=institution.province)
    return found


@pytest.fixture
def term(institution):
    return make_term(institution, classes=0, first_monday=datetime.date(2026, 8, 31), weeks=18)


@pytest.fixture
def teach(term, level):
    def make(until, hours=32, name="王老师", **fields):
        teaching_class = make_class(
            term, hours=hours, campus=term.institution.campuses.get(), **fields
        )
        hold(teaching_class.assignments.get().staff, level, until, name)
        return teaching_class

    return make


def hold(staff, level, until, name):
    staff.name = name
    staff.save()
    StaffPeriodFactory(staff=staff, valid_from=datetime.date(2020, 1, 1))
    return StaffCertificateFactory(staff=staff, level=level, expires_on=until)


def leave_out(institution):
    load_scheduling_rules()
    SchedulingRule.objects.update(leaves_out_unauthorised=True)


def build(term, **options):
    return build_timetable(term, **{"seconds": 10, "workers": 1, "by": None} | options)


def lost_of(version):
    """Dates of the version on which an instructor may not teach."""
    known = problem_of(version).demands.authorised
    return sum(
        (
            slot.weeks & known.taught(slot.weekday) & known.lost(slot.instructor_id, slot.weekday)
        ).bit_count()
        for slot in version.slots.all()
    )


def fill(teaching_class, *weekdays):
    """Something else takes these days of the class."""
    term = teaching_class.term
    for weekday in weekdays:
        BusyTime.objects.create(
            institution=term.institution,
            term=term,
            administrative_class=teaching_class.administrative_classes.first(),
            weekday=weekday,
            first_period=1,
            periods=12,
            weeks=every_week(1, term.weeks),
            reason="高等数学",
            source="公共课",
        )


def test_class_that_ends_before_the_lapse_may_lie_on_any_day(term, teach):
    teach(EIGHT_WEEKS, hours=12)
    (demand,) = read_demands(term).problem.demands
    assert demand.meetings == 6
    version = build(term)
    assert lost_of(version) == 0
    assert version.solver_report["warnings"] == version.solver_report["unplaced"] == []


@pytest.mark.parametrize("strict", [False, True])
def test_lapse_in_midweek_leaves_the_days_before_it(term, teach, strict):
    """On Thursdays and Fridays the holiday leaves fewer than eight meetings before the lapse."""
    if strict:
        leave_out(term.institution)
    teach(WEDNESDAY, hours=16)
    version = build(term)
    slot = version.slots.get()
    assert slot.weekday in (1, 2, 3)
    assert lost_of(version) == 0
    assert version.solver_report["owed"] == []


def test_class_that_no_day_can_hold_is_placed_and_flagged(term, teach):
    teaching_class = teach(EIGHT_WEEKS)
    version = build(term)
    assert version.slots.count() == 1
    assert lost_of(version) == 16 - 8 + _holidays_until_week_eight(version)
    (entry,) = version.solver_report["warnings"]
    assert entry["code"] == teaching_class.code


def _holidays_until_week_eight(version):
    known = problem_of(version).demands.authorised
    return 8 - (known.taught(version.slots.get().weekday) & every_week(1, 8)).bit_count()


def test_class_that_no_day_can_hold_is_left_out_where_the_rule_says_so(term, teach):
    leave_out(term.institution)
    teaching_class, other = teach(EIGHT_WEEKS), teach(None, name="李老师")
    version = build(term)
    assert [slot.teaching_class for slot in version.slots.all()] == [other]
    (entry,) = version.solver_report["unplaced"]
    assert (entry["code"], entry["reason"]) == (teaching_class.code, "not_authorised")
    assert entry["sentence"] == (
        "王老师的“三级 职业指导师”证书 2026-10-25 到期，第9周起无人可上。"
        "共需 16 次课，最多能上 8 次。"
    )


def test_waiver_that_ends_is_named_as_such(term, teach):
    leave_out(term.institution)
    staff = teach(datetime.date(2026, 8, 1)).assignments.get().staff
    grant_waiver(
        staff,
        reason="已报名",
        valid_from=datetime.date(2026, 8, 1),
        valid_to=datetime.date(2026, 10, 26),
        by=UserFactory(),
    )
    (entry,) = build(term).solver_report["unplaced"]
    assert entry["sentence"].startswith("王老师的豁免 2026-10-25 到期，第9周起无人可上")


def test_reading_that_changes_is_no_certificate_that_ends(term, teach, level):
    leave_out(term.institution)
    LevelRecognitionFactory(
        level=level,
        institution=term.institution,
        recognition=Recognition.DOES_NOT_COUNT,
        valid_from=EIGHT_WEEKS + datetime.timedelta(days=1),
    )
    teach(datetime.date(2029, 12, 31))
    (entry,) = build(term).solver_report["unplaced"]
    assert "2029" not in entry["sentence"]
    assert "2026-10-26" in entry["sentence"]


def test_renewal_that_begins_later_moves_the_weeks(term, teach, level):
    """Nobody in weeks 4 and 5: the six meetings lie around them."""
    staff = teach(datetime.date(2026, 9, 20), hours=12).assignments.get().staff
    StaffCertificateFactory(staff=staff, level=level, issued_on=datetime.date(2026, 10, 5))
    version = build(term)
    assert lost_of(version) == 0
    slot = version.slots.get()
    assert not slot.weeks & 0b11000
    assert format_weeks(slot.weeks).startswith("1–3")
    assert version.solver_report["owed"] == []


def test_undecided_reading_limits_nothing(term, teach, level):
    leave_out(term.institution)
    level.recognitions.update(recognition=Recognition.UNDECIDED)
    teach(None)
    assert build(term).solver_report["unplaced"] == []


def test_of_those_who_teach_together_the_one_who_may_is_taken(term, teach, level):
    teaching_class = teach(EIGHT_WEEKS)
    lasting = StaffMemberFactory(institution=term.institution)
    hold(lasting, level, None, "李老师")
    TeachingAssignmentFactory(teaching_class=teaching_class, staff=lasting)
    version = build(term)
    assert version.slots.get().instructor == lasting
    assert version.solver_report["warnings"] == []


def test_of_those_who_teach_together_the_first_stays_where_nothing_is_lost(term, teach, level):
    teaching_class = teach(EIGHT_WEEKS, hours=12)
    lasting = StaffMemberFactory(institution=term.institution)
    hold(lasting, level, None, "李老师")
    TeachingAssignmentFactory(teaching_class=teaching_class, staff=lasting)
    assert build(term).slots.get().instructor.name == "王老师"


def test_two_weekly_times_need_their_share_each(term, teach):
    teach(WEDNESDAY, hours=34, weekly_pattern=WeeklyPattern.TWICE)
    assert [one.meetings for one in read_demands(term).problem.demands] == [9, 8]
    version = build(term)
    assert lost_of(version) == 0
    assert version.solver_report["owed"] == []


def test_two_weekly_times_with_one_day_left_are_placed_and_flagged(term, teach):
    teaching_class = teach(WEDNESDAY, hours=36, weekly_pattern=WeeklyPattern.TWICE)
    fill(teaching_class, 2, 3)
    version = build(term)
    assert version.slots.count() == 2
    assert len(version.solver_report["warnings"]) == 1


def test_days_that_are_left_are_said_with_the_reason(term, teach):
    teaching_class = teach(WEDNESDAY, hours=18)
    leave_out(term.institution)
    fill(teaching_class, 1, 2, 3)
    (entry,) = build(term).solver_report["unplaced"]
    assert entry["reason"] == "no_common_time"
    assert "只能排在" in entry["sentence"]
    assert "2026-10-28 到期，第9周起无人可上" in entry["sentence"]


def test_locked_time_stays_and_is_flagged_where_the_rule_leaves_others_out(term, teach):
    leave_out(term.institution)
    teaching_class = teach(EIGHT_WEEKS)
    draft = make_version(term)
    make_slot(draft, teaching_class, weekday=2, first_period=3, locked=True)
    version = build(term, around=draft)
    assert (version.slots.get().weekday, version.slots.get().first_period) == (2, 3)
    assert len(version.solver_report["warnings"]) == 1


def test_search_around_a_draft_leaves_a_day_that_has_lapsed(term, teach):
    teaching_class = teach(WEDNESDAY, hours=18)
    draft = make_version(term)
    make_slot(draft, teaching_class, weekday=4, weeks=every_week(1, 9))
    assert lost_of(draft) == 1
    assert lost_of(build(term, around=draft)) == 0


def test_class_added_lies_where_its_instructor_may_teach(term, teach):
    version = make_version(term)
    make_slot(version, teach(None, name="李老师"), weekday=1)
    added = teach(WEDNESDAY, hours=18)
    for proposal in propose_class(version, added):
        assert {time.weekday for time in proposal.new} <= {1, 2, 3}
        assert proposal.owed == 0


def test_class_added_that_no_day_can_hold_is_refused_in_words(term, teach):
    leave_out(term.institution)
    version = make_version(term)
    make_slot(version, teach(None, name="李老师"))
    with pytest.raises(TimetableRefused, match="第9周起无人可上"):
        propose_class(version, teach(EIGHT_WEEKS))


def test_place_by_hand_says_which_meetings_would_be_blocked(term, teach, sign_in):
    teaching_class = teach(WEDNESDAY, hours=18)
    slot = make_slot(make_version(term), teaching_class, weekday=1, weeks=every_week(1, 9))
    by_day = {
        place.weekday: place
        for place in places_of(slot, problem_of(slot.version))
        if place.first_period == 3
    }
    assert by_day[3].advice == []
    assert by_day[5].is_possible
    (sentence,) = by_day[5].advice
    assert "王老师" in sentence
    text = (
        sign_in("office")
        .get(reverse("timetable:slot", args=[slot.public_id]), {"weekday": 5, "first_period": 3})
        .content.decode()
    )
    assert sentence in text


def test_office_says_by_a_rule_what_becomes_of_such_classes(institution, sign_in):
    load_scheduling_rules()
    begins = datetime.date.today() + datetime.timedelta(days=1)
    add_scheduling_rule(
        institution,
        weights=Weights(),
        comfortable_periods=4,
        most_per_day=None,
        most_per_week=None,
        evening_parts=[],
        keep_free=[],
        leaves_out_unauthorised=True,
        citation="排课办法",
        valid_from=begins,
        by=UserFactory(),
    )
    text = sign_in("office").get(reverse("timetable:rules")).content.decode()
    assert "暂不排课" in text
    assert "照排并标明" in text
    form = sign_in("office").get(reverse("timetable:rule_add")).content.decode()
    assert 'name="leaves_out_unauthorised"' in form
    assert "checked" in form.split('name="leaves_out_unauthorised"')[1].split(">")[0]
