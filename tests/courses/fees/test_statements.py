"""What an outside expert is paid: only what was taught, each meeting once."""

import datetime
from decimal import Decimal

import pytest

from courses.delivery.models import DeliveryRecord
from courses.fees.domain import FeesRefused, draft_statement, settle_statement
from courses.fees.models import FeeRule
from courses.qualifications.enums import CredentialScheme
from tests.factories.fees import (
    FeeRuleFactory,
    StaffContractFactory,
    confirm,
    expert_of,
    teach,
)
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.qualifications import (
    CredentialLevelFactory,
    CredentialTypeFactory,
    StaffCertificateFactory,
)
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db
SEPTEMBER = {"starts_on": datetime.date(2026, 9, 1), "ends_on": datetime.date(2026, 9, 30)}
OCTOBER = {"starts_on": datetime.date(2026, 10, 1), "ends_on": datetime.date(2026, 10, 31)}
DAY = datetime.date(2026, 9, 14)


@pytest.fixture
def expert(institution):
    FeeRuleFactory(institution=institution)
    return expert_of(institution)


def settle(staff, period=SEPTEMBER, by=None):
    shown = draft_statement(staff, **period).fingerprint
    return settle_statement(staff, **period, shown=shown, by=by)


def amounts(staff, period=SEPTEMBER):
    return [(line.hours, line.amount) for line in draft_statement(staff, **period).lines]


def test_statement_pays_hours_of_the_roll_at_the_rate_of_the_kind(expert) -> None:
    teach(expert, DAY, hours=3)
    draft = draft_statement(expert, **SEPTEMBER)
    assert [(line.hours, line.rate.amount, line.amount) for line in draft.lines] == [
        (3, Decimal("150.00"), Decimal("450.00"))
    ]
    assert draft.total == Decimal("450.00")


def test_title_held_on_the_day_decides_the_rate(expert) -> None:
    level = CredentialLevelFactory(
        credential_type=CredentialTypeFactory(
            code="university-teacher-title", scheme=CredentialScheme.TITLE
        ),
        code="professor",
        name="教授",
    )
    StaffCertificateFactory(staff=expert, level=level, issued_on=datetime.date(2026, 9, 10))
    teach(expert, datetime.date(2026, 9, 9))
    teach(expert, datetime.date(2026, 9, 10))
    lines = draft_statement(expert, **SEPTEMBER).lines
    assert [(line.rate.amount, line.rate.title) for line in lines] == [
        (Decimal("150.00"), ""),
        (Decimal("200.00"), "教授"),
    ]


def test_meeting_without_a_roll_is_listed_apart(expert) -> None:
    meeting = MeetingFactory(institution=expert.institution, instructor=expert, date=DAY)
    draft = draft_statement(expert, **SEPTEMBER)
    assert (draft.lines, draft.unconfirmed) == ([], [meeting])


def test_hours_that_no_rate_names_are_listed_apart(institution, expert) -> None:
    teacher = StaffMemberFactory(institution=institution)
    teach(teacher, DAY)
    draft = draft_statement(teacher, **SEPTEMBER)
    assert (draft.lines, len(draft.without_rate)) == ([], 1)


def test_line_says_whether_a_contract_covers_the_day(expert) -> None:
    StaffContractFactory(staff=expert, starts_on=DAY, ends_on=DAY)
    teach(expert, DAY)
    teach(expert, DAY + datetime.timedelta(days=1))
    lines = draft_statement(expert, **SEPTEMBER).lines
    assert [line.has_contract for line in lines] == [True, False]


def test_settled_meeting_is_not_paid_again(expert) -> None:
    teach(expert, DAY)
    settle(expert)
    assert amounts(expert) == []
    with pytest.raises(FeesRefused):
        settle(expert)


def test_statements_are_numbered_within_institution_and_year(expert, institution) -> None:
    other = expert_of(institution)
    teach(expert, DAY)
    teach(other, DAY)
    assert [settle(expert).number, settle(other).number] == [1, 2]


def test_meeting_confirmed_after_its_period_comes_in_the_next_statement(expert) -> None:
    late = MeetingFactory(institution=expert.institution, instructor=expert, date=DAY)
    teach(expert, DAY + datetime.timedelta(days=2))
    settle(expert)
    confirm(late)
    (line,) = draft_statement(expert, **OCTOBER).lines
    assert (line.meeting, line.is_late, line.is_correction) == (late, True, False)


def test_unsettled_period_in_between_waits_for_its_own_statement(expert) -> None:
    teach(expert, datetime.date(2026, 8, 3))
    teach(expert, DAY)
    assert len(draft_statement(expert, **SEPTEMBER).lines) == 1


def test_corrected_hours_come_as_a_difference_and_the_settled_one_stays(expert) -> None:
    meeting = teach(expert, DAY, hours=4)
    first = settle(expert)
    DeliveryRecord.objects.filter(meeting=meeting).update(hours=2)
    assert amounts(expert, OCTOBER) == [(-2, Decimal("-300.00"))]
    second = settle(expert, OCTOBER)
    first.refresh_from_db()
    assert (first.total, second.total) == (Decimal("600.00"), Decimal("-300.00"))
    assert second.lines.get().is_correction


def test_meeting_that_turns_out_to_be_another_persons_is_taken_back(expert, institution) -> None:
    meeting = teach(expert, DAY)
    settle(expert)
    meeting.instructor = expert_of(institution)
    meeting.save()
    assert amounts(expert, OCTOBER) == [(-2, Decimal("-300.00"))]
    assert amounts(meeting.instructor) == [(2, Decimal("300.00"))]


def test_total_is_rounded_as_the_rule_says(expert) -> None:
    FeeRule.objects.update(
        round_to=Decimal(1), rates=[{"kind": "external_expert", "title": "", "rate": "66.75"}]
    )
    teach(expert, DAY)
    statement = settle(expert)
    assert (statement.exact, statement.total) == (Decimal("133.50"), Decimal("134.00"))


def test_nothing_is_settled_when_the_draft_changed_since_it_was_shown(expert) -> None:
    teach(expert, DAY)
    shown = draft_statement(expert, **SEPTEMBER).fingerprint
    teach(expert, DAY)
    with pytest.raises(FeesRefused, match="变"):
        settle_statement(expert, **SEPTEMBER, shown=shown, by=None)
    assert not expert.fee_statements.exists()


def test_nobody_settles_own_fees(expert) -> None:
    expert.user = UserFactory()
    expert.save()
    teach(expert, DAY)
    with pytest.raises(FeesRefused):
        settle(expert, by=expert.user)


def test_period_that_is_not_over_is_not_settled(expert) -> None:
    teach(expert, DAY)
    period = {"starts_on": DAY, "ends_on": datetime.date(2999, 1, 1)}
    with pytest.raises(FeesRefused):
        settle(expert, period)


@pytest.mark.parametrize("meetings", [1, 3])
def test_draft_asks_as_much_for_many_meetings(expert, meetings, django_assert_num_queries) -> None:
    for _each in range(meetings):
        teach(expert, DAY)
        MeetingFactory(institution=expert.institution, instructor=expert, date=DAY)
    with django_assert_num_queries(8):
        draft_statement(expert, **SEPTEMBER)
