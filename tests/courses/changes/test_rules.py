"""Rules of changes: the table of approvals, limits, notice, holidays; entered ahead and kept."""

import datetime
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.changes.domain import (
    ChangeRefused,
    add_change_rule,
    load_change_rules,
    rule_on,
    rules_of,
    withdraw_coming_rule,
    withdraw_request,
)
from courses.changes.domain.limits import holiday_problems, lead_problems
from courses.changes.domain.tiers import Tier, problems_of_tiers, read_tiers, steps_for
from courses.changes.models import ChangeRule
from courses.institutions.models import Institution
from courses.timetable.models import CalendarDay
from tests.factories.changes import DAY, Published
from tests.factories.institutions import UserFactory

DEPARTMENT, BOTH = ("department",), ("department", "office")
WHOLE = [Tier(1, 4, DEPARTMENT), Tier(5, None, BOTH)]


# --- The table of approvals --------------------------------------------------------------------
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 12), st.none() | st.integers(1, 12)), min_size=1, max_size=4
    )
)
def test_table_is_right_exactly_when_every_number_has_one_row_in_order(
    rows: list[tuple[int, int | None]],
) -> None:
    tiers = [Tier(first, last, DEPARTMENT) for first, last in rows]
    covered = all(sum(tier.holds(periods) for tier in tiers) == 1 for periods in range(1, 40))
    ascending = [tier.first for tier in tiers] == sorted({tier.first for tier in tiers})
    none_backwards = all(tier.last is None or tier.first <= tier.last for tier in tiers)
    assert (problems_of_tiers(tiers) == []) == (covered and ascending and none_backwards)


@given(widths=st.lists(st.integers(1, 5), max_size=3), periods=st.integers(1, 60))
def test_table_without_gap_or_overlap_answers_for_every_number(
    widths: list[int], periods: int
) -> None:
    tiers, first = [], 1
    for width in widths:
        tiers.append(Tier(first, first + width - 1, DEPARTMENT))
        first += width
    tiers.append(Tier(first, None, BOTH))
    assert problems_of_tiers(tiers) == []
    assert steps_for(tiers, periods) == (BOTH if periods >= first else DEPARTMENT)


@pytest.mark.parametrize(
    ("tiers", "word"),
    [
        ([], "为空"),
        ([Tier(2, None, DEPARTMENT)], "从 1 节开始"),
        ([Tier(1, 2, DEPARTMENT), Tier(5, None, BOTH)], "3 至 4 节"),
        ([Tier(1, 4, DEPARTMENT), Tier(4, None, BOTH)], "第 1 行与第 2 行重叠"),
        ([Tier(1, 4, DEPARTMENT)], "超过 4 节"),
        ([Tier(1, None, DEPARTMENT), Tier(5, None, BOTH)], "第 1 行没有上限"),
        ([Tier(1, None, ("office", "department"))], "第 1 行的审批人"),
        ([Tier(1, None, ("substitute",))], "第 1 行的审批人"),
    ],
)
def test_wrong_table_is_said_to_the_row(tiers: list[Tier], word: str) -> None:
    assert word in " ".join(problems_of_tiers(tiers))


# --- Limits ------------------------------------------------------------------------------------
def limit(**values: Any) -> None:
    ChangeRule.objects.update(**{"private_times": 2, "private_periods": None} | values)


def private(world: Published, week: int) -> Any:
    """A request for private reasons, of a meeting some weeks on."""
    meeting = world.add_meeting(world.meeting.date + week * 7 * DAY)
    return world.ask("cancel", meeting=meeting, reason_kind="private")


def test_last_request_within_the_limit_passes_and_the_next_is_refused(world: Published) -> None:
    limit()
    private(world, 1)
    private(world, 2)
    with pytest.raises(ChangeRefused, match="2 次"):
        private(world, 3)


def test_periods_are_limited_to_the_last_one(world: Published) -> None:
    limit(private_times=None, private_periods=4)
    private(world, 1)
    private(world, 2)
    with pytest.raises(ChangeRefused, match="6 节"):
        private(world, 3)


def test_illness_counts_towards_no_limit(world: Published) -> None:
    limit(private_times=0)
    assert world.ask("cancel", reason_kind="illness").is_waiting


def test_withdrawn_request_gives_its_place_back(world: Published) -> None:
    limit(private_times=1)
    withdraw_request(private(world, 1), by=world.instructor.user)
    assert private(world, 2).is_waiting


