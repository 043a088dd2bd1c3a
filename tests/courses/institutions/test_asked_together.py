"""Questions asked together have the answers that they have alone."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.fees.models import FeeRule, FeeStatement
from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import Role, StaffMember
from courses.institutions.prepared_query import Parameter, PreparedQuery, a_date
from courses.qualifications.models import CertificateRule
from courses.timetable.models import Meeting
from tests.factories.fees import FeeRuleFactory
from tests.factories.institutions import RoleFactory, StaffMemberFactory
from tests.factories.qualifications import CertificateRuleFactory
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db


def make_statement():
    staff = StaffMemberFactory()
    return FeeStatement.objects.create(
        staff=staff,
        institution=staff.institution,
        starts_on="2026-09-01",
        ends_on="2026-09-30",
        year=2026,
        number=1,
        hours=2,
        exact=Decimal("301.55"),
        total=Decimal("302"),
        round_to=1,
        settled_at=timezone.now(),
    )


def test_together_is_one_statement():
    RoleFactory(kind="student")
    together = AskedTogether()
    roles = together.rows(Role.objects.all())
    staff = together.count(StaffMember.objects.all())
    with CaptureQueriesContext(connection) as statements:
        assert len(roles()) == 1
        assert staff() == 0
    assert len(statements) == 1


@pytest.mark.parametrize(
    ("make", "model"),
    [
        (MeetingFactory, Meeting),
        (StaffMemberFactory, StaffMember),
        (CertificateRuleFactory, CertificateRule),
        (FeeRuleFactory, FeeRule),
        (make_statement, FeeStatement),
    ],
)
def test_together_gives_every_column_as_alone(make, model):
    """Dates, moments, keys, amounts and JSON among them."""
    make()
    together = AskedTogether()
    asked = together.rows(model.objects.order_by("pk"))
    [one] = asked()
    alone = model.objects.get(pk=one.pk)
    for field in model._meta.concrete_fields:
        found, expected = getattr(one, field.attname), getattr(alone, field.attname)
        assert found == expected, field
        assert type(found) is type(expected), field
    assert not one._state.adding


def test_together_loads_more_columns_than_a_function_takes():
    """A line of the timetable with its names has more than a hundred."""
    meeting = MeetingFactory()
    together = AskedTogether()
    asked = together.rows(Meeting.objects.with_names())
    [one] = asked()
    with CaptureQueriesContext(connection) as statements:
        assert one.room.campus.name == meeting.room.campus.name
        assert one.teaching_class.course.name == meeting.teaching_class.course.name
    assert len(statements) == 0


def test_together_keeps_the_order_and_the_limit():
    for name in ("丙", "甲", "乙"):
        StaffMemberFactory(name=name)
    together = AskedTogether()
    asked = together.rows(StaffMember.objects.order_by("-pk")[:2])
    assert [one.name for one in asked()] == ["乙", "甲"]


def test_together_asks_prepared_queries_with_their_values():
    meeting = MeetingFactory()
    prepared = PreparedQuery(
        lambda: Meeting.objects.filter(instructor=Parameter("staff"), date=a_date("day"))
    )
    together = AskedTogether()
    there = together.rows(prepared.asking(staff=meeting.instructor_id, day=meeting.date))
    elsewhere = together.rows(
        prepared.asking(staff=meeting.instructor_id, day=datetime.date(2030, 1, 1))
    )
    assert there() == [meeting]
    assert elsewhere() == []
    assert prepared.all(staff=meeting.instructor_id, day=meeting.date) == [meeting]


def test_together_gives_tuples_and_annotations():
    role = RoleFactory(kind="student")
    together = AskedTogether()
    pairs = together.rows(Role.objects.values_list("pk", "kind"))
    counted = together.rows(
        Role.objects.order_by()
        .values("kind")
        .annotate(people=Count("user"))
        .values_list("kind", "people")
    )
    assert pairs() == [(role.pk, "student")]
    assert counted() == [("student", 1)]


def test_together_knows_without_asking_what_can_have_no_row():
    together = AskedTogether()
    rows = together.rows(Role.objects.none())
    count = together.count(Role.objects.filter(pk__in=[]))
    with CaptureQueriesContext(connection) as statements:
        assert (rows(), count()) == ([], 0)
    assert len(statements) == 0


def test_together_counts_each_row_once_whatever_the_order():
    StaffMemberFactory.create_batch(3)
    together = AskedTogether()
    all_of_them = together.count(StaffMember.objects.order_by("name"))
    assert all_of_them() == 3


def test_question_noted_later_is_asked_by_itself():
    together = AskedTogether()
    first = together.count(StaffMember.objects.all())
    assert first() == 0
    StaffMemberFactory()
    later = together.count(StaffMember.objects.all())
    assert (first(), later()) == (0, 1)


def test_together_keeps_values_apart_from_sql():
    StaffMemberFactory(name="100%s' OR 1=1 --")
    together = AskedTogether()
    found = together.rows(StaffMember.objects.filter(name="100%s' OR 1=1 --"))
    others = together.count(StaffMember.objects.filter(name="' OR 1=1 --"))
    assert [one.name for one in found()] == ["100%s' OR 1=1 --"]
    assert others() == 0


def test_together_refuses_a_prefetch():
    with pytest.raises(ValueError, match="prefetch"):
        AskedTogether().rows(StaffMember.objects.prefetch_related("periods"))
