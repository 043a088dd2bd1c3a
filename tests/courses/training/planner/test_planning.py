"""The planner on small provinces: what it places, what it may not, and why somebody is left."""

import datetime
import pickle
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from courses.training.planner import check, plan
from courses.training.planner.planning import WrongPlan
from courses.training.planner.problem import (
    Budget,
    Cover,
    Department,
    DepartmentQuota,
    Owed,
    Programme,
    Quota,
    Span,
    Substitute,
)
from courses.training.planner.proposal import Phase, Reason
from courses.training.planner.sample import sample_problem
from courses.training.planner.sample_years import over_two_years
from courses.training.planner.validation import Defect, DefectKind, InvalidProblem
from courses.training.planner.violations import Violation, ViolationKind
from tests.courses.training.planner.problems import (
    day,
    goes,
    meeting,
    person,
    problem,
    problems,
    session,
    slot,
)

TWO = (person("P1"), person("P2"))


def planned(**fields):
    return plan(problem(**fields), steps=2)


def only(plan):
    [entry] = plan.unplaced
    return entry


def test_everybody_gets_a_session():
    assert goes(planned(people=TWO)) == {("P1", "S1"), ("P2", "S1")}


def test_who_has_waited_longest_goes_first():
    waited = person("P2", last_trained=datetime.date(2022, 1, 1))
    found = planned(people=(person("P1"), waited), sessions=(session(seats=1),))
    assert goes(found) == {("P2", "S1")}
    assert only(found).reason == Reason.FULL
    assert not only(found).alone
    assert found.most_placed == 1


def test_who_has_waited_longest_goes_earlier():
    waited = person("P2", last_trained=datetime.date(2022, 1, 1))
    early, late = session("S1", first=70, seats=1), session("S2", first=7, seats=1)
    found = planned(people=(person("P1"), waited), sessions=(early, late))
    assert goes(found) == {("P1", "S1"), ("P2", "S2")}


def test_two_sessions_or_hours_are_met_by_either():
    runs = (session("S1", days=3), session("S2", first=7, days=3), session("S3", days=6))
    owed = (person(owed=Owed(sessions=2, hours=48)),)
    assert goes(
        planned(people=owed, sessions=runs[:2], programmes=(Programme("G1", repeatable=True),))
    ) == {
        ("P1", "S1"),
        ("P1", "S2"),
    }
    assert goes(planned(people=owed, sessions=runs[2:])) == {("P1", "S3")}


def test_fixed_sessions_count_towards_what_is_owed():
    runs = (session("S1"), session("S2", first=7, programme="G2"))
    found = planned(people=(person(owed=Owed(2), fixed=("S1",)),), sessions=runs)
    assert goes(found) == {("P1", "S1"), ("P1", "S2")}


def test_sessions_of_a_person_keep_days_between():
    runs = (session("S1"), session("S2", first=4, programme="G2"))
    owed = (person(owed=Owed(2)),)
    assert len(goes(planned(people=owed, sessions=runs, days_between=1))) == 2
    found = planned(people=owed, sessions=runs, days_between=2)
    assert only(found).reason == Reason.NOT_ENOUGH
    assert only(found).alone


def test_a_programme_waits_for_those_it_requires():
    programmes = (Programme("G1"), Programme("G2", requires=frozenset({"G1"})))
    second = session("S2", programme="G2")
    found = planned(programmes=programmes, sessions=(second,))
    assert only(found).reason == Reason.PREREQUISITE
    assert only(found).obstacles[0].subjects == ("G1",)
    assert goes(
        planned(
            programmes=programmes, sessions=(second,), people=(person(attended=frozenset({"G1"})),)
        )
    )
    both = (session("S1"), session("S2", first=7, programme="G2"))
    found = planned(programmes=programmes, sessions=both, people=(person(owed=Owed(2)),))
    assert goes(found) == {("P1", "S1"), ("P1", "S2")}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "manager"}, Reason.NOT_ADMITTED),
        ({"attended": frozenset({"G1"})}, Reason.NOT_ADMITTED),
        ({"forbidden": frozenset({"S1"})}, Reason.FORBIDDEN),
        ({"unavailable": (Span(day(2), day(9)),)}, Reason.UNAVAILABLE),
        ({"owed": Owed(hours=25)}, Reason.NOT_ENOUGH),
    ],
)
def test_who_can_never_go_is_told_why(fields, reason):
    found = planned(
        people=(person(**({"kind": "teacher"} | fields)),),
        programmes=(Programme("G1", frozenset({"teacher"})),),
    )
    assert (only(found).reason, only(found).alone) == (reason, True)
    assert [one.reason for one in only(found).obstacles] == [reason]
    assert found.most_placed == 0