# --- Notice ------------------------------------------------------------------------------------
TODAY = datetime.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("meetings", "days", "is_late"),
    [(1, 2, False), (1, 1, True), (1, 0, True), (2, 7, False), (2, 6, True)],
)
def test_notice_is_counted_in_days_to_its_edge(meetings: int, days: int, is_late: bool) -> None:
    rule = ChangeRule(lead_days=2, lead_days_long=7, urgent_reasons=["illness"])
    problems = lead_problems(
        rule,
        reason_kind="official",
        meetings=meetings,
        first_date=TODAY + days * DAY,
        today=TODAY,
    )
    assert bool(problems) == is_late


def test_urgent_reason_needs_no_notice() -> None:
    rule = ChangeRule(lead_days=2, lead_days_long=7, urgent_reasons=["illness"])
    asked = {"reason_kind": "illness", "meetings": 3, "first_date": TODAY, "today": TODAY}
    assert lead_problems(rule, **asked) == []  # type: ignore[arg-type]


def test_late_request_is_refused_in_words(world: Published) -> None:
    ChangeRule.objects.update(lead_days=60)
    with pytest.raises(ChangeRefused, match="提前 60 天"):
        world.ask("cancel", reason_kind="official")


# --- Holidays ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "is_near"), [(-4, False), (-3, True), (0, True), (3, True), (4, False)]
)
def test_days_around_a_holiday_are_closed_to_their_edge(
    world: Published, days: int, is_near: bool
) -> None:
    holiday = world.meeting.date
    CalendarDay.objects.create(
        term=world.term, institution=world.institution, date=holiday, kind="holiday"
    )
    problems = holiday_problems(
        ChangeRule(holiday_gap_days=3, urgent_reasons=["illness"]),
        kind="move",
        reason_kind="official",
        term=world.term,
        dates=[holiday + days * DAY],
    )
    assert bool(problems) == is_near


# --- Whose rule, from when ---------------------------------------------------------------------
def enter(institution: Any, **values: Any) -> ChangeRule:
    given: dict[str, Any] = {
        "private_times": 3,
        "private_periods": 8,
        "lead_days": 3,
        "lead_days_long": 10,
        "holiday_gap_days": 1,
        "urgent_reasons": ["illness"],
        "tiers": WHOLE,
        "citation": "本校调停课管理办法第五条",
        "valid_from": timezone.localdate() + DAY,
        "by": None,
    }
    return add_change_rule(institution, **given | values)


def test_shipped_rule_is_marked_as_an_example_and_loading_twice_changes_nothing(
    institution: Institution,
) -> None:
    assert load_change_rules() == load_change_rules() == 1
    rule = ChangeRule.objects.get()
    assert rule.citation.startswith("启航示例")
    assert problems_of_tiers(read_tiers(rule.tiers)) == []
    assert rule.history.count() == 1


def test_rule_of_the_school_goes_before_the_example_from_its_day(
    institution: Institution,
) -> None:
    load_change_rules()
    own = enter(institution)
    today = timezone.localdate()
    before = rule_on(institution, on=today)
    assert before is not None
    assert before.institution is None
    assert rule_on(institution, on=today + DAY) == own
    assert [line.state for line in rules_of(institution, on=today + DAY)] == ["holds", "waits"]


def test_rule_that_would_hold_already_is_refused(institution: Institution) -> None:
    with pytest.raises(ChangeRefused):
        enter(institution, valid_from=timezone.localdate())
    assert not ChangeRule.objects.exists()


def test_rule_with_a_gap_is_refused(institution: Institution) -> None:
    with pytest.raises(ChangeRefused, match="2 至 4 节"):
        enter(institution, tiers=[Tier(1, 1, ()), Tier(5, None, BOTH)])


def test_coming_rule_is_corrected_with_its_history_and_withdrawn(
    institution: Institution,
) -> None:
    by = UserFactory()
    rule = enter(institution, by=by)
    again = enter(institution, by=by, lead_days=5)
    assert again.pk == rule.pk
    said = list(rule.history.order_by("history_id").values_list("lead_days", "history_user"))
    assert said == [(3, by.pk), (5, by.pk)]
    assert withdraw_coming_rule(institution, by=by) == timezone.localdate() + DAY
    assert withdraw_coming_rule(institution, by=by) is None
