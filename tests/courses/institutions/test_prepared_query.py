"""A prepared query gives what its QuerySet gives, each time for other values."""

import datetime
import threading
import uuid

import pytest
from django.db import connection
from django.db.models import Count, Exists, OuterRef
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from courses.institutions.models import Role, StaffMember
from courses.institutions.prepared_query import (
    Parameter,
    PreparedQuery,
    a_date,
    a_key,
    a_moment,
    a_text,
)
from courses.timetable.models import Meeting
from tests.factories.institutions import InstitutionFactory, RoleFactory, StaffMemberFactory
from tests.factories.timetable import MeetingFactory


def ask_meetings() -> PreparedQuery[Meeting]:
    return PreparedQuery(
        lambda: (
            Meeting.objects.filter(instructor=Parameter("staff"), date=a_date("day"))
            .select_related("room__campus", "unit")
            .order_by("starts_at")
        )
    )


def test_prepared_query_gives_the_models_of_each_value(db: None) -> None:
    meetings = MeetingFactory.create_batch(2)
    asked = ask_meetings()
    for meeting in meetings:
        [found] = asked.all(staff=meeting.instructor_id, day=meeting.date)
        assert found == meeting
    assert asked.all(staff=meetings[0].instructor_id, day=datetime.date(2030, 1, 1)) == []


def test_prepared_query_loads_what_select_related_names(db: None) -> None:
    meeting = MeetingFactory()
    with CaptureQueriesContext(connection) as statements:
        [found] = ask_meetings().all(staff=meeting.instructor_id, day=meeting.date)
        assert found.room.campus.name == meeting.room.campus.name
        assert found.unit is None
    assert len(statements) == 1


def test_prepared_query_keeps_values_apart_from_sql(db: None) -> None:
    """A value that looks like SQL is only a value."""
    role = RoleFactory(kind="student")
    asked = PreparedQuery(lambda: Role.objects.filter(user__username=a_text("name")))
    assert asked.all(name=role.user.username) == [role]
    assert asked.all(name="' OR 1=1 --") == []
    assert asked.all(name="100%s") == []


def test_prepared_query_gives_tuples_dictionaries_and_single_values(db: None) -> None:
    staff = StaffMemberFactory(name="陈卫东")
    own = StaffMember.objects.filter(institution=Parameter("school"))
    ask = {"school": staff.institution_id}
    assert PreparedQuery(lambda: own.values_list("pk", "name")).all(**ask) == [(staff.pk, "陈卫东")]
    assert PreparedQuery(lambda: own.values_list("name", flat=True)).all(**ask) == ["陈卫东"]
    counted = own.values("institution").annotate(staff=Count("pk")).order_by()
    assert PreparedQuery(lambda: counted).all(**ask) == [
        {"institution": staff.institution_id, "staff": 1}
    ]


def test_prepared_query_takes_a_value_in_subqueries_and_annotations(db: None) -> None:
    meeting = MeetingFactory()
    others = Meeting.objects.filter(pk=OuterRef("pk"), starts_at__lte=a_moment("now"))
    asked = PreparedQuery(
        lambda: Meeting.objects.annotate(has_begun=Exists(others)).filter(
            instructor__in=StaffMember.objects.filter(public_id=a_key("key")).values("pk")
        )
    )
    key = meeting.instructor.public_id
    before, after = (meeting.starts_at + datetime.timedelta(seconds=n) for n in (-1, 1))
    assert [one.has_begun for one in asked.all(now=before, key=key)] == [False]
    assert [one.has_begun for one in asked.all(now=after, key=key)] == [True]
    assert asked.all(now=after, key=uuid.uuid4()) == []


def test_prepared_query_gives_the_first_of_a_slice(db: None) -> None:
    school = InstitutionFactory()
    StaffMemberFactory.create_batch(3, institution=school)
    asked = PreparedQuery(
        lambda: StaffMember.objects.filter(institution=Parameter("school")).order_by("-pk")[:1]
    )
    first = asked.first(school=school.pk)
    assert first == StaffMember.objects.order_by("-pk").first()
    assert asked.first(school=0) is None


@pytest.mark.parametrize("given", [{}, {"staff": 1}, {"staff": 1, "day": None, "more": 2}])
def test_prepared_query_refuses_other_values_than_its_parameters(db: None, given: dict) -> None:
    with pytest.raises(ValueError, match="Given"):
        ask_meetings().all(**given)


def test_prepared_query_refuses_to_ask_for_nothing(db: None) -> None:
    with pytest.raises(ValueError, match="None"):
        ask_meetings().all(staff=None, day=datetime.date(2026, 9, 14))


def test_prepared_query_refuses_to_prefetch(db: None) -> None:
    with pytest.raises(ValueError, match="prefetch"):
        PreparedQuery(lambda: StaffMember.objects.prefetch_related("user")).all()


def test_prepared_query_is_asked_by_several_threads_at_once(transactional_db: None) -> None:
    staff = StaffMemberFactory.create_batch(4)
    asked = PreparedQuery(lambda: StaffMember.objects.filter(pk=Parameter("staff")))
    found: dict[int, list[StaffMember]] = {}

    def ask(one: StaffMember) -> None:
        with translation.override("zh-hans"):
            for _time in range(20):
                found[one.pk] = asked.all(staff=one.pk)
        connection.close()

    threads = [threading.Thread(target=ask, args=(one,)) for one in staff]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {one.pk: [one] for one in staff}