@pytest.mark.parametrize(
    ("fields", "reason", "subjects"),
    [
        ({"sessions": (session(seats=1),)}, Reason.FULL, ()),
        ({"quotas": (Quota("I1", "S1", most=1),)}, Reason.QUOTA, ("I1",)),
        (
            {"department_quotas": (DepartmentQuota("D1", "S1", 1),)},
            Reason.DEPARTMENT_QUOTA,
            ("D1",),
        ),
        ({"departments": (Department("D1", "I1", 1),)}, Reason.DEPARTMENT_LIMIT, ("D1",)),
        (
            {
                "sessions": (session(price=100),),
                "budgets": (Budget(150, "I1"),),
            },
            Reason.BUDGET,
            (),
        ),
        (
            {"sessions": (session(grant=100),), "budgets": (Budget(150),)},
            Reason.PROVINCE_BUDGET,
            (),
        ),
        (
            {
                "sessions": (session(grant=100),),
                "budgets": (Budget(300, None, 2026, 2027), Budget(150, None, 2026, 2026)),
            },
            Reason.PROVINCE_BUDGET,
            ("2026",),
        ),
    ],
)
def test_who_finds_no_room_is_told_what_is_used_up(fields, reason, subjects):
    found = planned(people=TWO, **fields)
    entry = only(found)
    assert (entry.reason, entry.alone) == (reason, False)
    assert entry.obstacles[0].subjects == subjects
    assert found.most_placed == 1


def test_a_missed_meeting_is_taken_by_a_substitute():
    found = planned(meetings=(meeting(candidates=("X1",)),))
    assert found.covers == (Cover("M1", substitute="X1"),)
    assert found.cost.substituting == 2


def test_a_missed_meeting_is_made_up():
    found = planned(meetings=(meeting(make_ups=("Q1",)),), make_up_slots=(slot(),))
    assert found.covers == (Cover("M1", slot="Q1"),)
    assert found.cost.making_up == 2


def test_a_meeting_without_cover_keeps_its_instructor_at_home():
    entry = only(planned(meetings=(meeting(on=1),)))
    assert (entry.reason, entry.alone) == (Reason.NO_COVER, True)
    assert entry.obstacles[0].subjects == ("M1",)


def test_a_session_without_missed_meetings_is_chosen_instead():
    runs = (session("S1"), session("S2", first=70))
    assert goes(planned(sessions=runs, meetings=(meeting(),))) == {("P1", "S2")}


def test_nobody_substitutes_in_two_places_at_once():
    meetings = (meeting("M1", candidates=("X1",)), meeting("M2", of="P2", candidates=("X1",)))
    found = planned(people=TWO, meetings=meetings)
    assert (only(found).reason, only(found).alone) == (Reason.NO_COVER, False)


def test_nobody_substitutes_while_away_at_training():
    found = planned(people=TWO, meetings=(meeting(candidates=("P2",)),))
    assert len(goes(found)) == 1
    runs = (session("S1"), session("S2", first=7))
    found = planned(people=TWO, meetings=(meeting(candidates=("P2",)),), sessions=runs)
    assert not found.unplaced


