"""No hour is lost without a word: what stands in no statement is named, with the reason."""

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from courses.delivery.models import DeliveryRecord
from courses.fees.domain import draft_statement, open_hours_of, settle_statement
from courses.fees.enums import OpenReason
from courses.fees.models import FeeRule
from courses.institutions.enums import RoleKind, StaffKind
from courses.institutions.models import StaffPeriod
from tests.factories.fees import FeeRuleFactory, confirm, expert_of, teach
from tests.factories.institutions import (
    InstitutionFactory,
    RoleFactory,
    StaffMemberFactory,
    UserFactory,
)
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db
SEPTEMBER = {"starts_on": datetime.date(2026, 9, 1), "ends_on": datetime.date(2026, 9, 30)}
OCTOBER = {"starts_on": datetime.date(2026, 10, 1), "ends_on": datetime.date(2026, 10, 31)}
PERIOD = {"start": "2026-10-01", "end": "2026-10-31"}
IN_AUGUST = datetime.date(2026, 8, 20)
IN_SEPTEMBER = datetime.date(2026, 9, 14)
IN_OCTOBER = datetime.date(2026, 10, 12)
END = datetime.date(2026, 10, 31)


@pytest.fixture
def expert(institution):
    FeeRuleFactory(institution=institution)
    return expert_of(institution)


def settle(staff, period=SEPTEMBER):
    shown = draft_statement(staff, **period).fingerprint
    return settle_statement(staff, **period, shown=shown, by=None)


def found(staff, until=END):
    rows = open_hours_of(staff, until=until)
    return [(f"{one.month:%Y-%m}", one.hours, one.reason) for one in rows]


def test_hours_of_a_day_without_rates_are_named(institution, expert) -> None:
    FeeRule.objects.update(valid_from=datetime.date(2026, 10, 1))
    teach(expert, IN_SEPTEMBER, hours=3)
    assert found(expert) == [("2026-09", 3, OpenReason.NO_RATES)]


def test_hours_are_named_where_no_rates_were_ever_entered(institution) -> None:
    expert = expert_of(institution)
    teach(expert, IN_OCTOBER, hours=3)
    (one,) = open_hours_of(expert, until=END)
    assert one.sentence == "2026-10有3学时不在任何结算单中：当时没有生效的课酬标准。"


def test_hours_that_the_rates_say_nothing_of_are_named(institution, expert) -> None:
    teacher = StaffMemberFactory(institution=institution, kind=StaffKind.PART_TIME_TEACHER)
    teach(teacher, IN_OCTOBER)
    assert found(teacher) == [("2026-10", 2, OpenReason.NO_LINE)]


def test_hours_outside_every_employment_on_record_are_named(expert) -> None:
    StaffPeriod.objects.update(valid_to=datetime.date(2026, 10, 1))
    teach(expert, IN_OCTOBER)
    assert found(expert) == [("2026-10", 2, OpenReason.NO_EMPLOYMENT)]


def test_hours_confirmed_after_their_period_was_settled_are_named(expert) -> None:
    late = MeetingFactory(institution=expert.institution, instructor=expert, date=IN_SEPTEMBER)
    teach(expert, IN_SEPTEMBER)
    settle(expert)
    confirm(late, hours=3)
    assert found(expert) == [("2026-09", 3, OpenReason.LATE)]
    settle(expert, OCTOBER)
    assert found(expert) == []


def test_hours_added_to_a_settled_roll_are_named(expert) -> None:
    meeting = teach(expert, IN_SEPTEMBER, hours=2)
    settle(expert)
    DeliveryRecord.objects.filter(meeting=meeting).update(hours=3)
    assert found(expert) == [("2026-09", 1, OpenReason.CORRECTED)]


def test_hours_of_a_period_that_was_passed_over_are_named(expert) -> None:
    teach(expert, IN_AUGUST)
    teach(expert, IN_SEPTEMBER)
    settle(expert)
    assert found(expert) == [("2026-08", 2, OpenReason.PASSED_OVER)]


def test_hours_whose_period_is_not_settled_yet_are_named(expert) -> None:
    teach(expert, IN_SEPTEMBER)
    teach(expert, IN_SEPTEMBER)
    assert found(expert) == [("2026-09", 4, OpenReason.NOT_SETTLED)]
    assert found(expert, until=IN_AUGUST) == []


def test_meetings_of_the_past_without_a_roll_are_named(expert) -> None:
    today = timezone.localdate()
    for days in (1, -1):
        MeetingFactory(
            institution=expert.institution,
            instructor=expert,
            date=today - datetime.timedelta(days=days),
            periods=2,
        )
    reasons = [one.reason for one in open_hours_of(expert, until=today + datetime.timedelta(9))]
    hours = [one.hours for one in open_hours_of(expert, until=today + datetime.timedelta(9))]
    assert (reasons, hours) == ([OpenReason.UNCONFIRMED], [2])