def test_substitutes_take_no_more_periods_than_they_may():
    meetings = (meeting("M1", candidates=("X1",)), meeting("M2", on=1, candidates=("X1",)))
    assert not planned(meetings=meetings, substitutes=(Substitute("X1", 4),)).unplaced
    found = planned(meetings=meetings, substitutes=(Substitute("X1", 3),))
    assert (only(found).reason, only(found).alone) == (Reason.NO_COVER, True)


def test_a_slot_is_used_once_and_its_room_too():
    meetings = (meeting("M1", make_ups=("Q1",)), meeting("M2", of="P2", make_ups=("Q1", "Q2")))
    slots = (slot("Q1"), slot("Q2", takes=("C1",)))
    assert len(planned(people=TWO, meetings=meetings, make_up_slots=slots).unplaced) == 1
    slots = (slot("Q1"), slot("Q2", takes=("C2",)))
    assert not planned(people=TWO, meetings=meetings, make_up_slots=slots).unplaced


def test_a_meeting_is_not_made_up_while_its_instructor_is_away():
    away = slot(on=2)
    found = planned(meetings=(meeting(make_ups=("Q1",)),), make_up_slots=(away,))
    assert only(found).reason == Reason.NO_COVER


def test_settled_covers_stay():
    found = planned(
        people=(person(fixed=("S1",)),),
        meetings=(meeting(candidates=("X1",), make_ups=("Q1",)),),
        make_up_slots=(slot(),),
        settled=(Cover("M1", slot="Q1"),),
    )
    assert found.covers == (Cover("M1", slot="Q1"),)


def test_a_fixed_nomination_that_nobody_can_cover_is_said():
    found = planned(people=(person(fixed=("S1",)),), meetings=(meeting(),))
    assert found.uncovered == ("M1",)
    assert goes(found) == {("P1", "S1")}


def test_fixed_nominations_beyond_a_limit_are_kept_and_nobody_added():
    people = (person("P1", fixed=("S1",)), person("P2", fixed=("S1",)), person("P3"))
    found = planned(people=people, departments=(Department("D1", "I1", 1),))
    assert goes(found) == {("P1", "S1"), ("P2", "S1")}
    assert only(found).reason == Reason.DEPARTMENT_LIMIT


def test_quota_of_a_department_holds_in_its_session_only():
    runs = (session("S1"), session("S2", first=7))
    found = planned(
        people=(person("P1"), person("P2"), person("P3", department=None)),
        sessions=runs,
        department_quotas=(DepartmentQuota("D1", "S1", 1),),
    )
    assert not found.unplaced
    first = {who for who, where in goes(found) if where == "S1"}
    assert len(first & {"P1", "P2"}) == 1
    assert "P3" in first, "who is of no department is not counted"


def test_fixed_nominations_beyond_a_departments_quota_are_kept_and_nobody_added():
    people = (person("P1", fixed=("S1",)), person("P2", fixed=("S1",)), person("P3"))
    found = planned(people=people, department_quotas=(DepartmentQuota("D1", "S1", 1),))
    assert goes(found) == {("P1", "S1"), ("P2", "S1")}
    assert only(found).reason == Reason.DEPARTMENT_QUOTA


def test_quota_of_an_unknown_department_is_refused():
    with pytest.raises(InvalidProblem):
        planned(department_quotas=(DepartmentQuota("D9", "S1", 1),))


@pytest.mark.parametrize(
    "error",
    [
        InvalidProblem([Defect(DefectKind.UNKNOWN_PROGRAMME, "G1", "G9")]),
        WrongPlan([Violation(ViolationKind.OVER_SEATS, "S1")]),
    ],
)
def test_what_is_wrong_arrives_from_another_process(error):
    arrived = pickle.loads(pickle.dumps(error))
    assert (type(arrived), str(arrived)) == (type(error), str(error))


def test_a_wrong_problem_is_refused_with_its_defects():
    with pytest.raises(InvalidProblem) as raised:
        planned(people=(person(institution="I9"), person()))
    assert {(one.kind, one.subject) for one in raised.value.defects} == {
        ("duplicate_id", "P1"),
        ("unknown_institution", "P1"),
    }