def test_hours_of_who_is_not_paid_by_the_hour_are_not_named(institution, expert) -> None:
    teacher = StaffMemberFactory(institution=institution)
    teach(teacher, IN_OCTOBER)
    assert found(teacher) == []


def test_hours_of_days_of_another_employment_are_not_named(institution, expert) -> None:
    StaffPeriod.objects.update(valid_from=datetime.date(2026, 10, 1))
    StaffPeriod.objects.create(
        staff=expert,
        institution=institution,
        kind=StaffKind.FULL_TIME_TEACHER,
        valid_from=datetime.date(2020, 1, 1),
        valid_to=datetime.date(2026, 10, 1),
    )
    teach(expert, IN_SEPTEMBER)
    assert found(expert) == []


def test_settled_hours_are_not_named(expert) -> None:
    teach(expert, IN_SEPTEMBER)
    settle(expert)
    assert found(expert) == []


def test_draft_names_what_it_would_not_pay_either(expert) -> None:
    teach(expert, IN_AUGUST)
    teach(expert, IN_SEPTEMBER)
    draft = draft_statement(expert, **SEPTEMBER)
    assert [(one.hours, one.reason) for one in draft.open] == [(2, OpenReason.NOT_SETTLED)]


def test_statement_keeps_what_stood_in_none_when_it_was_settled(expert, sign_in) -> None:
    FeeRule.objects.update(valid_from=datetime.date(2026, 9, 1))
    teach(expert, IN_AUGUST, hours=3)
    teach(expert, IN_SEPTEMBER)
    statement = settle(expert)
    FeeRule.objects.update(valid_from=datetime.date(2026, 1, 1))
    sentence = "2026-08有3学时不在任何结算单中：当时没有生效的课酬标准。"

    client = sign_in("office")
    page = client.get(reverse("fees:statement", args=[statement.public_id])).content.decode()
    assert sentence in page
    pdf = client.get(reverse("fees:statement_file", args=[statement.public_id, "pdf"])).content
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)
    assert sentence in text.replace("\n", "")
    xlsx = client.get(reverse("fees:statement_file", args=[statement.public_id, "xlsx"])).content
    rows = list(load_workbook(io.BytesIO(xlsx)).worksheets[1].values)
    assert ("2026-08", 3, "当时没有生效的课酬标准") in rows


def test_statement_shows_what_came_up_in_its_period_since(expert, sign_in) -> None:
    late = MeetingFactory(institution=expert.institution, instructor=expert, date=IN_SEPTEMBER)
    teach(expert, IN_SEPTEMBER)
    statement = settle(expert)
    where = reverse("fees:statement", args=[statement.public_id])
    client = sign_in("office")
    assert "此后出现" not in client.get(where).content.decode()
    confirm(late)
    page = client.get(where).content.decode()
    assert "此后出现" in page
    assert "2026-09有2学时不在任何结算单中" in page


def test_statement_from_before_this_was_noted_is_shown(expert, sign_in) -> None:
    teach(expert, IN_SEPTEMBER)
    statement = settle(expert)
    type(statement).objects.update(open_hours=None)
    answer = sign_in("office").get(reverse("fees:statement", args=[statement.public_id]))
    assert answer.status_code == 200


def test_list_names_people_with_hours_in_no_statement(institution, expert, sign_in) -> None:
    FeeRule.objects.all().delete()
    teach(expert, IN_OCTOBER, hours=3)
    stranger = expert_of(InstitutionFactory())
    teach(stranger, IN_OCTOBER)
    page = sign_in("office").get(reverse("fees:people"), PERIOD)
    assert [row.staff for row in page.context["open"]] == [expert]
    assert "2026-10有3学时不在任何结算单中：当时没有生效的课酬标准。" in page.content.decode()


def test_person_page_names_them(expert, sign_in) -> None:
    teach(expert, IN_SEPTEMBER)
    page = sign_in("office").get(reverse("fees:person", args=[expert.public_id]), PERIOD)
    assert "2026-09有2学时不在任何结算单中：所在时段尚未结算。" in page.content.decode()


def test_person_paid_reads_them_in_the_own_statement(expert, client) -> None:
    expert.user = UserFactory()
    expert.save()
    RoleFactory(user=expert.user, kind=RoleKind.INSTRUCTOR, institution=expert.institution)
    teach(expert, IN_AUGUST)
    teach(expert, IN_SEPTEMBER)
    statement = settle(expert)
    client.force_login(expert.user, backend="cms.users.backends.AccountBackend")
    page = client.get(reverse("fees:statement", args=[statement.public_id]))
    assert "2026-08有2学时不在任何结算单中" in page.content.decode()