def test_nothing_to_plan_is_a_plan():
    found = planned(people=())
    assert (found.nominations, found.unplaced, found.total, found.bound) == ((), (), 0, 0)
    assert only(planned(sessions=())).alone


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(problems())
def test_every_plan_passes_the_checker(problem):
    assert check(problem, plan(problem, steps=1)) == []


def test_a_larger_province_is_planned_well_and_the_same_again():
    province = sample_problem(institutions=6, staff=180, sessions=20, tightness=0.95, seed=3)
    first, second = (plan(province, steps=2, seed=5) for _ in range(2))
    assert first.nominations == second.nominations
    assert first.covers == second.covers
    assert all(entry.alone for entry in first.unplaced)
    assert first.gap < 0.05


def test_demand_above_capacity_fills_every_seat_and_the_bound_says_so():
    province = sample_problem(institutions=6, staff=180, sessions=20, tightness=1.2, seed=3)
    found = plan(province, steps=2)
    placed = len(province.people) - len(found.unplaced)
    assert 0.97 * found.most_placed <= placed <= found.most_placed < len(province.people)
    assert found.gap < 0.03


def test_the_provinces_money_keeps_people_at_home_as_seats_do():
    province = sample_problem(institutions=6, staff=180, sessions=20, tightness=0.8, seed=3)
    grants = sorted(session.grant for session in province.sessions)
    short = replace(province, budgets=(Budget(100 * grants[0]),))
    found = plan(short, steps=2)
    placed = len(short.people) - len(found.unplaced)
    assert check(short, found) == []
    assert placed <= found.most_placed <= 100
    assert placed > 0.9 * found.most_placed
    assert found.gap < 0.1


@pytest.mark.parametrize(("payer", "paid"), [(None, {"grant": 100}), ("I1", {"price": 100})])
def test_money_of_a_year_pays_for_sessions_of_that_year_only(payer, paid):
    offered = (session("S1", 0, **paid), session("S2", 7, **paid))
    of_both = planned(people=TWO, sessions=offered, budgets=(Budget(200, payer, 2026, 2027),))
    assert goes(of_both) == {("P1", "S1"), ("P2", "S1")}
    each = (Budget(100, payer, 2026, 2026), Budget(100, payer, 2027, 2027))
    assert {name for _, name in goes(planned(people=TWO, sessions=offered, budgets=each))} == {
        "S1",
        "S2",
    }
    free_later = planned(people=TWO, sessions=offered, budgets=each[:1])
    assert not free_later.unplaced, "what no budget is for may cost anything"


def test_every_budget_of_a_year_must_suffice():
    """Both pay for the second session, of 2027; the one of the cycle only pays for the first."""
    budgets = (Budget(200, "I1", 2026, 2028), Budget(0, "I1", 2027, 2027))
    found = planned(
        people=TWO, sessions=(session(price=100), session("S2", 7, price=100)), budgets=budgets
    )
    assert goes(found) == {("P1", "S1"), ("P2", "S1")}
    found = planned(people=TWO, sessions=(session("S2", 7, price=100),), budgets=budgets)
    assert [(one.alone, one.obstacles[0].subjects) for one in found.unplaced] == [
        (True, ("2027",))
    ] * 2


def test_a_province_of_two_years_places_everybody_within_the_money_of_each():
    province = over_two_years(
        sample_problem(institutions=6, staff=180, sessions=20, tightness=0.8, seed=3)
    )
    found = plan(province, steps=2)
    assert len(province.people) - len(found.unplaced) == found.most_placed
    assert found.gap < 0.03


def test_who_cancels_gets_a_plan_and_is_told_where_it_stands():
    news = []
    province = sample_problem(institutions=6, staff=180, sessions=20, seed=3)
    found = plan(province, seconds=60, progress=news.append, cancelled=lambda: len(news) > 3)
    assert found.stopped
    assert [one.percent for one in news] == sorted(one.percent for one in news)
    assert news[-1].phase == Phase.DONE
    assert found.wall_seconds < 30
